/**
 * Errors of jobs that speak of `Job.transfer`, in the words of those who have no schemas: for them it is `Actor.move`. On the
 * caller's thread, where the errors of both sides come by.
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type { Submitted } from "../../Actor.ts"
import { ActorError, TooLarge, Undecodable } from "../../ActorError.ts"

class TooLargeToCopy extends TooLarge {
  override get message(): string {
    return super.message.replace("mark its binary data Job.transfer", "give its binary data to Actor.move")
  }
}

/** Here there is no schema that it could fail to match. */
class Uncarried extends Undecodable {
  override get message(): string {
    return `the ${this.what} cannot cross threads: ${this.issue}`
  }
}

export const inModuleWords = (error: ActorError): ActorError => {
  const { reason } = error
  if (reason._tag === "TooLarge") return new ActorError({ ...error, reason: new TooLargeToCopy(reason) })
  if (reason._tag !== "Undecodable") return error
  const issue = reason.issue
    .replace("A buffer that is marked Job.transfer", "A buffer that was given to Actor.move")
    .replace("so Job.transfer refuses it", "so Actor.move refuses it")
  return new ActorError({ ...error, reason: new Uncarried({ what: reason.what, issue }) })
}

type Handle = Submitted<unknown, ActorError>

/** A handle with the same words. Made when they are asked for, as its own are: in debug mode it looks at the thread. */
export const handleInModuleWords = (job: Handle): Handle => ({
  get await() {
    return Effect.mapError(job.await, inModuleWords)
  },
  get poll() {
    return Effect.map(job.poll, Option.map(Exit.mapError(inModuleWords)))
  },
  get started() {
    return job.started
  },
  get cancel() {
    return job.cancel
  },
  get detach() {
    return job.detach
  }
})
