/**
 * Text whose bits all depend on all of the input's: what the hash ring is given instead of keys and names. The ring's own
 * hash maps short texts that differ little ("0" to "4000", "a-0" and "a-1") to few places, and then to one thread.
 */

export const spread = (text: string): string => {
  let one = 0x811c9dc5
  let other = 0x9e3779b9
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    one = Math.imul(one ^ code, 0x01000193)
    other = Math.imul(other ^ code, 0x85ebca6b) + one
  }
  one = avalanche(one ^ text.length)
  other = avalanche(other ^ one)
  return String.fromCharCode(one >>> 16, one & 0xffff, other >>> 16, other & 0xffff)
}

/** The last step of MurmurHash3: each bit of the result depends on each bit of the input. */
const avalanche = (hash: number): number => {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
