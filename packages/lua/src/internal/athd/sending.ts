/**
 * One job on its way to a Lua thread or pool, from where it is aimed to what becomes of its results. Used by the sending thread only.
 */
import type { ActorError } from "@stevedore/core/ActorError"
import type * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { Above } from "../state/loading.ts"
import { Keyed, type Keys, type Place } from "./keys.ts"
import { fromResults, type Packed, type Results } from "./packed.ts"
import { type CallError, type Intro, type LuaWorker, UnknownSource } from "./protocol.ts"
import { anyWay, type Seat, type Way } from "./seat.ts"
import type { Source } from "./sources.ts"

/** Decides about an ask when it is sent: see core's routed.ts. */
interface Router {
  readonly next: () => object | undefined
  readonly instead: (payload: unknown) => Effect.Effect<unknown, unknown>
  readonly failed: (error: ActorError, payload: unknown) => Effect.Effect<unknown, unknown>
  readonly answered?: (exit: Exit.Exit<any, any>) => Effect.Effect<unknown, unknown>
}

export type Verbs = LuaWorker["Service"]["work"] & {
  readonly "~@stevedore/core/routed": (payload: unknown, router: Router) => Effect.Effect<unknown, unknown>
}

/** What a sender makes of the results. */
export type Take<A, E> = (results: Packed) => Exit.Exit<A, E>

/** The thread or pool that it is for. */
export interface Recipient {
  readonly isPool: boolean
  readonly keys: Keys
  readonly verbs: Verbs
  /** Whether the running fiber's program has said something that goes along with what it sends. */
  readonly carries: boolean
  /** The thread of that name, or the next in turn, if it is there now. */
  readonly seatOf: (thread: string | undefined) => Seat | undefined
  /** What is to be told to it with a job: `null` where it has heard that before that job comes there, whatever becomes of others. */
  readonly introOf: (seat: Seat, source: Source, isTell: boolean) => Intro | null
}

const nobody: Above = []

/**
 * One job: what is sent, and who decides where it goes. What its number stands for is decided when it is encoded: where a death
 * moves it to another thread it is encoded again, and tells that one.
 */
export class Work implements Router {
  declare readonly fn: number
  declare readonly args: Packed
  declare private readonly source: Source
  declare private readonly to: Recipient
  declare private readonly place: Place
  declare private readonly take: Take<unknown, unknown>
  declare private thread: string | undefined
  declare private seat: Seat | undefined
  declare private told: Intro | null
  declare private isWhole: boolean
  declare carries: boolean
  /** Modules whose files wait for it. */
  declare private readonly above: Above

  constructor(
    to: Recipient,
    source: Source,
    args: Packed,
    place: Place,
    take: Take<unknown, unknown>,
    above: Above = nobody
  ) {
    this.fn = source.fn
    this.args = args
    this.source = source
    this.to = to
    this.place = place
    this.take = take
    this.thread = undefined
    this.seat = undefined
    this.told = null
    this.isWhole = false
    this.carries = false
    this.above = above
  }

  get intro(): Intro | null {
    if (this.isWhole) return this.whole
    this.isWhole = true
    return this.told
  }

  /** Chooses where it goes. */
  aim(isTell: boolean): Way {
    const { place, to } = this
    const thread = place instanceof Keyed ? to.keys.threadOf(place) : place
    const seat = to.seatOf(thread)
    this.thread = thread
    this.seat = seat
    this.isWhole = false
    this.carries = to.carries
    this.told = seat === undefined ? this.source.intro() : to.introOf(seat, this.source, isTell)
    if (this.above.length > 0) this.told = this.source.intro(this.told?.forget, this.above)
    if (seat === undefined) return thread === undefined ? anyWay : { thread }
    return to.isPool ? (thread === undefined ? seat.free : seat.bound) : anyWay
  }

  next(): Way {
    return this.aim(false)
  }

  instead(): Effect.Effect<never> {
    return Effect.never
  }

  failed(error: ActorError): Effect.Effect<unknown, unknown> {
    this.doubt()
    return this.isElsewhere(error) ? this.taken() : Exit.fail(error)
  }

  /** Whether the thread of its key is no more, and the key has another one now. */
  isElsewhere(error: unknown): boolean {
    return this.place instanceof Keyed && this.thread !== undefined && this.to.keys.isLost(this.thread, error)
  }

  /** Once more, telling what its number stands for: the receiver has forgotten, or never heard. */
  again(): Effect.Effect<Results, CallError> {
    return Effect.suspend(() => {
      const { place, to } = this
      this.thread = place instanceof Keyed ? to.keys.threadOf(place) : place
      const way = this.thread === undefined ? anyWay : { thread: this.thread }
      return Effect.catchIf(
        Effect.catchTag(to.verbs(this.retold() as never, way), "UnknownSource", Effect.die),
        (error) => this.isElsewhere(error),
        () => this.again()
      )
    })
  }

  /** It may come to anybody: whoever that is, it is told what its number stands for. */
  toAnybody(): object {
    this.doubt()
    this.told = null
    this.isWhole = true
    return this
  }

  /** What it was to tell may not have come there. */
  doubt(): void {
    if (this.told !== null) this.seat?.doubts(this.source, this.told.forget)
  }

  answered(exit: Exit.Exit<Results, unknown>): Effect.Effect<unknown, unknown> {
    if (exit._tag === "Failure") {
      if (!isUnknown(exit.cause)) return exit
      this.doubt()
      return this.taken()
    }
    if (this.told !== null) this.seat?.knows(this.source)
    try {
      return this.take(fromResults(exit.value))
    } catch (defect) {
      return Exit.die(defect)
    }
  }

  /** What becomes of the results of the same once more. */
  private taken(): Effect.Effect<unknown, unknown> {
    return Effect.flatMap(this.again(), (results) => this.take(fromResults(results)))
  }

  /** The same again, telling what its number stands for. */
  retold(): object {
    return { fn: this.fn, args: this.args, intro: this.whole, carries: this.carries }
  }

  /** What its number stands for, whatever the receiver knows. */
  private get whole(): Intro {
    return this.source.intro(undefined, this.above)
  }
}

/** Whether the receiver did not know what the number stands for. */
const isUnknown = ({ reasons }: Cause.Cause<unknown>): boolean =>
  reasons.some((reason) => reason._tag === "Fail" && reason.error instanceof UnknownSource)
