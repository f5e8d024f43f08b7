/**
 * File names as they are. A name on disk is bytes, and not always UTF-8: one that is travels as a string, one that is
 * not as its bytes, so that every file that can be listed can also be opened. Used by the walk on the main thread, by
 * the protocol between threads, and by the handlers in the workers.
 */
import { Buffer, isUtf8 } from "node:buffer"

export type FilePath = string | Uint8Array

export const fromBytes = (bytes: Uint8Array): FilePath => (isUtf8(bytes) ? Buffer.from(bytes).toString() : bytes)

export const toBytes = (path: FilePath): Buffer => Buffer.from(path as Uint8Array)

/** What lies below a path; the path itself is kept as it was given, as `find` does. */
export const join = (parent: FilePath, name: FilePath): FilePath => {
  if (typeof parent === "string" && typeof name === "string") {
    return parent.endsWith("/") ? parent + name : `${parent}/${name}`
  }
  const head = toBytes(parent)
  return Buffer.concat([head, toBytes(head.at(-1) === 0x2f ? "" : "/"), toBytes(name)])
}

/** Equal for equal paths only: a NUL cannot be part of a path, so bytes and strings never meet. */
export const key = (path: FilePath): string => (typeof path === "string" ? path : `\0${toBytes(path).toString("hex")}`)

/** The nearest text, for machines: bytes that are not UTF-8 become U+FFFD. */
export const toText = (path: FilePath): string => (typeof path === "string" ? path : toBytes(path).toString())

export const dirname = (path: FilePath): FilePath => {
  const bytes = toBytes(path)
  return fromBytes(bytes.subarray(0, Math.max(1, bytes.lastIndexOf(0x2f))))
}

export const basename = (path: FilePath): FilePath => {
  const bytes = toBytes(path)
  return fromBytes(bytes.subarray(bytes.lastIndexOf(0x2f) + 1))
}

const isOdd = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\ufffd]/u
const named: Record<string, string> = { "\n": "\\n", "\t": "\\t", "\r": "\\r", "\\": "\\\\", "'": "\\'" }

const escapeCharacter = (char: string): string => {
  if (named[char] !== undefined) return named[char]
  if (!isOdd.test(char)) return char
  const code = char.codePointAt(0)!
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, "0")}`
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, "0")}` : `\\u${code.toString(16).padStart(4, "0")}`
}

const escapeSegment = (bytes: Buffer): string =>
  isUtf8(bytes)
    ? Array.from(bytes.toString(), escapeCharacter).join("")
    : Array.from(bytes, (byte) =>
        byte < 0x80 ? escapeCharacter(String.fromCharCode(byte)) : `\\x${byte.toString(16)}`
      ).join("")

/**
 * One line that shows the name truthfully: a newline, an escape sequence or a byte that is not UTF-8 can neither move
 * the cursor nor hide, and one that is empty is seen. Odd names are written as the shell's `$'…'`, so they can be pasted into one.
 */
export const printable = (path: FilePath): string => {
  if (path.length === 0) return "''"
  if (typeof path === "string" && !isOdd.test(path) && !path.startsWith("$'")) return path
  const segments: Array<string> = []
  const bytes = toBytes(path)
  for (let start = 0; start <= bytes.length;) {
    const end = bytes.indexOf(0x2f, start)
    segments.push(escapeSegment(bytes.subarray(start, end < 0 ? bytes.length : end)))
    start = end < 0 ? bytes.length + 1 : end + 1
  }
  return `$'${segments.join("/")}'`
}

/** The type of a file by its name: `.ts`; a name without an ending, or with an improbable one, has none. */
export const typeOf = (path: FilePath): string =>
  /[^/](\.[a-z0-9_+~-]{1,12})$/i.exec(toText(path))?.[1]?.toLowerCase() ?? "(none)"
