/**
 * Buffers that a model thread acquires (`OwnMemory`), one for a payload, which go with the message of that: what `Buffers`
 * does for a program, and what its codec does with one that is marked `Job.transfer`.
 */
import { HEADER_BYTES, incoming, outgoing, places } from "../../src/internal/codec/apart.ts"
import { scratch } from "../../src/Codec.ts"
import { blockAt } from "../../src/internal/memory/layout.ts"
import type { ThreadLoop } from "../../src/internal/thread/threadLoop.ts"

/** Bytes of a buffer: all of them are the payload. */
export const BUFFER_BYTES = 8

export class Buffers {
  private readonly loop: ThreadLoop
  private readonly acquired = new Map<number, { readonly block: number; readonly view: Uint8Array }>()

  constructor(loop: ThreadLoop) {
    this.loop = loop
    // A run of a thread that is over has left what it knew of.
    places.delete(loop.arena.buffer)
  }

  /** Where no block is free, the payload goes without. */
  acquire(payload: number): void {
    const { arena, mesh } = this.loop
    const acquired = mesh.acquire(BUFFER_BYTES)
    if (acquired === undefined) return
    this.acquired.set(payload, acquired)
    const start = blockAt(arena.layout, acquired.block) * 4
    for (let at = 0; at < BUFFER_BYTES; at++) arena.bytes[start + at] = payload
  }

  /** The Scope that it was acquired in ends. */
  release(payload: number): void {
    const acquired = this.acquired.get(payload)
    this.acquired.delete(payload)
    if (acquired !== undefined) this.loop.mesh.ownMemory.release(acquired.block)
  }

  releaseAll(): void {
    for (const payload of Array.from(this.acquired.keys())) this.release(payload)
  }

  /** The message of a payload whose buffer goes with it; `undefined` where none does. */
  encode(payload: number, home: object): number | undefined {
    const acquired = this.acquired.get(payload)
    if (acquired === undefined || home !== this.loop.arena) return undefined
    ;(scratch as { bytes: Uint8Array }).bytes = Uint8Array.of(payload)
    outgoing.begin(home)
    outgoing.addMoved(acquired.view)
    return outgoing.end(1)
  }
}

/** What came with its buffer; `undefined` where that is not what was sent. */
export const decodeGiven = (bytes: Uint8Array, start: number): number | undefined => {
  const payload = bytes[start + HEADER_BYTES]!
  for (let at = 0; at < BUFFER_BYTES; at++) if (bytes[incoming.blockStart + at] !== payload) return undefined
  return payload
}
