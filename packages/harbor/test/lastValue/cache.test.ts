/**
 * Last values against the simplest model there is, a map of the latest value of each key: whatever is published, written
 * down, evicted and read in between, each reader is told of every key's latest value, in order, and of none twice.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import { Cache, type MayLeave, type Unwritten } from "../../src/internal/lastValue/cache.ts"
import { type Batch, bytesOf, type Entry, merged } from "../../src/internal/lastValue/entry.ts"
import { isAfter, type Version, versionOf, ZERO } from "../../src/internal/lastValue/version.ts"
import { MemoryStore } from "./memoryStore.ts"

const keys = ["a", "b", "c", "d", "e"] as const
const topics = ["t", "u"] as const

const Topic = Schema.Literals(topics)
const Step = Schema.Union([
  Schema.TaggedStruct("publish", { topic: Topic, key: Schema.Literals(keys), bytes: Schema.Literals([0, 8, 300]) }),
  Schema.TaggedStruct("forget", { topic: Topic, key: Schema.Literals(keys) }),
  Schema.TaggedStruct("write", { count: Schema.Literals([1, 3, 100]) }),
  Schema.TaggedStruct("written", {}),
  Schema.TaggedStruct("notWritten", {}),
  Schema.TaggedStruct("join", { topic: Topic }),
  Schema.TaggedStruct("leave", {}),
  Schema.TaggedStruct("read", { reader: Schema.Literals([0, 1, 2]), limitBytes: Schema.Literals([1, 1000, 100_000]) }),
  /** What a reader asked the store for arrives. */
  Schema.TaggedStruct("arrive", { reader: Schema.Literals([0, 1, 2]) }),
  Schema.TaggedStruct("restart", {})
])
type Step = typeof Step.Type
const Steps = Schema.Array(Step)

/** What somebody who joins is told, and keeps for the check: the last thing of each key. */
class Reader {
  readonly seen = new Map<string, Entry>()
  readonly topic: string
  at: Version = ZERO
  told: Version = ZERO
  /** Up to where the store was asked. */
  asked: Version | undefined
  /** What went before it came is nothing to it. */
  readonly since: Version
  constructor(topic: string, since: Version) {
    this.topic = topic
    this.since = since
  }

  /** Keys that go after this are kept for it. */
  get heard(): Version {
    return this.at
  }

  take(batch: Batch): void {
    for (const entry of batch.entries) {
      assert.isTrue(isAfter(entry, this.told), "in order, and none twice")
      this.told = versionOf(entry)
      this.seen.set(entry.key, entry)
    }
    assert.isFalse(isAfter(this.told, batch.upTo))
    assert.isFalse(isAfter(this.at, batch.upTo), "it never goes back")
    this.at = batch.upTo
  }
}

/** A cache above a store (or above nothing), the model of both, and readers that take turns with everything else. */
const play = (steps: ReadonlyArray<Step>, limitBytes: number, mayLeave: MayLeave) => {
  const latest = new Map<string, Entry>()
  const store = new MemoryStore()
  const isStored = mayLeave === "flushed"
  let cache = new Cache(limitBytes, mayLeave)
  let epoch = 1
  let seq = 0
  let refused = 0
  let lost = 0
  let readers: Array<Reader> = []
  let writing: Unwritten | undefined

  const id = (topic: string, key: string) => `${topic}/${key}`
  const now = (): Version => ({ epoch, seq })
  const floor = () => (isStored ? now() : ZERO)

  const publish = (topic: string, key: string, bytes: number): void => {
    const value = new Uint8Array(bytes).fill(seq)
    const log = cache.topic(topic, floor())
    const before = cache.evicted
    const hasRoom = bytesOf({ key, value }) <= limitBytes && cache.makeRoom(log, { key, value })
    lost += isStored ? 0 : cache.evicted - before
    if (!hasRoom) {
      refused++
      return
    }
    seq++
    const entry: Entry = { key, value, epoch, seq, schema: "", publisher: 1, stale: false }
    assert.isTrue(cache.put(log, entry))
    assert.isFalse(cache.put(log, entry), "the same again changes nothing")
    latest.set(id(topic, key), entry)
  }

  const forget = (topic: string, key: string): void => {
    const log = cache.topic(topic, floor())
    seq++
    const gone: Entry = {
      key,
      value: new Uint8Array(),
      epoch,
      seq,
      schema: "",
      publisher: 1,
      stale: false,
      gone: true
    }
    assert.isTrue(cache.forget(log, gone))
    assert.isFalse(cache.forget(log, gone), "the same again changes nothing")
    latest.delete(id(topic, key))
  }

  /** As who reads for others says of whom: what they have not heard stays. */
  const hearing = (): void => {
    for (const topic of topics) {
      const log = cache.topic(topic, floor())
      const mine = readers.filter((reader) => reader.topic === topic)
      log.hearing = new Set(mine)
      log.followers = mine.length
      cache.prune(log)
    }
  }

  /** With what is gone since, as a reader is told of it. */
  const withGone = (reader: Reader, batch: Batch, limit: number): Batch => {
    const gone = cache.topic(reader.topic, floor()).goneBetween(reader.at, batch.upTo)
    return merged(
      batch,
      gone.filter((entry) => isAfter(entry, reader.since)),
      limit
    )
  }

  const read = (reader: Reader, limit: number): boolean => {
    if (reader.asked !== undefined) return arrive(reader, limit)
    const log = cache.topic(reader.topic, floor())
    const batch = cache.read(log, reader.at, limit)
    if (batch === undefined) {
      reader.asked = log.floor
      return true
    }
    const whole = withGone(reader, batch, limit)
    const moved = isAfter(whole.upTo, reader.at)
    reader.take(whole)
    return moved
  }

  /** The store is asked at some time after it was found that it has to be. */
  const arrive = (reader: Reader, limit: number): boolean => {
    const upTo = reader.asked
    if (upTo === undefined) return false
    reader.asked = undefined
    const log = cache.topic(reader.topic, floor())
    const batch = isStored ? store.read(reader.topic, reader.at, upTo, limit) : { entries: [], upTo }
    const entries = batch.entries.filter(({ key }) => !log.slots.has(key) && !log.gone.has(key))
    reader.take(withGone(reader, { entries, upTo: batch.upTo }, limit))
    return true
  }

  const check = (): void => {
    assert.isAtMost(cache.bytes, limitBytes)
    let bytes = 0
    for (const name of cache.names) {
      for (const entry of cache.find(name)!.entriesAfter(ZERO)) bytes += bytesOf(entry)
    }
    assert.strictEqual(cache.bytes, bytes)
  }

  const step = (each: Step): void => {
    if (each._tag === "publish") publish(each.topic, each.key, each.bytes)
    else if (each._tag === "forget") forget(each.topic, each.key)
    else if (each._tag === "join") readers = [...readers, new Reader(each.topic, now())].slice(-3)
    else if (each._tag === "leave") readers = readers.slice(1)
    else if (each._tag === "read") {
      const reader = readers[each.reader]
      if (reader !== undefined) read(reader, each.limitBytes)
    } else if (each._tag === "arrive") {
      const reader = readers[each.reader]
      if (reader !== undefined) arrive(reader, 1000)
    } else if (!isStored) return
    else if (each._tag === "write") {
      writing ??= cache.unwritten(each.count, 1000)
    } else if (each._tag === "written") {
      if (writing === undefined) return
      store.write(writing.entries)
      cache.written(writing)
      writing = undefined
    } else if (each._tag === "notWritten") {
      if (writing !== undefined) cache.notWritten(writing)
      writing = undefined
    } else {
      // A kill: what was not written is gone, and who orders begins an epoch above all that is.
      cache = new Cache(limitBytes, mayLeave)
      writing = undefined
      epoch++
      seq = 0
      latest.clear()
      for (const [key, row] of store.rows) latest.set(key, row)
      readers = []
    }
    hearing()
    check()
  }

  for (const each of steps) step(each)
  const last = [...readers, ...topics.map((topic) => new Reader(topic, now()))]
  for (const reader of last) {
    while (read(reader, 1000)) check()
    for (const [name, { gone, ...seen }] of reader.seen) {
      const isThere = latest.has(id(reader.topic, name))
      assert.isTrue(isThere || gone === true, `${name} is gone, and ${versionOf(seen).seq} of it is not`)
    }
    const expected = Array.from(latest.entries()).filter(([key]) => key.startsWith(`${reader.topic}/`))
    for (const [key, entry] of expected) {
      const name = key.slice(2)
      const isGone = mayLeave === "any" && !cache.find(reader.topic)?.slots.has(name)
      if (!isGone)
        assert.deepInclude(reader.seen.get(name), { ...versionOf(entry), value: entry.value }, `the latest of ${key}`)
    }
  }
  if (mayLeave === "any") assert.strictEqual(lost, cache.evicted)
  return { refused, evicted: cache.evicted }
}

describe("E05 last values", () => {
  it.prop(
    "E05-gapless above a store, each reader gets each key's latest value, in order, whatever happens in between",
    [Steps, Schema.Literals([600, 1200, 2600, 100_000])],
    ([steps, limitBytes]) => {
      play(steps, limitBytes, "flushed")
    },
    { arbitrary: { runs: 1000, size: 80 } }
  )

  it.prop(
    "E05-bounded without a store, what must stay stays, and what is too much is refused",
    [Steps, Schema.Literals([600, 1200, 2600])],
    ([steps, limitBytes]) => {
      assert.strictEqual(play(steps, limitBytes, "none").evicted, 0)
    },
    { arbitrary: { runs: 500, size: 80 } }
  )

  it.prop(
    "E05-oldest without a store, the oldest leave and are counted, and readers go on without them",
    [Steps, Schema.Literals([600, 1200, 2600])],
    ([steps, limitBytes]) => {
      play(steps, limitBytes, "any")
    },
    { arbitrary: { runs: 500, size: 80 } }
  )

  it("E05-spilled what was spilled comes before what is newer, and what was superseded does not come", () => {
    const store = new MemoryStore()
    const cache = new Cache(3 * bytesOf({ key: "a", value: new Uint8Array(8) }), "flushed")
    const log = cache.topic("t", ZERO)
    const entry = (key: string, seq: number): Entry => {
      return { key, seq, epoch: 1, value: new Uint8Array(8), schema: "", publisher: 1, stale: false }
    }
    for (const [index, key] of [..."abcdef"].entries()) {
      if (!cache.makeRoom(log, entry(key, index + 1))) {
        const batch = cache.unwritten(2, 1e6)
        store.write(batch.entries)
        cache.written(batch)
        assert.isTrue(cache.makeRoom(log, entry(key, index + 1)))
      }
      cache.put(log, entry(key, index + 1))
    }
    cache.put(log, entry("a", 7))
    assert.strictEqual(cache.read(log, ZERO, 1e6), undefined, "the store first")
    const spilled = store.read("t", ZERO, log.floor, 1e6).entries.filter(({ key }) => !log.slots.has(key))
    const kept = cache.read(log, log.floor, 1e6)!.entries
    const order = [...spilled, ...kept].map(({ key, seq }) => `${key}${seq}`)
    assert.deepStrictEqual(order, ["b2", "c3", "d4", "e5", "f6", "a7"])
  })

  it("E05-conflated a reader that was away finds each key once, however often it changed", () => {
    const cache = new Cache(1e6, "none")
    const log = cache.topic("t", ZERO)
    for (let seq = 1; seq <= 10_000; seq++) {
      const key = String(seq % 10)
      cache.put(log, { key, seq, epoch: 1, value: new Uint8Array(), schema: "", publisher: 1, stale: false })
    }
    const { entries } = cache.read(log, { epoch: 1, seq: 100 }, 1e6)!
    assert.deepStrictEqual(
      entries.map(({ seq }) => seq),
      Array.from({ length: 10 }, (_, index) => 9991 + index)
    )
  })

  it("E05-written a batch to write counts names of topics, in UTF-8: each entry brings its own along", () => {
    const cache = new Cache(1e6, "flushed")
    const entry = { key: "港", epoch: 1, value: new Uint8Array(8), schema: "", publisher: 1, stale: false }
    for (let seq = 1; seq <= 100; seq++) cache.put(cache.topic("港".repeat(1000) + seq, ZERO), { ...entry, seq })
    let written = 0
    while (written < 100) {
      const batch = cache.unwritten(1000, 20_000)
      const bytes = batch.entries.reduce(
        (sum, { key, topic, value }) => sum + Buffer.byteLength(topic + key) + value.length,
        0
      )
      assert.isAbove(batch.entries.length, 1)
      assert.isBelow(bytes, 20_000)
      cache.written(batch)
      written += batch.entries.length
    }
  })
})
