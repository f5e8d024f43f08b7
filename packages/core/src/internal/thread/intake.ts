/**
 * What was published for a thread and is not dealt with yet: lanes that have something, and actors whose jobs may start.
 * Read in rounds, replies first, then mail, then backlogs, some records of each at a time. Runs in drains only.
 */
import type { HostedActor } from "../hosting/hostedActor.ts"
import * as Mail from "../hosting/mailRecord.ts"
import { refuseRecord } from "../hosting/refuse.ts"
import { keep } from "../hosting/toldChains.ts"
import { decodeChain } from "../jobCodecs.ts"
import type { Arena } from "../memory/arena.ts"
import * as Bell from "../memory/bell.ts"
import { isUnpassed } from "../memory/jobTable.ts"
import * as ThreadRecord from "../memory/threadRecord.ts"
import * as Record from "../record.ts"
import type { Mesh, Peer } from "./mesh.ts"

/** Records taken from one lane before the next one has its turn. */
const STEP_RECORDS = 256
/** Replies between two looks at the clock: who goes on because of one may compute. */
const STEP_REPLIES = 8

/** What the intake needs of the loop that owns it. */
export interface IntakeOwner {
  readonly arena: Arena
  readonly mesh: Mesh
  readonly actors: ReadonlyMap<number, HostedActor>
  /** The turn has lasted as long as it may. */
  readonly isOverTime: () => boolean
  /** What comes now are jobs of this thread. */
  readonly jobsBegin: () => void
  /** A reply or a refusal, at that word of the arena. */
  readonly onReply: (peer: Peer, at: number) => void
  /** Elements of a stream, at that word. */
  readonly onChunk: (peer: Peer, at: number) => void
  /** A job of this sender ended here. */
  readonly finished: (peer: Peer) => void
}

export class Intake {
  private readonly owner: IntakeOwner
  private readonly dirty: Array<Peer> = []
  private readonly ready = new Set<HostedActor>()
  /** The last mail was read. */
  mailClosed = false
  /** Mail goes to the backlogs: it is read to its end in one go, and its handlers are not run in that. */
  private onlyQueue = false

  constructor(owner: IntakeOwner) {
    this.owner = owner
  }

  get isEmpty(): boolean {
    return this.dirty.length === 0 && this.ready.size === 0
  }

  /** These bits were taken from the bell. */
  rung(bits: number): void {
    const { arena, mesh } = this.owner
    const { maxThreads } = arena.layout
    // Those that are set, the lowest first.
    for (let rest = bits & ((1 << Bell.SENDERS) - 1); rest !== 0; rest &= rest - 1) {
      const bit = 31 - Math.clz32(rest & -rest)
      // Beyond 24 threads a bit is shared: two or three lanes to look at.
      for (let thread = bit; thread < maxThreads; thread += Bell.SENDERS) {
        if (ThreadRecord.isAlive(arena, thread)) this.markDirty(mesh.peer(thread))
      }
    }
  }

  markDirty(peer: Peer): void {
    if (peer.dirty) return
    peer.dirty = true
    this.dirty.push(peer)
  }

  /** Looks for what nobody has rung for: true where there is something. Lanes of the dead are read when their death is dealt with. */
  finds(): boolean {
    const { mesh } = this.owner
    for (const thread of mesh.knownThreads()) {
      const peer = mesh.peer(thread)
      if (!peer.exited && (peer.expressIn.hasNext || peer.mailIn.hasNext)) this.markDirty(peer)
    }
    return this.dirty.length > 0
  }

  markReady(actor: HostedActor): void {
    this.ready.add(actor)
  }

  /** One round over everything that is ready: replies first, then mail, then backlogs. */
  step(): void {
    // One that died since is left to its departure: its lanes may serve another incarnation by now.
    const round = this.dirty.splice(0, this.dirty.length).filter((peer) => !peer.exited)
    for (const peer of round) peer.dirty = false
    const more: Array<Peer> = []
    for (const peer of round) if (this.drainExpress(peer, STEP_RECORDS)) more.push(peer)
    // What went on because of a reply is no job's time.
    if (this.owner.actors.size > 0 && round.length > 0) this.owner.jobsBegin()
    for (const peer of round) if (!this.mailClosed && this.drainMail(peer, STEP_RECORDS)) more.push(peer)
    for (const peer of more) if (!peer.exited) this.markDirty(peer)
    for (const actor of Array.from(this.ready)) {
      this.ready.delete(actor)
      for (let i = 0; i < STEP_RECORDS && actor.startNext(); i++) if (this.owner.isOverTime()) break
      if (actor.hasReady) this.ready.add(actor)
    }
  }

  /** True when there is more than `limit`. */
  drainExpress(peer: Peer, limit: number): boolean {
    const { arena, onReply } = this.owner
    const { words } = arena
    for (let i = 0; i < limit; i++) {
      const at = peer.expressIn.next()
      if (at < 0) {
        if (i > 0) peer.expressIn.commit()
        return false
      }
      const kind = Record.kindOf(words[at + Record.Field.head]!)
      if (kind < Record.Kind.cancel) onReply(peer, at)
      else if (kind === Record.Kind.chunk) this.owner.onChunk(peer, at)
      else this.onWord(peer, at, kind)
      peer.expressIn.advance()
      if (i % STEP_REPLIES === 0 && this.owner.isOverTime()) break
    }
    peer.expressIn.commit()
    return true
  }

  /** The sender of a job that runs here wants no more of it, or more. What has ended meanwhile does not care. */
  private onWord(peer: Peer, at: number, kind: Record.Kind): void {
    const { actors, arena } = this.owner
    const id = arena.words[at + Record.Field.job]!
    const generation = arena.words[at + Record.Field.generation]!
    if (kind === Record.Kind.chain) return this.onChain(peer, at, id, generation)
    for (const { jobs } of actors.values()) {
      const isThere =
        kind === Record.Kind.cancel
          ? jobs.cancel(peer, id, generation)
          : jobs.more(peer, id, generation, arena.words[at + Record.EXPRESS_BYTES / 4]!)
      if (isThere) break
    }
  }

  /** Who waits for a job that runs here, or will: what has ended meanwhile does not care. */
  private onChain(peer: Peer, at: number, id: number, generation: number): void {
    const { actors, arena, mesh } = this.owner
    const chain = decodeChain(arena, at)
    if (Record.isSpilled(arena.words[at + Record.Field.head]!)) mesh.freeReply(at)
    for (const { jobs } of actors.values()) if (jobs.awaited(peer, id, generation, chain)) return
    if (peer.exited || !isUnpassed(arena, peer.thread, id, generation)) return
    keep(peer, id, generation, chain)
    this.owner.jobsBegin()
    for (const actor of Array.from(actors.values())) actor.letIn(peer, id, generation)
  }

  /** True when there is more than `limit`, or than there was time for. */
  private drainMail(peer: Peer, limit: number): boolean {
    for (let i = 0; i < limit; i++) {
      const at = peer.mailIn.next()
      if (at < 0) {
        if (i > 0) peer.mailIn.commit()
        return false
      }
      this.onMail(peer, at)
      peer.mailIn.advance()
      // A handler has run perhaps, however long.
      if (this.owner.isOverTime()) break
    }
    peer.mailIn.commit()
    return true
  }

  private onMail(peer: Peer, at: number): void {
    const { actors, arena, finished, mesh } = this.owner
    Mail.pass(mesh, peer, at)
    const actor = actors.get(arena.words[at + Record.Field.instance]!)
    if (actor !== undefined) return actor.onMail(peer, at, this.onlyQueue)
    refuseRecord(mesh, peer, arena.words, at)
    finished(peer)
  }

  /** Reads every express lane to its end. */
  readExpress(): void {
    const { mesh } = this.owner
    for (const thread of mesh.knownThreads()) {
      const peer = mesh.peer(thread)
      while (!peer.exited && this.drainExpress(peer, STEP_RECORDS));
    }
  }

  /** Reads every mail lane to its end: what was sent before is with its actor then. */
  readMail(read: (peer: Peer) => void): void {
    const { arena, mesh } = this.owner
    this.onlyQueue = true
    for (let thread = 0; thread < arena.layout.maxThreads; thread++) {
      if (!ThreadRecord.isAlive(arena, thread)) continue
      const peer = mesh.peer(thread)
      while (this.drainMail(peer, STEP_RECORDS));
      read(peer)
    }
    this.onlyQueue = false
  }
}
