/**
 * What an object that is lost, or a move that has not come about, is to whoever asked for it.
 */
import { MailboxFull } from "@stevedore/core/ActorError"
import {
  Actor,
  type HarborError,
  type HarborErrorReason,
  InvalidOption,
  NoReceiver,
  ObjectBusy,
  ObjectLost,
  UnknownMessage
} from "../../HarborError.ts"
import type * as ObjectKind from "../../ObjectKind.ts"
import type { Bounds } from "../threads/line.ts"
import { failure } from "./served.ts"
import type { MoveEnd, Refusal } from "./surroundings.ts"

export const lost = (objectId: bigint, detail: string): ObjectLost => new ObjectLost({ objectId, detail })

export const unserved = (objectId: bigint): ObjectLost => lost(objectId, "its kind is served there no longer")

/** What an object of that kind does not take. */
export const untaken = (messageId: number, { name }: ObjectKind.Any): UnknownMessage =>
  new UnknownMessage({ messageId, kind: name })

/** Why an object's thread does not take a message for it. `isUnserved`: it ends with its kind. */
export const refused = (why: Refusal, objectId: bigint, isUnserved: boolean): HarborErrorReason => {
  switch (why) {
    case "NoReceiver":
      return new NoReceiver({ objectId })
    case "Full":
      return new ObjectBusy({ objectId })
    case "ObjectLost":
      return isUnserved ? unserved(objectId) : lost(objectId, "it ended, or a thread did, in its move")
  }
}

/** A handler has waited for a move that waits for room, which may be for the handler to make. The move goes on. */
export const tooLate = (handler: string, to: string, { nestedWaitMillis, window }: Bounds): HarborError => {
  const cause = new MailboxFull({ what: "window", limit: window, waitedMillis: nestedWaitMillis, chain: [handler] })
  return failure(new Actor({ cause }), "", "maybe", to)
}

export const whyNot = (how: Exclude<MoveEnd, "moved">, to: string, objectId: bigint): HarborErrorReason => {
  const invalid = (option: string, value: string, remedy: string) => new InvalidOption({ option, value, remedy })
  switch (how) {
    case "lost":
      return lost(objectId, "it ended, or a thread did, in its move")
    case "refused":
      return invalid("thread", to, "serve the kind of the object there, too, with the same state")
    case "gone":
      return invalid("thread", `${to}, whose Directory has closed, or which has ended`, "name one that has a Directory")
    case "unwritable":
      return invalid(
        "move",
        "an object whose state its kind cannot write",
        "keep its state to the schema of its kind; its thread has logged what is wrong with it"
      )
    case "large":
      return invalid("move", "an object whose state is too large for a message", "keep less in its state")
  }
}
