/*
 * Lua values to MessagePack, straight from the slots and the entries of tables: no JS objects are made between. On whichever
 * thread has the state; one packer a thread, since packing calls nothing that could pack.
 *
 *     nil, msgpack.null   c0                        string   str if it is UTF-8, else bin
 *     boolean             c2 c3                     table    array iff its keys are exactly 1..n, else map; `__serialize`
 *     integer             the shortest, ≤ 64 bits            in its metatable ("array", "map") says which
 *     float               float 64, 1.0 and -0.0 too userdata ext, timestamp, what is carried inside the process
 *
 * Metamethods are not called: a table is what is in it.
 */
import { LuaCodecError } from "../../LuaError.ts"
import { fengari } from "../fengari/load.ts"
import type { LuaStatePointer, Table, TString, TValue, Udata } from "../fengari/types.ts"
import { type Carried, carriedAs, isCarried, OWN_TYPE } from "./extensions.ts"
import { ask } from "./memory.ts"
import { pathOf, type Trail } from "./path.ts"
import { isUtf8 } from "./utf8.ts"
import * as Values from "./values.ts"
import { Writer } from "./writer.ts"

const { ltable, lstring, meter, to_luastring, to_jsstring } = fengari

/** Tables in tables: deeper is refused, when packing as when unpacking. */
export const MAXIMUM_DEPTH = 128

/** A state with a limit is asked before so many bytes are packed. */
const LARGE = 256 * 1024

/** Up to here a loop is faster than `TypedArray.set`. */
const SHORT = 48

const SMALLEST_INT32 = -0x80000000
const LARGEST_INT32 = 0x7fffffff
const LARGEST_INTEGER = 2 ** 53

const SERIALIZE: TString = lstring.luaS_bless(null as never, to_luastring("__serialize"))

type Form = "array" | "map" | undefined

export class Packer extends Writer {
  private L: LuaStatePointer = undefined as never
  /** Whether the bytes stay in this process, so that handles may go along. */
  private inside = false
  private readonly trail: Trail = []
  private deepest = MAXIMUM_DEPTH
  /** The tables that are being packed, one for each level. */
  private readonly open: Array<Table | undefined> = []

  start(L: LuaStatePointer, inside: boolean): void {
    this.reset()
    this.deepest = MAXIMUM_DEPTH
    this.L = L
    this.inside = inside
  }

  /** Lets go of the state that it last packed for, and of what a value that failed has left. */
  stop(): void {
    this.L = undefined as never
    this.trail.length = 0
    this.open.length = 0
  }

  /** One value: what is in a slot. */
  value(value: TValue): void {
    this.at(value, 0)
  }

  /** So many slots of a stack, from `from` on, as an array: one that may have nil in it. */
  list(L: LuaStatePointer, from: number, count: number): void {
    // The list itself is no table: nobody sees it.
    this.deepest = MAXIMUM_DEPTH + 1
    this.slots(L, from, count)
  }

  /** The same as a table, which whoever reads it sees. */
  slots(L: LuaStatePointer, from: number, count: number): void {
    this.array(count)
    for (let i = 0; i < count; i++) {
      this.trail[0] = i + 1
      this.at(L.stack[from + i]!, 1)
    }
  }

  private at(value: TValue, depth: number): void {
    if (--meter.steps < 0) meter.exhausted(this.L)
    switch (value.type) {
      case Values.STRING:
      case Values.SHORT_STRING:
        return this.string((value.value as TString).realstring)
      case Values.INTEGER:
        return this.integer(value.value as number)
      case Values.FLOAT:
        return this.float(value.value as number)
      case Values.TABLE:
        return this.table(value.value as Table, depth)
      case Values.BOOLEAN:
        return this.byte(value.value === true ? 0xc3 : 0xc2)
      case Values.NIL:
        return this.byte(0xc0)
      case Values.BIGINT:
        return this.bigint(value.value as bigint)
      case Values.USERDATA:
        return this.userdata((value.value as Udata).data, depth)
      case Values.LIGHT_USERDATA:
        if (value.value === Values.NULL) return this.byte(0xc0)
    }
    this.refuseAt(`cannot serialize a ${typeName(value)}`, depth)
  }

  /** What is integral beyond 32 bits is an integer, whatever its tag; 1.0 stays a float, and so does -0.0. */
  private float(number: number): void {
    if (
      (number > LARGEST_INT32 || number < SMALLEST_INT32) &&
      number <= LARGEST_INTEGER &&
      number >= -LARGEST_INTEGER &&
      Number.isInteger(number)
    ) {
      this.integer(number)
    } else this.float64(number)
  }

  /** A Lua string. */
  string(source: Uint8Array): void {
    const { length } = source
    // Room for the longest header, so that nothing below grows.
    this.reserve(length + 5)
    if (length > SHORT) {
      meter.steps -= length >> 6
      this.stringHeader(length, isUtf8(source, 0, length))
      this.bytes.set(source, this.position)
      this.position += length
      return
    }
    const { bytes } = this
    const start = this.position + (length < 32 ? 1 : 2)
    let seen = 0
    for (let i = 0; i < length; i++) {
      const byte = source[i]!
      bytes[start + i] = byte
      seen |= byte
    }
    if (length < 32 && (seen < 0x80 || isUtf8(source, 0, length))) {
      bytes[start - 1] = 0xa0 | length
      this.position = start + length
      return
    }
    const text = seen < 0x80 || isUtf8(source, 0, length)
    if (length < 32) bytes.copyWithin(start + 1, start, start + length)
    this.stringHeader(length, text)
    this.position += length
  }

  private table(table: Table, depth: number): void {
    const { open } = this
    if (depth >= this.deepest) this.refuseAt(`cannot serialize tables more than ${MAXIMUM_DEPTH} deep`, depth)
    for (let i = 0; i < depth; i++) if (open[i] === table) this.refuseAt("cannot serialize a cycle", depth)
    open[depth] = table
    this.elements(table, depth)
    // A table that nobody needs any more is not kept alive from here.
    open[depth] = undefined
  }

  private elements(table: Table, depth: number): void {
    const form = table.metatable === null ? undefined : this.formOf(table.metatable, depth)
    if (form === "map") return this.entries(table, depth)
    // As long as the keys are 1, 2, 3 in order of insertion, which they nearly always are.
    let count = 0
    let entry = table.f
    while (entry !== undefined && entry.key.value === count + 1 && entry.key.type === Values.INTEGER) {
      count++
      entry = entry.n
    }
    if (entry === undefined) this.inOrder(table, count, depth)
    else if (form === "array") this.withHoles(table, depth)
    else if (entry.key.type === Values.INTEGER && hasKeysUpTo(table)) this.indexed(table, table.strong.size, depth)
    else this.entries(table, depth)
  }

  private inOrder(table: Table, length: number, depth: number): void {
    this.array(length)
    let index = 1
    for (let entry = table.f; entry !== undefined; entry = entry.n) {
      this.trail[depth] = index++
      this.at(entry.value, depth + 1)
    }
  }

  private indexed(table: Table, length: number, depth: number): void {
    // Every element takes a byte at least: what cannot fit is refused before a loop over it.
    this.reserve(length + 5)
    this.array(length)
    for (let index = 1; index <= length; index++) {
      const entry = table.strong.get(index)
      if (entry === undefined) {
        // However few entries it has: holes are as many as its largest key says.
        if (--meter.steps < 0) meter.exhausted(this.L)
        this.byte(0xc0)
        continue
      }
      this.trail[depth] = index
      this.at(entry.value, depth + 1)
    }
  }

  /** Of a table that says that it is an array: nil where it has nothing. */
  private withHoles(table: Table, depth: number): void {
    let length = 0
    for (let entry = table.f; entry !== undefined; entry = entry.n) {
      const { type, value } = entry.key
      if (type !== Values.INTEGER || value < 1) {
        this.trail[depth] = entry.key
        this.refuseAt("an array has no such key", depth + 1)
      }
      if (value > length) length = value as number
    }
    this.indexed(table, length, depth)
  }

  private entries(table: Table, depth: number): void {
    this.map(table.strong.size)
    for (let entry = table.f; entry !== undefined; entry = entry.n) {
      const { key } = entry
      this.trail[depth] = key
      if (key.type === Values.STRING) this.string((key.value as TString).realstring)
      else {
        // It would be nil to whoever unpacks, and nothing has nil as a key.
        if (key.value === Values.NULL) this.refuseAt("msgpack.null cannot be a key", depth)
        this.at(key, depth + 1)
      }
      this.at(entry.value, depth + 1)
    }
  }

  private formOf(metatable: Table, depth: number): Form {
    const said = serializeOf(metatable)
    if (said === undefined || said === "array" || said === "map") return said
    return this.refuseAt(`__serialize is "array" or "map", not ${said}`, depth)
  }

  private userdata(data: unknown, depth: number): void {
    if (data instanceof Values.ExtensionValue) {
      meter.steps -= data.bytes.length >> 6
      this.extension(data.type, data.bytes.length)
      return this.raw(data.bytes)
    }
    if (data instanceof Values.Timestamp) return this.timestamp(data)
    if (isCarried(data)) return this.carried(data, depth)
    this.refuseAt("cannot serialize a userdata", depth)
  }

  /** In the shortest of the three forms. */
  private timestamp({ nanoseconds, seconds }: Values.Timestamp): void {
    if (seconds >= 0 && seconds < 2 ** 34) {
      const whole = Number(seconds)
      const high = Math.floor(whole / 2 ** 32)
      if (nanoseconds === 0 && high === 0) {
        this.extension(-1, 4)
        this.raw32(whole)
      } else {
        this.extension(-1, 8)
        this.raw32(nanoseconds * 4 + high)
        this.raw32(whole % 2 ** 32)
      }
      return
    }
    this.extension(-1, 12)
    this.raw32(nanoseconds)
    const bits = BigInt.asUintN(64, BigInt(seconds))
    this.raw32(Number(bits >> 32n))
    this.raw32(Number(bits & 0xffffffffn))
  }

  private carried(data: Carried, depth: number): void {
    const extension = data[carriedAs]
    if (!this.inside) {
      const { instead, name } = extension
      const remedy = instead === undefined ? "" : `: ${instead},`
      this.refuseAt(`${name} cannot be in what may leave the process${remedy}`, depth)
    }
    // An extension of up to 255 bytes, whose length is known only when it is written.
    this.extension(OWN_TYPE, 255)
    const start = this.position
    this.byte(extension.kind)
    extension.encode(data as never, this)
    const length = this.position - start
    if (length > 255) this.refuseAt(`${extension.name} is too long`, depth)
    this.bytes[start - 2] = length
  }

  /** Its bytes, and the copy that becomes a string. */
  protected override allow(size: number): void {
    if (size > LARGE) ask(this.L, 2 * size)
  }

  protected override refuse(detail: string): never {
    this.refuseAt(detail, 0)
  }

  private refuseAt(detail: string, depth: number): never {
    this.open.length = 0
    throw new LuaCodecError({ path: pathOf(this.trail, depth), detail })
  }
}

/** What a metatable says that its tables are packed as, if it says anything: what is no text, by the name of its type. */
export const serializeOf = (metatable: Table): string | undefined => {
  const form = ltable.luaH_getstr(metatable, SERIALIZE)
  if (form.type === Values.NIL) return undefined
  return form.ttisstring() ? to_jsstring(form.svalue(), 0, 20, true) : typeName(form)
}

/** Whether its keys, in whatever order, are exactly 1..n. */
const hasKeysUpTo = (table: Table): boolean => {
  const { size } = table.strong
  for (let entry = table.f; entry !== undefined; entry = entry.n) {
    const { type, value } = entry.key
    if (type !== Values.INTEGER || value < 1 || value > size) return false
  }
  return true
}

const typeName = (value: TValue): string =>
  value.ttisfunction()
    ? "function"
    : value.type === Values.LIGHT_USERDATA
      ? "light userdata"
      : value.ttnov() === 8
        ? "thread"
        : "value"

/** The packer of this thread. */
export const packer = new Packer()

/** What a function returns, as one value: nothing as nil, several as an array. It is in `packer`. */
export const packResults = (L: LuaStatePointer, from: number, count: number, inside: boolean): void => {
  packer.start(L, inside)
  if (count === 0) packer.byte(0xc0)
  else if (count === 1) packer.value(L.stack[from]!)
  else packer.slots(L, from, count)
}

/** Arguments, as an array of all of them. It is in `packer`. */
export const packArguments = (L: LuaStatePointer, from: number, count: number, inside: boolean): void => {
  packer.start(L, inside)
  packer.list(L, from, count)
}
