/**
 * Messages between the threads of a process, by their names: who listens is found when something is sent, and sender and
 * listener know nothing of each other. Main and every other thread use it alike.
 */
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import type { CurrentJob } from "@stevedore/core/CurrentJob"
import * as Settings from "@stevedore/core/Settings"
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import type * as Stream from "effect/Stream"
import type { Codec } from "./Codec.ts"
import type { HarborError } from "./HarborError.ts"
import {
  wrongCalling,
  wrongListening,
  wrongMessage,
  wrongMessages,
  wrongOptions,
  wrongPublished,
  wrongSending,
  wrongTransport
} from "./internal/given.ts"
import { canBeReadBy } from "./internal/instance.ts"
import { begin } from "./internal/threads/begin.ts"
import type { Counters } from "./internal/threads/counters.ts"
import type * as DeadLetters from "./internal/threads/deadLetters.ts"
import { invalidOption, ofActor } from "./internal/threads/failures.ts"
import { listenOn } from "./internal/threads/installing.ts"
import type { Port } from "./internal/threads/port.ts"
import type { ThreadHarbor } from "./internal/threads/threadHarbor.ts"
import { within } from "./internal/threads/within.ts"
import type * as Message from "./Message.ts"
import { Transport } from "./Transport.ts"

export type {
  /** Counts of one thread. See `Harbor`. */
  Counters
} from "./internal/threads/counters.ts"
export type {
  /** A message that nobody will handle. See `Harbor`. */
  DeadMessage
} from "./internal/threads/deadLetters.ts"

/** What handles a message: runs on the thread that listens, with the services that were there when it began to. */
export type Handler<M extends Message.Any, R> = (
  payload: Message.Payload<M>
) => Effect.Effect<Message.Success<M>, Message.Failure<M>, R>

/** As `Handler`, for who wants the payload as bytes. */
export type EncodedHandler<M extends Message.Any, R> = (
  payload: Uint8Array
) => Effect.Effect<Message.Success<M>, Message.Failure<M>, R>

/** What a handler needs that comes with each message. */
type Needs<R> = Exclude<R, CurrentJob | Scope.Scope>

/** How a listener works. */
export interface ListenOptions {
  /**
   * Messages that are handled at the same time. Default 1: one after the other. Others of the same message on the same thread
   * have to say the same.
   */
  readonly concurrency?: number | "unbounded" | undefined
}

/** Options of one call. */
export interface CallOptions {
  /**
   * Fails with `NoReply` after this time, whatever it was waited for; cancelled if it has not begun, interrupted if it has, in another
   * process as soon as that hears of it.
   * `delivered: "no"` where it had not been sent.
   */
  readonly timeout?: Duration.Input | undefined
}

/** Options of the harbor of a thread. */
export interface Options {
  /** Messages of one name that one thread may have sent to another and that have not begun there. Default 65,536. */
  readonly window?: number | undefined
  /**
   * How long a call may take that does not say so itself: of `call` here, and of `Service.call`. Default: as long as it takes, as
   * with `Directory.callTo`, which is no call of a harbor. One to another process ends when that one leaves, or this one's connection
   * is lost; over a transport that does not know when others vanish, or that loses frames, nothing else than a time ends it then.
   */
  readonly callTimeout?: Duration.Input | undefined
}

/**
 * The harbor of the calling thread.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Schema from "effect/Schema"
 * import * as Harbor from "@stevedore/harbor/Harbor"
 * import * as Message from "@stevedore/harbor/Message"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * const Login = Message.make("login", { payload: { user: Schema.String }, success: Schema.Int })
 *
 * const program = Effect.gen(function*() {
 *   const harbor = yield* Harbor.Harbor
 *   const nobody = yield* Effect.flip(harbor.send(Login, { user: "ada" }))
 *   assert.equal(nobody.reason._tag, "NoListener")
 *   yield* harbor.listen(Login, ({ user }) => Effect.succeed(user.length))
 *   assert.equal(yield* harbor.call(Login, { user: "ada" }), 3)
 * })
 * await Effect.runPromise(
 *   Effect.scoped(program).pipe(Effect.provide(Harbor.layer()), Effect.provide(NodeActorSystem.layer()))
 * )
 * ```
 */
export class Harbor extends Context.Service<
  Harbor,
  {
    /**
     * Handles a message on this thread for as long as the scope is open. Complete when every thread knows: what is sent after that,
     * wherever, may come here. When the scope closes, what was sent here until all know is handled first.
     */
    readonly listen: <M extends Message.Any, R = never>(
      message: M,
      handler: Handler<M, R>,
      options?: ListenOptions
    ) => Effect.Effect<void, HarborError, Scope.Scope | Needs<R>>
    /**
     * As `listen`, for who wants bytes: the payload as that codec writes it, whatever the message's own is, to pass it on to a
     * client, a file, or a peer in another language. It is written once for each codec, however many listeners of a thread have
     * it, and each has bytes of its own. A payload that the codec cannot write is a dead letter for this listener alone, and a
     * caller's `Malformed`. Fails with `Unsupported` where the codec has no way to write the message's schemas.
     */
    readonly listenEncoded: <M extends Message.Any, R = never>(
      message: M,
      codec: Codec,
      handler: EncodedHandler<M, R>,
      options?: ListenOptions
    ) => Effect.Effect<void, HarborError, Scope.Scope | Needs<R>>
    /** Gives this thread a handler that any thread may have it listen with: see `listenOn`. By a name of its own. */
    readonly register: <M extends Message.Any, R = never>(
      name: string,
      message: M,
      handler: Handler<M, R>,
      options?: ListenOptions
    ) => Effect.Effect<void, HarborError, Scope.Scope | Needs<R>>
    /**
     * As `listen`, on the thread of that name, with the handler that was registered there by that name. It ends with the scope,
     * and with this thread. Where that one dies and is started again, it listens again as soon as its entry has registered the
     * handler; a warning says so where that has not done so after some 40 seconds.
     */
    readonly listenOn: (
      thread: string,
      message: Message.Any,
      handler: string
    ) => Effect.Effect<void, HarborError, Scope.Scope>
    /**
     * Listens for every message of the record with the handler of the same name: of a module, for one. Names that are none of
     * these messages are passed over.
     */
    readonly autoListen: (
      messages: ReadonlyArray<Message.Any>,
      handlers: Readonly<Record<string, unknown>>
    ) => Effect.Effect<ReadonlyArray<string>, HarborError, Scope.Scope>
    /**
     * To one thread that listens, each in its turn; complete when it is in the mailbox there. Fails with `NoListener` at once
     * where nobody does. What had not begun on a thread that dies goes to another one that listens; where there is none it is
     * a dead letter.
     */
    readonly send: <M extends Message.Any>(message: M, payload: Message.Input<M>) => Effect.Effect<void, HarborError>
    /** As `send`, and completes with the reply, which comes straight from there. */
    readonly call: <M extends Message.Any>(
      message: M,
      payload: Message.Input<M>,
      options?: CallOptions
    ) => Effect.Effect<Message.Success<M>, Message.Failure<M> | HarborError>
    /**
     * To every listener of every thread, this one included, each with a copy of its own. What cannot be sent is refused before
     * anybody has it. Where one thread cannot be told, the others are, and it fails with `delivered: "maybe"`.
     */
    readonly broadcast: <M extends Message.Any>(
      message: M,
      payload: Message.Input<M>
    ) => Effect.Effect<void, HarborError>
    /**
     * To every client of every gateway of the system, whichever threads they live on, encoded once; complete when it is in the
     * mailboxes of those threads. It has no order with what a `Gateway` sends itself. `control`: before all data that has not begun to be
     * written, also what waits for a client that does not read. Fails with `NoListener` where no thread has a gateway, with
     * `Forbidden` for a message whose reach is `"threads"`, with `TooLarge` above 256 KiB.
     */
    readonly gateBroadcast: <M extends Message.Any>(
      message: M,
      payload: Message.Input<M>,
      options?: { readonly control?: boolean | undefined }
    ) => Effect.Effect<void, HarborError>
    /**
     * Messages that were sent, and that nobody will handle (on main those of all threads, on another thread its own), and those
     * whose handler failed on this thread. Main hears a moment later of what ended where it came to, as messages to objects do:
     * equal ones together, with their `count`. What waited at a listener that was ended by its stop timeout is told when its sender next
     * sends to a listener that has come since, or its harbor, or one of the two threads, ends. A reader that is 1,024 behind loses the
     * oldest. They end with the harbor, for each reader when it has had them.
     */
    readonly deadLetters: Stream.Stream<DeadLetters.DeadMessage>
    /** Of this thread. */
    readonly counters: Effect.Effect<Counters>
    readonly "~@stevedore/harbor/thread": ThreadHarbor
  }
>()("@stevedore/harbor/Harbor") {}

/**
 * The harbor of the thread that builds it: one for each thread, main or worker, in the entry or anywhere. What listens by it ends
 * with it, if its scope has not closed before. Fails with `InvalidOption` for options that cannot work, and where the thread has
 * a harbor already.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Layer from "effect/Layer"
 * import * as Harbor from "@stevedore/harbor/Harbor"
 *
 * // On main, with NodeActorSystem.layer(); in an entry, as part of its Layer.
 * assert.ok(Layer.isLayer(Harbor.layer({ window: 1000 })))
 * ```
 */
export const layer = (options: Options = {}): Layer.Layer<Harbor, HarborError, ActorSystem> =>
  Layer.effect(Harbor, make(options))

/**
 * As `layer`, with options that may be said outside, as those of the actor system may: `stevedore.harbor.window` and
 * `stevedore.harbor.callTimeout`, in the environment `STEVEDORE_HARBOR_WINDOW` and `STEVEDORE_HARBOR_CALL_TIMEOUT`. What is said there
 * counts before what is given. Fails with `InvalidOption` for what cannot be.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as ConfigProvider from "effect/ConfigProvider"
 * import * as Effect from "effect/Effect"
 * import * as Harbor from "@stevedore/harbor/Harbor"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * const file = ConfigProvider.fromUnknown({ stevedore: { harbor: { window: "none" } } })
 * const error = await Effect.void.pipe(
 *   Effect.provide(Harbor.layerConfig()),
 *   Effect.provide(NodeActorSystem.layer()),
 *   Effect.provide(ConfigProvider.layer(file)),
 *   Effect.flip,
 *   Effect.runPromise
 * )
 * assert.match(error.message, /stevedore\.harbor\.window is "none"/)
 * ```
 */
export const layerConfig = (options: Options = {}): Layer.Layer<Harbor, HarborError, ActorSystem> =>
  Layer.unwrap(
    Settings.section("harbor", { window: "whole", callTimeout: "time" }).pipe(
      Effect.mapError((error) => ofActor("", error)),
      Effect.flatMap((settings) => wrongOptions(settings, "stevedore.harbor.") ?? Effect.succeed(settings)),
      Effect.map((settings) => layer({ ...options, ...settings }))
    )
  )

/**
 * As `layer`, on main, with a way to other processes for all threads, whose harbors are as ever. What nobody in this process listens
 * for goes to another one that does, and what is listened for here may come from there: of messages whose reach is
 * `"services"`, no others. A broadcast goes to all of them. Two processes that declare one message differently, or two names
 * with one id, find that out when the second of them sends or listens: it fails with `SchemaMismatch` or `IdCollision`.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 * import * as Schema from "effect/Schema"
 * import * as Harbor from "@stevedore/harbor/Harbor"
 * import * as Message from "@stevedore/harbor/Message"
 * import * as Transport from "@stevedore/harbor/Transport"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * const Greet = Message.make("smsg_greet", { payload: { user: Schema.String }, success: Schema.String })
 * const network = Transport.makeHub()
 * // Each of them is a process of its own, as far as they know.
 * const node = () => Layer.fresh(Layer.provide(Harbor.layerTransport(), [network.layer(), NodeActorSystem.layer()]))
 * const program = Effect.gen(function*() {
 *   const one = yield* Harbor.Harbor
 *   yield* one.listen(Greet, ({ user }) => Effect.succeed(`hello ${user}`))
 *   const other = Effect.flatMap(Harbor.Harbor, (harbor) => harbor.call(Greet, { user: "ada" }))
 *   assert.equal(yield* Effect.provide(other, node()), "hello ada")
 * })
 * await Effect.runPromise(Effect.scoped(Effect.provide(program, node())))
 * ```
 */
export const layerTransport = (options: Options = {}): Layer.Layer<Harbor, HarborError, ActorSystem | Transport> =>
  Layer.effect(
    Harbor,
    Effect.flatMap(Transport, (transport) => make(options, transport))
  )

const make = (options: Options, transport?: Transport["Service"]) =>
  Effect.gen(function* () {
    const wrong = wrongOptions(options) ?? (transport === undefined ? undefined : wrongTransport(transport))
    if (wrong !== undefined) return yield* wrong
    const harbor = yield* begin(options, transport)

    /** The port is mostly there, and then nothing is made but what it returns. */
    const through = <A, E>(
      message: Message.Any,
      use: (port: Port) => Effect.Effect<A, E>
    ): Effect.Effect<A, E | HarborError> =>
      Effect.suspend(() => {
        const port = harbor.port("listen", message)
        return Effect.isEffect(port) ? Effect.flatMap(port, use) : use(port)
      })

    const callWithin = (
      message: Message.Any,
      payload: unknown,
      timeout: Duration.Input
    ): Effect.Effect<unknown, unknown> =>
      within(timeout, (within) => {
        const port = within === undefined ? harbor.port("listen", message) : harbor.portWithin(message, within)
        const call = (port: Port) => port.callWithin(payload, undefined, within, undefined)
        return Effect.isEffect(port) ? Effect.flatMap(port, call) : call(port)
      })

    const listen = (
      message: Message.Any,
      handler: (payload: any) => unknown,
      listening?: ListenOptions
    ): Effect.Effect<void, HarborError, any> => harbor.held(harbor.listen(message, handler, listening))

    return Harbor.of({
      listen,
      listenEncoded: (
        message: Message.Any,
        codec: Codec,
        handler: (payload: any) => unknown,
        listening?: ListenOptions
      ): Effect.Effect<void, HarborError, any> =>
        // None is a wrong one.
        harbor.held(harbor.listen(message, handler, listening, { codec: codec ?? (null as never) })),
      register: (name, message, handler, listening) =>
        Effect.gen(function* () {
          const wrong = wrongMessage(message) ?? wrongListening(message.name, handler, listening)
          if (wrong !== undefined) return yield* wrong
          const context = Context.omit(Scope.Scope)(yield* Effect.context<any>())
          if (typeof name !== "string" || name === "" || harbor.handlers.has(name)) {
            return yield* invalidOption(message.name, "name", name, "give each handler of a thread a name of its own")
          }
          const listening_ = Effect.provideContext(listen(message, handler, listening), context)
          yield* Effect.acquireRelease(
            Effect.sync(() => void harbor.handlers.set(name, { message, listen: listening_ })),
            () => Effect.sync(() => void harbor.handlers.delete(name))
          )
        }) as Effect.Effect<void, HarborError, any>,
      listenOn: (thread, message, handler) =>
        wrongMessage(message) ?? harbor.held(listenOn(harbor, thread, message, handler)),
      autoListen: (messages, handlers) => {
        const wrong = wrongMessages(messages)
        if (wrong !== undefined) return wrong
        const names = Array.from(messages, ({ name }) => name)
        if (typeof handlers !== "object" || handlers === null || !canBeReadBy(handlers, names)) {
          return invalidOption("", "handlers", handlers, "use an object of handlers by the names of their messages")
        }
        return Effect.map(
          Effect.forEach(new Set(messages), (message) => {
            const handler = Object.hasOwn(handlers, message.name) ? handlers[message.name] : undefined
            // What is there and is no function is refused as by `listen`.
            if (handler === undefined) return Effect.succeed([])
            return Effect.as(listen(message, handler as (payload: any) => unknown), [message.name])
          }),
          (names) => names.flat()
        )
      },
      send: (message, payload) => through(message, (port) => port.send(payload, undefined)),
      call: (message, payload, calling) => {
        const wrong = calling === undefined ? undefined : (wrongMessage(message) ?? wrongCalling(message.name, calling))
        if (wrong !== undefined) return wrong
        const timeout = calling?.timeout ?? harbor.callTimeout
        // Ports are of any message: `call` is declared with what this one takes and gives.
        if (timeout !== undefined) return callWithin(message, payload, timeout) as any
        // The first one makes the port: a call may be made once and run a million times.
        const port = harbor.port("listen", message)
        return (
          Effect.isEffect(port) ? through(message, (made) => made.callNext(payload)) : port.callNext(payload)
        ) as any
      },
      broadcast: (message, payload) => through(message, (port) => port.broadcast(payload)),
      gateBroadcast: (message, payload, sending) =>
        wrongSending(message, sending) ??
        Effect.andThen(
          harbor.check(message, wrongPublished),
          harbor.gates.broadcast(message, payload, sending?.control === true)
        ),
      deadLetters: harbor.letters.stream,
      counters: Effect.sync(() => ({ ...harbor.counts })),
      "~@stevedore/harbor/thread": harbor
    })
  })
