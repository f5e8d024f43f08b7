/**
 * JavaScript values as arguments of Lua, and results of Lua as JavaScript values: MessagePack on both ways, the same bytes that
 * Lua threads send each other. On the thread of whoever asks.
 */
import { LuaCodecError } from "../../LuaError.ts"
import { has64Bits, isSafe } from "../fengari/numbers.ts"
import { step } from "../msgpack/path.ts"
import { dateOf, Timestamp, timestampOf } from "../msgpack/values.ts"
import { MAXIMUM_SIZE, Writer } from "../msgpack/writer.ts"
import { bytesOf, shown } from "../state/bytes.ts"
import { marks } from "../state/fromLua.ts"
import { unlikeTable, unreadable as failing } from "../state/instances.ts"
import { hasNil, isNil } from "./nils.ts"

const MOST_DEPTH = 128
const TWO_32 = 2 ** 32

type Path = Array<unknown>

const refuse = (path: Path, detail: string): never => {
  throw new LuaCodecError({ path: path.reduce<string>(step, ""), detail })
}

// -- out ---------------------------------------------------------------------------------------------------------------

class JsWriter extends Writer {
  /** Whether nil in a table is a value, as MessagePack has it, or no entry, as Lua has it. */
  private nils = false
  private deepest = MOST_DEPTH

  /** One value for whoever reads MessagePack. */
  one(value: unknown): void {
    this.reset()
    this.nils = true
    this.deepest = MOST_DEPTH
    this.write(value, [])
  }

  /** Arguments for Lua. */
  list(values: ReadonlyArray<unknown>, path: Path): void {
    this.reset()
    this.nils = false
    // The list itself is no table: nobody sees it.
    this.deepest = MOST_DEPTH + 1
    this.array(values.length)
    for (let i = 0; i < values.length; i++) {
      path[0] = i + 1
      this.write(values[i], path)
    }
  }

  write(value: unknown, path: Path): void {
    switch (typeof value) {
      case "number":
        return this.number(value)
      case "string":
        return this.text(value, path)
      case "boolean":
        return this.byte(value ? 0xc3 : 0xc2)
      case "undefined":
        return this.byte(0xc0)
      case "bigint":
        if (!has64Bits(value)) refuse(path, `${value} has more than 64 bits`)
        if (isSafe(value)) return this.integer(Number(value))
        return this.bigint(value)
      case "object":
        return value === null ? this.byte(0xc0) : this.object(value, path)
      default:
        refuse(path, `cannot serialize a ${typeof value}`)
    }
  }

  private number(value: number): void {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) this.integer(value)
    else this.float64(value)
  }

  private text(value: string, path: Path): void {
    const { length } = value
    if (length < 32) {
      this.reserve(length + 1)
      const { bytes, position } = this
      let at = 0
      for (; at < length; at++) {
        const unit = value.charCodeAt(at)
        if (unit > 0x7f) break
        bytes[position + 1 + at] = unit
      }
      if (at === length) {
        bytes[position] = 0xa0 | length
        this.position = position + 1 + length
        return
      }
    }
    if (!value.isWellFormed()) refuse(path, "cannot serialize half a surrogate pair")
    const bytes = bytesOf(value)
    if (bytes.length < 32) this.byte(0xa0 | bytes.length)
    else this.stringHeader(bytes.length, true)
    this.raw(bytes)
  }

  private object(value: object, path: Path): void {
    if (path.length >= this.deepest)
      refuse(path.slice(0, 4), `cannot serialize more than ${MOST_DEPTH} levels, or a cycle`)
    if (Array.isArray(value)) {
      if (!this.nils && hasNil(value)) return this.holed(value, path)
      this.array(value.length)
      for (let i = 0; i < value.length; i++) {
        path.push(i + 1)
        this.write(value[i], path)
        path.pop()
      }
      return
    }
    if (value instanceof Uint8Array) {
      // Always a string of bytes: what it holds may be text by chance.
      this.stringHeader(value.length, false)
      return this.raw(value)
    }
    if (value instanceof Date) return this.date(value, path)
    if (value instanceof Map) return this.entries(value.size, value, path)
    const strange = unlikeTable(value)
    if (strange !== undefined) refuse(path, `cannot serialize ${strange}`)
    const keys = Object.keys(value)
    const start = this.position
    this.map(keys.length)
    let count = 0
    for (const key of keys) {
      // Before it is read: a getter may throw.
      path.push(key)
      count += this.entry(key, (value as Record<string, unknown>)[key], path)
      path.pop()
    }
    if (count < keys.length) this.resized(start, keys.length, count)
  }

  private entries(size: number, entries: Iterable<readonly [unknown, unknown]>, path: Path): void {
    const start = this.position
    this.map(size)
    let count = 0
    for (const [key, each] of entries) {
      if (key === undefined || key === null || Number.isNaN(key)) refuse(path, `${key} cannot be a key`)
      path.push(key)
      count += this.entry(key, each, path)
      path.pop()
    }
    if (count < size) this.resized(start, size, count)
  }

  /** A list with nil in it: the entries that it has. */
  private holed(values: ReadonlyArray<unknown>, path: Path): void {
    if (values.length > MAXIMUM_SIZE) refuse(path, `cannot serialize a list of ${values.length} places`)
    const kept: Array<readonly [number, unknown]> = []
    for (let i = 0; i < values.length; i++) if (!isNil(values[i])) kept.push([i + 1, values[i]])
    this.entries(kept.length, kept, path)
  }

  /** A map that has become smaller than its header says, which keeps its length. Each field is read once: a getter may do anything. */
  private resized(start: number, size: number, count: number): void {
    if (size < 16) this.bytes[start] = 0x80 | count
    else {
      const wide = size < 0x10000 ? 2 : 4
      for (let i = 0; i < wide; i++) this.bytes[start + wide - i] = count >>> (8 * i)
    }
  }

  private date(value: Date, path: Path): void {
    const time = timestampOf(value) ?? refuse(path, "cannot serialize a date that is none")
    const seconds = Number(time.seconds)
    this.extension(-1, 12)
    this.raw32(time.nanoseconds)
    const high = Math.floor(seconds / TWO_32)
    this.raw32(high)
    this.raw32(seconds - high * TWO_32)
  }

  /** How many it is: none where its value is nil. */
  private entry(key: unknown, value: unknown, path: Path): 0 | 1 {
    if (!this.nils && isNil(value)) return 0
    this.write(key, path)
    this.write(value, path)
    return 1
  }
}

/** That of this thread, unless something is being written: what a getter of that packs is written by another one. */
let writer: JsWriter | undefined = new JsWriter()

const taken = (): JsWriter => {
  const mine = writer ?? new JsWriter()
  writer = undefined
  return mine
}

const done = (mine: JsWriter): Uint8Array<ArrayBuffer> => {
  writer = mine
  return mine.copy()
}

/** Arguments, as bytes of their own. Throws a `LuaCodecError` whose path begins with the number of the argument. */
export const packJs = (values: ReadonlyArray<unknown>): Uint8Array => {
  const path: Path = []
  const mine = taken()
  try {
    mine.list(values, path)
    return done(mine)
  } catch (cause) {
    if (cause instanceof LuaCodecError) throw cause
    return refuse(path, unreadable(cause))
  }
}

/** A getter or a proxy has thrown: what it did, in words, and where. */
export const unreadable = (cause: unknown): string => `cannot serialize ${failing(cause)}`

/** One value for whoever reads MessagePack: nil in a table is a value there. */
export const packOneJs = (value: unknown): Uint8Array<ArrayBuffer> => {
  const mine = taken()
  mine.one(value)
  return done(mine)
}

// -- in ----------------------------------------------------------------------------------------------------------------

const nothing = new Uint8Array()

class JsReader {
  private bytes: Uint8Array = nothing
  private wide: DataView | undefined
  private at = 0

  /** An array: its one element, if that is all it has. */
  results(bytes: Uint8Array): unknown {
    this.bytes = bytes
    this.wide = undefined
    const isOne = bytes[0] === 0x91
    this.at = isOne ? 1 : 0
    const value = this.value(isOne ? [1] : [])
    this.bytes = nothing
    this.wide = undefined
    return isOne || (value as Array<unknown>).length > 0 ? value : undefined
  }

  /** Few messages hold what needs one. */
  private get view(): DataView {
    const { bytes } = this
    return (this.wide ??= new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  }

  value(path: Path): unknown {
    const code = this.bytes[this.at++]!
    if (code < 0x80) return code
    if (code < 0x90) return this.map(code & 0x0f, path)
    if (code < 0xa0) return this.array(code & 0x0f, path)
    if (code < 0xc0) return this.text(code & 0x1f)
    if (code >= 0xe0) return code - 0x100
    switch (code) {
      case 0xc0:
        return path.length <= 1 ? undefined : null
      case 0xc2:
        return false
      case 0xc3:
        return true
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return this.take(this.length(code - 0xc4)).slice()
      case 0xc7:
      case 0xc8:
      case 0xc9:
        return this.extension(this.length(code - 0xc7), path)
      case 0xca:
        return this.view.getFloat32((this.at += 4) - 4)
      case 0xcb:
        return this.view.getFloat64((this.at += 8) - 8)
      case 0xcc:
      case 0xcd:
      case 0xce:
        return this.length(code - 0xcc)
      case 0xcf:
        return narrow(this.view.getBigUint64((this.at += 8) - 8))
      case 0xd0:
        return this.view.getInt8(this.at++)
      case 0xd1:
        return this.view.getInt16((this.at += 2) - 2)
      case 0xd2:
        return this.view.getInt32((this.at += 4) - 4)
      case 0xd3:
        return narrow(this.view.getBigInt64((this.at += 8) - 8))
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.text(this.length(code - 0xd9))
      case 0xdc:
      case 0xdd:
        return this.array(this.length(code - 0xdb), path)
      case 0xde:
      case 0xdf:
        return this.map(this.length(code - 0xdd), path)
      default:
        return code >= 0xd4 && code <= 0xd8 ? this.extension(1 << (code - 0xd4), path) : refuse(path, "no MessagePack")
    }
  }

  private length(bytes: number): number {
    if (bytes === 0) return this.bytes[this.at++]!
    return bytes === 1 ? this.view.getUint16((this.at += 2) - 2) : this.view.getUint32((this.at += 4) - 4)
  }

  private take(length: number): Uint8Array {
    return this.bytes.subarray(this.at, (this.at += length))
  }

  private text(length: number): string {
    if (length > 24) return shown(this.take(length))
    const { bytes } = this
    const end = this.at + length
    let text = ""
    for (let i = this.at; i < end; i++) {
      if (bytes[i]! > 0x7f) return shown(this.take(length))
      text += String.fromCharCode(bytes[i]!)
    }
    this.at = end
    return text
  }

  private array(length: number, path: Path): Array<unknown> {
    const values: Array<unknown> = new Array(length)
    for (let i = 0; i < length; i++) {
      path.push(i + 1)
      values[i] = this.value(path)
      path.pop()
    }
    return values
  }

  /** An object where all keys are texts that mark nothing, else a Map. */
  private map(size: number, path: Path): unknown {
    const start = this.at
    const record: Record<string, unknown> = {}
    for (let i = 0; i < size; i++) {
      const key = this.value(path)
      if (typeof key !== "string" || marks(key)) {
        this.at = start
        return this.anyMap(size, path)
      }
      path.push(key)
      const value = this.value(path)
      path.pop()
      // An own field like any other: an assignment would set the prototype.
      if (key === "__proto__")
        Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true })
      else record[key] = value
    }
    return record
  }

  private anyMap(size: number, path: Path): Map<unknown, unknown> {
    const map = new Map<unknown, unknown>()
    for (let i = 0; i < size; i++) {
      const key = this.value(path)
      path.push(key)
      map.set(key, this.value(path))
      path.pop()
    }
    return map
  }

  private extension(length: number, path: Path): unknown {
    const type = this.view.getInt8(this.at++)
    const bytes = this.take(length)
    if (type !== -1)
      return refuse(
        path,
        type === 112
          ? "a thread handle stays among Lua threads"
          : `an extension of type ${type} has no JavaScript value`
      )
    const view = new DataView(bytes.buffer, bytes.byteOffset, length)
    if (length === 4) return new Date(view.getUint32(0) * 1000)
    const nanoseconds = length === 8 ? view.getUint32(0) >>> 2 : view.getUint32(0)
    const seconds = length === 8 ? (view.getUint32(0) & 3) * TWO_32 + view.getUint32(4) : Number(view.getBigInt64(4))
    return dateOf(new Timestamp(seconds, nanoseconds)) ?? refuse(path, "cannot take a timestamp that no Date can be")
  }
}

/** Up to 2^53 either way, as in a state: an integer of Lua that is such a number is in one form there. */
const narrow = (value: bigint): number | bigint => (isSafe(value) ? Number(value) : value)

/** That of this thread: reading calls nothing that could read. */
const reader = new JsReader()

/**
 * The results of a function: none is `undefined`, one is itself, several are an array. Strings are texts where they are UTF-8, else
 * bytes; integers beyond 2^53 are bigints; tables are arrays, objects, or Maps where a key is no text. Throws a `LuaCodecError` for what
 * has no value here.
 */
export const unpackJs = (bytes: Uint8Array): unknown => reader.results(bytes)
