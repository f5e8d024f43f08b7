/**
 * Ending a thread at once. It may sit in a call that nothing can interrupt (a synchronous `crypto` or `child_process`
 * function, a read from a pipe): then it is *lost*. Everybody settles what it was sent as far as that can be without its
 * exit; its memory stays as it is until the exit comes. Runs on main.
 */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { ActorError, InvalidOption, ThreadDied, Timeout } from "../../ActorError.ts"
import type { Handle } from "./mainHandle.ts"
import type { MainSystem } from "./mainSystem.ts"

/** Completes when its death is confirmed, or when it does not end in time: then it is false. */
export const terminate = (main: MainSystem, handle: Handle): Effect.Effect<boolean> =>
  Effect.suspend(() => {
    handle.terminated = true
    // Its exit is what counts, not this promise.
    void handle.spawned.terminate()
    const { terminateTimeoutMillis } = main.options
    return Effect.timeoutOption(
      Deferred.await(handle.exited),
      handle.lost === undefined ? terminateTimeoutMillis : 0
    ).pipe(
      Effect.map((exited) => {
        if (Option.isSome(exited)) return true
        if (handle.lost === undefined) {
          const why = handle.invited
            ? "it was invited, so only who has started it can end it"
            : "it is in a call that nothing can interrupt"
          const detail = `it did not end within ${terminateTimeoutMillis} ms of being told to: ${why}`
          main.lose(handle, new ThreadDied({ confirmed: false, detail }))
        }
        return false
      })
    )
  })

/** Ends a thread as a crash would. False when there is no such thread; one that was invited is left alone. */
export const kill = (main: MainSystem, name: string): Effect.Effect<boolean, ActorError> =>
  Effect.suspend(() => {
    // The latest of that name: those before it are lost.
    const handle = main.threads.findLast((each) => each.name === name)
    if (handle === undefined) return Effect.succeed(false)
    if (handle.invited) return new ActorError({ reason: invited(name), ...about(name) })
    handle.killed = true
    return Effect.flatMap(terminate(main, handle), (confirmed) => {
      if (confirmed) return Effect.succeed(true)
      const reason = new Timeout({ afterMillis: main.options.terminateTimeoutMillis, detail: handle.lost!.detail })
      return new ActorError({ reason, ...about(name) })
    })
  })

const about = (thread: string) => ({ actor: "ActorSystem", job: "", thread, started: false }) as const

const invited = (name: string): InvalidOption =>
  new InvalidOption({
    option: "ActorSystem.kill",
    value: `"${name}", a thread that was invited`,
    remedy: "close the scope of its invitation, which detaches it, or end it where it was started"
  })
