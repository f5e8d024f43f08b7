/**
 * Who orders the last values: every publish comes here, gets its version, and is the latest of its key from then on. One
 * thread has it, so what is published is in one order for everybody, whichever threads publish; those who follow a topic
 * read on from the version that they have, so nothing is queued for them and a slow one holds up nobody.
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Semaphore from "effect/Semaphore"
import * as Stream from "effect/Stream"
import { CacheFull, HarborError, TooLarge } from "../../HarborError.ts"
import type { LastValueStore, Part } from "../../LastValueStore.ts"
import { Cache, type MayLeave } from "./cache.ts"
import { ended } from "./ended.ts"
import { type Batch, bytesOf, type Entry, merged, type TopicEntry } from "./entry.ts"
import { Matching } from "./matching.ts"
import type { Figures } from "./protocol.ts"
import type { TopicLog } from "./topicLog.ts"
import { isAfter, latest, type Version, versionOf, ZERO } from "./version.ts"
import { Writer } from "./writer.ts"

export interface KeeperOptions {
  readonly memoryBytes: number
  /** What becomes of a value that finds no room, where no store lies below. */
  readonly whenFull: "fail" | "dropOldest"
  readonly flushMillis: number
}

/** A value that is published. */
export interface Publish {
  readonly topic: string
  readonly key: string
  readonly value: Uint8Array
  readonly schema: string
  readonly publisher: number
  readonly stale: boolean
  /** Its key is forgotten. */
  readonly gone?: true
}

/** One that follows a topic: what it was sent it has when it has asked three times more, since so much may be on its way. */
class Follower {
  heard: Version
  private readonly asked: Array<Version>

  constructor(after: Version) {
    this.heard = after
    this.asked = [after, after]
  }

  asks(after: Version): void {
    this.asked.push(after)
    this.heard = this.asked.shift()!
  }
}

/** What travels at once to one who follows, or reads: small against a block, large against an envelope. */
export const BATCH_BYTES = 64 * 1024

/** A value and its key fit a message of core, with room for what travels beside them. */
export const VALUE_BYTES = 512 * 1024

const refused = (reason: HarborError["reason"]): HarborError =>
  new HarborError({ reason, messageName: "", thread: "", delivered: "no" })

/** A publish that waits until something was written down, and may leave. */
interface Waiting {
  readonly publish: Publish
  readonly resume: (exit: Exit.Exit<Version, HarborError>) => void
}

export class Keeper {
  readonly cache: Cache
  private readonly matching: Matching
  /** Values that were refused for want of room. */
  refused = 0
  private readonly options: KeeperOptions
  private readonly store: LastValueStore["Service"] | undefined
  private readonly writer: Writer | undefined
  private readonly epoch: number
  private seq = 0
  /** One ended publisher at a time. */
  private readonly marking = Semaphore.makeUnsafe(1)
  /** Of the values that are about to be told again as stale: those that nobody has published since they were read. */
  private unchanged = new Set<string>()
  /** In the order in which they came: none overtakes another. */
  private readonly waiting = new Set<Waiting>()
  /** By topic: those who have read all there is. */
  private readonly followers = new Map<string, Set<() => void>>()
  private isClosed = false

  constructor(options: KeeperOptions, store: LastValueStore["Service"] | undefined, epoch: number) {
    this.options = options
    this.store = store
    this.epoch = epoch
    const mayLeave: MayLeave = store !== undefined ? "flushed" : options.whenFull === "dropOldest" ? "any" : "none"
    this.cache = new Cache(options.memoryBytes, mayLeave)
    this.matching = new Matching(this.cache, store)
    this.writer =
      store === undefined
        ? undefined
        : new Writer(this.cache, store, options.flushMillis, {
            written: () => this.admit(),
            failed: (error) => this.refuseWaiting(error)
          })
  }

  /** Runs as long as the keeper does. */
  get run(): Effect.Effect<void> {
    return this.writer?.run ?? Effect.void
  }

  /** Nobody follows any more: whoever does learns that, and so does whoever comes. What is under way besides goes on. */
  close(): void {
    this.isClosed = true
    this.matching.close()
    const all = Array.from(this.followers.values())
    this.followers.clear()
    for (const followers of all) for (const follower of followers) follower()
  }

  /** Completes when all that was published before is written down; at once where there is no store. */
  get flush(): Effect.Effect<void, HarborError> {
    return this.writer?.flush ?? Effect.void
  }

  get figures(): typeof Figures.Type {
    const { bytes, evicted, size, toWrite } = this.cache
    return { values: size, bytes, evicted, refused: this.refused, waiting: this.waiting.size, unwritten: toWrite }
  }

  private get now(): Version {
    return { epoch: this.epoch, seq: this.seq }
  }

  /** Up to there a store may have values of a topic that memory has none of. */
  private get floor(): Version {
    return this.store === undefined ? ZERO : this.now
  }

  // -- publishing --------------------------------------------------------------------------------------------------------

  publish(publish: Publish): Effect.Effect<Version, HarborError> {
    const bytes = bytesOf(publish)
    const limitBytes = Math.min(VALUE_BYTES, this.options.memoryBytes)
    if (bytes > limitBytes && publish.gone !== true) {
      this.refused++
      return Exit.fail(refused(new TooLarge({ what: "payload", bytes, limitBytes })))
    }
    if (this.waiting.size === 0) {
      const version = this.take(publish)
      if (version !== undefined) return Exit.succeed(version)
      if (this.writer === undefined) {
        this.refused++
        const remedy = 'raise memoryBytes, give it a store, or use whenFull: "dropOldest"'
        return Exit.fail(refused(new CacheFull({ limitBytes: this.options.memoryBytes, remedy })))
      }
    }
    return Effect.callback((resume) => {
      const waiting: Waiting = { publish, resume }
      this.waiting.add(waiting)
      this.writer?.hurry()
      return Effect.sync(() => this.waiting.delete(waiting))
    })
  }

  /** A key has no value any more: who has heard of it is told, and who comes later is not. */
  forget(topic: string, key: string, publisher: number): Effect.Effect<Version, HarborError> {
    return Effect.suspend(() =>
      this.publish({ topic, key, value: nothing, schema: "", publisher, stale: false, gone: true })
    )
  }

  /** Undefined where there is no room for it now. */
  private take(publish: Publish): Version | undefined {
    const { gone, key, publisher, schema, stale, topic, value } = publish
    const log = this.cache.topic(topic, this.floor)
    const isForgotten = gone === true
    // Where nothing leaves, nobody has heard of what is not here.
    const keepsAll = this.store === undefined && this.options.whenFull === "fail"
    const isNothing = isForgotten && keepsAll && !log.slots.has(key)
    if (isNothing || (!isForgotten && !this.cache.makeRoom(log, publish))) {
      this.cache.tidy(log)
      return isNothing ? this.now : undefined
    }
    const version = { epoch: this.epoch, seq: ++this.seq }
    if (this.unchanged.size > 0) this.unchanged.delete(placeOf(publish))
    const entry = { key, value, ...version, schema, publisher, stale }
    if (isForgotten) {
      this.cache.forget(log, { ...entry, gone: true })
      this.cache.prune(log)
    } else {
      if (log.size === 0) this.matching.begun(topic)
      this.cache.put(log, entry)
    }
    this.writer?.wake()
    const followers = this.followers.get(topic)
    if (followers !== undefined) {
      // Each may read on at once, and wait again: in a set of its own.
      this.followers.delete(topic)
      for (const follower of followers) follower()
    }
    if (isForgotten) this.cache.tidy(log)
    return version
  }

  private admit(): void {
    for (const waiting of this.waiting) {
      const version = this.take(waiting.publish)
      if (version === undefined) return
      this.waiting.delete(waiting)
      waiting.resume(Exit.succeed(version))
    }
  }

  /** Memory is full of what cannot be written down: whoever waits for room learns why. */
  private refuseWaiting(error: HarborError): void {
    const all = Array.from(this.waiting)
    // Whoever is told may come again at once.
    this.waiting.clear()
    for (const waiting of all) {
      this.refused++
      waiting.resume(Exit.fail(error))
    }
  }

  // -- reading -----------------------------------------------------------------------------------------------------------

  /** What comes after a version, as much as fits a batch: what was spilled first. Never waits for something to be published. */
  read(topic: string, after: Version, limitBytes: number): Effect.Effect<Batch, HarborError> {
    const log = this.cache.find(topic)
    const floor = log?.floor ?? this.floor
    const withGone = (batch: Batch): Batch =>
      merged(batch, this.cache.find(topic)?.goneBetween(after, batch.upTo) ?? [], limitBytes)
    if (!isAfter(floor, after)) {
      const batch = log === undefined ? undefined : this.cache.read(log, after, limitBytes)
      return Exit.succeed(withGone(batch ?? { entries: [], upTo: versionOf(after) }))
    }
    if (this.store === undefined) return Exit.succeed(withGone({ entries: [], upTo: floor }))
    const spilled = this.store.read({ topic, after, upTo: floor, limitBytes })
    return Effect.map(spilled, ({ entries, upTo }) => {
      const now = this.cache.find(topic)
      // What memory has is newer, and comes in its turn.
      const rest = entries.filter(({ key }) => now === undefined || !(now.slots.has(key) || now.gone.has(key)))
      return withGone({ entries: rest.map(this.withStaleness), upTo })
    })
  }

  /** Whoever published in an earlier epoch has ended with it. */
  private readonly withStaleness = (entry: Entry): Entry =>
    entry.stale || entry.epoch === this.epoch ? entry : { ...entry, stale: true }

  /**
   * All that comes after a version, in batches, as they are asked for: in between each key changes as often as it likes. Where it is
   * followed `untilEmpty`, it ends when there is no value and all has been told: whatever comes then, `topics` tells of before.
   */
  follow(topic: string, after: Version, untilEmpty = false): Stream.Stream<Batch, HarborError> {
    const next = (at: Version, since: Version): Effect.Effect<readonly [Batch, Version] | undefined, HarborError> =>
      Effect.flatMap(this.read(topic, at, BATCH_BYTES), ({ entries, upTo }) => {
        if (this.isClosed) return Effect.fail(ended())
        // Who has just come has not heard of what went before.
        const told = entries.filter((entry) => entry.gone !== true || isAfter(entry, since))
        if (told.length > 0) return Effect.succeed([{ entries: told, upTo }, upTo] as const)
        if (isAfter(upTo, at)) return Effect.suspend(() => next(upTo, since))
        const goOn = Effect.andThen(
          this.changed(topic, at),
          Effect.suspend(() => next(at, since))
        )
        if (!untilEmpty) return goOn
        return Effect.flatMap(this.isEmpty(topic, at), (isEmpty) => (isEmpty ? Effect.undefined : goOn))
      })
    const followed = Effect.acquireRelease(
      Effect.sync(() => {
        const log = this.cache.topic(topic, this.floor)
        const follower = new Follower(after)
        log.hearing = new Set(log.hearing).add(follower)
        log.followers++
        return { follower, log, since: isAfter(after, ZERO) ? after : this.now }
      }),
      ({ follower, log }) => Effect.sync(() => this.leave(log, follower))
    )
    return Stream.unwrap(
      Effect.map(followed, ({ follower, log, since }) =>
        Stream.unfold(after, (at) => {
          follower.asks(at)
          this.cache.prune(log)
          return next(at, since)
        })
      )
    )
  }

  /** For who has heard of all up to a version: nothing has come since, and there is no value, in memory or below. */
  private isEmpty(topic: string, at: Version): Effect.Effect<boolean, HarborError> {
    // The log is there: somebody follows it.
    const log = this.cache.find(topic)!
    if (log.size > 0) return Effect.succeed(false)
    if (this.store === undefined) return Effect.succeed(true)
    const look = (after: Version): Effect.Effect<boolean, HarborError> =>
      Effect.flatMap(this.read(topic, after, 1), ({ entries, upTo }) => {
        if (isAfter(log.last, at) || entries.some(({ gone }) => gone !== true)) return Effect.succeed(false)
        return isAfter(upTo, after) ? look(upTo) : Effect.succeed(true)
      })
    return look(ZERO)
  }

  private leave(log: TopicLog, follower: Follower): void {
    log.followers--
    log.hearing = new Set(Array.from(log.hearing).filter((each) => each !== follower))
    this.cache.prune(log)
    this.cache.tidy(log)
  }

  /** Topics of a message whose names match. */
  topics(messageName: string, pattern: string): Stream.Stream<ReadonlyArray<string>, HarborError> {
    return this.matching.topics(messageName, pattern)
  }

  private changed(topic: string, after: Version): Effect.Effect<void> {
    return Effect.callback((resume) => {
      const follower = (): void => resume(Effect.void)
      const forget = (): void => {
        const followers = this.followers.get(topic)
        if (followers?.delete(follower) === true && followers.size === 0) this.followers.delete(topic)
      }
      // The log is there: somebody follows it.
      if (isAfter(this.cache.find(topic)!.last, after)) return resume(Effect.void)
      const others = this.followers.get(topic)
      if (others === undefined) this.followers.set(topic, new Set([follower]))
      else others.add(follower)
      return Effect.sync(forget)
    })
  }

  // -- staleness ---------------------------------------------------------------------------------------------------------

  /** A thread that published has ended: its values are told again, as stale, unless somebody else has published since. */
  ended(publisher: number): Effect.Effect<void, HarborError> {
    return this.marking.withPermit(
      Effect.gen({ self: this }, function* () {
        const upTo = this.now
        for (const topic of Array.from(this.cache.names)) {
          for (let at = ZERO; isAfter(upTo, at);) {
            const log = this.cache.find(topic)
            if (log === undefined) break
            const batch = this.cache.read(log, latest(at, log.floor), BATCH_BYTES)!
            const theirs = batch.entries.filter((entry) => entry.publisher === publisher && !entry.stale)
            yield* this.again(theirs.map((entry) => ({ topic, ...entry })))
            if (batch.entries.length === 0) break
            at = batch.upTo
            yield* Effect.yieldNow
          }
        }
        if (this.store === undefined) return
        // What was spilled before memory was looked through.
        const of = { publisher, epoch: this.epoch, limitBytes: BATCH_BYTES }
        for (let from: number | undefined = 0; from !== undefined;) {
          const part: Part = yield* this.store.publishedBy({ ...of, from })
          yield* this.again(part.entries)
          from = part.next
        }
      })
    )
  }

  /** Publishes these once more, as stale, but for those that somebody else has published by then. */
  private again(entries: ReadonlyArray<TopicEntry>): Effect.Effect<void, HarborError> {
    const isNewer = ({ key, topic, ...version }: TopicEntry): boolean => {
      const known = this.cache.find(topic)?.slots.get(key)
      const gone = this.cache.find(topic)?.gone.get(key)
      return (known !== undefined && isAfter(known, version)) || (gone !== undefined && isAfter(gone, version))
    }
    this.unchanged = new Set(entries.filter((entry) => !isNewer(entry)).map(placeOf))
    return Effect.forEach(
      entries,
      (entry) =>
        Effect.suspend((): Effect.Effect<unknown, HarborError> =>
          this.unchanged.has(placeOf(entry)) ? this.publish({ ...entry, stale: true }) : Effect.void
        ),
      { discard: true }
    )
  }
}

/** Topics and keys may hold anything but an unpaired surrogate. */
const placeOf = ({ key, topic }: { readonly key: string; readonly topic: string }): string => `${topic}\ud800${key}`

const nothing = new Uint8Array(0)
