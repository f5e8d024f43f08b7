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
import { incoming, nothingIncoming, type Views } from "../codec/apart.ts"
import { Lease } from "../thread/lease.ts"
import { arrive, arrived, MAIL } from "../thread/moves.ts"
import { forget, told } from "./toldChains.ts"

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
  if (Record.isSpilled(words[at + Record.Field.head]!)) mesh.pool.holdBlock(blockOf(words, at))
}

/** Its body was read, or nobody will read it. */
export const free = (mesh: Mesh, peer: Peer, words: Int32Array, at: number): void => {
  if (peer.chains !== undefined) forget(peer, words[at + Record.Field.job]!)
  if (Record.hasMoves(words[at + Record.Field.head]!)) arrived(peer, MAIL, words, at)
  if (!Record.isSpilled(words[at + Record.Field.head]!)) return
  freeBlock(mesh, peer, blockOf(words, at))
}

const freeBlock = (mesh: Mesh, peer: Peer, block: number): void => {
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
    ? Extension.decode(arena.bytes, bodyAt(arena, words, at), length)
    : Extension.decode(bytes, at * 4 + Record.MAIL_BYTES, length)
}

/**
 * Reads the payload in place, with the buffers that came with it. Throws what the codec throws. With `views` its binary data is
 * not copied out of its block.
 */
export const payload = (
  codec: BoundCodec,
  arena: Arena,
  peer: Peer,
  words: Int32Array,
  bytes: Uint8Array,
  at: number,
  views: Views | undefined
): unknown => {
  const head = words[at + Record.Field.head]!
  const isGiven = Record.isSpilled(head) && Record.isGiven(words[at + Record.Spilled.mailBlock]!)
  if (!Record.hasMoves(head) && !isGiven && views === undefined) return decode(codec, arena, words, bytes, at)
  if (Record.hasMoves(head)) incoming.buffers = arrived(peer, MAIL, words, at) ?? []
  if (isGiven) incoming.blockStart = blockAt(arena.layout, blockOf(words, at)) * 4
  incoming.views = views
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
  const start = bodyAt(arena, words, at)
  return codec.decode(arena.bytes, start + before, start + words[at + Record.Spilled.mailBytes]!)
}

/** A lease of its block, for one whose data is read where it lies; not of one that lies in a lane, which goes on. */
export const lease = (mesh: Mesh, peer: Peer, words: Int32Array, at: number): Lease | undefined => {
  if (!Record.isSpilled(words[at + Record.Field.head]!)) return undefined
  const block = blockOf(words, at)
  return new Lease(mesh, block, () => freeBlock(mesh, peer, block))
}

const blockOf = (words: Int32Array, at: number): number => Record.blockNumber(words[at + Record.Spilled.mailBlock]!)

/** Where the bytes in its block begin. */
const bodyAt = ({ layout }: Arena, words: Int32Array, at: number): number =>
  Record.bodyStart(layout, words[at + Record.Spilled.mailBlock]!, words[at + Record.Spilled.mailBytes]!)

/** Who waits for it: as its sender said last. */
export const chain = (
  arena: Arena,
  peer: Peer,
  words: Int32Array,
  bytes: Uint8Array,
  at: number
): ReadonlyArray<number> =>
  told(peer, words[at + Record.Field.job]!, words[at + Record.Field.generation]!) ??
  extension(arena, words, bytes, at).chain
