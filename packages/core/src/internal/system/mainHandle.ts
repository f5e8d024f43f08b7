/**
 * What main is given for a system, and what it keeps of each thread that it started.
 */
import type * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { ActorErrorReason, ArenaCorrupt, ThreadDied } from "../../ActorError.ts"
import type { SpawnedThread, ThreadExit, ThreadSpawner } from "../../ThreadSpawner.ts"
import type { ModuleFunction } from "./control.ts"
import type { ThreadEntry } from "./directory.ts"
import type { EventLoop } from "../thread/eventLoop.ts"
import type { LingerOption } from "../thread/linger.ts"
import type { KeepAlive } from "../thread/loopHold.ts"
import type * as Layout from "../memory/layout.ts"
import type { Place } from "../supervision/place.ts"

export interface MainOptions {
  readonly sizes: Layout.MemorySizes
  readonly startTimeoutMillis: number
  readonly stopTimeoutMillis: number
  readonly interruptGraceMillis: number
  readonly nestedWaitMillis: number
  readonly deadLetterLogMillis: number
  /** From when on a job counts as slow, unless something more particular holds. */
  readonly slowAfterMillis: number
  readonly terminateTimeoutMillis: number
  readonly linger: LingerOption
  readonly spawner: ThreadSpawner["Service"] | undefined
  readonly keepAlive: KeepAlive
  /** Main's own. */
  readonly eventLoop?: EventLoop | undefined
  /** For logs: the loggers and annotations of the program that built the system. */
  readonly context: Context.Context<never>
}

/** Why a thread has ended that nobody had asked to. */
export type Death = ThreadDied | ArenaCorrupt

/** A thread that main started, or has invited. */
export interface Handle {
  readonly thread: number
  readonly incarnation: number
  readonly name: string
  /** The actors it serves. */
  readonly actors: ReadonlyArray<string>
  readonly spawned: SpawnedThread
  /** Somebody else has started it: nobody here can end it. */
  readonly invited: boolean
  readonly ready: Deferred.Deferred<void, ActorErrorReason>
  readonly exited: Deferred.Deferred<ThreadExit>
  /** Its place may be taken: it has exited, or is lost and may be replaced all the same. With the cause. */
  readonly over: Deferred.Deferred<Death>
  /** The same, for those who look. */
  cause: Death | undefined
  /** Where those who watch it look. */
  readonly place: Place | undefined
  /** What its layer says about its place while it does not end. */
  readonly whenLost: "wait" | "replace" | undefined
  /** It was told to end and has not: why its jobs there failed. */
  lost: ThreadDied | undefined
  /** Its start was acknowledged. */
  started: boolean
  /** The names that it has acknowledged. */
  applied: number
  /** Who has asked it to stop. */
  stoppedBy: "layer" | "system" | "group" | undefined
  /** It says that its stop hooks run. */
  inHooks: boolean
  /** Main has ended it, or tries to. */
  terminated: boolean
  /** It was asked to stop and ended by itself before it had: how. */
  diedStopping: string | undefined
  /** `ActorSystem.kill` was asked for it: its death is no fault. */
  killed: boolean
  /** Why it was ended, where its lanes held what cannot be. */
  corrupt: ArenaCorrupt | undefined
  /** The thread whose death made it end, to be started again together with it. */
  recycledWith: string | undefined
  /** It had not ended in time. */
  overdue: boolean
  held: ReadonlyArray<string>
  /** What held it was logged. */
  reported: boolean
  /** Lines of its log that were taken. */
  logged: number
  /** Dead letters that it has told of. */
  lettersTold: number
  /** Its instances that work on one job at a time. */
  serial: ReadonlyArray<number>
  /** The functions of the module that it serves. */
  functions: ReadonlyArray<ModuleFunction>
}

/** A thread that was just spawned. */
export const makeHandle = (
  spawned: Pick<Handle, "thread" | "incarnation" | "name" | "actors" | "spawned" | "invited" | "whenLost" | "place">
): Handle => ({
  ...spawned,
  ready: Deferred.makeUnsafe(),
  exited: Deferred.makeUnsafe(),
  over: Deferred.makeUnsafe(),
  cause: undefined,
  lost: undefined,
  started: false,
  applied: 0,
  stoppedBy: undefined,
  inHooks: false,
  terminated: false,
  diedStopping: undefined,
  killed: false,
  corrupt: undefined,
  recycledWith: undefined,
  overdue: false,
  held: [],
  reported: false,
  logged: 0,
  lettersTold: 0,
  serial: [],
  functions: []
})

/** Its place may be taken from now on. Whoever waits for that goes on later. */
export const endPlace = (handle: Handle, cause: ThreadDied): void => {
  handle.cause ??= handle.corrupt ?? cause
  Deferred.doneUnsafe(handle.over, Exit.succeed(handle.cause))
}

/** How it is listed. */
export const entryOf = ({ incarnation, lost, name, thread }: Handle): ThreadEntry => ({
  thread,
  incarnation,
  name,
  ...(lost === undefined ? {} : { lost: lost.detail })
})

/**
 * Whether another one may take the place of a lost thread, which may still be at work: an actor that works on one job at
 * a time would then work on two, so there only if its layer says so.
 */
export const mayBeReplaced = ({ serial, started, whenLost }: Handle): boolean =>
  whenLost === undefined ? started && serial.length === 0 : whenLost === "replace"

/** What is logged about the end of one that has not ended in order. */
export const obituary = ({ killed, lost, name }: Handle, detail: string): Effect.Effect<void> => {
  if (lost !== undefined) return Effect.logInfo(`thread "${name}" has ended at last`)
  return killed ? Effect.logInfo(`thread "${name}" was killed`) : Effect.logError(`thread "${name}" died: ${detail}`)
}
