/**
 * The end of actors that are served on main: of one alone while its thread lives on, and of all with their system.
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { betweenDrains, finish } from "./actorEnd.ts"
import * as Ending from "./ending.ts"
import * as Finishing from "../hosting/finishing.ts"
import type { HostedActor } from "../hosting/hostedActor.ts"
import type { MainSystem } from "./mainSystem.ts"
import type { StopHooks } from "./stopHooks.ts"
import { Place } from "../supervision/place.ts"

/** An actor on main, from before its handlers are built: then there is none yet. */
export interface Own {
  readonly hooks: StopHooks
  readonly place: Place
  actor: HostedActor | undefined
}

/** Where those who watch an actor on main look: it ends with its layer, or with the system. */
export const placeOf = (main: MainSystem, actor: string): Place => {
  const thread = { incarnation: 1, cause: undefined, stoppedBy: undefined, recycledWith: undefined, held: [] }
  return new Place(main, [actor], "main", () => thread)
}

/** Its layer closes: its jobs are finished, then its stop hooks run, all within the stop timeout. */
export const end = (main: MainSystem, own: Own, exit: Exit.Exit<unknown, unknown>): Effect.Effect<void> =>
  Effect.gen(function* () {
    const since = performance.now()
    const { actor, hooks, place } = own
    const jobs = actor === undefined ? [] : yield* stop(main, actor)
    const late = yield* hooks.run(exit, Ending.leftMillis(main, since))
    if (actor === undefined) return
    place.stopped("layer", [...jobs, ...late])
  })

/** Takes the name away, and lets it finish. Returns what held it up. */
const stop = (main: MainSystem, actor: HostedActor): Effect.Effect<ReadonlyArray<string>> =>
  Effect.suspend(() => {
    main.unregister([actor.name])
    return finish(main, actor)
  })

/**
 * All other threads have ended: main's actors take no more mail, finish what they have, and run their stop hooks, the
 * latest first, within what is left of the stop timeout; then the loop is let go. Returns what held it up.
 */
export const stopAll = (main: MainSystem, since: number): Effect.Effect<ReadonlyArray<string>> =>
  Effect.uninterruptibleMask((restore) =>
    Effect.gen(function* () {
      const { loop, options } = main
      const hold = loop.hold()
      for (const call of Array.from(main.lastCalls)) call()
      yield* betweenDrains(main, () => loop.closeMail())
      const finished = restore(Finishing.finish(loop, Ending.leftMillis(main, since)))
      const held = yield* Effect.onInterrupt(finished, () => Effect.sync(hold))
      yield* Finishing.refuse(loop)
      if (held.length > 0) {
        const limit = options.stopTimeoutMillis
        yield* Effect.logWarning(`main did not finish its jobs within ${limit} ms; held by: ${held.join(", ")}`)
        yield* Finishing.unwind(loop, options.interruptGraceMillis)
      }
      const late: Array<string> = []
      for (const hooks of Array.from(main.stopHooks).toReversed()) {
        late.push(...(yield* hooks.run(Exit.void, Ending.leftMillis(main, since))))
      }
      yield* betweenDrains(main, () => loop.release())
      hold()
      return [...held, ...late]
    })
  )
