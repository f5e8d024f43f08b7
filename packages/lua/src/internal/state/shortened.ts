/*
 * An error on its way to another thread, which takes no message of more than core's largest block: one that would be larger arrives
 * with less, and says what was left out, instead of as a refusal that hides it. Whoever stays on the thread has all of it.
 */
import * as Schema from "effect/Schema"
import { type LuaError, LuaRuntimeError } from "../../LuaError.ts"

/** Bytes that an error may have as it is: core takes 1 MiB, its own words included. */
const MOST = 900_000

/** Of one that has more: bytes of its value and of its cause, each; and characters that a text begins and ends with. */
const PART = 256 * 1024
const HEAD = 24 * 1024
const TAIL = 8 * 1024

/** The error, or a shorter one of the same kind. */
export const shortened = (error: LuaError): LuaError => {
  if (sizeOf(error) <= MOST) return error
  const fields: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(error)) fields[key] = typeof value === "string" ? short(value) : value
  if (error instanceof LuaRuntimeError) return briefly(error, fields)
  // The same fields, of the same types.
  return new (error.constructor as new (fields: object) => LuaError)(fields)
}

const briefly = (
  { cause, value }: LuaRuntimeError,
  { chunk, detail, traceback }: Record<string, unknown>
): LuaError => {
  const left: Array<string> = []
  const takesValue = value !== undefined && value.length <= PART
  if (value !== undefined && !takesValue) left.push(`its value of ${value.length} bytes`)
  const causeBytes = bytesOfCause(cause)
  const takesCause = cause !== undefined && causeBytes <= PART
  if (cause !== undefined && !takesCause) left.push(`its cause of ${causeBytes} bytes`)
  return new LuaRuntimeError({
    chunk: String(chunk),
    detail:
      left.length === 0 ? String(detail) : `${detail} (left out on the way to another thread: ${left.join(", ")})`,
    traceback: String(traceback),
    ...(takesValue ? { value } : {}),
    ...(takesCause ? { cause } : {})
  })
}

const short = (text: string): string =>
  text.length <= HEAD + TAIL
    ? text
    : `${text.slice(0, HEAD)}\n... (${text.length - HEAD - TAIL} characters left out)\n${text.slice(-TAIL)}`

const sizeOf = (error: LuaError): number => {
  let bytes = bytesOfCause(error.cause)
  for (const [key, value] of Object.entries(error)) {
    if (key === "cause") continue
    if (typeof value === "string") bytes += Buffer.byteLength(value)
    else if (value instanceof Uint8Array) bytes += value.length
  }
  return bytes
}

const encode = Schema.encodeUnknownSync(Schema.Defect())

/** As it travels. What cannot be read is core's to refuse. */
const bytesOfCause = (cause: unknown): number => {
  if (cause === undefined) return 0
  try {
    return Buffer.byteLength(JSON.stringify(encode(cause)) ?? "")
  } catch {
    return 0
  }
}
