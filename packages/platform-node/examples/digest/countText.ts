/**
 * Lines, words and the longest line of a file, in one pass over chunks of any size. Runs in the workers.
 *
 * - A line ends with 0x0A; the longest line is counted without its 0x0A, with a CR, and a last line without 0x0A counts.
 * - A word is a maximal run of bytes other than 0x09–0x0D and 0x20.
 *
 * Two bytes are looked up at once: the table says, for each pair, how many words start in it (for either kind of byte
 * in front of it), whether it ends in white space, and whether it holds a newline. That is 1.5 to 2 times as fast as
 * a table of single bytes, and about as fast as the SHA-256 of the same bytes.
 */
const newline = 0x0a
const isSpace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)

/*
 *  bit 0      the second byte is white space
 *  bit 1      at least one of both is a newline
 *  bits 2–3   words that start here, if a word byte was in front
 *  bits 4–5   words that start here, if white space was in front
 */
const pairs = new Uint8Array(0x10000)
{
  const bytes = new Uint8Array(2)
  const pair = new Uint16Array(bytes.buffer) // read through a view, so that the byte order of the machine does not matter
  for (let first = 0; first < 256; first++) {
    for (let second = 0; second < 256; second++) {
      bytes[0] = first
      bytes[1] = second
      const startsInside = isSpace(first) && !isSpace(second) ? 1 : 0
      const startsAtFirst = isSpace(first) ? 0 : 1
      pairs[pair[0]!] =
        (isSpace(second) ? 1 : 0) |
        (first === newline || second === newline ? 2 : 0) |
        (startsInside << 2) |
        ((startsInside + startsAtFirst) << 4)
    }
  }
}

export class TextCounter {
  lines = 0
  words = 0
  private longest = 0
  private openLine = 0 // bytes since the last newline
  private afterSpace = 1

  get longestLine(): number {
    return Math.max(this.longest, this.openLine)
  }

  /** Counts `chunk`; it must begin at an even offset of its buffer, as every chunk read into an own buffer does. */
  update(chunk: Uint8Array): void {
    const pairCount = chunk.length >> 1
    const view = new Uint16Array(chunk.buffer, chunk.byteOffset, pairCount)
    let { afterSpace, lines, longest, words } = this
    let lineStart = -this.openLine
    for (let i = 0; i < pairCount; i++) {
      const facts = pairs[view[i]!]!
      words += (facts >> (2 + (afterSpace << 1))) & 3
      afterSpace = facts & 1
      if ((facts & 2) !== 0) {
        const at = i << 1
        if (chunk[at] === newline) {
          lines++
          if (at - lineStart > longest) longest = at - lineStart
          lineStart = at + 1
        }
        if (chunk[at + 1] === newline) {
          lines++
          if (at + 1 - lineStart > longest) longest = at + 1 - lineStart
          lineStart = at + 2
        }
      }
    }
    if ((chunk.length & 1) === 1) {
      const at = chunk.length - 1
      const space = isSpace(chunk[at]!) ? 1 : 0
      words += afterSpace & (space ^ 1)
      afterSpace = space
      if (chunk[at] === newline) {
        lines++
        if (at - lineStart > longest) longest = at - lineStart
        lineStart = at + 1
      }
    }
    this.afterSpace = afterSpace
    this.lines = lines
    this.longest = longest
    this.words = words
    this.openLine = chunk.length - lineStart
  }
}
