/*
 * What unpacking and packing allocate, estimated, since it happens without a step of the VM, and where no walk of the state finds it:
 * the state's limit hears of it before there is much, and one message has a bound of its own.
 */
import { LuaCodecError } from "../../LuaError.ts"
import { fengari } from "../fengari/load.ts"
import type { LuaStatePointer } from "../fengari/types.ts"

const { meter } = fengari

/** A table with its map, an entry with its key and value, a string beside its bytes. */
const TABLE_SIZE = 440
const ENTRY_SIZE = 190
const STRING_SIZE = 80

/** What one message may take in memory, in a state without a limit of its own: a byte on the wire can be a table. */
export const MAXIMUM_UNPACKED = 256 * 1024 * 1024

/** So much is unpacked between two looks at the state's limit. */
const STEP = 256 * 1024

/** Raises if a state cannot hold so many bytes more; they are not counted as held. */
export const ask = (L: LuaStatePointer, bytes: number): void => meter.ask(L, bytes)

/** Counts what one message takes. Tables and strings tell the meter themselves when they are made; entries are made here. */
export class Allowance {
  private L: LuaStatePointer = undefined as never
  private total = 0
  private next = STEP

  start(L: LuaStatePointer): void {
    this.L = L
    this.total = 0
    this.next = STEP
  }

  stop(): void {
    this.L = undefined as never
  }

  /** Before a table of so many entries. */
  table(entries: number): void {
    this.take(TABLE_SIZE + entries * ENTRY_SIZE)
    meter.bytes += entries * ENTRY_SIZE
  }

  /** Before a string of so many bytes. */
  string(length: number): void {
    this.take(STRING_SIZE + length)
  }

  private take(bytes: number): void {
    this.total += bytes
    if (this.total >= this.next) this.look(bytes)
  }

  /** Before so many bytes of it. What is made already has told the meter, but is nowhere that a walk would find it. */
  private look(bytes: number): void {
    const { L, total } = this
    if (total > MAXIMUM_UNPACKED) {
      throw new LuaCodecError({ path: "", detail: `a message takes more than ${MAXIMUM_UNPACKED} bytes in memory` })
    }
    this.next = total + STEP
    const made = total - bytes
    meter.bytes -= made
    try {
      ask(L, total)
    } finally {
      meter.bytes += made
    }
  }
}
