/**
 * Sending: the only place where backpressure lives. Everything here runs on the sending thread.
 *
 * A job is encoded, gets a word in the job table and room in the mail lane, and is published; or, when the window of
 * unstarted jobs, the table or the memory is full, it waits in its target's FIFO, already encoded. A later send never
 * overtakes a waiting one. A reply, a refusal, a cancel or a death settles a job exactly once, always from here.
 */
import { type MailboxFull, Stopped, type ActorErrorReason } from "../../ActorError.ts"
import { scratch } from "../../Codec.ts"
import { onChunk, onReply } from "./answers.ts"
import { outgoing } from "../codec/apart.ts"
import { sendChain } from "./chains.ts"
import { close } from "./closing.ts"
import { lose, loseRefused } from "../thread/deadLetters.ts"
import { bodyBytesOf, encodePayload } from "./encodePayload.ts"
import { dropNewest, dropOldest } from "./dropping.ts"
import { Fifo } from "../fifo.ts"
import { type Blocked, fullReason, goneReason, isFull } from "./full.ts"
import { noChain } from "../jobInfo.ts"
import { JobWindow } from "./jobWindow.ts"
import { KeptTells } from "./keptTells.ts"
import { copy, writeMessage } from "../message.ts"
import { JobTable, Phase } from "../memory/jobTable.ts"
import { maxRecordBytes } from "../memory/layout.ts"
import { abandonBlock, mailBlock } from "../thread/mailBlock.ts"
import type { Mesh, Peer } from "../thread/mesh.ts"
import { type OutboxOwner, type OutgoingJob, takenBack, Target } from "./outgoing.ts"
import { hasPort, isHeld, keepMessage, movesOf, post, sentAway } from "./moving.ts"
import { PendingReplies } from "./pendingReplies.ts"
import * as Record from "../record.ts"
import { pump, pumpTarget } from "./waitingSends.ts"

export class Outbox {
  readonly jobs: JobTable
  readonly replies: PendingReplies
  readonly mesh: Mesh
  readonly owner: OutboxOwner
  /** Tells that may have to be sent again, by id. */
  readonly tells = new KeptTells()
  /** Lines of jobs whose thread has died and that nobody serves yet. */
  readonly stranded = new Set<Fifo<OutgoingJob>>()
  readonly targets = new Set<Target>()
  readonly waitingTargets = new Set<Target>()
  /** Records up to here lie in a segment, bodies of larger ones, up to there, in a block. */
  private readonly maxInlineBytes: number
  readonly maxBodyBytes: number
  /** Being published right now, by its own ring at the latest: its sender has not been told that it is in the mailbox. */
  publishing: OutgoingJob | undefined = undefined

  constructor(mesh: Mesh, owner: OutboxOwner) {
    this.mesh = mesh
    this.owner = owner
    this.replies = new PendingReplies(owner.busy)
    this.jobs = new JobTable(mesh.arena, mesh.thread)
    this.maxInlineBytes = maxRecordBytes(mesh.arena.layout)
    this.maxBodyBytes = Record.maxBodyBytes(mesh.arena.layout, Record.MAIL_BYTES)
  }

  tellEnded(id: number): void {
    if (this.tells.size > 0) this.tells.delete(id)
  }

  isAsk(id: number): boolean {
    return this.replies.get(id) !== undefined
  }

  tellRefused(window: JobWindow, id: number): void {
    loseRefused(this, (target) => target.window === window, id)
  }

  /** `first`: what is sent there before anything else. */
  target(
    peer: Peer,
    instance: number,
    threadName: string,
    windowSize: number,
    serial: boolean,
    first = new Fifo<OutgoingJob>()
  ): Target {
    this.forgetRetired()
    const target = new Target(
      new JobWindow(this.jobs, this, this.owner.lookEvery),
      peer,
      instance,
      threadName,
      windowSize,
      serial,
      first
    )
    this.targets.add(target)
    if (first.size > 0) this.waitingTargets.add(target)
    if (first.size > 0) this.owner.withdrawn()
    return target
  }

  /** Sends that wait for room, or for a thread to be started again, on this thread. */
  get waiting(): number {
    let count = 0
    for (const line of this.stranded) count += line.size
    for (const target of this.waitingTargets) count += target.waiting.size
    return count
  }

  /**
   * Encodes and sends. Returns `true` when the job is in the mailbox, `false` when it waits (then `onAccepted` or
   * `onFailed` is called, perhaps at once), or why it failed. `mayWait: false` turns waiting into `MailboxFull`; `kept` is
   * the payload where it is encoded already, and checked.
   */
  send(job: OutgoingJob, payload: unknown, mayWait: boolean, kept?: Uint8Array): boolean | ActorErrorReason {
    const { target } = job
    const gone = goneReason(target)
    if (gone !== undefined) return gone
    if (target.onOrphaned !== undefined) job.payload = payload
    // What a death has left, with what it moves, goes as it is.
    const held = kept ?? (isHeld(job) ? job.bytes : undefined)
    const bytes = held?.byteLength ?? encodePayload(job, payload, this.maxBodyBytes, this.mesh.arena)
    if (typeof bytes === "object") return bytes
    const blocked = target.waiting.size > 0 ? target.blocked : this.attempt(job, held, bytes)
    if (blocked === undefined) return takenBack(job) ? new Stopped({}) : true
    if (typeof blocked === "object") return blocked
    if (!mayWait && blocked !== "port") return fullReason(blocked, target, this.jobs.capacity, 0)
    // What a death has left was in a mailbox already: it is not what comes.
    if (target.drops === "newest" && !job.told && blocked !== "port") return dropNewest(this, job, blocked)
    if (kept !== undefined) job.bytes = kept
    const unkept = held === undefined ? keepMessage(this, job, payload, bytes) : undefined
    if (unkept !== undefined) return unkept
    if (target.drops === "oldest") return dropOldest(this, job)
    this.enqueue(job, blocked)
    return false
  }

  /** Stands in its target's line, encoded, and is sent at once if it is the first there and there is room. */
  enqueue(job: OutgoingJob, blocked: Blocked | undefined): void {
    const { target } = job
    target.waiting.push(job)
    job.queue = target.waiting
    this.waitingTargets.add(target)
    this.owner.busy()
    // The wish is announced, and one more look taken, before it is left there.
    if (target.waiting.size === 1) pumpTarget(this, target, blocked, 1)
  }

  /**
   * Publishes `payload`, by default what was encoded last, if the window, the lane and the table have room; else says what
   * was full, or why what it moves cannot be moved, and nothing has changed.
   */
  attempt(
    job: OutgoingJob,
    payload: Uint8Array | undefined,
    payloadBytes: number
  ): Blocked | ActorErrorReason | undefined {
    const { target } = job
    const { peer, window } = target
    window.tidy()
    if (window.size >= target.windowSize) {
      window.look(window.size)
      if (isFull(target)) return "window"
    }
    const moves = movesOf(job, payload !== undefined)
    if (moves.length > 0 && !hasPort(this.mesh, job)) return "port"
    const bodyBytes = bodyBytesOf(job, payloadBytes)
    const given = payload === undefined ? (outgoing.given?.block ?? -1) : -1
    const spilled = given >= 0 || Record.MAIL_BYTES + bodyBytes > this.maxInlineBytes
    const bytes = spilled ? Record.SPILLED_MAIL_BYTES : Record.MAIL_BYTES + bodyBytes
    const at = peer.mailOut.reserve(bytes)
    if (at < 0) return "memory"
    let id = this.jobs.begin(!job.isAsk)
    if (id < 0) {
      this.reclaim()
      id = this.jobs.begin(!job.isAsk)
      if (id < 0) return "jobs"
    }
    const generation = this.jobs.begun
    const { words, doubles, bytes: target8 } = this.mesh.arena
    let start = at * 4 + Record.MAIL_BYTES
    let head = Record.head(job.isAsk ? Record.Kind.ask : Record.Kind.tell, job.method.index)
    if (spilled) {
      start = mailBlock(this.mesh, peer, at, bodyBytes, given)
      if (start < 0) {
        this.jobs.abort(id)
        return "blocks"
      }
      head |= Record.SPILLED
    }
    if (given >= 0) sentAway(job)
    if (moves.length > 0) {
      const unmovable = post(this.mesh, job, id, generation, moves)
      if (unmovable !== undefined) {
        this.jobs.abort(id)
        if (spilled) abandonBlock(this.mesh, peer, at)
        return unmovable
      }
      head |= Record.MOVES
    }
    if (job.chain !== undefined) head |= Record.OPEN
    words[at + Record.Field.bytes] = bytes
    words[at + Record.Field.head] = Record.withAttempt(head, job.attempt)
    words[at + Record.Field.job] = id
    words[at + Record.Field.generation] = generation
    words[at + Record.Field.instance] = target.instance
    doubles[(at + Record.Times.enqueuedAt) >> 1] = this.owner.now()
    doubles[(at + Record.Times.deadline) >> 1] = job.deadline
    if (job.extension === undefined) {
      words[at + Record.Field.extensionBytes] = 0
    } else {
      words[at + Record.Field.extensionBytes] = job.extension.byteLength
      target8.set(job.extension, start)
      start += Record.pad8(job.extension.byteLength)
    }
    if (payload === undefined) writeMessage(payloadBytes, target8, start, words)
    else copy(payload, payloadBytes, target8, start)
    job.id = id
    job.generation = generation
    job.bytes = undefined
    job.queue = undefined
    // It has a word again, which answers for it.
    if (job.inHand) this.owner.account.letGo()
    job.inHand = false
    if (job.isAsk) this.replies.add(job)
    else if (target.onOrphaned !== undefined) this.tells.add(job)
    window.push(id, generation)
    peer.mailOut.publish(bytes, 1)
    this.owner.sent()
    const outer = this.publishing
    this.publishing = job
    this.mesh.mailed(peer, id, generation)
    this.publishing = outer
    job.told ||= !takenBack(job)
    if (job.chain !== undefined && job.chain !== noChain) sendChain(this, job, job.chain)
    return undefined
  }

  /** Sends what waits and now has room; costs nothing when nobody waits. True when there was more than fits in one step. */
  pump(): boolean {
    return pump(this)
  }

  /** Brings home all ids that are known to be free. */
  reclaim(): void {
    for (const target of this.targets) target.window.lookAtAll()
  }

  /** A waiting send gives up (interrupted, or out of patience). False when it was in the mailbox already. */
  withdraw(job: OutgoingJob): boolean {
    if (job.id >= 0 || job.queue?.remove(job) !== true) return false
    job.over = true
    // It may have been the one in the way of those behind it.
    this.owner.withdrawn()
    return true
  }

  /** Why a waiting send gave up, in words of the limit that was in its way. */
  fullReason(job: OutgoingJob, waitedMillis: number, chain?: ReadonlyArray<string>): MailboxFull {
    return fullReason(job.target.blocked, job.target, this.jobs.capacity, waitedMillis, chain)
  }

  /**
   * The asker leaves. True when the job provably never starts; false when it had started: then it was told to stop,
   * and its reply is still to come (`over` makes that reply end the id and nothing else).
   */
  cancel(job: OutgoingJob, leaves: boolean): boolean {
    if (job.over || this.takeBack(job)) return true
    // Its thread has died, and it is on its way to another one.
    if (job.id < 0) return false
    if (leaves) this.replies.abandon(job)
    this.mesh.express(
      job.target.peer,
      Record.head(Record.Kind.cancel, job.method.index),
      job.id,
      job.generation,
      scratch.bytes,
      0,
      undefined
    )
    return false
  }

  /** True when it provably never starts, and is nowhere any more; false when it has started. */
  takeBack(job: OutgoingJob): boolean {
    // It waits for room, or its thread has died and it waits for another one.
    if (job.id < 0) return this.withdraw(job)
    if (!this.jobs.cancel(job.id, job.generation)) return false
    job.target.window.cancelled++
    // The id comes home through the window, once the target has passed the record and stored `dropped`.
    this.replies.remove(job.id)
    return true
  }

  /** Asks its word: it does, or did, run. For a job in the mailbox that has not ended. */
  hasStarted(job: OutgoingJob): boolean {
    const phase = this.jobs.phase(job.id, job.generation)
    return phase === Phase.started || phase === Phase.done
  }

  /** The producer of a stream may send so many elements more. */
  grant(job: OutgoingJob, elements: number): void {
    if (job.id < 0) return
    const head = Record.head(Record.Kind.credit, job.method.index)
    const body = new Uint8Array(Int32Array.of(elements).buffer)
    this.mesh.express(job.target.peer, head, job.id, job.generation, body, body.byteLength, undefined)
  }

  /** The asker of a started job has waited for its end long enough. */
  abandon(job: OutgoingJob): void {
    if (!job.over) this.replies.abandon(job)
  }

  /** A reply or refusal was drained. `at`: word index of its record in the arena. */
  onReply(peer: Peer, at: number): void {
    onReply(this, peer, at)
  }

  onChunk(peer: Peer, at: number): void {
    onChunk(this, peer, at)
  }

  /** The peer takes no more mail; `unrung` were published there since the last ring, ids and generations. */
  close(peer: Peer, unrung: ReadonlyArray<number> = []): void {
    close(this, peer, unrung)
  }

  /** It will never be in a mailbox; a tell of which its sender believes that it was is a dead letter. */
  refuse(job: OutgoingJob, reason: ActorErrorReason): void {
    job.over = true
    if (!job.isAsk && job.told) lose(this, job.target, job, reason._tag, false)
    if (job.inHand) this.owner.account.letGo()
    job.inHand = false
    job.onFailed(reason, false)
  }

  /** An actor instance has gone although its thread lives: nothing more is sent to it. */
  retire(target: Target): void {
    target.gone ??= "stopped"
    pumpTarget(this, target, undefined, Number.POSITIVE_INFINITY)
    this.forgetRetired()
  }

  private forgetRetired(): void {
    for (const target of this.targets) {
      if (target.gone === undefined) continue
      target.window.lookAtAll()
      if (target.window.isEmpty) this.targets.delete(target)
    }
  }
}
