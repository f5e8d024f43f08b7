/*
 * A look at bytes before msgpackr reads them: its readers of extensions make errors, sets, patterns and more of JavaScript, which no
 * script is to choose. Timestamps alone are let through.
 */

/** What of the bytes msgpackr is not to see; undefined if there is nothing. What is cut off it finds by itself. */
export const problemOf = (bytes: Uint8Array): string | undefined => {
  const end = bytes.length
  let at = 0
  /** Of 1, 2 or 4 bytes. */
  const unsigned = (size: number): number => {
    let number = 0
    for (let i = 0; i < size; i++) number = number * 256 + (bytes[at++] ?? 0)
    return number
  }
  const skip = (length: number): void => {
    at += length
  }
  while (at < end) {
    const code = bytes[at++]!
    if (code >= 0xa0 && code < 0xc0) skip(code & 0x1f)
    else if (code >= 0xc4 && code <= 0xc6) skip(unsigned(1 << (code - 0xc4)))
    else if (code >= 0xd9 && code <= 0xdb) skip(unsigned(1 << (code - 0xd9)))
    else if (code === 0xca) skip(4)
    else if (code === 0xcb) skip(8)
    else if (code >= 0xcc && code <= 0xcf) skip(1 << (code - 0xcc))
    else if (code >= 0xd0 && code <= 0xd3) skip(1 << (code - 0xd0))
    else if (code === 0xdc || code === 0xde) skip(2)
    else if (code === 0xdd || code === 0xdf) skip(4)
    else if ((code >= 0xc7 && code <= 0xc9) || (code >= 0xd4 && code <= 0xd8)) {
      const length = code < 0xd4 ? unsigned(1 << (code - 0xc7)) : 1 << (code - 0xd4)
      const type = ((bytes[at++] ?? 0xff) << 24) >> 24
      if (type !== -1) return `an extension of type ${type} has no counterpart in JavaScript`
      skip(length)
    } else if (code === 0xc1) return "byte 0xc1 begins no value"
  }
  return undefined
}
