/**
 * What the loop of a thread is given by whoever starts the thread.
 */
import type { ActorErrorReason } from "../../ActorError.ts"
import type { DeadLetter } from "../../DeadLetter.ts"
import type { Arena } from "../memory/arena.ts"
import type { DebugOwner } from "./debugLanes.ts"
import type { EventLoop } from "./eventLoop.ts"
import type { KeepAlive } from "./loopHold.ts"
import type { MakeStaying } from "./rest.ts"
import type { SlowReport } from "./slowJobs.ts"
import type { SlowLimits } from "./slowLimits.ts"

export interface ThreadLoopOptions extends DebugOwner {
  readonly arena: Arena
  readonly thread: number
  readonly keepAlive: KeepAlive
  /** The globals by default. */
  readonly eventLoop?: EventLoop | undefined
  /** It sleeps at once by default: simulated threads, and whoever starts a loop by itself, have nothing to gain from staying awake. */
  readonly linger?: MakeStaying | undefined
  /** The machine runs one thread at a time: a ring takes the processor from whoever rings. False by default. */
  readonly runsAlone?: boolean
  /** How a thread ended, as main has told: the reason its jobs fail with. */
  readonly deathReason: (thread: number) => ActorErrorReason
  /** Called at a notice that is about no death, and each time this thread has acknowledged one. */
  readonly noticed: (acknowledged: boolean) => void
  /** Jobs of the dead that are dealt with in one turn. Smaller only in tests. */
  readonly sliceJobs?: number
  /** Jobs sent between two looks at those before. Smaller only in tests. */
  readonly lookEvery?: number
  /** Asks main for a port to that incarnation of a thread: see moves.ts. */
  readonly wantPort?: (thread: number, incarnation: number) => void
  /** From when on a job counts as slow. Never, where it is missing. */
  readonly slowLimits?: SlowLimits | undefined
  readonly slow?: (report: SlowReport) => void
  /** A job of another thread by its actor's instance and the place of its method. */
  readonly jobOf?: (instance: number, method: number) => readonly [actor: string, job: string] | undefined
  /** Dead letters, told in batches: of this thread, and on main of all. */
  readonly lost?: (letters: ReadonlyArray<DeadLetter>) => void
}
