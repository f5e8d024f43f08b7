/*
 * Who computes keeps nobody waiting for what he has done before: an answer, a tell or an element is with its reader when it is
 * made, not when the next one is. Each test here blocks a thread until somebody else has heard of what that thread did last.
 */
import * as Actor from "@stevedore/core/Actor"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as Board from "./conformance/board.ts"
import { compute } from "./prompt/compute.ts"
import { Computing, Progress } from "./prompt/computing.protocol.ts"

const entry = Actor.entry<typeof import("./prompt/computing.thread.ts")>(
  new URL("./prompt/computing.thread.ts", import.meta.url)
)

const progress = Progress.layerHere(
  Progress.toLayer({ part: ({ gate, part }) => (part === 2 ? Board.open(gate) : Effect.void) })
)

const computing = Computing.layerThread({ entry, slowAfter: "never" }).pipe(Layer.provideMerge(progress))

/** Whatever comes of it: never awake without work, as most threads of a busy machine are, as it is by default, or always. */
for (const linger of ["off", "adaptive", "1 minute"] as const) {
  const system = NodeActorSystem.layer({ maxThreads: 2, linger, slowAfter: "never" })
  describe(`while a thread computes, linger ${linger}`, () => {
    it.live("its answers come before the next job has ended", () =>
      Effect.gen(function* () {
        const jobs = yield* Computing
        const gate = Board.gate()
        const answered = Effect.tap(jobs.computes(), Board.open(gate))
        const [, , told] = yield* Effect.all([jobs.computes(), answered, jobs.stands({ gate })], {
          concurrency: "unbounded"
        })
        assert.isTrue(told)
      }).pipe(Effect.provide(computing), Effect.provide(system))
    )

    it.live("its answers come while the next job computes, however quick those were that it has answered", () =>
      Effect.gen(function* () {
        const jobs = yield* Computing
        const [gate, other] = [Board.gate(), Board.gate()]
        const quick = Effect.all(
          Array.from({ length: 5 }, () => jobs.opens({ gate: other })),
          {
            concurrency: "unbounded"
          }
        )
        const [, told] = yield* Effect.all([Effect.tap(quick, Board.open(gate)), jobs.stands({ gate })], {
          concurrency: "unbounded"
        })
        assert.isTrue(told)
      }).pipe(Effect.provide(computing), Effect.provide(system))
    )

    it.live("an answer that came in time is no Timeout where main has computed until then", () =>
      Effect.gen(function* () {
        const jobs = yield* Computing
        const [first, second] = [Board.gate(), Board.gate()]
        const due = performance.now() + 100
        const asked = yield* Effect.forkChild(jobs.opens({ gate: first }, { timeout: 100 }), { startImmediately: true })
        yield* jobs.opens.tell({ gate: second })
        // In a timer: the next one that is due comes before anything else that has come meanwhile.
        const isAnswered = yield* Effect.callback<boolean>((resume) => {
          setTimeout(() => {
            // Behind it: so the first one is answered.
            const stood = Board.standBefore(second)
            while (performance.now() < due + 5) compute()
            resume(Effect.succeed(stood))
          }, 0)
        })
        assert.isTrue(isAnswered)
        yield* Fiber.join(asked)
      }).pipe(Effect.provide(computing), Effect.provide(system))
    )

    it.live("main's event loop has a turn between answers that it computes with", () =>
      Effect.gen(function* () {
        const jobs = yield* Computing
        const gate = Board.gate()
        const count = 40
        let [answered, turnAfter] = [0, count]
        const computes = Effect.sync(() => {
          if (answered === 0) setImmediate(() => (turnAfter = answered))
          answered++
          compute()
        })
        const asks = Array.from({ length: count }, () => Effect.andThen(jobs.opens({ gate: Board.gate() }), computes))
        const all = yield* Effect.forkChild(Effect.all(asks, { concurrency: "unbounded" }), { startImmediately: true })
        yield* jobs.opens.tell({ gate })
        // They all lie there.
        assert.isTrue(Board.standBefore(gate))
        yield* Fiber.join(all)
        assert.isBelow(turnAfter, count)
      }).pipe(Effect.provide(computing), Effect.provide(system))
    )

    it.live("its event loop has a turn between two jobs", () =>
      Effect.gen(function* () {
        const jobs = yield* Computing
        const [, hadTurn] = yield* Effect.all([jobs.leaves(), jobs.hadTurn()], { concurrency: "unbounded" })
        assert.isTrue(hadTurn)
      }).pipe(Effect.provide(computing), Effect.provide(system))
    )

    it.live("what a handler tells comes while it runs", () =>
      Effect.gen(function* () {
        assert.isTrue(yield* (yield* Computing).reports({ gate: Board.gate() }))
      }).pipe(Effect.provide(computing), Effect.provide(system))
    )

    it.live("what a handler tells comes while it runs, also behind some that it told at once", () =>
      Effect.gen(function* () {
        assert.isTrue(yield* (yield* Computing).reportsOften({ gate: Board.gate() }))
      }).pipe(Effect.provide(computing), Effect.provide(system))
    )

    it.live("what main tells in between comes while main computes", () =>
      Effect.gen(function* () {
        const jobs = yield* Computing
        const [first, second] = [Board.gate(), Board.gate()]
        yield* jobs.opens.tell({ gate: first })
        assert.isTrue(Board.standBefore(first))
        compute()
        yield* jobs.opens.tell({ gate: second })
        assert.isTrue(Board.standBefore(second))
      }).pipe(Effect.provide(computing), Effect.provide(system))
    )

    it.live("who waits for room comes into the mailbox while the job that has left it computes", () =>
      Effect.gen(function* () {
        const jobs = yield* Computing
        const [gate, other] = [Board.gate(), Board.gate()]
        const asked = yield* Effect.forkChild(jobs.stands({ gate }), { startImmediately: true })
        yield* jobs.opens.tell({ gate: other })
        yield* Board.open(gate)
        assert.isTrue(yield* Fiber.join(asked))
      }).pipe(
        Effect.provide(
          Computing.layerThread({ entry, slowAfter: "never", window: 1 }).pipe(Layer.provideMerge(progress))
        ),
        Effect.provide(system)
      )
    )

    it.live("elements of a stream come while the next one is made, of a generator too", () =>
      Effect.gen(function* () {
        const jobs = yield* Computing
        const module = yield* Actor.fromModule<typeof import("./prompt/computing.ts")>(
          new URL("./prompt/computing.ts", import.meta.url),
          { size: 1 }
        )
        const second = <E>(gate: number, elements: Stream.Stream<unknown, E>) =>
          Effect.map(
            Stream.runCollect(
              Stream.mapEffect(elements, (element, index) =>
                Effect.as(index === 1 ? Board.open(gate) : Effect.void, element)
              )
            ),
            (all) => all[2]
          )
        const [one, other] = [Board.gate(), Board.gate()]
        assert.strictEqual(yield* second(one, jobs.streams({ gate: one })), true)
        assert.strictEqual(yield* second(other, module.elements(other)), true)
      }).pipe(
        Effect.scoped,
        Effect.provide(computing),
        Effect.provide(NodeActorSystem.layer({ maxThreads: 3, linger, slowAfter: "never" }))
      )
    )
  })
}
