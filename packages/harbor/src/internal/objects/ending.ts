/**
 * The end of the handlers of a kind that its thread serves no longer, as that of an actor's: they may finish, and are interrupted when
 * that takes too long.
 */
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type { HarborError } from "../../HarborError.ts"
import { blockersOf, chainIn, marksOf } from "./chain.ts"
import type { Delivery } from "./delivery.ts"
import type { Served } from "./served.ts"

/** Completes when none of them is at work, but for those that wait for this very end. `lost`: what callers of the others have. */
export const finish = (
  { atWork, handlers, kind }: Served,
  millis: number,
  lost: (delivery: Delivery) => HarborError
): Effect.Effect<void> =>
  Effect.contextWith((context: Context.Context<never>) => {
    const marks = marksOf(chainIn(context))
    const others = Array.from(atWork).filter(
      ([{ sent }]) => !blockersOf(sent.serial, true).some((mark) => marks.includes(mark))
    )
    const interrupt = Effect.suspend(() => {
      const left = others.filter(([delivery]) => atWork.has(delivery))
      for (const [delivery, fiber] of left) {
        delivery.end(Effect.fail(lost(delivery)))
        fiber.interruptUnsafe()
      }
      const names = left.map(([{ sent }]) => handlers.get(sent.message)!.message.name).join(", ")
      return Effect.logWarning(`handlers of kind "${kind.name}" did not end within ${millis} ms: ${names}`)
    })
    const ended = Effect.forEach(others, ([, fiber]) => Fiber.await(fiber), { discard: true })
    return others.length === 0
      ? Effect.void
      : Effect.timeoutOrElse(ended, { duration: millis, orElse: () => interrupt })
  })
