/*
 * The short strings that a thread has read lately, so that the same keys, message after message, are one string each: no bytes
 * are copied for them, and the hash that a table finds them by is made once. Strings belong to no state, so one of these serves
 * all states of a thread.
 */
import { fengari } from "../fengari/load.ts"
import type { TString } from "../fengari/types.ts"

const { lstring } = fengari

/** A string that is longer is rarely a key. */
export const LONGEST_NAME = 32
/** A power of two. A string that falls where another one is takes its place. */
const SLOTS = 1024

const names: Array<TString | undefined> = new Array<TString | undefined>(SLOTS).fill(undefined)

/** The string of `bytes[from, from + length)`. */
export const nameOf = (bytes: Uint8Array, from: number, length: number): TString => {
  let hash = length
  for (let i = 0; i < length; i++) hash = (Math.imul(hash, 31) + bytes[from + i]!) | 0
  const slot = (hash ^ (hash >>> 10) ^ (hash >>> 20)) & (SLOTS - 1)
  const known = names[slot]
  if (known !== undefined && isSame(known.realstring, bytes, from, length)) return known
  const own = new Uint8Array(length)
  for (let i = 0; i < length; i++) own[i] = bytes[from + i]!
  const made = new lstring.TString(null as never, own)
  lstring.luaS_hashlongstr(made)
  names[slot] = made
  return made
}

const isSame = (own: Uint8Array, bytes: Uint8Array, from: number, length: number): boolean => {
  if (own.length !== length) return false
  for (let i = 0; i < length; i++) if (own[i] !== bytes[from + i]) return false
  return true
}
