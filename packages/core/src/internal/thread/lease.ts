/**
 * A message that is read where it lies: its binary data is handed out as views of its block, which is freed when they are over.
 * In debug mode they are views of copies that are detached then, so that whoever goes on using one finds out at once.
 */
import type { Views } from "../codec/apart.ts"
import type { Mesh } from "./mesh.ts"

export class Lease implements Views {
  private readonly mesh: Mesh
  private readonly block: number
  private readonly free: () => void
  private readonly copies: Array<ArrayBuffer> = []
  /** Something was handed out. */
  isUsed = false

  /** The block is held by this thread; `free` gives it back. */
  constructor(mesh: Mesh, block: number, free: () => void) {
    this.mesh = mesh
    this.block = block
    this.free = free
    mesh.ownMemory.read(block)
  }

  view(bytes: Uint8Array, at: number, length: number): Uint8Array {
    this.isUsed = true
    const view = new Uint8Array(bytes.buffer, bytes.byteOffset + at, length)
    if (this.mesh.debug === undefined) return view
    const copy = new Uint8Array(length)
    copy.set(view)
    this.copies.push(copy.buffer)
    return copy
  }

  end(): void {
    this.mesh.ownMemory.readNoMore(this.block)
    // Whatever its program has moved away itself is not here any more.
    for (const copy of this.copies) if (!copy.detached) structuredClone(copy, { transfer: [copy] })
    this.free()
  }
}
