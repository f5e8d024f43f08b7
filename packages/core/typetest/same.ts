/*
 * How a type test says that two types are the same: not only assignable to each other.
 */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

/** Compiles when its type argument is `true`. */
export const same = <_T extends true>(): void => {}
