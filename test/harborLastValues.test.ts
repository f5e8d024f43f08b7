/*
 * E05: last values between threads: who joins late, who is slow, whose publisher has ended, and what outlives the process.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Actor from "@stevedore/core/Actor"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Codec from "@stevedore/harbor/Codec"
import * as Envelope from "@stevedore/harbor/Envelope"
import * as Harbor from "@stevedore/harbor/Harbor"
import * as LastValues from "@stevedore/harbor/LastValues"
import * as Message from "@stevedore/harbor/Message"
import { LastValueStore } from "@stevedore/harbor/LastValueStore"
import * as Topic from "@stevedore/harbor/Topic"
import * as SqliteLastValues from "@stevedore/harbor/node/SqliteLastValues"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Queue from "effect/Queue"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import { execFile, spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { joinAll } from "./lastValues/joinAll.ts"
import { Partner, Tick } from "./lastValues/messages.ts"

const system = NodeActorSystem.layer({ maxThreads: 8, startTimeout: "5 minutes" })
const entry = Actor.entry<typeof import("./lastValues/partner.thread.ts")>(
  new URL("./lastValues/partner.thread.ts", import.meta.url)
)
const live = (options: LastValues.Options = {}) =>
  Partner.layerThread({ entry, name: "partner" }).pipe(
    Layer.provideMerge(LastValues.layer(options)),
    Layer.provideMerge(system)
  )
/** A file in a folder of its own, gone afterwards. */
const inFolder = <A, E, R>(use: (path: string) => Effect.Effect<A, E, R>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "last-values-"))),
    (folder) => use(join(folder, "values.db")),
    (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
  )

const run = (program: string, path: string): Promise<{ readonly stdout: string; readonly stderr: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [program, path], (_, stdout, stderr) => resolve({ stdout, stderr }))
  })

/** Kills a process that writes when it has said so many times that it has flushed; what it said last. */
const killedAfter = (times: number, path: string, keys: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const program = fileURLToPath(new URL("lastValues/writer.ts", import.meta.url))
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", program, path, String(keys)])
    let text = ""
    child.stdout.on("data", (data: Buffer) => {
      text += String(data)
      if (text.split("\n").filter((line) => /^\d+$/.test(line)).length >= times) child.kill("SIGKILL")
    })
    let said = ""
    child.stderr.on("data", (data: Buffer) => (said += String(data)))
    child.on("close", (_, signal) => {
      const lines = text.split("\n").filter((line) => /^\d+$/.test(line))
      if (signal === "SIGKILL") resolve(Number(lines.at(-1)))
      else reject(new Error(said))
    })
  })

const numbers = (count: number): ReadonlyArray<string> => Array.from({ length: count }, (_, index) => `key ${index}`)

describe("E05 last values", () => {
  it.live("what the codec of their message cannot write is refused with the remedy, which works", () =>
    Effect.gen(function* () {
      const values = yield* LastValues.LastValues
      const declared = <const Name extends string>(name: Name, codec: Codec.Codec) =>
        Message.make(name, { payload: { all: Schema.Array(Schema.Int) }, delivery: "lastValue", codec })
      const many = { all: Array.from({ length: 5000 }, (_, index) => index) }
      const refused = yield* Effect.flip(values.publish("t", declared("lv_many", Codec.msgpack), many))
      assert.strictEqual(refused.reason._tag, "Malformed")
      assert.match(
        refused.message,
        /holds more than 4096 values; .* declare it with Codec\.schemaBinary, or .*msgpackWith/
      )
      const wide = declared("lv_wide", Codec.msgpackWith({ values: 10_000 }))
      const binary = declared("lv_binary", Codec.schemaBinary)
      for (const message of [wide, binary]) {
        yield* values.publish("t", message, many)
        const [first] = yield* Stream.runCollect(Stream.take(values.stream("t", message), 1))
        assert.deepEqual(first?.payload, many)
      }
    }).pipe(Effect.provide(LastValues.layer()), Effect.provide(system), Effect.scoped)
  )

  it.live("E05-join late joiners on two threads, near and far behind, hear all that is left, in order", () =>
    Effect.gen(function* () {
      const values = yield* LastValues.LastValues
      const partner = yield* Partner
      const keys = numbers(50)
      yield* partner.publish({ topic: "t", keys, from: 0, count: 5 })
      const wanted = { topic: "t", joiners: 100, keys: keys.length, until: 29 }
      const here = yield* Effect.forkChild(joinAll(values, wanted), { startImmediately: true })
      const there = yield* Effect.forkChild(partner.join(wanted), { startImmediately: true })
      yield* partner.publish({ topic: "t", keys, from: 5, count: 25 })
      for (const joined of [yield* Fiber.join(here), yield* Fiber.join(there)]) {
        assert.strictEqual(joined.wrong, 0)
        assert.isAtLeast(joined.told, wanted.joiners * keys.length)
      }
      const after = yield* values.figures
      assert.deepInclude(after, { values: 50, waiting: 0, refused: 0, threadBytes: 0, replayBytes: 0 })
    }).pipe(Effect.provide(live()))
  )

  it.live("E05-stale what a thread has published is told again as stale when it ends, and then to those who join", () =>
    Effect.gen(function* () {
      const values = yield* LastValues.LastValues
      const partner = yield* Partner
      const system = yield* ActorSystem
      yield* partner.publish({ topic: "t", keys: ["a", "b"], from: 0, count: 3 })
      yield* values.publish("t", Tick, { key: "b", n: 10, filler: "" })
      const shown = ({ isStale, payload }: LastValues.LastValue<typeof Tick.rpc.payloadSchema.Type>) =>
        `${payload.key}${payload.n}${isStale ? " stale" : ""}`
      const told = yield* values.stream("t", Tick).pipe(
        Stream.map(shown),
        Stream.tap((value) => (value === "b10" ? system.kill("partner") : Effect.void)),
        Stream.take(3),
        Stream.runCollect
      )
      assert.deepStrictEqual(told, ["a2", "b10", "a2 stale"])
      const late = yield* values.stream("t", Tick).pipe(Stream.map(shown), Stream.take(2), Stream.runCollect)
      assert.deepStrictEqual(late, ["b10", "a2 stale"])
    }).pipe(Effect.provide(live()))
  )

  it.live(
    "C15-lastValue a handler reads the envelope of a last value: topic, publisher, and whether it comes again",
    () =>
      Effect.gen(function* () {
        const values = yield* LastValues.LastValues
        const partner = yield* Partner
        const { kill } = yield* ActorSystem
        const told = yield* Queue.unbounded<string>()
        const tell = Effect.flatMap(Envelope.current, ({ messageName, redelivered, sender, topic }) =>
          Queue.offer(told, `${messageName} on ${topic} from ${sender.thread}${redelivered ? ", again" : ""}`)
        )
        yield* partner.publish({ topic: "t", keys: ["a"], from: 0, count: 1 })
        yield* Topic.subscribe("t", Tick, () => Effect.asVoid(tell))
        yield* values.subscribe("t", Tick, () => tell)
        assert.deepStrictEqual(yield* Queue.takeN(told, 2), Array(2).fill("tick on t from partner"))
        yield* values.publish("t", Tick, { key: "b", n: 1, filler: "" })
        assert.deepStrictEqual(yield* Queue.takeN(told, 2), Array(2).fill("tick on t from main"))
        yield* kill("partner")
        const again = yield* Queue.takeN(told, 2)
        for (const one of again) assert.match(one, /^tick on t from (partner)?, again$/)
      }).pipe(Effect.scoped, Effect.provide(Harbor.layer().pipe(Layer.provideMerge(live()))))
  )

  it.live("E05-kill what was flushed outlives kill -9, is read before what is newer, and is stale", () =>
    inFolder((path) =>
      Effect.gen(function* () {
        const keys = 60
        const flushed = yield* Effect.promise(() => killedAfter(3, path, keys))
        const joined = Effect.gen(function* () {
          const values = yield* LastValues.LastValues
          // More than fits: some are in memory, most are not.
          for (const key of numbers(20)) yield* values.publish("t", Tick, { key, n: 0, filler: "" })
          return yield* values.stream("t", Tick).pipe(Stream.take(keys + 20), Stream.runCollect)
        })
        const stored = LastValues.layerStored({ memoryBytes: 4096 }).pipe(
          Layer.provide(SqliteLastValues.layer({ path })),
          Layer.provide(system)
        )
        const all = yield* Effect.provide(joined, stored)
        const [old, fresh] = [all.slice(0, keys), all.slice(keys)]
        assert.lengthOf(new Set(old.map(({ key }) => key)), keys)
        for (const { isStale, payload, version } of old) {
          assert.isTrue(isStale)
          assert.isAtLeast(payload.n, flushed)
          assert.strictEqual(version.epoch, 1)
        }
        assert.deepStrictEqual(
          fresh.map(({ isStale, key, version }) => ({ isStale, key, version })),
          numbers(20).map((key, index) => ({ isStale: false, key, version: { epoch: 2, seq: index + 1 } }))
        )
      })
    )
  )

  it.live("E05-locked a second process with the same file is told so, and the first goes on", () =>
    inFolder((path) =>
      Effect.gen(function* () {
        const store = yield* LastValueStore
        assert.strictEqual(yield* store.begin, 1)
        const other = fileURLToPath(new URL("lastValues/warnings.ts", import.meta.url))
        const { stderr } = yield* Effect.promise(() => run(other, path))
        assert.include(stderr, "another process has it open")
        assert.strictEqual(yield* store.begin, 2)
      }).pipe(Effect.provide(SqliteLastValues.layer({ path })), Effect.provide(system))
    )
  )

  it.live("E05 a SQLite store that could not hold anything is refused", () =>
    Effect.gen(function* () {
      const refused = (options: unknown) =>
        Effect.map(
          Effect.flip(Layer.build(SqliteLastValues.layer(options as SqliteLastValues.SqliteOptions))),
          ({ message }) => message.split(/: (?:name|use) /)[0]
        )
      const wrong = [
        undefined,
        null,
        {},
        { path: "" },
        { path: ":memory:" },
        { path: 5 },
        { path: "a", outlives: "Power" }
      ]
      assert.deepStrictEqual(yield* Effect.forEach(wrong, refused), [
        "options is undefined",
        "options is null",
        "path is undefined",
        'path is ""',
        'path is ":memory:"',
        "path is 5",
        'outlives is "Power"'
      ])
    }).pipe(Effect.scoped, Effect.provide(system))
  )

  it.live("E05-quiet a SQLite store does not say on the terminal that SQLite is experimental", () =>
    inFolder((path) =>
      Effect.gen(function* () {
        const program = fileURLToPath(new URL("lastValues/warnings.ts", import.meta.url))
        const { stderr, stdout } = yield* Effect.promise(() => run(program, path))
        assert.match(stdout, /1 main harbor-last-values\n$/)
        assert.notMatch(stdout + stderr, /sqlite/i)
      })
    )
  )
})
