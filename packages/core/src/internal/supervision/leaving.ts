/**
 * A thread that ends because another one of its group has died: it finishes what has started and no more. To those who
 * have jobs there it is a death that comes politely: what had not started goes on, in order, in the next thread.
 */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { ThreadDied } from "../../ActorError.ts"
import type { Handle } from "../system/mainHandle.ts"
import type { MainSystem } from "../system/mainSystem.ts"
import * as Terminating from "../system/terminating.ts"
import type { ThreadLoop } from "../thread/threadLoop.ts"

/** How long finalizers of interrupted jobs may take, and how much later a thread that does not yield is ended. */
const FINALIZERS_MILLIS = 500
const UNRESPONSIVE_MILLIS = 1000

/** What its jobs that had started, and were not finished in time, fail with. */
export const recycled = (because: string): ThreadDied =>
  new ThreadDied({ confirmed: true, detail: `restarted together with ${because} of its group` })

/** On the thread itself: completes when nothing runs any more, or does not heed its interruption. */
export const leave = (loop: ThreadLoop, deadlineMillis: number): Effect.Effect<void> =>
  Effect.gen(function* () {
    const actors = Array.from(loop.actors.values())
    // Asked for once: the callbacks stay when the waits are given up.
    const idle = Deferred.makeUnsafe<void>()
    let left = actors.length
    const leftOne = (): void => {
      if (--left === 0) Deferred.doneUnsafe(idle, Effect.void)
    }
    loop.afterDrain(() => {
      for (const actor of actors) actor.leave(once(leftOne))
      if (actors.length === 0) Deferred.doneUnsafe(idle, Effect.void)
    })
    const finished = yield* Effect.timeoutOption(Deferred.await(idle), deadlineMillis)
    if (Option.isNone(finished)) {
      for (const actor of actors) actor.leaveNow()
      yield* Effect.timeoutOption(Deferred.await(idle), FINALIZERS_MILLIS)
    }
    const sent = Effect.callback<void>((resume) => loop.whenSent(() => resume(Effect.void)))
    yield* Effect.timeoutOption(sent, FINALIZERS_MILLIS)
  })

const once = (call: () => void): (() => void) => {
  let called = false
  return () => {
    if (called) return
    called = true
    call()
  }
}

/** On main: completes when the thread has exited. */
export const recycle = (main: MainSystem, handle: Handle, because: string, millis: number): Effect.Effect<void> =>
  Effect.suspend(() => {
    handle.recycledWith = because
    main.loop.flush()
    main.post(handle, { _tag: "recycle", deadlineMillis: millis })
    return Deferred.await(handle.exited).pipe(
      Effect.timeoutOption(millis + FINALIZERS_MILLIS * 2 + UNRESPONSIVE_MILLIS),
      Effect.flatMap((exited) => {
        if (Option.isSome(exited)) return Effect.void
        // It does not get to say so itself.
        handle.overdue = true
        return Effect.asVoid(Terminating.terminate(main, handle))
      })
    )
  })
