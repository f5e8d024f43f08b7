/*
 * Values that a program has given, and what it has thrown, as errors show them: either may have no text of its own (an object without
 * prototype), or one that throws when it is read.
 */

import { isArray } from "./instance.ts"

/** A text as it is, of anything else what String says. */
export const asText = (value: unknown): string => {
  try {
    return String(value)
  } catch {
    return `${isArray(value) ? "array" : typeof value} that cannot be shown as text`
  }
}

/** The same with texts in quotes, so that an empty one is seen. */
export const shown = (value: unknown): string => (typeof value === "string" ? JSON.stringify(value) : asText(value))

/** What was thrown, in one line. */
export const messageOf = (cause: unknown): string => {
  try {
    return String(cause instanceof Error ? cause.message : cause)
  } catch {
    return "something was thrown that has no text"
  }
}
