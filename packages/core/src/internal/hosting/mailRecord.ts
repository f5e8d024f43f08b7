/**
 * A mail record as the hosting thread reads it: in its lane or copied out of it, with its body behind the envelope or in
 * a block. The one place that knows when a block is held and when it is freed.
 */
import type { BoundCodec } from "../../Codec.ts"
import * as Extension from "../extension.ts"
import type { Arena } from "../memory/arena.ts"
import { blockAt } from "../memory/layout.ts"
import type { Mesh, Peer } from "../thread/mesh.ts"
import * as Record from "../record.ts"
import { incoming, nothingIncoming } from "../codec/apart.ts"
import { arrive, arrived, MAIL } from "../thread/moves.ts"

/** A record that waits for its actor, copied out of its lane so that it holds up nobody else's. */
export interface Backlogged {
  readonly peer: Peer
  readonly words: Int32Array
  readonly bytes: Uint8Array
  readonly doubles: Float64Array
  /** Its sender has died, and this thread answers for the tell: the word is not touched any more. */
  orphan: boolean
}

/** The drain passes it: a block is this thread's from now on, and every such record must be given to `free` once. */
export const pass = (mesh: Mesh, peer: Peer, at: number): void => {
  const { words } = mesh.arena
  if (Record.hasMoves(words[at + Record.Field.head]!)) arrive(peer, MAIL, words, at)
  // guard G61: before the lane's `head` and before any acknowledgement of its sender's death; pairs with the sweep, which
  // frees what lanes from the dead still own: decoded later, it would be another's by then
  if (Record.isSpilled(words[at + Record.Field.head]!)) mesh.pool.holdBlock(words[at + Record.Spilled.mailBlock]!)
}

/** Its body was read, or nobody will read it. */
export const free = (mesh: Mesh, peer: Peer, words: Int32Array, at: number): void => {
  if (Record.hasMoves(words[at + Record.Field.head]!)) arrived(peer, MAIL, words, at)
  if (!Record.isSpilled(words[at + Record.Field.head]!)) return
  const block = words[at + Record.Spilled.mailBlock]!
  // guard G62: pairs with the sweep: the words of a dead one's lanes may be another incarnation's
  if (peer.dead) mesh.pool.freeBlock(block, mesh.onWake)
  else peer.mailIn.freeBlock(block)
}

/** Without its block, which stays where it is. */
export const copy = (mesh: Mesh, peer: Peer, at: number): Backlogged => {
  const { bytes, words } = mesh.arena
  const copied = bytes.slice(at * 4, at * 4 + Record.pad8(words[at]!))
  const { buffer } = copied
  return { peer, bytes: copied, words: new Int32Array(buffer), doubles: new Float64Array(buffer), orphan: false }
}

export const extension = (arena: Arena, words: Int32Array, bytes: Uint8Array, at: number): Extension.Extension => {
  const length = words[at + Record.Field.extensionBytes]!
  if (length === 0) return Extension.none
  return Record.isSpilled(words[at + Record.Field.head]!)
    ? Extension.decode(arena.bytes, blockOf(arena, words, at), length)
    : Extension.decode(bytes, at * 4 + Record.MAIL_BYTES, length)
}

/** Reads the payload in place, with the buffers that came with it. Throws what the codec throws. */
export const payload = (
  codec: BoundCodec,
  arena: Arena,
  peer: Peer,
  words: Int32Array,
  bytes: Uint8Array,
  at: number
): unknown => {
  if (!Record.hasMoves(words[at + Record.Field.head]!)) return decode(codec, arena, words, bytes, at)
  incoming.buffers = arrived(peer, MAIL, words, at) ?? []
  try {
    return decode(codec, arena, words, bytes, at)
  } finally {
    nothingIncoming()
  }
}

const decode = (codec: BoundCodec, arena: Arena, words: Int32Array, bytes: Uint8Array, at: number): unknown => {
  const before = Record.pad8(words[at + Record.Field.extensionBytes]!)
  if (!Record.isSpilled(words[at + Record.Field.head]!)) {
    return codec.decode(bytes, at * 4 + Record.MAIL_BYTES + before, at * 4 + words[at]!)
  }
  const start = blockOf(arena, words, at)
  return codec.decode(arena.bytes, start + before, start + words[at + Record.Spilled.mailBytes]!)
}

/** Where the block's bytes begin. */
const blockOf = (arena: Arena, words: Int32Array, at: number): number =>
  blockAt(arena.layout, words[at + Record.Spilled.mailBlock]!) * 4
