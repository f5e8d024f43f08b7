/**
 * Streams that were left before their end, and whose finalizers failed then: nobody reads how they end any more, so it is logged where
 * they ran, as the failure of a tell is.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Rpc from "effect/rpc/Rpc"
import { isFinished } from "./handled.ts"
import type { HandlerEffect, HostedMethod } from "./hostedMethod.ts"
import type { ToldFailures } from "./toldFailures.ts"

/** The method, where it is a stream, told of what its finalizers fail with. `failures` says of them that they were left. */
export const reportingLeft = (method: HostedMethod, actor: string, failures: ToldFailures): HostedMethod => {
  const { pour, tag } = method
  if (pour === undefined) return method
  const onExit = (exit: Exit.Exit<unknown, unknown>): Effect.Effect<void> => {
    // What fails by itself goes to its reader: left is what was interrupted.
    if (Exit.isFailure(exit) && Cause.hasInterrupts(exit.cause)) {
      const reasons = exit.cause.reasons.filter((reason) => !Cause.isInterruptReason(reason))
      if (reasons.length > 0) failures.report(`${actor}.${tag}`, Cause.fromReasons(reasons))
    }
    return Effect.void
  }
  const watched = (effect: HandlerEffect): HandlerEffect =>
    isFinished(effect) ? effect : Effect.onExit(effect, onExit)
  return { ...method, pour: (payload, options, out) => Rpc.wrapMap(pour(payload, options, out), watched) }
}
