/*
 * Values of JavaScript as messages show them, whatever they are: one may have no text, or one that throws.
 */

/** A text as it is, of anything else what String says. */
export const asText = (value: unknown): string => {
  try {
    return String(value)
  } catch {
    return `${typeof value} that cannot be shown as text`
  }
}

/** The same with texts in quotes, so that an empty one is seen. */
export const shownValue = (value: unknown): string =>
  typeof value === "string" ? JSON.stringify(value) : asText(value)
