/**
 * Ends simulated threads that are stuck and do not end, and those that come in their place: what main, or a program, does
 * about a thread that hangs.
 */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import { ActorSystem } from "../../src/ActorSystem.ts"
import * as Testing from "../../src/testing/index.ts"

/** After so long a thread is started again. */
export const RESTART_MILLIS = 20
/** About as many as a thread needs to come up and to do what waits for it. */
const SUCCESSOR_OPERATIONS = 300

interface Undertaker {
  readonly fault: Testing.Fault
  readonly fiber: Fiber.Fiber<void, unknown>
}

/** One for each thread that will be stuck. What befalls those who come in their place is added to `nextDeaths`. */
export const callUndertakers = (faults: ReadonlyArray<Testing.Fault>, nextDeaths: Array<Testing.Fault>) =>
  Effect.forEach(
    faults.filter(({ effect }) => effect._tag === "stick"),
    (fault) =>
      Effect.repeat(Effect.sleep(1), { until: () => fault.struck }).pipe(
        Effect.andThen(bury(fault, nextDeaths)),
        Effect.forkChild({ startImmediately: true }),
        Effect.map((fiber): Undertaker => ({ fault, fiber }))
      )
  )

/** Ends who is stuck, which does not end; whoever takes its place dies early in its life; then the first ends after all. */
const bury = ({ operation, thread }: Testing.Fault, nextDeaths: Array<Testing.Fault>) =>
  Effect.gen(function* () {
    const system = yield* ActorSystem
    const simulation = yield* Testing.Simulation
    yield* Effect.exit(system.kill(thread))
    const next = Testing.killAt(thread, 1 + ((operation * 7) % SUCCESSOR_OPERATIONS))
    nextDeaths.push(next)
    yield* simulation.inject(next)
    yield* Effect.sleep(RESTART_MILLIS + 5)
    yield* Effect.exit(simulation.thaw(thread))
  })
