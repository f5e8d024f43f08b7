/*
 * The end of last values: their layer has closed, or their thread has ended. Nobody who follows them hears anything more.
 */
import { ActorError, Stopped } from "@stevedore/core/ActorError"
import { Actor, type HarborError } from "../../HarborError.ts"
import { failure, ofActor } from "../threads/failures.ts"

/** What those learn who follow. */
export const ended = (): HarborError => failure("", new Actor({ cause: new Stopped({}) }))

/** There is nothing to wait for. */
export const isEnd = (error: HarborError | ActorError): boolean => {
  const reason = error instanceof ActorError ? error.reason : error.reason._tag === "Actor" ? error.reason.cause : error
  return "_tag" in reason && (reason._tag === "Stopped" || reason._tag === "Unreachable")
}

export const asHarbor = (error: HarborError | ActorError): HarborError =>
  error instanceof ActorError ? ofActor("", error) : error
