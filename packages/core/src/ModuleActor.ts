/**
 * Plain functions on other threads: what `Actor.fromModule` makes of a module, and `Actor.promises` of that. For code without
 * schemas, and for code outside of Effect. (`Actor` exports the functions again.)
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import type * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import type * as Stream from "effect/Stream"
import type { MailboxOptions, SendOptions, Submitted } from "./Actor.ts"
import type { ActorError } from "./ActorError.ts"
import type { ActorSystem } from "./ActorSystem.ts"
import { Moved } from "./internal/codec/apart.ts"
import { invalid } from "./internal/options.ts"
import * as ModulePromises from "./internal/module/promises.ts"
import type { Routing } from "./Routing.ts"
import type { Group } from "./Supervision.ts"
import type { ResourceLimits } from "./ThreadSpawner.ts"

type IsAny<T> = 0 extends 1 & T ? true : false
type Fn = (...args: any) => any

interface HasBuffer {
  readonly buffer: unknown
  readonly byteLength: number
  readonly byteOffset: number
}

/** Carried, whatever methods it has. */
type Plain =
  | string
  | number
  | boolean
  | bigint
  | null
  | undefined
  | void
  | Date
  | RegExp
  | Error
  | ArrayBuffer
  | HasBuffer
  | { readonly href: string; readonly searchParams: unknown }

/** What cannot cross, whatever it holds. */
type Never = Fn | (abstract new (...args: any) => any) | symbol | PromiseLike<any> | WeakMap<any, any> | WeakSet<any>

/** `true` when a value of this type may hold what cannot cross threads (4 levels deep, so recursive types end). */
type Uncrossable<T, Depth extends ReadonlyArray<0> = []> =
  IsAny<T> extends true
    ? false
    : unknown extends T
      ? false
      : true extends (
            T extends SharedArrayBuffer
              ? true
              : T extends Plain
                ? false
                : Depth["length"] extends 4
                  ? T extends Never
                    ? true
                    : false
                  : // Before the weak ones, whose methods they have as well.
                    T extends ReadonlyMap<infer K, infer V>
                    ? Uncrossable<K | V, [...Depth, 0]>
                    : T extends ReadonlySet<infer V> | ReadonlyArray<infer V>
                      ? Uncrossable<V, [...Depth, 0]>
                      : T extends Never
                        ? true
                        : T extends object
                          ? { [K in keyof T]-?: Uncrossable<T[K], [...Depth, 0]> }[keyof T]
                          : false
          )
        ? true
        : false

/** Not callable: the text is what the compiler shows, and the editor. */
export interface Refused<Why extends string> {
  readonly "~@stevedore/core/refused": Why
}

/** `Parameters` gives never for `(...xs: ReadonlyArray<A>)`. */
type ArgsOf<F> = F extends (...args: infer A extends ReadonlyArray<any>) => any ? A : never

type Generated<A> = Generator<A, any, any> | AsyncGenerator<A, any, any>

/** What the caller gets: of a promise or an Effect, what it comes to. */
type ResultOf<R> =
  IsAny<R> extends true
    ? any
    : R extends Effect.Effect<infer A, any, any>
      ? A
      : R extends PromiseLike<any>
        ? Awaited<R>
        : R

/**
 * An exported function as a job. Its arguments stand where the function has them, so options go by `with`. They are copied when it
 * is called, and once more, as they are then, where the call is made again after a death: what `AskMethod` says of payloads.
 */
export interface ModuleJob<Args extends ReadonlyArray<any>, A> {
  /** The ask: what the function returned, or its promise came to; what it threw as the reason `Threw`. */
  (...args: Args): Effect.Effect<A, ActorError>
  /** Completes when the job is in the mailbox. Nobody learns how it ends. */
  readonly tell: (...args: Args) => Effect.Effect<void, ActorError>
  /** Completes when the job is in the mailbox, with a handle to await it. */
  readonly submit: (...args: Args) => Effect.Effect<Submitted<A, ActorError>, ActorError>
  /** The same job with options: `math.add.with({ timeout: "1 second" })(1, 2)`. */
  readonly with: (options: SendOptions) => ModuleJob<Args, A>
}

/** Options of one call of a generator. */
export interface StreamSendOptions extends SendOptions {
  /** How many elements may be on their way: how far the generator is ahead at most. Default 256. */
  readonly streamBufferSize?: number | undefined
}

/** An exported generator, synchronous or not: each run of the stream calls it anew, and takes what it yields as it comes. */
export interface ModuleStream<Args extends ReadonlyArray<any>, A> {
  (...args: Args): Stream.Stream<A, ActorError>
  /** Completes when the job is in the mailbox; the generator runs to its end, and nobody reads what it yields. */
  readonly tell: (...args: Args) => Effect.Effect<void, ActorError>
  readonly with: (options: StreamSendOptions) => ModuleStream<Args, A>
}

type JobOf<F extends Fn> =
  Uncrossable<ArgsOf<F>> extends true
    ? Refused<"a parameter holds a function, symbol, promise or shared memory: it cannot cross threads">
    : IsAny<ReturnType<F>> extends true
      ? ModuleJob<ArgsOf<F>, any>
      : [ReturnType<F>] extends [never]
        ? ModuleJob<ArgsOf<F>, never>
        : ReturnType<F> extends Generated<infer A>
          ? Uncrossable<A> extends true
            ? Refused<"it yields a function, symbol, promise or shared memory: it cannot cross threads">
            : ModuleStream<ArgsOf<F>, A>
          : ReturnType<F> extends AsyncIterable<any, any, any>
            ? Refused<"what iterates cannot cross threads: Actor.stream(f) makes it a stream, or write it as async function*">
            : Uncrossable<ResultOf<ReturnType<F>>> extends true
              ? Refused<"the result holds a function, symbol, promise or shared memory: it cannot cross threads">
              : ModuleJob<ArgsOf<F>, ResultOf<ReturnType<F>>>

/** The names of exports that are functions; never `then`: a module with that export is a promise to `import()`. */
type Names<M> = { [K in keyof M & string]: M[K] extends Fn ? (K extends "then" ? never : K) : never }[keyof M & string]

/**
 * A module's exported functions as jobs. Of overloads the last one counts; type parameters become unknown; classes and
 * constants are not there.
 */
export type ModuleActor<M> = { readonly [K in Names<M>]: M[K] extends Fn ? JobOf<M[K]> : never }

/** A call as code outside of Effect makes it. */
export interface PromiseJob<Args extends ReadonlyArray<any>, A> {
  /** Rejects with the error that the function threw, with the signal's reason, or with an `ActorError`. */
  (...args: Args): Promise<A>
  /** Resolves when the job is in the mailbox. The arguments may be needed after that: see `ModuleJob`. */
  readonly tell: (...args: Args) => Promise<void>
  /** With options, and a signal for this call besides the one for all: `math.add.with({ signal })(1, 2)`. */
  readonly with: (options: SendOptions & PromiseOptions) => PromiseJob<Args, A>
}

/** A call of a generator as code outside of Effect makes it. */
export interface PromiseStream<Args extends ReadonlyArray<any>, A> {
  /** For `for await`: each iteration calls the generator anew, and leaving it early runs its `finally`. */
  (...args: Args): AsyncIterable<A>
  readonly tell: (...args: Args) => Promise<void>
  readonly with: (options: StreamSendOptions & PromiseOptions) => PromiseStream<Args, A>
}

/** What `Actor.promises` makes of jobs. */
export type Promises<Jobs> = {
  readonly [K in keyof Jobs]: Jobs[K] extends ModuleStream<infer Args, infer A>
    ? PromiseStream<Args, A>
    : Jobs[K] extends ModuleJob<infer Args, infer A>
      ? PromiseJob<Args, A>
      : Jobs[K]
}

type NotAnEffect<Jobs> =
  Jobs extends Effect.Effect<any, any, any>
    ? "an Effect needs the layer of what it needs: promises(start, { layer })"
    : unknown

/** What has to be known of an `AbortSignal`. */
export interface Signal {
  readonly aborted: boolean
  readonly reason: unknown
  readonly addEventListener: (type: "abort", listener: () => void, options?: { readonly once?: boolean }) => void
  readonly removeEventListener: (type: "abort", listener: () => void) => void
}

/** How promises are left. */
export interface PromiseOptions {
  /**
   * Aborting it takes back what has not started and aborts `this.signal` of what has; then the promise rejects with its reason. So does
   * that of a generator's next element: the generator is ended at once, whether it is asked for one then or not.
   */
  readonly signal?: Signal | undefined
}

/** Where a function of a module runs: what `this` is in it, if it is no arrow function. */
export interface ModuleCall {
  /** Aborted when the caller goes away: hand it to `fetch`, timers and streams. The next job waits until this one ends. */
  readonly signal: AbortSignal
}

/** Options of a module on threads. */
export interface ModuleOptions extends MailboxOptions {
  /** The actor's name in the system. Default: the module's file name without its extension. */
  readonly name?: string | undefined
  /** Threads, each with a module of its own. Default: what the machine can run at the same time. */
  readonly size?: number | undefined
  /** Jobs that one thread works on at once: more than 1 pays for functions that wait. Default 1. */
  readonly concurrency?: number | "unbounded" | undefined
  /** How the thread of a call is chosen, by its arguments. Default: `Routing.roundRobin`. */
  readonly routing?:
    Routing<ReadonlyArray<any>, { readonly tag: string; readonly payload: ReadonlyArray<any> }> | undefined
  /** Classes of errors that are thrown there and caught here: with them `instanceof` holds. Matched by name. */
  readonly errors?: ReadonlyArray<abstract new (...args: any) => Error> | undefined
  /** See `layerPool`. */
  readonly resourceLimits?: ResourceLimits | undefined
  readonly restart?: Schedule.Schedule<unknown, unknown> | "never" | undefined
  readonly onGiveUp?: "stop" | "escalate" | undefined
  readonly whenLost?: "wait" | "replace" | undefined
  readonly group?: Group | undefined
  readonly strategy?: "oneForOne" | "allForOne" | undefined
}

/** Options of a module on this very thread. */
export type ModuleLocalOptions = Pick<ModuleOptions, "name" | "concurrency" | "errors" | keyof MailboxOptions>

/** What only these need, so that programs and threads without them start without it. */
const loaded = Effect.promise(() => import("./internal/module/fromModule.ts"))

/**
 * The exported functions of a module as jobs on a pool of threads, without schemas, for as long as the scope is open: what
 * arrives as what is a table in `docs/plain-functions.md`. A throw is the reason `Threw`. Fails with `StartFailed` when the
 * module cannot be imported, and with `EntryMismatch` when it exports no function.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Actor from "@stevedore/core/Actor"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * const program = Effect.gen(function*() {
 *   const math = yield* Actor.fromModule<typeof import("./math.ts")>(new URL("./math.ts", import.meta.url), { size: 2 })
 *   assert.equal(yield* math.add(1, 2), 3)
 *   assert.deepEqual(yield* math.unique.with({ timeout: "5 seconds" })(["a", "b", "a"]), new Set(["a", "b"]))
 * })
 * await Effect.runPromise(Effect.provide(Effect.scoped(program), NodeActorSystem.layer()))
 * ```
 *
 * ```ts file=math.ts
 * export const add = (a: number, b: number) => a + b
 * export const unique = async (names: ReadonlyArray<string>) => new Set(names)
 * ```
 */
export const fromModule = <M extends object>(
  url: string | { readonly href: string },
  options?: ModuleOptions
): Effect.Effect<ModuleActor<M>, ActorError, ActorSystem | Scope.Scope> =>
  Effect.flatMap(loaded, (modules) => modules.onThreads(url, options)) as Effect.Effect<any, any, any>

/**
 * The same on this very thread, with the same copies, order and errors: for tests, and where threads do not pay.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Actor from "@stevedore/core/Actor"
 * import * as math from "./math.ts"
 *
 * const sum = Effect.flatMap(Actor.fromModuleLocal(math), ({ add }) => add(1, 2))
 * assert.equal(await Effect.runPromise(Effect.scoped(sum)), 3)
 * ```
 *
 * ```ts file=math.ts
 * export const add = (a: number, b: number) => a + b
 * ```
 */
export const fromModuleLocal = <M extends object>(
  module: M,
  options?: ModuleLocalOptions
): Effect.Effect<ModuleActor<M>, ActorError, Scope.Scope> =>
  Effect.flatMap(loaded, (modules) => modules.here(module, options)) as Effect.Effect<any, any, any>

/**
 * Marks binary data, in an argument, a result or what is yielded, that is moved to the other thread instead of copied: its
 * whole buffer is detached here afterwards. Worth it from some 100 KiB on. What `Job.transfer` says of failures holds here too.
 * Only `fromModule`'s functions take what this returns.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Actor from "@stevedore/core/Actor"
 *
 * const program = Effect.gen(function*() {
 *   const { size } = yield* Actor.fromModuleLocal({ size: (bytes: Uint8Array) => bytes.byteLength })
 *   const bytes = new Uint8Array(1_000_000)
 *   assert.equal(yield* size(Actor.move(bytes)), 1_000_000)
 *   assert.equal(bytes.byteLength, 0)
 * })
 * await Effect.runPromise(Effect.scoped(program))
 * ```
 */
export const move = <B extends ArrayBufferLike | ArrayBufferView>(binary: B): B =>
  // The codec takes the mark off: what the function has as its parameter is a B again.
  new Moved(binary) as unknown as B

/**
 * Makes an exported function whose result is iterated, a Node `Readable`, a `ReadableStream` or whatever else is an async
 * iterable, a generator: its job is a Stream of the elements. Only of a generator it is known before it is called that it is
 * one, so any other function says so by this. For use in the module that `fromModule` is given, on its thread.
 *
 * Left early, the signal is aborted, and the iterator's `return` called when its last `next` has come: where that may take long,
 * hand `this.signal` to what is waited for.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Stream from "effect/Stream"
 * import * as Actor from "@stevedore/core/Actor"
 * import * as texts from "./texts.ts"
 *
 * const program = Effect.gen(function*() {
 *   const { words } = yield* Actor.fromModuleLocal(texts)
 *   assert.deepEqual(yield* Stream.runCollect(words("a b")), ["a", "b"])
 * })
 * await Effect.runPromise(Effect.scoped(program))
 * ```
 *
 * ```ts file=texts.ts
 * import { Readable } from "node:stream"
 * import * as Actor from "@stevedore/core/Actor"
 *
 * export const words = Actor.stream((text: string): AsyncIterable<string> => Readable.from(text.split(" ")))
 * ```
 */
export const stream = <Args extends ReadonlyArray<any>, A>(
  f: (this: ModuleCall, ...args: Args) => AsyncIterable<A> | Iterable<A> | PromiseLike<AsyncIterable<A> | Iterable<A>>
): ((this: ModuleCall | void, ...args: Args) => AsyncGenerator<A, void, undefined>) =>
  async function* (...args) {
    const result: unknown = await Reflect.apply(f, this, args)
    if (!isIterable(result)) {
      const remedy = "return an async iterable, such as a Readable, or an iterable, such as an array"
      throw invalid("the result of a function in Actor.stream", result, remedy)
    }
    yield* result as AsyncIterable<any>
  }

const isIterable = (value: unknown): boolean =>
  value !== null &&
  value !== undefined &&
  (typeof (value as AsyncIterable<unknown>)[Symbol.asyncIterator] === "function" ||
    typeof (value as Iterable<unknown>)[Symbol.iterator] === "function")

/**
 * A module's jobs as functions that return promises. From an Effect that starts them, and a layer of what it needs, it
 * makes a promise of them, to be closed by `Symbol.asyncDispose`; they keep the process alive while they work only. A promise
 * rejects with the error that the function threw, with the reason of the signal that was aborted, or with an `ActorError`.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Actor from "@stevedore/core/Actor"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * const start = Actor.fromModule<typeof import("./math.ts")>(new URL("./math.ts", import.meta.url), { size: 2 })
 * const math = await Actor.promises(start, { layer: NodeActorSystem.layer() })
 * assert.equal(await math.add(1, 2), 3)
 * await assert.rejects(math.add.with({ signal: AbortSignal.abort() })(1, 2), { name: "AbortError" })
 * await math[Symbol.asyncDispose]()
 * ```
 *
 * ```ts file=math.ts
 * export const add = (a: number, b: number) => a + b
 * ```
 */
export const promises: {
  <Jobs extends object, E, R, E2>(
    start: Effect.Effect<Jobs, E, R>,
    options: PromiseOptions & { readonly layer: Layer.Layer<Exclude<R, Scope.Scope>, E2> }
  ): Promise<Promises<Jobs> & AsyncDisposable>
  <Jobs extends object>(jobs: Jobs & NotAnEffect<Jobs>, options?: PromiseOptions): Promises<Jobs>
} = (from: any, options?: any): any =>
  Effect.isEffect(from)
    ? ModulePromises.ofEffect(from as Effect.Effect<any, unknown>, options)
    : ModulePromises.ofJobs(from, options, Context.empty())
