/*
 * What a program may fail or die with that throws when it is read, and a logger that reads it, as every logger does.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
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

const all = { get: unreadable, has: unreadable, getPrototypeOf: unreadable, ownKeys: unreadable }

/** What a program may give that throws whatever it is asked. */
export const unreadables: Readonly<Record<string, () => unknown>> = {
  "a Proxy that was revoked": revoked,
  "a Proxy of a function that was revoked": () => {
    const { proxy, revoke } = Proxy.revocable(() => 1, {})
    revoke()
    return proxy
  },
  "a Proxy whose traps throw": () => new Proxy({}, all)
}

/** Options that throw where one of them is read. */
export const unreadableOption = (name: string): object =>
  Object.defineProperty({}, name, { get: unreadable, enumerable: true })

/**
 * Handlers that end as the types forbid, or past all that would be done behind them in their fiber. What the types forbid, a program
 * without them does: hence the casts.
 */
export const endings: Readonly<Record<string, () => Effect.Effect<never>>> = {
  "a child of its interrupts its fiber": () =>
    Effect.withFiber((fiber) => Effect.andThen(Effect.forkChild(Fiber.interrupt(fiber)), Effect.never)),
  "its fiber is interrupted": () =>
    Effect.withFiber((fiber) => {
      fiber.interruptUnsafe()
      return Effect.never
    }),
  "it comes to what is no Effect": () =>
    Effect.flatMap(Effect.yieldNow, () => Promise.resolve() as unknown as Effect.Effect<never>),
  "it comes to a Proxy that was revoked": () => Effect.flatMap(Effect.void, () => revoked() as Effect.Effect<never>),
  "its cause is a Proxy that was revoked": () => Effect.failCause(revoked() as Cause.Cause<never>),
  "its cause is a Proxy that was revoked, later": () =>
    Effect.andThen(Effect.yieldNow, Effect.failCause(revoked() as Cause.Cause<never>)),
  "its cause is none": () => Effect.failCause(undefined as unknown as Cause.Cause<never>),
  "it returns a Proxy that cannot be read": () => new Proxy(Effect.die("not read"), { get: unreadable })
}

/** It writes nothing. */
export const readingLogger = Logger.layer([Logger.make(({ cause }) => void Cause.pretty(cause))])
