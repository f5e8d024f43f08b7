/*
 * How long texts are between threads, for what is cut into messages.
 */

/** What a text takes at most: in UTF-8, or two bytes for each unit where that has no place for it, and a head. */
export const textBytes = (text: string): number => {
  if (!text.isWellFormed() || text.charCodeAt(0) === 0xfeff) return HEAD_BYTES + 2 * text.length
  let bytes = HEAD_BYTES + text.length
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    // Half of a pair stands for two of the four bytes of the whole.
    if (unit >= 0x80) bytes += unit >= 0x800 && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1
  }
  return bytes
}

const HEAD_BYTES = 8
