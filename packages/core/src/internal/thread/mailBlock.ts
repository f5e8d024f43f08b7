/**
 * Where the body of mail goes that does not fit its record: a block that is claimed for it, or the one of a buffer that goes with
 * it, behind that. Used by the sending thread, before it publishes the record.
 */
import { blockAt } from "../memory/layout.ts"
import * as Record from "../record.ts"
import type { Mesh, Peer } from "./mesh.ts"

/** Claims a block, unless one is `given`, and names it in the record: the byte where the body begins, or -1. */
export const mailBlock = (mesh: Mesh, peer: Peer, at: number, bodyBytes: number, given: number): number => {
  if (given >= 0) return givenBlock(mesh, peer, at, given, bodyBytes)
  const block = peer.mailOut.claimBlock(bodyBytes)
  if (block < 0) return -1
  const { layout, words } = mesh.arena
  words[at + Record.Spilled.mailBlock] = block
  words[at + Record.Spilled.mailBytes] = bodyBytes
  return blockAt(layout, block) * 4
}

const givenBlock = (mesh: Mesh, peer: Peer, at: number, block: number, bodyBytes: number): number => {
  const { layout, words } = mesh.arena
  words[at + Record.Spilled.mailBlock] = ~block
  words[at + Record.Spilled.mailBytes] = bodyBytes
  // guard G72: before the record is published; pairs with `holdBlock` of whoever drains it, which must be the later one
  mesh.ownMemory.give(block, peer.mailOut.lane)
  peer.mailOut.countGiven(block)
  return Record.bodyStart(layout, ~block, bodyBytes)
}

/** The block of a record is not needed: it was never published. */
export const abandonBlock = (mesh: Mesh, peer: Peer, at: number): void => {
  const block = Record.blockNumber(mesh.arena.words[at + Record.Spilled.mailBlock]!)
  peer.mailOut.abandonBlock(block)
  mesh.pool.freeBlock(block, mesh.onWake)
}
