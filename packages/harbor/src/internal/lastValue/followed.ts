/**
 * A topic that somebody on this thread has joined: one stream of what comes, for all of them, into this thread's own part of
 * the last values. Who reads on from that part asks nobody; what is older than that part is fetched from the thread that
 * orders, once for all who are at the same place.
 */
import type { ActorError } from "@stevedore/core/ActorError"
import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import type * as Semaphore from "effect/Semaphore"
import * as Stream from "effect/Stream"
import type { HarborError } from "../../HarborError.ts"
import { logWarning } from "../logged.ts"
import type { Cache } from "./cache.ts"
import { asHarbor, isEnd } from "./ended.ts"
import { type Batch, type Entry, merged } from "./entry.ts"
import { Joiner, type Next, type Run, type Tell } from "./joiner.ts"
import type { Keepers } from "./protocol.ts"
import { Held, type Replay } from "./replay.ts"
import { TopicLog } from "./topicLog.ts"
import { isAfter, type Version, ZERO } from "./version.ts"

/** What a joiner reads at once: of this thread's own part, and of what is fetched. */
const NEAR_BYTES = 4 * 1024
const FAR_BYTES = 64 * 1024

/** Joiners that are woken before the event loop has a turn. */
const SLICE = 1024

/** What all topics of a thread share. */
export interface Shared {
  readonly client: Keepers["Service"]
  readonly cache: Cache
  readonly replay: Replay
  /** How many parts are fetched at once. */
  readonly fetching: Semaphore.Semaphore
  readonly run: Run
}

/**
 * Until it works: 20 ms, doubling, 2 s at most. What dies is asked again as what fails is: nobody else would say that it has, and those
 * who have joined would wait for ever. Fails when the system stops, or the keeper has.
 */
export const again = <A, R>(
  what: string,
  effect: Effect.Effect<A, HarborError | ActorError, R>
): Effect.Effect<A, HarborError, R> =>
  effect.pipe(
    // Not where whoever asks is interrupted: that is over.
    Effect.catchCause((cause): Effect.Effect<never, HarborError | undefined> => {
      const error = Option.getOrUndefined(Cause.findErrorOption(cause))
      if (error !== undefined && isEnd(error)) return Effect.fail(asHarbor(error))
      return Effect.andThen(logWarning(what, cause), Effect.fail(undefined))
    }),
    Effect.retry({
      schedule: Schedule.min([Schedule.exponential("20 millis"), Schedule.spaced("2 seconds")]),
      until: isOver
    }),
    // The schedule has no end.
    Effect.mapError((error) => error!)
  )

const isOver = (error: HarborError | undefined): boolean => error !== undefined

export class Followed {
  readonly topic: string
  private readonly log: TopicLog
  private readonly joiners = new Set<Joiner>()
  /** By where they begin: what is being fetched. */
  private readonly fetches = new Map<string, Deferred.Deferred<Batch | undefined>>()
  private readonly shared: Shared
  private readonly scope: Scope.Scope
  private readonly untilEmpty: boolean

  /** It is followed as long as the scope is open, or, `untilEmpty`, as long as there is any value. */
  constructor(topic: string, shared: Shared, scope: Scope.Scope, untilEmpty: boolean) {
    this.untilEmpty = untilEmpty
    this.topic = topic
    this.shared = shared
    this.scope = scope
    this.log = new TopicLog(topic, ZERO)
    this.log.hearing = this.joiners
  }

  get isJoined(): boolean {
    return this.joiners.size > 0
  }

  /** It is told nothing until it is woken. */
  join(tell: Tell, run: Run): Joiner {
    const joiner = new Joiner(this.next, tell, run, this.log.last)
    this.joiners.add(joiner)
    return joiner
  }

  leave(joiner: Joiner): void {
    this.joiners.delete(joiner)
    this.shared.cache.prune(this.log)
  }

  /** Fails when nothing more will come; completes when there is nothing any more, where that is its end. */
  get follow(): Effect.Effect<void, HarborError> {
    const { topic, untilEmpty } = this
    const { client } = this.shared
    const stream = Effect.suspend(() => {
      // One batch on its way, one in hand: what changes meanwhile is conflated where it is ordered.
      const batches = client.follow({ topic, after: this.log.last, untilEmpty }, { streamBufferSize: 2 })
      return Stream.runForEach(batches, (batch) => this.take(batch))
    })
    return again(`last values of "${topic}" do not come`, stream)
  }

  /** This thread's part of the topic goes; what the joiners hold goes with them. */
  forget(): void {
    this.shared.cache.drop(this.log)
  }

  private take({ entries, upTo }: Batch): Effect.Effect<void> {
    const { cache } = this.shared
    for (const entry of entries) {
      if (entry.gone === true) cache.forget(this.log, entry)
      else if (cache.makeRoom(this.log, entry)) cache.put(this.log, entry)
      else this.log.skip(entry)
    }
    this.log.advance(upTo)
    return this.wakeAll(this.joiners.values())
  }

  /** In slices: there may be very many, and each may be told at once. */
  private wakeAll(joiners: Iterator<Joiner>): Effect.Effect<void> {
    return Effect.suspend(() => {
      for (let count = 0; count < SLICE; count++) {
        const { done, value } = joiners.next()
        if (done === true) {
          this.shared.cache.prune(this.log)
          return Effect.void
        }
        value.wake()
      }
      return Effect.andThen(Effect.yieldNow, this.wakeAll(joiners))
    })
  }

  private readonly next: Next = (after) => {
    const batch = this.shared.cache.read(this.log, after, NEAR_BYTES)
    if (batch === undefined) return this.fetch(after)
    const whole = merged(batch, this.log.goneBetween(after, batch.upTo), NEAR_BYTES)
    return Exit.succeed(isAfter(whole.upTo, after) ? whole : undefined)
  }

  /** With the keys that have gone since, as far as they are known here; without what of them was there still. */
  private withGone({ entries, upTo }: Batch, after: Version): Batch {
    const known = new Set(entries.map(({ epoch, seq }) => `${epoch}.${seq}`))
    const isNew = ({ epoch, seq }: Entry): boolean => !known.has(`${epoch}.${seq}`)
    const isThere = (entry: Entry): boolean => {
      const gone = this.log.gone.get(entry.key)
      return entry.gone === true || gone === undefined || isAfter(entry, gone)
    }
    const gone = this.log.goneBetween(after, upTo).filter(isNew)
    return merged({ entries: entries.filter(isThere), upTo }, gone, FAR_BYTES)
  }

  private fetch(after: Version): Effect.Effect<Batch | undefined> {
    const place = `${after.epoch}.${after.seq}`
    const known = this.fetches.get(place)
    if (known !== undefined) return Deferred.await(known)
    const { client, fetching, replay } = this.shared
    const fetch = Deferred.makeUnsafe<Batch | undefined>()
    this.fetches.set(place, fetch)
    const read = again(
      `last values of "${this.topic}" cannot be read`,
      client.read({ topic: this.topic, after, limitBytes: FAR_BYTES })
    )
    const fetched = Effect.onExit(fetching.withPermit(read), (exit) =>
      Effect.sync(() => {
        this.fetches.delete(place)
        const batch = Exit.isSuccess(exit) ? exit.value : undefined
        Deferred.doneUnsafe(
          fetch,
          Exit.succeed(batch === undefined ? undefined : new Held(replay, this.withGone(batch, after)))
        )
      })
    )
    return Effect.andThen(Effect.forkIn(fetched, this.scope, { startImmediately: true }), Deferred.await(fetch))
  }
}
