/*
 * What is there for as long as a scope is open, and the harbor: whichever closes first ends it. Whoever gives a layer inside of the
 * scope has the harbor close before it, and what ends then asks the harbor's own parts, which end behind it.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Scope from "effect/Scope"
import { type HarborError, InvalidOption } from "../../HarborError.ts"
import { failure } from "./failures.ts"

/** Whoever wants what is begun has given that up: nothing of it is to be given anything more, until it has ended. */
export const CurrentHold = Context.Reference<{ isGivenUp: boolean }>("@stevedore/harbor/internal/CurrentHold", {
  defaultValue: () => ({ isGivenUp: false })
})

/**
 * Fails where the harbor has closed already. In a fiber of its own: to begin, and to end what has begun, waits for all threads, and
 * whoever gives it up does not wait for one of them that is busy.
 */
export const heldBy = <A, E, R>(
  harbor: Scope.Scope,
  use: Effect.Effect<A, E, R>
): Effect.Effect<A, E | HarborError, Exclude<R, Scope.Scope> | Scope.Scope> =>
  Effect.uninterruptibleMask((restore) =>
    Effect.gen(function* () {
      if (harbor.state._tag === "Closed") return yield* closed
      const scope = yield* Effect.scope
      const own = yield* Scope.fork(harbor)
      const hold = { isGivenUp: false }
      const begun = Effect.provideService(Scope.provide(use, own), CurrentHold, hold)
      const fiber = yield* Effect.forkDetach(begun, { startImmediately: true })
      const giveUp = Effect.suspend(() => {
        hold.isGivenUp = true
        return Effect.forkDetach(Effect.andThen(Fiber.interrupt(fiber), Scope.close(own, Exit.void)))
      })
      const exit = yield* restore(Fiber.await(fiber)).pipe(Effect.onInterrupt(() => giveUp))
      if (Exit.isFailure(exit)) yield* Scope.close(own, exit)
      else yield* Scope.addFinalizerExit(scope, (exit) => Scope.close(own, exit))
      return yield* exit
    })
  )

export const closed: Effect.Effect<never, HarborError> = Effect.suspend(() => {
  const remedy = "keep its layer open as long as it is used"
  return Effect.fail(failure("", new InvalidOption({ option: "Harbor", value: "one that has closed", remedy })))
})
