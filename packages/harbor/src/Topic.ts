/**
 * Topics: what is published reaches whoever has subscribed by then, on any thread. Who has is known on every thread, so nobody is
 * asked when something is published.
 */
import type { CurrentJob } from "@stevedore/core/CurrentJob"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { Codec } from "./Codec.ts"
import { type EncodedHandler, type Handler, Harbor, type ListenOptions } from "./Harbor.ts"
import { type HarborError, Unsupported } from "./HarborError.ts"
import { deliveredValue, unsuited } from "./internal/codec/bodies.ts"
import { wrongListening, wrongPublished } from "./internal/given.ts"
import { subscriber } from "./internal/tables/copy.ts"
import { checkPattern, checkTopic, matches } from "./internal/tables/topics.ts"
import { failure, ofTables } from "./internal/threads/failures.ts"
import { LastValues } from "./LastValues.ts"
import type * as Message from "./Message.ts"

/**
 * Handles what is published of a message to the topics of a pattern, on this thread, for as long as the scope is open. In a
 * pattern `*` stands for any one word between dots, and `>` at the end for all that follow. Complete when every thread knows;
 * when the scope closes, what was published until all know is handled first. What was published shortly before it reaches this
 * subscriber too, as far as others of the message on this thread have not been told of it yet. A subscriber gets each message once, also if
 * several patterns of it match: each call subscribes by itself. Subscribers of one message on one thread are told at the same
 * time, and of the next when all have ended: who may be slow forks its work (`Effect.forkDetach`). Of a message with the delivery
 * `"lastValue"` it hears the last values first, and each when it is through with the one before, whatever `concurrency` says; that needs the service `LastValues`: see there, also for what came with a value, and for keys that are forgotten.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Queue from "effect/Queue"
 * import * as Schema from "effect/Schema"
 * import * as Harbor from "@stevedore/harbor/Harbor"
 * import * as Message from "@stevedore/harbor/Message"
 * import * as Topic from "@stevedore/harbor/Topic"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * const Price = Message.make("price", { payload: { cents: Schema.Int } })
 * const program = Effect.gen(function*() {
 *   const prices = yield* Queue.unbounded<number>()
 *   yield* Topic.subscribe("fruit.*", Price, ({ cents }) => Effect.asVoid(Queue.offer(prices, cents)))
 *   yield* Topic.publish("fruit.apple", Price, { cents: 30 })
 *   yield* Topic.publish("bread", Price, { cents: 250 })
 *   yield* Topic.publish("fruit.pear", Price, { cents: 40 })
 *   assert.deepEqual([yield* Queue.take(prices), yield* Queue.take(prices)], [30, 40])
 * })
 * await Effect.runPromise(
 *   Effect.scoped(program).pipe(Effect.provide(Harbor.layer()), Effect.provide(NodeActorSystem.layer()))
 * )
 * ```
 */
export const subscribe = <M extends Message.Any, R = never>(
  pattern: string,
  message: M,
  handler: Handler<M, R>,
  options?: ListenOptions
): Effect.Effect<void, HarborError, Harbor | Scope.Scope | Exclude<R, CurrentJob | Scope.Scope>> =>
  subscribed(pattern, message, undefined, handler, options)

/**
 * As `subscribe`, for who wants bytes: each payload as that codec writes it, to keep it or to pass it on. See
 * `Harbor.listenEncoded`.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Deferred from "effect/Deferred"
 * import * as Effect from "effect/Effect"
 * import * as Schema from "effect/Schema"
 * import * as Codec from "@stevedore/harbor/Codec"
 * import * as Harbor from "@stevedore/harbor/Harbor"
 * import * as Message from "@stevedore/harbor/Message"
 * import * as Topic from "@stevedore/harbor/Topic"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * const Price = Message.make("price", { payload: { cents: Schema.Int } })
 * const program = Effect.gen(function*() {
 *   const first = yield* Deferred.make<Uint8Array>()
 *   yield* Topic.subscribeEncoded("fruit.>", Price, Codec.msgpack, (bytes) => Effect.asVoid(Deferred.succeed(first, bytes)))
 *   yield* Topic.publish("fruit.apple", Price, { cents: 30 })
 *   assert.equal(Buffer.from(yield* Deferred.await(first)).toString("hex"), "81a563656e74731e")
 * })
 * await Effect.runPromise(
 *   Effect.scoped(program).pipe(Effect.provide(Harbor.layer()), Effect.provide(NodeActorSystem.layer()))
 * )
 * ```
 */
export const subscribeEncoded = <M extends Message.Any, R = never>(
  pattern: string,
  message: M,
  codec: Codec,
  handler: EncodedHandler<M, R>,
  options?: ListenOptions
): Effect.Effect<void, HarborError, Harbor | Scope.Scope | Exclude<R, CurrentJob | Scope.Scope>> =>
  Effect.suspend(
    () => wrongPublished(message) ?? unsuited(message, codec) ?? subscribed(pattern, message, codec, handler, options)
  )

const subscribed = (
  pattern: string,
  message: Message.Any,
  codec: Codec | undefined,
  handler: (payload: any) => Effect.Effect<any, any, any>,
  options: ListenOptions | undefined
): Effect.Effect<void, HarborError, any> =>
  Effect.gen(function* () {
    const none = wrongPublished(message)
    if (none !== undefined) return yield* none
    if (message.delivery === "lastValue") {
      const notOne = wrongListening(message.name, handler, options)
      if (notOne !== undefined) return yield* notOne
      const values = yield* lastValues(message)
      const subscribing = values.subscribe(pattern, message, ({ payload }) =>
        handler(codec === undefined ? payload : deliveredValue(message, payload).bytesIn(codec))
      )
      return yield* (yield* Harbor)["~@stevedore/harbor/thread"].held(subscribing)
    }
    const wrong = checkPattern(message.name, pattern)
    if (wrong !== undefined) return yield* wrong
    const harbor = (yield* Harbor)["~@stevedore/harbor/thread"]
    const wants = (topic: string): boolean => matches(pattern, topic)
    const member = subscriber(harbor.thread.id, message.name, harbor.nextSubscription())
    const change = (add: boolean) => harbor.owner.change({ steps: [{ table: "topics", add, key: pattern, member }] })
    const { own } = harbor.tables
    // A thread that dies or stops is forgotten by main.
    const out = Effect.suspend(() => (own.delete(member) ? Effect.ignore(change(false)) : Effect.void))
    const into = Effect.suspend(() => {
      own.set(member, pattern)
      return Effect.mapError(change(true), (error) => ofTables(message.name, error))
    })
    const listening = harbor.listen(message, handler, options, { topic: wants, codec, out })
    const inTable = Effect.onError(into, () => Effect.sync(() => own.delete(member)))
    yield* harbor.held(Effect.andThen(listening, Effect.uninterruptible(inTable)))
  })

/**
 * To every subscriber of every thread, this one included, each with a copy of its own; complete when it is in the mailboxes
 * there. It is no failure if there are none, and nothing is looked at then. What cannot be sent is refused before anybody has it.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Harbor from "@stevedore/harbor/Harbor"
 * import * as Message from "@stevedore/harbor/Message"
 * import * as Topic from "@stevedore/harbor/Topic"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * const error = await Topic.publish("not a topic", Message.make("tick"), undefined).pipe(
 *   Effect.flip,
 *   Effect.provide(Harbor.layer()),
 *   Effect.provide(NodeActorSystem.layer()),
 *   Effect.runPromise
 * )
 * assert.equal(error.reason._tag, "InvalidOption")
 * ```
 */
export const publish = <M extends Message.Any>(
  topic: string,
  message: M,
  payload: Message.Input<M>
): Effect.Effect<void, HarborError, Harbor> =>
  Effect.flatMap(Harbor, (service) => {
    const none = wrongPublished(message)
    if (none !== undefined) return none
    if (message.delivery === "lastValue") {
      return Effect.asVoid(Effect.flatMap(lastValues(message), (values) => values.publish(topic, message, payload)))
    }
    const wrong = checkTopic(message.name, topic)
    if (wrong !== undefined) return wrong
    const harbor = service["~@stevedore/harbor/thread"]
    const { whyClosed } = harbor
    if (whyClosed !== undefined) return whyClosed
    if (!harbor.tables.isReady)
      return Effect.andThen(harbor.tables.ready(message.name), publish(topic, message, payload))
    const port = harbor.port("topic", message)
    if (Effect.isEffect(port)) return Effect.andThen(port, publish(topic, message, payload))
    return port.toThese(harbor.tables.subscribed(message.name, topic), payload, { topic })
  })

const lastValues = (message: Message.Any): Effect.Effect<LastValues["Service"], HarborError> =>
  Effect.flatMap(Effect.serviceOption(LastValues), (found) => {
    if (found._tag === "Some") return Effect.succeed(found.value)
    const detail = "it needs the service LastValues: LastValues.layer() on main, LastValues.layerRef() on other threads"
    return failure(message.name, new Unsupported({ what: "delivery: lastValue", detail }))
  })
