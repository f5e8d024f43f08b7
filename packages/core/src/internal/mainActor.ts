/**
 * An actor that is served on main stops alone, while its thread lives on.
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { HostedActor } from "./hostedActor.ts"
import type { MainSystem } from "./mainSystem.ts"

/** Takes the name away, finishes what is queued, and from then on refuses at dispatch; bounded by the stop timeout. */
export const stop = (main: MainSystem, actor: HostedActor): Effect.Effect<void> =>
  Effect.gen(function* () {
    main.unregister(actor.name)
    const idle = Effect.callback<void>((resume) =>
      main.loop.afterDrain(() => {
        // What was sent before the stop is finished.
        main.loop.readMail()
        actor.finishAll(() => resume(Effect.void))
      })
    )
    let held: ReadonlyArray<string> = []
    const finished = yield* Effect.timeoutOption(idle, main.options.stopTimeoutMillis)
    if (Option.isNone(finished)) {
      held = actor.held
      actor.refuseAll()
      yield* Effect.logWarning(
        `actor "${actor.name}" did not stop within ${main.options.stopTimeoutMillis} ms; held by: ${held.join(", ")}`
      )
    }
    main.loop.actors.delete(actor.instance)
    main.loop.flush()
    main.tellLife({ _tag: "Stopped", actors: [actor.name], thread: "main", threadId: 1, by: "layer", held })
  })
