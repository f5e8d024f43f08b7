/**
 * Binary data that travels beside the msgpack of its message: large bytes behind it, copied once from the sender's memory
 * into the arena and once out of it; and buffers that are moved, not copied at all (`Job.transfer`).
 *
 * ```
 *  without:  msgpack
 *  with:     C1 00 00 00 | bytes of the head (u32) | head, padded to 8 | data, padded to 8 | data …
 * ```
 * The head is msgpack in which an extension stands for such data. No msgpack begins with C1. What was in the arena before
 * it was sent stays where it is (`Buffers`): the extension then names a place in front of the message.
 *
 * Used where a message is encoded and decoded, synchronously: what is outgoing or incoming is global to the thread.
 */
import { binaryKinds } from "./binaryKinds.ts"
import { copyBytes } from "./copyBytes.ts"
import { Refusal } from "./failure.ts"
import { freshBytes } from "./freshBytes.ts"
import { lengthOf, shownBytes } from "./shownBytes.ts"

/** Shorter data is packed with the rest. */
export const APART_BYTES = 2048
export const MARK = 0xc1
export const HEADER_BYTES = 8

export const pad8 = (bytes: number): number => (bytes + 7) & ~7

/** Stands in a wire value for bytes that may travel beside it. */
export class Apart {
  readonly bytes: Uint8Array
  private readonly length: number
  /** A plain view, of memory that it does not grow with. */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.length = bytes.byteLength
  }

  /** Code of the program's own that ran since, as a getter does, may have made the memory smaller, or moved it. */
  get isThere(): boolean {
    return this.bytes.byteLength === this.length
  }
}

/** Stands in a wire value for data that is to be moved. */
export class Moved {
  readonly value: ArrayBufferLike | ArrayBufferView
  constructor(value: ArrayBufferLike | ArrayBufferView) {
    this.value = value
  }
}

/** By their number in a message. */
const kinds = [...binaryKinds, "Uint8Array"] as const
const UINT8_ARRAY = binaryKinds.length

/** What the value is, by the name its class has: a Buffer is a Uint8Array. */
const kindOf = (value: object): number => {
  if (value instanceof Uint8Array) return UINT8_ARRAY
  const tag: unknown = (value as { readonly [Symbol.toStringTag]: unknown })[Symbol.toStringTag]
  return tag === "SharedArrayBuffer" ? 0 : kinds.indexOf(tag as (typeof kinds)[number])
}

const bufferOf = (value: ArrayBufferLike | ArrayBufferView): ArrayBufferLike =>
  ArrayBuffer.isView(value) ? value.buffer : value

/** Whether memory can be moved at all. */
export const isBinary = (value: unknown): value is ArrayBufferLike | ArrayBufferView =>
  typeof value === "object" &&
  value !== null &&
  (ArrayBuffer.isView(value) || value instanceof ArrayBuffer || isShared(value))

const isShared = (value: unknown): value is SharedArrayBuffer =>
  typeof SharedArrayBuffer !== "undefined" && value instanceof SharedArrayBuffer

// -- the arena's own memory ------------------------------------------------------------------------------------------

/** What a thread knows of a view of its arena. */
export interface Place {
  /** `own`: a buffer of this thread that nobody else has; `read`: a message that it reads where it lies. */
  readonly state: "own" | "read"
  /** Which block it lies in, and the byte where that begins. */
  readonly block: number
  readonly start: number
  /** The arena as this thread has it. */
  readonly home: object
}

/** Who knows of views of an arena: its threads, of which simulated ones share a thread. */
export type Places = (at: number) => Place | undefined

/** Where views of shared memory were handed out: then no view of it is anybody else's. */
export const places = new WeakMap<SharedArrayBuffer, Array<Places>>()

/** `undefined` for memory that is not an arena's; `ended` for a view whose time is over. */
const placeOf = (buffer: ArrayBufferLike, at: number): Place | "ended" | undefined => {
  const known = isShared(buffer) ? places.get(buffer) : undefined
  if (known === undefined) return undefined
  for (const each of known) {
    const place = each(at)
    if (place !== undefined) return place
  }
  return "ended"
}

const ended = (): never => {
  throw new Refusal("A view whose handler or Scope has ended, or whose buffer was moved (it is detached),", [])
}

/** The wire value of bytes. */
export const encodeBytes = (value: Uint8Array): unknown => {
  const length = lengthOf(value)
  if (length >= APART_BYTES) {
    const bytes = shownBytes(value)
    return placeOf(bytes.buffer, bytes.byteOffset) === "ended" ? ended() : new Apart(bytes)
  }
  if (length === 0 && !isShared(value.buffer) && isDetached(value.buffer)) return ended()
  return value
}

/** The wire value of data that is to be moved. Throws a `Refusal` where that is impossible. */
export const encodeMoved = (value: ArrayBufferLike | ArrayBufferView): unknown => {
  const buffer = bufferOf(value)
  if (isShared(buffer)) {
    const at = ArrayBuffer.isView(value) ? value.byteOffset : 0
    const place = placeOf(buffer, at)
    if (place === undefined) {
      const what = "Shared memory: both threads would have it, so Job.transfer refuses it (send a copy: slice it);"
      throw new Refusal(what, [], "it cannot be moved")
    }
    if (place === "ended") return ended()
  } else if (isDetached(buffer)) {
    throw new Refusal("A buffer that was moved before (it is detached)", [], "cannot be moved")
  }
  return new Moved(value)
}

const isDetached = (buffer: ArrayBuffer): boolean => {
  const { detached } = buffer as ArrayBuffer & { readonly detached?: boolean }
  if (detached !== undefined || buffer.byteLength > 0) return detached === true
  try {
    return new Uint8Array(buffer).byteLength < 0
  } catch {
    return true
  }
}

// -- sending ---------------------------------------------------------------------------------------------------------

/** A block of the arena that goes with the message: what was written there is part of it. */
export interface Given {
  readonly block: number
  /** Bytes at its beginning that are taken. */
  readonly bytes: number
}

/** What goes with the message that was packed last. */
class Outgoing {
  /** Only then is data kept apart: a message that somebody else packs holds all of it. */
  collecting = false
  /** Nothing at all goes with it, as with most. */
  isAlone = true
  private home: object | undefined = undefined
  readonly data: Array<Uint8Array> = []
  private dataBytes = 0
  headBytes = 0
  given: Given | undefined = undefined
  /** Buffers to be moved. */
  buffers: Array<ArrayBuffer> = []

  /** `home`: the arena that it goes through, as this thread has it. */
  begin(home: object): void {
    if (!this.isAlone) this.clear()
    this.home = home
    this.collecting = true
  }

  /** The head is packed: how many bytes the message has. */
  end(headBytes: number): number {
    this.collecting = false
    this.headBytes = headBytes
    if (this.isAlone) return headBytes
    // Shown besides, by a view that is not moved: it is copied while it is there.
    for (let i = 0; i < this.data.length && this.buffers.length > 0; i++) {
      const bytes = this.data[i]!
      if (this.buffers.includes(bytes.buffer as ArrayBuffer)) this.data[i] = Uint8Array.prototype.slice.call(bytes)
    }
    if (this.data.length === 0 && this.given === undefined) return headBytes
    return HEADER_BYTES + pad8(headBytes) + this.dataBytes
  }

  clear(): void {
    this.collecting = false
    this.isAlone = true
    this.data.length = 0
    this.dataBytes = 0
    this.given = undefined
    if (this.buffers.length > 0) this.buffers = []
  }

  /** Puts everything back as it is now. */
  keep(): () => void {
    const { buffers, dataBytes, given, headBytes, home, isAlone } = this
    const data = this.data.slice()
    // Who runs meanwhile fills an array of its own: this one may be empty, and not cleared for being so.
    this.buffers = []
    return () => {
      this.data.splice(0, this.data.length, ...data)
      Object.assign(this, { buffers, dataBytes, given, headBytes, home, isAlone })
    }
  }

  /** All of the message lies in the scratch buffer. */
  get isWhole(): boolean {
    return this.isAlone || (this.data.length === 0 && this.given === undefined)
  }

  /** Where the bytes will be: what the extension holds. */
  addBytes(bytes: Uint8Array): unknown {
    this.isAlone = false
    const at = this.dataBytes
    this.data.push(bytes)
    this.dataBytes += pad8(bytes.byteLength)
    return [at, bytes.byteLength]
  }

  addMoved(value: ArrayBufferLike | ArrayBufferView): unknown {
    this.isAlone = false
    const buffer = bufferOf(value)
    if (isShared(buffer)) {
      const bytes = ArrayBuffer.isView(value) ? shownBytes(value) : new Uint8Array(value)
      const { byteLength: length, byteOffset: at } = bytes
      const kind = kindOf(value)
      const place = placeOf(buffer, at)
      const isGiven = typeof place === "object" && place.state === "own" && place.home === this.home
      if (!isGiven || (this.given !== undefined && this.given.block !== place.block)) {
        return [-1, kind, this.addBytes(bytes)]
      }
      const before = at - place.start
      this.given = { block: place.block, bytes: Math.max(before + length, this.given?.bytes ?? 0) }
      return [-1, kind, [-1 - before, length]]
    }
    const at = ArrayBuffer.isView(value) ? value.byteOffset : 0
    let index = this.buffers.indexOf(buffer)
    if (index < 0) index = this.buffers.push(buffer) - 1
    return [index, kindOf(value), at, value.byteLength]
  }
}

export const outgoing = new Outgoing()

// -- receiving -------------------------------------------------------------------------------------------------------

/** Hands out views of a message instead of copies; made by whoever keeps its memory. */
export interface Views {
  readonly view: (bytes: Uint8Array, at: number, length: number) => Uint8Array
}

const none: ReadonlyArray<ArrayBuffer> = []

/** What comes with the message that is decoded next. */
export const incoming: { buffers: ReadonlyArray<ArrayBuffer>; views: Views | undefined; blockStart: number } = {
  buffers: none,
  views: undefined,
  /** Where its block begins, if it lies in one that it was given: else negative. */
  blockStart: -1
}

export const nothingIncoming = (): void => {
  incoming.buffers = none
  incoming.views = undefined
  incoming.blockStart = -1
}

let source: Uint8Array | undefined
let dataStart = 0
let dataEnd = 0

/** `read` is called with where the head lies. Throws where the bytes hold no message of this kind. */
export const readApart = (
  bytes: Uint8Array,
  start: number,
  end: number,
  read: (bytes: Uint8Array, start: number, end: number) => unknown
): unknown => {
  const headStart = start + HEADER_BYTES
  let headBytes = 0
  for (let i = 3; i >= 0; i--) headBytes = headBytes * 256 + (bytes[start + 4 + i] ?? 0)
  if (headBytes === 0 || headStart + headBytes > end) throw new Error("a head that is longer than its message")
  const outer = [source, dataStart, dataEnd] as const
  source = bytes
  dataStart = headStart + pad8(headBytes)
  dataEnd = end
  try {
    return read(bytes, headStart, headStart + headBytes)
  } finally {
    ;[source, dataStart, dataEnd] = outer
  }
}

const dataAt = (reference: unknown): Uint8Array => {
  if (reference instanceof Uint8Array) return reference
  const [at, length] = reference as [number, number]
  const { blockStart, views } = incoming
  const isGiven = at < 0 && blockStart >= 0
  const start = isGiven ? blockStart - 1 - at : dataStart + at
  const end = isGiven ? dataStart : dataEnd
  if (source === undefined || !(at >= 0 || isGiven) || !(length >= 0) || !(start + length <= end)) {
    throw new Error("data that lies beyond its message")
  }
  if (views !== undefined) return views.view(source, start, length)
  const out = freshBytes(length)
  copyBytes(new Uint8Array(source.buffer, source.byteOffset + start, length), out, 0)
  return out
}

const viewOf = (kind: number, buffer: ArrayBufferLike, at: number, bytes: number): unknown => {
  const name = kinds[kind]
  if (name === "ArrayBuffer") return at === 0 && bytes === buffer.byteLength ? buffer : buffer.slice(at, at + bytes)
  // Classes found by name have no type in common: Float16Array is not there on every Node, and DataView counts no elements.
  const View = (globalThis as any)[name!]
  return new View(buffer, at, bytes / (View.BYTES_PER_ELEMENT ?? 1))
}

const readMoved = (reference: unknown): unknown => {
  const [index, kind, third, length] = reference as [number, number, unknown, number]
  if (index < 0) {
    const bytes = dataAt(third)
    return viewOf(kind, bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }
  const buffer = incoming.buffers[index]
  if (buffer === undefined) throw new Error("moved data that has not come with its message")
  return viewOf(kind, buffer, third as number, length)
}

/** What the extension holds: where the data is. */
class Reference {
  readonly place: unknown
  constructor(place: unknown) {
    this.place = place
  }
}
class MovedReference extends Reference {}

/** Another thread may have it grow between any two looks. */
const isGrowable = (buffer: ArrayBufferLike & { readonly growable?: boolean }): boolean => buffer.growable === true

/** Bytes as msgpack has them. A loop beats `set` where they are few. */
const writeBytes = (
  bytes: Uint8Array,
  allocate: (size: number) => { readonly target: Uint8Array; readonly position: number }
): void => {
  const length = lengthOf(bytes)
  const width = length < 0x100 ? 1 : length < 0x10000 ? 2 : 4
  const { position, target } = allocate(1 + width + length)
  target[position] = width === 4 ? 0xc6 : 0xc3 + width
  for (let i = 1; i <= width; i++) target[position + i] = length >>> (8 * (width - i))
  const at = position + 1 + width
  if (length > 64) target.set(isGrowable(bytes.buffer) ? shownBytes(bytes).subarray(0, length) : bytes, at)
  else for (let i = 0; i < length; i++) target[at + i] = bytes[i]!
}

const noSuchType = (): never => {
  throw new Error("an extension of a type that nobody writes")
}

/**
 * For msgpackr: how the two stand in the head, and (without a type) in a message that holds all of its data. It looks for a
 * class from the last to the first.
 */
export const extensions = [
  { Class: Reference, type: 0x41, write: ({ place }: Reference): unknown => place, read: dataAt },
  { Class: MovedReference, type: 0x4d, write: ({ place }: MovedReference): unknown => place, read: readMoved },
  {
    Class: Apart,
    write: (apart: Apart): unknown => {
      if (!apart.isThere) throw new Refusal("A buffer that was resized or moved while its message was encoded", [])
      return outgoing.collecting ? new Reference(outgoing.addBytes(apart.bytes)) : apart.bytes
    }
  },
  {
    Class: Moved,
    write: ({ value }: Moved): unknown => {
      if (outgoing.collecting) return new MovedReference(outgoing.addMoved(value))
      const bytes = new Uint8Array(bufferOf(value), ArrayBuffer.isView(value) ? value.byteOffset : 0, value.byteLength)
      return value instanceof Uint8Array ? bytes : new MovedReference([-1, kindOf(value), bytes])
    }
  },
  // msgpackr's own way to them is behind nine other classes. A type has to be given with `pack`; what is written has none.
  { Class: Uint8Array, type: 0x50, pack: writeBytes, unpack: noSuchType }
]
