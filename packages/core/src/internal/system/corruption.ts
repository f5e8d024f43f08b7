/**
 * What main does when debug mode has found shared memory that cannot be: the thread whose lane it is is ended, which gives
 * that lane back as new, and its jobs fail with the dump. Which end is main's own and cannot be ended: then the other one.
 */
import * as Effect from "effect/Effect"
import type { ArenaCorrupt } from "../../ActorError.ts"
import type { Handle } from "./mainHandle.ts"
import type { MainSystem } from "./mainSystem.ts"
import { NO_THREAD } from "../thread/debugLanes.ts"
import { Settlement } from "../thread/orphans.ts"
import { terminate } from "./terminating.ts"

/** Found by that thread, in a lane to it; or by main, in a lane from it. */
export const endCorrupt = (main: MainSystem, handle: Handle, problem: ArenaCorrupt): void => {
  handle.corrupt = problem
  const said = Effect.logError(`thread "${handle.name}" is ended: ${problem.message}`)
  Effect.runForkWith(main.options.context)(Effect.andThen(said, terminate(main, handle)))
}

/** Found by main, in a lane from the thread with that record, or to it. */
export const corruptOnMain = (main: MainSystem, thread: number, problem: ArenaCorrupt): void => {
  const { loop, options, threads } = main
  const handle = threads.find((each) => each.thread === thread)
  if (handle !== undefined) return endCorrupt(main, handle, problem)
  const isMain = thread === loop.thread
  // A thread that is no more has been dealt with. Of memory for a buffer of main's own nobody else hears.
  if (isMain || thread === NO_THREAD) Effect.runForkWith(options.context)(Effect.logError(problem.message))
  if (!isMain) return
  // Main's lane to itself: what was sent on it is over.
  loop.afterDrain(() => {
    const settlement = new Settlement(loop.outbox, loop.mesh.peer(thread), problem, true)
    while (settlement.step());
    settlement.tell()
  })
}
