/**
 * Options as users give them, checked: what cannot work becomes an `InvalidOption` that names option, value and remedy.
 */
import * as Duration from "effect/Duration"
import * as Option from "effect/Option"
import { InvalidOption } from "../ActorError.ts"

export const invalid = (option: string, value: unknown, remedy: string): InvalidOption =>
  new InvalidOption({ option, value: shown(value), remedy })

/** A value as a message shows it, whatever it is: it may have no text of its own, or one that throws. */
export const shown = (value: unknown): string => {
  try {
    return typeof value === "string" ? JSON.stringify(value) : String(value)
  } catch {
    return `${value === null ? "null" : typeof value} that cannot be shown as text`
  }
}

/** Milliseconds, `Infinity` among them. What is no time (NaN and negative numbers are zero to Duration) is `undefined`. */
export const millisOf = (input: Duration.Input): number | undefined => {
  if (typeof input === "number" && !(input >= 0)) return undefined
  const duration = Duration.fromInput(input)
  if (Option.isNone(duration)) return undefined
  const millis = Duration.toMillis(duration.value)
  return millis >= 0 ? millis : undefined
}

/** For functions that take options outside of an Effect: throws what cannot work. */
export const durationOption = (option: string, input: Duration.Input | undefined, byDefault: number): number => {
  const millis = input === undefined ? byDefault : millisOf(input)
  if (millis !== undefined) return millis
  throw invalid(option, input, 'use a Duration that is not negative, such as "1 second", or milliseconds')
}

export const wholeOption = (option: string, value: number, least: number): number => {
  if (Number.isSafeInteger(value) && value >= least) return value
  throw invalid(option, value, `use a whole number from ${least}`)
}
