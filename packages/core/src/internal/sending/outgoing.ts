/**
 * What is sent, and to whom: a job on its way, and one actor instance as this thread sends to it.
 */
import type * as Exit from "effect/Exit"
import type { ActorErrorReason, ArenaCorrupt, ThreadDied } from "../../ActorError.ts"
import type { Fifo } from "../fifo.ts"
import { instancesOf } from "../jobInfo.ts"
import type { Letter } from "../thread/deadLetters.ts"
import type { Blocked } from "./full.ts"
import type { BoundJobCodecs } from "../jobCodecs.ts"
import type { JobWindow } from "./jobWindow.ts"
import type { Peer } from "../thread/mesh.ts"
import type { ReplyViews } from "./scopedAsk.ts"
import type { TellAccount } from "../thread/tellAccount.ts"

/** A method as a client sees it. Made once per client and Rpc. */
export interface ClientMethod {
  readonly actor: string
  readonly tag: string
  readonly index: number
  readonly codecs: BoundJobCodecs
  /** See `Job.Idempotent`. */
  readonly idempotent: boolean
}

/** One actor instance on one thread, as this thread sends to it. */
export class Target {
  readonly peer: Peer
  readonly instance: number
  readonly threadName: string
  readonly window: JobWindow
  readonly windowSize: number
  /** It works on one job at a time. */
  readonly serial: boolean
  /** Sends that wait for room, in order; at first what a death has left for this place. */
  readonly waiting: Fifo<OutgoingJob>
  /**
   * Takes over, one by one and in order, the jobs that a death has left unstarted (those to be run again first). Set where
   * somebody else will serve them; a job's value is then kept until it is known to be out of danger.
   */
  onOrphaned: ((job: OutgoingJob) => void) | undefined = undefined
  /** What the first of them found full when it last looked. */
  blocked: Blocked = "window"
  /** Which one gives way when there is no room; by default none does, and the sender waits. */
  drops: "newest" | "oldest" | undefined = undefined
  /** The actor, for those who are told of what was lost. */
  actor: string | undefined = undefined
  /** Why nothing may be sent any more. */
  gone: "stopped" | ThreadDied | ArenaCorrupt | undefined = undefined

  constructor(
    window: JobWindow,
    peer: Peer,
    instance: number,
    threadName: string,
    windowSize: number,
    serial: boolean,
    waiting: Fifo<OutgoingJob>
  ) {
    this.waiting = waiting
    this.peer = peer
    this.instance = instance
    this.threadName = threadName
    this.windowSize = windowSize
    this.serial = serial
    this.window = window
  }
}

/** Bits of what a job is and has come to; above them how often it was run, this time included. */
const Flag = { isAsk: 1, inHand: 2, over: 4, told: 8, neverRan: 16, detached: 32, handedOut: 64 } as const
const DEATHS_SHIFT = 7
// What two bits hold, and as many as `orphans.ts` lets a job run through: whoever raises it there needs more bits here.
const MOST_DEATHS = 3
const ATTEMPT_SHIFT = 9

/**
 * A job on its way. Subclasses say what happens to its sender: see client.ts. One is made for each job, so its fields, and
 * those of its subclasses, are declared, and set by constructors: fields that classes define take three times as long. There
 * may be a million of them, each kept until it has ended: so what is a bit lies with others of its kind in one word.
 */
export abstract class OutgoingJob {
  /** Changes when its thread dies and another one takes it over. */
  declare target: Target
  declare readonly method: ClientMethod
  /** Routing key and headers, if it has any: see extension.ts. */
  declare readonly extension: Uint8Array | undefined
  /** When the sender stops waiting, in milliseconds since 1970; 0 for never. */
  declare readonly deadline: number
  declare id: number
  declare generation: number
  declare private flags: number
  /** The value, where it may have to be sent again. */
  declare payload: unknown
  /** Where it waits, out of the mailbox. */
  declare queue: Fifo<OutgoingJob> | undefined
  /** The encoded payload while it waits. */
  declare bytes: Uint8Array | undefined
  /** Who waits for it, as far as that was not known when it was sent; `undefined` where that is known and does not change. */
  declare chain: ReadonlyArray<number> | undefined
  /** What is to be moved with it while it waits. Once that is on its way the job cannot be sent again. */
  declare moved: ReadonlyArray<ArrayBuffer> | "sent" | undefined

  constructor(
    target: Target,
    method: ClientMethod,
    isAsk: boolean,
    extension: Uint8Array | undefined,
    deadline: number
  ) {
    this.target = target
    this.method = method
    this.extension = extension
    this.deadline = deadline
    this.id = -1
    this.generation = 0
    this.flags = (isAsk ? Flag.isAsk : 0) | (1 << ATTEMPT_SHIFT)
    this.payload = undefined
    this.queue = undefined
    this.bytes = undefined
    this.chain = undefined
    this.moved = undefined
  }

  get isAsk(): boolean {
    return (this.flags & Flag.isAsk) !== 0
  }

  /** A tell that has lost its word to a death, and waits to be sent again. */
  get inHand(): boolean {
    return (this.flags & Flag.inHand) !== 0
  }

  set inHand(is: boolean) {
    this.flags = is ? this.flags | Flag.inHand : this.flags & ~Flag.inHand
  }

  /** Settled, or given up by its asker: a reply only ends the id. */
  get over(): boolean {
    return (this.flags & Flag.over) !== 0
  }

  set over(is: boolean) {
    this.flags = is ? this.flags | Flag.over : this.flags & ~Flag.over
  }

  /** Its sender knows, or is about to be told, that it is in a mailbox. It stays so if a death moves it to another one. */
  get told(): boolean {
    return (this.flags & Flag.told) !== 0
  }

  set told(is: boolean) {
    this.flags = is ? this.flags | Flag.told : this.flags & ~Flag.told
  }

  /** It provably never starts. See submitted.ts, as for the next two. */
  protected get neverRan(): boolean {
    return (this.flags & Flag.neverRan) !== 0
  }

  protected set neverRan(is: boolean) {
    this.flags = is ? this.flags | Flag.neverRan : this.flags & ~Flag.neverRan
  }

  protected get isDetached(): boolean {
    return (this.flags & Flag.detached) !== 0
  }

  protected set isDetached(is: boolean) {
    this.flags = is ? this.flags | Flag.detached : this.flags & ~Flag.detached
  }

  protected get isHandedOut(): boolean {
    return (this.flags & Flag.handedOut) !== 0
  }

  protected set isHandedOut(is: boolean) {
    this.flags = is ? this.flags | Flag.handedOut : this.flags & ~Flag.handedOut
  }

  /** Times it was run, this one included. */
  get attempt(): number {
    return this.flags >>> ATTEMPT_SHIFT
  }

  set attempt(times: number) {
    this.flags = (this.flags & ((1 << ATTEMPT_SHIFT) - 1)) | (times << ATTEMPT_SHIFT)
  }

  /** Deaths that it ran through: three are too many. */
  get deaths(): number {
    return (this.flags >>> DEATHS_SHIFT) & MOST_DEATHS
  }

  set deaths(times: number) {
    this.flags = (this.flags & ~(MOST_DEATHS << DEATHS_SHIFT)) | (Math.min(times, MOST_DEATHS) << DEATHS_SHIFT)
  }

  /** It may run again where it had started and its thread has died. */
  get repeatable(): boolean {
    return this.method.idempotent
  }

  /** Elements of a stream may come, and somebody wants them. */
  get takesElements(): boolean {
    return false
  }

  /** Its result is to be read where it lies, and kept there. */
  get views(): ReplyViews | undefined {
    return undefined
  }

  onElements(_elements: ReadonlyArray<unknown>): void {}

  /** When its thread dies it waits for the next one in that place, and goes to no other. */
  get stays(): boolean {
    return false
  }

  /** It had to wait, and is in the mailbox now. Called at most once. */
  abstract onAccepted(): void
  /** The reply: called at most once, and not after `onFailed`. */
  abstract onExit(exit: Exit.Exit<unknown, unknown>): void
  /** It ends without a reply. Called at most once, and not after `onExit`. */
  abstract onFailed(reason: ActorErrorReason, started: boolean | "unknown"): void
}

/** Its own ring came too late for the target's last look, and nobody has started it. */
export const takenBack = (job: OutgoingJob): boolean => job.id < 0

/** An ask to an instance that works on one job at a time, and whose job waits for this ask. Or so long that it must be one. */
export const isCycle = (target: Target, chain: ReadonlyArray<number>): boolean =>
  chain.length > 0 && ((target.serial && chain.includes(target.instance)) || isTooDeep(chain))

const isTooDeep = (chain: ReadonlyArray<number>): boolean =>
  chain.length > MOST_WAITING && instancesOf(chain).length > MOST_WAITING

const MOST_WAITING = 64

/** What the outbox needs of the loop that owns it. */
export interface OutboxOwner {
  /** The first ask awaits its reply, or none does any more; a send began to wait, or left. */
  readonly busy: () => void
  /** A job was published. */
  readonly sent: () => void
  /** A waiting send has left: those behind it are to be looked at soon, from outside the caller. */
  readonly withdrawn: () => void
  readonly now: () => number
  /** See `JobWindow.tidy`. */
  readonly lookEvery?: number | undefined
  readonly account: TellAccount
  /** A tell that nobody will handle. */
  readonly lost: (letter: Letter) => void
}
