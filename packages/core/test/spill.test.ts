/**
 * Payloads and results above a segment, over simulated threads: what happens when blocks run out, and that every block
 * comes home, wherever its job was when it was cancelled, refused, or lost a thread.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Headers from "effect/http/Headers"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import * as SchemaIssue from "effect/SchemaIssue"
import * as Scope from "effect/Scope"
import * as Actor from "../src/Actor.ts"
import type { ActorError } from "../src/ActorError.ts"
import type { SystemOptions } from "../src/ActorSystem.ts"
import * as Job from "../src/Job.ts"
import * as Layout from "../src/internal/memory/layout.ts"
import { MemoryPool } from "../src/internal/memory/pool.ts"
import { entryOf } from "./memory/board.ts"
import { client, make, type Simulation, turns, until } from "./memory/simulated.ts"

const { Lane } = Layout
const forked = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.forkChild(effect, { startImmediately: true })
const numbers = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, index) => index)

/** 20 KB that differ for every job. */
const dataOf = (n: number, bytes = 20_000): Uint8Array => new Uint8Array(bytes).map((_, i) => (i * (n + 3)) >> 3)
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

/** Encodes everything; decodes nothing that begins with "!". */
const Strict = Schema.String.pipe(
  Schema.decodeTo(Schema.String, {
    decode: SchemaGetter.transformEffect((text: string, options) =>
      text.startsWith("!")
        ? Effect.fail(new SchemaIssue.InvalidValue({ message: "no exclamations" }, text, options))
        : Effect.succeed(text)
    ),
    encode: SchemaGetter.passthrough()
  })
)

class Bulky extends Schema.TaggedError<Bulky>()("Bulky", { text: Schema.String }) {}

const numbered = { n: Schema.Number, data: Schema.Uint8Array }

class Spill extends Actor.Service<Spill>()("test/Spill", [
  Rpc.make("echo", { payload: numbered, success: Schema.Uint8Array }),
  Rpc.make("hang", { payload: numbered, success: Schema.Uint8Array }),
  Rpc.make("small", { payload: { n: Schema.Number }, success: Schema.Number }),
  Rpc.make("note", { payload: numbered }),
  Rpc.make("strict", { payload: { text: Strict }, success: Schema.Number }),
  Rpc.make("fail", { payload: { length: Schema.Number }, success: Schema.Number, error: Bulky }),
  Rpc.make("header", { payload: { name: Schema.String }, success: Schema.String }),
  Rpc.make("circle", { payload: numbered, success: Schema.Number }),
  Rpc.make("inner", { payload: numbered, success: Schema.Number }).annotate(Job.Reentrant, true)
]) {}

/** Passes on what it is asked: a second sender. */
class Sender extends Actor.Service<Sender>()("test/Sender", [
  Rpc.make("tell", { payload: numbered }),
  Rpc.make("ask", { payload: numbered })
]) {}

interface Log {
  readonly started: Array<number>
  readonly wrong: Array<number>
  readonly hanging: Map<number, () => void>
}
const log = (): Log => ({ started: [], wrong: [], hanging: new Map() })

const handlersOf = (log: Log) => {
  const look = ({ data, n }: { readonly data: Uint8Array; readonly n: number }): void => {
    log.started.push(n)
    if (!same(data, dataOf(n, data.byteLength))) log.wrong.push(n)
  }
  return Spill.toLayer(
    Effect.gen(function* () {
      const self = yield* Spill
      return {
        echo: (job) => Effect.sync(() => (look(job), job.data)),
        hang: (job) =>
          Effect.callback<Uint8Array>((resume) => {
            look(job)
            log.hanging.set(job.n, () => resume(Effect.succeed(job.data)))
          }),
        small: ({ n }) => Effect.sync(() => (log.started.push(n), n)),
        note: (job) => Effect.sync(() => look(job)),
        strict: ({ text }) => Effect.succeed(text.length),
        fail: ({ length }) => Effect.fail(new Bulky({ text: "x".repeat(length) })),
        header: ({ name }, { headers }) => Effect.succeed(headers[name] ?? "none"),
        circle: ({ data, n }) => Effect.orDie(self.inner({ data, n })),
        inner: ({ data }) => Effect.succeed(data.byteLength)
      }
    })
  )
}

/** Blocks that are not free, of both classes. */
const taken = ({ loop }: Simulation): number => {
  const [small, large] = loop.arena.layout.blockUnits
  const { pool } = loop.mesh
  return small.count + large.count - pool.countFreeBlocks(0) - pool.countFreeBlocks(1)
}

/** Every block is free, and the counts that senders go by say so. */
const home = (simulation: Simulation): Effect.Effect<void> =>
  Effect.map(
    until(() => taken(simulation) === 0),
    () => {
      for (const { count, freeCount } of simulation.loop.arena.layout.blockUnits) {
        assert.strictEqual(simulation.loop.arena.words[freeCount], count)
      }
    }
  )

/** Eight blocks of 64 KiB, seven of them for mail, and no larger ones. */
const few: SystemOptions = { smallBlocks: 8, largeBlocks: 0 }

/** A system with one actor on a thread of its own, one job at a time. */
const one = (log: Log, options: SystemOptions = few, mailbox: Actor.MailboxOptions = {}) =>
  Effect.gen(function* () {
    const entry = handlersOf(log).pipe(Layer.provide(Spill.layerRef))
    const simulation = yield* make({ a: entry }, options)
    const layer = Spill.layerThread({ entry: entryOf("a"), restart: "never", ...mailbox })
    const spill = yield* client(simulation, Spill, layer)
    return { simulation, spill, thread: simulation.thread("test/Spill") }
  })

/** Takes all blocks that lanes of that kind may have, as a third thread would; returns how to give them back. */
const takeAll = ({ loop }: Simulation, kind: Layout.LaneKind): (() => void) => {
  const third = new MemoryPool(loop.arena, 7)
  const lane = Layout.laneNumber(loop.arena.layout, 7, 7, kind)
  const blocks: Array<number> = []
  for (const blockClass of [0, 1]) {
    for (let block = 0; (block = third.claimBlock(blockClass, lane, kind)) >= 0;) blocks.push(block)
  }
  return () => {
    for (const block of blocks.splice(0)) third.freeBlock(block, () => {})
  }
}

describe("E01-blocks blocks run out", () => {
  it.live("A10 sends wait in order, none overtakes, and all are answered", () =>
    Effect.gen(function* () {
      const a = log()
      const { simulation, spill, thread } = yield* one(a)
      const first = yield* forked(spill.hang({ n: 0, data: dataOf(0) }))
      yield* until(() => a.hanging.size === 1)
      const asks = yield* Effect.forEach(numbers(20), (n) => forked(spill.echo({ n: n + 1, data: dataOf(n + 1) })))
      const small = yield* forked(spill.small({ n: 21 }))
      yield* turns(10)
      const { outbox } = simulation.loop
      // A lane may have no more than are free: half of them.
      assert.strictEqual(taken(simulation), 4)
      assert.strictEqual(outbox.waiting, 17, "16 that find no block, and the one behind them")
      assert.deepEqual(a.started, [0])
      a.hanging.get(0)!()
      assert.isTrue(same(yield* Fiber.join(first), dataOf(0)))
      for (const [n, ask] of asks.entries()) assert.isTrue(same(yield* Fiber.join(ask), dataOf(n + 1)))
      assert.strictEqual(yield* Fiber.join(small), 21)
      assert.deepEqual(a.started, numbers(22))
      assert.deepEqual(a.wrong, [])
      yield* home(simulation)
      assert.strictEqual(thread.loop.mesh.held, 0)
    }).pipe(Effect.scoped)
  )

  it.live("A10 results go on when mail has taken all that it may have", () =>
    Effect.gen(function* () {
      const a = log()
      const { simulation, spill } = yield* one(a)
      const hanging = yield* forked(spill.hang({ n: 1, data: dataOf(1) }))
      yield* until(() => a.hanging.size === 1)
      const giveBack = takeAll(simulation, Lane.mail)
      const waiting = yield* forked(spill.echo({ n: 2, data: dataOf(2) }))
      a.hanging.get(1)!()
      assert.isTrue(same(yield* Fiber.join(hanging), dataOf(1)), "its result had the last block")
      yield* turns(10)
      assert.strictEqual(simulation.loop.outbox.waiting, 1)
      giveBack()
      assert.isTrue(same(yield* Fiber.join(waiting), dataOf(2)))
      yield* home(simulation)
    }).pipe(Effect.scoped)
  )

  it.live("A10 results without a block wait on their thread, in order, smaller ones behind them", () =>
    Effect.gen(function* () {
      const { simulation, spill, thread } = yield* one(log(), { ...few, segmentBytes: 1024 })
      const answers: Array<number> = []
      // Payloads fit a segment, results do not.
      const asks = yield* Effect.forEach(numbers(4), (n) =>
        forked(Effect.map(spill.fail({ length: n % 2 === 0 ? 5000 : 10 }).pipe(Effect.flip), () => answers.push(n)))
      )
      for (const ask of asks) yield* Fiber.join(ask)
      assert.deepEqual(answers.splice(0), [0, 1, 2, 3])
      const giveBack = takeAll(simulation, Lane.express)
      const again = yield* Effect.forEach(numbers(4), (n) =>
        forked(Effect.map(spill.fail({ length: n % 2 === 0 ? 5000 : 10 }).pipe(Effect.flip), () => answers.push(n)))
      )
      yield* until(() => thread.loop.mesh.held === 4)
      yield* turns(10)
      assert.deepEqual(answers, [])
      giveBack()
      for (const ask of again) yield* Fiber.join(ask)
      assert.deepEqual(answers, [0, 1, 2, 3])
      yield* home(simulation)
    }).pipe(Effect.scoped)
  )

  it.live("A10 a small block is stood in for by a large one before anybody waits", () =>
    Effect.gen(function* () {
      const a = log()
      const { simulation, spill } = yield* one(a, { smallBlocks: 2, largeBlocks: 4 })
      const hanging = yield* forked(spill.hang({ n: 0, data: dataOf(0) }))
      yield* until(() => a.hanging.size === 1)
      const asks = yield* Effect.forEach(numbers(6), (n) => forked(spill.echo({ n, data: dataOf(n) })))
      yield* turns(10)
      const { pool } = simulation.loop.mesh
      assert.deepEqual([pool.countFreeBlocks(0), pool.countFreeBlocks(1)], [1, 2])
      assert.strictEqual(simulation.loop.outbox.waiting, 3)
      a.hanging.get(0)!()
      for (const ask of [hanging, ...asks]) yield* Fiber.join(ask)
      assert.deepEqual(a.wrong, [])
      yield* home(simulation)
    }).pipe(Effect.scoped)
  )

  it.live("D10 whenFull: fail names the blocks, and nothing of it remains", () =>
    Effect.gen(function* () {
      const a = log()
      const { simulation, spill } = yield* one(a, few, { whenFull: "fail" })
      const hanging = yield* forked(spill.hang({ n: 0, data: dataOf(0) }))
      yield* until(() => a.hanging.size === 1)
      const asks = yield* Effect.forEach(numbers(4), (n) => forked(spill.echo({ n, data: dataOf(n) })))
      const error = yield* Effect.flip(spill.echo({ n: 9, data: dataOf(9) }))
      assert.include((error as ActorError).reason, { _tag: "MailboxFull", what: "blocks", limit: 7 })
      assert.include(String(error), "at most 7 blocks for payloads above a segment")
      assert.strictEqual(simulation.loop.outbox.jobs.live, 5)
      a.hanging.get(0)!()
      for (const ask of [hanging, ...asks]) yield* Fiber.join(ask)
      assert.strictEqual(simulation.loop.outbox.jobs.live, 0)
      yield* home(simulation)
    }).pipe(Effect.scoped)
  )

  it.live("D10 a wait for a block that takes too long says what was in the way", () =>
    Effect.gen(function* () {
      const a = log()
      const { simulation, spill } = yield* one(a, few, { whenFull: "20 millis" })
      const hanging = yield* forked(spill.hang({ n: 0, data: dataOf(0) }))
      yield* until(() => a.hanging.size === 1)
      const giveBack = takeAll(simulation, Lane.mail)
      // Both need a block: the second would go through if it were small and the first gave up a moment before it.
      const large = yield* forked(Effect.flip(spill.echo({ n: 9, data: dataOf(9) })))
      const behind = yield* Effect.flip(spill.echo({ n: 10, data: dataOf(10) }))
      for (const error of [yield* Fiber.join(large), behind]) {
        assert.include((error as ActorError).reason, { _tag: "MailboxFull", what: "blocks", waitedMillis: 20 })
      }
      giveBack()
      a.hanging.get(0)!()
      yield* Fiber.join(hanging)
      yield* home(simulation)
    }).pipe(Effect.scoped)
  )

  it.live("D08 without blocks a segment is the limit, and the message says what to do", () =>
    Effect.gen(function* () {
      const { spill } = yield* one(log(), { smallBlocks: 0, largeBlocks: 0 })
      const error = yield* Effect.flip(spill.echo({ n: 1, data: dataOf(1) }))
      assert.include((error as ActorError).reason, { _tag: "TooLarge", limitBytes: 16 * 1024 - 8 - 40 })
      assert.include(String(error), "mark its binary data Job.transfer, or give the actor system largeBlocks")
      const result = yield* Effect.flip(spill.fail({ length: 20_000 }))
      assert.include((result as ActorError).reason, { _tag: "TooLarge", what: "error", limitBytes: 16 * 1024 - 8 - 24 })
      assert.strictEqual(yield* spill.small({ n: 3 }), 3)
    }).pipe(Effect.scoped)
  )
})

describe("E01-blocks what travels in a block", () => {
  it.live("an error, a payload that cannot be read, headers: all arrive, and leave nothing", () =>
    Effect.gen(function* () {
      const { simulation, spill } = yield* one(log())
      const error = yield* Effect.flip(spill.fail({ length: 30_000 }))
      assert.instanceOf(error, Bulky)
      assert.strictEqual((error as Bulky).text.length, 30_000)
      assert.include((error as Bulky).stack!, "spill.test.ts")
      assert.strictEqual(yield* spill.strict({ text: "x".repeat(20_000) }), 20_000)
      const unread = yield* Effect.flip(spill.strict({ text: `!${"x".repeat(20_000)}` }))
      assert.include((unread as ActorError).reason, { _tag: "Undecodable", what: "payload" })
      assert.strictEqual((unread as ActorError).started, false)
      const headers = Headers.fromInput({ long: "h".repeat(40_000), other: "o" })
      assert.strictEqual(yield* spill.header({ name: "long" }, { headers }), "h".repeat(40_000))
      assert.strictEqual(yield* spill.header({ name: "other" }, { headers }), "o")
      yield* home(simulation)
    }).pipe(Effect.scoped)
  )

  it.live("A05 the chain of who waits: a reentrant job is let in although its record lies in a block", () =>
    Effect.gen(function* () {
      const { simulation, spill } = yield* one(log())
      assert.strictEqual(yield* spill.circle({ n: 1, data: dataOf(1) }), 20_000)
      yield* home(simulation)
    }).pipe(Effect.scoped)
  )
})

describe("E01-blocks blocks come home", () => {
  it.live("cancelled before they start, while they wait for a block, timed out, and while they run", () =>
    Effect.gen(function* () {
      const a = log()
      const { simulation, spill } = yield* one(a)
      const running = yield* forked(spill.hang({ n: 0, data: dataOf(0) }))
      yield* until(() => a.hanging.size === 1)
      const queued = yield* Effect.forEach(numbers(9), (n) => forked(spill.echo({ n: n + 1, data: dataOf(n + 1) })))
      yield* turns(10)
      for (const n of [8, 7, 1, 0]) yield* Fiber.interrupt(queued[n]!)
      const late = yield* Effect.flip(spill.echo({ n: 20, data: dataOf(20) }, { timeout: 5 }))
      assert.strictEqual((late as ActorError).reason._tag, "Timeout")
      yield* Fiber.interrupt(running)
      yield* Fiber.join(queued[6]!)
      assert.deepEqual(a.started, [0, 3, 4, 5, 6, 7])
      yield* home(simulation)
    }).pipe(Effect.scoped)
  )

  it.live("refused by an actor that closes, from its backlog and from the lane", () =>
    Effect.gen(function* () {
      const a = log()
      const simulation = yield* make({ a: handlersOf(a).pipe(Layer.provide(Spill.layerRef)) }, few)
      const scope = yield* Scope.make()
      const layer = Spill.layerThread({ entry: entryOf("a"), restart: "never" })
      const spill = yield* Scope.provide(client(simulation, Spill, layer), scope)
      const running = yield* forked(Effect.exit(spill.hang({ n: 0, data: dataOf(0) })))
      yield* until(() => a.hanging.size === 1)
      const asks = yield* Effect.forEach(numbers(9), (n) => forked(Effect.exit(spill.echo({ n, data: dataOf(n) }))))
      yield* turns(5)
      const thread = simulation.thread("test/Spill")
      const closing = yield* forked(Scope.close(scope, Exit.void))
      yield* until(() => !thread.loop.takesMail)
      for (const actor of thread.loop.actors.values()) actor.refuseAll()
      thread.loop.flush()
      a.hanging.get(0)?.()
      const exits = yield* Effect.forEach([running, ...asks], Fiber.join)
      assert.isAbove(exits.filter(Exit.isFailure).length, 7)
      yield* Fiber.join(closing)
      yield* home(simulation)
    }).pipe(Effect.scoped)
  )

  for (const where of ["lane", "backlog"] as const) {
    it.live(`H01-death of the reader, with blocks in its ${where}: jobs move, and are encoded anew`, () =>
      Effect.gen(function* () {
        const a = log()
        const entry = handlersOf(a).pipe(Layer.provide(Spill.layerRef))
        const simulation = yield* make({ a: entry }, few)
        const layer = Spill.layerThread({ entry: entryOf("a"), restart: Schedule.spaced("1 millis") })
        const spill = yield* client(simulation, Spill, layer)
        const running = yield* forked(Effect.exit(spill.hang({ n: 0, data: dataOf(0) })))
        yield* until(() => a.hanging.size === 1)
        const thread = simulation.thread("test/Spill")
        if (where === "lane") thread.freeze()
        const asks = yield* Effect.forEach(numbers(9), (n) => forked(spill.echo({ n: n + 1, data: dataOf(n + 1) })))
        yield* turns(10)
        assert.strictEqual(taken(simulation), 4)
        thread.die()
        assert.isTrue(Exit.isFailure(yield* Fiber.join(running)))
        for (const [n, ask] of asks.entries()) assert.isTrue(same(yield* Fiber.join(ask), dataOf(n + 1)))
        assert.deepEqual(a.started, numbers(10))
        assert.deepEqual(a.wrong, [])
        yield* home(simulation)
      }).pipe(Effect.scoped)
    )
  }

  it.live("H01-death of the sender: its tells are read from blocks that outlive it, its asks are dropped", () =>
    Effect.gen(function* () {
      const a = log()
      const sender = Sender.toLayer(
        Effect.gen(function* () {
          const spill = yield* Spill
          return {
            tell: (job) => Effect.orDie(spill.note.tell(job)),
            ask: (job) => Effect.orDie(Effect.asVoid(spill.echo(job)))
          }
        }),
        { concurrency: "unbounded" }
      ).pipe(Layer.provide(Spill.layerRef))
      const entries = { a: handlersOf(a).pipe(Layer.provide(Spill.layerRef)), sender }
      const simulation = yield* make(entries, { smallBlocks: 20, largeBlocks: 0 })
      const target = Spill.layerThread({ entry: entryOf("a"), name: "target" })
      const spill = yield* client(simulation, Spill, target)
      const through = yield* client(
        simulation,
        Sender,
        Sender.layerThread({ entry: entryOf("sender"), name: "sender", restart: "never" })
      )
      const running = yield* forked(spill.hang({ n: 0, data: dataOf(0) }))
      yield* until(() => a.hanging.size === 1)
      for (const n of [1, 2, 3]) yield* through.tell({ n, data: dataOf(n) })
      const asking = yield* forked(Effect.exit(through.ask({ n: 4, data: dataOf(4) })))
      yield* until(() => taken(simulation) === 4)
      simulation.thread("sender").die()
      assert.isTrue(Exit.isFailure(yield* Fiber.join(asking)))
      // What it left is swept, and what is sent now takes other blocks.
      yield* until(() => taken(simulation) === 3)
      const asks = yield* Effect.forEach(numbers(5), (n) => forked(spill.echo({ n: n + 10, data: dataOf(n + 10) })))
      a.hanging.get(0)!()
      yield* Fiber.join(running)
      for (const [n, ask] of asks.entries()) assert.isTrue(same(yield* Fiber.join(ask), dataOf(n + 10)))
      assert.deepEqual(a.started, [0, 1, 2, 3, 10, 11, 12, 13, 14])
      assert.deepEqual(a.wrong, [])
      yield* home(simulation)
    }).pipe(Effect.scoped)
  )
})
