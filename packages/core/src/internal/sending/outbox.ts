/**
 * Sending: the only place where backpressure lives. Everything here runs on the sending thread.
 *
 * A job is encoded, gets a word in the job table and room in the mail lane, and is published; or, when the window of
 * unstarted jobs, the table or the memory is full, it waits in its target's FIFO, already encoded. A later send never
 * overtakes a waiting one. A reply, a refusal, a cancel or a death settles a job exactly once, always from here.
 */
import { type MailboxFull, Stopped, type ActorErrorReason } from "../../ActorError.ts"
import { scratch } from "../../Codec.ts"
import { lose, loseRefused } from "../thread/deadLetters.ts"
import { bodyBytesOf, encodePayload } from "./encodePayload.ts"
import { Fifo } from "../fifo.ts"
import { type Blocked, fullReason, goneReason } from "./full.ts"
import { decodeReply } from "../jobCodecs.ts"
import { JobWindow } from "./jobWindow.ts"
import * as Bell from "../memory/bell.ts"
import { JobTable } from "../memory/jobTable.ts"
import { maxRecordBytes } from "../memory/layout.ts"
import { copy, type Mesh, type Peer } from "../thread/mesh.ts"
import { type OutboxOwner, type OutgoingJob, Target } from "./outgoing.ts"
import { PendingReplies } from "./pendingReplies.ts"
import * as Record from "../record.ts"

/** Waiting sends that go out in one step of a drain. */
const STEP_JOBS = 256

export class Outbox {
  readonly jobs: JobTable
  readonly replies: PendingReplies
  private readonly mesh: Mesh
  readonly owner: OutboxOwner
  /** Tells that may have to be sent again, by id. */
  readonly tells = new Map<number, OutgoingJob>()
  /** Lines of jobs whose thread has died and that nobody serves yet. */
  readonly stranded = new Set<Fifo<OutgoingJob>>()
  readonly targets = new Set<Target>()
  readonly waitingTargets = new Set<Target>()
  /** Records up to here lie in a segment, bodies of larger ones, up to there, in a block. */
  private readonly maxInlineBytes: number
  private readonly maxBodyBytes: number
  /** Being published right now, by its own ring at the latest: its sender has not been told that it is in the mailbox. */
  private publishing: OutgoingJob | undefined = undefined

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
    const target = new Target(new JobWindow(this.jobs, this), peer, instance, threadName, windowSize, serial, first)
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
   * `onFailed` is called, perhaps at once), or why it failed. `mayWait: false` turns waiting into `MailboxFull`.
   */
  send(job: OutgoingJob, payload: unknown, mayWait: boolean): boolean | ActorErrorReason {
    const { target } = job
    const gone = goneReason(target)
    if (gone !== undefined) return gone
    if (target.onOrphaned !== undefined) job.payload = payload
    const bytes = encodePayload(job, payload, this.maxBodyBytes)
    if (typeof bytes === "object") return bytes
    const blocked: Blocked | undefined = target.waiting.size > 0 ? "window" : this.attempt(job, scratch.bytes, bytes)
    if (blocked === undefined) return takenBack(job) ? new Stopped({}) : true
    if (!mayWait) return fullReason(blocked, target, this.jobs.capacity, 0)
    job.bytes = scratch.bytes.slice(0, bytes)
    target.waiting.push(job)
    job.queue = target.waiting
    this.waitingTargets.add(target)
    this.owner.busy()
    // The wish is announced, and one more look taken, before the sender is left waiting.
    if (target.waiting.size === 1) this.pumpTarget(target, blocked, 1)
    return false
  }

  /** Publishes, if the window, the lane and the table have room; else says what was full, and nothing has changed. */
  private attempt(job: OutgoingJob, payload: Uint8Array, payloadBytes: number): Blocked | undefined {
    const { target } = job
    const { peer, window } = target
    window.look(2)
    if (window.size >= target.windowSize) {
      window.look(window.size)
      if (window.size >= target.windowSize) return "window"
    }
    const bodyBytes = bodyBytesOf(job, payloadBytes)
    const spilled = Record.MAIL_BYTES + bodyBytes > this.maxInlineBytes
    const bytes = spilled ? Record.SPILLED_MAIL_BYTES : Record.MAIL_BYTES + bodyBytes
    const at = peer.mailOut.reserve(bytes)
    if (at < 0) return "memory"
    let id = this.jobs.begin(!job.isAsk)
    if (id < 0) {
      this.reclaim()
      id = this.jobs.begin(!job.isAsk)
      if (id < 0) return "jobs"
    }
    const generation = this.jobs.generation(id)
    const { words, doubles, bytes: target8 } = this.mesh.arena
    let start = at * 4 + Record.MAIL_BYTES
    let head = Record.head(job.isAsk ? Record.Kind.ask : Record.Kind.tell, job.method.index)
    if (spilled) {
      start = this.mesh.mailBlock(peer, at, bodyBytes)
      if (start < 0) {
        this.jobs.abort(id)
        return "blocks"
      }
      head |= Record.SPILLED
    }
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
    copy(payload, payloadBytes, target8, start)
    job.id = id
    job.generation = generation
    job.bytes = undefined
    job.queue = undefined
    // It has a word again, which answers for it.
    if (job.inHand) this.owner.account.letGo()
    job.inHand = false
    if (job.isAsk) this.replies.add(job)
    else if (target.onOrphaned !== undefined) this.tells.set(id, job)
    window.push(id, generation)
    peer.mailOut.publish(bytes, 1)
    const outer = this.publishing
    this.publishing = job
    this.mesh.mailed(peer, id, generation)
    this.publishing = outer
    job.told ||= !takenBack(job)
    return undefined
  }

  /**
   * Something may have made room: sends what waits, as far as it goes, and re-arms the wishes of the rest. Called in
   * every drain of this thread, and costs nothing when nobody waits. True when there was more than fits in one step.
   */
  pump(): boolean {
    for (const target of this.waitingTargets) {
      if (this.pumpTarget(target, undefined, STEP_JOBS)) continue
      // The others have their turn first.
      this.waitingTargets.delete(target)
      this.waitingTargets.add(target)
      return true
    }
    return false
  }

  /** False when `limit` jobs have left and more may. */
  pumpTarget(target: Target, known: Blocked | undefined, limit: number): boolean {
    let blocked = known
    for (let left = 0; left < limit;) {
      const job = target.waiting.peek()
      if (job === undefined) {
        this.waitingTargets.delete(target)
        return true
      }
      const gone = goneReason(target)
      if (gone !== undefined) {
        target.waiting.shift()
        // Unless it is being sent right now, further up the stack: then its word decides.
        if (job.id < 0) this.refuse(job, gone)
        left++
        continue
      }
      // What a death has left stands here as it was handed over.
      job.target = target
      if (job.bytes === undefined) {
        const bytes = encodePayload(job, job.payload, this.maxBodyBytes)
        if (typeof bytes === "object") {
          target.waiting.shift()
          this.refuse(job, bytes)
          left++
          continue
        }
        job.bytes = scratch.bytes.slice(0, bytes)
      }
      if (blocked !== undefined) {
        // Announce the wish, look again, and only then wait: room made in between is found by this look, room made
        // after it rings us. CLOSED is looked at after the wish too, since a closing thread rings wishes it can see.
        // guard G26: pairs with `takeWanted` of the target and with `wakeStarving`
        this.announce(target, blocked)
        const { peer } = target
        // Sooner than the ring that a closing thread owes whoever waits for it.
        if (Bell.isClosed(this.mesh.arena, peer.thread)) this.close(peer, peer.unrungJobs.splice(0))
      }
      if (target.gone !== undefined) continue
      const before = job.told
      const again = this.attempt(job, job.bytes, job.bytes.byteLength)
      if (again === undefined) {
        blocked = undefined
        target.waiting.remove(job)
        // Where its own ring found the target closed, its word has decided whether it runs, not that.
        if (takenBack(job)) this.refuse(job, new Stopped({}))
        else if (!before) job.onAccepted()
        left++
      } else if (blocked === undefined) {
        blocked = again
      } else if (blocked === again) {
        target.blocked = again
        return true
      } else {
        blocked = again
      }
    }
    return false
  }

  private announce(target: Target, blocked: Blocked): void {
    if (blocked === "jobs") {
      for (const each of this.targets) each.peer.mailOut.want()
      return
    }
    target.peer.mailOut.want()
    if (blocked !== "window") this.mesh.pool.starve()
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
    if (job.over) return true
    // Its thread has died, and it waits for another one.
    if (job.id < 0) return this.withdraw(job)
    if (this.jobs.cancel(job.id, job.generation)) {
      // The id comes home through the window, once the target has passed the record and stored `dropped`.
      this.replies.remove(job.id)
      return true
    }
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

  /** The asker of a started job has waited for its end long enough. */
  abandon(job: OutgoingJob): void {
    if (!job.over) this.replies.abandon(job)
  }

  /** A reply or refusal was drained. `at`: word index of its record in the arena. */
  onReply(at: number): void {
    const head = this.mesh.arena.words[at + Record.Field.head]!
    const job = this.answered(at)
    const refused = Record.kindOf(head) === Record.Kind.refused
    const outcome = job === undefined || refused ? undefined : decodeReply(job.method.codecs, this.mesh.arena, at)
    // Before anybody is told: whoever goes on finds the memory free.
    if (Record.isSpilled(head)) this.mesh.freeReply(at)
    if (job === undefined) return
    if (outcome === undefined) job.onFailed(new Stopped({}), false)
    else if (outcome._tag === "Exit") job.onExit(outcome.exit)
    else job.onFailed(outcome.reason, outcome.started)
  }

  /** Ends the id of the job that a reply is for; that job, if its sender still waits. */
  private answered(at: number): OutgoingJob | undefined {
    const { words } = this.mesh.arena
    const id = words[at + Record.Field.job]!
    const known = this.replies.get(id)
    // guard G51: a reply of another generation, or of nobody, is consumed and ignored; pairs with `begin`, which raises it.
    // A second line of defence: an id is used again only when its record is known to be consumed.
    if (known === undefined || known.generation !== words[at + Record.Field.generation]) return undefined
    this.jobs.end(id)
    return this.replies.remove(id)
  }

  /**
   * The peer takes no more mail. `unrung` were published since the last ring: taken back newest first, so that what
   * it still took is a prefix of what was sent. A job that is being sent right now fails as one that was never in the
   * mailbox; a tell whose sender was told that it is there becomes a dead letter.
   */
  close(peer: Peer, unrung: ReadonlyArray<number> = []): void {
    peer.closed = true
    for (const target of this.targets) if (target.peer === peer) target.gone ??= "stopped"
    // guard G28: newest first; pairs with the target's last drain, which starts jobs oldest first
    for (let i = unrung.length - 2; i >= 0; i -= 2) {
      const id = unrung[i]!
      if (!this.jobs.cancel(id, unrung[i + 1]!)) continue
      // The id stays taken until the peer drops the record or its death is confirmed: it may have been taken already.
      if (this.publishing?.id === id) this.takeBack(this.publishing)
      else if (this.isAsk(id)) this.replies.remove(id)?.onFailed(new Stopped({}), false)
      else loseRefused(this, (target) => target.peer === peer, id)
    }
  }

  private takeBack(job: OutgoingJob): void {
    if (job.isAsk) this.replies.remove(job.id)
    else this.tellEnded(job.id)
    job.over = false
    job.id = -1
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
    this.pumpTarget(target, undefined, Number.POSITIVE_INFINITY)
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

/** Its own ring came too late for the target's last look, and nobody has started it. */
const takenBack = (job: OutgoingJob): boolean => job.id < 0
