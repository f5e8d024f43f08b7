/*
 * Lines of the log with what a program has failed with. A logger reads that, and whatever it reads may throw (a `toJSON`, an error's getter,
 * a Proxy that was revoked): who logs goes on all the same.
 */
import * as Effect from "effect/Effect"
import * as Cause from "effect/Cause"
import { messageOf } from "./shown.ts"

type Log = (...message: ReadonlyArray<unknown>) => Effect.Effect<void>

/** As it is; where a logger cannot have that, in words; where it cannot have those, it is the logger that is broken. */
const safely =
  (log: Log) =>
  (what: string, cause: Cause.Cause<unknown>): Effect.Effect<void> =>
    Effect.catchCause(log(what, cause), () => Effect.ignoreCause(log(`${what}: ${messageOf(Cause.squash(cause))}`)))

/** Both never fail. */
export const logError = safely(Effect.logError)
export const logWarning = safely(Effect.logWarning)
