/**
 * Messages: a name, what travels under it, and what comes back, declared once and used by every thread and every process.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Job from "@stevedore/core/Job"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Codec from "./Codec.ts"
import { HarborError, InvalidOption } from "./HarborError.ts"
import { Carried } from "./internal/carried.ts"
import { tagOf } from "./internal/declared.ts"
import { bears } from "./internal/instance.ts"
import { Encoded as EncodedPayload, EncodedReply } from "./internal/encodedRpc.ts"
import { fingerprintOf, textOf } from "./internal/fingerprint.ts"
import { checkName, type Reach, reachOf } from "./internal/names.ts"
import type { MessageId } from "./MessageId.ts"

const TypeId = "~@stevedore/harbor/Message"

export type {
  /** How far a message goes: between threads, between services (other processes, too), or from clients. */
  Reach
} from "./internal/names.ts"
import { asText } from "./internal/shown.ts"

/**
 * What is promised of a message. `"volatile"`: at most once, never sent again by itself. `"ask"`: as volatile, and the sender
 * waits for a reply. `"lastValue"`: of each topic and key the latest is kept for those who come late; it is published and
 * subscribed to, by `LastValues` or `Topic`, and given to clients, but not sent to handlers, where nobody would keep it: that fails
 * with `Unsupported`. `"durable"`: at least once, and across restarts; it needs an engine that stores, and whatever uses it
 * without one fails with `Unsupported`.
 */
export type Delivery = "volatile" | "ask" | "lastValue" | "durable"

/** How a schema is given: as such, or as the fields of a struct. */
type Given = Schema.Top | Schema.Struct.Fields

type SchemaOf<S extends Given> = S extends Schema.Struct.Fields ? Schema.Struct<S> : S

/** Options of a message. */
export interface Options<Payload extends Given, Success extends Schema.Top, Error extends Schema.Top> {
  /** What travels. Default: nothing. */
  readonly payload?: Payload | undefined
  /** What a `call` returns. Default: nothing. */
  readonly success?: Success | undefined
  /** What a `call` may fail with, besides `HarborError`. Default: nothing. */
  readonly error?: Error | undefined
  /** How far it goes. Default: by its prefix (`smsg`: between services, `cmsg`: from clients), or between threads. */
  readonly reach?: Reach | undefined
  /** How it is written between processes. Default: `Codec.msgpack`. */
  readonly codec?: Codec.Codec | undefined
  /**
   * Fingerprints of other declarations of this message, of older or newer builds, whose payloads this one can read: what comes
   * with one of them is decoded, from other processes and from other threads, and what does not fit then is malformed.
   */
  readonly accepts?: ReadonlyArray<string> | undefined
  /** What is promised of it. Default: `"ask"` where `success` or `error` is given, or `"volatile"`. */
  readonly delivery?: Delivery | undefined
  /** For `"lastValue"`: of what within its topic a payload is the latest. Default: one value for each topic. */
  readonly key?: ((payload: SchemaOf<Payload>["Type"]) => string) | undefined
}

/** The Rpc that carries a message of which nobody hears again, and whose envelope is what the actor system knows anyway. */
export type Send<Payload extends Schema.Top> = Rpc.Rpc<"send", Payload>

/** The Rpc that carries a call with such an envelope. */
export type Deliver<Payload extends Schema.Top, Success extends Schema.Top, Error extends Schema.Top> = Rpc.Rpc<
  "deliver",
  Payload,
  Success,
  DeliverError<Error>
>

/** The Rpc that carries a message with more of an envelope: an object, a topic, a connection and so on. */
export type DeliverWith<Payload extends Schema.Top, Success extends Schema.Top, Error extends Schema.Top> = Rpc.Rpc<
  "deliverWith",
  Schema.Struct<{ readonly carried: typeof Carried; readonly payload: Payload }>,
  Success,
  DeliverError<Error>
>

/** The Rpc that is answered when what has come to a thread before it has begun there. */
export type Reached = Rpc.Rpc<"reached">

/** The Rpc that carries a message from who has declared it otherwise. */
export type Encoded = Rpc.Rpc<"encoded", typeof EncodedPayload, typeof EncodedReply, typeof HarborError>

/** What a delivery fails with: harbor's own error first, so that no schema of a message can swallow it. */
export type DeliverError<Error extends Schema.Top> = Schema.Union<readonly [typeof HarborError, Error]>

/** The service that the actor class of a message stands for. */
export interface Carrier<Name extends string> {
  readonly "~@stevedore/harbor/Carrier": Name
}

/** The actor class that carries a message inside one process. */
export type CarrierClass<
  Name extends string,
  Payload extends Schema.Top,
  Success extends Schema.Top,
  Error extends Schema.Top
> = Actor.ServiceClass<
  Carrier<Name>,
  `harbor/${Name}`,
  Send<Payload> | Deliver<Payload, Success, Error> | DeliverWith<Payload, Success, Error> | Reached | Encoded
>

/** A message. See `make`. */
export interface Message<
  Name extends string,
  Payload extends Schema.Top = Schema.Void,
  Success extends Schema.Top = Schema.Void,
  Error extends Schema.Top = Schema.Never
> {
  readonly [TypeId]: typeof TypeId
  readonly name: Name
  readonly id: MessageId
  readonly reach: Reach
  readonly delivery: Delivery
  /** Of what within its topic a payload is the latest. */
  readonly key: ((payload: Payload["Type"]) => string) | undefined
  readonly codec: Codec.Codec
  /** The same contract for other carriers: threads, harbor and, later, a cluster share it. */
  readonly rpc: Rpc.Rpc<Name, Payload, Success, Error>
  /**
   * 16 hexadecimal digits: equal where name, payload, success and error are declared alike, in every process. FNV-1a of the
   * canonical JSON Schema document; prose and names of definitions do not count. Throws where a schema has no such document.
   */
  readonly fingerprint: string
  /** Fingerprints of other declarations that are understood. */
  readonly accepts: ReadonlyArray<string>
  /** Made at the first use, since it compiles the codecs between threads. Throws where a schema cannot be carried there. */
  readonly actor: CarrierClass<Name, Payload, Success, Error>
}

/** Any message, for code that is generic in messages. */
export interface Any extends Omit<Message<string, any, any, any>, "rpc" | "actor" | "key"> {
  readonly key: ((payload: any) => string) | undefined
  readonly rpc: Rpc.AnyWithProps
  readonly actor: Actor.Any
}

/** What a handler of the message gets, and a sender gives. */
export type Payload<M extends Any> = M extends Message<any, infer P, any, any> ? P["Type"] : never

/** What a sender may give: what `Payload` is made from. */
export type Input<M extends Any> = M extends Message<any, infer P, any, any> ? P["~type.make.in"] : never

/** What a call of the message returns. */
export type Success<M extends Any> = M extends Message<any, any, infer S, any> ? S["Type"] : never

/** What a call of the message fails with by declaration. */
export type Failure<M extends Any> = M extends Message<any, any, any, infer E> ? E["Type"] : never

const deliveries: ReadonlyArray<unknown> = ["volatile", "ask", "lastValue", "durable"] satisfies ReadonlyArray<Delivery>

/**
 * Whether a value is a message.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Message from "@stevedore/harbor/Message"
 *
 * assert.ok(Message.isMessage(Message.make("ping")))
 * assert.ok(!Message.isMessage({ name: "ping" }))
 * ```
 */
export const isMessage = (value: unknown): value is Any => bears(value, TypeId)

/**
 * Declares a message: a name of at most 64 letters, digits and `_` that begins with a letter. Throws a `HarborError` for a
 * name or an option that cannot work (`InvalidName`, `InvalidOption`).
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Schema from "effect/Schema"
 * import * as Message from "@stevedore/harbor/Message"
 * import * as MessageId from "@stevedore/harbor/MessageId"
 *
 * const Login = Message.make("cmsg_login", {
 *   payload: { user: Schema.String },
 *   success: Schema.Struct({ session: Schema.String })
 * })
 * assert.equal(Login.id, MessageId.of("cmsg_login"))
 * assert.equal(Login.reach, "clients")
 * assert.equal(Login.delivery, "ask")
 * ```
 */
export const make = <
  const Name extends string,
  Payload extends Given = Schema.Void,
  Success extends Schema.Top = Schema.Void,
  Error extends Schema.Top = Schema.Never
>(
  name: Name,
  options: Options<Payload, Success, Error> = {}
): Message<Name, SchemaOf<Payload>, Success, Error> => {
  const id = checkName(name)
  checkParts(name, options)
  const { payload, success, error } = options
  const reach = reachOf(name, options.reach)
  const delivery = options.delivery ?? (success === undefined && error === undefined ? "volatile" : "ask")
  if (!deliveries.includes(delivery)) throw invalid(name, "delivery", delivery, `use one of ${deliveries.join(", ")}`)
  if (options.key !== undefined && (typeof options.key !== "function" || delivery !== "lastValue")) {
    const remedy = 'give a function from the payload to a text, and delivery: "lastValue"'
    throw invalid(name, "key", typeof options.key, remedy)
  }
  const accepts = acceptsOf(name, options.accepts ?? [])
  const rpc = Rpc.make(name, {
    ...(payload === undefined ? {} : { payload }),
    ...(success === undefined ? {} : { success }),
    ...(error === undefined ? {} : { error })
  }) as Rpc.Rpc<Name, SchemaOf<Payload>, Success, Error>
  let fingerprint: string | undefined
  let actor: CarrierClass<Name, SchemaOf<Payload>, Success, Error> | undefined
  return {
    [TypeId]: TypeId,
    name,
    id,
    reach,
    delivery,
    key: options.key,
    codec: options.codec ?? Codec.msgpack,
    rpc,
    accepts,
    get fingerprint() {
      return (fingerprint ??= textOf(fingerprintOf(name, rpc)))
    },
    get actor() {
      return (actor ??= makeCarrier(name, rpc, accepts))
    }
  }
}

/** Here, where it is declared, and not where it is first sent. */
const checkParts = (name: string, options: Options<any, any, any>): void => {
  if (typeof options !== "object" || options === null) {
    throw invalid(name, "options", options, "use an object, or nothing")
  }
  const { codec, error, payload, success } = options
  if (payload !== undefined && !Schema.isSchema(payload) && !isFields(payload)) {
    throw invalid(name, "payload", payload, "use a Schema, or an object of Schemas: the fields of a struct")
  }
  for (const [option, given] of [
    ["success", success],
    ["error", error]
  ] as const) {
    if (given !== undefined && !Schema.isSchema(given)) throw invalid(name, option, given, "use a Schema")
  }
  if (codec !== undefined && !isCodec(codec)) {
    throw invalid(name, "codec", codec, "use a Codec: Codec.msgpack, Codec.schemaBinary, or protobuf")
  }
}

const isFields = (given: unknown): boolean =>
  typeof given === "object" && given !== null && !Array.isArray(given) && Object.values(given).every(Schema.isSchema)

const isCodec = (given: Partial<Codec.Codec> | null): boolean =>
  typeof given?.compile === "function" && typeof given.name === "string" && typeof given.code === "number"

const acceptsOf = (name: string, given: ReadonlyArray<string>): ReadonlyArray<string> => {
  const remedy = "use fingerprints, in an array: 16 hexadecimal digits, 0-9 and a-f"
  if (!Array.isArray(given)) throw invalid(name, "accepts", given, remedy)
  const accepts: ReadonlyArray<unknown> = [...given]
  const odd = accepts.findIndex((each) => typeof each !== "string" || !/^[0-9a-f]{16}$/.test(each))
  if (odd >= 0) throw invalid(name, "accepts", accepts[odd], remedy)
  return accepts as ReadonlyArray<string>
}

const invalid = (messageName: string, option: string, value: unknown, remedy: string): HarborError => {
  const reason = new InvalidOption({ option, value: asText(value), remedy })
  return new HarborError({ reason, messageName, thread: "", delivered: "no" })
}

const makeCarrier = <Name extends string, P extends Schema.Top, S extends Schema.Top, E extends Schema.Top>(
  name: Name,
  rpc: Rpc.Rpc<Name, P, S, E>,
  accepts: ReadonlyArray<string>
): CarrierClass<Name, P, S, E> => {
  const { payloadSchema, successSchema, errorSchema } = rpc
  const outcome = { success: successSchema, error: Schema.Union([HarborError, errorSchema]) }
  // The compiler does not see through the schemas of a message that is any message.
  return Actor.Service<Carrier<Name>>()(`harbor/${name}`, [
    Rpc.make("send", { payload: payloadSchema }),
    Rpc.make("deliver", { payload: payloadSchema, ...outcome }),
    Rpc.make("deliverWith", { payload: Schema.Struct({ carried: Carried, payload: payloadSchema }), ...outcome }),
    // Of a listener that leaves in a handler of this very message: it is let in at once.
    Rpc.make("reached").annotate(Job.Reentrant, true),
    // The fifth of all carriers: who has declared the message otherwise finds it there, as everybody has declared this one.
    Rpc.make("encoded", { payload: EncodedPayload, success: EncodedReply, error: HarborError }),
    // Nobody calls it: its name says how this message is declared, by the schemas that every Rpc has, whatever its types.
    Rpc.make(tagOf(name, rpc as unknown as Rpc.AnyWithProps, accepts))
  ]) as unknown as CarrierClass<Name, P, S, E>
}
