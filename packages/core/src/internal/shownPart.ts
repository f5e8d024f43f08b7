/**
 * What a value that is logged shows of itself: the one place that says so, for what a worker logs (`system/loggedValue.ts`) and for
 * the annotations of a call (`sending/carrier.ts`). What it hides leaves its thread in neither.
 */
import * as Redactable from "effect/Redactable"
import { shown } from "./options.ts"

/** Deeper ones are shown as text: nobody reads them, and a stack ends. */
export const DEPTH = 64

/** More of one line are shown as text: what shows always new ones that show new ones has no end. */
export const PARTS = 65_536

/** `util.inspect.custom`, by which Node's console asks a value what it shows. No type says that a symbol of the registry is one of its own. */
export const inspectCustom: unique symbol = Symbol.for("nodejs.util.inspect.custom") as never

export interface Part {
  readonly value: unknown
}

/** In the place of what throws when it is to show itself, as main's loggers have it: whatever else could be shown is what it hides. */
const jsonThrew: Part = { value: "[toJSON threw]" }
const inspectionThrew: Part = { value: "[inspection threw]" }

/**
 * In the place of what hides a part of itself: by `Redactable`, or else by `toJSON`, or else by `util.inspect.custom`. `undefined`
 * of what hides nothing.
 */
export const shownPart = (value: object): Part | undefined => {
  if (Redactable.isRedactable(value)) return tried(() => ({ value: Redactable.redact(value) }), inspectionThrew)
  const json = jsonPart(value)
  if (json !== undefined) return unless(value, json)
  if (isOpaque(value)) return { value: shown(value) }
  return inspectedPart(value)
}

/** What JSON has instead of it. As JSON asks for it: a Proxy may have it by `get` alone. */
export const jsonPart = (value: object): Part | undefined =>
  tried(() => {
    const toJson: unknown = Reflect.get(value, "toJSON")
    return typeof toJson === "function" ? { value: Reflect.apply(toJson, value, []) } : undefined
  }, jsonThrew)

/** What Node's console would show instead of it. */
export const inspectedPart = (value: object): Part | undefined => tried(() => inspected(value), inspectionThrew)

/** It could not say what it shows. */
export const hasThrown = (part: Part | undefined): boolean => part === jsonThrew || part === inspectionThrew

const tried = <A>(part: () => A, otherwise: A): A => {
  try {
    return part()
  } catch {
    return otherwise
  }
}

const inspected = (value: object): Part | undefined => {
  const custom: unknown = Reflect.get(value, inspectCustom)
  // A Buffer has one for its looks alone.
  if (typeof custom !== "function" || custom === Reflect.get(bufferPrototype ?? {}, inspectCustom)) return undefined
  const options = { ...inspect?.defaultOptions, stylize: (text: string) => text }
  return unless(value, { value: Reflect.apply(custom, value, [options.depth ?? 2, options, inspect ?? shown]) })
}

/** Shows itself whole, but for what a subclass says of it. */
export const isPlainDate = (value: object): value is Date =>
  value instanceof Date && Reflect.get(value, "toJSON") === Date.prototype.toJSON

/** None on engines that are not Node's. */
export const bufferPrototype: object | undefined = Reflect.get(globalThis, "Buffer")?.prototype

const boxes = [String, Number, Boolean] as const

/** `new String("a")` and the like. */
export const isBoxed = (value: object): boolean => boxes.some((kind) => value instanceof kind)

/** A field of it, or a text that says that there is none to be had. */
export const peek = (value: object, key: string): unknown => {
  try {
    return (value as Record<string, unknown>)[key]
  } catch {
    return "[getter threw]"
  }
}

/** The entries of an array, and where they are: its length says nothing about its size. `undefined` of one without holes. */
export const entriesOfSparse = (
  value: ReadonlyArray<unknown>
): ReadonlyArray<readonly [index: number, value: unknown]> | undefined => {
  let dense = 0
  while (dense < value.length && (value[dense] !== undefined || dense in value)) dense++
  if (dense === value.length) return undefined
  return Object.keys(value).flatMap((key) => {
    const index = Number(key) >>> 0
    return String(index) === key && index < value.length ? [[index, value[index]] as const] : []
  })
}

/** What says that it shows itself hides nothing. */
const unless = (value: object, part: Part): Part | undefined => (part.value === value ? undefined : part)

/** An instance of a class that has no fields, or nothing but functions, and a text of its own. */
const isOpaque = (value: object): boolean => {
  if (isContainer(value) || isPlain(value)) return false
  return Object.keys(value).every((key) => typeof peek(value, key) === "function") && shown(value) !== "[object Object]"
}

/** What they hold is no field. */
const containers = [Map, Set, RegExp, ...boxes, Error, ArrayBuffer, SharedArrayBuffer] as const

const isContainer = (value: object): boolean =>
  Array.isArray(value) || ArrayBuffer.isView(value) || containers.some((kind) => value instanceof kind)

const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || prototype === Object.prototype
}

interface Inspect {
  readonly defaultOptions: { readonly depth?: number | null | undefined }
}

/** Node's own, which such methods are given to show what they hold; core asks for nothing else of Node. */
const inspect: Inspect | undefined = Reflect.get(globalThis, "process")?.getBuiltinModule?.("node:util")?.inspect
