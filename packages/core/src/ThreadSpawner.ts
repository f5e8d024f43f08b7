/**
 * The port through which an actor system gets threads: what a platform package implements, so that this package needs
 * no `node:` module. Used by the main thread only (`spawn`) and by a fresh thread's bootstrap (`ThreadHost`).
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { ActorError } from "./ActorError.ts"
import type { EventLoop } from "./internal/thread/eventLoop.ts"

/**
 * One end of the control channel between main and a thread: for starting, stopping, names and logs, never for jobs.
 * Messages are structured-cloned and arrive in order.
 */
export interface ThreadPort {
  /** `transfer`: ends of channels (see `BufferPort`) that are in the message, and go with it. */
  readonly post: (message: unknown, transfer?: ReadonlyArray<unknown>) => void
  /** Takes the oldest message that has arrived, without the event loop; `undefined` when there is none. */
  readonly takeSync: () => unknown
  /** Sets the listener (one); messages that came before are kept and delivered. */
  readonly onMessage: (listener: (message: unknown) => void) => void
  /** While ref'd, the port keeps the process alive. Idempotent. */
  readonly ref: () => void
  readonly unref: () => void
  readonly close: () => void
}

/** Buffers that were moved together, by the number under which they were posted. */
export interface MovedBuffers {
  readonly key: number
  readonly buffers: ReadonlyArray<ArrayBuffer>
}

/**
 * One end of a channel between two threads, for buffers that are moved. What was posted can be taken at once by a thread
 * that has the other end, also after the poster has died. It holds no event loop, and nobody is told that something came.
 */
export interface BufferPort {
  /** Moves the buffers: they are detached here. Throws where one cannot be moved, and then none was. */
  readonly post: (key: number, buffers: ReadonlyArray<ArrayBuffer>) => void
  /** The oldest that has arrived, without the event loop; `undefined` when there is none. */
  readonly takeSync: () => MovedBuffers | undefined
  readonly close: () => void
}

/** How a thread ended. `error` is set when it was ended by an uncaught throw, a rejection or a limit. */
export interface ThreadExit {
  /** `undefined` where nobody can know it: of a thread that somebody else has started. */
  readonly code: number | undefined
  readonly error?: unknown
}

/**
 * Limits of one thread's JavaScript heap, in megabytes, as `worker_threads` defines them. A net, no wall: at the limit a
 * thread usually dies alone (`ThreadDied`), but Node 24 may also end the whole process (`FATAL ERROR: Reached heap limit`;
 * seen with one that fills arrays of numbers under 64 MB), and a very small `maxYoungGenerationSizeMb` may leave it
 * collecting garbage for a long time. Buffers and strings outside the heap are not counted.
 */
export interface ResourceLimits {
  readonly maxOldGenerationSizeMb?: number | undefined
  readonly maxYoungGenerationSizeMb?: number | undefined
  readonly codeRangeSizeMb?: number | undefined
  readonly stackSizeMb?: number | undefined
}

/** What `spawn` is asked for. `boot` is structured-cloned to the thread as it is. */
export interface SpawnRequest {
  readonly name: string
  readonly boot: unknown
  readonly resourceLimits?: ResourceLimits | undefined
}

/** A thread that was started. Lives on main. */
export interface SpawnedThread {
  readonly port: ThreadPort
  /**
   * Sets the listener (one), called exactly once, after the thread's last instruction: everything it wrote to shared
   * memory and everything it posted is there by then (`port.takeSync` still reads it).
   */
  readonly onExit: (listener: (exit: ThreadExit) => void) => void
  /** Ends the thread between any two instructions; resolves when it has exited. Idempotent. */
  readonly terminate: () => Promise<void>
  /** Share of time the thread's event loop was busy since it started, 0 to 1. */
  readonly utilization: () => number
}

/**
 * Starts threads. Provided by a platform package (`NodeThreadSpawner.layer`).
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import { ThreadSpawner } from "@stevedore/core/ThreadSpawner"
 * import * as NodeThreadSpawner from "@stevedore/platform-node/NodeThreadSpawner"
 *
 * const program = Effect.gen(function*() {
 *   const spawner = yield* ThreadSpawner
 *   assert.equal(typeof spawner.spawn, "function")
 * })
 * await Effect.runPromise(Effect.provide(program, NodeThreadSpawner.layer))
 * ```
 */
export class ThreadSpawner extends Context.Service<
  ThreadSpawner,
  {
    /** Never interrupted: what it has started is always handed over, and then ended by whoever no longer wants it. */
    readonly spawn: (request: SpawnRequest) => Effect.Effect<SpawnedThread, ActorError>
    /** A thread that somebody else has started: what main knows of it, and the end of its port, to be handed to it. */
    readonly foreign?: (() => { readonly spawned: SpawnedThread; readonly end: unknown }) | undefined
    /** A channel for moved buffers: its two ends, to be posted to two threads, or opened on main. */
    readonly channel: () => readonly [unknown, unknown]
    /** On main: the port of an end. */
    readonly openEnd: (end: unknown) => BufferPort
    /**
     * A handle that keeps the process alive while ref'd: held while main has jobs outstanding. Starts unref'd, and is
     * counted: several systems may share a spawner, and each calls `unref` as often as `ref`.
     */
    readonly keepAlive: { readonly ref: () => void; readonly unref: () => void }
    /** Main's event loop and clocks, where they are not the globals. */
    readonly eventLoop?: EventLoop | undefined
  }
>()("@stevedore/core/ThreadSpawner") {}

/** Why an entry module could not be imported. */
export interface ImportFailure {
  readonly cause: "missing" | "syntax" | "threw"
  /** Every file that was tried, in order. */
  readonly tried: ReadonlyArray<string>
  readonly error: unknown
}

/** What a platform's bootstrap hands to `ThreadEntry.run` inside a fresh thread. */
export interface ThreadHost {
  readonly boot: unknown
  readonly port: ThreadPort
  /** The port of an end that came over the control channel. */
  readonly openEnd: (end: unknown) => BufferPort
  /** Imports an entry by URL; where `x.ts` is missing, `x.js` is tried (and `.mts` → `.mjs`). */
  readonly importEntry: (url: string) => Promise<{ readonly module: object } | { readonly failure: ImportFailure }>
  /** Ends this thread, after what it wrote to stdout, stderr and the port is on its way. */
  readonly exit: (code: number) => void
  /** The thread's event loop and clocks, where they are not the globals. */
  readonly eventLoop?: EventLoop | undefined
  /**
   * Whether anything besides this library's own port waits for the thread's event loop: timers, sockets, requests under
   * way. Only where the platform can tell does a thread stop for a moment between two jobs, see `SystemOptions.linger`.
   */
  readonly isLoopWanted?: (() => boolean) | undefined
  /** Holds the thread's event loop while replies are outstanding; where it is missing, the port holds it as long as it lives. */
  readonly keepAlive?: { readonly ref: () => void; readonly unref: () => void } | undefined
  /**
   * The thread goes on when it has left the system: what it has asked and not heard of fails then, and so does what it sends
   * later, `Stopped` both. A thread that ends takes its fibers along.
   */
  readonly livesOn?: boolean | undefined
  /** What the thread's fibers begin with: a scheduler or a clock of the platform. Nothing by default. */
  readonly context?: Context.Context<never> | undefined
}
