/**
 * Debug mode: what is written into the shared memory by somebody else is found before it is read, reported with a dump,
 * and ends in typed errors; freed memory is filled; what belongs to another thread is refused.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Logger from "effect/Logger"
import * as Rpc from "effect/rpc/Rpc"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Actor from "../src/Actor.ts"
import type { ActorError } from "../src/ActorError.ts"
import { ActorSystem } from "../src/ActorSystem.ts"
import { type ArenaCorrupt } from "../src/ActorError.ts"
import * as Buffers from "../src/Buffers.ts"
import * as Layout from "../src/internal/memory/layout.ts"
import type { ThreadLoop } from "../src/internal/thread/threadLoop.ts"
import * as Record from "../src/internal/record.ts"
import * as Testing from "../src/testing/index.ts"

const { Lane } = Layout
const forked = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.forkChild(effect, { startImmediately: true })

class Store extends Actor.Service<Store>()("test/Store", [
  Rpc.make("put", { payload: { n: Schema.Number, data: Schema.Uint8Array }, success: Schema.Uint8Array }),
  Rpc.make("never", { payload: { n: Schema.Number } }),
  Rpc.make("acquire", { success: Schema.Number }),
  Rpc.make("add", { payload: { a: Schema.Number }, success: Schema.Number })
]) {}

const handlers = Store.toLayer(
  {
    put: ({ data }) => Effect.succeed(data),
    never: () => Effect.never,
    acquire: () => Effect.scoped(Effect.map(Effect.orDie(Buffers.acquire(1000)), (data) => data.byteLength)),
    add: ({ a }) => Effect.succeed(a + 1)
  },
  { concurrency: "unbounded" }
)

const store = (restart: Schedule.Schedule<any> | "never" = "never") =>
  Store.layerThread({ entry: Testing.entry(handlers), name: "store", restart })

class Other extends Store.as<Other>()("test/OtherStore") {}
const other = Other.layerThread({ entry: Testing.entry(handlers as never), name: "other", restart: "never" })

const loopOf = Effect.map(ActorSystem, (system) => system["~@stevedore/core/runtime"].loop)

/** The word where the last record of a lane begins, and the word behind it: records of the lane's first segment. */
const lastRecord = ({ arena }: ThreadLoop, from: number, to: number, kind: Layout.LaneKind) => {
  const { layout, words } = arena
  const lane = Layout.laneNumber(layout, from, to, kind)
  const tail = words[Layout.laneAt(layout, lane) + Layout.LaneWord.tail]!
  let at = Layout.firstSegmentAt(layout, lane)
  const end = at + tail / 4
  const next = (): number => at + (Record.pad8(words[at]!) + layout.markBytes) / 4
  while (next() < end) at = next()
  return { at, mark: next() - 2 }
}

const reasonOf = (exit: Exit.Exit<unknown, unknown>): ArenaCorrupt => {
  const error = Exit.findErrorOption(exit)
  assert.strictEqual(error._tag, "Some", String(exit))
  const { reason } = (error as { readonly value: ActorError }).value
  assert.strictEqual(reason._tag, "ArenaCorrupt", String(reason))
  return reason as ArenaCorrupt
}

const debug = { debug: true, maxThreads: 4, smallBlocks: 4, largeBlocks: 2 }
/** What main logs. */
const logged = (lines: Array<string>) => Logger.layer([Logger.make(({ message }) => void lines.push(String(message)))])

type Spoil = (words: Int32Array, at: number, mark: number, loop: ThreadLoop) => void

/** A job is on its way to a thread that stands still; then `spoil` writes into its record. Its end, and what is logged. */
const sentAndSpoiled = (spoil: Spoil, bytes: number) =>
  Effect.gen(function* () {
    const lines: Array<string> = []
    const exit = yield* Effect.gen(function* () {
      const store = yield* Store
      const loop = yield* loopOf
      const simulation = yield* Testing.Simulation
      assert.strictEqual(yield* store.add({ a: 1 }), 2)
      yield* simulation.freeze("store")
      const ask = yield* forked(Effect.exit(store.put({ n: 1, data: new Uint8Array(bytes) })))
      yield* simulation.quiet
      const { at, mark } = lastRecord(loop, 0, 1, Lane.mail)
      spoil(loop.arena.words, at, mark, loop)
      yield* simulation.thaw("store")
      return yield* Fiber.join(ask)
    }).pipe(
      Effect.provide(store()),
      Effect.provide(Testing.layer({ ...debug, time: "auto" })),
      Effect.provide(logged(lines))
    )
    return { exit, lines }
  })

const spoiled = (spoil: Spoil, bytes = 10) =>
  Effect.gen(function* () {
    const { exit, lines } = yield* sentAndSpoiled(spoil, bytes)
    const reason = reasonOf(exit)
    assert.isTrue(
      lines.some((line) => line.includes('thread "store" is ended') && line.includes(reason.what)),
      lines.join("\n")
    )
    return reason
  })

const cases: Readonly<Record<string, readonly [Spoil, RegExp, number?]>> = {
  "a length that is negative and no link": [(words, at) => (words[at] = -1000_000), /a link to segment 999999 of \d+/],
  "a link to a segment of nobody": [(words, at) => (words[at] = -1), /a link to segment 0, which is nobody's/],
  "a length beyond what is published": [(words, at) => (words[at] = 4096), /a record of 4096 bytes, of which \d+ are/],
  "a length that is too small": [(words, at) => (words[at] = 8), /a record of 8 bytes/],
  "another length": [(words, at) => (words[at]! += 8), /a record of \d+ bytes/],
  "the mark overwritten": [(words, _, mark) => (words[mark] = 7), /a record without its mark: 00000007/],
  "an old record": [(words, _, mark) => (words[mark + 1]! -= 1), /record 0 where 1 is due/],
  "a kind that is none of mail's": [(words, at) => (words[at + 1] = Record.Kind.success), /a record of kind 3/],
  "a job beyond the table": [(words, at) => (words[at + 2] = 1 << 30), /job 1073741824 of \d+/],
  "another generation": [(words, at) => (words[at + 3]! += 5), /job \d+ of generation \d+, whose word says/],
  "an extension longer than the record": [(words, at) => (words[at + 5] = 4000), /a body of 4000 bytes in \d+/],
  "a block that is none": [(words, at) => (words[at + 10] = 77), /block 77 of 6/, 30_000],
  "another's block": [(words, at) => (words[at + 10] = 2), /a body in block 2, which is nobody's/, 30_000],
  "a body longer than its block": [
    (words, at) => (words[at + 11] = 90_000),
    /a body of 90000 bytes in a block/,
    30_000
  ],
  "a tail that is none": [
    (words, _at, _mark, { arena }) => {
      const lane = Layout.laneNumber(arena.layout, 0, 1, Lane.mail)
      words[Layout.laneAt(arena.layout, lane) + Layout.LaneWord.tail]! += 3
    },
    /its producer has published \d+ bytes/
  ]
}

describe("debug mode: corruption is found", () => {
  for (const [name, [spoil, what, bytes]] of Object.entries(cases)) {
    it.live(name, () =>
      Effect.gen(function* () {
        const reason = yield* spoiled(spoil, bytes)
        assert.match(reason.what, what)
        assert.match(
          reason.dump,
          /^mail from "main" \(record 0\) to "store" \(record 1\), record 1 at word \d+, \d+ bytes read of \d+\n/
        )
        assert.include(reason.dump, "in the lane's first segment")
        assert.match(reason.dump, /\n> \d+:( [0-9a-f]{8}){8}/)
      })
    )
  }

  it.live("what no other memory speaks of is not: whose job it is, and what it carries", () =>
    Effect.gen(function* () {
      const refused = yield* sentAndSpoiled((words, at) => (words[at + Record.Field.instance]! += 77), 10)
      const error = Option.getOrThrow(Exit.findErrorOption(refused.exit)) as ActorError
      assert.deepStrictEqual([error.reason._tag, error.started], ["Stopped", false])
      // An array of two, a number of one byte, two bytes in front of the data.
      const spoilt = yield* sentAndSpoiled((words, at) => {
        const start = at * 4 + Record.MAIL_BYTES + Record.pad8(words[at + Record.Field.extensionBytes]!)
        new Uint8Array(words.buffer)[start + 4] = 9
      }, 3)
      assert.deepStrictEqual(spoilt.exit, Exit.succeed(Uint8Array.of(9, 0, 0)))
      assert.deepStrictEqual([...refused.lines, ...spoilt.lines], [])
    })
  )

  it.live("a reply that cannot be: main ends the thread it came from, and its successor serves", () =>
    Effect.gen(function* () {
      const store = yield* Store
      const loop = yield* loopOf
      const simulation = yield* Testing.Simulation
      yield* store.add({ a: 1 })
      const { words } = loop.arena
      // Out of the drain that brought that answer, which goes on while there is more.
      yield* simulation.quiet
      // Main does not look until the answer was published. `drain` is private: nobody but this test wants a thread that is
      // alive and does not look.
      const { drain } = loop as any
      ;(loop as any).drain = () => {}
      const open = yield* forked(Effect.exit(store.never({ n: 1 })))
      const ask = yield* forked(Effect.exit(store.add({ a: 2 })))
      yield* simulation.quiet
      assert.isUndefined(ask.pollUnsafe())
      const { at } = lastRecord(loop, 1, 0, Lane.express)
      words[at + Record.Field.generation]! += 1
      ;(loop as any).drain = drain
      drain.call(loop)
      for (const exit of [yield* Fiber.join(open), yield* Fiber.join(ask)]) {
        const reason = reasonOf(exit)
        assert.match(reason.what, /job \d+ of generation \d+, whose word says/)
        assert.include(reason.dump, 'express from "store" (record 1) to "main" (record 0)')
      }
      assert.strictEqual(yield* store.add({ a: 5 }), 6)
      assert.deepEqual((yield* (yield* ActorSystem).info).jobsInFlight, 0)
    }).pipe(
      Effect.provide(store(Schedule.spaced("1 millis"))),
      Effect.provide(Testing.layer({ ...debug, time: "auto" })),
      Effect.provide(Logger.layer([]))
    )
  )

  it.live("main's lane to itself: what was sent on it fails, and nothing hangs", () =>
    Effect.gen(function* () {
      const loop = yield* loopOf
      const own = Context.get(yield* Layer.build(Store.layerMain(handlers)), Store)
      assert.strictEqual(yield* own.add({ a: 1 }), 2)
      const ask = yield* forked(Effect.exit(own.add({ a: 2 })))
      const { at } = lastRecord(loop, 0, 0, Lane.mail)
      loop.arena.words[at + 1] = 0
      assert.match(reasonOf(yield* Fiber.join(ask)).what, /a record of kind 0/)
      assert.match(reasonOf(yield* Effect.exit(own.add({ a: 3 }))).dump, /mail from "main" .* to "main"/)
    }).pipe(Effect.scoped, Effect.provide(Testing.layer({ ...debug, time: "auto" })), Effect.provide(Logger.layer([])))
  )
})

/** Writes into every segment, or every block, that nobody has, as a thread would that has not noticed that it is freed. */
const writeFreed = ({ arena }: ThreadLoop, what: "segments" | "blocks"): void => {
  const { layout, words } = arena
  for (const units of what === "segments" ? [layout.segmentUnits] : layout.blockUnits) {
    for (let unit = 0; unit < units.count; unit++) {
      if (words[units.owners + unit] === 0) words[units.at + unit * units.words + 5] = 0x1234
    }
  }
}

describe("debug mode: what is written to freed memory is found when it is used again", () => {
  const cases = [
    { what: "segments", bytes: 10_000, named: /^segment \d+ was written to while it was free, at word \d+$/ },
    { what: "blocks", bytes: 30_000, named: /^block \d+ was written to while it was free, at word \d+$/ }
  ] as const
  for (const { bytes, named, what } of cases) {
    const put = (n: number) => Effect.flatMap(Store, (store) => store.put({ n, data: new Uint8Array(bytes) }))

    it.live(`${what}, by main: it ends the thread that it sends to, which is told and logged; then all goes on`, () => {
      const lines: Array<string> = []
      return Effect.gen(function* () {
        const store = yield* Store
        const loop = yield* loopOf
        const simulation = yield* Testing.Simulation
        yield* put(1)
        yield* simulation.freeze("store")
        const waiting = yield* forked(Effect.exit(store.never({ n: 1 })))
        writeFreed(loop, what)
        // Enough to need another segment; the first of them finds it.
        const asks = yield* Effect.forEach([2, 3, 4], (n) => forked(Effect.exit(put(n))))
        const exits = [yield* Fiber.join(waiting), ...(yield* Effect.forEach(asks, Fiber.join))]
        for (const exit of exits) assert.match(reasonOf(exit).what, named)
        const { dump } = reasonOf(exits[0]!)
        assert.match(dump, /^claimed for mail from "main" \(record 0\) to "store" \(record 1\)\n/)
        assert.match(dump, /\n> \d+: 00001234( dbdbdbdb| 00000000){7}/)
        assert.isTrue(
          lines.some((line) => line.includes('thread "store" is ended') && line.includes("while it was free"))
        )
      }).pipe(
        Effect.provide(store()),
        Effect.provide(Testing.layer({ ...debug, time: "auto" })),
        Effect.provide(logged(lines))
      )
    })

    it.live(`${what}, by another thread: it is ended, and its successor serves`, () => {
      const lines: Array<string> = []
      return Effect.gen(function* () {
        const store = yield* Store
        const loop = yield* loopOf
        const simulation = yield* Testing.Simulation
        yield* put(1)
        const running = yield* forked(Effect.exit(store.never({ n: 1 })))
        yield* simulation.quiet
        // What comes back needs one of those as well.
        yield* simulation.freeze("store")
        const asks = yield* Effect.forEach([2, 3, 4], (n) => forked(Effect.exit(put(n))))
        yield* simulation.quiet
        writeFreed(loop, what)
        yield* simulation.thaw("store")
        const reason = reasonOf(yield* Fiber.join(running))
        assert.match(reason.what, named)
        assert.match(reason.dump, /^claimed for express from "store" \(record 1\) to "main" \(record 0\)\n/)
        // Replies that were published before its end win.
        for (const exit of yield* Effect.forEach(asks, Fiber.join)) if (Exit.isFailure(exit)) reasonOf(exit)
        assert.strictEqual((yield* put(5)).byteLength, bytes)
        assert.strictEqual((yield* (yield* ActorSystem).info).jobsInFlight, 0)
      }).pipe(
        Effect.provide(store(Schedule.spaced("1 millis"))),
        Effect.provide(Testing.layer({ ...debug, time: "auto" })),
        Effect.provide(logged(lines))
      )
    })
  }
})

describe("debug mode: a block that was written to while it was free, and is claimed for a buffer", () => {
  const what = /^block \d+ was written to while it was free, at word \d+$/

  it.live("of main: is logged with main's name, and no other thread is ended", () => {
    const lines: Array<string> = []
    return Effect.gen(function* () {
      const store = yield* Store
      const never = yield* forked(Effect.exit(store.never({ n: 1 })))
      const { quiet } = yield* Testing.Simulation
      yield* quiet
      writeFreed(yield* loopOf, "blocks")
      assert.strictEqual((yield* Buffers.acquire(1000)).byteLength, 1000)
      yield* quiet
      assert.strictEqual(lines.length, 1, lines.join("\n"))
      assert.include(lines[0], "was written to while it was free")
      assert.include(lines[0], '\nclaimed for a buffer of "main" (record 0)\n')
      assert.strictEqual(yield* store.add({ a: 1 }), 2)
      assert.isUndefined(never.pollUnsafe())
    }).pipe(
      Effect.scoped,
      Effect.provide(Layer.merge(store(), other)),
      Effect.provide(Testing.layer({ ...debug, time: "auto" })),
      Effect.provide(logged(lines))
    )
  })

  it.live("of another thread: that one is ended, and named", () => {
    const lines: Array<string> = []
    return Effect.gen(function* () {
      const there = yield* Other
      assert.strictEqual(yield* there.acquire(), 1000)
      writeFreed(yield* loopOf, "blocks")
      const reason = reasonOf(yield* Effect.exit(Effect.andThen(there.acquire(), there.never({ n: 1 }))))
      assert.match(reason.what, what)
      assert.match(reason.dump, /^claimed for a buffer of "other" \(record \d\)\n/)
      assert.isTrue(lines.some((line) => line.includes('thread "other" is ended')))
      assert.isFalse(lines.some((line) => line.includes('thread "store" is ended')))
      assert.strictEqual(yield* (yield* Store).add({ a: 1 }), 2)
    }).pipe(
      Effect.provide(Layer.merge(store(), other)),
      Effect.provide(Testing.layer({ ...debug, time: "auto" })),
      Effect.provide(logged(lines))
    )
  })
})

describe("debug mode: nothing is reported that is right", () => {
  it.live("jobs of all sizes, in order, with every segment and block passed on", () =>
    Effect.gen(function* () {
      const store = yield* Store
      const sizes = Array.from(
        { length: 300 },
        (_, i) => [0, 100, 900, 15_000, 16_290, 16_400, 60_000, 200_000][i % 8]!
      )
      const answers = yield* Effect.forEach(sizes, (size, n) => store.put({ n, data: new Uint8Array(size).fill(n) }), {
        concurrency: 20
      })
      for (const [n, answer] of answers.entries()) {
        assert.strictEqual(answer.byteLength, sizes[n])
        assert.isTrue(answer.every((byte) => byte === (n & 0xff)))
      }
    }).pipe(Effect.provide(store()), Effect.provide(Testing.layer({ ...debug, time: "auto" })))
  )

  it.live("what is freed is filled, blocks and segments", () =>
    Effect.gen(function* () {
      const store = yield* Store
      const { arena } = yield* loopOf
      yield* Effect.forEach(
        Array.from({ length: 40 }),
        (_, n) => store.put({ n, data: new Uint8Array(10_000).fill(1) }),
        {
          concurrency: "unbounded"
        }
      )
      yield* store.put({ n: 1, data: new Uint8Array(30_000).fill(1) })
      const { layout } = arena
      const filled = (at: number, words: number): boolean =>
        arena.bytes.subarray(at * 4, (at + words) * 4).every((byte) => byte === 0xdb)
      const [small] = layout.blockUnits
      const blocks = Array.from({ length: small.count }, (_, block) =>
        filled(Layout.blockAt(layout, block), small.words)
      )
      assert.include(blocks, true)
      const segments = Array.from({ length: layout.segmentCount }, (_, segment) => segment).filter((segment) =>
        filled(Layout.segmentAt(layout, segment), layout.segmentWords)
      )
      assert.isAbove(segments.length, 3)
      for (const segment of segments) assert.strictEqual(arena.words[layout.owners + segment], 0)
    }).pipe(Effect.provide(store()), Effect.provide(Testing.layer({ ...debug, time: "auto" })))
  )

  it.live("without debug mode nothing is marked or filled", () =>
    Effect.gen(function* () {
      const store = yield* Store
      const { arena } = yield* loopOf
      yield* store.put({ n: 1, data: new Uint8Array(30_000).fill(1) })
      assert.strictEqual(arena.layout.markBytes, 0)
      assert.isFalse(arena.bytes.subarray(Layout.blockAt(arena.layout, 0) * 4).includes(0xdb))
    }).pipe(Effect.provide(store()), Effect.provide(Testing.layer({ ...debug, debug: false, time: "auto" })))
  )
})

describe("D01-debug what belongs to another thread", () => {
  class Thief extends Actor.Service<Thief>()("test/Thief", [
    Rpc.make("ask", { success: Schema.Number }),
    Rpc.make("cancel", { success: Schema.Boolean }),
    Rpc.make("await")
  ]) {}

  type Client = Context.Service.Shape<typeof Store>
  const stolen: { client?: Client; job?: Effect.Success<ReturnType<Client["never"]["submit"]>> } = {}
  const thief = Thief.layerThread({
    name: "thief",
    entry: Testing.entry(
      Thief.toLayer({
        ask: () => Effect.orDie(stolen.client!.add({ a: 1 })),
        cancel: () => Effect.suspend(() => stolen.job!.cancel),
        await: () => Effect.orDie(Effect.suspend(() => stolen.job!.await))
      })
    )
  })

  it.live("a client, and a submitted job, used on another thread die with a message that names both", () =>
    Effect.gen(function* () {
      stolen.client = yield* Store
      stolen.job = yield* stolen.client.never.submit({ n: 1 })
      const there = yield* Thief
      const exits: ReadonlyArray<Exit.Exit<unknown, unknown>> = [
        yield* Effect.exit(there.ask()),
        yield* Effect.exit(there.cancel()),
        yield* Effect.exit(there.await())
      ]
      for (const exit of exits) {
        const text = String(exit)
        assert.isTrue(Exit.hasDies(exit), text)
        assert.include(text, 'belongs to thread "main" and was used on thread "thief"')
      }
      assert.strictEqual(yield* stolen.client.add({ a: 1 }), 2, "where it belongs, it works")
      const awaited = yield* forked(Effect.exit(stolen.job.await))
      assert.isFalse(yield* stolen.job.cancel, "it had started")
      assert.isTrue(Exit.hasInterrupts(yield* Fiber.join(awaited)), "and is awaited")
    }).pipe(Effect.provide(Layer.merge(store(), thief)), Effect.provide(Testing.layer({ ...debug, time: "auto" })))
  )
})
