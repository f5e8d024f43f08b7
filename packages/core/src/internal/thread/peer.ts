/**
 * Another thread as this one sees it: one incarnation of it, with the two lanes there and the two from there.
 */
import { ServerClient } from "effect/rpc/Rpc"
import type { Arena } from "../memory/arena.ts"
import { LaneConsumer, LaneProducer } from "../memory/lane.ts"
import type { ToldChains } from "../hosting/toldChains.ts"
import { Lane, type LaneKind, Thread, threadAt } from "../memory/layout.ts"
import * as ThreadRecord from "../memory/threadRecord.ts"
import { DebugLaneConsumer, DebugLaneProducer } from "./debugLanes.ts"
import type { Mesh } from "./mesh.ts"
import type { Moves } from "./moves.ts"

/** The lanes between this thread and one incarnation of another. */
export class Peer {
  readonly thread: number
  readonly incarnation: number
  readonly mailOut: LaneProducer
  readonly expressOut: LaneProducer
  readonly mailIn: LaneConsumer
  readonly expressIn: LaneConsumer
  /** It was told to end and does not: what it was sent is settled as far as that can be. */
  lost = false
  /** Its exit was seen: nothing is sent to it any more, and its lanes are left to its departure (death.ts). */
  exited = false
  /** Its departure is over: nothing is written on its behalf any more. */
  dead = false
  /** It takes no more mail: nothing is published to it any more. */
  closed = false
  /** Rung, and its lanes not yet drained to their end. */
  dirty = false
  /** Jobs it sent that ended here. */
  finished = 0
  /** Replies that found no room, in order; whole records. */
  readonly heldReplies: Array<Uint8Array> = []
  /** The blocks that go with some of them. */
  readonly heldBlocks = new Map<Uint8Array, number>()
  /**
   * Ids and generations of mail published since the last ring: what a refusal takes back. So many of them count; the array
   * is not made shorter, which would have it grow anew in each burst.
   */
  readonly unrungJobs: Array<number> = []
  private unrungCount = 0
  private readonly arena: Arena
  private readonly inBurst: number
  /** How handlers see this sender: `options.client` of Effect's RpcGroup handlers. */
  readonly client: ServerClient
  /** Who waits for jobs of this sender that have not begun here, where that was told by a record of its own. */
  chains: ToldChains | undefined = undefined
  unrung = 0
  /** So many unrung records ring. */
  ringEvery = 0
  awaitsFlush = false
  /** Its first ring of the burst is still to come. */
  isPutOff = false
  touched = false
  /** Made when the first buffer is to be moved, or has come. */
  moves: Moves | undefined = undefined

  mailed(id: number, generation: number): void {
    this.unrungJobs[this.unrungCount] = id
    this.unrungJobs[this.unrungCount + 1] = generation
    this.unrungCount += 2
  }

  /** Its word of ringing.ts, read plainly: it says so before it rings. */
  get isInBurst(): boolean {
    return this.arena.words[this.inBurst] !== 0
  }

  rung(): void {
    this.unrungCount = 0
  }

  /** From here on nobody takes them back but the caller. */
  takeUnrung(): ReadonlyArray<number> {
    const jobs = this.unrungJobs.slice(0, this.unrungCount)
    this.unrungCount = 0
    return jobs
  }

  constructor(mesh: Mesh, thread: number) {
    const { arena, onWake, pool, thread: me } = mesh
    this.thread = thread
    this.arena = arena
    this.inBurst = threadAt(arena.layout, thread) + Thread.inBurst
    this.client = new ServerClient(thread)
    this.incarnation = ThreadRecord.load(arena, thread, Thread.incarnation)
    const { debug } = mesh
    const Producer = debug === undefined ? LaneProducer : DebugLaneProducer
    this.mailOut = new Producer(arena, pool, me, thread, Lane.mail)
    this.expressOut = new Producer(arena, pool, me, thread, Lane.express)
    const consumer = (kind: LaneKind): LaneConsumer => {
      if (debug === undefined) return new LaneConsumer(arena, pool, thread, me, kind, onWake)
      return new DebugLaneConsumer(arena, pool, thread, me, kind, onWake, debug)
    }
    this.mailIn = consumer(Lane.mail)
    this.expressIn = consumer(Lane.express)
  }
}
