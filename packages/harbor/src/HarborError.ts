/**
 * The one error of harbor, whatever carries the message: `HarborError` with a `reason`, for `Effect.catchReason`. `delivered`
 * says whether a handler may have had it: with "no" sending it again is safe.
 */
import { ActorErrorReason } from "@stevedore/core/ActorError"
import * as Schema from "effect/Schema"

const reason = <const Tag extends string>(tag: Tag) => ({ _tag: Schema.tag(tag) })

/** An object's id as people read it: 16 hexadecimal digits, its node's incarnation first. */
const hex = (id: bigint): string => BigInt.asUintN(64, id).toString(16).padStart(16, "0")

/**
 * Nobody listens for the message: no thread, and no process that can be reached; or none of the service that is meant, or not the one
 * of its instances that is. `gateways`: it was for clients, and no thread has a gateway.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as HarborError from "@stevedore/harbor/HarborError"
 *
 * const reason = new HarborError.NoListener({})
 * assert.equal(reason.message, "nobody listens for it")
 * ```
 */
export class NoListener extends Schema.Error<NoListener>("@stevedore/harbor/HarborError/NoListener")({
  ...reason("NoListener"),
  service: Schema.optionalKey(Schema.String),
  instance: Schema.optionalKey(Schema.String),
  gateways: Schema.optionalKey(Schema.Literal(true))
}) {
  override get message(): string {
    const { gateways, instance, service } = this
    if (gateways)
      return "no thread has a gateway, and so no client: open one with Gateway.make, on any thread, and keep its scope"
    if (service === undefined) return "nobody listens for it"
    const nobody = instance === undefined ? "no thread" : `"${instance}" is no thread that`
    return `${nobody} is in service "${service}" and listens for it: a thread is in one by Service.join`
  }
}

/**
 * No object has that id: it never had one, or it was released. Nobody got the message.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as HarborError from "@stevedore/harbor/HarborError"
 *
 * const reason = new HarborError.NoReceiver({ objectId: 17n })
 * assert.equal(reason.message, "no object has the id 0000000000000011: it has left, or never was")
 * ```
 */
export class NoReceiver extends Schema.Error<NoReceiver>("@stevedore/harbor/HarborError/NoReceiver")({
  ...reason("NoReceiver"),
  objectId: Schema.BigInt
}) {
  override get message(): string {
    return `no object has the id ${hex(this.objectId)}: it has left, or never was`
  }
}

/**
 * What was given cannot be an object's id: 0, or no unsigned number of 64 bits.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as HarborError from "@stevedore/harbor/HarborError"
 *
 * const reason = new HarborError.InvalidObjectId({ objectId: "0" })
 * assert.equal(reason.message, "0 is no object's id: use one that Directory.claim (in Lua ahar.enterct) returned")
 * ```
 */
export class InvalidObjectId extends Schema.Error<InvalidObjectId>("@stevedore/harbor/HarborError/InvalidObjectId")({
  ...reason("InvalidObjectId"),
  objectId: Schema.String
}) {
  override get message(): string {
    return `${this.objectId} is no object's id: use one that Directory.claim (in Lua ahar.enterct) returned`
  }
}

/**
 * The thread that had the object has died, or the object was on its way to another thread and one of the two has.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as HarborError from "@stevedore/harbor/HarborError"
 *
 * const reason = new HarborError.ObjectLost({ objectId: 17n, detail: "its thread ended" })
 * assert.equal(reason.message, "the object 0000000000000011 is lost: its thread ended")
 * ```
 */
export class ObjectLost extends Schema.Error<ObjectLost>("@stevedore/harbor/HarborError/ObjectLost")({
  ...reason("ObjectLost"),
  objectId: Schema.BigInt,
  detail: Schema.String
}) {
  override get message(): string {
    return `the object ${hex(this.objectId)} is lost: ${this.detail}`
  }
}

/**
 * As many messages wait for the object as may: its handlers are at work, or hang.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as HarborError from "@stevedore/harbor/HarborError"
 *
 * const reason = new HarborError.ObjectBusy({ objectId: 17n })
 * assert.equal(reason.message, "as many messages wait for the object 0000000000000011 as may: send less at once, or raise mailbox where its kind is served")
 * ```
 */
export class ObjectBusy extends Schema.Error<ObjectBusy>("@stevedore/harbor/HarborError/ObjectBusy")({
  ...reason("ObjectBusy"),
  objectId: Schema.BigInt
}) {
  override get message(): string {
    return `as many messages wait for the object ${hex(this.objectId)} as may: send less at once, or raise mailbox where its kind is served`
  }
}

/**
 * The table of objects is full: no thread of this process can claim one.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as HarborError from "@stevedore/harbor/HarborError"
 *
 * const reason = new HarborError.TooManyObjects({ limit: 1024 })
 * assert.equal(reason.message, "there is room for 1024 objects: release some, or raise maxObjects on every thread")
 * ```
 */
export class TooManyObjects extends Schema.Error<TooManyObjects>("@stevedore/harbor/HarborError/TooManyObjects")({
  ...reason("TooManyObjects"),
  limit: Schema.Number
}) {
  override get message(): string {
    return `there is room for ${this.limit} objects: release some, or raise maxObjects on every thread`
  }
}

/**
 * Both sides know the message, and declare it differently. Fingerprints are 16 hexadecimal digits, see `Message.fingerprint`.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as HarborError from "@stevedore/harbor/HarborError"
 *
 * const reason = new HarborError.SchemaMismatch({ own: "00000000000000aa", other: "00000000000000bb" })
 * assert.equal(reason.message,
 *   reason.message,
 *   "it is declared as 00000000000000aa here and as 00000000000000bb there: use one declaration, or list the other's fingerprint in accepts"
 * )
 * ```
 */
export class SchemaMismatch extends Schema.Error<SchemaMismatch>("@stevedore/harbor/HarborError/SchemaMismatch")({
  ...reason("SchemaMismatch"),
  own: Schema.String,
  other: Schema.String
}) {
  override get message(): string {
    return `it is declared as ${this.own} here and as ${this.other} there: use one declaration, or list the other's fingerprint in accepts`
  }
}

/**
 * Two names have one id (CRC-32): one of them has to change.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as HarborError from "@stevedore/harbor/HarborError"
 *
 * const reason = new HarborError.IdCollision({ messageId: 17, names: ["a", "b"] })
 * assert.equal(reason.message, '"a" and "b" have the same id 00000011: rename one of them')
 * ```
 */
export class IdCollision extends Schema.Error<IdCollision>("@stevedore/harbor/HarborError/IdCollision")({
  ...reason("IdCollision"),
  messageId: Schema.Number,
  names: Schema.Tuple([Schema.String, Schema.String])
}) {
  override get message(): string {
    const id = this.messageId.toString(16).padStart(8, "0")
    return `"${this.names[0]}" and "${this.names[1]}" have the same id ${id}: rename one of them`
  }
}

/**
 * A message that the receiving process has not registered; or, with a `kind`, one that objects of that kind do not take.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as HarborError from "@stevedore/harbor/HarborError"
 *
 * const reason = new HarborError.UnknownMessage({ messageId: 17 })
 * assert.equal(reason.message, "no message of id 00000011 is registered there")
 * assert.match(new HarborError.UnknownMessage({ messageId: 17, kind: "Player" }).message, /of kind "Player" do not take it/)
 * ```
 */
export class UnknownMessage extends Schema.Error<UnknownMessage>("@stevedore/harbor/HarborError/UnknownMessage")({
  ...reason("UnknownMessage"),
  messageId: Schema.Number,
  kind: Schema.optionalKey(Schema.String)
}) {
  override get message(): string {
    const id = this.messageId.toString(16).padStart(8, "0")
    return this.kind === undefined
      ? `no message of id ${id} is registered there`
      : `objects of kind "${this.kind}" do not take it (id ${id}): give it to ObjectKind.make, and serve the kind with a handler for it`
  }
}

/**
 * More bytes than may travel at once. Sizes in bytes; a frame counts with its header of 40.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as HarborError from "@stevedore/harbor/HarborError"
 *
 * const reason = new HarborError.TooLarge({ what: "frame", bytes: 70000, limitBytes: 65536 })
 * assert.equal(reason.message, "the frame takes 70000 bytes, the limit is 65536: send it in parts")
 * ```
 */
export class TooLarge extends Schema.Error<TooLarge>("@stevedore/harbor/HarborError/TooLarge")({
  ...reason("TooLarge"),
  what: Schema.Literals(["frame", "payload", "reply"]),
  bytes: Schema.Number,
  limitBytes: Schema.Number
}) {
  override get message(): string {
    return `the ${this.what} takes ${this.bytes} bytes, the limit is ${this.limitBytes}: send it in parts`
  }
}

/**
 * A payload or a reply does not match its schema, or its bytes cannot be read.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as HarborError from "@stevedore/harbor/HarborError"
 *
 * const reason = new HarborError.Malformed({ what: "payload", issue: "Expected number" })
 * assert.equal(reason.message, "the payload is malformed: Expected number")
 * ```
 */
export class Malformed extends Schema.Error<Malformed>("@stevedore/harbor/HarborError/Malformed")({
  ...reason("Malformed"),
  what: Schema.Literals(["frame", "payload", "reply"]),
  issue: Schema.String
}) {
  override get message(): string {
    return `the ${this.what} is malformed: ${this.issue}`
  }
}

/**
 * The sender may not send that, or not there.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as HarborError from "@stevedore/harbor/HarborError"
 *
 * const reason = new HarborError.Forbidden({ detail: "clients send cmsg messages only" })
 * assert.equal(reason.message, "not allowed: clients send cmsg messages only")
 * ```
 */
export class Forbidden extends Schema.Error<Forbidden>("@stevedore/harbor/HarborError/Forbidden")({
  ...reason("Forbidden"),
  detail: Schema.String
}) {
  override get message(): string {
    return `not allowed: ${this.detail}`
  }
}

/**
 * What carries messages between processes is not connected. `ended` where it is main's that has closed, for threads that go over it:
 * there may be another one later.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as HarborError from "@stevedore/harbor/HarborError"
 *
 * const reason = new HarborError.EngineUnavailable({ detail: "disconnected" })
 * assert.equal(reason.message, "the transport is not available: disconnected")
 * ```
 */
export class EngineUnavailable extends Schema.Error<EngineUnavailable>(
  "@stevedore/harbor/HarborError/EngineUnavailable"
)({
  ...reason("EngineUnavailable"),
  detail: Schema.String,
  ended: Schema.optionalKey(Schema.Literal(true))
}) {
  override get message(): string {
    return `the transport is not available: ${this.detail}`
  }
}

/**
 * No reply came: in time, or before the connection was lost.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as HarborError from "@stevedore/harbor/HarborError"
 *
 * const reason = new HarborError.NoReply({ detail: "none after 50 ms" })
 * assert.equal(reason.message, "no reply: none after 50 ms")
 * ```
 */
export class NoReply extends Schema.Error<NoReply>("@stevedore/harbor/HarborError/NoReply")({
  ...reason("NoReply"),
  detail: Schema.String
}) {
  override get message(): string {
    return `no reply: ${this.detail}`
  }
}

/**
 * The listener has as many messages waiting as it may have.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as HarborError from "@stevedore/harbor/HarborError"
 *
 * const reason = new HarborError.Overloaded({ limit: 4096 })
 * assert.equal(reason.message, "the listener has 4096 messages waiting: send less at once, or raise its mailbox")
 * ```
 */
export class Overloaded extends Schema.Error<Overloaded>("@stevedore/harbor/HarborError/Overloaded")({
  ...reason("Overloaded"),
  limit: Schema.Number
}) {
  override get message(): string {
    return `the listener has ${this.limit} messages waiting: send less at once, or raise its mailbox`
  }
}

/**
 * The handler died of a defect, or interrupted itself. What it was is in the log of its thread, and travels nowhere.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as HarborError from "@stevedore/harbor/HarborError"
 *
 * const reason = new HarborError.RemoteDefect({})
 * assert.equal(reason.message, "the handler failed with a defect; the log of its process has it")
 * ```
 */
export class RemoteDefect extends Schema.Error<RemoteDefect>("@stevedore/harbor/HarborError/RemoteDefect")({
  ...reason("RemoteDefect")
}) {
  override get message(): string {
    return "the handler failed with a defect; the log of its process has it"
  }
}

/**
 * Not the name of a message.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as HarborError from "@stevedore/harbor/HarborError"
 *
 * const reason = new HarborError.InvalidName({ value: '"a b"', remedy: "use letters, digits and _" })
 * assert.equal(reason.message, '"a b" is no name of a message: use letters, digits and _')
 * ```
 */
export class InvalidName extends Schema.Error<InvalidName>("@stevedore/harbor/HarborError/InvalidName")({
  ...reason("InvalidName"),
  value: Schema.String,
  remedy: Schema.String
}) {
  override get message(): string {
    return `${this.value} is no name of a message: ${this.remedy}`
  }
}

/**
 * An option has a value that cannot work.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as HarborError from "@stevedore/harbor/HarborError"
 *
 * const reason = new HarborError.InvalidOption({ option: "window", value: "0", remedy: "use at least 1" })
 * assert.equal(reason.message, "window is 0: use at least 1")
 * ```
 */
export class InvalidOption extends Schema.Error<InvalidOption>("@stevedore/harbor/HarborError/InvalidOption")({
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
 * What is asked for exists, and not here.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as HarborError from "@stevedore/harbor/HarborError"
 *
 * const reason = new HarborError.Unsupported({ what: "delivery: durable", detail: "it needs an engine that stores" })
 * assert.equal(reason.message, "delivery: durable is not supported here: it needs an engine that stores")
 * ```
 */
export class Unsupported extends Schema.Error<Unsupported>("@stevedore/harbor/HarborError/Unsupported")({
  ...reason("Unsupported"),
  what: Schema.String,
  detail: Schema.String
}) {
  override get message(): string {
    return `${this.what} is not supported here: ${this.detail}`
  }
}

/**
 * The last values that must be kept take all the memory they may take: see `LastValues`.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as HarborError from "@stevedore/harbor/HarborError"
 *
 * const reason = new HarborError.CacheFull({ limitBytes: 1000, remedy: "raise memoryBytes" })
 * assert.equal(reason.message, "the last values take all of their 1000 bytes: raise memoryBytes")
 * ```
 */
export class CacheFull extends Schema.Error<CacheFull>("@stevedore/harbor/HarborError/CacheFull")({
  ...reason("CacheFull"),
  limitBytes: Schema.Number,
  remedy: Schema.String
}) {
  override get message(): string {
    return `the last values take all of their ${this.limitBytes} bytes: ${this.remedy}`
  }
}

/**
 * The second tier of last values cannot be opened, read or written.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as HarborError from "@stevedore/harbor/HarborError"
 *
 * const reason = new HarborError.StoreUnavailable({ store: "prices.db", detail: "database is locked" })
 * assert.equal(reason.message, "the store of last values prices.db: database is locked")
 * ```
 */
export class StoreUnavailable extends Schema.Error<StoreUnavailable>("@stevedore/harbor/HarborError/StoreUnavailable")({
  ...reason("StoreUnavailable"),
  store: Schema.String,
  detail: Schema.String
}) {
  override get message(): string {
    return `the store of last values ${this.store}: ${this.detail}`
  }
}

/**
 * What carries messages between the threads of a process has failed: `cause` says how, as for any actor.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import { Stopped } from "@stevedore/core/ActorError"
 * import * as HarborError from "@stevedore/harbor/HarborError"
 *
 * const reason = new HarborError.Actor({ cause: new Stopped({}) })
 * assert.equal(reason.message, "the actor has stopped and takes no more jobs")
 * ```
 */
export class Actor extends Schema.Error<Actor>("@stevedore/harbor/HarborError/Actor")({
  ...reason("Actor"),
  cause: ActorErrorReason
}) {
  override get message(): string {
    if (this.cause._tag !== "AskCycle") return this.cause.message
    const circle = this.cause.chain.join(" → ")
    return `the call would wait for itself (${circle}): send instead, or serve with more concurrency; where one of them is on the move, call again when it is there`
  }
}

/**
 * Every reason harbor can fail for, apart from the errors that a message declares.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Schema from "effect/Schema"
 * import * as HarborError from "@stevedore/harbor/HarborError"
 *
 * assert.ok(Schema.is(HarborError.HarborErrorReason)(new HarborError.NoListener({})))
 * ```
 */
export const HarborErrorReason = Schema.Union([
  NoListener,
  NoReceiver,
  InvalidObjectId,
  ObjectLost,
  ObjectBusy,
  TooManyObjects,
  SchemaMismatch,
  IdCollision,
  UnknownMessage,
  TooLarge,
  Malformed,
  Forbidden,
  EngineUnavailable,
  NoReply,
  Overloaded,
  RemoteDefect,
  InvalidName,
  InvalidOption,
  Unsupported,
  CacheFull,
  StoreUnavailable,
  Actor
])

/** Every reason harbor can fail for. */
export type HarborErrorReason = typeof HarborErrorReason.Type

/**
 * What a send or a call fails with when it is not the message's own error. `delivered: "no"` means that no handler has had it
 * and none will, so that sending it again is safe; `"maybe"` that nobody can know. `messageName` is empty where no message is
 * concerned, `thread` where none is.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import { HarborError, NoListener } from "@stevedore/harbor/HarborError"
 *
 * const failed = Effect.fail(
 *   new HarborError({ reason: new NoListener({}), messageName: "login", thread: "main", delivered: "no" })
 * )
 * const again = Effect.catchReason(failed, "HarborError", "NoListener", (_, error) => Effect.succeed(error.delivered))
 * assert.equal(await Effect.runPromise(again), "no")
 * ```
 */
export class HarborError extends Schema.Error<HarborError>("@stevedore/harbor/HarborError")({
  _tag: Schema.tag("HarborError"),
  reason: HarborErrorReason,
  messageName: Schema.String,
  thread: Schema.String,
  delivered: Schema.Literals(["no", "maybe"])
}) {
  override get message(): string {
    const where = [this.messageName, this.thread === "" ? "" : `on ${this.thread}`].filter((part) => part !== "")
    const delivered =
      this.delivered === "no" ? "nobody has had the message" : "whether anybody has had the message is not known"
    const subject = where.length === 0 ? "" : `${where.join(" ")}: `
    return `${subject}${this.reason.message}${this.messageName === "" ? "" : ` (${delivered})`}`
  }
}
