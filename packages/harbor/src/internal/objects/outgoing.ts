/**
 * What is sent to objects, how what comes back is read, and what the failures of its way mean.
 */
import type { ActorError } from "@stevedore/core/ActorError"
import * as Effect from "effect/Effect"
import { type HarborError, InvalidOption } from "../../HarborError.ts"
import type * as Message from "../../Message.ts"
import type * as ObjectId from "../../ObjectId.ts"
import type { Carried } from "../carried.ts"
import type { Failed } from "./wire.ts"

/** What is sent to an object. */
export interface Outgoing {
  readonly id: ObjectId.ObjectId
  readonly act: number
  /** Where it is one. */
  readonly message?: Message.Any | undefined
  readonly body: Uint8Array
  readonly carried?: Carried | undefined
}

/** What becomes of a reply, or of the error that its message declares. */
export interface Reads<A, E> {
  readonly onSuccess: (reply: Uint8Array) => Effect.Effect<A, HarborError>
  readonly onFailed: (failed: Failed) => Effect.Effect<never, HarborError | E>
}

/** What an object is asked for by `Act.move`: where to, and for which handler, if one waits. */
interface Move {
  readonly to: string
  readonly handler: string | undefined
}

export const writeMove = ({ handler, to }: Move): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(handler === undefined ? [to] : [to, handler]))

export const readMove = (body: Uint8Array): Move => {
  const [to, handler] = JSON.parse(new TextDecoder().decode(body)) as [to: string, handler?: string]
  return { to, handler }
}

export const closed = new InvalidOption({
  option: "Directory",
  value: "one that has closed",
  remedy: "keep its layer open as long as it is used"
})

/** A state from this size on goes with the question whether it may come: half of what always fits. */
export const PROBED_BYTES = 32 * 1024

export const sizeOf = (state: unknown): number => (state instanceof Uint8Array ? state.byteLength : 0)

export const isFull = ({ reason, started }: ActorError): boolean => started === false && reason._tag === "MailboxFull"

/** Its thread has ended with it, or does not take it any more. */
export const isLost = ({ reason }: ActorError): boolean =>
  reason._tag === "ThreadDied" || reason._tag === "Stopped" || reason._tag === "Unreachable"
