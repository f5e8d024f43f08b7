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
  const millis = signedMillisOf(input)
  return millis !== undefined && millis >= 0 ? millis : undefined
}

/** As `millisOf`, negative ones too. */
export const signedMillisOf = (input: Duration.Input): number | undefined => {
  if (typeof input === "number") return Number.isNaN(input) ? undefined : input
  if (!isTime(input)) return undefined
  return Option.getOrUndefined(Option.map(Duration.fromInput(input), Duration.toMillis))
}

const units = [
  "weeks",
  "days",
  "hours",
  "minutes",
  "seconds",
  "milliseconds",
  "microseconds",
  "nanoseconds"
] as const satisfies ReadonlyArray<keyof Duration.DurationObject>

/** Duration takes any object for the sum of the units it finds, which is no time at all where it finds none. */
const isTime = (input: Duration.Input): boolean => {
  if (typeof input !== "object" || input === null || Duration.isDuration(input)) return true
  const parts: ReadonlyArray<unknown> = Array.isArray(input)
    ? input
    : units.map((unit) => (input as Duration.DurationObject)[unit]).filter((part) => part !== undefined)
  return parts.length > 0 && parts.every((part) => typeof part === "number" && !Number.isNaN(part))
}

/** As `millisOf`, where "never" is one, too. */
export const limitOf = (input: Duration.Input | "never"): number | undefined =>
  input === "never" ? Number.POSITIVE_INFINITY : millisOf(input)

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
