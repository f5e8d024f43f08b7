/**
 * Arguments and results on their way between a stack and a message, inside the process: packed once, without a table between.
 */
import type { LuaStatePointer } from "../fengari/types.ts"
import { packArguments, packer, packResults } from "../msgpack/packer.ts"
import { pushArguments } from "../msgpack/unpacker.ts"

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

/** Pushes the elements of an array; how many. Throws a `LuaCodecError`. */
export const pushElements = (L: LuaStatePointer, bytes: Uint8Array): number =>
  pushArguments(L, bytes, 0, bytes.length, true)

/** Pushes the first element of an array; how many it has. */
export const pushFirst = (L: LuaStatePointer, bytes: Uint8Array): number => {
  const count = pushElements(L, bytes)
  L.top -= Math.max(0, count - 1)
  return count
}
