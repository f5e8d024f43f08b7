/*
 * A module that cannot be evaluated.
 */
export const add = (a: number, b: number): number => a + b
throw new Error("not today")
