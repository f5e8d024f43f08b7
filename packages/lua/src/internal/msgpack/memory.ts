/*
 * What unpacking allocates, estimated: one message has a bound.
 */
import { LuaCodecError } from "../../LuaError.ts"

/** A table with its map, an entry with its key and value, a string beside its bytes. */
const TABLE_SIZE = 440
const ENTRY_SIZE = 190
const STRING_SIZE = 80

/** What one message may take in memory, whatever the state may: a byte on the wire can be a table. */
export const MAXIMUM_UNPACKED = 256 * 1024 * 1024

/** Counts what one message takes. */
export class Allowance {
  private left = 0

  start(): void {
    this.left = MAXIMUM_UNPACKED
  }

  /** Before a table of so many entries. */
  table(entries: number): void {
    this.take(TABLE_SIZE + entries * ENTRY_SIZE)
  }

  string(length: number): void {
    this.take(STRING_SIZE + length)
  }

  private take(bytes: number): void {
    this.left -= bytes
    if (this.left < 0) {
      throw new LuaCodecError({ path: "", detail: `a message takes more than ${MAXIMUM_UNPACKED} bytes in memory` })
    }
  }
}
