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
import type * as Scope from "effect/Scope"
import {
  Act,
  act,
  type End,
  Host,
  hosted,
  layers,
  Meet,
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
  const [a, b] = [yield* directory.claim(Thing), yield* host.claim(undefined, on("t-0"))]
  const c = yield* host.claim(undefined, on("t-1"))
  const ask = (id: ObjectId.ObjectId, ...steps: ReadonlyArray<Step>) => directory.callTo(id, Act, { steps })
  return { directory, harbor, a, b, c, ask }
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
