/**
 * What the users of an actor call: a service value with a method for each Rpc. The call is the ask, the other verbs hang on
 * the method. `Actor` has all of these types too.
 */
import type * as Cause from "effect/Cause"
import type * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import type * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import type * as Headers from "effect/http/Headers"
import type * as Option from "effect/Option"
import type * as Queue from "effect/Queue"
import type * as Rpc from "effect/rpc/Rpc"
import type * as RpcSchema from "effect/rpc/RpcSchema"
import type * as Scope from "effect/Scope"
import type * as Stream from "effect/Stream"
import type { ActorError } from "./ActorError.ts"

/** Options of one send. */
export interface SendOptions {
  /** Fails with the reason `Timeout` after this time; cancelled if it has not started, interrupted if it has. */
  readonly timeout?: Duration.Input | undefined
  /** Interrupting the ask waits for the handler's finalizers (`"wait"`, the default, bounded) or leaves at once. */
  readonly interruption?: "wait" | "detach" | undefined
  /** Small texts for the handler (`options.headers`) and for middleware; they travel with the job. */
  readonly headers?: Headers.Input | undefined
  /**
   * To that thread of the actor, by its name, behind what is in its mailbox; instead of the one that the routing chooses. Not
   * for broadcasts.
   */
  readonly thread?: string | undefined
  /**
   * With `thread`: if that one dies before the job has begun, it may go to another thread of the actor. Default false: it goes to
   * no other, and fails where no thread of that name is to come.
   */
  readonly movable?: boolean | undefined
  /** `"fail"`: this one does not wait for room, whatever the actor's layer says. `"suspend"`, the default, is as the layer says. */
  readonly whenFull?: "suspend" | "fail" | undefined
}

/**
 * What became of a job that was told from a plain callback: in the mailbox, no room now, or nobody there to take it. Where the
 * actor's layer says `whenFull: "dropOldest"`, the oldest gives way to it; where it says `"dropNewest"`, it is `"full"`, and since
 * its sender is told that, no dead letter.
 */
export type Told = "accepted" | "full" | "closed"

/**
 * For plain callbacks, outside of any fiber: never waits, and says at once what became of it. Nobody learns how it ends.
 * Throws an `ActorError` for what cannot be sent at all (`Undecodable`, `TooLarge`, `InvalidOption`), also where the Rpc has
 * middleware on the client's side, which is an Effect. What is `"accepted"` may be sent again after a death, as it is then: see
 * `AskMethod`.
 */
export type TellUnsafe<in P> = (input: P, options?: Pick<SendOptions, "headers" | "thread" | "movable">) => Told

/** Options of an ask. `context` is there because `RpcClient` has it: our codecs got theirs when the layer was built. */
export interface AskOptions<Discard> extends SendOptions {
  /** Like `tell`: completes when the job is in the mailbox. */
  readonly discard?: Discard | undefined
  readonly context?: Context.Context<never> | undefined
}

/**
 * A submitted job: in the mailbox, its exit to come. Of the thread that submitted it, like the client. Nothing happens to
 * the job when the handle is dropped; for one that must not outlive a scope, let the scope cancel it:
 * `Effect.acquireRelease(digester.digest.submit(…), (job) => job.cancel)`.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Exit from "effect/Exit"
 * import * as Option from "effect/Option"
 * import * as Rpc from "effect/rpc/Rpc"
 * import * as Schema from "effect/Schema"
 * import * as Actor from "@stevedore/core/Actor"
 *
 * class Doubler extends Actor.Service<Doubler>()("docs/Doubler", [
 *   Rpc.make("double", { payload: { n: Schema.Number }, success: Schema.Number })
 * ]) {}
 *
 * const program = Effect.gen(function*() {
 *   const doubler = yield* Doubler
 *   const job = yield* doubler.double.submit({ n: 21 })
 *   assert.equal(yield* job.await, 42)
 *   assert.deepEqual(yield* job.poll, Option.some(Exit.succeed(42)))
 *   assert.equal(yield* job.started, true)
 *   assert.equal(yield* job.cancel, false)
 * })
 * const handlers = Doubler.toLayer({ double: ({ n }) => Effect.succeed(2 * n) })
 * await Effect.runPromise(Effect.provide(program, Doubler.layerLocal(handlers)))
 * ```
 */
export interface Submitted<out A, out E> {
  /**
   * The job's exit, any number of times; interrupting the wait leaves the job alone. Inside of a handler it fails with
   * `AskCycle` where the job waits for that handler, or stands behind it: then, too, the job is left alone, and
   * may yet run: `started` is not `false`.
   */
  readonly await: Effect.Effect<A, E>
  /** The exit, if it has come to this thread; asks nobody and never waits. */
  readonly poll: Effect.Effect<Option.Option<Exit.Exit<A, E>>>
  /** Whether its handler has begun, ended ones included; read from shared memory, never waits. */
  readonly started: Effect.Effect<boolean>
  /**
   * True when the job provably never starts. One that has started is interrupted, and `false` is returned at once; also
   * where its thread has died since and it was about to be run again (see `Job.Idempotent`), which it then is not. Whoever
   * cancels it a second time is told the same.
   */
  readonly cancel: Effect.Effect<boolean>
  /**
   * Nobody will ask how it ends: its result is not kept, and its failure is logged as that of a tell is. `await` fails from
   * then on, with `InvalidOption`; who awaits it already still hears of it.
   */
  readonly detach: Effect.Effect<void>
}

/**
 * One Rpc of an actor as its users call it: the call is the ask, the other verbs hang on it, so that no Rpc name is
 * reserved. `SendE` is `ActorError`, with the errors of the Rpc's middleware.
 *
 * A payload is copied when it is sent. But where threads are restarted, as by default, the sender keeps the object itself, and a job
 * that is sent again because its thread has died is copied from that again: it arrives as what the object holds then. Leave a
 * payload as it is, with all that it refers to, until its job has begun (of a `Job.Idempotent` one, ended), or send what nobody else
 * has: objects made for it, and `new Uint8Array(data)` of a buffer that is used again (`slice` of a `Buffer` copies nothing).
 */
export interface AskMethod<in P, out A, out E, out SendE = ActorError> {
  <const Discard = false>(
    input: P,
    options?: AskOptions<Discard>
  ): Effect.Effect<Discard extends true ? void : A, (Discard extends true ? never : E) | SendE>
  /**
   * Completes when the job is in the mailbox. Nobody learns how it ends, nor when `input` may be changed, or the Scope of a view
   * in it closed: give it data of its own (above).
   */
  readonly tell: (input: P, options?: SendOptions) => Effect.Effect<void, SendE>
  readonly tellUnsafe: TellUnsafe<P>
  /**
   * Completes when the job is in the mailbox, with a handle to await it: what this fiber sends next comes after it. `input` is
   * still needed then, as for `tell`, until `started` says that it has begun.
   */
  readonly submit: (input: P, options?: SendOptions) => Effect.Effect<Submitted<A, E | SendE>, SendE>
  readonly scoped: ScopedMethod<P, A, E, SendE>
  /** To every thread of the actor. */
  readonly broadcast: BroadcastMethod<P, A, E, SendE>
}

/**
 * An ask whose result is read where it lies in shared memory: binary data of a result of more than a segment (16 KiB) comes as
 * views of its block, and is not copied on this side; what the handler gave away from a buffer of its thread
 * (`Buffers.acquire`, `Job.transfer`) is not copied at all. The views are valid until the Scope closes (inside a handler:
 * until its job was answered, so that they may be its result); then they are another message's memory. What is to be kept
 * longer has to be copied (`data.slice()`). In debug mode views that are over are detached, so that whoever goes on
 * using one finds out. Sent to a thread, they are copied; beyond their time that is refused, also where a death has the job sent
 * again (`AskMethod`): of views of 2 KiB and more, as long as this thread has not got that memory again, for something else. Where
 * `ActorSystem.stop` comes first, views on main stay what they are, in debug mode too, and their block is never counted as free
 * again: there is nobody left who could use it.
 *
 * Each holds a block of 64 KiB or 1 MiB until then. A smaller result is a copy as ever, and so is one for which only the
 * blocks were left that are kept for replies. For what platform APIs make of views of shared memory see `Job.Scoped`.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Rpc from "effect/rpc/Rpc"
 * import * as Schema from "effect/Schema"
 * import * as Actor from "@stevedore/core/Actor"
 *
 * class Store extends Actor.Service<Store>()("docs/Store", [
 *   Rpc.make("read", { payload: { bytes: Schema.Number }, success: Schema.Uint8Array })
 * ]) {}
 * const handlers = Store.toLayer({ read: ({ bytes }) => Effect.succeed(new Uint8Array(bytes).fill(1)) })
 *
 * const program = Effect.gen(function*() {
 *   const store = yield* Store
 *   const data = yield* store.read.scoped({ bytes: 50_000 })
 *   assert.ok(data.buffer instanceof SharedArrayBuffer)
 *   return data.reduce((sum, each) => sum + each, 0)
 * }).pipe(Effect.scoped)
 * assert.equal(await Effect.runPromise(Effect.provide(program, Store.layerLocal(handlers))), 50_000)
 * ```
 */
export type ScopedMethod<in P, out A, out E, out SendE = ActorError> = (
  input: P,
  options?: SendOptions
) => Effect.Effect<A, E | SendE, Scope.Scope>

/** Options of a broadcast. `timeout` counts on each thread by itself: those in time are not troubled by the others. */
export interface BroadcastOptions extends Omit<SendOptions, "thread" | "movable"> {
  /**
   * `"actor"`, the default: every thread that serves the actor under this tag. `"system"`: every one that serves it at all,
   * under whatever tag (`as`), main included; nobody is no error then.
   */
  readonly to?: "actor" | "system" | undefined
}

/** How a broadcast ended on one thread. */
export interface BroadcastExit<out A, out E> {
  /** The thread's name. */
  readonly thread: string
  readonly exit: Exit.Exit<A, E>
}

/** The same as it comes. */
export interface BroadcastCompletion<out A, out E> extends BroadcastExit<A, E> {
  /** All others have ended before. */
  readonly isLast: boolean
}

/**
 * A job to every thread that serves the actor when it is sent, each with its own copy of the payload. Checked and encoded
 * once: what is refused (`Undecodable`, `TooLarge`) reaches nobody. After that each thread has an exit of its own; one
 * whose mailbox is full is waited for and holds up none of the others. With `whenFull: "fail"` the windows of all and the table
 * of jobs are looked at beforehand, and where one is full nobody gets it; memory is not, and who finds none has `MailboxFull` in
 * his own exit. One that is being started again gets it when it is back, in its turn, or fails with `Unreachable` after `startTimeout`.
 * Interrupting it, or leaving the stream, cancels the rest.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Exit from "effect/Exit"
 * import * as Rpc from "effect/rpc/Rpc"
 * import * as Schema from "effect/Schema"
 * import * as Actor from "@stevedore/core/Actor"
 * import * as Testing from "@stevedore/core/testing"
 *
 * class Cache extends Actor.Service<Cache>()("docs/Cache", [
 *   Rpc.make("drop", { payload: { key: Schema.String }, success: Schema.Boolean })
 * ]) {}
 * const handlers = Cache.toLayer({ drop: ({ key }) => Effect.succeed(key === "a") })
 *
 * const program = Effect.gen(function*() {
 *   const cache = yield* Cache
 *   assert.deepEqual(yield* cache.drop.broadcast({ key: "a" }), [
 *     { thread: "cache-0", exit: Exit.succeed(true) },
 *     { thread: "cache-1", exit: Exit.succeed(true) }
 *   ])
 * })
 * const pool = Cache.layerPool({ name: "cache", size: 2, entry: Testing.entry(handlers) })
 * await program.pipe(Effect.provide(pool), Effect.provide(Testing.layer()), Effect.runPromise)
 * ```
 */
export interface BroadcastMethod<in P, out A, out E, out SendE = ActorError> {
  /** Completes with the last one: all exits, in the order of the threads. */
  (input: P, options?: BroadcastOptions): Effect.Effect<ReadonlyArray<BroadcastExit<A, E | SendE>>, SendE>
  /** Each exit as it comes. Sent when the stream is run, for each run anew. */
  readonly stream: (input: P, options?: BroadcastOptions) => Stream.Stream<BroadcastCompletion<A, E | SendE>, SendE>
}

/** Options of a stream. `timeout` is until its end; a stream that is left is told to stop, as an interrupted ask is. */
export interface StreamOptions<AsQueue> extends SendOptions {
  /** Returns an Effect of a Dequeue instead, which lives as long as the Scope. Asked for at once, unlike a Stream. */
  readonly asQueue?: AsQueue | undefined
  /**
   * Elements the producer may be ahead of whoever reads the stream: on their way, waiting, and in his hands. Default 256.
   * What the producer makes at once, in one array, it makes whole.
   */
  readonly streamBufferSize?: number | undefined
  readonly context?: Context.Context<never> | undefined
}

/**
 * An Rpc with `stream: true` as its users call it: each run of the Stream is a job, which has ended when its handler's
 * finalizers have run. What the producer has sent before it fails, dies or is stopped is read before that error. A running
 * stream is a running job: on an actor that works on one job at a time the next one waits for its end.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Rpc from "effect/rpc/Rpc"
 * import * as Schema from "effect/Schema"
 * import * as Stream from "effect/Stream"
 * import * as Actor from "@stevedore/core/Actor"
 *
 * class Counter extends Actor.Service<Counter>()("docs/Counter", [
 *   Rpc.make("upFrom", { payload: { n: Schema.Number }, success: Schema.Number, stream: true })
 * ]) {}
 *
 * const handlers = Counter.toLayer({ upFrom: ({ n }) => Stream.iterate(n, (n) => n + 1) })
 * const program = Effect.gen(function*() {
 *   const counter = yield* Counter
 *   // Endless: never more than 8 ahead of who reads it, and interrupted when he has enough.
 *   const numbers = counter.upFrom({ n: 5 }, { streamBufferSize: 8 })
 *   assert.deepEqual(yield* Stream.runCollect(Stream.take(numbers, 3)), [5, 6, 7])
 * })
 * await Effect.runPromise(Effect.provide(program, Counter.layerLocal(handlers)))
 * ```
 */
export interface StreamMethod<in P, out A, out E, out SendE = ActorError> {
  <const AsQueue extends boolean = false>(
    input: P,
    options?: StreamOptions<AsQueue>
  ): AsQueue extends true
    ? Effect.Effect<Queue.Dequeue<A, E | SendE | Cause.Done>, never, Scope.Scope>
    : Stream.Stream<A, E | SendE>
  /**
   * Completes when the job is in the mailbox. The handler's stream runs to its end, and nobody reads it. What `AskMethod` says of
   * payloads holds here too.
   */
  readonly tell: (input: P, options?: SendOptions) => Effect.Effect<void, SendE>
  readonly tellUnsafe: TellUnsafe<P>
}

/** The method of one Rpc. */
export type Method<R extends Rpc.Any> =
  R extends Rpc.Rpc<infer _Tag, infer P, infer S, infer E, infer M, infer _Requires>
    ? [S] extends [RpcSchema.Stream<infer A, infer SE>]
      ? StreamMethod<
          P["~type.make.in"],
          A["Type"],
          SE["Type"] | E["Type"],
          ActorError | M["error"]["Type"] | M["~ClientError"]
        >
      : AskMethod<P["~type.make.in"], S["Type"], E["Type"], ActorError | M["error"]["Type"] | M["~ClientError"]>
    : never

/** The service value of an actor: a method for each Rpc. */
export type Client<Rpcs extends Rpc.Any> = { readonly [R in Rpcs as R["_tag"]]: Method<R> }
