/**
 * The end of one actor while its thread lives on, once nobody sends to it any more.
 */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Finishing from "../hosting/finishing.ts"
import type { HostedActor } from "../hosting/hostedActor.ts"
import type { SystemRuntime } from "./systemRuntime.ts"

/** Finishes what is queued, and from then on refuses at dispatch. Returns what held it up. */
export const finish = (system: SystemRuntime, actor: HostedActor): Effect.Effect<ReadonlyArray<string>> =>
  Effect.gen(function* () {
    const { loop, stopTimeoutMillis } = system
    // What was sent before is finished.
    yield* betweenDrains(system, () => loop.readMail())
    let held: ReadonlyArray<string> = []
    const finished = yield* Effect.timeoutOption(Finishing.idle(actor), stopTimeoutMillis)
    if (Option.isNone(finished)) {
      held = actor.held
      yield* Effect.logWarning(
        `actor "${actor.name}" did not stop within ${stopTimeoutMillis} ms; held by: ${held.join(", ")}`
      )
    }
    yield* Effect.withFiber((fiber) => Effect.sync(() => actor.refuseAll(Finishing.waitingIn(actor, fiber))))
    loop.actors.delete(actor.instance)
    loop.flush()
    return held
  })

/** A handler may be the one that ends it: what must not come between two records waits for the end of its drain. */
export const betweenDrains = ({ loop }: SystemRuntime, then: () => void): Effect.Effect<void> =>
  Effect.callback<void>((resume) =>
    loop.afterDrain(() => {
      then()
      resume(Effect.void)
    })
  )
