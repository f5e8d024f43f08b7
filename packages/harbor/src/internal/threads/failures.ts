/*
 * What went wrong between threads, as harbor says it: whose message, on which thread, and whether anybody has had it.
 */
import { ActorError, type ActorErrorReason } from "@stevedore/core/ActorError"
import * as HarborError from "../../HarborError.ts"
import { shown } from "../shown.ts"

export const failure = (
  messageName: string,
  reason: HarborError.HarborErrorReason,
  thread = "",
  delivered: "no" | "maybe" = "no"
): HarborError.HarborError => new HarborError.HarborError({ reason, messageName, thread, delivered })

export const invalidOption = (messageName: string, option: string, value: unknown, remedy: string) =>
  failure(messageName, new HarborError.InvalidOption({ option, value: shown(value), remedy }))

/** What carries messages between threads has failed: only what had not started was had by nobody. */
export const ofActor = (messageName: string, { reason, started, thread }: ActorError): HarborError.HarborError =>
  failure(messageName, reasonOf(reason), thread, started === false ? "no" : "maybe")

/** The same of main's tables: where main has no harbor, or has none any more, nobody keeps them. */
export const ofTables = (messageName: string, error: ActorError | HarborError.HarborError): HarborError.HarborError => {
  if (!isActorError(error)) return failure(messageName, error.reason, error.thread, error.delivered)
  const { _tag } = error.reason
  if (error.started !== false || (_tag !== "Unreachable" && _tag !== "Stopped")) return ofActor(messageName, error)
  const detail = "main has no harbor, which keeps them: build Harbor.layer() on main, for as long as threads use them"
  return failure(messageName, new HarborError.Unsupported({ what: "a use of topics and groups", detail }))
}

/** What a call is told that waited behind a handler which has its own listener leave, on that thread: others may listen. */
export const left = (messageName: string, thread: string): HarborError.HarborError =>
  failure(messageName, new HarborError.NoListener({}), thread)

/** What a handler of that message has been told of another one is its own matter: it has begun. */
export const isLeft = (error: unknown, messageName: string): boolean =>
  error instanceof HarborError.HarborError &&
  error.reason._tag === "NoListener" &&
  error.thread !== "" &&
  error.messageName === messageName

/** What there may be one of. */
interface Single {
  readonly option: string
  readonly value: string
  readonly remedy: string
}

/** The same of a layer: where there is one already, in words of who gave it, who does not know what it is made of. */
export const ofLayer = (error: ActorError, single: Single): HarborError.HarborError => {
  const { reason } = error
  const isSecond = reason._tag === "InvalidOption" && / twice on thread | serves already$/.test(reason.value)
  return isSecond ? failure("", new HarborError.InvalidOption(single)) : ofActor("", error)
}

/** What has failed for some, of what others have. */
export const partly = ({ messageName, reason, thread }: HarborError.HarborError): HarborError.HarborError =>
  failure(messageName, reason, thread, "maybe")

const reasonOf = (reason: ActorErrorReason): HarborError.HarborErrorReason => {
  switch (reason._tag) {
    case "Timeout":
      return new HarborError.NoReply({ detail: reason.message })
    case "TooLarge": {
      const { bytes, limitBytes } = reason
      return new HarborError.TooLarge({ what: reason.what === "payload" ? "payload" : "reply", bytes, limitBytes })
    }
    case "Undecodable":
      return new HarborError.Malformed({ what: reason.what === "payload" ? "payload" : "reply", issue: reason.issue })
    default:
      return new HarborError.Actor({ cause: reason })
  }
}

/** Nobody is there any more, and nobody has begun it: another thread may have it. */
export const isGone = ({ reason, started }: ActorError): boolean =>
  started === false &&
  (reason._tag === "Stopped" ||
    reason._tag === "ThreadDied" ||
    // A thread that has left, of whom this one has not heard when it chose.
    (reason._tag === "InvalidOption" && reason.option === "thread"))

export const isActorError = (error: unknown): error is ActorError => error instanceof ActorError
