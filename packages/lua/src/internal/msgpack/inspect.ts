/*
 * A look at bytes before msgpackr reads them, by the rules by which Lua reads: one whole value, no key twice, none that is nil or NaN,
 * nothing too deep. msgpackr takes more than that, and without a word: of two equal keys it keeps the last, text that is no UTF-8 it
 * changes. And its readers of extensions make errors, sets, patterns and more of JavaScript, which no script is to choose: timestamps
 * alone are let through.
 */
import { Buffer } from "node:buffer"
import { LuaCodecError } from "../../LuaError.ts"
import { MAXIMUM_DEPTH } from "./packer.ts"
import { step } from "./path.ts"
import { isUtf8 } from "./utf8.ts"

/** An array or a map that is being read. */
interface Open {
  /** Values to come, keys among them. */
  left: number
  /** What a map's keys were. */
  readonly keys: Set<string> | undefined
  /** The key or the index that is being read. */
  key: unknown
}

/** What two equal keys have in common, whatever they were written as; strings as one character for each byte. */
export const keyOf = (value: unknown): string | undefined => {
  if (typeof value === "string") return `s${value}`
  if (typeof value === "number") return Number.isInteger(value) ? `n${BigInt(value)}` : `n${value}`
  return typeof value === "bigint" ? `n${value}` : typeof value === "boolean" ? String(value) : undefined
}

const OTHER: unique symbol = Symbol("no key that could come twice")

class Inspector {
  private readonly bytes: Uint8Array
  private readonly view: DataView
  private at = 0
  private readonly open: Array<Open> = []
  /** Where strings begin that are no UTF-8, where their bytes do, and where these end. */
  readonly raw: Array<readonly [start: number, from: number, to: number]> = []

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  whole(): void {
    const { bytes, open } = this
    do {
      const inside = open.at(-1)
      const isKey = inside?.keys !== undefined && inside.left % 2 === 0
      if (inside !== undefined) {
        inside.left--
        if (inside.keys === undefined) inside.key = (inside.key as number) + 1
      }
      const value = this.value(isKey)
      if (isKey) this.key(inside, value)
      while (open.at(-1)?.left === 0) open.pop()
    } while (open.length > 0)
    if (this.at < bytes.length) this.refuse(`${bytes.length - this.at} extra bytes after the value`)
  }

  private key(map: Open, value: unknown): void {
    if (value === null || value !== value) this.refuse(`${value === null ? "nil" : "NaN"} cannot be a key`, map)
    map.key = value === OTHER ? "?" : value
    const key = keyOf(value)
    if (key === undefined) return
    if (map.keys!.has(key)) this.refuse("the same key twice")
    map.keys!.add(key)
  }

  /** Goes past one value, or into it; what it is, where it is a key. */
  private value(isKey: boolean): unknown {
    const start = this.at
    const code = this.unsigned(1)
    if (code < 0x80) return code
    if (code < 0x90) return this.enter(code & 0x0f, true)
    if (code < 0xa0) return this.enter(code & 0x0f, false)
    if (code < 0xc0) return this.string(start, code & 0x1f, true, isKey)
    if (code >= 0xe0) return code - 0x100
    switch (code) {
      case 0xc0:
        return null
      case 0xc1:
        return this.refuse("byte 0xc1 begins no value")
      case 0xc2:
      case 0xc3:
        return code === 0xc3
      case 0xca:
        return this.view.getFloat32(this.take(4))
      case 0xcb:
        return this.view.getFloat64(this.take(8))
      case 0xcf:
        return this.view.getBigUint64(this.take(8))
      case 0xd0:
        return this.view.getInt8(this.take(1))
      case 0xd1:
        return this.view.getInt16(this.take(2))
      case 0xd2:
        return this.view.getInt32(this.take(4))
      case 0xd3:
        return this.view.getBigInt64(this.take(8))
    }
    if (code <= 0xc6) return this.string(start, this.unsigned(1 << (code - 0xc4)), false, isKey)
    if (code <= 0xc9) return this.extension(this.unsigned(1 << (code - 0xc7)))
    if (code <= 0xce) return this.unsigned(1 << (code - 0xcc))
    if (code <= 0xd8) return this.extension(1 << (code - 0xd4))
    if (code <= 0xdb) return this.string(start, this.unsigned(1 << (code - 0xd9)), true, isKey)
    return this.enter(this.unsigned(code % 2 === 0 ? 2 : 4), code >= 0xde)
  }

  /** Where the next so many bytes begin. */
  private take(length: number): number {
    const missing = this.at + length - this.bytes.length
    if (missing > 0) this.refuse(`${missing} missing bytes`)
    this.at += length
    return this.at - length
  }

  /** Of 1, 2 or 4 bytes. */
  private unsigned(size: number): number {
    const at = this.take(size)
    return size === 1 ? this.bytes[at]! : size === 2 ? this.view.getUint16(at) : this.view.getUint32(at)
  }

  private enter(size: number, isMap: boolean): typeof OTHER {
    const left = isMap ? 2 * size : size
    const missing = this.at + left - this.bytes.length
    if (missing > 0) this.refuse(`${missing} missing bytes`)
    if (this.open.length >= MAXIMUM_DEPTH) this.refuse(`tables more than ${MAXIMUM_DEPTH} deep`)
    this.open.push({ left, keys: isMap ? new Set() : undefined, key: 0 })
    return OTHER
  }

  private string(start: number, length: number, isText: boolean, isKey: boolean): unknown {
    const from = this.take(length)
    if (isText && !isUtf8(this.bytes, from, this.at)) this.raw.push([start, from, this.at])
    if (!isKey) return OTHER
    const { buffer, byteOffset } = this.bytes
    return Buffer.from(buffer, byteOffset + from, length).toString("latin1")
  }

  private extension(length: number): typeof OTHER {
    const type = this.view.getInt8(this.take(1))
    if (type !== -1) this.refuse(`an extension of type ${type} has no counterpart in JavaScript`)
    if (length !== 4 && length !== 8 && length !== 12) this.refuse(`a timestamp does not have ${length} bytes`)
    const at = this.take(length)
    const nanoseconds = length === 4 ? 0 : length === 8 ? this.view.getUint32(at) >>> 2 : this.view.getUint32(at)
    if (nanoseconds > 999_999_999) this.refuse(`a timestamp does not have ${nanoseconds} nanoseconds`)
    return OTHER
  }

  /** `at`: what it is wrong with is not what is read in it, but itself. */
  private refuse(detail: string, at?: Open): never {
    let path = ""
    for (const each of this.open) if (each !== at) path = step(path, each.key)
    throw new LuaCodecError({ path, detail })
  }
}

/** The bytes as msgpackr is to read them: strings that are no UTF-8 are bytes to it. Throws a `LuaCodecError`. */
export const inspected = (bytes: Uint8Array): Uint8Array => {
  const inspector = new Inspector(bytes)
  inspector.whole()
  const { raw } = inspector
  if (raw.length === 0) return bytes
  const whole = new Uint8Array(bytes.length + 4 * raw.length)
  const view = new DataView(whole.buffer)
  let [read, written] = [0, 0]
  const copy = (to: number): void => {
    whole.set(bytes.subarray(read, to), written)
    written += to - read
    read = to
  }
  for (const [start, from, to] of raw) {
    copy(start)
    whole[written] = 0xc6
    view.setUint32(written + 1, to - from)
    written += 5
    read = from
    copy(to)
  }
  copy(bytes.length)
  return whole.subarray(0, written)
}
