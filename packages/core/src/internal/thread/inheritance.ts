/**
 * What becomes of a dead sender's jobs on this thread, step by step: asks are dropped, and interrupted where they run;
 * tells are delivered, and from now on this thread answers for them. Step (c) of a death, see death.ts.
 */
import type { HostedActor } from "../hosting/hostedActor.ts"
import { adopt, interrupt, keyOf, type Running } from "../hosting/hostedJob.ts"
import * as Mail from "../hosting/mailRecord.ts"
import { consumed, Phase } from "../memory/jobTable.ts"
import type { Peer } from "./mesh.ts"
import * as Record from "../record.ts"
import type { ThreadLoop } from "./threadLoop.ts"

/** Records of others that are passed over in one step. */
const STEP_OTHERS = 64

export class Inheritance {
  private readonly loop: ThreadLoop
  private readonly peer: Peer
  private readonly actors: ReadonlyArray<HostedActor>
  /** The actor whose jobs are looked at, and how far. */
  private actor = 0
  private at = 0
  private waiting: ReadonlyArray<Mail.Backlogged> | undefined = undefined
  private running: ReadonlyArray<Running> | undefined = undefined

  constructor(loop: ThreadLoop, peer: Peer) {
    this.loop = loop
    this.peer = peer
    this.actors = Array.from(loop.actors.values())
  }

  /** Does one job. False when all is done. */
  step(): boolean {
    const actor = this.actors[this.actor]
    if (actor === undefined) return this.readOne()
    // What waits first: a record that starts meanwhile is found among those that run.
    this.waiting ??= actor.backlog.all()
    if (this.at < this.waiting.length) {
      for (let i = 0; i < STEP_OTHERS && this.at < this.waiting.length; i++) {
        const record = this.waiting[this.at++]!
        if (record.peer !== this.peer) continue
        inherit(actor, record)
        break
      }
      return true
    }
    this.running ??= Array.from(actor.jobs.underWay.values())
    const job = this.running[this.at - this.waiting.length]
    this.at++
    if (job !== undefined) {
      if (job.peer === this.peer) inheritRunning(actor, job)
      return true
    }
    this.actor++
    this.at = 0
    this.waiting = undefined
    this.running = undefined
    return true
  }

  /** The next record of its mail lane. False at the end. */
  private readOne(): boolean {
    const { loop, peer } = this
    // guard G32: drained now and never again; pairs with the sweep, which frees these segments after the acknowledgement
    const at = peer.mailIn.next()
    if (at < 0) return false
    // Not after the last mail was read, the actors may have finished: its word says that nobody has taken it.
    Mail.pass(loop.mesh, peer, at)
    const { words } = loop.arena
    const actor = loop.takesMail ? loop.actors.get(words[at + Record.Field.instance]!) : undefined
    if (actor?.onOrphan(peer, at) !== true) Mail.free(loop.mesh, peer, words, at)
    peer.mailIn.advance()
    return true
  }

  /** Its mail lane, to the end: this thread is about to read no more mail. */
  readAll(): void {
    while (this.readOne());
  }
}

/** A record that waits: an ask is dropped, a tell is answered for by this thread from now on. */
const inherit = (actor: HostedActor, record: Mail.Backlogged): void => {
  if (!actor.backlog.has(record) || adopt(actor.owner, record)) return
  actor.drop(record)
  actor.checkIdle()
}

/** A job that runs: nobody waits for an ask's reply any more. */
const inheritRunning = ({ jobs, owner }: HostedActor, job: Running): void => {
  if (jobs.underWay.get(keyOf(job.peer, job.id)) !== job) return
  if (job.isAsk) {
    interrupt(job)
  } else if (!job.orphan) {
    owner.account.inherit()
    consumed(owner.mesh.arena, job.peer.thread, job.id, job.generation, Phase.taken)
    job.orphan = true
  }
}
