/*
 * Jobs that come in and answers that come back share one loop. Each flood here ends only when what it might starve is
 * done: had it been starved, nothing would end.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Actor from "@stevedore/core/Actor"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import { Gate, Worker } from "./sharedLoop/flood.protocol.ts"

const entry = Actor.entry<typeof import("./sharedLoop/flood.thread.ts")>(
  new URL("./sharedLoop/flood.thread.ts", import.meta.url)
)

/** What main was asked, and whether it asks for more. */
const state = { more: true, taken: { flood: 0, turn: 0 } as Record<string, number> }

const gate = Gate.layerMain(
  Gate.toLayer({
    take: ({ of }) =>
      Effect.sync(() => {
        state.taken[of]!++
        const end = performance.now() + 0.02
        while (performance.now() < end);
        return state.more
      })
  })
)

const live = Worker.layerThread({ entry }).pipe(
  Layer.provideMerge(gate),
  Layer.provide(NodeActorSystem.layer({ maxThreads: 2 }))
)

const begin = Effect.sync(() => {
  state.more = true
  state.taken = { flood: 0, turn: 0 }
})

/** As many timers one after the other, each of which needs a turn of main's event loop. */
const timers = (count: number) =>
  Effect.forEach(Array.from({ length: count }), () => Effect.sleep(1), { discard: true })

describe("one loop for jobs and answers", () => {
  it.live("A04 A03 main under a flood of jobs gets its own answers, and its timers run", () =>
    Effect.gen(function* () {
      const worker = yield* Worker
      yield* begin
      const flooding = yield* Effect.forkChild(worker.flood({ inFlight: 512 }), { startImmediately: true })
      const answers = yield* Effect.forEach(
        Array.from({ length: 100 }, (_, n) => n),
        (n) => worker.echo({ n })
      )
      yield* timers(20)
      const many = yield* Effect.forEach(
        Array.from({ length: 2000 }, (_, n) => n),
        (n) => worker.echo({ n }),
        { concurrency: "unbounded" }
      )
      state.more = false
      assert.deepStrictEqual(
        answers,
        Array.from({ length: 100 }, (_, n) => n)
      )
      assert.strictEqual(many.length, 2000)
      assert.strictEqual(yield* Fiber.join(flooding), state.taken["flood"])
      assert.isAbove(state.taken["flood"]!, 512, "it went on all the time")
    }).pipe(Effect.provide(live))
  )

  it.live("A22 A04 A03 main under a flood of answers takes jobs, and its timers run", () =>
    Effect.gen(function* () {
      const worker = yield* Worker
      yield* begin
      let answered = 0
      const askOn: Effect.Effect<void, unknown> = Effect.suspend(() =>
        state.more ? Effect.flatMap(worker.echo({ n: answered++ }), () => askOn) : Effect.void
      )
      const flooding = yield* Effect.forkChild(
        Effect.all(
          Array.from({ length: 512 }, () => askOn),
          { concurrency: "unbounded", discard: true }
        ),
        { startImmediately: true }
      )
      yield* worker.askInTurn({ times: 100 })
      yield* timers(20)
      state.more = false
      yield* Fiber.join(flooding)
      assert.strictEqual(state.taken["turn"], 100)
      assert.isAbove(answered, 512)
    }).pipe(Effect.provide(live))
  )

  it.live("A22 a thread under a flood of answers, or of jobs, has its timers and its sockets", () =>
    Effect.gen(function* () {
      const worker = yield* Worker
      yield* begin
      const answers = yield* Effect.forkChild(worker.flood({ inFlight: 512 }), { startImmediately: true })
      yield* worker.livesOn({ times: 50 })
      state.more = false
      yield* Fiber.join(answers)
      assert.isAbove(state.taken["flood"]!, 512, "it went on all the time")

      yield* begin
      const askOn: Effect.Effect<void, unknown> = Effect.suspend(() =>
        state.more ? Effect.flatMap(worker.echo({ n: 0 }), () => askOn) : Effect.void
      )
      const jobs = yield* Effect.forkChild(
        Effect.all(
          Array.from({ length: 512 }, () => askOn),
          { concurrency: "unbounded", discard: true }
        ),
        { startImmediately: true }
      )
      yield* worker.livesOn({ times: 50 })
      state.more = false
      yield* Fiber.join(jobs)
    }).pipe(Effect.provide(live))
  )
})
