/*
 * Which actors wait while a handler runs: a listener that leaves must not wait for the handler that has it leave.
 */
import { CurrentJob } from "@stevedore/core/CurrentJob"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { withoutMessage } from "./current.ts"

/** Instances of actors that wait while the fiber's job runs, its own last; none outside of jobs. See core's jobInfo.ts. */
export const waitingInstances: Effect.Effect<ReadonlyArray<number>> = Effect.contextWith(
  (context: Context.Context<never>) => {
    const job = Context.getOrUndefined(context, CurrentJob) as
      { readonly waitingInstances?: ReadonlyArray<number> } | undefined
    return Effect.succeed(job?.waitingInstances ?? [])
  }
)

/** What is done in there is nobody's job: what is begun for long must not be taken for a part of the job that began it. */
export const outsideOfJobs = <A, E, R>(self: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.updateContext(self, (context: Context.Context<R>) => withoutMessage(context))
