/**
 * Starts a thread again when it has died, as long as its schedule allows. Runs on main, as long as the layer's scope.
 */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import type * as Schedule from "effect/Schedule"
import { type ActorError, ThreadDied } from "../ActorError.ts"
import type { Handle } from "./mainHandle.ts"
import type { MainSystem } from "./mainSystem.ts"

export const superviseThread = (
  main: MainSystem,
  actor: string,
  current: () => Handle,
  again: Effect.Effect<void, ActorError>,
  schedule: Schedule.Schedule<unknown, unknown>
): Effect.Effect<void> => {
  const { name } = current()
  let first = true
  const life = Effect.gen(function* () {
    if (!first) yield* again
    first = false
    const handle = current()
    const exit = yield* Deferred.await(handle.exited)
    if (handle.stopping) return
    return yield* Effect.fail(new ThreadDied({ confirmed: true, detail: `exit code ${exit.code}` }))
  })
  return Effect.retry(life, { schedule }).pipe(
    Effect.catch((error) =>
      Effect.andThen(
        Effect.sync(() => main.giveUp(actor, name)),
        Effect.logError(`thread "${name}" of actor "${actor}" is not started again: ${error.message}`)
      )
    )
  )
}
