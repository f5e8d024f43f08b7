/**
 * What is known of a message besides its payload: what it is, who sent it, and by what it came here. For the handler that works
 * on it.
 */
import { CurrentJob } from "@stevedore/core/CurrentJob"
import * as Effect from "effect/Effect"
import { CurrentCarried } from "./internal/threads/current.ts"
import * as MessageId from "./MessageId.ts"
import type { ObjectId } from "./ObjectId.ts"

/** See `current`. What does not apply is `undefined`. */
export interface Envelope {
  readonly messageName: string
  readonly messageId: MessageId.MessageId
  readonly sender: {
    /** The name of the thread that sent it, empty where it is another process's, and its id (`ActorSystem.threadName`). */
    readonly thread: string
    readonly threadId: number
    /** The process that sent it: the incarnation of its node. `undefined` for this one. */
    readonly node: number | undefined
  }
  /** The object that it was sent to. */
  readonly object: ObjectId | undefined
  readonly topic: string | undefined
  readonly group: string | undefined
  /** The connection of the client that sent it, and who that is, as its gateway has found out: never the client's own word. */
  readonly connection: ObjectId | undefined
  readonly identity: string | undefined
  /** It may have been delivered before. */
  readonly redelivered: boolean
}

/**
 * The envelope of the message that the current handler works on.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Schema from "effect/Schema"
 * import * as Envelope from "@stevedore/harbor/Envelope"
 * import * as Harbor from "@stevedore/harbor/Harbor"
 * import * as Message from "@stevedore/harbor/Message"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * const Ping = Message.make("ping", { success: Schema.String })
 * const program = Effect.gen(function*() {
 *   const harbor = yield* Harbor.Harbor
 *   yield* harbor.listen(Ping, () => Effect.map(Envelope.current, ({ messageName, sender }) => `${messageName} from ${sender.thread}`))
 *   assert.equal(yield* harbor.call(Ping, undefined), "ping from main")
 * })
 * await Effect.runPromise(
 *   Effect.scoped(program).pipe(Effect.provide(Harbor.layer()), Effect.provide(NodeActorSystem.layer()))
 * )
 * ```
 */
export const current: Effect.Effect<Envelope, never, CurrentJob> = Effect.gen(function* () {
  const { actor, attempt, sender } = yield* CurrentJob
  const { connection, group, identity, node, object, redelivered, thread, topic } = yield* CurrentCarried
  const messageName = actor.slice(actor.lastIndexOf("/") + 1)
  return {
    messageName,
    messageId: MessageId.of(messageName),
    sender:
      node === undefined
        ? { thread: sender.name, threadId: sender.id, node }
        : { thread: "", threadId: thread ?? 0, node },
    object: object as ObjectId | undefined,
    topic,
    group,
    connection: connection as ObjectId | undefined,
    identity,
    redelivered: redelivered === true || attempt > 1
  }
})
