/**
 * Values of code without schemas (`Actor.fromModule`): what JavaScript's own structured clone can carry and more, as the wire
 * values of `plain.ts` with some forms added. `docs/plain-functions.md` has the table of what arrives as what.
 *
 * | value | on the wire |
 * |---|---|
 * | what `plain.ts` takes, and URL, RegExp, errors, holes, objects without prototype | below |
 * | an object met again | {7: n}: the n-th object of this message, counted as they are entered |
 *
 *     {8: value} a message in which {7} occurs; others need no counting
 *     {9: [length, i, v, …]} an array with holes          {10: [k, v, …]} an object without prototype
 *     {11: [source, flags]} RegExp                        {12: [href]} URL
 *     {13: [base, class, name, message, stack, [k, v, …], [k, v, …]]} an error: hidden fields, then visible ones
 */
import { type BinaryKind, binaryKinds } from "./binaryKinds.ts"

export const Form = {
  negativeZero: 0,
  string: 1,
  date: 2,
  map: 3,
  set: 4,
  binary: 5,
  object: 6,
  again: 7,
  counted: 8,
  sparse: 9,
  bare: 10,
  regExp: 11,
  url: 12,
  error: 13
} as const

/** Kinds of objects that are carried, by the name of their constructor. `Bare` has no prototype. */
export type Kind =
  "Object" | "Bare" | "Array" | "Map" | "Set" | "Date" | "RegExp" | "URL" | "Uint8Array" | "Buffer" | BinaryKind

/** A name that an engine may not have. */
export const globalClass = (name: string): (abstract new (...args: ReadonlyArray<any>) => object) | undefined => {
  const found: unknown = (globalThis as Record<string, unknown>)[name]
  return typeof found === "function" ? (found as never) : undefined
}

const carried: ReadonlyArray<Kind> = [
  "Object",
  "Array",
  "Map",
  "Set",
  "Date",
  "RegExp",
  "URL",
  "Uint8Array",
  "Buffer",
  ...binaryKinds
]

const known: ReadonlyMap<unknown, Kind> = new Map<unknown, Kind>([
  [null, "Bare"],
  ...carried.flatMap((kind): ReadonlyArray<[unknown, Kind]> => {
    const found = globalClass(kind)
    return found === undefined ? [] : [[found.prototype, kind]]
  })
])

/** What an object is, by its prototype; `undefined` for instances of any other class. */
export const kindOf = (prototype: object | null): Kind | undefined => known.get(prototype) ?? foreign(prototype!)

const native = /^(?:function|class) (\w+)[^]*\{\s*\[native code\]\s*\}$/

/** The plain objects, arrays, maps … of another realm (`node:vm`, a frame) have prototypes of their own. */
const foreign = (prototype: object): Kind | undefined => {
  const constructor: unknown = Object.getOwnPropertyDescriptor(prototype, "constructor")?.value
  if (typeof constructor !== "function") return undefined
  const name = native.exec(Function.prototype.toString.call(constructor))?.[1]
  return carried.find((kind) => kind === name)
}

/** The classes of errors that engines know, newer ones not each of them, by their number on the wire; new ones at the end. */
export const errorClasses = [
  "Error",
  "EvalError",
  "RangeError",
  "ReferenceError",
  "SyntaxError",
  "TypeError",
  "URIError",
  "AggregateError",
  "DOMException",
  "SuppressedError"
] as const

/** An error class of the user's, to be found by its name. */
export type ErrorClass = abstract new (...args: ReadonlyArray<any>) => Error
