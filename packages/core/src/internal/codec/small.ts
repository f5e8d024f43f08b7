/**
 * Small messages: arrays of a few numbers, booleans, nulls, short ASCII strings, short bytes, and of such arrays. Most messages are, and
 * written out for just these, msgpack takes a third of the time that it takes msgpackr, which is for everything. The bytes
 * are the same. What is anything else is refused, and goes to msgpackr.
 *
 * Whoever has a type of messages asks its `Luck`: of a type that is refused again and again nothing is tried any more.
 */
import { NO } from "./plain.ts"
import { lengthOf } from "./shownBytes.ts"

/** Elements of an array, and bytes of what is copied by a loop here; the engine copies longer ones faster. */
const MOST_ELEMENTS = 15
const MOST_BYTES = 63
/** Strings up to here are made from their bytes in one call. */
const MOST_READ = 15
const MOST_DEPTH = 2

/** The bytes of a message that was written here lie at its beginning. No array of that size and depth is longer. */
const room = new ArrayBuffer(16 * 1024)
export const smallBytes: Uint8Array = new Uint8Array(room)
/** The same memory in words, for whoever copies it. */
export const smallWords = new Int32Array(room)

/** Floats in the order of this machine: turned round, which takes less than a DataView made for each message. */
const float = new Float64Array(1)
const floatBytes = new Uint8Array(float.buffer)
const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

const TRIES = 64

/** Whether messages of one type, in one direction, are small: until as many in a row were not. */
export class Luck {
  private tries = isLittleEndian ? TRIES : 0

  get lasts(): boolean {
    return this.tries > 0
  }

  had(luck: boolean): void {
    if (luck) this.tries = TRIES
    else this.tries--
  }
}

// -- writing ---------------------------------------------------------------------------------------------------------

/** How many bytes it has in `smallBytes`; -1 when it is not small. */
export const writeSmall = (wire: unknown): number => (Array.isArray(wire) ? writeArray(wire, 0, 1) : -1)

const writeArray = (array: ReadonlyArray<unknown>, start: number, depth: number): number => {
  const { length } = array
  if (length > MOST_ELEMENTS || depth > MOST_DEPTH) return -1
  let at = start
  smallBytes[at++] = 0x90 | length
  for (let i = 0; i < length && at >= 0; i++) {
    const value = array[i]
    if (typeof value === "number") at = writeNumber(value, at)
    else if (typeof value === "string") at = writeString(value, at)
    else if (typeof value === "boolean") smallBytes[at++] = value ? 0xc3 : 0xc2
    else if (value === null) smallBytes[at++] = 0xc0
    else if (Array.isArray(value)) at = writeArray(value, at, depth + 1)
    else at = value instanceof Uint8Array ? writeBytes(value, at) : -1
  }
  return at
}

const writeNumber = (value: number, start: number): number => {
  let at = start
  if (value >>> 0 === value) {
    if (value < 0x80) {
      smallBytes[at++] = value
    } else if (value < 0x100) {
      smallBytes[at++] = 0xcc
      smallBytes[at++] = value
    } else if (value < 0x10000) {
      smallBytes[at++] = 0xcd
      smallBytes[at++] = value >> 8
      smallBytes[at++] = value & 0xff
    } else {
      smallBytes[at] = 0xce
      at = writeWord(value, at + 1)
    }
  } else if (value >> 0 === value) {
    if (value >= -0x20) {
      smallBytes[at++] = 0x100 + value
    } else if (value >= -0x80) {
      smallBytes[at++] = 0xd0
      smallBytes[at++] = value + 0x100
    } else if (value >= -0x8000) {
      smallBytes[at++] = 0xd1
      smallBytes[at++] = (value >> 8) & 0xff
      smallBytes[at++] = value & 0xff
    } else {
      smallBytes[at] = 0xd2
      at = writeWord(value, at + 1)
    }
  } else {
    float[0] = value
    smallBytes[at] = 0xcb
    for (let i = 1; i <= 8; i++) smallBytes[at + i] = floatBytes[8 - i]!
    at += 9
  }
  return at
}

const writeWord = (value: number, at: number): number => {
  smallBytes[at] = value >>> 24
  smallBytes[at + 1] = (value >> 16) & 0xff
  smallBytes[at + 2] = (value >> 8) & 0xff
  smallBytes[at + 3] = value & 0xff
  return at + 4
}

const writeString = (value: string, start: number): number => {
  const { length } = value
  if (length > MOST_BYTES) return -1
  let at = start
  if (length < 0x20) {
    smallBytes[at++] = 0xa0 | length
  } else {
    smallBytes[at++] = 0xd9
    smallBytes[at++] = length
  }
  for (let i = 0; i < length; i++) {
    const unit = value.charCodeAt(i)
    if (unit >= 0x80) return -1
    smallBytes[at++] = unit
  }
  return at
}

const writeBytes = (value: Uint8Array, start: number): number => {
  const length = lengthOf(value)
  if (length > MOST_BYTES) return -1
  smallBytes[start] = 0xc4
  smallBytes[start + 1] = length
  const at = start + 2
  for (let i = 0; i < length; i++) smallBytes[at + i] = value[i]!
  return at + length
}

// -- reading ---------------------------------------------------------------------------------------------------------

let position = 0

/** The value that fills `bytes[start, end)` exactly; `NO` when it is not small, or not a value. */
export const readSmall = (bytes: Uint8Array, start: number, end: number): unknown => {
  const first = bytes[start]!
  if (first < 0x90 || first > 0x9f) return NO
  position = start + 1
  const value = readArray(first & 0x0f, bytes, end, 1)
  return position === end ? value : NO
}

/** Whatever is not small moves the position to nowhere. */
const NOWHERE = -1

const readArray = (length: number, bytes: Uint8Array, end: number, depth: number): unknown => {
  const array = new Array<unknown>(length)
  for (let i = 0; i < length; i++) {
    const at = position
    if (at >= end || at < 0) {
      position = NOWHERE
      return NO
    }
    const token = bytes[at]!
    if (token < 0x80) {
      array[i] = token
      position = at + 1
    } else if (token < 0xa0) {
      position = token < 0x90 || depth === MOST_DEPTH ? NOWHERE : at + 1
      if (position === NOWHERE) return NO
      array[i] = readArray(token & 0x0f, bytes, end, depth + 1)
    } else if (token < 0xc0) {
      array[i] = readString(token & 0x1f, bytes, at + 1, end)
    } else if (token >= 0xe0) {
      array[i] = token - 0x100
      position = at + 1
    } else if (token === 0xc4) {
      array[i] = readBytes(bytes, at + 1, end)
    } else {
      array[i] = readOther(token, bytes, at + 1, end)
    }
  }
  return array
}

/** Bytes of their own. */
const readBytes = (bytes: Uint8Array, at: number, end: number): unknown => {
  const length = at < end ? bytes[at]! : MOST_BYTES + 1
  if (length > MOST_BYTES || at + 1 + length > end) {
    position = NOWHERE
    return NO
  }
  const value = new Uint8Array(length)
  for (let i = 0; i < length; i++) value[i] = bytes[at + 1 + i]!
  position = at + 1 + length
  return value
}

const readOther = (token: number, bytes: Uint8Array, at: number, end: number): unknown => {
  const length = lengths[token - 0xc0]!
  if (at + length > end) {
    position = NOWHERE
    return NO
  }
  position = at + length
  switch (token) {
    case 0xc0:
      return null
    case 0xc2:
      return false
    case 0xc3:
      return true
    case 0xcb:
      for (let i = 0; i < 8; i++) floatBytes[7 - i] = bytes[at + i]!
      return float[0]
    case 0xcc:
      return bytes[at]
    case 0xcd:
      return (bytes[at]! << 8) | bytes[at + 1]!
    case 0xce:
      return readWord(bytes, at) >>> 0
    case 0xd0:
      return (bytes[at]! << 24) >> 24
    case 0xd1:
      return ((bytes[at]! << 24) >> 16) | bytes[at + 1]!
    case 0xd2:
      return readWord(bytes, at)
    default:
      position = NOWHERE
      return NO
  }
}

/** How many bytes follow the token: of those that are read here; the others are refused. */
const lengths = Array.from({ length: 0x20 }, (_, index) => {
  const following: Readonly<Record<number, number>> = { 0xcb: 8, 0xcc: 1, 0xcd: 2, 0xce: 4, 0xd0: 1, 0xd1: 2, 0xd2: 4 }
  return following[0xc0 + index] ?? 0
})

const readWord = (bytes: Uint8Array, at: number): number =>
  (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!

/** A row of calls, as msgpackr has it: with so few characters it is the fastest way to a string. */
const readString = (length: number, b: Uint8Array, at: number, end: number): unknown => {
  position = at + length
  let bits = 0
  if (length > MOST_READ || position > end) bits = 0x80
  else for (let i = at; i < position; i++) bits |= b[i]!
  if (bits >= 0x80) {
    position = NOWHERE
    return NO
  }
  const from = String.fromCharCode
  if (length < 8) {
    if (length < 4) {
      if (length === 0) return ""
      if (length === 1) return from(b[at]!)
      if (length === 2) return from(b[at]!, b[at + 1]!)
      return from(b[at]!, b[at + 1]!, b[at + 2]!)
    }
    const [a0, a1, a2, a3] = [b[at]!, b[at + 1]!, b[at + 2]!, b[at + 3]!]
    if (length === 4) return from(a0, a1, a2, a3)
    if (length === 5) return from(a0, a1, a2, a3, b[at + 4]!)
    if (length === 6) return from(a0, a1, a2, a3, b[at + 4]!, b[at + 5]!)
    return from(a0, a1, a2, a3, b[at + 4]!, b[at + 5]!, b[at + 6]!)
  }
  const [a0, a1, a2, a3] = [b[at]!, b[at + 1]!, b[at + 2]!, b[at + 3]!]
  const [a4, a5, a6, a7] = [b[at + 4]!, b[at + 5]!, b[at + 6]!, b[at + 7]!]
  if (length === 8) return from(a0, a1, a2, a3, a4, a5, a6, a7)
  if (length === 9) return from(a0, a1, a2, a3, a4, a5, a6, a7, b[at + 8]!)
  if (length === 10) return from(a0, a1, a2, a3, a4, a5, a6, a7, b[at + 8]!, b[at + 9]!)
  if (length === 11) return from(a0, a1, a2, a3, a4, a5, a6, a7, b[at + 8]!, b[at + 9]!, b[at + 10]!)
  const [a8, a9, a10, a11] = [b[at + 8]!, b[at + 9]!, b[at + 10]!, b[at + 11]!]
  if (length === 12) return from(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11)
  if (length === 13) return from(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, b[at + 12]!)
  if (length === 14) return from(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, b[at + 12]!, b[at + 13]!)
  return from(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, b[at + 12]!, b[at + 13]!, b[at + 14]!)
}
