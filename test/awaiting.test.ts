/*
 * A handler that awaits what it has submitted waits as one that asks: no circle of asks and awaited submits hangs, and
 * what is no circle is not taken for one. In every place where an actor can run.
 */
import type { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Logger from "effect/Logger"
import * as Board from "./conformance/board.ts"
import { A, B, type C, places, type Walk } from "./deadlock/knot.ts"

const chainOf = (error: ActorError): ReadonlyArray<string> =>
  error.reason._tag === "AskCycle"
    ? error.reason.chain.map((link) => link.split(" on ")[0]!.slice("deadlock/".length))
    : [`not a cycle: ${String(error)}`]

/** `"submit B, ask A"`, from its first step on. */
const walk = (steps: string, options: Partial<Walk> = {}): Walk => ({
  path: steps.split(", ").flatMap((step) => {
    const [how, to] = step.split(" ")
    return to === undefined ? [] : [{ how, to } as Walk["path"][number]]
  }),
  inside: false,
  gate: 0,
  depth: 1,
  trace: 0,
  ...options
})

const opened = Effect.gen(function* () {
  const gate = Board.gate()
  yield* Board.open(gate)
  return gate
})

/** The last step closes the circle: nothing that is submitted there begins. */
const circles = (names: ReadonlyArray<string>): ReadonlyArray<string> =>
  names.reduce<ReadonlyArray<string>>(
    (paths, name, index) =>
      paths.flatMap((path) =>
        (index === names.length - 1 ? ["ask", "submit"] : ["ask", "submit", "late"]).map((how) =>
          path === "" ? `${how} ${name}` : `${path}, ${how} ${name}`
        )
      ),
    [""]
  )

for (const place of places) {
  const inside = <X, E>(program: Effect.Effect<X, E, A | B | C | ActorSystem>) =>
    program.pipe(Effect.provide(place.live()), Effect.provide(Logger.layer([])))

  describe(`awaiting inside of handlers: ${place.name}`, () => {
    it.live("A05 an actor that awaits what it has submitted to itself learns that this cannot begin", () =>
      inside(
        Effect.gen(function* () {
          const a = yield* A
          const trace = Board.trace()
          const error = yield* Effect.flip(a.walk(walk("submit A", { gate: yield* opened, trace })))
          assert.deepStrictEqual(chainOf(error), ["A", "A"])
          // The wait has failed, and not the job: it is in the mailbox, and runs when its turn comes.
          assert.strictEqual(error.started, "unknown")
          yield* Board.until(trace, (events) => events.includes("A"))
          assert.deepStrictEqual(yield* a.along({ path: [] }), ["A"])
        })
      )
    )

    it.live("A05 a job that is let in may be awaited, and one that nobody awaits may be submitted to oneself", () =>
      inside(
        Effect.gen(function* () {
          const a = yield* A
          const gate = yield* opened
          assert.deepStrictEqual(yield* a.walkInside(walk("submit A", { gate, inside: true })), ["A", "A"])
          const trace = Board.trace()
          assert.deepStrictEqual(yield* a.walk(walk("leave A, leave A", { gate, trace })), ["A"])
          assert.deepStrictEqual(yield* Board.until(trace, (events) => events.length > 0), ["A"])
        })
      )
    )

    if (!place.isShared) return

    it.live("A05 every circle of asks and awaited submits fails where it closes, and names who waits for whom", () =>
      inside(
        Effect.gen(function* () {
          const a = yield* A
          for (const steps of [...circles(["B", "A"]), ...circles(["B", "C", "A"])]) {
            const names = ["A", ...steps.split(", ").map((step) => step.split(" ")[1]!)]
            const error = yield* Effect.flip(a.walk(walk(steps, { gate: yield* opened })))
            assert.deepStrictEqual(chainOf(error), names, steps)
            assert.deepStrictEqual(yield* a.along({ path: ["B", "C"] }), ["A", "B", "C"], steps)
          }
        })
      )
    )

    it.live("A05 the same circles are none where jobs are let in", () =>
      inside(
        Effect.gen(function* () {
          const a = yield* A
          for (const steps of [...circles(["B", "A"]), ...circles(["B", "C", "A"])]) {
            const names = ["A", ...steps.split(", ").map((step) => step.split(" ")[1]!)]
            const reached = yield* a.walkInside(walk(steps, { gate: yield* opened, inside: true }))
            assert.deepStrictEqual(reached, names, steps)
          }
        })
      )
    )

    it.live("A05 submits in a circle that nobody awaits all run", () =>
      inside(
        Effect.gen(function* () {
          const a = yield* A
          for (const steps of ["leave B, ask A", "leave B, submit A", "ask B, leave A", "submit B, leave A"]) {
            const trace = Board.trace()
            yield* a.walk(walk(steps, { gate: yield* opened, trace }))
            assert.deepStrictEqual(yield* Board.until(trace, (events) => events.length > 0), ["A"], steps)
          }
        })
      )
    )

    it.live("A05 whoever has given up waiting is in nobody's way", () =>
      inside(
        Effect.gen(function* () {
          const a = yield* A
          const [gate, trace] = [Board.gate(), Board.trace()]
          yield* a.giveUp({ gate, other: "B", trace })
          // It has told that by the time it answers again: within the very moment of leaving it may still count as waiting.
          yield* a.along({ path: [] })
          yield* Board.open(gate)
          assert.deepStrictEqual(yield* Board.until(trace, (events) => events.length > 0), ["Success"])
        })
      )
    )

    it.live("A05 a job that has run may be awaited by those it waits for; one that stands behind them may not", () =>
      inside(
        Effect.gen(function* () {
          const [a, b] = [yield* A, yield* B]
          const gate = yield* opened
          yield* b.keep({ walk: walk("ask A", { gate }), wait: true })
          assert.deepStrictEqual(yield* a.remind({ gate, of: "B" }), ["A"])

          const [closed, trace] = [Board.gate(), Board.trace()]
          const reminding = yield* Effect.forkChild(Effect.flip(a.remind({ gate: closed, of: "B" })))
          yield* Board.came(closed)
          yield* b.keep({ walk: walk("ask A", { gate, trace }), wait: false })
          yield* Board.open(closed)
          assert.deepStrictEqual(chainOf(yield* Fiber.join(reminding)), ["A", "B", "A"])
          assert.deepStrictEqual(yield* Board.until(trace, (events) => events.length > 0), ["A"])
        })
      )
    )

    if (place.isKillable) {
      it.live(
        "A05 H01-requeue a job that goes to the next thread is still awaited there, and what it asks is judged",
        () =>
          inside(
            Effect.gen(function* () {
              const [a, b] = [yield* A, yield* B]
              const [held, gate] = [Board.gate(), yield* opened]
              const holding = yield* Effect.forkChild(Effect.exit(b.hold({ gate: held })))
              yield* Board.came(held)
              const walking = yield* Effect.forkChild(Effect.flip(a.walk(walk("submit B, ask A", { gate }))))
              yield* Board.came(gate)
              yield* (yield* ActorSystem).kill("deadlock/B")
              assert.strictEqual((yield* Fiber.join(holding))._tag, "Failure")
              assert.deepStrictEqual(chainOf(yield* Fiber.join(walking)), ["A", "B", "A"])
              assert.deepStrictEqual(yield* a.along({ path: ["B"] }), ["A", "B"])
            })
          )
      )
    }

    it.live("A05 a job that is awaited by whom it waits for itself", () =>
      inside(
        Effect.gen(function* () {
          const a = yield* A
          const error = yield* Effect.flip(a.knock({ gate: yield* opened, other: "B" }))
          assert.deepStrictEqual(chainOf(error), ["A", "B", "A", "B"])
          assert.deepStrictEqual(yield* a.along({ path: ["B"] }), ["A", "B"])
        })
      )
    )
  })
}
