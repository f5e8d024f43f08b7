/**
 * One actor instance on the thread that runs it: takes records from lanes, has them started in order as far as its
 * concurrency allows, and closes. Everything here runs on the hosting thread.
 */
import type * as Context from "effect/Context"
import type { Letter } from "../thread/deadLetters.ts"
import { Fifo } from "../fifo.ts"
import type { HostedMethod } from "./hostedMethod.ts"
import { adopt } from "./hostedJob.ts"
import { refuseRecord } from "./refuse.ts"
import * as Mail from "./mailRecord.ts"
import { type JobsHost, type JobsOwner, RunningJobs } from "./runningJobs.ts"
import type { Peer } from "../thread/mesh.ts"
import * as Record from "../record.ts"
import type { ToldFailures } from "./toldFailures.ts"

/** What an instance needs of the loop of its thread. */
export interface HostOwner extends JobsOwner {
  /** A tell that nobody will handle. */
  readonly lost: (letter: Letter) => void
  /** The instance has jobs that may start in the next drain. */
  readonly ready: (actor: HostedActor) => void
}

export class HostedActor implements JobsHost {
  readonly instance: number
  readonly name: string
  readonly owner: HostOwner
  readonly backlog = new Fifo<Mail.Backlogged>()
  readonly jobs: RunningJobs
  private closing: "no" | "refusing" | "leaving" = "no"
  /** Who waits for the end of all but so many jobs. */
  private readonly idlers: Array<{ readonly left: number; readonly onIdle: () => void }> = []

  constructor(options: {
    readonly instance: number
    readonly name: string
    readonly methods: ReadonlyArray<HostedMethod>
    readonly context: Context.Context<never>
    readonly concurrency: number
    readonly told: ToldFailures
    readonly left: ToldFailures
    readonly owner: HostOwner
  }) {
    this.instance = options.instance
    this.name = options.name
    this.owner = options.owner
    this.jobs = new RunningJobs(this, options)
  }

  /** Jobs that have started or wait here. */
  get load(): number {
    return this.jobs.count + this.backlog.size
  }

  /** Its name, and that of the job of that method. */
  jobOf(method: number): readonly [actor: string, job: string] {
    return [this.name, this.jobs.methods[method]?.tag ?? "?"]
  }

  /** Jobs that have started and not ended, as `tag#id from thread`: what holds up a stop. */
  get held(): ReadonlyArray<string> {
    return Array.from(
      this.jobs.underWay.values(),
      (job) => `${this.name}.${job.method.tag}#${job.id} from ${this.owner.threadName(job.peer.thread)}`
    )
  }

  /** A mail record was drained; it lies at word `at` of the arena and is gone when this returns. */
  onMail(peer: Peer, at: number, onlyQueue = false): void {
    const { bytes, doubles, words } = this.owner.mesh.arena
    if (this.closing === "refusing") {
      this.refuse(peer, words, at)
    } else if (this.closing === "leaving" && !this.isOwn(peer)) {
      // Its sender gives it to the next thread. What somebody waits for in here has to be done here.
      if (this.isReentrant(peer, words, bytes, at)) this.jobs.begin(peer, words, bytes, doubles, at, false)
      else Mail.free(this.owner.mesh, peer, words, at)
    } else if (onlyQueue) {
      this.backlog.push(Mail.copy(this.owner.mesh, peer, at))
      this.owner.ready(this)
    } else if ((this.jobs.hasSlot && this.backlog.size === 0) || this.isReentrant(peer, words, bytes, at)) {
      this.jobs.begin(peer, words, bytes, doubles, at, false)
    } else {
      this.backlog.push(Mail.copy(this.owner.mesh, peer, at))
    }
  }

  /** It is asked, directly or not, by a job of this very instance, and its type allows that. */
  private isReentrant(peer: Peer, words: Int32Array, bytes: Uint8Array, at: number): boolean {
    if (!this.jobs.methods[Record.methodOf(words[at + Record.Field.head]!)]!.reentrant) return false
    return Mail.chain(this.owner.mesh.arena, peer, words, bytes, at).includes(this.instance)
  }

  /** Somebody waits for a job that may be in the backlog: if that is a job of this instance, it may have to begin now. */
  letIn(peer: Peer, id: number, generation: number): void {
    if (!this.jobs.hasReentrant) return
    for (const record of this.backlog.all()) {
      const { bytes, doubles, orphan, words } = record
      if (record.peer !== peer || words[Record.Field.job] !== id || words[Record.Field.generation] !== generation)
        continue
      if (!this.isReentrant(peer, words, bytes, 0)) continue
      this.backlog.remove(record)
      this.jobs.begin(peer, words, bytes, doubles, 0, orphan)
      return this.checkIdle()
    }
  }

  /** Starts one job of the backlog. False when none may start. */
  startNext(): boolean {
    if (!this.jobs.hasSlot) return false
    const next = this.backlog.shift()
    if (next === undefined) return false
    this.jobs.begin(next.peer, next.words, next.bytes, next.doubles, 0, next.orphan)
    this.checkIdle()
    return true
  }

  get hasReady(): boolean {
    return this.backlog.size > 0 && this.jobs.hasSlot
  }

  private refuse(peer: Peer, words: Int32Array, at: number, orphan = false): void {
    if (orphan) {
      Mail.free(this.owner.mesh, peer, words, at)
      this.owner.account.deadLetter()
      const head = words[at + Record.Field.head]!
      const job = this.jobs.methods[Record.methodOf(head)]!.tag
      const { mesh, threadName } = this.owner
      const [sender, thread] = [threadName(peer.thread), threadName(mesh.thread)]
      const started = Record.attemptOf(head) > 1
      this.owner.lost({ actor: this.name, job, sender, thread, reason: "Stopped", started })
      this.owner.account.disinherit()
      return
    }
    refuseRecord(this.owner.mesh, peer, words, at)
    if (!peer.dead) this.owner.finished(peer)
  }

  /** Calls `onIdle` when (or as) no job runs but `left`, which wait for this very end, and none can start beside them. */
  whenIdle(onIdle: () => void, left = 0): void {
    this.idlers.push({ left, onIdle })
    this.checkIdle()
  }

  private isIdleBut(left: number): boolean {
    return this.jobs.count <= left && !this.hasReady
  }

  /** From now on every record is refused at the door; what waits is refused, what runs (more than `left`) interrupted. */
  refuseAll(left = 0): void {
    this.closing = "refusing"
    for (;;) {
      const next = this.backlog.shift()
      if (next === undefined) break
      this.refuse(next.peer, next.words, 0, next.orphan)
    }
    if (!this.isIdleBut(left)) this.jobs.interruptAll("stop")
    this.checkIdle()
  }

  /**
   * Starts nothing more, since the senders give what waits to the next thread; finishes what has started, and what no
   * sender would move: tells of the dead, and what this very thread has sent.
   */
  leave(onIdle: () => void): void {
    this.closing = "leaving"
    this.idlers.push({ left: 0, onIdle })
    for (const record of this.backlog.all()) {
      if (!record.orphan && !this.isOwn(record.peer)) this.drop(record)
    }
    this.checkIdle()
  }

  private isOwn(peer: Peer): boolean {
    return peer.thread === this.owner.mesh.thread
  }

  /** There is no more time to leave in: what runs is interrupted, and is not answered from here. */
  leaveNow(): void {
    this.jobs.interruptAll("recycle")
  }

  /** A record of a dead sender's mail lane, in order behind those that wait. True when it is kept: see inheritance.ts. */
  onOrphan(peer: Peer, at: number): boolean {
    if (this.closing === "refusing") return false
    const record = Mail.copy(this.owner.mesh, peer, at)
    if (!adopt(this.owner, record)) return false
    this.backlog.push(record)
    this.owner.ready(this)
    return true
  }

  /** One that waits here is nobody's any more. */
  drop(record: Mail.Backlogged): void {
    this.backlog.remove(record)
    Mail.free(this.owner.mesh, record.peer, record.words, 0)
  }

  slotFreed(): void {
    if (this.backlog.size > 0) this.owner.ready(this)
  }

  jobEnded(): void {
    if (this.backlog.size > 0) this.owner.ready(this)
    else this.checkIdle()
  }

  checkIdle(): void {
    for (const { left, onIdle } of this.idlers) if (this.isIdleBut(left)) onIdle()
  }
}
