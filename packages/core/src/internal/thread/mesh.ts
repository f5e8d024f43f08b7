/**
 * This thread's side of the mesh: two lanes to and from every other thread (itself included). A record is visible the moment it
 * is published; only the *ring* is batched (ringing.ts).
 */
import { type DebugOwner, reportSpoilt } from "./debugLanes.ts"
import type { Arena } from "../memory/arena.ts"
import { outgoing } from "../codec/apart.ts"
import { copyBytes } from "../codec/copyBytes.ts"
import { freshBytes } from "../codec/freshBytes.ts"
import { scratch } from "../codec/msgpack.ts"
import { copy, writeMessage } from "../message.ts"
import { Lane, type LaneKind, maxRecordBytes } from "../memory/layout.ts"
import { MemoryPool } from "../memory/pool.ts"
import * as Moves from "./moves.ts"
import { OwnMemory } from "./ownMemory.ts"
import { Peer } from "./peer.ts"
import { Ringing, type RingingOwner } from "./ringing.ts"
import * as Record from "../record.ts"

export { Peer } from "./peer.ts"

/** What the mesh needs of the loop that owns it. */
export interface MeshOwner extends RingingOwner {
  /** A port is wanted to a thread that something is to be moved to. */
  readonly wantPort: (peer: Peer) => void
  /** In debug mode: who hears of it when a lane holds what cannot be. */
  readonly debug: DebugOwner | undefined
}

export class Mesh {
  readonly arena: Arena
  readonly thread: number
  readonly pool: MemoryPool
  private readonly peers: Array<Peer | undefined>
  readonly debug: DebugOwner | undefined
  /** Who hears of what is published here, and when. */
  readonly ringing: Ringing
  private readonly owner: MeshOwner
  private readonly holding = new Set<Peer>()
  /** Streams of this thread that found no memory; each looks again in the next drain. */
  readonly waitingForMemory = new Set<() => void>()
  private own: OwnMemory | undefined = undefined
  /** What is longer goes into a block. */
  private readonly maxInlineBytes: number

  constructor(arena: Arena, thread: number, owner: MeshOwner) {
    this.arena = arena
    this.thread = thread
    this.owner = owner
    this.debug = owner.debug
    this.ringing = new Ringing(arena, thread, owner)
    const { debug, microtask } = owner
    this.pool = new MemoryPool(arena, thread, debug && reportSpoilt(arena, debug, microtask))
    this.peers = new Array(arena.layout.maxThreads).fill(undefined)
    this.maxInlineBytes = maxRecordBytes(arena.layout)
  }

  readonly onWake = (): void => {
    this.ringing.rings++
  }

  /** The lanes to and from the thread's present incarnation; made at first use. */
  peer(thread: number): Peer {
    return (this.peers[thread] ??= new Peer(this, thread))
  }

  wantPort(peer: Peer): void {
    this.owner.wantPort(peer)
  }

  /** The loop ends. */
  closePorts(): void {
    for (const peer of this.peers) if (peer !== undefined) Moves.close(peer)
  }

  known(thread: number): Peer | undefined {
    return this.peers[thread]
  }

  /** Somebody that this thread has exchanged something with is in a burst: he may have published what he has not rung for. */
  get hearsBurst(): boolean {
    for (const peer of this.peers) if (peer !== undefined && !peer.exited && peer.isInBurst) return true
    return false
  }

  /** Threads that this one has exchanged something with. */
  *knownThreads(): Generator<number> {
    for (const peer of this.peers) if (peer !== undefined) yield peer.thread
  }

  /** After its death was dealt with: cursors, caches and batches of this incarnation are gone. */
  forget(peer: Peer): void {
    Moves.close(peer)
    for (const block of peer.heldBlocks.values()) this.pool.freeBlock(block, this.onWake)
    this.holding.delete(peer)
    this.peers[peer.thread] = undefined
  }

  /** After mail was published: `id`, `generation` are what a refusal would take back. */
  mailed(peer: Peer, id: number, generation: number): void {
    // Nobody rings himself.
    if (peer.thread !== this.thread) peer.mailed(id, generation)
    this.ringing.published(peer)
  }

  /**
   * Sends a record on the express lane. Replies never wait for anybody: what finds no room is held here, in order.
   * `payload` (the message that was packed last, if it is the scratch buffer) and `stack` are copied before this returns.
   * Throws where something cannot be moved that is to be, and then nothing was sent.
   */
  express(
    peer: Peer,
    head: number,
    job: number,
    generation: number,
    payload: Uint8Array,
    payloadBytes: number,
    stack: Uint8Array | undefined
  ): void {
    if (peer.exited) return
    const stackBytes = stack === undefined ? 0 : stack.byteLength
    const bytes = Record.EXPRESS_BYTES + payloadBytes + stackBytes
    const moves = payload === scratch.bytes && payloadBytes > 0 && outgoing.buffers.length > 0
    const unmoved = moves ? Moves.moveOut(this, peer, job, generation, outgoing.buffers) : undefined
    const given = payload === scratch.bytes && payloadBytes > 0 ? (outgoing.given?.block ?? -1) : -1
    const inLane = given < 0 ? bytes : Record.SPILLED_EXPRESS_BYTES
    const at = peer.heldReplies.length === 0 && unmoved === undefined ? this.reserveExpress(peer, inLane) : -1
    if (moves) head |= Record.MOVES
    let words = this.arena.words
    let target = this.arena.bytes
    let word = at
    if (at < 0) {
      target = freshBytes(Record.pad8(bytes))
      words = new Int32Array(target.buffer)
      word = 0
      peer.heldReplies.push(target)
      if (unmoved !== undefined) peer.moves!.held.set(target, unmoved)
      if (given >= 0) this.ownMemory.setAside(given)
      if (given >= 0) peer.heldBlocks.set(target, given)
      this.holding.add(peer)
    } else if (given >= 0) this.giveReply(peer, at, given)
    const spilled = at >= 0 && (given >= 0 || bytes > this.maxInlineBytes)
    const length = spilled ? Record.SPILLED_EXPRESS_BYTES : bytes
    words[word + Record.Field.bytes] = length
    words[word + Record.Field.head] = spilled ? head | Record.SPILLED : head
    words[word + Record.Field.job] = job
    words[word + Record.Field.generation] = generation
    words[word + Record.Field.payloadBytes] = payloadBytes
    words[word + Record.Field.stackBytes] = stackBytes
    const start = spilled ? this.replyBlock(at, bytes) : word * 4 + Record.EXPRESS_BYTES
    if (payload === scratch.bytes) writeMessage(payloadBytes, target, start, words)
    else copy(payload, payloadBytes, target, start)
    if (stack !== undefined) target.set(stack, start + payloadBytes)
    if (at >= 0) {
      peer.expressOut.publish(length, 0)
      this.ringing.answered(peer)
    }
  }

  private reserveExpress(peer: Peer, bytes: number, as: LaneKind = Lane.express): number {
    const at = this.tryExpress(peer, bytes, as)
    return at >= 0 ? at : this.lookAgain(() => this.tryExpress(peer, bytes, as))
  }

  /** A buffer of this thread's own; `undefined` when no block is free: then there may be one in a later drain. */
  acquire(bytes: number): ReturnType<OwnMemory["acquire"]> {
    return this.ownMemory.acquire(bytes) ?? this.lookAgain(() => this.ownMemory.acquire(bytes))
  }

  /** Memory is waited for: that is announced, and once more looked for. */
  private lookAgain<A>(look: () => A): A {
    this.pool.starve()
    // guard G50: the second look, pairs with `wakeStarving`: freed in between is found here, freed later rings us
    return look()
  }

  /**
   * Sends elements of a stream, the message packed last, on the express lane and out of the memory that mail has: false
   * when there is none, so that replies always have some, or no port for what it moves. Whoever waits then is in
   * `waitingForMemory`. Throws where something cannot be moved.
   */
  chunk(peer: Peer, head: number, job: number, generation: number, payloadBytes: number): boolean {
    // What is held was sent before.
    if (peer.exited || peer.heldReplies.length > 0) return false
    const { buffers } = outgoing
    if (buffers.length > 0 && !Moves.mayMove(this, peer)) return false
    const bytes = Record.EXPRESS_BYTES + payloadBytes
    const at = this.reserveExpress(peer, bytes, Lane.mail)
    if (at < 0) return false
    const spilled = bytes > this.maxInlineBytes
    if (buffers.length > 0) this.moveChunk(peer, job, generation, spilled ? at : -1)
    const { words } = this.arena
    const length = spilled ? Record.SPILLED_EXPRESS_BYTES : bytes
    words[at + Record.Field.bytes] = length
    words[at + Record.Field.head] = head | (spilled ? Record.SPILLED : 0) | (buffers.length > 0 ? Record.MOVES : 0)
    words[at + Record.Field.job] = job
    words[at + Record.Field.generation] = generation
    words[at + Record.Field.payloadBytes] = payloadBytes
    words[at + Record.Field.stackBytes] = 0
    writeMessage(payloadBytes, this.arena.bytes, spilled ? this.replyBlock(at, bytes) : at * 4 + Record.EXPRESS_BYTES)
    peer.expressOut.publish(length, 0)
    this.ringing.published(peer)
    return true
  }

  private moveChunk(peer: Peer, job: number, generation: number, spilledAt: number): void {
    try {
      Moves.move(this, peer, Moves.REPLY, job, generation, outgoing.buffers)
    } catch (cause) {
      if (spilledAt >= 0) this.freeReply(spilledAt)
      throw cause
    }
  }

  /** A place for a record of that length; the block that it may need is written there already. */
  private tryExpress(peer: Peer, bytes: number, as: LaneKind): number {
    if (bytes <= this.maxInlineBytes) return peer.expressOut.reserve(bytes, as)
    const at = peer.expressOut.reserve(Record.SPILLED_EXPRESS_BYTES, as)
    if (at < 0) return -1
    const block = peer.expressOut.claimBlock(bytes - Record.EXPRESS_BYTES, as)
    if (block < 0) return -1
    this.arena.words[at + Record.Spilled.expressBlock] = block
    return at
  }

  /** The byte where a spilled reply's block begins. */
  private replyBlock(at: number, bytes: number): number {
    const { layout, words } = this.arena
    return Record.bodyStart(layout, words[at + Record.Spilled.expressBlock]!, bytes - Record.EXPRESS_BYTES)
  }

  /** The block of a buffer goes with a reply, whose body stands behind it. */
  private giveReply(peer: Peer, at: number, block: number): void {
    this.arena.words[at + Record.Spilled.expressBlock] = ~block
    // guard G73: before the record is published; pairs with the `free` of whoever reads it, which must be the later one
    this.ownMemory.give(block, peer.expressOut.lane)
  }

  /** The block of a chunk was read, or nobody wants it: as for a reply, but it counts for its lane's share. */
  freeChunk(peer: Peer, at: number): void {
    peer.expressIn.freeBlock(this.arena.words[at + Record.Spilled.expressBlock]!)
  }

  /**
   * A spilled reply was read, or nobody wants it. Unlike mail it is read in the drain that passes it, and no death is
   * dealt with inside of that: the block need not be held.
   */
  freeReply(at: number): void {
    this.pool.freeBlock(Record.blockNumber(this.arena.words[at + Record.Spilled.expressBlock]!), this.onWake)
  }

  /** Tries again to send what was held for want of memory, replies before streams. Called in every drain. */
  releaseHeld(): void {
    for (const peer of this.holding) {
      let sent = 0
      for (const record of peer.heldReplies) {
        if (!this.sendHeld(peer, record)) break
        sent++
      }
      peer.heldReplies.splice(0, sent)
      if (peer.heldReplies.length === 0) this.holding.delete(peer)
    }
    if (this.waitingForMemory.size === 0) return
    const waiting = Array.from(this.waitingForMemory)
    this.waitingForMemory.clear()
    for (const goOn of waiting) goOn()
  }

  private sendHeld(peer: Peer, record: Uint8Array): boolean {
    const fields = new Int32Array(record.buffer)
    const unmoved = peer.moves?.held.get(record)
    if (unmoved !== undefined) {
      if (!Moves.mayMove(this, peer)) return false
      const [id, generation] = [fields[Record.Field.job]!, fields[Record.Field.generation]!]
      Moves.move(this, peer, Moves.REPLY, id, generation, unmoved)
      peer.moves!.held.delete(record)
    }
    const bytes = fields[Record.Field.bytes]!
    const given = peer.heldBlocks.get(record) ?? -1
    const at = this.reserveExpress(peer, given < 0 ? bytes : Record.SPILLED_EXPRESS_BYTES)
    if (at < 0) return false
    if (given >= 0) this.giveReply(peer, at, given)
    peer.heldBlocks.delete(record)
    const { bytes: target, words } = this.arena
    if (given < 0 && bytes <= this.maxInlineBytes) {
      target.set(record, at * 4)
      peer.expressOut.publish(bytes, 0)
    } else {
      target.set(record.subarray(0, Record.EXPRESS_BYTES), at * 4)
      words[at + Record.Field.bytes] = Record.SPILLED_EXPRESS_BYTES
      words[at + Record.Field.head] = words[at + Record.Field.head]! | Record.SPILLED
      copyBytes(record.subarray(Record.EXPRESS_BYTES, bytes), target, this.replyBlock(at, bytes))
      peer.expressOut.publish(Record.SPILLED_EXPRESS_BYTES, 0)
    }
    this.ringing.published(peer)
    return true
  }

  /** Blocks that this thread has for itself. */
  get ownMemory(): OwnMemory {
    return (this.own ??= new OwnMemory(this))
  }

  /** Replies held on the heap, for all threads. */
  get held(): number {
    let count = 0
    for (const peer of this.holding) count += peer.heldReplies.length
    return count
  }
}
