/**
 * Last values: of each topic and key the latest is kept, for those who come late. Who joins is told of all there is, then of
 * all that comes, without a gap and without anything twice.
 */
import { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import type { CurrentJob } from "@stevedore/core/CurrentJob"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Queue from "effect/Queue"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { Actor as ByActor, HarborError, Unsupported } from "./HarborError.ts"
import { wrongSubscribing } from "./internal/given.ts"
import type { Entry } from "./internal/lastValue/entry.ts"
import { type End, Joining } from "./internal/lastValue/joining.ts"
import { handlers } from "./internal/lastValue/keeping.ts"
import { joiningOptions, keeperOptions } from "./internal/lastValue/options.ts"
import { Keepers } from "./internal/lastValue/protocol.ts"
import { notBesideStore, notKept } from "./internal/lastValue/notKept.ts"
import { told } from "./internal/lastValue/told.ts"
import * as Values from "./internal/lastValue/values.ts"
import { failure } from "./internal/threads/failures.ts"
import { LastValueStore, type Version } from "./LastValueStore.ts"
import * as Message from "./Message.ts"
import { messageOf } from "./internal/shown.ts"

/** What a joiner is told. */
export interface LastValue<out Payload> {
  readonly topic: string
  /** As the message says of the payload; empty where it says nothing. */
  readonly key: string
  readonly payload: Payload
  /** Later for each value that is told of a topic. Values of a later epoch come from a later life of the process, or of the layer. */
  readonly version: Version
  /** The thread that published it has ended, and may have known better. It is told again when that happens. */
  readonly isStale: boolean
}

/** A key that has no value any more. */
export interface Forgotten {
  readonly topic: string
  readonly key: string
  /** Later than that of the value that it had. */
  readonly version: Version
  readonly isForgotten: true
}

/** How a subscriber hears of more than values. */
export interface SubscribeOptions<E, R> {
  /** A key that it may have heard of has no value any more; in the order of the values, and in their turn. */
  readonly forgotten?: ((forgotten: Forgotten) => Effect.Effect<void, E, R>) | undefined
}

/** Options of one thread. */
export interface ThreadOptions {
  /**
   * What a thread keeps of the topics that are joined there, in bytes, so that its joiners ask nobody. The latest part of them;
   * what is older is fetched. Default 16 MiB.
   */
  readonly threadBytes?: number | undefined
  /**
   * Bytes of what was fetched that joiners may be in the middle of; above that each holds one value at a time. Default 8 MiB.
   */
  readonly replayBytes?: number | undefined
}

/** Options of the last values of a system. */
export interface Options extends ThreadOptions {
  /** What all values in memory take at most, in bytes: their own and 512 for each. Default 64 MiB. */
  readonly memoryBytes?: number | undefined
  /**
   * Without a store, what becomes of a value that finds no room: its publish fails with `CacheFull`, the default, or the
   * oldest values leave for good, and are counted. With a store the oldest are read from there, and a publish waits until enough is written down.
   */
  readonly whenFull?: "fail" | "dropOldest" | undefined
  /** How long after it was published a value is written to the store: what changes meanwhile is written once. Default 50 ms. */
  readonly flushEvery?: Duration.Input | undefined
}

/** Figures. Counts, and bytes where it says so. Of the whole system but for the last two, which are the calling thread's. */
export interface Figures {
  /** Values in memory, and what they take of `memoryBytes`. */
  readonly values: number
  readonly bytes: number
  /** Values that have left memory for want of room: for the store, or for good where there is none. */
  readonly evicted: number
  /** Publishes that were refused: no room, or too large. */
  readonly refused: number
  /** Publishes that wait for room now. */
  readonly waiting: number
  /** Values that are not written down yet, besides those that are being written. */
  readonly unwritten: number
  /** What this thread keeps of `threadBytes`, and holds of `replayBytes`. */
  readonly threadBytes: number
  readonly replayBytes: number
}

/**
 * Publishing and joining, from any thread. Values go through one thread, which orders them: main. A publish waits for nobody
 * who reads; a slow reader hears of each key once, with its latest value, when it is ready.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Schema from "effect/Schema"
 * import * as Stream from "effect/Stream"
 * import * as LastValues from "@stevedore/harbor/LastValues"
 * import * as Message from "@stevedore/harbor/Message"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * const Price = Message.make("price", {
 *   payload: { symbol: Schema.String, cents: Schema.Int },
 *   delivery: "lastValue",
 *   key: ({ symbol }) => symbol
 * })
 *
 * const program = Effect.gen(function*() {
 *   const values = yield* LastValues.LastValues
 *   for (const cents of [100, 101, 102]) yield* values.publish("nyse", Price, { symbol: "ACME", cents })
 *   yield* values.publish("nyse", Price, { symbol: "XYZ", cents: 7 })
 *   // Whoever comes late hears of the latest of each.
 *   const late = yield* Stream.runCollect(Stream.take(values.stream("nyse", Price), 2))
 *   assert.deepEqual(late.map(({ payload }) => payload), [{ symbol: "ACME", cents: 102 }, { symbol: "XYZ", cents: 7 }])
 * })
 * await program.pipe(Effect.provide(LastValues.layer()), Effect.provide(NodeActorSystem.layer()), Effect.runPromise)
 * ```
 */
export class LastValues extends Context.Service<
  LastValues,
  {
    /**
     * The latest of its key from now on, for all threads; completes when it is, with its version. Fails with `CacheFull`, `TooLarge`
     * (512 KiB with its key, or `memoryBytes`), `Malformed` for what does not match the schema, or `StoreUnavailable` where it
     * waited for room that writing down what was published before would have made.
     */
    readonly publish: <M extends Message.Any>(
      topic: string,
      message: M,
      payload: Message.Input<M>
    ) => Effect.Effect<Version, HarborError>
    /**
     * The key has no value from now on, whoever published it: who comes later hears nothing of it, and whoever has heard of it is
     * told. Nothing happens where it has none. The key of a message that declares none is empty, the default. With a store it
     * outlives the process when it is flushed, as a value does.
     */
    readonly forget: (topic: string, message: Message.Any, key?: string) => Effect.Effect<void, HarborError>
    /**
     * Told of each key's latest value, oldest first, then of all that comes, one after the other, until the scope closes. What
     * changes while the handler is busy it hears of once. It has a Scope for each value. A value that fails it, or that this thread cannot decode, is logged
     * and the next one told. Its envelope (`Envelope.current`) has the topic and who published it; a stale one may have been told
     * before. Completes at once. The scope waits for a handler that is at work, for `stopTimeout` of the system at most.
     *
     * In the name of a topic `*` stands for any one word between dots, and `>` at the end for all that follow: then it is told of
     * all topics that match, those that there are and each that comes, in the order of each of them.
     *
     * The last values end with `LastValues.layer`, on all threads: nobody is told anything after that, whatever scope he has. Where the
     * system lives on and the layer is built anew, another thread may take a moment longer to know of it: who joins there in that
     * moment hears of the end of the last values before, and joins again.
     */
    readonly subscribe: <M extends Message.Any, E, R, E2 = never, R2 = never>(
      topic: string,
      message: M,
      handler: (value: LastValue<Message.Payload<M>>) => Effect.Effect<void, E, R>,
      options?: SubscribeOptions<E2, R2>
    ) => Effect.Effect<void, HarborError, Exclude<R | R2, CurrentJob | Scope.Scope> | Scope.Scope>
    /** The same as a Stream of values. It fails where a value cannot be decoded, and with `Actor` when the last values have an end. */
    readonly stream: <M extends Message.Any>(
      topic: string,
      message: M
    ) => Stream.Stream<LastValue<Message.Payload<M>>, HarborError>
    /** The same, with the keys that are forgotten. */
    readonly changes: <M extends Message.Any>(
      topic: string,
      message: M
    ) => Stream.Stream<LastValue<Message.Payload<M>> | Forgotten, HarborError>
    /** Completes when all that was published before is written to the store; at once where there is none. */
    readonly flush: Effect.Effect<void, HarborError>
    readonly figures: Effect.Effect<Figures, HarborError>
  }
>()("@stevedore/harbor/LastValues") {}

const harbored =
  (messageName: string) =>
  <A>(self: Effect.Effect<A, HarborError | ActorError>): Effect.Effect<A, HarborError> =>
    Effect.mapError(self, (error) => {
      const { reason, thread } = error
      if (error instanceof ActorError) {
        const delivered = error.started === false ? "no" : "maybe"
        return new HarborError({ reason: new ByActor({ cause: error.reason }), messageName, thread, delivered })
      }
      return new HarborError({
        reason: reason as HarborError["reason"],
        messageName,
        thread,
        delivered: error.delivered
      })
    })

/** What throws a `HarborError`, as an Effect; what else it throws is a matter of the message's schemas. */
const attempt = <A>(work: () => A): Effect.Effect<A, HarborError> =>
  Effect.try({
    try: work,
    catch: (cause) => {
      if (cause instanceof HarborError) return cause
      const detail = messageOf(cause)
      const reason = new Unsupported({ what: "this message as a last value", detail })
      return new HarborError({ reason, messageName: "", thread: "", delivered: "no" })
    }
  })

const forgottenOf = (topic: string, { epoch, key, seq }: Entry): Forgotten => {
  return { topic, key, version: { epoch, seq }, isForgotten: true }
}

const make = (
  options: ThreadOptions
): Effect.Effect<LastValues["Service"], HarborError, Keepers | ActorSystem | Scope.Scope> =>
  Effect.gen(function* () {
    const [client, system] = [yield* Keepers, yield* ActorSystem]
    const checked = yield* attempt(() => joiningOptions(options))
    const { stopTimeoutMillis } = system["~@stevedore/core/runtime"]
    const making = Joining.make(client, checked, stopTimeoutMillis)
    const joining = yield* Effect.acquireRelease(making, (self) => self.close)

    const valueOf = <M extends Message.Any>(message: M, topic: string, entry: Entry): LastValue<Message.Payload<M>> => {
      const { epoch, key, seq, stale } = entry
      const payload = Values.read(message, entry) as Message.Payload<M>
      return { topic, key, payload, version: { epoch, seq }, isStale: stale }
    }

    const join = <R>(
      message: Message.Any,
      topic: string,
      tell: (topic: string, entry: Entry) => Effect.Effect<void, never, R>,
      end: End = () => {}
    ): Effect.Effect<void, HarborError, R | Scope.Scope> =>
      Effect.flatMap(
        attempt(() => Values.patternOf(message, topic)),
        (isPattern) =>
          isPattern
            ? joining.joinMatching(message.name, topic, tell, end)
            : joining.join(Values.placeOf(message, topic), (entry) => tell(topic, entry), end)
      )

    const streamOf = <A>(message: Message.Any, name: string, of: (topic: string, entry: Entry) => A | undefined) =>
      Stream.callback<A, HarborError>(
        (queue) =>
          join(
            message,
            name,
            (topic, entry) =>
              Effect.matchCauseEffect(
                attempt(() => of(topic, entry)),
                {
                  onSuccess: (value) => (value === undefined ? Effect.void : Effect.asVoid(Queue.offer(queue, value))),
                  onFailure: (cause) => Effect.asVoid(Queue.failCause(queue, cause))
                }
              ),
            ({ reason }) => Queue.failCauseUnsafe(queue, Cause.fail(failure(message.name, reason)))
          ),
        { bufferSize: 1 }
      )

    return LastValues.of({
      publish: (topic, message, payload) =>
        Effect.flatMap(
          attempt(() => Values.written(message, topic, payload)),
          (value) => harbored(message.name)(client.publish(value))
        ),
      forget: (topic, message, key = "") =>
        Effect.flatMap(
          attempt(() => Values.keyOf(message, topic, key)),
          (of) => Effect.asVoid(harbored(message.name)(client.forget(of)))
        ),
      subscribe: (name, message, handler, subscribing) =>
        (Message.isMessage(message) ? wrongSubscribing(message.name, handler, subscribing) : undefined) ??
        (join(message, name, (topic, entry) => {
          const handle = (): Effect.Effect<void, unknown, any> =>
            entry.gone !== true
              ? handler(valueOf(message, topic, entry))
              : (subscribing?.forgotten?.(forgottenOf(topic, entry)) ?? Exit.void)
          return told(handle, system, message, topic, entry)
        }) as Effect.Effect<void, HarborError, any>),
      stream: (topic, message) =>
        streamOf(message, topic, (of, entry) => (entry.gone === true ? undefined : valueOf(message, of, entry))),
      changes: (topic, message) =>
        streamOf<LastValue<any> | Forgotten>(message, topic, (of, entry) =>
          entry.gone === true ? forgottenOf(of, entry) : valueOf(message, of, entry)
        ),
      flush: harbored("")(client.flush()),
      figures: Effect.map(harbored("")(client.figures()), (figures) => ({ ...figures, ...joining.figures }))
    })
  })

const hosted = (options: Options, store: LastValueStore["Service"] | undefined) =>
  Layer.unwrap(
    Effect.map(
      attempt(() => keeperOptions(options)),
      (checked) => {
        const closing = Deferred.makeUnsafe<void>()
        // Before the keeper closes, which waits for those who follow.
        const whenClosing = Effect.addFinalizer(() => Deferred.succeed(closing, undefined))
        const kept = Keepers.layerMain(handlers(checked, store, Deferred.await(closing)))
        return Layer.effect(LastValues, Effect.andThen(whenClosing, make(options))).pipe(
          Layer.provide(Layer.catchTag(kept, "ActorError", (error) => Layer.effect(Keepers, notKept(error))))
        )
      }
    )
  )

/**
 * Last values in memory, ordered on main. Built on main, where they live as long as this layer; other threads have them by
 * `layerRef`. Fails with `InvalidOption` for options that cannot work, where the system has them already, and where there is a
 * store, which this would not use: see `layerStored`.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as LastValues from "@stevedore/harbor/LastValues"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * const values = Effect.flatMap(LastValues.LastValues, ({ figures }) => Effect.map(figures, ({ values }) => values))
 * const live = LastValues.layer({ memoryBytes: 1024 * 1024, whenFull: "dropOldest" })
 * assert.equal(await values.pipe(Effect.provide(live), Effect.provide(NodeActorSystem.layer()), Effect.runPromise), 0)
 * ```
 */
export const layer = (options: Options = {}): Layer.Layer<LastValues, HarborError, ActorSystem> =>
  Layer.unwrap(Effect.as(notBesideStore, hosted(options, undefined)))

/**
 * The same above a store, which outlives the process: see `node/SqliteLastValues`. What the store has of an earlier life of the
 * process is told as stale.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import { mkdtempSync, rmSync } from "node:fs"
 * import { tmpdir } from "node:os"
 * import { join } from "node:path"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 * import * as Schema from "effect/Schema"
 * import * as Stream from "effect/Stream"
 * import * as LastValues from "@stevedore/harbor/LastValues"
 * import * as Message from "@stevedore/harbor/Message"
 * import * as SqliteLastValues from "@stevedore/harbor/node/SqliteLastValues"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * const folder = mkdtempSync(join(tmpdir(), "last-values-"))
 * const Motd = Message.make("motd", { payload: { text: Schema.String }, delivery: "lastValue" })
 * const live = LastValues.layerStored().pipe(
 *   Layer.provide(SqliteLastValues.layer({ path: join(folder, "values.db") })),
 *   Layer.provide(NodeActorSystem.layer())
 * )
 * const inOneLife = LastValues.LastValues.use(({ publish }) => publish("all", Motd, { text: "hello" }))
 * const inTheNext = LastValues.LastValues.use(({ stream }) => Stream.runCollect(Stream.take(stream("all", Motd), 1)))
 * await Effect.runPromise(Effect.provide(inOneLife, live))
 * const [value] = await Effect.runPromise(Effect.provide(inTheNext, live))
 * assert.deepEqual([value?.payload.text, value?.isStale], ["hello", true])
 * rmSync(folder, { recursive: true })
 * ```
 */
export const layerStored = (
  options: Options = {}
): Layer.Layer<LastValues, HarborError, ActorSystem | LastValueStore> =>
  Layer.unwrap(Effect.map(LastValueStore, (store) => hosted(options, store)))

/**
 * The last values of the system, on any of its threads: in an entry, for one. Needs no more than the thread has.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as LastValues from "@stevedore/harbor/LastValues"
 *
 * // export default Ticker.toLayer(…).pipe(Layer.provide(LastValues.layerRef()))
 * assert.ok(LastValues.layerRef({ threadBytes: 1024 * 1024 }))
 * ```
 */
export const layerRef = (options: ThreadOptions = {}): Layer.Layer<LastValues, HarborError, ActorSystem> =>
  Layer.effect(LastValues, make(options)).pipe(Layer.provide(Keepers.layerRef))
