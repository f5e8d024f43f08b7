/*
 * What of JavaScript's values is nil to Lua.
 */
export const isNil = (value: unknown): boolean => value === undefined || value === null

/** Not by `some`, which does not see what a sparse array does not have. */
export const hasNil = (values: ReadonlyArray<unknown>): boolean => {
  for (let i = 0; i < values.length; i++) if (isNil(values[i])) return true
  return false
}
