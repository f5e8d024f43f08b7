/**
 * The messages that a process knows, by id. One for each thread: what two threads declare differently is found when one of them sends
 * or listens beside the other, what two processes declare differently when they ask each other; both by the fingerprints.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { HarborError, type HarborErrorReason, IdCollision, SchemaMismatch } from "./HarborError.ts"
import { noMessage } from "./internal/given.ts"
import * as Message from "./Message.ts"
import type { MessageId } from "./MessageId.ts"

/** A message as another process announces it. */
export interface Announced {
  readonly id: number
  readonly name: string
  /** 16 hexadecimal digits. */
  readonly fingerprint: string
  /** Fingerprints of other declarations that it understands. */
  readonly accepts: ReadonlyArray<string>
}

/** See `make`. */
export interface Messages {
  /**
   * Makes a message known. The same one, or one declared alike, may be registered again. Fails with `IdCollision` where
   * another name has its id, with `SchemaMismatch` where its name is declared differently and neither `accepts` the other.
   */
  readonly register: (message: Message.Any) => Effect.Effect<void, HarborError>
  /** The message of an id, or undefined. */
  readonly find: (id: number) => Message.Any | undefined
  /** Every message, for other processes to compare with theirs. */
  readonly announce: () => ReadonlyArray<Announced>
  /** Compares with what another process announces: fails as `register` does, for the first that does not fit. */
  readonly compare: (announced: ReadonlyArray<Announced>) => Effect.Effect<void, HarborError>
}

/**
 * Whether what was declared under that fingerprint can be read here: it is the own one, or one that `accepts` lists.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Message from "@stevedore/harbor/Message"
 * import * as Registry from "@stevedore/harbor/Registry"
 *
 * const Ping = Message.make("ping", { accepts: ["00000000000000aa"] })
 * assert.ok(Registry.reads(Ping, Ping.fingerprint))
 * assert.ok(Registry.reads(Ping, "00000000000000aa"))
 * assert.ok(!Registry.reads(Ping, "00000000000000bb"))
 * ```
 */
export const reads = (message: Message.Any, fingerprint: string): boolean =>
  message.fingerprint === fingerprint || message.accepts.includes(fingerprint)

/**
 * An empty registry.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Message from "@stevedore/harbor/Message"
 * import * as Registry from "@stevedore/harbor/Registry"
 *
 * const messages = Registry.make()
 * const both = [Message.make("smsg_login_map_buff"), Message.make("smsg_mail_quest_price_ntf")]
 * const error = Effect.runSync(Effect.flip(Effect.forEach(both, messages.register)))
 * assert.equal(error.reason.message, '"smsg_login_map_buff" and "smsg_mail_quest_price_ntf" have the same id 2567924f: rename one of them')
 * ```
 */
export const make = (): Messages => {
  const known = new Map<MessageId, Message.Any>()
  return {
    register: (message) =>
      Effect.suspend(() => {
        if (!Message.isMessage(message)) return noMessage(message)
        const before = known.get(message.id)
        if (before === undefined) known.set(message.id, message)
        const reason = before === undefined || before === message ? undefined : difference(before, message)
        return reason === undefined ? Effect.void : refused(message.name, reason)
      }),
    find: (id) => known.get(id as MessageId),
    announce: () =>
      Array.from(known.values(), ({ id, name, fingerprint, accepts }) => ({ id, name, fingerprint, accepts })),
    compare: (announced) =>
      Effect.forEach(
        announced,
        (other) => {
          const own = known.get(other.id as MessageId)
          const reason = own === undefined ? undefined : difference(own, other)
          return reason === undefined ? Effect.void : refused(other.name, reason)
        },
        { discard: true }
      )
  }
}

type Declared = Pick<Message.Any, "name" | "fingerprint" | "accepts">

const difference = (own: Message.Any, other: Declared): HarborErrorReason | undefined => {
  if (own.name !== other.name) return new IdCollision({ messageId: own.id, names: [own.name, other.name] })
  const isUnderstood = reads(own, other.fingerprint) || other.accepts.includes(own.fingerprint)
  return isUnderstood ? undefined : new SchemaMismatch({ own: own.fingerprint, other: other.fingerprint })
}

const refused = (messageName: string, reason: HarborErrorReason): Effect.Effect<never, HarborError> =>
  Effect.fail(new HarborError({ reason, messageName, thread: "", delivered: "no" }))

/**
 * The registry of a thread.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Message from "@stevedore/harbor/Message"
 * import * as Registry from "@stevedore/harbor/Registry"
 *
 * const Ping = Message.make("ping")
 * const program = Effect.gen(function*() {
 *   const messages = yield* Registry.Registry
 *   yield* messages.register(Ping)
 *   yield* messages.register(Ping)
 *   assert.equal(messages.find(Ping.id), Ping)
 * })
 * Effect.runSync(Effect.provide(program, Registry.layer))
 * ```
 */
export class Registry extends Context.Service<Registry, Messages>()("@stevedore/harbor/Registry") {}

/**
 * An empty registry, which `listen` and `call` fill.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Registry from "@stevedore/harbor/Registry"
 *
 * const announced = Effect.map(Registry.Registry, (messages) => messages.announce())
 * assert.deepEqual(Effect.runSync(Effect.provide(announced, Registry.layer)), [])
 * ```
 */
export const layer: Layer.Layer<Registry> = Layer.sync(Registry, make)
