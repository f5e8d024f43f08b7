/*
 * A module without a function.
 */
export const version = "1.0"
export class Thing {}
