/*
 * Whether a fiber is a handler's: somebody waits for it then, who may be whom it waits for.
 */
import { CurrentJob } from "@stevedore/core/CurrentJob"
import * as Context from "effect/Context"
import * as Option from "effect/Option"

/** What a handler of last values works on is no job: nobody waits for it. */
export const NOBODYS_JOB = "lastValue"

/** The job that the fiber with these services works on, by its name. */
export const nestedIn = (context: Context.Context<never>): string | undefined => {
  const job = Option.getOrUndefined(Context.getOption(context, CurrentJob))
  return job === undefined || job.name === NOBODYS_JOB ? undefined : `${job.actor}.${job.name}`
}
