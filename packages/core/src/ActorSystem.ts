/**
 * The actor system of a program: the shared memory, the threads, and the names of actors. Made once on main by a
 * platform's layer; every other thread of the system gets its own view of it.
 */
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import type * as Stream from "effect/Stream"
import { type ActorError, InvalidOption } from "./ActorError.ts"
import type { CurrentThread } from "./CurrentThread.ts"
import { shown } from "./internal/options.ts"
import { MainSystem } from "./internal/system/mainSystem.ts"
import type { SystemRuntime } from "./internal/system/systemRuntime.ts"
import { fromRuntime } from "./internal/system/systemService.ts"
import type { SystemSizes } from "./internal/system/systemMemory.ts"
import { invalidSize, timesOf } from "./internal/system/systemOptions.ts"
import { failure } from "./internal/system/systemView.ts"
import type { Key } from "./Job.ts"
import type { DeadLetterEvent } from "./DeadLetter.ts"
import type { ThreadEvent } from "./Supervision.ts"
import { ThreadSpawner } from "./ThreadSpawner.ts"

/** A thread's life, in order; `crashed` when it ended without being asked. */
export type ThreadState = "configured" | "initialized" | "started" | "stopping" | "stopped" | "crashed"

/** What is known of a thread, read from shared memory. `pending` counts jobs sent to it and not ended there. */
export interface ThreadInfo {
  readonly id: number
  readonly name: string
  readonly isMain: boolean
  readonly state: ThreadState
  readonly pending: number
  /** Milliseconds in which it had a job to work on. */
  readonly busyMillis: number
  /** Wake-ups it caused in other threads. */
  readonly rings: number
  /** How often a job or an answer came while the thread stayed awake for it, and what that took. See `linger`. */
  readonly lingerHits: number
  readonly lingerMillis: number
}

/** Figures of the whole system. Counts. */
export interface SystemInfo {
  readonly segmentsFree: number
  readonly segments: number
  /** Blocks of 64 KiB and of 1 MiB, for payloads and results above a segment. */
  readonly smallBlocksFree: number
  readonly smallBlocks: number
  readonly largeBlocksFree: number
  readonly largeBlocks: number
  /** Of the calling thread: jobs begun and not ended, and sends that wait for room or for a thread to come again. */
  readonly jobsInFlight: number
  readonly sendsWaiting: number
  /**
   * Tells that were taken and that nobody will handle, whoever sent them: refused by an actor that closed, or lost with a
   * thread. Those of a sender that has died are added when every thread has dealt with its death.
   */
  readonly deadLetters: number
  /** Of the calling thread: jobs whose asker has left and whose handler still runs. */
  readonly abandoned: number
}

/**
 * What can be asked for its pending jobs: a thread by name, an actor (all its threads), or the thread a key maps to. A thread and
 * an actor at once are `InvalidOption`, here and in `WatchOf` and `SlowOf`.
 */
export type PendingOf =
  { readonly thread: string } | { readonly actor: { readonly key: string }; readonly key?: Key | undefined }

/** What can be watched: a thread by its name, or all threads of an actor. */
export type WatchOf = { readonly thread: string } | { readonly actor: { readonly key: string } }

/**
 * What a thread needs that wants to attach: `worker.postMessage(handle, transfer)`, and there, once,
 * `NodeForeignThread.layer(handle)`. `attached` completes when it has; it fails when that takes longer than `startTimeout`, and
 * the handle is void then. Until it has attached it takes nothing of the system but its name.
 */
export interface Invitation {
  readonly handle: unknown
  /** Goes along with the handle, which may be posted once. */
  readonly transfer: ReadonlyArray<unknown>
  readonly attached: Effect.Effect<void, ActorError>
}

/** A thread that serves an actor. `id` is that of `ThreadInfo`: another one when it is started again. */
export interface Member {
  readonly thread: string
  readonly id: number
}

/** Who serves an actor, as the thread that asked knows it at each moment. */
export interface Members {
  /** Read at once, at any time; the same array until somebody comes or goes. Empty where nobody serves it now. */
  readonly now: ReadonlyArray<Member>
  /** Begins with how things stand. A reader that is slow gets the latest, without what was in between. */
  readonly changes: Stream.Stream<ReadonlyArray<Member>>
  /**
   * Calls `look` on this thread at each change, until the returned function is called: in the middle of the change, so it only
   * notes what there is to do. Where a thread has died, this one has dealt with its death by then.
   */
  readonly watch: (look: () => void) => () => void
}

/** Whose jobs count as slow from another time on: a job type by its Rpc's tag, a thread by its name, an actor. */
export type SlowOf =
  { readonly actor: { readonly key: string }; readonly job?: string | undefined } | { readonly thread: string }

/**
 * Sizes and times of an actor system; the layer of a platform takes them. All its memory together stays below 2 GiB:
 * `maxThreads` · `jobCapacity` · 4 bytes, and `arenaBytes` or, where that is more, a segment for each of the
 * 2 · `maxThreads`² queues, and the blocks. With segments of 256 KiB and more, say how many threads there will be.
 */
export interface SystemOptions {
  /** Threads at the same time, main included; 1 to 64. Default 64. */
  readonly maxThreads?: number | undefined
  /** Jobs one thread may have in flight. Default 1,000,000; four bytes each, resident only where touched. */
  readonly jobCapacity?: number | undefined
  /** What a payload or a result takes at most, with its envelope, to travel without a block: a power of two from 1 KiB to 1 MiB. Default 16 KiB. */
  readonly segmentBytes?: number | undefined
  /** Memory for queues, resident only where touched. Default 128 MiB. */
  readonly arenaBytes?: number | undefined
  /**
   * How many payloads and results above a segment may be on their way, or wait for a busy actor, at the same time: up to
   * 64 KiB each. When all are taken, the large ones serve, then sends wait as for every other memory. Default 1024 (64
   * MiB, resident only where touched). 0, or at least 2: the last sixteenth is for results.
   */
  readonly smallBlocks?: number | undefined
  /** The same for up to 1 MiB each; what is larger fails with `TooLarge`. Default 64 (64 MiB). 0, or at least 2. */
  readonly largeBlocks?: number | undefined
  /** How long a thread may take to start, and a send waits for a name to appear. Default 10 seconds. */
  readonly startTimeout?: Duration.Input | undefined
  /**
   * How long stopping may take before what holds it is reported and ended; a thread that does not yield is ended a
   * second later. Default 10 seconds.
   */
  readonly stopTimeout?: Duration.Input | undefined
  /** How long an interrupted asker waits for the handler's finalizers. Default 1 second. */
  readonly interruptGrace?: Duration.Input | undefined
  /**
   * How long a send made inside a handler waits for room before it fails with `MailboxFull`, naming who waits for whom:
   * full mailboxes in a circle end in an error, not in a hang. Default 1 second.
   */
  readonly nestedWait?: Duration.Input | undefined
  /**
   * Dead letters are logged by main: the first at once, then at most one line in this time, with the number of those that
   * had none. Default 10 seconds.
   */
  readonly deadLetterLog?: Duration.Input | "never" | undefined
  /**
   * From when on a job counts as slow, unless its layer, its thread or its Rpc (`Job.SlowAfter`) says otherwise: main logs
   * a warning, once for each, while it runs. Default 50 ms.
   */
  readonly slowAfter?: Duration.Input | "never" | undefined
  /**
   * How long a thread that is ended at once may take. One that sits in a call that nothing can interrupt (a synchronous
   * function of `crypto` or `child_process`, a read from a pipe) is given up then: its jobs fail with
   * `ThreadDied{ confirmed: false }`, those that had provably not started go elsewhere, and its memory, and the process if
   * it wants to exit, wait for its end. Default 5 seconds.
   */
  readonly terminateTimeout?: Duration.Input | undefined
  /**
   * Whether threads stay awake for a moment after their last job or answer, since to be woken takes longer than most
   * answers do. `"adaptive"`, the default: while jobs come less than 200 µs apart and no more threads are awake than the
   * machine runs at a time. A thread then looks out for some microseconds, main between turns of its event loop while
   * answers are to come, and may stop for at most 10 ms if nothing else waits for its event loop; an unref'd timer, or a
   * port that was unref'd, may be that late. `"off"`: never. A Duration: always for so long, in turns of the event loop:
   * for machines that have nothing else to do. `ThreadInfo` tells what came of it.
   */
  readonly linger?: "off" | "adaptive" | Duration.Input | undefined
  /**
   * Looks at every record in shared memory before it is read, and fills what is freed with 0xDB: for the hunt after a
   * fault. What cannot be ends the thread that would have read it, and fails its jobs with `ArenaCorrupt` and a dump. Costs
   * nothing when it is off, and then nothing is looked at. Default false.
   */
  readonly debug?: boolean | undefined
}

/**
 * The system that actors live in. Provided by a platform (`NodeActorSystem.layer()`), and by the library itself to
 * entries and handlers on every thread.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import { ActorSystem } from "@stevedore/core/ActorSystem"
 * import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
 *
 * const program = Effect.gen(function*() {
 *   const system = yield* ActorSystem
 *   const threads = yield* system.threads
 *   assert.deepEqual(threads.map((thread) => thread.name), ["main"])
 * })
 * await Effect.runPromise(Effect.provide(program, NodeActorSystem.layer()))
 * ```
 */
export class ActorSystem extends Context.Service<
  ActorSystem,
  {
    /** All threads that live or are starting, main first. From any thread. */
    readonly threads: Effect.Effect<ReadonlyArray<ThreadInfo>>
    /** The name of a thread by its id; `undefined` when there is none of that id any more. From any thread. */
    readonly threadName: (id: number) => Effect.Effect<string | undefined>
    /**
     * Jobs sent and not ended, by any sender. A thread counts what has ended once for each round of its loop, so for an
     * instant a job may be counted whose answer has come. Fails with `Unreachable` when there is no such thread or actor.
     */
    readonly pending: (of: PendingOf) => Effect.Effect<number, ActorError>
    readonly info: Effect.Effect<SystemInfo>
    /**
     * What becomes of threads: starts, deaths with their cause and the restart that follows, stops, giving up. Begins
     * with how things stand, so a watch on what is dead already tells so at once, and nothing comes between that and what
     * follows. A reader that is 1,024 events behind loses the oldest and gets `Missed` in their place. Ends with the
     * system, on a worker with its thread. From any thread.
     */
    readonly watch: (of: WatchOf) => Stream.Stream<ThreadEvent>
    /**
     * Tells that nobody will handle: their actor stopped, or its thread died. On main those of all threads, on another
     * thread its own. Bounded like `watch`. Ends with the system.
     */
    readonly deadLetters: Stream.Stream<DeadLetterEvent>
    /**
     * Fails when a thread was given up whose layer says `onGiveUp: "escalate"`; the system is stopping then. Race your
     * program with it. On main.
     */
    readonly awaitFailure: Effect.Effect<never, ActorError>
    /**
     * Stops all threads, main's actors last: no new jobs, queued ones finished, stop hooks run (of main's actors the
     * latest first); completes when all have exited. Inside a handler or a stop hook on main it does not wait for that one,
     * nor for jobs that wait for it. Fails with the reason `Timeout`, naming what held them up, when `stopTimeout` was over
     * first (they have exited then too; a stop hook on main is interrupted and left); with `ThreadDied` when one ended by
     * itself before it had stopped. A stop hook that fails is logged. Idempotent; on main. Blocks that a Scope on main still
     * holds (`Buffers.acquire`, a `scoped` result) can be read on, and never count as free again: see that Scopes close first.
     */
    readonly stop: Effect.Effect<void, ActorError>
    /**
     * Ends a thread at once, between any two instructions, and completes when its death is confirmed: for tests of what
     * survives a crash, and for emergencies. Logged as information. False when there is no such thread, or it is main.
     * Fails with the reason `Timeout` when it does not end within `terminateTimeout`, and at once with `InvalidOption` for a
     * thread that was invited: only who has started that one can end it. On main.
     */
    readonly kill: (threadName: string) => Effect.Effect<boolean, ActorError>
    /**
     * Lets a thread that this system did not start take part in it, under a name of its own, as long as the scope is open: see
     * `Invitation`. The end of the scope detaches it; `kill` refuses it, and nothing happens to it. On main.
     */
    readonly invite: (name: string) => Effect.Effect<Invitation, ActorError, Scope.Scope>
    /**
     * The threads that serve an actor, whatever layers they are of, in the order in which they came. On each thread as far as
     * it has heard: see `layerHere`, which waits until all have. Throws an `ActorError` for what is no actor. From any thread.
     */
    readonly members: (actor: { readonly key: string }) => Members
    /**
     * Memory that all threads of the system have by this name: made when the first of them asks, all zero, and there as long as
     * the system is. Fails with `InvalidOption` where it has another size already. From any thread.
     */
    readonly shared: (name: string, bytes: number) => Effect.Effect<SharedArrayBuffer, ActorError>
    /**
     * From now on other jobs count as slow: those of a job type, of a thread (by its name, also when it is started again), or
     * of an actor (its pool); the most particular one holds, in that order. Fails with `Unreachable` when there is no such
     * thread or actor. On main.
     */
    readonly slowAfter: (of: SlowOf, after: Duration.Input | "never") => Effect.Effect<void, ActorError>
    readonly "~@stevedore/core/runtime": SystemRuntime
  }
>()("@stevedore/core/ActorSystem") {}

/**
 * Makes a system on this thread, for as long as the scope is open. What platforms build their layer from.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as ActorSystem from "@stevedore/core/ActorSystem"
 *
 * const program = Effect.gen(function*() {
 *   const system = yield* ActorSystem.make({ spawner: undefined, jobCapacity: 1000, arenaBytes: 1024 * 1024, maxThreads: 2 })
 *   assert.equal((yield* system.info).jobsInFlight, 0)
 * })
 * await Effect.runPromise(Effect.scoped(program))
 * ```
 */
export const make = (
  options: SystemOptions & { readonly spawner: ThreadSpawner["Service"] | undefined }
): Effect.Effect<ActorSystem["Service"], ActorError, Scope.Scope> =>
  Effect.gen(function* () {
    const sizes = {
      maxThreads: options.maxThreads ?? 64,
      jobCapacity: options.jobCapacity ?? 1_000_000,
      segmentBytes: options.segmentBytes ?? 16 * 1024,
      arenaBytes: options.arenaBytes ?? 128 * 1024 * 1024,
      smallBlocks: options.smallBlocks ?? 1024,
      largeBlocks: options.largeBlocks ?? 64,
      debug: options.debug === true
    }
    const invalid = invalidSize(sizes)
    if (invalid !== undefined) return yield* failure(invalid)
    const times = timesOf(options)
    if ("_tag" in times) return yield* failure(times)
    const outer = yield* Effect.serviceOption(ActorSystem)
    // One without threads is of this thread alone: `layerLocal` makes it anywhere.
    if (
      options.spawner !== undefined &&
      Option.isSome(outer) &&
      outer.value["~@stevedore/core/runtime"].main === undefined
    )
      return yield* failure(tooLate(options, sizes))
    const context = yield* Effect.context<never>()
    const main = yield* Effect.acquireRelease(
      Effect.sync(
        () =>
          new MainSystem({
            sizes,
            ...times,
            spawner: options.spawner,
            keepAlive: options.spawner?.keepAlive ?? { ref: () => {}, unref: () => {} },
            eventLoop: options.spawner?.eventLoop,
            context
          })
      ),
      (system) => system.close
    )
    return fromRuntime(main)
  })

/** Sizes are fixed before the first thread starts: it, and what it runs, cannot set them any more. */
const tooLate = (options: SystemOptions, sizes: SystemSizes): InvalidOption => {
  const given = (Object.keys(sizes) as Array<keyof SystemSizes>).filter((name) => options[name] !== undefined)
  return new InvalidOption({
    option: given.length === 0 ? "ActorSystem" : given.join(", "),
    value: `${given.length === 0 ? "a second one" : given.map((name) => shown(options[name])).join(", ")}, on a thread of a system that is running`,
    remedy:
      "its memory was laid out before its first thread started: give sizes to the layer on main, and take the system " +
      "from the context of a thread (yield* ActorSystem)"
  })
}

/**
 * A system from a platform's spawner.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 * import * as ActorSystem from "@stevedore/core/ActorSystem"
 * import * as NodeThreadSpawner from "@stevedore/platform-node/NodeThreadSpawner"
 *
 * const live = ActorSystem.layer({ maxThreads: 4 }).pipe(Layer.provide(NodeThreadSpawner.layer))
 * const threads = Effect.flatMap(ActorSystem.ActorSystem, (system) => system.threads)
 * assert.equal((await Effect.runPromise(Effect.provide(threads, live))).length, 1)
 * ```
 */
export const layer = (options: SystemOptions = {}): Layer.Layer<ActorSystem, ActorError, ThreadSpawner> =>
  Layer.effect(
    ActorSystem,
    Effect.flatMap(ThreadSpawner, (spawner) => make({ ...options, spawner }))
  )

/** What every thread provides to its entry module. */
export type ThreadServices = ActorSystem | CurrentThread
