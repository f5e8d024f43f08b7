/**
 * Actors: a protocol of Rpcs as a service class, and the layers that decide where it runs. The program that uses the
 * service does not change with the layer.
 */
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Rpc from "effect/rpc/Rpc"
import * as RpcGroup from "effect/rpc/RpcGroup"
import type * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import type { ActorError } from "./ActorError.ts"
import type { ActorSystem, ThreadServices } from "./ActorSystem.ts"
import type { Client } from "./Client.ts"
import type { CurrentJob } from "./CurrentJob.ts"
import * as ActorLayers from "./internal/actorLayers.ts"
import type { HostedPart } from "./internal/hostLayer.ts"
import { checkId, defineGroup } from "./internal/defineGroup.ts"
import { invalid } from "./internal/options.ts"
import type { Routing } from "./Routing.ts"
import type { Group } from "./Supervision.ts"
import type { ResourceLimits } from "./ThreadSpawner.ts"

// -- what users call ---------------------------------------------------------------------------------------------------

export type {
  /** One Rpc as its users call it. See `Client`. */
  AskMethod,
  /** Options of an ask. See `Client`. */
  AskOptions,
  /** How a broadcast ended on one thread, as it comes. See `Client`. */
  BroadcastCompletion,
  /** How a broadcast ended on one thread. See `Client`. */
  BroadcastExit,
  /** A job to every thread of an actor. See `Client`. */
  BroadcastMethod,
  /** Options of a broadcast. See `Client`. */
  BroadcastOptions,
  /** The service value of an actor: a method for each Rpc. See `Client`. */
  Client,
  /** The method of one Rpc. See `Client`. */
  Method,
  /** Options of one send. See `Client`. */
  SendOptions,
  /** An Rpc with `stream: true` as its users call it. See `Client`. */
  StreamMethod,
  /** Options of a stream. See `Client`. */
  StreamOptions,
  /** A submitted job: in the mailbox, its exit to come. See `Client`. */
  Submitted,
  /** What became of a job that was told from a plain callback. See `Client`. */
  Told,
  /** Telling from plain callbacks. See `Client`. */
  TellUnsafe
} from "./Client.ts"

// -- handlers, entries, options ----------------------------------------------------------------------------------------

/** "The handlers of actor `Self` are here": what `toLayer` provides and an entry serves. */
export interface Handlers<in out Self> {
  readonly "~@stevedore/core/Handlers": (_: Self) => Self
}

/** How handlers run. */
export interface HandlerOptions {
  /** Jobs of one instance that may run at once. Default 1: an actor's state is never touched by two jobs. */
  readonly concurrency?: number | "unbounded" | undefined
}

/** A module to run in threads. Contravariant as Layer is: an entry that serves A | B is an entry for A. */
export interface Entry<in Served> {
  readonly "~@stevedore/core/Entry": (_: Served) => void
  readonly url: string
}

/** What an entry module exports by default: a Layer of handlers that needs no more than a thread has. */
export interface EntryModule {
  readonly default: Layer.Layer<any, any, ThreadServices>
}

/**
 * Names the module that threads run. With `typeof import(…)`, which no layer accepts it without, the compiler checks that
 * its default export serves the actor. Where `x.ts`
 * does not exist when a thread starts, `x.js` is tried: a build rewrites imports, but not URLs. Throws `InvalidOption`
 * for what is neither a text nor a URL.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Actor from "@stevedore/core/Actor"
 *
 * const entry = Actor.entry(new URL("./digest.thread.ts", "file:///app/"))
 * assert.equal(entry.url, "file:///app/digest.thread.ts")
 * ```
 */
export const entry = <M extends EntryModule = never>(
  url: string | { readonly href: string }
): Entry<Layer.Success<M["default"]>> => {
  const href: unknown = typeof url === "string" ? url : (url as { readonly href: string } | null | undefined)?.href
  if (typeof href === "string") return { "~@stevedore/core/Entry": () => {}, url: href }
  throw invalid(
    "entry",
    url,
    'use Actor.entry<typeof import("./x.thread.ts")>(new URL("./x.thread.ts", import.meta.url))'
  )
}

/** One member per Rpc, discriminated by `tag`: what `Routing.consistentKey` gets as its second argument. */
export type JobOf<Rpcs extends Rpc.Any> = Rpcs extends Rpc.Any
  ? { readonly tag: Rpcs["_tag"]; readonly payload: Rpc.Payload<Rpcs> }
  : never

/** What a hosted actor's mailbox does, whoever sends. */
export interface MailboxOptions {
  /** Unstarted jobs one sending thread may have at one thread of the actor. Default 65,536. */
  readonly window?: number | undefined
  /**
   * What a send does when there is no room: wait (the default), wait so long, or fail with `MailboxFull`. Or nobody waits
   * and one of this thread's jobs gives way, for news that are stale soon: the one that comes (`"dropNewest"`), or its
   * oldest one that has not started (`"dropOldest"`). A tell that gives way is a dead letter with the reason
   * `MailboxFull`; an ask or a submitted job fails with it, `started: false`. With `"dropOldest"` that begins at a window of
   * unstarted jobs: where the table of jobs or memory is full before, what comes stands in the sender's heap, a window at
   * most and however large, and a `submit` waits there until its job is in the mailbox (`docs/delivery.md`, Exhaustion).
   */
  readonly whenFull?: "suspend" | "fail" | "dropNewest" | "dropOldest" | Duration.Input | undefined
  /**
   * From when on its jobs count as slow: main logs a warning, once for each, while it runs. Default: `slowAfter` of the
   * system, 50 ms. `Job.SlowAfter` on an Rpc counts before this; `ActorSystem.slowAfter` changes it.
   */
  readonly slowAfter?: Duration.Input | "never" | undefined
}

/** Options of an actor on a thread of its own. */
export interface ThreadOptions<Served> extends MailboxOptions {
  readonly entry: Entry<Handlers<Served>>
  /** The thread's name. Default: the actor's id. */
  readonly name?: string | undefined
  /** Limits of the thread's heap; Node 24 does not always keep to them: see `ResourceLimits`. */
  readonly resourceLimits?: ResourceLimits | undefined
  /**
   * When a thread that died is started again. Meanwhile sends wait; what had not started moves to another thread of the
   * pool or waits for the new one, in order. Default: `Supervision.backoff()`, which is after 50 ms, doubling up to 5 s,
   * at most 10 times in 60 s. Each thread of a pool has its own count. The schedule's input is the `ActorErrorReason` of
   * the death. When it ends, or with `"never"`, the thread is given up.
   */
  readonly restart?: Schedule.Schedule<unknown, unknown> | "never" | undefined
  /**
   * What follows when a thread is given up. `"stop"`, the default: its place is gone for good. A pool goes on with the
   * rest; jobs that nobody serves any more fail with `ThreadDied`. `"escalate"`: the program cannot do without it, so
   * `ActorSystem.awaitFailure` fails with the cause, and the whole system stops.
   */
  readonly onGiveUp?: "stop" | "escalate" | undefined
  /**
   * What becomes of its place when it was told to end and does not end within the system's `terminateTimeout`: it is in a
   * call that nothing can interrupt, and may be at work. `"replace"`: another thread takes it at once, although the old one
   * may still change something; the default where the actor works on several jobs at a time. `"wait"`: it stays empty
   * until the old one has ended, and sends wait; the default where the actor works on one job at a time.
   */
  readonly whenLost?: "wait" | "replace" | undefined
  /** Other threads that die and are started again with it, whose `restart` and `onGiveUp` count then. */
  readonly group?: Group | undefined
}

/** Options of an actor on a pool of threads, named `name-0` and so on. */
export interface PoolOptions<Served, Rpcs extends Rpc.Any> extends ThreadOptions<Served> {
  /** Threads. Default: what the machine can run at the same time. */
  readonly size?: number | undefined
  /** How the thread of a job is chosen. Default: `Routing.roundRobin`. */
  readonly routing?: Routing<Rpc.Payload<Rpcs>, JobOf<Rpcs>> | undefined
  /**
   * Who is started again when a thread of the pool dies: that one (`"oneForOne"`, the default), or all of them, as in a
   * `Supervision.group` of their own.
   */
  readonly strategy?: "oneForOne" | "allForOne" | undefined
  /** For `"allForOne"`: how long the others may take to finish what they have started. Default 5 seconds. */
  readonly finishWithin?: Duration.Input | undefined
}

// -- the service class -------------------------------------------------------------------------------------------------

/** Captured when a layer is built: codecs' services, and middleware of that side. */
type ClientNeeds<Rpcs extends Rpc.Any> = Rpc.ServicesClient<Rpcs> | Rpc.MiddlewareClient<Rpcs>
type ServerNeeds<Rpcs extends Rpc.Any> = Rpc.ServicesServer<Rpcs> | Rpc.Middleware<Rpcs>

/** What handlers need that the hosting thread does not bring for each job. */
type HandlerNeeds<Rpcs extends Rpc.Any, H> = Exclude<RpcGroup.HandlersServices<Rpcs, H>, CurrentJob>

/** An actor: a service class with the layers that provide it. */
export interface ServiceClass<
  Self,
  Id extends string,
  Rpcs extends Rpc.Any,
  Served = Self
> extends Context.ServiceClass<Self, Id, Client<Rpcs>> {
  readonly group: RpcGroup.RpcGroup<Rpcs>
  readonly "~@stevedore/core/Self": Self
  readonly "~@stevedore/core/Served": Served
  readonly "~@stevedore/core/Part": HostedPart
  /** Handlers, or an Effect that makes them: once for each thread, its Scope closed when the thread stops. */
  toLayer<H extends RpcGroup.HandlersFrom<Rpcs>, EX = never, RX = never>(
    build: H | Effect.Effect<H, EX, RX>,
    options?: HandlerOptions
  ): Layer.Layer<Handlers<Served>, EX, Exclude<RX, Scope.Scope> | HandlerNeeds<Rpcs, H> | ServerNeeds<Rpcs>>
  /**
   * On this very thread, with the real codec, order and concurrency rule: for tests, and where threads do not pay. Its
   * actor system is its own, with the default times.
   */
  layerLocal<E, R>(
    handlers: Layer.Layer<Handlers<Served>, E, R>,
    options?: MailboxOptions
  ): Layer.Layer<Self, E, Exclude<R, ThreadServices> | ClientNeeds<Rpcs>>
  /**
   * Served on the main thread, for all threads of the system. Its stop hooks run once, when this layer closes or the system
   * stops, whichever is first, and no longer than `stopTimeout`: what does not end is named in the log and left.
   */
  layerMain<E, R>(
    handlers: Layer.Layer<Handlers<Served>, E, R>,
    options?: MailboxOptions
  ): Layer.Layer<Self, E | ActorError, Exclude<R, ThreadServices> | ActorSystem | ClientNeeds<Rpcs>>
  /**
   * Served on the thread that builds this layer, main or any other, beside the threads that serve it so already: in an entry,
   * or later. Jobs go to them in turn; `{ thread: "…" }` and `broadcast` as in a pool. The name comes with the first of them and goes
   * with the last. Ready when every thread of the system knows, so what is sent after that may come here; when it closes, what
   * was sent here until all know is finished, no longer than `stopTimeout`. Of a thread that dies, what had not started goes to
   * the others, except what was sent to it by its name; one that is started again joins again with its entry. Fails with
   * `InvalidOption` where another layer serves the actor alone, where this thread serves it so already, and for another version
   * of it, or other options, than the others have; with `Unreachable` where a thread that does not yield has not heard of it
   * within `startTimeout`. `ActorSystem.members` tells who serves it.
   */
  layerHere<E, R>(
    handlers: Layer.Layer<Handlers<Served>, E, R>,
    options?: MailboxOptions
  ): Layer.Layer<Self, E | ActorError, Exclude<R, ThreadServices> | ActorSystem | ClientNeeds<Rpcs>>
  /** On a thread of its own. */
  layerThread(options: ThreadOptions<Served>): Layer.Layer<Self, ActorError, ActorSystem | ClientNeeds<Rpcs>>
  /** On a pool of threads. */
  layerPool(options: PoolOptions<Served, Rpcs>): Layer.Layer<Self, ActorError, ActorSystem | ClientNeeds<Rpcs>>
  /** The client by name, on any thread, without waiting: sends to an actor not yet started wait, bounded. */
  readonly layerRef: Layer.Layer<Self, never, ActorSystem | ClientNeeds<Rpcs>>
  /** For tests: some handlers (no verbs to write), the real codec; a missing one dies by name. */
  layerTest<H extends Partial<RpcGroup.HandlersFrom<Rpcs>>>(
    handlers: H
  ): Layer.Layer<Self, never, HandlerNeeds<Rpcs, H> | ServerNeeds<Rpcs> | ClientNeeds<Rpcs>>
  /** The same actor (same handlers, same entry) under another tag. */
  as<Other>(): <const Id2 extends string>(id: Id2) => ServiceClass<Other, Id2, Rpcs, Served>
}

/** Any actor class, for code that is generic in actors: hosts of several, for one. */
export interface Any {
  readonly key: string
  readonly group: RpcGroup.Any
  readonly "~@stevedore/core/Self": unknown
  readonly "~@stevedore/core/Served": unknown
  readonly "~@stevedore/core/Part": HostedPart
}

/** The service of an actor class; of a union of classes, of all of them. */
export type Self<A extends Any> = A["~@stevedore/core/Self"]

/** What an entry has to serve for an actor class; for a union of classes, for all of them. */
export type HandlersOf<A extends Any> = A extends Any ? Handlers<A["~@stevedore/core/Served"]> : never

/** The jobs of an actor class, or of any of a union of classes: what routing functions get. */
export type JobsOf<A extends Any> = A extends Any ? JobOf<RpcGroup.Rpcs<A["group"]>> : never

/** The services that the client of an actor class captures when its layer is built. */
export type Needs<A extends Any> = A extends Any ? ClientNeeds<RpcGroup.Rpcs<A["group"]>> : never

type MissingSelf = `Missing Self: write \`class X extends Actor.Service<X>()(…)\``

/** What `Actor.Service<Self>()` returns: takes the id and the Rpcs, as an array or as an RpcGroup. */
export interface ServiceMaker<Self> {
  <const Id extends string, const Rpcs extends ReadonlyArray<Rpc.Any>>(
    id: Id,
    rpcs: Rpcs
  ): [Self] extends [never] ? MissingSelf : ServiceClass<Self, Id, Rpcs[number]>
  <const Id extends string, Rpcs extends Rpc.Any>(
    id: Id,
    group: RpcGroup.RpcGroup<Rpcs>
  ): [Self] extends [never] ? MissingSelf : ServiceClass<Self, Id, Rpcs>
}

/**
 * Defines an actor. The id names it in the whole system. Throws, naming the Rpc and the place, when two Rpcs have one
 * tag, or when a schema cannot be carried between threads.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Rpc from "effect/rpc/Rpc"
 * import * as Schema from "effect/Schema"
 * import * as Actor from "@stevedore/core/Actor"
 *
 * class Adder extends Actor.Service<Adder>()("docs/Adder", [
 *   Rpc.make("add", { payload: { a: Schema.Number, b: Schema.Number }, success: Schema.Number })
 * ]) {}
 *
 * const program = Effect.gen(function*() {
 *   const adder = yield* Adder
 *   assert.equal(yield* adder.add({ a: 1, b: 2 }), 3)
 *   const job = yield* adder.add.submit({ a: 3, b: 4 })
 *   assert.equal(yield* job.await, 7)
 * })
 * const handlers = Adder.toLayer({ add: ({ a, b }) => Effect.succeed(a + b) })
 * await Effect.runPromise(Effect.provide(program, Adder.layerLocal(handlers)))
 * ```
 */
export const Service = <Self = never>(): ServiceMaker<Self> =>
  // The overloads differ in types only; the class is built from the group either way.
  ((id: string, rpcs: ReadonlyArray<Rpc.Any> | RpcGroup.RpcGroup<any>) =>
    makeClass(id, defineGroup(id, rpcs), id)) as unknown as ServiceMaker<Self>

// -- plain functions: see ModuleActor.ts -------------------------------------------------------------------------------

/**
 * A module's exported functions as jobs, without schemas.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Actor from "@stevedore/core/Actor"
 *
 * const math = { add: (a: number, b: number) => a + b }
 * const sum = Effect.flatMap(Actor.fromModuleLocal(math), (jobs) => jobs.add(1, 2))
 * assert.equal(await Effect.runPromise(Effect.scoped(sum)), 3)
 * ```
 */
export { fromModule, fromModuleLocal, move, promises, stream } from "./ModuleActor.ts"

const makeClass = (id: string, definition: ReturnType<typeof defineGroup>, served: string): unknown => {
  checkId(id)
  const tag = Context.Service<any, any>(id)
  const layers = ActorLayers.make(tag, id, served, definition)
  return Object.assign(tag, {
    group: definition.group,
    ...layers,
    as: () => (other: string) => makeClass(other, definition, served)
  })
}
