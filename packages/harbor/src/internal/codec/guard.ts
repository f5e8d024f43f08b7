/*
 * Looks at msgpack from outside before it is decoded, without making anything: how many values, how deep, and nothing but plain
 * data. A few bytes can otherwise become many megabytes, or an object of a kind that nobody asked for.
 */

/** What a message from outside may hold at most. */
export interface Limits {
  /** Values, keys of maps among them. */
  readonly values: number
  /** Maps and arrays within each other. */
  readonly depth: number
}

export const defaultLimits: Limits = { values: 4096, depth: 32 }

const TIMESTAMP = 0xff

/** Why `bytes` are not decoded; undefined when they may be. */
export const refusal = (bytes: Uint8Array, limits: Limits): string | undefined => {
  // What each open container still expects, and whether it is a map: then what comes with an even number left is a key.
  const left = new Float64Array(limits.depth)
  const isMap = new Uint8Array(limits.depth)
  const end = bytes.length
  let depth = 0
  let values = 0
  let at = 0
  do {
    if (at >= end) return "it ends in the middle"
    if (++values > limits.values) return tooMany(limits)
    const byte = bytes[at++]!
    const isKey = depth > 0 && isMap[depth - 1] === 1 && left[depth - 1]! % 2 === 0
    if (isKey && !isText(byte)) return "a key of a map is no text"
    let items = -1
    let map = false
    if (byte < 0x80 || byte >= 0xe0) {
      // A small whole number.
    } else if (byte < 0x90) {
      map = true
      items = byte & 0x0f
    } else if (byte < 0xa0) items = byte & 0x0f
    else if (byte < 0xc0) {
      const length = byte & 0x1f
      if (isKey && isPrototype(bytes, at, length)) return "a key of a map is __proto__"
      at += length
    } else if (byte === 0xc1) return "0xc1 is no msgpack"
    else if (byte < 0xc4) {
      // nil, false, true
    } else {
      const size = sizes[byte - 0xc4]!
      if (at + size > end) return "it ends in the middle"
      // The size of a length, or of the value itself.
      switch (kinds[byte - 0xc4]!) {
        case SCALAR:
          at += size
          break
        case DATA: {
          const length = numberAt(bytes, at, size)
          at += size
          if (isKey && isPrototype(bytes, at, length)) return "a key of a map is __proto__"
          at += length
          break
        }
        case FIXED_EXTENSION: {
          if (bytes[at] !== TIMESTAMP || (size !== 5 && size !== 9)) return "it holds an extension that is no timestamp"
          at += size
          break
        }
        case EXTENSION: {
          const length = numberAt(bytes, at, size)
          at += size
          if (at >= end) return "it ends in the middle"
          if (bytes[at] !== TIMESTAMP || length !== 12) return "it holds an extension that is no timestamp"
          at += 1 + length
          break
        }
        case ARRAY:
          items = numberAt(bytes, at, size)
          at += size
          break
        default:
          map = true
          items = numberAt(bytes, at, size)
          at += size
      }
    }
    if (depth > 0) left[depth - 1]!--
    if (items > 0) {
      const expected = map ? 2 * items : items
      if (values + expected > limits.values) return tooMany(limits)
      if (depth === limits.depth) return `it nests more than ${limits.depth} deep`
      left[depth] = expected
      isMap[depth] = map ? 1 : 0
      depth++
    }
    while (depth > 0 && left[depth - 1] === 0) depth--
  } while (depth > 0)
  if (at > end) return "it ends in the middle"
  return at === end ? undefined : "there is more behind it"
}

const tooMany = (limits: Limits): string => `it holds more than ${limits.values} values`

const isText = (byte: number): boolean => (byte >= 0xa0 && byte < 0xc0) || (byte >= 0xd9 && byte <= 0xdb)

const prototype = new TextEncoder().encode("__proto__")

const isPrototype = (bytes: Uint8Array, at: number, length: number): boolean =>
  length === prototype.length && prototype.every((byte, index) => bytes[at + index] === byte)

const numberAt = (bytes: Uint8Array, at: number, size: number): number => {
  let number = 0
  for (let index = 0; index < size; index++) number = number * 256 + bytes[at + index]!
  return number
}

const SCALAR = 0
const DATA = 1
const EXTENSION = 2
const FIXED_EXTENSION = 3
const ARRAY = 4
const MAP = 5

/** For 0xc4 to 0xdf: bin, ext, float, uint, int, fixext (which counts its type), str, array, map. */
const sizes: ReadonlyArray<number> = [
  1, 2, 4, 1, 2, 4, 4, 8, 1, 2, 4, 8, 1, 2, 4, 8, 2, 3, 5, 9, 17, 1, 2, 4, 2, 4, 2, 4
]
const kinds: ReadonlyArray<number> = [
  ...Array.from({ length: 3 }, () => DATA),
  ...Array.from({ length: 3 }, () => EXTENSION),
  ...Array.from({ length: 10 }, () => SCALAR),
  ...Array.from({ length: 5 }, () => FIXED_EXTENSION),
  ...Array.from({ length: 3 }, () => DATA),
  ARRAY,
  ARRAY,
  MAP,
  MAP
]
