/*
 * What a program may fail or die with that throws when it is read, and a logger that reads it, as every logger does.
 */
import * as Cause from "effect/Cause"
import * as Logger from "effect/Logger"

const unreadable = (): never => {
  throw new Error("not to be read")
}

export const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

export const odd: Readonly<Record<string, () => unknown>> = {
  "what throws as JSON": () => ({ toJSON: unreadable }),
  "an error whose message throws": () => Object.defineProperty(new Error(), "message", { get: unreadable }),
  "a Proxy that was revoked": revoked
}

/** It writes nothing. */
export const readingLogger = Logger.layer([Logger.make(({ cause }) => void Cause.pretty(cause))])
