/**
 * The one error of every actor, whatever hosts it: `ActorError` with a `reason`, for `Effect.catchReason`.
 * No layer adds a type of its own, so `layerLocal`, `layerThread` and `layerPool` can be swapped.
 */
import * as Schema from "effect/Schema"

const reason = <const Tag extends string>(tag: Tag) => ({ _tag: Schema.tag(tag) })

/**
 * The thread ended while the job was there. `confirmed: false` when the thread would not end in time.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ActorError from "@stevedore/core/ActorError"
 *
 * const reason = new ActorError.ThreadDied({ confirmed: true, detail: "exit code 1" })
 * assert.equal(reason.message, 'the thread ended (exit code 1)')
 * ```
 */
export class ThreadDied extends Schema.Error<ThreadDied>("@stevedore/core/ActorError/ThreadDied")({
  ...reason("ThreadDied"),
  confirmed: Schema.Boolean,
  detail: Schema.String
}) {
  override get message(): string {
    return `the thread ended (${this.detail})`
  }
}

/**
 * The window of unstarted jobs (or the job table, or the memory, or its blocks) is full and the actor is set not to wait.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ActorError from "@stevedore/core/ActorError"
 *
 * const reason = new ActorError.MailboxFull({ what: "window", limit: 8, waitedMillis: 0 })
 * assert.equal(reason.message, 'the mailbox is full: at most 8 unstarted jobs of this sender; send less at once, raise the limit, or use whenFull: "suspend"')
 * ```
 */
export class MailboxFull extends Schema.Error<MailboxFull>("@stevedore/core/ActorError/MailboxFull")({
  ...reason("MailboxFull"),
  what: Schema.Literals(["window", "jobs", "memory", "blocks"]),
  limit: Schema.Number,
  waitedMillis: Schema.Number,
  /** Which one gave way, where the actor's layer says so (`whenFull`): this one, which came, or this one, the oldest. */
  dropped: Schema.optionalKey(Schema.Literals(["newest", "oldest"])),
  /** Who waits for whom, when the send was made by a handler: it waits no longer than `nestedWait`. */
  chain: Schema.optionalKey(Schema.Array(Schema.String))
}) {
  override get message(): string {
    const what = {
      window: "unstarted jobs of this sender",
      jobs: "jobs in flight",
      memory: "segments",
      blocks: "blocks for payloads above a segment"
    }[this.what]
    const waited = this.waitedMillis > 0 ? ` after ${this.waitedMillis} ms` : ""
    const chain = this.chain === undefined ? "" : `, sent by ${this.chain.join(" → ")}`
    const dropped = { newest: ", so this one was dropped", oldest: ", so this one gave way to a later one", no: "" }
    return `the mailbox is full${waited}${chain}: at most ${this.limit} ${what}${dropped[this.dropped ?? "no"]}; send less at once, raise the limit, or use whenFull: "suspend"`
  }
}

/**
 * A payload or a result does not fit into the largest block that the actor system has (see `largeBlocks`). Sizes in
 * bytes; a payload counts with its headers and key.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ActorError from "@stevedore/core/ActorError"
 *
 * const reason = new ActorError.TooLarge({ what: "payload", bytes: 2000006, limitBytes: 1048832 })
 * assert.equal(reason.message, 'the payload takes 2000006 bytes, the limit is 1048832: send it in parts, or mark its binary data Job.transfer')
 * ```
 */
export class TooLarge extends Schema.Error<TooLarge>("@stevedore/core/ActorError/TooLarge")({
  ...reason("TooLarge"),
  what: Schema.Literals(["payload", "result", "error", "buffer"]),
  bytes: Schema.Number,
  limitBytes: Schema.Number
}) {
  override get message(): string {
    const blocks = this.limitBytes < 1024 * 1024 ? ", or give the actor system largeBlocks" : ""
    const remedy = `send it in parts, or mark its binary data Job.transfer${blocks}`
    return `the ${this.what} takes ${this.bytes} bytes, the limit is ${this.limitBytes}: ${remedy}`
  }
}

/**
 * The job was not done in time; it was cancelled if it had not started, interrupted if it had.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ActorError from "@stevedore/core/ActorError"
 *
 * const reason = new ActorError.Timeout({ afterMillis: 50, detail: "" })
 * assert.equal(reason.message, 'not done after 50 ms')
 * ```
 */
export class Timeout extends Schema.Error<Timeout>("@stevedore/core/ActorError/Timeout")({
  ...reason("Timeout"),
  afterMillis: Schema.Number,
  detail: Schema.String
}) {
  override get message(): string {
    return `not done after ${this.afterMillis} ms${this.detail === "" ? "" : `: ${this.detail}`}`
  }
}

/**
 * The actor was stopping or stopped: the job was refused and never starts.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ActorError from "@stevedore/core/ActorError"
 *
 * const reason = new ActorError.Stopped({})
 * assert.equal(reason.message, 'the actor has stopped and takes no more jobs')
 * ```
 */
export class Stopped extends Schema.Error<Stopped>("@stevedore/core/ActorError/Stopped")({ ...reason("Stopped") }) {
  override get message(): string {
    return "the actor has stopped and takes no more jobs"
  }
}

/**
 * A payload or a result does not match its schema, or holds what cannot be carried, or its bytes cannot be read.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ActorError from "@stevedore/core/ActorError"
 *
 * const reason = new ActorError.Undecodable({ what: "payload", issue: "Expected number" })
 * assert.equal(reason.message, 'the payload does not match its schema: Expected number')
 * ```
 */
export class Undecodable extends Schema.Error<Undecodable>("@stevedore/core/ActorError/Undecodable")({
  ...reason("Undecodable"),
  what: Schema.Literals(["payload", "result", "error"]),
  issue: Schema.String
}) {
  override get message(): string {
    const isData = / cannot be carried| to be carried| cannot be moved/.test(this.issue)
    return `the ${this.what} ${isData ? "cannot cross threads" : "does not match its schema"}: ${this.issue}`
  }
}

/**
 * No actor of that name exists in the system, and none appeared in time.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ActorError from "@stevedore/core/ActorError"
 *
 * const reason = new ActorError.Unreachable({ detail: "no layer provides it" })
 * assert.equal(reason.message, 'not reachable: no layer provides it')
 * ```
 */
export class Unreachable extends Schema.Error<Unreachable>("@stevedore/core/ActorError/Unreachable")({
  ...reason("Unreachable"),
  detail: Schema.String
}) {
  override get message(): string {
    return `not reachable: ${this.detail}`
  }
}

/**
 * A thread could not be started.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ActorError from "@stevedore/core/ActorError"
 *
 * const reason = new ActorError.StartFailed({ cause: "missing", entry: "a.ts", detail: "no such file" })
 * assert.equal(reason.message, 'the thread did not start (missing): no such file')
 * ```
 */
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

/**
 * The entry module serves another actor, or another version of this one.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ActorError from "@stevedore/core/ActorError"
 *
 * const reason = new ActorError.EntryMismatch({ entry: "a.ts", expected: "A", found: "B" })
 * assert.equal(reason.message, 'the entry a.ts serves B, expected A')
 * ```
 */
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

/**
 * An option has a value that cannot work.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ActorError from "@stevedore/core/ActorError"
 *
 * const reason = new ActorError.InvalidOption({ option: "size", value: "0", remedy: "use at least 1" })
 * assert.equal(reason.message, 'size is 0: use at least 1')
 * ```
 */
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

/**
 * The job, which is idempotent, was running each time its thread died: it is taken for the cause and not run again.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ActorError from "@stevedore/core/ActorError"
 *
 * const reason = new ActorError.Poisoned({ deaths: 3 })
 * assert.equal(reason.message, "its thread died 3 times while this job ran: it is not run again")
 * ```
 */
export class Poisoned extends Schema.Error<Poisoned>("@stevedore/core/ActorError/Poisoned")({
  ...reason("Poisoned"),
  deaths: Schema.Number
}) {
  override get message(): string {
    return `its thread died ${this.deaths} times while this job ran: it is not run again`
  }
}

/**
 * An ask, or a handler's `await` of a submitted job, that would wait for itself: the actor that is asked works on one job at
 * a time, and that job waits for this ask.
 * `chain` names who waits for whom, the first asker first (`#` and a number for one whose name has not come to this thread
 * yet).
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ActorError from "@stevedore/core/ActorError"
 *
 * const reason = new ActorError.AskCycle({ chain: ["A on a", "B on b", "A on a"] })
 * assert.equal(
 *   reason.message,
 *   "the ask would wait for itself (A on a → B on b → A on a): tell instead, annotate the Rpc with Job.Reentrant, or raise the concurrency of the handlers"
 * )
 * ```
 */
export class AskCycle extends Schema.Error<AskCycle>("@stevedore/core/ActorError/AskCycle")({
  ...reason("AskCycle"),
  chain: Schema.Array(Schema.String)
}) {
  override get message(): string {
    return `the ask would wait for itself (${this.chain.join(" → ")}): tell instead, annotate the Rpc with Job.Reentrant, or raise the concurrency of the handlers`
  }
}

/**
 * Something else than the actor system has written to its shared memory, or a fault of ours has: found in debug mode only
 * (`debug: true` of the actor system). `dump` says where, and what lies there. The thread that would have read it is ended.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ActorError from "@stevedore/core/ActorError"
 *
 * const reason = new ActorError.ArenaCorrupt({ what: "a record of -3 bytes", dump: "mail from main to a, at word 4096" })
 * assert.equal(reason.message, "the shared memory of the actor system is corrupt: a record of -3 bytes\nmail from main to a, at word 4096")
 * ```
 */
export class ArenaCorrupt extends Schema.Error<ArenaCorrupt>("@stevedore/core/ActorError/ArenaCorrupt")({
  ...reason("ArenaCorrupt"),
  what: Schema.String,
  dump: Schema.String
}) {
  override get message(): string {
    return `the shared memory of the actor system is corrupt: ${this.what}${this.dump === "" ? "" : `\n${this.dump}`}`
  }
}

/**
 * A client, or a submitted job, was used on another thread than the one that it belongs to. Simulated threads can hand each
 * other anything; real ones cannot. Found in debug mode only; a defect, since no program can go on from there.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ActorError from "@stevedore/core/ActorError"
 *
 * const reason = new ActorError.WrongThread({ own: "reader", used: "writer" })
 * assert.equal(reason.message, 'this belongs to thread "reader" and was used on thread "writer": real threads share nothing, so get the actor from the context of the thread that uses it')
 * ```
 */
export class WrongThread extends Schema.Error<WrongThread>("@stevedore/core/ActorError/WrongThread")({
  ...reason("WrongThread"),
  own: Schema.String,
  used: Schema.String
}) {
  override get message(): string {
    return `this belongs to thread "${this.own}" and was used on thread "${this.used}": real threads share nothing, so get the actor from the context of the thread that uses it`
  }
}

/**
 * A function of a module threw, or the promise that it returned was rejected (`Actor.fromModule`). `cause` is what it threw:
 * an error with its class's name, message, fields, cause and the stack of its thread, or any value.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ActorError from "@stevedore/core/ActorError"
 *
 * const reason = new ActorError.Threw({ cause: new RangeError("too far") })
 * assert.equal(reason.message, "it threw RangeError: too far")
 * ```
 */
export class Threw extends Schema.Error<Threw>("@stevedore/core/ActorError/Threw")({
  ...reason("Threw"),
  cause: Schema.Defect({ includeStack: true })
}) {
  override get message(): string {
    return `it threw ${textOf(this.cause)}`
  }
}

/** Whatever it is: a value may have no text of its own, or one that throws. */
const textOf = (cause: unknown): string => {
  try {
    if (cause instanceof Error) return `${cause.name}: ${cause.message}`
    return typeof cause === "string" ? JSON.stringify(cause) : String(cause)
  } catch {
    return "a value that cannot be shown"
  }
}

/**
 * Every reason an actor can fail for, apart from the errors its own protocol declares.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ActorError from "@stevedore/core/ActorError"
 * import * as Schema from "effect/Schema"
 *
 * assert.ok(Schema.is(ActorError.ActorErrorReason)(new ActorError.Stopped({})))
 * ```
 */
export const ActorErrorReason = Schema.Union([
  ThreadDied,
  Poisoned,
  MailboxFull,
  TooLarge,
  Timeout,
  Stopped,
  AskCycle,
  Undecodable,
  Unreachable,
  StartFailed,
  EntryMismatch,
  InvalidOption,
  ArenaCorrupt,
  WrongThread,
  Threw
])

/** Every reason an actor can fail for. */
export type ActorErrorReason = typeof ActorErrorReason.Type

/**
 * What a job fails with when it is not the actor's own error. `started` says whether the handler had begun:
 * `false` means it provably never ran, so sending it again is safe.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import { ActorError, Stopped } from "@stevedore/core/ActorError"
 *
 * const failed = Effect.fail(
 *   new ActorError({ reason: new Stopped({}), actor: "app/A", job: "run", thread: "app/A", started: false })
 * )
 * const again = Effect.catchReason(failed, "ActorError", "Stopped", (_, error) => Effect.succeed(error.started))
 * assert.equal(await Effect.runPromise(again), false)
 * ```
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
