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

/** What cannot be packed, or unpacked, is the error of the running function, and raised, after what `at` says. */
export const orRaise = <A>(L: LuaStatePointer, run: () => A, at = ""): A => {
  let refused: LuaCodecError
  try {
    return run()
  } catch (cause) {
    if (!(cause instanceof LuaCodecError)) throw cause
    refused = cause
  }
  return raiseText(L, at + refused.message)
}

/** The same for what a function was given. */
export const packGiven = (L: LuaStatePointer, from: number, at = ""): Uint8Array =>
  orRaise(L, () => packSlots(L, from), at)

/** Pushes the elements of an array; how many. Throws a `LuaCodecError`. */
export const pushElements = (L: LuaStatePointer, bytes: Uint8Array): number =>
  pushArguments(L, bytes, 0, bytes.length, true)

/** The same for what a function goes on with. */
export const pushAnswer = (L: LuaStatePointer, bytes: Uint8Array): number => orRaise(L, () => pushElements(L, bytes))
