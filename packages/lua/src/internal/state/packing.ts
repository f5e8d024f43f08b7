/**
 * Arguments and results on their way from one state to another, inside the process: packed once, without a table between. So what
 * goes to a state of the same thread (`alua`) is what goes to one of another thread (`athd`), and neither becomes a value of JavaScript,
 * which has no `1.0` beside 1, no `msgpack.null` in a table, and no nanoseconds.
 */
import { LuaCodecError } from "../../LuaError.ts"
import type { LuaStatePointer } from "../fengari/types.ts"
import { packArguments, packer, packResults } from "../msgpack/packer.ts"
import { pushArguments } from "../msgpack/unpacker.ts"
import { raiseText } from "./errors.ts"

/** An array of the slots from `from` (counted in the stack itself) to its top. */
export const packSlots = (L: LuaStatePointer, from: number): Uint8Array => {
  packArguments(L, from, L.top - from, true)
  return packer.copy()
}

/** What a hook returned as one value: itself, nil where there is none, an array where there are several. */
export const packResult = (L: LuaStatePointer, count: number): Uint8Array => {
  packResults(L, L.top - count, count, true)
  return packer.copy()
}

/** The same for what a function was given: what cannot be packed is its caller's error, and raised, after what `at` says. */
export const packGiven = (L: LuaStatePointer, from: number, at = ""): Uint8Array => {
  let refused: LuaCodecError
  try {
    return packSlots(L, from)
  } catch (cause) {
    if (!(cause instanceof LuaCodecError)) throw cause
    refused = cause
  }
  return raiseText(L, at + refused.message)
}

/** Pushes the elements of an array; how many. Throws a `LuaCodecError`. */
export const pushElements = (L: LuaStatePointer, bytes: Uint8Array): number =>
  pushArguments(L, bytes, 0, bytes.length, true)

/** The same for what a function goes on with. */
export const pushAnswer = (L: LuaStatePointer, bytes: Uint8Array): number => {
  let refused: LuaCodecError
  try {
    return pushElements(L, bytes)
  } catch (cause) {
    if (!(cause instanceof LuaCodecError)) throw cause
    refused = cause
  }
  return raiseText(L, refused.message)
}

/** Pushes the first element of an array; how many it has. */
export const pushFirst = (L: LuaStatePointer, bytes: Uint8Array): number => {
  const count = pushElements(L, bytes)
  L.top -= Math.max(0, count - 1)
  return count
}
