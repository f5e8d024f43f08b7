/*
 * Jobs that give way: for any sequence of sends, with simulated threads, what was accepted is handled or a dead letter.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Rpc from "effect/rpc/Rpc"
import * as Actor from "../src/Actor.ts"
import { ActorSystem, type SystemOptions } from "../src/ActorSystem.ts"
import * as Testing from "../src/testing/index.ts"

class Sink extends Actor.Service<Sink>()("drops/Sink", [
  Rpc.make("note", { payload: { n: Schema.Int, filler: Schema.String }, success: Schema.Int })
]) {}

const Step = Schema.Literals(["tell", "unsafe", "ask", "submit", "large", "freeze", "thaw", "quiet"])

/** What is sent, in this order, and what became of it. */
const play = (steps: ReadonlyArray<typeof Step.Type>, window: number, which: "dropNewest" | "dropOldest") => {
  const handled: Array<number> = []
  const sink = Sink.layerThread({
    name: "sink",
    window,
    whenFull: which,
    restart: "never",
    entry: Testing.entry(
      Sink.toLayer({ note: ({ n }) => Effect.sync(() => (handled.push(n), n)) }, { concurrency: "unbounded" })
    )
  })
  return Effect.gen(function* () {
    const { note } = yield* Sink
    const simulation = yield* Testing.Simulation
    const system = yield* ActorSystem
    const told: Array<number> = []
    const asked = new Map<number, Fiber.Fiber<number, unknown>>()
    for (const [n, step] of steps.entries()) {
      const payload = { n, filler: step === "large" ? "x".repeat(600) : "" }
      if (step === "freeze") yield* simulation.freeze("sink")
      else if (step === "thaw") yield* simulation.thaw("sink")
      else if (step === "quiet") yield* simulation.quiet
      else if (step === "tell" || step === "large") {
        yield* note.tell(payload)
        told.push(n)
      } else if (step === "unsafe") {
        const outcome = note.tellUnsafe(payload)
        if (outcome === "accepted") told.push(n)
        // Who is told that there is no room has it still: nothing gave way.
        else assert.deepStrictEqual([outcome, which], ["full", "dropNewest"])
      } else {
        const ask = step === "ask" ? note(payload) : Effect.flatMap(note.submit(payload), (job) => job.await)
        asked.set(n, yield* Effect.forkChild(ask, { startImmediately: true }))
      }
    }
    yield* simulation.thaw("sink")
    yield* simulation.quiet
    const { deadLetters, jobsInFlight, sendsWaiting } = yield* system.info
    assert.deepStrictEqual([jobsInFlight, sendsWaiting], [0, 0])
    assert.deepStrictEqual(
      handled,
      handled.toSorted((a, b) => a - b),
      "in order"
    )
    assert.strictEqual(new Set(handled).size, handled.length, "none twice")
    const lost = told.filter((n) => !handled.includes(n))
    assert.strictEqual(deadLetters, lost.length)
    for (const [n, fiber] of asked) {
      const exit = yield* Fiber.await(fiber)
      assert.strictEqual(Exit.isSuccess(exit), handled.includes(n), `${n}: ${String(exit)}`)
    }
    return { handled, lost, told, asked: Array.from(asked.keys()) }
  }).pipe(Effect.provide(sink), Effect.provide(Testing.layer({ arenaBytes: 64 * 1024, segmentBytes: 1024 })))
}

describe("A10-drops", () => {
  it.effect.prop(
    "whatever is sent, accepted is handled or a dead letter, in order; a window at most waits",
    [Schema.Array(Step), Schema.Literals([1, 2, 5]), Schema.Literals(["dropNewest", "dropOldest"])],
    ([steps, window, which]) => play(steps, window, which),
    { arbitrary: { runs: 60 } }
  )

  it.effect(
    "of those that come while the thread stands still, the newest, or the oldest, of a window are handled",
    () =>
      Effect.gen(function* () {
        const steps = ["freeze", ...Array.from({ length: 20 }, () => "tell" as const)] as const
        assert.deepStrictEqual((yield* play(steps, 3, "dropOldest")).handled, [18, 19, 20])
        assert.deepStrictEqual((yield* play(steps, 3, "dropNewest")).handled, [1, 2, 3])
      })
  )

  it.effect("tellUnsafe: the oldest gives way as for tell; where what comes gives way, its sender is told", () =>
    Effect.gen(function* () {
      const steps = ["freeze", ...Array.from({ length: 20 }, () => "unsafe" as const)] as const
      const oldest = yield* play(steps, 3, "dropOldest")
      assert.deepStrictEqual([oldest.handled, oldest.told.length], [[18, 19, 20], 20])
      const newest = yield* play(steps, 3, "dropNewest")
      assert.deepStrictEqual(
        [newest.handled, newest.told],
        [
          [1, 2, 3],
          [1, 2, 3]
        ]
      )
    })
  )

  it.effect("memory that is short is no reason to wait, either", () =>
    Effect.gen(function* () {
      const steps = ["freeze", ...Array.from({ length: 300 }, () => "large" as const)] as const
      const { handled, lost } = yield* play(steps, 50, "dropOldest")
      assert.strictEqual(handled.length + lost.length, 300)
      assert.deepStrictEqual(
        handled,
        Array.from({ length: 50 }, (_, i) => 251 + i)
      )
    })
  )

  const frozen = <A, E>(
    sizes: SystemOptions,
    program: (sink: Sink["Service"], simulation: Testing.Simulation["Service"]) => Effect.Effect<A, E, ActorSystem>
  ) => {
    const handled: Array<number> = []
    const sink = Sink.layerThread({
      name: "sink",
      window: 2,
      whenFull: "dropOldest",
      restart: "never",
      entry: Testing.entry(Sink.toLayer({ note: ({ n }) => Effect.sync(() => (handled.push(n), n)) }))
    })
    return Effect.gen(function* () {
      const simulation = yield* Testing.Simulation
      yield* simulation.freeze("sink")
      yield* program(yield* Sink, simulation)
      yield* simulation.thaw("sink")
      yield* simulation.quiet
      return handled
    }).pipe(Effect.provide(sink), Effect.provide(Testing.layer(sizes)))
  }

  it.effect(
    "a submit waits where two windows of records lie in the mailbox, and gives way there when it is the oldest",
    () =>
      Effect.gen(function* () {
        const handled = yield* frozen({}, ({ note }, simulation) =>
          Effect.gen(function* () {
            for (let n = 0; n < 4; n++) yield* note.submit({ n, filler: "" })
            const waiting = yield* Effect.forkChild(Effect.flip(note.submit({ n: 4, filler: "" })), {
              startImmediately: true
            })
            yield* simulation.quiet
            assert.isUndefined(waiting.pollUnsafe())
            for (let n = 5; n < 7; n++) yield* note.tell({ n, filler: "" })
            const { reason } = yield* Fiber.join(waiting)
            assert.isTrue(reason._tag === "MailboxFull" && reason.dropped === "oldest")
          })
        )
        assert.deepStrictEqual(handled, [5, 6])
      })
  )

  it.effect("where it is the table of jobs that is full, nothing gives way before a window is there", () =>
    Effect.gen(function* () {
      const handled = yield* frozen({ jobCapacity: 1 }, ({ note }) =>
        Effect.gen(function* () {
          for (let n = 0; n < 2; n++) yield* note.tell({ n, filler: "" })
          const { info } = yield* ActorSystem
          const { deadLetters, sendsWaiting } = yield* info
          assert.deepStrictEqual([deadLetters, sendsWaiting], [0, 1])
          yield* note.tell({ n: 2, filler: "" })
          assert.strictEqual((yield* info).deadLetters, 1)
        })
      )
      assert.deepStrictEqual(handled, [1, 2])
    })
  )

  it.effect("a dead letter says who gave way, and why", () => {
    const sink = Sink.layerThread({
      name: "sink",
      window: 2,
      whenFull: "dropOldest",
      entry: Testing.entry(Sink.toLayer({ note: ({ n }) => Effect.succeed(n) }))
    })
    return Effect.gen(function* () {
      const { note } = yield* Sink
      const simulation = yield* Testing.Simulation
      const system = yield* ActorSystem
      const letters = yield* Effect.forkChild(Stream.runCollect(Stream.take(system.deadLetters, 1)), {
        startImmediately: true
      })
      yield* simulation.freeze("sink")
      for (let n = 0; n < 5; n++) yield* note.tell({ n, filler: "" })
      yield* simulation.thaw("sink")
      const [letter] = yield* Fiber.join(letters)
      assert.deepStrictEqual(letter, {
        _tag: "DeadLetter",
        actor: "drops/Sink",
        job: "note",
        sender: "main",
        thread: "sink",
        reason: "MailboxFull",
        started: false,
        count: 3
      })
    }).pipe(Effect.provide(sink), Effect.provide(Testing.layer()))
  })
})
