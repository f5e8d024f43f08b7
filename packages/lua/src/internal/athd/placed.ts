/*
 * Where something stands in Lua that fails before or after its function runs: with arguments or results that cannot be packed, by a
 * limit, by a source that does not compile. No traceback is left then, and who sent it may not wait for it.
 */
import { type LuaError, LuaRuntimeError } from "../../LuaError.ts"
import { shown } from "../state/bytes.ts"
import { chunkId, type Proto } from "../state/chunks.ts"

/** A function as a line of a traceback; `what` says which it is. */
export const placeOf = ({ linedefined, source }: Proto, what: string): string =>
  `${chunkId(source === null ? "?" : shown(source.getstr()))}:${linedefined}: in ${what}`

/** Where nobody waits for it, an error is logged with its stack: Lua's, as that of JavaScript is in nobody's code. */
export const placed = (error: LuaError, place: () => string): LuaError => {
  if (error instanceof LuaRuntimeError) return error
  const value = `${error.name}: ${error.message}\nstack traceback:\n\t${place()}`
  return Object.defineProperty(error, "stack", { value, enumerable: false, configurable: true, writable: true })
}
