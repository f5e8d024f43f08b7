/*
 * Text as the bytes that a Lua string is, and back. A Lua string owns its bytes: they are never part of a pooled buffer.
 */
import { Buffer, isAscii, isUtf8 } from "node:buffer"

const encoder = new TextEncoder()

/** The UTF-8 of a text, in memory of its own. */
export const bytesOf = (text: string): Uint8Array => {
  const length = text.length
  if (length > 48) return encoder.encode(text)
  const bytes = new Uint8Array(length)
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i)
    if (code > 0x7f) return encoder.encode(text)
    bytes[i] = code
  }
  return bytes
}

/** Bytes that a name may have: the host makes keys and lines of them, whose time and memory no budget sees. */
export const MOST_OF_NAME = 4096

/** Whether a name has more. Bytes are counted where it is near. */
export const isLongName = (name: string): boolean =>
  name.length > MOST_OF_NAME || (name.length * 3 > MOST_OF_NAME && Buffer.byteLength(name) > MOST_OF_NAME)

/** The text that bytes are in UTF-8, or undefined if they are none. */
export const textOf = (bytes: Uint8Array): string | undefined => {
  const length = bytes.length
  if (length <= 24) {
    let text = ""
    for (let i = 0; i < length; i++) {
      const byte = bytes[i] as number
      if (byte > 0x7f) return isUtf8(bytes) ? decoded(bytes) : undefined
      text += String.fromCharCode(byte)
    }
    return text
  }
  return isUtf8(bytes) ? decoded(bytes) : undefined
}

/** Bytes that their text takes at most: one character that is none of Latin-1 makes all of them two bytes each. */
export const textSize = (bytes: Uint8Array): number =>
  32 + (bytes.length <= 24 || isAscii(bytes) ? bytes.length : 2 * bytes.length)

/** Bytes as text for people: what is no UTF-8 is replaced. */
export const shown = (bytes: Uint8Array): string => decoded(bytes)

const decoded = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8")

/** One character for each byte: a key of a map, not a text. */
export const latinOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1")
