/**
 * How long a call may take, from its options.
 */
import type * as Duration from "effect/Duration"
import type * as Headers from "effect/http/Headers"
import { type ActorErrorReason, type InvalidOption, Timeout } from "../../ActorError.ts"
import type { Broadcast } from "./broadcast.ts"
import { invalid, millisOf } from "../options.ts"
import type { Run } from "./streamJob.ts"

export interface CallOptions {
  readonly timeout?: Duration.Input | undefined
  readonly interruption?: "wait" | "detach" | undefined
  readonly discard?: boolean | undefined
  readonly headers?: Headers.Input | undefined
  readonly thread?: string | undefined
  readonly movable?: boolean | undefined
  readonly whenFull?: "suspend" | "fail" | undefined
  /** Of a stream: how far it may be ahead, and that a queue is wanted. */
  readonly streamBufferSize?: number | undefined
  readonly asQueue?: boolean | undefined
  /** Ours: where the job of this run of a stream is noted. */
  readonly run?: Run
  /** Of a broadcast: whom it reaches. */
  readonly to?: "actor" | "system" | undefined
  /** Ours: where a broadcast that is read one by one notes what is to be left with its reader. */
  readonly broadcasts?: Array<Broadcast>
  /** Ours: what of the timeout went by before the actor's name was known. */
  readonly waitedMillis?: number
}

/** How long a call may take, how much of it is left, and until when. Zero millis: no limit. */
export interface Limit {
  readonly millis: number
  readonly leftMillis: number
  readonly deadline: number
}

export const noLimit: Limit = { millis: 0, leftMillis: 0, deadline: 0 }

/** Options as such, whatever is in them. */
export const areOptions = (callOptions: unknown): boolean =>
  callOptions === undefined || (typeof callOptions === "object" && callOptions !== null)

export const badOptions = (callOptions: unknown): InvalidOption =>
  invalid("options", callOptions, "give a call an object of options, or none")

/** The same with ours among them; what cannot be options stays as it is: `limitOf` says so. */
export const withOurs = <Ours extends CallOptions>(callOptions: CallOptions | undefined, ours: Ours): CallOptions =>
  areOptions(callOptions) ? { ...callOptions, ...ours } : callOptions!

export const limitOf = (callOptions: CallOptions | undefined, now: () => number): Limit | ActorErrorReason => {
  if (callOptions === undefined) return noLimit
  if (!areOptions(callOptions)) return badOptions(callOptions)
  const { discard, interruption, timeout, whenFull } = callOptions
  if (discard !== undefined && typeof discard !== "boolean") {
    return invalid("discard", discard, "use true or false")
  }
  if (whenFull !== undefined && whenFull !== "suspend" && whenFull !== "fail") {
    return invalid("whenFull", whenFull, 'use "suspend" or "fail"; what else there is, is for layers')
  }
  if (interruption !== undefined && interruption !== "wait" && interruption !== "detach") {
    return invalid("interruption", interruption, 'use "wait" or "detach"')
  }
  if (timeout === undefined) return noLimit
  const millis = millisOf(timeout)
  if (millis === undefined) {
    return invalid("timeout", timeout, 'use a Duration that is not negative, such as "1 second", or milliseconds')
  }
  if (millis === Number.POSITIVE_INFINITY) return noLimit
  const leftMillis = millis - (callOptions.waitedMillis ?? 0)
  // No time at all: it is not even sent.
  if (leftMillis <= 0) return new Timeout({ afterMillis: millis, detail: "" })
  return { millis, leftMillis, deadline: now() + leftMillis }
}
