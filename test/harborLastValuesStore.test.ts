/*
 * E05: a store of one's own that dies, or throws, where it should fail: those who wait learn as much as of one that fails, a log says
 * why, and it is asked again.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { HarborError, StoreUnavailable } from "@stevedore/harbor/HarborError"
import * as LastValues from "@stevedore/harbor/LastValues"
import { LastValueStore } from "@stevedore/harbor/LastValueStore"
import * as SqliteLastValues from "@stevedore/harbor/node/SqliteLastValues"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Stream from "effect/Stream"
import { revoked } from "../packages/harbor/test/odd.ts"
import { MemoryStore } from "../packages/harbor/test/lastValue/memoryStore.ts"
import { Tick } from "./lastValues/messages.ts"
import { numbers } from "./platforms.ts"

type Store = LastValueStore["Service"]

/** What ends badly, in each way in which it can. */
const bad = {
  fails: () => {
    const reason = new StoreUnavailable({ store: "test", detail: "full of holes" })
    return Effect.fail(new HarborError({ reason, messageName: "", thread: "", delivered: "no" }))
  },
  dies: () => Effect.die(new Error("full of holes")),
  "dies of what has no text": () => Effect.die(Object.create(null)),
  "dies of what throws when it is read": () => Effect.die(revoked()),
  throws: () => {
    throw new Error("full of holes")
  },
  "is interrupted": () => Effect.interrupt
}
const ways = Object.keys(bad) as ReadonlyArray<keyof typeof bad>

/** Of the others the log and the error say what they were. */
const isTextless = (way: keyof typeof bad): boolean => way === "is interrupted" || way.startsWith("dies of")

/** The first time it ends badly, then it works. */
const broken = <A, B>(way: keyof typeof bad, works: (given: A) => Effect.Effect<B, HarborError>) => {
  let isFirst = true
  return (given: A): Effect.Effect<B, HarborError> => {
    if (!isFirst) return works(given)
    isFirst = false
    return bad[way]()
  }
}

const stored = (change: (works: Store) => Partial<Store>) => {
  const rows = new MemoryStore()
  const works: Store = {
    begin: Effect.succeed(1),
    write: (entries) => Effect.sync(() => rows.write(entries)),
    read: ({ after, limitBytes, topic, upTo }) => Effect.sync(() => rows.read(topic, after, upTo, limitBytes)),
    publishedBy: () => Effect.succeed({ entries: [], next: undefined }),
    topics: ({ after, limit }) => Effect.sync(() => rows.topics(after, limit))
  }
  return Layer.succeed(LastValueStore, { ...works, ...change(works) })
}

/** What is said of last values, with the causes. */
const complaints = () => {
  const lines: Array<string> = []
  const logger = Logger.make<unknown, void>(({ cause, message }) => {
    const line = `${String(message)}: ${Cause.pretty(cause)}`
    if (line.includes("do not come") || line.includes("not written down")) lines.push(line)
  })
  return { lines, layer: Logger.layer([logger]) }
}

const on = (store: Layer.Layer<LastValueStore>, log: Layer.Layer<never>) =>
  LastValues.layerStored({ flushEvery: "10 minutes" }).pipe(
    Layer.provide(store),
    Layer.provideMerge(NodeActorSystem.layer({ startTimeout: "5 minutes" })),
    Layer.provideMerge(log)
  )

const first = (values: LastValues.LastValues["Service"], topic: string) =>
  values.stream(topic, Tick).pipe(
    Stream.take(1),
    Stream.map(({ payload }) => payload.n),
    Stream.runCollect
  )

const said = (lines: ReadonlyArray<string>, what: string, way: keyof typeof bad): void => {
  assert.lengthOf(lines, 1)
  assert.include(lines[0], what)
  if (!isTextless(way)) assert.include(lines[0], "full of holes")
}

describe("E05 a store of one's own that ends badly", () => {
  for (const way of ways) {
    it.live(`a read that ${way} is asked again, and said`, () => {
      const { layer, lines } = complaints()
      const store = stored(({ read }) => ({ read: broken(way, read) }))
      return Effect.gen(function* () {
        const values = yield* LastValues.LastValues
        yield* values.publish("a.b", Tick, { key: "a", n: 7, filler: "" })
        assert.deepStrictEqual(yield* first(values, "a.b"), [7])
        said(lines, "a.b", way)
      }).pipe(Effect.provide(on(store, layer)))
    })

    it.live(`a list of topics that ${way} is asked for again, and said`, () => {
      const { layer, lines } = complaints()
      const store = stored(({ topics }) => ({ topics: broken(way, topics) }))
      return Effect.gen(function* () {
        const values = yield* LastValues.LastValues
        yield* values.publish("a.b", Tick, { key: "a", n: 7, filler: "" })
        assert.deepStrictEqual(yield* first(values, "a.*"), [7])
        said(lines, "a.*", way)
      }).pipe(Effect.provide(on(store, layer)))
    })

    it.live(`a write that ${way} ends the flush that waits for it, and the next one writes`, () => {
      const { layer, lines } = complaints()
      const store = stored(({ write }) => ({ write: broken(way, write) }))
      return Effect.gen(function* () {
        const values = yield* LastValues.LastValues
        yield* values.publish("a.b", Tick, { key: "a", n: 7, filler: "" })
        const error = yield* Effect.flip(values.flush)
        assert.strictEqual(error.reason._tag, "StoreUnavailable")
        assert.strictEqual(error.delivered, "no")
        if (!isTextless(way)) assert.include(error.message, "full of holes")
        yield* values.flush
        assert.strictEqual((yield* values.figures).unwritten, 0)
        said(lines, "not written down", way)
      }).pipe(Effect.provide(on(store, layer)))
    })
  }

  it.live("what cannot be written when the last values end is said", () => {
    const { layer, lines } = complaints()
    const store = stored(({ write }) => ({ write: broken("throws", write) }))
    return Effect.gen(function* () {
      const publish = Effect.gen(function* () {
        const values = yield* LastValues.LastValues
        yield* values.publish("a.b", Tick, { key: "a", n: 7, filler: "" })
      })
      yield* Effect.provide(publish, on(store, layer))
      said(lines, "not written down", "throws")
    })
  })
})

describe("E05 last values in a file", () => {
  it.live(
    "topics of the longest names are written in batches that fit a message, and so is what comes after them",
    () => {
      const folder = mkdtempSync(join(tmpdir(), "last-values-"))
      const store = SqliteLastValues.layer({ path: join(folder, "values.db") })
      const { layer, lines } = complaints()
      const live = LastValues.layerStored({ flushEvery: "10 minutes" }).pipe(
        Layer.provide(store),
        Layer.provide(NodeActorSystem.layer({ startTimeout: "5 minutes" })),
        Layer.provideMerge(layer)
      )
      // Three bytes each in UTF-8.
      const topics = numbers(1000).map((n) => `${"港".repeat(1020)}${n}`)
      const publish = Effect.gen(function* () {
        const values = yield* LastValues.LastValues
        const all = [...topics, "short"].map((topic, n) => values.publish(topic, Tick, { key: "", n, filler: "" }))
        yield* Effect.all(all, { discard: true })
        yield* values.flush
        assert.strictEqual((yield* values.figures).unwritten, 0)
      })
      const read = Effect.gen(function* () {
        const values = yield* LastValues.LastValues
        assert.deepStrictEqual(yield* first(values, "short"), [1000])
        assert.deepStrictEqual(yield* first(values, topics.at(-1)!), [999])
      })
      return Effect.provide(publish, live).pipe(
        Effect.andThen(Effect.provide(read, live)),
        Effect.andThen(Effect.sync(() => assert.deepStrictEqual(lines, []))),
        Effect.ensuring(Effect.sync(() => rmSync(folder, { recursive: true })))
      )
    }
  )
})

describe("E05 last values in memory", () => {
  it.live("are refused where there is a store, which they would not use", () =>
    Effect.gen(function* () {
      const live = LastValues.layer().pipe(Layer.provide(stored(() => ({}))), Layer.provide(NodeActorSystem.layer()))
      const { reason } = yield* Effect.flip(Effect.provide(Effect.void, live) as Effect.Effect<void, HarborError>)
      assert.deepInclude(reason, { _tag: "InvalidOption", option: "LastValues.layer" })
    })
  )
})
