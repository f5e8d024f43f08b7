/*
 * Integers as `string.pack` and `string.unpack` have them: two's complement of any size up to 16 bytes, 8 of them at most
 * significant.
 */
type Integer = number | bigint

/** Whether an integer fits so many bytes. */
export const fits = (n: Integer, size: number, signed: boolean): boolean => {
  if (size >= 8) return true
  const span = 2 ** (size * 8)
  return signed ? n >= -span / 2 && n < span / 2 : n >= 0 && n < span
}

/** Writes `size` bytes of an integer; those beyond the eighth repeat its sign if it is a signed one. */
export const writeInteger = (bytes: Uint8Array, n: Integer, little: boolean, size: number, signed: boolean): void => {
  let low: number
  let high: number
  if (typeof n === "number") {
    low = n >>> 0
    high = Math.floor(n / 4294967296) >>> 0
  } else {
    low = Number(n & 0xffffffffn)
    high = Number((n >> 32n) & 0xffffffffn)
  }
  for (let i = 0; i < size; i++) {
    const byte = i < 4 ? low >>> (i * 8) : i < 8 ? high >>> ((i - 4) * 8) : signed && n < 0 ? 255 : 0
    bytes[little ? i : size - 1 - i] = byte & 255
  }
}

/** Reads an integer of `size` bytes; undefined if it does not fit 64 bits. */
export const readInteger = (bytes: Uint8Array, little: boolean, size: number, signed: boolean): Integer | undefined => {
  let low = 0
  let high = 0
  for (let i = Math.min(size, 8) - 1; i >= 0; i--) {
    const byte = bytes[little ? i : size - 1 - i]!
    if (i < 4) low = low * 256 + byte
    else high = high * 256 + byte
  }
  if (size < 8 && high >= 0x200000) {
    const all = (BigInt(high) << 32n) | BigInt(low)
    return signed ? BigInt.asIntN(size * 8, all) : all
  }
  if (size < 8) {
    const n = high * 4294967296 + low
    const span = 2 ** (size * 8)
    return signed && n >= span / 2 ? n - span : n
  }
  const negative = high >= 0x80000000
  for (let i = 8; i < size; i++) {
    if (bytes[little ? i : size - 1 - i] !== (signed && negative ? 255 : 0)) return undefined
  }
  if (high < 0x200000) return high * 4294967296 + low
  return BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low))
}
