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
  /** What its sender gets for an answer, where that is not the answer itself. Throws nothing. */
  readonly answered?: (exit: Exit.Exit<any, any>, payload: unknown) => Effect.Effect<unknown, unknown>
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
      const then: Resume = (effect) => {
        const error = errorIn(effect)
        if (error !== undefined) return resume(router.failed(error, payload))
        resume(router.answered === undefined ? effect : answered(router as Answering, effect, payload))
      }
      return asked(payload, options, noLimit, then, calls.fiberOf(options))
    })

type Answering = Required<Router>

/** One that is sent later is answered later. */
const answered = (
  router: Answering,
  effect: Effect.Effect<unknown, unknown>,
  payload: unknown
): Effect.Effect<unknown, unknown> =>
  Exit.isExit(effect)
    ? router.answered(effect, payload)
    : Effect.flatMap(Effect.exit(effect), (exit) => router.answered(exit, payload))

/** What it failed with, where that is the actor's failure and no other. */
const errorIn = (effect: Effect.Effect<unknown, unknown>): ActorError | undefined => {
  if (!Exit.isExit(effect) || Exit.isSuccess(effect)) return undefined
  const [reason] = effect.cause.reasons
  return reason?._tag === "Fail" && reason.error instanceof ActorError ? reason.error : undefined
}
