/*
 * MessagePack to Lua values, straight into slots and entries of tables. On whichever thread has the state; it reads from a view of
 * whatever memory, shared too, and keeps nothing of it. Lengths are held against the bytes that are left before anything is
 * allocated for them.
 *
 * Both str and bin become strings. nil inside a table becomes `msgpack.null`, so that nothing is lost; outside it is nil. An
 * integer becomes what Lua would have computed: 64 bits are exact.
 */
import { LuaCodecError } from "../../LuaError.ts"
import { keyOfFloat } from "../fengari/kernel/arith.ts"
import { fengari } from "../fengari/load.ts"
import type { LuaStatePointer, Table, TableEntry, TValue } from "../fengari/types.ts"
import { extensionOf, OWN_TYPE } from "./extensions.ts"
import { Allowance } from "./memory.ts"
import { LONGEST_NAME, nameOf } from "./names.ts"
import { MAXIMUM_DEPTH } from "./packer.ts"
import { pathOf, type Trail } from "./path.ts"
import * as Values from "./values.ts"

const { lauxlib, lobject, lstring, ltable, lua, meter, to_luastring } = fengari
const { TValue: Slot } = lobject

const TWO_32 = 2 ** 32

const scratch = new DataView(new ArrayBuffer(8))

const TOO_MANY = to_luastring("too many values")
const NO_BYTES = new Uint8Array(0)

/** What may be changed of an entry while a table is made. */
interface Link {
  key: TValue
  value: TValue
  p: TableEntry | undefined
  n: TableEntry | undefined
}

export class Unpacker {
  /** Where the next value begins. */
  position = 0
  private bytes: Uint8Array = NO_BYTES
  private end = 0
  private L: LuaStatePointer = undefined as never
  private inside = false
  private readonly allowance = new Allowance()
  private readonly trail: Trail = []
  private deepest = MAXIMUM_DEPTH

  /** From here on `bytes[from, to)` is read. `inside`: they come from this process, so that there may be handles in them. */
  start(L: LuaStatePointer, bytes: Uint8Array, from: number, to: number, inside: boolean): void {
    this.L = L
    this.bytes = bytes
    this.position = from
    this.end = to
    this.inside = inside
    this.deepest = MAXIMUM_DEPTH
    this.allowance.start(L)
  }

  /** Lets go of what was read. */
  stop(): void {
    this.bytes = NO_BYTES
    this.L = undefined as never
    this.allowance.stop()
  }

  get isAtEnd(): boolean {
    return this.position >= this.end
  }

  /** One value, in a slot of its own. */
  value(): TValue {
    return this.at(0)
  }

  /** Pushes the elements of an array on the state's stack, nil as nil, and says how many they are. */
  slots(): number {
    // The list itself is no table: nobody sees it.
    this.deepest = MAXIMUM_DEPTH + 1
    const length = this.arrayLength()
    const { L } = this
    if (!lua.lua_checkstack(L, length)) this.refuse("more values than a function can take: give them in a table", 0)
    for (let index = 1; index <= length; index++) {
      this.trail[0] = index
      const value = this.at(1)
      if (value.value === Values.NULL) value.setnilvalue()
      L.stack[L.top++] = value
    }
    return length
  }

  private arrayLength(): number {
    const code = this.byte(0)
    let length: number
    if (code >= 0x90 && code <= 0x9f) length = code & 0x0f
    else if (code === 0xdc || code === 0xdd) length = this.unsigned(code === 0xdc ? 2 : 4, 0)
    else this.refuse("not an array", 0)
    this.need(length, 0)
    return length
  }

  /** After the last value. */
  finish(): void {
    const left = this.end - this.position
    if (left > 0) this.refuse(`${left} extra bytes after the value`, 0)
  }

  private at(depth: number): TValue {
    if (--meter.steps < 0) meter.exhausted(this.L)
    const code = this.byte(depth)
    if (code < 0x80) return new Slot(Values.INTEGER, code)
    if (code < 0x90) return this.map(code & 0x0f, depth)
    if (code < 0xa0) return this.array(code & 0x0f, depth)
    if (code < 0xc0) return this.string(code & 0x1f, depth)
    if (code >= 0xe0) return new Slot(Values.INTEGER, code - 0x100)
    switch (code) {
      case 0xc0:
        return depth === 0 ? new Slot(Values.NIL, null) : new Slot(Values.LIGHT_USERDATA, Values.NULL)
      case 0xc2:
        return new Slot(Values.BOOLEAN, false)
      case 0xc3:
        return new Slot(Values.BOOLEAN, true)
      case 0xc4:
      case 0xd9:
        return this.string(this.unsigned(1, depth), depth)
      case 0xc5:
      case 0xda:
        return this.string(this.unsigned(2, depth), depth)
      case 0xc6:
      case 0xdb:
        return this.string(this.unsigned(4, depth), depth)
      case 0xc7:
        return this.extension(this.unsigned(1, depth), depth)
      case 0xc8:
        return this.extension(this.unsigned(2, depth), depth)
      case 0xc9:
        return this.extension(this.unsigned(4, depth), depth)
      case 0xca:
        this.copyToScratch(4, depth)
        return new Slot(Values.FLOAT, scratch.getFloat32(0))
      case 0xcb:
        this.copyToScratch(8, depth)
        return new Slot(Values.FLOAT, scratch.getFloat64(0))
      case 0xcc:
        return new Slot(Values.INTEGER, this.unsigned(1, depth))
      case 0xcd:
        return new Slot(Values.INTEGER, this.unsigned(2, depth))
      case 0xce:
        return integer(this.unsigned(4, depth))
      case 0xcf:
        return this.wide(false, depth)
      case 0xd0:
        return new Slot(Values.INTEGER, (this.unsigned(1, depth) << 24) >> 24)
      case 0xd1:
        return new Slot(Values.INTEGER, (this.unsigned(2, depth) << 16) >> 16)
      case 0xd2:
        return new Slot(Values.INTEGER, this.unsigned(4, depth) | 0)
      case 0xd3:
        return this.wide(true, depth)
      case 0xd4:
      case 0xd5:
      case 0xd6:
      case 0xd7:
      case 0xd8:
        return this.extension(1 << (code - 0xd4), depth)
      case 0xdc:
        return this.array(this.unsigned(2, depth), depth)
      case 0xdd:
        return this.array(this.unsigned(4, depth), depth)
      case 0xde:
        return this.map(this.unsigned(2, depth), depth)
      case 0xdf:
        return this.map(this.unsigned(4, depth), depth)
    }
    return this.refuse("byte 0xc1 begins no value", depth)
  }

  private need(size: number, depth: number): void {
    const missing = this.position + size - this.end
    if (missing > 0) this.refuse(`${missing} missing bytes`, depth)
  }

  private byte(depth: number): number {
    this.need(1, depth)
    return this.bytes[this.position++]!
  }

  /** Of 1, 2 or 4 bytes. */
  private unsigned(size: number, depth: number): number {
    this.need(size, depth)
    const { bytes, position } = this
    this.position = position + size
    if (size === 1) return bytes[position]!
    const high = (bytes[position]! << 8) | bytes[position + 1]!
    return size === 2 ? high : high * 0x10000 + ((bytes[position + 2]! << 8) | bytes[position + 3]!)
  }

  private copyToScratch(size: number, depth: number): void {
    this.need(size, depth)
    for (let i = 0; i < size; i++) scratch.setUint8(i, this.bytes[this.position++]!)
  }

  private wide(signed: boolean, depth: number): TValue {
    const high = this.unsigned(4, depth)
    const low = this.unsigned(4, depth)
    if (isNarrow(high, low, signed)) return integer((signed ? high | 0 : high) * TWO_32 + low)
    const exact = (BigInt(high) << 32n) | BigInt(low)
    return new Slot(Values.BIGINT, signed ? BigInt.asIntN(64, exact) : exact)
  }

  private string(length: number, depth: number): TValue {
    this.need(length, depth)
    const { bytes, position } = this
    this.position = position + length
    this.allowance.string(length)
    let own: Uint8Array
    if (length > 48) {
      meter.steps -= length >> 6
      own = ownedCopy(bytes, position, length)
    } else {
      own = new Uint8Array(length)
      for (let i = 0; i < length; i++) own[i] = bytes[position + i]!
    }
    return new Slot(Values.STRING, lstring.luaS_bless(this.L, own))
  }

  private newTable(entries: number, depth: number): Table {
    if (depth >= this.deepest) this.refuse(`tables more than ${MAXIMUM_DEPTH} deep`, depth)
    this.allowance.table(entries)
    return ltable.luaH_new(this.L)
  }

  private array(length: number, depth: number): TValue {
    this.need(length, depth)
    const table = this.newTable(length, depth)
    let last: Link | undefined
    for (let index = 1; index <= length; index++) {
      this.trail[depth] = index
      const value = this.at(depth + 1)
      const entry: Link = { key: new Slot(Values.INTEGER, index), value, p: last, n: undefined }
      if (last === undefined) table.f = entry
      else last.n = entry
      table.strong.set(index, entry)
      last = entry
    }
    table.l = last
    return new Slot(Values.TABLE, table)
  }

  private map(size: number, depth: number): TValue {
    this.need(2 * size, depth)
    const table = this.newTable(size, depth)
    const { strong } = table
    let last: Link | undefined
    for (let i = 0; i < size; i++) {
      const key = this.key(depth)
      this.trail[depth] = key
      const value = this.at(depth + 1)
      const hash: unknown = key.type === Values.STRING ? lstring.luaS_hashlongstr(key.value) : key.value
      const entry: Link = { key, value, p: last, n: undefined }
      strong.set(hash, entry)
      if (strong.size === i + 1) {
        if (last === undefined) table.f = entry
        else last.n = entry
        last = entry
      } else this.refuse("the same key twice", depth + 1)
    }
    table.l = last
    return new Slot(Values.TABLE, table)
  }

  /** A key in the form in which a table has it: an integral float is an integer there. */
  private key(depth: number): TValue {
    const { bytes, position } = this
    if (position < this.end) {
      const code = bytes[position]!
      if (code >= 0xa0 && code < 0xc0) return this.name(code & 0x1f, 1, depth)
      if (code === 0xd9 && position + 1 < this.end && bytes[position + 1]! <= LONGEST_NAME) {
        return this.name(bytes[position + 1]!, 2, depth)
      }
    }
    const key = this.at(depth + 1)
    const number = key.value as number
    if (key.type === Values.LIGHT_USERDATA) this.refuse("nil cannot be a key", depth)
    if (key.type === Values.FLOAT) {
      if (number !== number) this.refuse("NaN cannot be a key", depth)
      if ((number | 0) === number) return new Slot(Values.INTEGER, number | 0)
      const place = keyOfFloat(number)
      if (typeof place === "bigint") return new Slot(Values.BIGINT, place)
    }
    return key
  }

  private name(length: number, header: number, depth: number): TValue {
    this.need(header + length, depth)
    const start = this.position + header
    this.position = start + length
    return new Slot(Values.STRING, nameOf(this.bytes, start, length))
  }

  private extension(length: number, depth: number): TValue {
    this.need(length + 1, depth)
    const type = (this.bytes[this.position++]! << 24) >> 24
    const start = this.position
    this.position = start + length
    if (type === OWN_TYPE) return this.carried(start, length, depth)
    if (type === -1) return this.timestamp(start, length, depth)
    this.allowance.string(length)
    meter.steps -= length >> 6
    const bytes = ownedCopy(this.bytes, start, length)
    return Values.userdata(this.L, new Values.ExtensionValue(type, bytes))
  }

  private carried(start: number, length: number, depth: number): TValue {
    const extension = length === 0 ? undefined : extensionOf(this.bytes[start]!)
    const name = extension?.name ?? "a handle"
    const made = this.inside ? extension?.decode(this.L, this.bytes, start + 1, start + length) : undefined
    if (made === undefined) {
      const excluded = this.inside ? extension?.excluded?.(this.L, this.bytes, start + 1, start + length) : undefined
      this.refuse(excluded ?? `${name} cannot come from outside the process`, depth)
    }
    return new Slot(Values.USERDATA, made)
  }

  private timestamp(start: number, length: number, depth: number): TValue {
    const end = this.position
    this.position = start
    let seconds: number | bigint
    let nanoseconds = 0
    if (length === 4) seconds = this.unsigned(4, depth)
    else if (length === 8) {
      const high = this.unsigned(4, depth)
      nanoseconds = high >>> 2
      seconds = (high & 3) * TWO_32 + this.unsigned(4, depth)
    } else if (length === 12) {
      nanoseconds = this.unsigned(4, depth)
      seconds = this.wide(true, depth).value as number | bigint
    } else this.refuse(`a timestamp does not have ${length} bytes`, depth)
    if (nanoseconds > 999_999_999) this.refuse(`a timestamp does not have ${nanoseconds} nanoseconds`, depth)
    this.position = end
    return Values.userdata(this.L, new Values.Timestamp(seconds, nanoseconds))
  }

  private refuse(detail: string, depth: number): never {
    throw new LuaCodecError({ path: pathOf(this.trail, depth), detail })
  }
}

/** |number| ≤ 2^53. */
const integer = (number: number): TValue =>
  (number | 0) === number ? new Slot(Values.INTEGER, number) : new Slot(Values.FLOAT, number)

/** Whether the two halves of 64 bits are a number from -2^53 to 2^53. */
const isNarrow = (high: number, low: number, signed: boolean): boolean =>
  signed && high >= 0x80000000 ? high >= 0xffe00000 : high < 0x200000 || (high === 0x200000 && low === 0)

/** Of memory that may be shared, in memory that is not. */
const ownedCopy = (bytes: Uint8Array, from: number, length: number): Uint8Array => {
  const own = new Uint8Array(length)
  own.set(bytes.subarray(from, from + length))
  return own
}

/** The unpacker of this thread: what it reads is done with before another message is begun. */
export const unpacker = new Unpacker()

/** Pushes one value that fills `bytes[from, to)`. */
export const pushUnpacked = (
  L: LuaStatePointer,
  bytes: Uint8Array,
  from: number,
  to: number,
  inside: boolean
): void => {
  unpacker.start(L, bytes, from, to, inside)
  const value = unpacker.value()
  unpacker.finish()
  lauxlib.luaL_checkstack(L, 1, TOO_MANY)
  L.stack[L.top++] = value
}

/** Pushes the arguments that fill `bytes[from, to)`, and says how many they are. */
export const pushArguments = (
  L: LuaStatePointer,
  bytes: Uint8Array,
  from: number,
  to: number,
  inside: boolean
): number => {
  unpacker.start(L, bytes, from, to, inside)
  const count = unpacker.slots()
  unpacker.finish()
  return count
}
