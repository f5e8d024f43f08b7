/**
 * The tier below the memory of last values: where they are written down, and read from again when memory is short or the
 * process is another one. A port; `node/SqliteLastValues` is the one for a single machine.
 */
import * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type { HarborError } from "./HarborError.ts"
import type { Batch, TopicEntry } from "./internal/lastValue/entry.ts"
import type { Version } from "./internal/lastValue/version.ts"

export type {
  /** What of a topic comes after a version, in order. `upTo`: nothing else comes before that. */
  Batch,
  /** A last value as it is kept: bytes, with the fingerprint of their schema, who published them, and when. */
  Entry,
  /** An entry with its topic. */
  TopicEntry
} from "./internal/lastValue/entry.ts"
export type {
  /** When a value was published: a later epoch is later than every seq of an earlier one. */
  Version
} from "./internal/lastValue/version.ts"

/** What of a topic is wanted: in order, later than `after`, not later than `upTo`, at most so many bytes but at least one. */
export interface Range {
  readonly topic: string
  readonly after: Version
  readonly upTo: Version
  readonly limitBytes: number
}

/** What of one publisher is wanted, in any order: those of one epoch that are not stale. */
export interface OfPublisher {
  readonly publisher: number
  readonly epoch: number
  /** Where the last part ended; 0 for the first. */
  readonly from: number
  readonly limitBytes: number
}

/** Which names of topics are wanted. */
export interface OfTopics {
  readonly after: string
  readonly limit: number
}

/** A part of what a publisher has published. */
export interface Part {
  readonly entries: ReadonlyArray<TopicEntry>
  /** Where the next part begins; undefined when this is the last one. */
  readonly next: number | undefined
}

/**
 * A second tier. It keeps one entry for each topic and key, the one with the latest version: what comes later to it with an
 * earlier version changes nothing, so a batch may be written twice. An entry that is `gone` is not kept: what is older of its key
 * goes. Used by the thread that orders the topics, by nobody else.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import { LastValueStore } from "@stevedore/harbor/LastValueStore"
 *
 * const forgetful = LastValueStore.of({
 *   begin: Effect.succeed(1),
 *   write: () => Effect.void,
 *   read: ({ upTo }) => Effect.succeed({ entries: [], upTo }),
 *   publishedBy: () => Effect.succeed({ entries: [], next: undefined }),
 *   topics: () => Effect.succeed([])
 * })
 * assert.equal(await Effect.runPromise(forgetful.begin), 1)
 * ```
 */
export class LastValueStore extends Context.Service<
  LastValueStore,
  {
    /** Begins an epoch, later than all before, and returns it: from 1. Written down before it returns. */
    readonly begin: Effect.Effect<number, HarborError>
    /** All or nothing, and written down when it returns. */
    readonly write: (entries: ReadonlyArray<TopicEntry>) => Effect.Effect<void, HarborError>
    readonly read: (range: Range) => Effect.Effect<Batch, HarborError>
    readonly publishedBy: (of: OfPublisher) => Effect.Effect<Part, HarborError>
    /** The next names of topics after one, in the order of their UTF-8 bytes, at most so many: none when there are none. */
    readonly topics: (of: OfTopics) => Effect.Effect<ReadonlyArray<string>, HarborError>
  }
>()("@stevedore/harbor/LastValueStore") {}
