/**
 * Asks of which somebody else decides, when they are sent, where they go and what follows where they fail: what is built on top of
 * actors has that for the price of an ask. Used by the sending thread only.
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import { ActorError } from "../../ActorError.ts"
import type { Calls } from "./calls.ts"
import type { Resume } from "./clientJobs.ts"
import { type CallOptions, type Limit, noLimit } from "./limit.ts"

export interface Router {
  /** How this one is sent; `undefined` where it is not. They are checked by nobody. */
  readonly next: () => CallOptions | undefined
  /** What is done then. */
  readonly instead: (payload: unknown) => Effect.Effect<unknown, unknown>
  /** It was not answered. */
  readonly failed: (error: ActorError, payload: unknown) => Effect.Effect<unknown, unknown>
}

type Asked = (
  payload: unknown,
  callOptions: CallOptions | undefined,
  limit: Limit,
  resume: Resume,
  fiber: Fiber.Fiber<unknown, unknown> | undefined
) => Effect.Effect<void> | undefined

export const makeRouted =
  (calls: Calls, asked: Asked) =>
  (payload: unknown, router: Router): Effect.Effect<unknown, unknown> =>
    Effect.callback((resume) => {
      calls.notElsewhere?.()
      const options = router.next()
      if (options === undefined) {
        resume(router.instead(payload))
        return undefined
      }
      const then: Resume = (effect) =>
        resume(errorIn(effect) === undefined ? effect : router.failed(errorIn(effect)!, payload))
      return asked(payload, options, noLimit, then, calls.fiberOf(options))
    })

/** What it failed with, where that is the actor's failure and no other. */
const errorIn = (effect: Effect.Effect<unknown, unknown>): ActorError | undefined => {
  if (!Exit.isExit(effect) || Exit.isSuccess(effect)) return undefined
  const [reason] = effect.cause.reasons
  return reason?._tag === "Fail" && reason.error instanceof ActorError ? reason.error : undefined
}
