/**
 * Which topics there are, for those who have joined a pattern of them: the ones that have values, in memory or below, then each
 * that gets its first one. One may come again; none is missing.
 */
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import * as Stream from "effect/Stream"
import type { HarborError } from "../../HarborError.ts"
import type { LastValueStore } from "../../LastValueStore.ts"
import { matches } from "../tables/topics.ts"
import type { Cache } from "./cache.ts"
import { ended } from "./ended.ts"

/** Names that are told at once: they are 1,090 characters at most. */
const PART = 64

/** Where the values of a message begin, and the topic of a place: see `placeOf`. */
const topicOf = (place: string, messageName: string): string | undefined =>
  place.startsWith(`${messageName}/`) ? place.slice(messageName.length + 1) : undefined

interface Watcher {
  readonly wants: (place: string) => boolean
  readonly found: Set<string>
  readonly more: Latch.Latch
}

export class Matching {
  private readonly cache: Cache
  private readonly store: LastValueStore["Service"] | undefined
  private readonly watchers = new Set<Watcher>()
  private isClosed = false

  constructor(cache: Cache, store: LastValueStore["Service"] | undefined) {
    this.cache = cache
    this.store = store
  }

  /** Whoever waits for topics learns that none will come. */
  close(): void {
    this.isClosed = true
    for (const { more } of this.watchers) more.openUnsafe()
  }

  /** A topic has its first value, in memory. */
  begun(place: string): void {
    for (const watcher of this.watchers) {
      if (!watcher.wants(place)) continue
      watcher.found.add(place)
      watcher.more.openUnsafe()
    }
  }

  topics(messageName: string, pattern: string): Stream.Stream<ReadonlyArray<string>, HarborError> {
    const watching = Effect.acquireRelease(
      Effect.sync(() => this.watch(messageName, pattern)),
      (watcher) => Effect.sync(() => this.watchers.delete(watcher))
    )
    return Stream.unwrap(
      Effect.map(watching, (watcher) =>
        // What comes meanwhile is noted already.
        Stream.concat(
          this.stored(messageName, watcher),
          Stream.unfold(undefined, () => this.next(watcher))
        )
      )
    )
  }

  private watch(messageName: string, pattern: string): Watcher {
    const wants = (place: string): boolean => {
      const topic = topicOf(place, messageName)
      return topic !== undefined && matches(pattern, topic)
    }
    const found = new Set(Array.from(this.cache.names).filter((name) => this.cache.find(name)!.size > 0 && wants(name)))
    const watcher = { wants, found, more: Latch.makeUnsafe(found.size > 0 || this.isClosed) }
    this.watchers.add(watcher)
    return watcher
  }

  private next(watcher: Watcher): Effect.Effect<readonly [ReadonlyArray<string>, undefined], HarborError> {
    return Effect.flatMap(watcher.more.await, () => {
      if (this.isClosed) return Effect.fail(ended())
      const part = Array.from(watcher.found).slice(0, PART)
      for (const name of part) watcher.found.delete(name)
      if (watcher.found.size === 0) watcher.more.closeUnsafe()
      return Effect.succeed([part, undefined] as const)
    })
  }

  private stored(messageName: string, { wants }: Watcher): Stream.Stream<ReadonlyArray<string>, HarborError> {
    const { store } = this
    if (store === undefined) return Stream.empty
    const prefix = `${messageName}/`
    // Before the prefix, which is the place of the topic without a name. Nothing lies between: what else names of messages have comes
    // after a slash.
    return Stream.unfold(messageName as string | undefined, (after) => {
      if (after === undefined) return Effect.succeed(undefined)
      return Effect.map(store.topics({ after, limit: PART }), (names) => {
        const last = names.at(-1)
        const isOver = last === undefined || !last.startsWith(prefix)
        return [names.filter(wants), isOver ? undefined : last] as const
      })
    }).pipe(Stream.filter((names) => names.length > 0))
  }
}
