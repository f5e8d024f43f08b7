/*
 * Whether bytes are UTF-8 as Unicode has it: no overlong forms, no surrogates, nothing above U+10FFFF. Lua strings are bytes;
 * those that are text travel as MessagePack's str, the others as bin, so that a reader who knows the difference gets text.
 */

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80

/** Of `bytes[from, to)`. */
export const isUtf8 = (bytes: Uint8Array, from: number, to: number): boolean => {
  let at = from
  while (at < to) {
    const lead = bytes[at++]!
    if (lead < 0x80) continue
    // The continuation bytes that are left, and what the first of them has to lie between.
    let left = 1
    let low = 0x80
    let high = 0xbf
    if (lead >= 0xc2 && lead <= 0xdf) left = 1
    else if (lead >= 0xe0 && lead <= 0xef) {
      left = 2
      if (lead === 0xe0) low = 0xa0
      else if (lead === 0xed) high = 0x9f
    } else if (lead >= 0xf0 && lead <= 0xf4) {
      left = 3
      if (lead === 0xf0) low = 0x90
      else if (lead === 0xf4) high = 0x8f
    } else return false
    if (at + left > to) return false
    const first = bytes[at]!
    if (first < low || first > high) return false
    if (left > 1 && !isContinuation(bytes[at + 1])) return false
    if (left > 2 && !isContinuation(bytes[at + 2])) return false
    at += left
  }
  return true
}
