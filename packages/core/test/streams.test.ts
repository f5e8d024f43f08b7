/*
 * Streams for want of memory, and streams that run again, on simulated threads: what a test on real ones could not see or
 * time.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Logger from "effect/Logger"
import * as Rpc from "effect/rpc/Rpc"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Actor from "../src/Actor.ts"
import type { ActorError } from "../src/ActorError.ts"
import type { SystemOptions } from "../src/ActorSystem.ts"
import { CurrentJob } from "../src/CurrentJob.ts"
import { Lane } from "../src/internal/memory/layout.ts"
import * as Layout from "../src/internal/memory/layout.ts"
import { MemoryPool } from "../src/internal/memory/pool.ts"
import * as Job from "../src/Job.ts"
import { entryOf } from "./memory/board.ts"
import { client, internals, make, type Simulation, turns, until } from "./memory/simulated.ts"

class Source extends Actor.Service<Source>()("test/Source", [
  Rpc.make("sized", {
    payload: { bytes: Schema.Number, count: Schema.Number },
    success: Schema.Uint8Array,
    stream: true
  }),
  /** Dies as often as it is told: before its first element, or after it. */
  Rpc.make("again", {
    payload: { deaths: Schema.Number, after: Schema.Number },
    success: Schema.Number,
    stream: true
  }).annotate(Job.Idempotent, true),
  Rpc.make("echo", { payload: { n: Schema.Number }, success: Schema.Number }),
  /** Answers when the test says so. */
  Rpc.make("late", { payload: { n: Schema.Number }, success: Schema.Number })
]) {}

interface Seen {
  readonly attempts: Array<number>
  readonly late: Array<() => void>
  made: number
}

const source = (seen: Seen) =>
  Source.toLayer(
    {
      sized: ({ bytes, count }) =>
        Stream.range(1, count).pipe(
          Stream.rechunk(1),
          Stream.map((n) => {
            seen.made++
            return new Uint8Array(bytes).fill(n)
          })
        ),
      again: ({ after, deaths }) =>
        Stream.unwrap(
          Effect.map(CurrentJob, ({ attempt }) => {
            seen.attempts.push(attempt)
            const numbers = Stream.rechunk(Stream.range(1, 5), 1)
            return attempt > deaths ? numbers : Stream.concat(Stream.take(numbers, after), Stream.never)
          })
        ),
      echo: ({ n }) => Effect.succeed(n),
      late: ({ n }) => Effect.callback<number>((resume) => void seen.late.push(() => resume(Effect.succeed(n))))
    },
    { concurrency: "unbounded" }
  )

const one = (seen: Seen, options: SystemOptions = {}) =>
  Effect.gen(function* () {
    const simulation = yield* make({ a: source(seen) }, options)
    const layer = Source.layerThread({ entry: entryOf("a"), name: "a", restart: Schedule.spaced("1 millis") })
    return { simulation, source: yield* client(simulation, Source, layer) }
  })

const small: SystemOptions = { arenaBytes: 1024 * 1024, segmentBytes: 1024, smallBlocks: 16, largeBlocks: 16 }
const fresh = (): Seen => ({ attempts: [], late: [], made: 0 })
const forked = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.forkChild(effect, { startImmediately: true })

/** Takes all segments, or all blocks, that mail may have, as a third thread would; returns how to give them back. */
const takeAll = ({ loop }: Simulation, what: "segments" | "blocks"): (() => void) => {
  const third = new MemoryPool(loop.arena, 7)
  const lane = Layout.laneNumber(loop.arena.layout, 7, 7, Lane.mail)
  const segments: Array<number> = []
  const blocks: Array<number> = []
  if (what === "segments") {
    for (let segment = 0; (segment = third.claim(lane, Lane.mail)) >= 0;) segments.push(segment)
  }
  for (const blockClass of what === "blocks" ? [0, 1] : []) {
    for (let block = 0; (block = third.claimBlock(blockClass, lane, Lane.mail)) >= 0;) blocks.push(block)
  }
  return () => {
    for (const segment of segments.splice(0)) third.free(segment, () => {})
    for (const block of blocks.splice(0)) third.freeBlock(block, () => {})
  }
}

/** Segments and blocks that are free. */
const free = ({ loop }: Simulation): ReadonlyArray<number> => [
  loop.mesh.pool.countFree(),
  loop.mesh.pool.countFreeBlocks(0),
  loop.mesh.pool.countFreeBlocks(1)
]

describe("H11 streams for want of memory", () => {
  const waiting = (bytes: number) =>
    Effect.gen(function* () {
      const seen = fresh()
      const { simulation, source } = yield* one(seen, small)
      const a = simulation.thread("a").loop
      assert.strictEqual(yield* source.echo({ n: 1 }), 1)
      const before = free(simulation)
      const asks = yield* Effect.forEach(
        Array.from({ length: 100 }, (_, n) => n),
        (n) => forked(source.late({ n }))
      )
      yield* until(() => seen.late.length === 100)
      const giveBack = takeAll(simulation, bytes === 500 ? "segments" : "blocks")
      const reading = yield* forked(Stream.runCollect(source.sized({ bytes, count: 200 }, { streamBufferSize: 64 })))
      yield* until(() => seen.made > 0)
      // Replies have no need to wait.
      for (const answer of seen.late) answer()
      for (const [n, ask] of asks.entries()) assert.strictEqual(yield* Fiber.join(ask), n)
      assert.strictEqual(a.mesh.held, 0)
      const whole = Effect.gen(function* () {
        const elements = yield* Fiber.join(reading)
        assert.strictEqual(elements.length, 200)
        assert.isTrue(elements.every((element, index) => element.every((byte) => byte === ((index + 1) & 0xff))))
        assert.strictEqual(a.mesh.waitingForMemory.size, 0)
      })
      // A lane keeps the segment in which it has come to rest.
      const home = until(() =>
        free(simulation).every((count, index) => count >= before[index]! - (index === 0 ? 4 : 0))
      )
      return { a, giveBack, home, seen, whole }
    })

  it.live("a stream waits for segments, and replies pass it", () =>
    Effect.gen(function* () {
      const { a, giveBack, home, seen, whole } = yield* waiting(500)
      assert.strictEqual(a.mesh.waitingForMemory.size, 1)
      const made = seen.made
      yield* turns(20)
      assert.strictEqual(seen.made, made, "and nothing grows meanwhile")
      assert.isAtMost(made, 64)
      giveBack()
      yield* whole
      yield* home
    }).pipe(Effect.scoped)
  )

  for (const bytes of [5000, 100_000]) {
    it.live(
      `a stream of ${bytes} bytes an element goes on one by one, since those who hold the blocks may wait for it`,
      () =>
        Effect.gen(function* () {
          const { giveBack, home, whole } = yield* waiting(bytes)
          yield* whole
          giveBack()
          yield* home
        }).pipe(Effect.scoped)
    )
  }

  it.live("a stream that waits for memory is left like any other, and forgets what it waited for", () =>
    Effect.gen(function* () {
      const { simulation, source } = yield* one(fresh(), small)
      const a = simulation.thread("a").loop
      yield* source.echo({ n: 1 })
      const giveBack = takeAll(simulation, "segments")
      const reading = yield* forked(Stream.runDrain(source.sized({ bytes: 500, count: 1000 })))
      yield* until(() => a.mesh.waitingForMemory.size === 1)
      yield* Fiber.interrupt(reading)
      assert.strictEqual(a.mesh.waitingForMemory.size, 0)
      giveBack()
      assert.strictEqual(simulation.loop.outbox.jobs.live, 0)
      assert.strictEqual(internals(a).actors.size, 1)
      assert.strictEqual(Array.from(a.actors.values())[0]!.load, 0)
    }).pipe(Effect.scoped)
  )

  it.live("a reader that stands still keeps no more than its credit of memory and of what the producer makes", () =>
    Effect.gen(function* () {
      const seen = fresh()
      const { simulation, source } = yield* one(seen)
      const reading = yield* forked(
        Stream.runForEach(source.sized({ bytes: 1000, count: 1e9 }, { streamBufferSize: 10 }), () => Effect.never)
      )
      yield* until(() => seen.made === 10)
      yield* turns(50)
      assert.strictEqual(seen.made, 10)
      yield* Fiber.interrupt(reading)
      assert.strictEqual(simulation.loop.outbox.jobs.live, 0)
    }).pipe(Effect.scoped)
  )
})

describe("H01-deaths streams that may run again", () => {
  it.live("one that has sent nothing runs again; one that has begun fails with what was sent before it", () =>
    Effect.gen(function* () {
      const seen = fresh()
      const { simulation, source } = yield* one(seen)
      const silent = yield* forked(Stream.runCollect(source.again({ deaths: 1, after: 0 })))
      yield* until(() => seen.attempts.length === 1)
      simulation.thread("a").die()
      assert.deepStrictEqual(yield* Fiber.join(silent), [1, 2, 3, 4, 5])
      assert.deepStrictEqual(seen.attempts, [1, 2])

      const read: Array<number> = []
      const begun = yield* forked(
        Effect.exit(Stream.runForEach(source.again({ deaths: 1, after: 2 }), (n) => Effect.sync(() => read.push(n))))
      )
      yield* until(() => read.length === 2)
      simulation.thread("a").die()
      const exit = yield* Fiber.join(begun)
      const error = Exit.findErrorOption(exit)
      assert.isTrue(error._tag === "Some")
      const { reason, started } = (error as { readonly value: ActorError }).value
      assert.deepStrictEqual([reason._tag, started, read], ["ThreadDied", true, [1, 2]])
    }).pipe(Effect.scoped, Effect.provide(Logger.layer([])))
  )

  it.live("one that had not started moves to the next thread, like any job", () =>
    Effect.gen(function* () {
      const seen = fresh()
      const { simulation, source } = yield* one(seen)
      const a = simulation.thread("a")
      a.freeze()
      const reading = yield* forked(Stream.runCollect(source.again({ deaths: 0, after: 0 }, { streamBufferSize: 2 })))
      a.die()
      assert.deepStrictEqual(yield* Fiber.join(reading), [1, 2, 3, 4, 5])
      assert.deepStrictEqual(seen.attempts, [1])
    }).pipe(Effect.scoped, Effect.provide(Logger.layer([])))
  )
})
