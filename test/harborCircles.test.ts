/*
 * Handlers of objects that wait for each other in a circle: an error that names it, wherever they live, and others go on.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Testing from "@stevedore/core/testing"
import * as Directory from "@stevedore/harbor/Directory"
import * as Harbor from "@stevedore/harbor/Harbor"
import * as ObjectId from "@stevedore/harbor/ObjectId"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import {
  Act,
  act,
  type End,
  Gate,
  Host,
  hosted,
  layers,
  Meet,
  Pair,
  Relay,
  serve,
  type Step,
  Thing,
  Wide
} from "./harborCircles/circlers.ts"
import { forked, on, platformsOf } from "./platforms.ts"

const platforms = platformsOf(
  {
    entry: Actor.entry<typeof import("./harborCircles/circler.thread.ts")>(
      new URL("./harborCircles/circler.thread.ts", import.meta.url)
    )
  },
  { entry: Testing.entry(hosted) }
)
type Platform = (typeof platforms)[number]

const run = <A, E>(
  program: Effect.Effect<A, E, Scope.Scope | Host | Directory.Directory | Harbor.Harbor>,
  { entry, system }: Platform
) =>
  program.pipe(
    Effect.provide(
      Layer.provideMerge(Host.layerPool({ entry, size: 2, name: "t", restart: "never" }), Layer.fresh(layers))
    ),
    Effect.provide(system),
    Effect.provide(Logger.layer([])),
    Effect.scoped
  )

const step = (what: Step["what"], id: ObjectId.ObjectId, to = ""): Step => ({ what, id, to })
const circle = (...ids: ReadonlyArray<ObjectId.ObjectId>): End => ({
  reason: "AskCycle",
  delivered: "no",
  chain: ids.map((id) => `object ${ObjectId.toText(id)}`)
})
const done: End = { reason: "none", delivered: "", chain: [] }

/** Main serves objects and listeners, too; a is on main, b and c are on threads of their own. */
const begin = Effect.gen(function* () {
  const [directory, harbor, host] = [yield* Directory.Directory, yield* Harbor.Harbor, yield* Host]
  yield* serve
  yield* harbor.listen(Relay, ({ steps }) => act(steps, directory, harbor))
  const met = Latch.makeUnsafe()
  let waiting = 0
  yield* harbor.listen(Meet, () => Effect.suspend(() => (++waiting === 2 ? met.open : met.await)), {
    concurrency: "unbounded"
  })
  const [gate, reached] = [Latch.makeUnsafe(), Latch.makeUnsafe()]
  let atGate = 0
  let wanted = 0
  yield* harbor.listen(
    Gate,
    () =>
      Effect.suspend(() => {
        if (++atGate === wanted) reached.openUnsafe()
        return gate.await
      }),
    { concurrency: "unbounded" }
  )
  /** When so many handlers are at the gate. */
  const gathered = (count: number) =>
    Effect.suspend(() => {
      wanted = count
      return atGate >= count ? Effect.void : reached.await
    })
  /** When it has set out, or is there. */
  const away = (id: ObjectId.ObjectId, to: string) =>
    Effect.repeat(Effect.andThen(Effect.yieldNow, directory.where(id)), { until: Option.contains(to) })
  const [a, b] = [yield* directory.claim(Thing), yield* host.claim(undefined, on("t-0"))]
  const c = yield* host.claim(undefined, on("t-1"))
  const ask = (id: ObjectId.ObjectId, ...steps: ReadonlyArray<Step>) => directory.callTo(id, Act, { steps })
  return { directory, harbor, a, b, c, ask, gate, gathered, away }
})

for (const platform of platforms) {
  describe(`C07 objects that wait for each other on ${platform.name}`, () => {
    for (const call of ["call", "call in time"] as const) {
      it.effect(`a ${call} that comes back to an object that waits for it is an AskCycle, at once`, () =>
        run(
          Effect.gen(function* () {
            const { a, ask, b, c } = yield* begin
            assert.deepStrictEqual(yield* ask(a, step(call, a)), circle(a, a))
            assert.deepStrictEqual(yield* ask(a, step(call, b), step(call, a)), circle(a, b, a))
            assert.deepStrictEqual(yield* ask(b, step(call, c), step(call, a), step(call, c)), circle(c, a, c))
            // All of them go on.
            for (const id of [a, b, c]) assert.deepStrictEqual(yield* ask(id), done)
          }),
          platform
        )
      )
    }

    it.effect("also over a listener, and where a listener is in the circle", () =>
      run(
        Effect.gen(function* () {
          const { a, ask, b, harbor } = yield* begin
          assert.deepStrictEqual(yield* ask(a, step("relay", a), step("call", a)), circle(a, a))
          const end = yield* harbor.call(Relay, { steps: [step("call", b), step("relay", b)] })
          assert.strictEqual(end.reason, "AskCycle")
        }),
        platform
      )
    )

    it.effect("a release, or a move, of one that waits for it is one, too", () =>
      run(
        Effect.gen(function* () {
          const { a, ask, b, directory } = yield* begin
          const wide = yield* directory.claim(Wide)
          assert.deepStrictEqual(yield* ask(a, step("call", b), step("move", a, "t-1")), circle(a, b, a))
          assert.deepStrictEqual(yield* ask(a, step("call", b), step("release", a)), circle(a, b, a))
          // Who takes several at a time has no line, but a move waits for all of them.
          assert.deepStrictEqual(yield* ask(wide, step("call", b), step("call", wide)), done)
          assert.deepStrictEqual(yield* ask(wide, step("call", b), step("release", wide)), done)
        }),
        platform
      )
    )

    it.effect(
      "a move by a handler of one that takes several at a time, another handler of which waits for it, is one",
      () =>
        run(
          Effect.gen(function* () {
            const { ask, b, directory } = yield* begin
            const wide = yield* directory.claim(Wide)
            const move = step("move", wide, "t-0")
            assert.deepStrictEqual(yield* ask(wide, step("call", wide), move), circle(wide, wide))
            assert.deepStrictEqual(yield* ask(wide, step("call", b), step("call", wide), move), circle(wide, b, wide))
            assert.deepStrictEqual(yield* directory.where(wide), Option.some("main"))
            // Where none does, it is not.
            assert.deepStrictEqual(yield* ask(b, step("call", wide), move), done)
            assert.deepStrictEqual(yield* directory.where(wide), Option.some("t-0"))
          }),
          platform
        )
    )

    it.effect("such a move and a call that meet crosswise: one of them is an AskCycle, the other goes on", () =>
      run(
        Effect.gen(function* () {
          const { ask, b, directory } = yield* begin
          const wide = yield* directory.claim(Wide)
          const ends = yield* Effect.all(
            [
              ask(wide, step("meet", wide), step("call", b)),
              ask(b, step("meet", b), step("call", wide), step("move", wide, "t-1"))
            ],
            { concurrency: 2 }
          )
          assert.deepStrictEqual(ends.map(({ reason }) => reason).sort(), ["AskCycle", "none"])
        }),
        platform
      )
    )

    it.effect("one that has moved itself is in nobody's way", () =>
      run(
        Effect.gen(function* () {
          const { a, ask } = yield* begin
          assert.deepStrictEqual(yield* ask(a, step("move", a, "t-0"), step("call", a)), done)
          assert.deepStrictEqual(yield* ask(a, step("move", a, "t-1"), step("move", a, "main")), done)
        }),
        platform
      )
    )

    for (const what of ["call", "release", "move"] as const) {
      for (const over of ["another", "itself"] as const) {
        it.effect(
          `a ${what} by ${over} of one that takes several at a time is one where that moves, which goes on`,
          () =>
            run(
              Effect.gen(function* () {
                const { ask, away, b, directory, gate, gathered } = yield* begin
                const wide = yield* directory.claim(Wide)
                const steps = [step("gate", wide), step(what, wide, "t-0")]
                const asked = yield* forked(
                  over === "itself" ? ask(wide, ...steps) : ask(wide, step("call", b), ...steps)
                )
                yield* gathered(1)
                const moved = yield* forked(directory.move(wide, "t-1"))
                yield* away(wide, "t-1")
                // Held from when the object has set out, wherever it is sent from.
                const held = yield* forked(ask(wide))
                yield* gate.open
                assert.deepStrictEqual(
                  yield* Fiber.join(asked),
                  over === "itself" ? circle(wide, wide) : circle(wide, b, wide)
                )
                yield* Fiber.join(moved)
                assert.deepStrictEqual(yield* Fiber.join(held), done)
                assert.deepStrictEqual(yield* directory.where(wide), Option.some("t-1"))
              }),
              platform
            )
        )
      }
    }

    it.effect("a call that waits for one that takes two at a time is one as soon as that moves", () =>
      run(
        Effect.gen(function* () {
          const { a, ask, away, directory, gate, gathered } = yield* begin
          const pair = yield* directory.claim(Pair)
          const busy = yield* forked(ask(pair, step("gate", pair)))
          yield* gathered(1)
          const asked = yield* forked(ask(pair, step("call", pair)))
          // Both have come: the second one stands behind them.
          yield* ask(a)
          yield* ask(a)
          const moved = yield* forked(directory.move(pair, "t-1"))
          yield* away(pair, "t-1")
          assert.deepStrictEqual(yield* Fiber.join(asked), circle(pair, pair))
          yield* gate.open
          assert.deepStrictEqual(yield* Fiber.join(busy), done)
          yield* Fiber.join(moved)
        }),
        platform
      )
    )

    it.effect(
      "two that take several at a time, and move while they call each other: one is an AskCycle, all else goes on",
      () =>
        run(
          Effect.gen(function* () {
            const { ask, away, directory, gate, gathered } = yield* begin
            const [one, other] = [yield* directory.claim(Wide), yield* directory.claim(Wide)]
            yield* directory.move(other, "t-0")
            const asked = yield* forked(
              Effect.all(
                [ask(one, step("gate", one), step("call", other)), ask(other, step("gate", other), step("call", one))],
                {
                  concurrency: 2
                }
              )
            )
            yield* gathered(2)
            const moved = yield* forked(
              Effect.all([directory.move(one, "t-1"), directory.move(other, "main")], { concurrency: 2 })
            )
            yield* away(one, "t-1")
            yield* away(other, "main")
            yield* gate.open
            const reasons = (yield* Fiber.join(asked)).map(({ reason }) => reason)
            assert.deepStrictEqual(reasons.sort(), ["AskCycle", "none"])
            yield* Fiber.join(moved)
          }),
          platform
        )
    )

    it.effect("what was sent on to where its object has moved is known by who waits for it", () =>
      run(
        Effect.gen(function* () {
          const { a, ask, b, directory } = yield* begin
          // Holds up its move until what comes meanwhile has come.
          const busy = yield* forked(ask(b, step("meet", b)))
          const move = yield* forked(directory.move(b, "t-1"))
          const call = yield* forked(ask(a, step("call", b), step("call", a)))
          yield* ask(yield* directory.claim(Thing), step("meet", b))
          assert.deepStrictEqual(yield* Fiber.join(call), circle(a, b, a))
          yield* Fiber.join(busy)
          yield* Fiber.join(move)
        }),
        platform
      )
    )

    for (const [one, other] of [
      ["call", "call"],
      ["call in time", "call"],
      ["move", "move"],
      ["release", "call"],
      ["move", "call"]
    ] as const) {
      it.effect(`a ${one} and a ${other} that meet crosswise: one of them is an AskCycle, the other goes on`, () =>
        run(
          Effect.gen(function* () {
            const { ask, b, c } = yield* begin
            const ends = yield* Effect.all(
              [ask(b, step("meet", b), step(one, c, "main")), ask(c, step("meet", c), step(other, b, "main"))],
              { concurrency: 2 }
            )
            assert.deepStrictEqual(ends.map(({ reason }) => reason).sort(), ["AskCycle", "none"])
            const { chain } = ends.find(({ reason }) => reason === "AskCycle")!
            assert.lengthOf(chain, 3)
            assert.strictEqual(chain[0], chain[2])
            assert.sameMembers(chain.slice(1), circle(b, c).chain.slice())
          }),
          platform
        )
      )
    }
  })
}
