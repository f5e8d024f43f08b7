/**
 * Invalid dates made comparable: `deepStrictEqual` of Node 22 takes no two of them for equal.
 */

/** A time that no test uses. */
const INVALID = 8.64e15 - 7

/** The same value, in which all invalid dates are of one time that is nobody's. */
export const comparable = (value: unknown, seen = new Set<object>()): unknown => {
  if (typeof value !== "object" || value === null || seen.has(value) || ArrayBuffer.isView(value)) return value
  seen.add(value)
  if (value instanceof Date && Number.isNaN(value.getTime())) value.setTime(INVALID)
  if (value instanceof Map) for (const entry of value) for (const part of entry) comparable(part, seen)
  if (value instanceof Set) for (const element of value) comparable(element, seen)
  for (const { value: property } of Object.values(Object.getOwnPropertyDescriptors(value))) comparable(property, seen)
  return value
}
