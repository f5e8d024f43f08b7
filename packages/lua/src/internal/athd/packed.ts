/**
 * Arguments and results on their way to another thread and back. Most are a few numbers and booleans, and go as they are: core writes
 * such a list as the MessagePack that it would be packed as, without bytes of its own for it on both threads. All else is packed here.
 */
import * as Schema from "effect/Schema"
import { LuaCodecError } from "../../LuaError.ts"
import { fengari } from "../fengari/load.ts"
import { numberTValue } from "../fengari/numbers.ts"
import type { LuaStatePointer, TValue } from "../fengari/types.ts"
import * as Values from "../msgpack/values.ts"
import { orRaise, packGiven, packSlots, pushElements } from "../state/packing.ts"
import { packJs, unpackJs } from "./js.ts"

const { lobject, lua, meter } = fengari
const { TValue: Slot } = lobject

/** Longer ones core gives to msgpackr, which takes as long as packing them here. */
const MOST_PLAIN = 15

type Plain = ReadonlyArray<number | boolean>

/** Bytes of an array in MessagePack, or the array itself. */
export type Packed = Uint8Array | Plain

const plainSchema = Schema.Union([Schema.Number, Schema.Boolean])

export const Packed: Schema.Codec<Packed> = Schema.Union([Schema.Uint8Array, Schema.Array(plainSchema)])

/** The same as an answer: bytes alone in an array, since core writes small arrays faster than anything else. */
export const Results = Schema.Array(Schema.Union([Schema.Uint8Array, plainSchema]))
export type Results = typeof Results.Type

export const toResults = (packed: Packed): Results => (isBytes(packed) ? [packed] : packed)

export const fromResults = (results: Results): Packed => {
  const [first] = results
  return first instanceof Uint8Array ? first : (results as Plain)
}

/** Arguments that JavaScript gives. Throws a `LuaCodecError` whose path begins with the number of the argument. */
export const packArguments = (values: ReadonlyArray<unknown>): Packed => plainOf(values) ?? packJs(values)

/** What JavaScript gets for results: none is `undefined`, one is itself. Throws a `LuaCodecError` for what has no value here. */
export const unpackResults = (packed: Packed): unknown =>
  isBytes(packed) ? unpackJs(packed) : packed.length > 1 ? packed : packed[0]

/** For whoever has them as bytes. */
export const bytesIn = (packed: Packed): Uint8Array => (isBytes(packed) ? packed : packJs(packed))

/** The results of the running function: the slots from `from` (counted in the stack itself) to its top. */
export const packedSlots = (L: LuaStatePointer, from: number): Packed => plainSlots(L, from) ?? packSlots(L, from)

/** What a function was given: what cannot be packed is its caller's error, and raised. */
export const packedGiven = (L: LuaStatePointer, from: number): Packed => plainSlots(L, from) ?? packGiven(L, from)

/** Pushes the elements; how many. Throws a `LuaCodecError`. */
export const pushPacked = (L: LuaStatePointer, packed: Packed): number =>
  isBytes(packed) ? pushElements(L, packed) : pushPlain(L, packed)

/** The same for what a function goes on with. */
export const pushAnswer = (L: LuaStatePointer, packed: Packed): number => orRaise(L, () => pushPacked(L, packed))

/** Pushes the first element; how many there are. */
export const pushFirst = (L: LuaStatePointer, packed: Packed): number => {
  const count = pushPacked(L, packed)
  L.top -= Math.max(0, count - 1)
  return count
}

const isBytes = (packed: Packed): packed is Uint8Array => packed instanceof Uint8Array

/** Not by `every`, which does not see what a sparse array does not have. */
const plainOf = (given: ReadonlyArray<unknown>): Plain | undefined => {
  const { length } = given
  if (length > MOST_PLAIN) return undefined
  const values: Array<number | boolean> = new Array(length)
  for (let i = 0; i < length; i++) {
    const value = given[i]
    if (typeof value !== "number" && typeof value !== "boolean") return undefined
    values[i] = value
  }
  return values
}

/** Those that are the same again when they are pushed as numbers of JavaScript: not 1.0, which would be 1. */
const plainSlots = (L: LuaStatePointer, from: number): Plain | undefined => {
  const count = L.top - from
  if (count > MOST_PLAIN) return undefined
  meter.steps -= count
  const values: Array<number | boolean> = new Array(count)
  for (let i = 0; i < count; i++) {
    const { type, value } = L.stack[from + i] as TValue
    const isSame =
      type === Values.INTEGER || type === Values.BOOLEAN || (type === Values.FLOAT && (value | 0) !== value)
    if (!isSame) return undefined
    values[i] = value
  }
  return values
}

const pushPlain = (L: LuaStatePointer, values: Plain): number => {
  const { length } = values
  if (!lua.lua_checkstack(L, length)) {
    throw new LuaCodecError({ path: "", detail: "more values than a function can take: give them in a table" })
  }
  meter.steps -= length
  for (let i = 0; i < length; i++) {
    const value = values[i]!
    L.stack[L.top++] = typeof value === "number" ? numberTValue(value) : new Slot(Values.BOOLEAN, value)
  }
  return length
}
