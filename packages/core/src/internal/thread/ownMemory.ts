/**
 * Blocks of the arena that this thread has for itself: buffers that its program has acquired, and messages that are read where
 * they lie. All of them are held by the thread in their owner words, so a death gives them back like any others (M9).
 *
 * An acquired buffer may be given away with a message: what the message says beside it is written behind it, at the end of its
 * block, so that the block travels as every other one that holds a message.
 */
import { type Given, type Place, places } from "../codec/apart.ts"
import type { Arena } from "../memory/arena.ts"
import { BLOCK_CLASSES, blockAt, blockClass, blockOf } from "../memory/layout.ts"
import * as Record from "../record.ts"
import type { Mesh } from "./mesh.ts"

/** For what goes with a buffer that is given away: as with a round payload. */
const BESIDE_BYTES = 256

/** Whether so many bytes have room behind what is given. */
export const fitsBehind = (arena: Arena, given: Given, bodyBytes: number): boolean =>
  given.bytes + Record.pad8(bodyBytes) <= roomOf(arena, given.block)

const roomOf = ({ layout }: Arena, block: number): number => layout.blockUnits[blockClass(layout, block)]!.words * 4

/** The largest buffer that there may be. */
export const largestBuffer = ({ layout }: Arena): number =>
  Math.max(0, ...layout.blockUnits.map(({ mailCount, words }) => (mailCount === 0 ? 0 : words * 4 - BESIDE_BYTES)))

export class OwnMemory {
  private readonly mesh: Mesh
  private readonly blocks = new Map<number, Place>()

  constructor(mesh: Mesh) {
    this.mesh = mesh
    const { buffer, layout } = mesh.arena
    const known = places.get(buffer) ?? []
    places.set(buffer, known)
    known.push((at) => this.blocks.get(blockOf(layout, at >> 2)))
  }

  /** A buffer of so many bytes, of this thread alone; `undefined` when no block is free. */
  acquire(bytes: number): { readonly block: number; readonly view: Uint8Array } | undefined {
    const { arena, pool } = this.mesh
    for (let each = 0; each < BLOCK_CLASSES; each++) {
      if (bytes > arena.layout.blockUnits[each]!.words * 4 - BESIDE_BYTES) continue
      const block = pool.claimOwn(each)
      if (block < 0) continue
      this.note(block, "own")
      return { block, view: new Uint8Array(arena.buffer, blockAt(arena.layout, block) * 4, bytes) }
    }
    return undefined
  }

  /** Its Scope ends: it is free, unless it was given away. */
  release(block: number): void {
    if (!this.blocks.delete(block)) return
    this.mesh.pool.freeBlock(block, this.mesh.onWake)
  }

  /** A message that this thread holds is read where it lies, until `readNoMore`; freeing it is its holder's. */
  read(block: number): void {
    this.note(block, "read")
  }

  readNoMore(block: number): void {
    this.blocks.delete(block)
  }

  /** It will go with a reply that is held: not its program's any more. */
  setAside(block: number): void {
    this.blocks.delete(block)
  }

  /** It goes with a message that is about to be published on that lane. */
  give(block: number, lane: number): void {
    // guard G74: forgotten here; pairs with `release`: the end of its Scope must not free what is another's by then
    this.blocks.delete(block)
    this.mesh.pool.giveBlock(block, lane)
  }

  private note(block: number, state: Place["state"]): void {
    const { arena } = this.mesh
    this.blocks.set(block, { state, block, start: blockAt(arena.layout, block) * 4, home: arena })
  }
}
