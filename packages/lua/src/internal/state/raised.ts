/*
 * What a script raised that is no string, as bytes: so it comes to whoever has called it from another thread as what it is.
 */
import { LuaCodecError } from "../../LuaError.ts"
import type { LuaStatePointer, TValue } from "../fengari/types.ts"
import { packer } from "../msgpack/packer.ts"
import { pushUnpacked } from "../msgpack/unpacker.ts"

/** The bytes of a raised value; undefined for one that stays here. */
export const packRaised = (L: LuaStatePointer, slot: TValue): Uint8Array | undefined => {
  try {
    packer.start(L, true)
    packer.value(slot)
    return packer.copy()
  } catch (cause) {
    if (cause instanceof LuaCodecError) return undefined
    throw cause
  }
}

/** The value that bytes are, which another state of this process has packed; undefined where they are none. */
export const unpackRaised = (L: LuaStatePointer, bytes: Uint8Array): TValue | undefined => {
  try {
    pushUnpacked(L, bytes, 0, bytes.length, true)
    return L.stack[--L.top]
  } catch (cause) {
    if (cause instanceof LuaCodecError) return undefined
    throw cause
  }
}
