/**
 * The one error of every actor, whatever hosts it: `ActorError` with a `reason`, for `Effect.catchReason`.
 * No layer adds a type of its own, so `layerLocal`, `layerThread` and `layerPool` can be swapped.
 */
import * as Schema from "effect/Schema"

const reason = <const Tag extends string>(tag: Tag) => ({ _tag: Schema.tag(tag) })

/** The thread ended while the job was there. `confirmed: false` when the thread would not end in time. */
export class ThreadDied extends Schema.Error<ThreadDied>("@stevedore/core/ActorError/ThreadDied")({
  ...reason("ThreadDied"),
  confirmed: Schema.Boolean,
  detail: Schema.String
}) {
  override get message(): string {
    return `the thread ended (${this.detail})`
  }
}

/** The window of unstarted jobs (or the job table, or the memory) is full and the actor is set not to wait. */
export class MailboxFull extends Schema.Error<MailboxFull>("@stevedore/core/ActorError/MailboxFull")({
  ...reason("MailboxFull"),
  what: Schema.Literals(["window", "jobs", "memory"]),
  limit: Schema.Number,
  waitedMillis: Schema.Number
}) {
  override get message(): string {
    const what = { window: "unstarted jobs of this sender", jobs: "jobs in flight", memory: "segments" }[this.what]
    const waited = this.waitedMillis > 0 ? ` after ${this.waitedMillis} ms` : ""
    return `the mailbox is full${waited}: at most ${this.limit} ${what}; send less at once, raise the limit, or use whenFull: "suspend"`
  }
}

/** A payload or a result does not fit into a segment. Sizes in bytes, envelope included. */
export class TooLarge extends Schema.Error<TooLarge>("@stevedore/core/ActorError/TooLarge")({
  ...reason("TooLarge"),
  what: Schema.Literals(["payload", "result"]),
  bytes: Schema.Number,
  limitBytes: Schema.Number
}) {
  override get message(): string {
    return `the ${this.what} takes ${this.bytes} bytes, the limit is ${this.limitBytes}: send it in parts, or raise segmentBytes of the actor system`
  }
}

/** The job was not done in time; it was cancelled if it had not started, interrupted if it had. */
export class Timeout extends Schema.Error<Timeout>("@stevedore/core/ActorError/Timeout")({
  ...reason("Timeout"),
  afterMillis: Schema.Number,
  detail: Schema.String
}) {
  override get message(): string {
    return `not done after ${this.afterMillis} ms${this.detail === "" ? "" : `: ${this.detail}`}`
  }
}

/** The actor was stopping or stopped: the job was refused and never starts. */
export class Stopped extends Schema.Error<Stopped>("@stevedore/core/ActorError/Stopped")({ ...reason("Stopped") }) {
  override get message(): string {
    return "the actor has stopped and takes no more jobs"
  }
}

/** A payload or a result does not match its schema, or its bytes cannot be read. */
export class Undecodable extends Schema.Error<Undecodable>("@stevedore/core/ActorError/Undecodable")({
  ...reason("Undecodable"),
  what: Schema.Literals(["payload", "result", "error"]),
  issue: Schema.String
}) {
  override get message(): string {
    return `the ${this.what} does not match its schema: ${this.issue}`
  }
}

/** No actor of that name exists in the system, and none appeared in time. */
export class Unreachable extends Schema.Error<Unreachable>("@stevedore/core/ActorError/Unreachable")({
  ...reason("Unreachable"),
  detail: Schema.String
}) {
  override get message(): string {
    return `not reachable: ${this.detail}`
  }
}

/** A thread could not be started. */
export class StartFailed extends Schema.Error<StartFailed>("@stevedore/core/ActorError/StartFailed")({
  ...reason("StartFailed"),
  cause: Schema.Literals(["missing", "syntax", "noDefault", "threw", "hung"]),
  entry: Schema.String,
  detail: Schema.String
}) {
  override get message(): string {
    return `the thread did not start (${this.cause}): ${this.detail}`
  }
}

/** The entry module serves another actor, or another version of this one. */
export class EntryMismatch extends Schema.Error<EntryMismatch>("@stevedore/core/ActorError/EntryMismatch")({
  ...reason("EntryMismatch"),
  entry: Schema.String,
  expected: Schema.String,
  found: Schema.String
}) {
  override get message(): string {
    return `the entry ${this.entry} serves ${this.found}, expected ${this.expected}`
  }
}

/** An option has a value that cannot work. */
export class InvalidOption extends Schema.Error<InvalidOption>("@stevedore/core/ActorError/InvalidOption")({
  ...reason("InvalidOption"),
  option: Schema.String,
  value: Schema.String,
  remedy: Schema.String
}) {
  override get message(): string {
    return `${this.option} is ${this.value}: ${this.remedy}`
  }
}

/** Every reason an actor can fail for, apart from the errors its own protocol declares. */
export const ActorErrorReason = Schema.Union([
  ThreadDied,
  MailboxFull,
  TooLarge,
  Timeout,
  Stopped,
  Undecodable,
  Unreachable,
  StartFailed,
  EntryMismatch,
  InvalidOption
])

/** Every reason an actor can fail for. */
export type ActorErrorReason = typeof ActorErrorReason.Type

/**
 * What a job fails with when it is not the actor's own error. `started` says whether the handler had begun:
 * `false` means it provably never ran, so sending it again is safe.
 */
export class ActorError extends Schema.Error<ActorError>("@stevedore/core/ActorError")({
  _tag: Schema.tag("ActorError"),
  reason: ActorErrorReason,
  actor: Schema.String,
  job: Schema.String,
  thread: Schema.String,
  started: Schema.Literals([true, false, "unknown"])
}) {
  override get message(): string {
    const where = [
      this.job === "" ? this.actor : `${this.actor}.${this.job}`,
      this.thread === "" ? "" : `on ${this.thread}`
    ]
    const started = { true: "it had started", false: "it never started", unknown: "whether it started is not known" }
    const progress = this.job === "" ? "" : ` (${started[`${this.started}`]})`
    return `${where.filter((part) => part !== "").join(" ")}: ${this.reason.message}${progress}`
  }
}
