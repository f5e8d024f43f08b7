/*
 * Transports of main that close and are built again while the harbors of other threads live on: what those listen for is served over the
 * next one, what they send goes out over it, and what was under way over the one before ends.
 */
import * as Actor from "@stevedore/core/Actor"
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Testing from "@stevedore/core/testing"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Transport from "@stevedore/harbor/Transport"
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import { Ask, Held, heardBy, heldBy, Long, Note, outsider, Outsider } from "./harbor/outsiders.ts"
import { forked, numbers, on, platformsOf } from "./platforms.ts"

const platforms = platformsOf(
  {
    entry: Actor.entry<typeof import("./harbor/outsiders.thread.ts")>(
      new URL("./harbor/outsiders.thread.ts", import.meta.url)
    )
  },
  { entry: Testing.entry(outsider) }
)
const [real] = platforms

const silent = Effect.provide(Logger.layer([]))

/** Another process, which lives all the time. */
const other = (hub: Transport.Hub) =>
  Effect.map(
    Layer.build(
      Layer.fresh(
        Harbor.layerTransport().pipe(
          Layer.provide([NodeActorSystem.layer({ maxThreads: 2, stopTimeout: 100 }), hub.layer({ node: 2 })])
        )
      )
    ),
    (context) => Context.get(context, Harbor.Harbor)
  )

/** One life of main's harbor, of the process whose threads live on. */
const during = <A, E>(
  hub: Transport.Hub,
  options: Transport.InProcessOptions,
  use: (harbor: Harbor.Harbor["Service"]) => Effect.Effect<A, E>
): Effect.Effect<A, E | HarborError, ActorSystem> =>
  Effect.scoped(
    Effect.flatMap(
      Layer.build(Layer.fresh(Harbor.layerTransport().pipe(Layer.provide(Layer.fresh(hub.layer(options)))))),
      (context) => use(Context.get(context, Harbor.Harbor))
    )
  )

/** Main's transport is there before its threads have heard of it: so long, nobody listens, or nothing can be sent. */
const heard = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  effect.pipe(
    Effect.catch((error) => (isNobody(error) ? Effect.andThen(Effect.sleep(1), heard(effect)) : Effect.fail(error)))
  )
const isNobody = (error: unknown): boolean =>
  error instanceof HarborError &&
  error.delivered === "no" &&
  (error.reason._tag === "NoListener" || error.reason._tag === "EngineUnavailable")
const until = <E, R>(holds: Effect.Effect<boolean, E, R>): Effect.Effect<void, E, R> =>
  Effect.flatMap(holds, (done) => (done ? Effect.void : Effect.andThen(Effect.sleep(1), until(holds))))
/** What a call ends with that nobody answers. */
const reasonOf = (error: unknown): string =>
  error instanceof HarborError ? `${error.reason._tag} ${error.delivered}` : String(error)

for (const { entry, name, system } of platforms) {
  describe(`C05 other processes on ${name}, with main's transport built again`, () => {
    it.live("C05-again what a thread listens for is served to other processes by each transport of main", () =>
      Effect.gen(function* () {
        const hub = Transport.makeHub()
        const far = yield* other(hub)
        const thread = yield* Outsider
        yield* thread.listen(undefined, on("t-0"))
        for (const round of numbers(5)) {
          yield* during(hub, { node: 10 + round }, () =>
            Effect.gen(function* () {
              assert.strictEqual(yield* heard(far.call(Ask, { n: 1 })), "thread from 2-1")
              yield* heard(far.send(Note, { n: round }))
              yield* far.broadcast(Note, { n: 100 + round })
              yield* until(Effect.map(thread.noted(undefined, on("t-0")), ({ length }) => length === 2 * round + 2))
              // It listens once.
              if (round === 2) {
                yield* thread.leave(undefined, on("t-0"))
                assert.strictEqual(reasonOf(yield* Effect.flip(far.call(Ask, { n: 1 }))), "NoListener no")
                yield* thread.listen(undefined, on("t-0"))
              }
            })
          )
          assert.strictEqual(reasonOf(yield* Effect.flip(far.call(Ask, { n: 1 }))), "NoListener no")
        }
        const noted = numbers(5).flatMap((round) => [round, 100 + round])
        assert.deepStrictEqual((yield* thread.noted(undefined, on("t-0"))).toSorted(), noted.toSorted())
      }).pipe(
        Effect.scoped,
        Effect.provide(Outsider.layerPool({ entry, size: 2, name: "t", restart: "never" })),
        Effect.provide(system),
        silent
      )
    )
  })
}

describe("C05 harbors over one transport, one after the other", () => {
  const sizes = { size: 1, name: "t", restart: "never" } as const
  const outsiders = Outsider.layerPool({ entry: real.entry, ...sizes })
  const system = NodeActorSystem.layer({ maxThreads: 3, stopTimeout: "1 minute" })

  /** What main and another thread send over that transport, to who notes it. */
  const sends = (round: number) =>
    Effect.gen(function* () {
      const [harbor, thread] = [yield* Harbor.Harbor, yield* Outsider]
      for (const n of [0, 1, 2]) yield* heard(harbor.send(Note, { n: 10 * round + n }))
      for (const n of [3, 4, 5]) yield* heard(thread.note({ from: 10 * round + n, count: 1 }, on("t-0")))
      assert.strictEqual(yield* harbor.call(Ask, { n: 1 }, { timeout: "20 seconds" }), "far from 1-1")
    })
  const all = (rounds: number) =>
    numbers(rounds)
      .flatMap((round) => numbers(6).map((n) => 10 * round + n))
      .toSorted((a, b) => a - b)

  const over = <A, E>(
    use: (noted: Array<number>, harbor: Layer.Layer<Harbor.Harbor, HarborError, ActorSystem>) => Effect.Effect<A, E>
  ) =>
    Effect.gen(function* () {
      const hub = Transport.makeHub()
      const [noted, far] = [new Array<number>(), yield* other(hub)]
      yield* Effect.provideService(heardBy("far", noted), Harbor.Harbor, far)
      const transport = Layer.succeedContext(yield* Layer.build(hub.layer({ node: 1 })))
      yield* use(noted, Layer.fresh(Layer.provide(Harbor.layerTransport(), transport)))
    }).pipe(Effect.scoped, silent)

  it.live("C05-again what the next one of one system sends arrives, from main and from a thread that lives on", () =>
    over((noted, harbor) =>
      Effect.gen(function* () {
        for (const round of numbers(3)) yield* Effect.provide(sends(round), harbor)
        yield* until(Effect.sync(() => noted.length === 18))
        assert.deepStrictEqual(
          noted.toSorted((a, b) => a - b),
          all(3)
        )
      }).pipe(Effect.provide(Layer.provideMerge(outsiders, system)))
    )
  )

  it.live("C05-again what one of another system sends arrives, from main and from its thread", () =>
    over((noted, harbor) =>
      Effect.gen(function* () {
        for (const round of numbers(3)) {
          const process = harbor.pipe(Layer.provideMerge(outsiders), Layer.provideMerge(Layer.fresh(system)))
          yield* Effect.provide(sends(round), Layer.fresh(process))
        }
        yield* until(Effect.sync(() => noted.length === 18))
        assert.deepStrictEqual(
          noted.toSorted((a, b) => a - b),
          all(3)
        )
      })
    )
  )
})

describe("C05 a thread that lives on, with main's transport built again", () => {
  const threads = <A, E>(use: Effect.Effect<A, E, Outsider | ActorSystem>) =>
    use.pipe(
      Effect.provide(Outsider.layerPool({ entry: real.entry, size: 2, name: "t", restart: "never" })),
      Effect.provide(real.system),
      silent
    )

  it.live("C05-again it is of the node that main is now, and has that one's limits", () =>
    Effect.gen(function* () {
      const hub = Transport.makeHub()
      const far = yield* other(hub)
      yield* Effect.provideService(heardBy("far", []), Harbor.Harbor, far)
      yield* far.listen(Long, ({ text }) => Effect.succeed(text.length))
      const thread = yield* Outsider
      for (const round of numbers(4)) {
        const maxFrameBytes = round % 2 === 0 ? 4096 : 1024
        yield* during(hub, { node: 10 + round, maxFrameBytes }, () =>
          Effect.gen(function* () {
            const asked = yield* heard(thread.ask({ n: 1 }, on("t-0")))
            assert.match(asked, new RegExp(`^far from ${10 + round}-`))
            const sent = yield* Effect.exit(thread.long({ length: 2000 }, on("t-0")))
            if (maxFrameBytes > 2000) assert.deepInclude(sent, { value: 2000 })
            else assert.include(String(sent), `the limit is ${maxFrameBytes}`)
          })
        )
      }
    }).pipe(Effect.scoped, threads)
  )

  it.live("C05-again calls to other processes that are under way when it closes end at once, and say so", () =>
    Effect.gen(function* () {
      const hub = Transport.makeHub()
      const far = yield* other(hub)
      const held: Array<number> = []
      yield* Effect.provideService(heldBy(held), Harbor.Harbor, far)
      const thread = yield* Outsider
      for (const round of numbers(4)) {
        const first = 10 * round + 1
        const calls = yield* during(hub, { node: 10 + round }, () =>
          Effect.gen(function* () {
            const calls = yield* Effect.forEach(numbers(6), (index) =>
              forked(Effect.flip(heard(thread.beHeld({ n: first + index }, on(`t-${index % 2}`)))))
            )
            yield* until(Effect.sync(() => held.length === 6 * (round + 1)))
            return calls
          })
        )
        for (const call of calls) assert.strictEqual(reasonOf(yield* Fiber.join(call)), "NoReply maybe")
      }
    }).pipe(Effect.scoped, threads)
  )

  it.live("C05-again calls of main itself end with its harbor, also where the transport lives on", () =>
    Effect.gen(function* () {
      const hub = Transport.makeHub()
      const far = yield* other(hub)
      const held: Array<number> = []
      yield* Effect.provideService(heldBy(held), Harbor.Harbor, far)
      const transport = yield* Layer.build(hub.layer({ node: 1 }))
      const harbor = Harbor.layerTransport().pipe(Layer.provide(Layer.succeedContext(transport)))
      const [call, closed] = yield* Effect.scoped(
        Effect.gen(function* () {
          const near = Context.get(yield* Layer.build(Layer.fresh(harbor)), Harbor.Harbor)
          // It may take as long as it takes.
          const call = yield* forked(Effect.flip(near.call(Held, { n: 1 })))
          yield* until(Effect.sync(() => held.length === 1))
          return [call, near] as const
        })
      )
      assert.strictEqual(reasonOf(yield* Fiber.join(call)), "NoReply maybe")
      assert.match(reasonOf(yield* Effect.flip(closed.call(Held, { n: 2 }))), / no$/)
      assert.deepStrictEqual(held, [1])
    }).pipe(Effect.scoped, Effect.provide(real.system), silent)
  )

  it.live("C05-again calls of other processes that are under way when it closes end at once, and their handlers", () =>
    Effect.gen(function* () {
      const hub = Transport.makeHub()
      const far = yield* other(hub)
      const thread = yield* Outsider
      yield* thread.hold(undefined, on("t-0"))
      yield* thread.hold(undefined, on("t-1"))
      const held = Effect.map(
        Effect.all([thread.held(undefined, on("t-0")), thread.held(undefined, on("t-1"))]),
        (lists) => lists.flat()
      )
      for (const round of numbers(4)) {
        const first = 10 * round + 1
        const calls = yield* during(hub, { node: 10 + round }, () =>
          Effect.gen(function* () {
            const calls = yield* Effect.forEach(numbers(6), (index) =>
              forked(Effect.flip(heard(far.call(Held, { n: first + index }, { timeout: "1 minute" }))))
            )
            yield* until(Effect.map(held, (all) => all.filter((n) => n >= first).length === 6))
            return calls
          })
        )
        for (const call of calls) assert.strictEqual(reasonOf(yield* Fiber.join(call)), "NoReply maybe")
        yield* until(Effect.map(held, (all) => all.filter((n) => n <= -first).length === 6))
      }
    }).pipe(Effect.scoped, threads)
  )

  it.live("C05-again what is sent all the time comes at most once, and what does not go out says so", () =>
    Effect.gen(function* () {
      const hub = Transport.makeHub()
      const far = yield* other(hub)
      const there: Array<number> = []
      yield* Effect.scoped(
        Effect.gen(function* () {
          yield* Effect.provideService(heardBy("far", there), Harbor.Harbor, far)
          const thread = yield* Outsider
          const sent: Array<number> = []
          const outcomes = new Set<string>()
          const state = { isOver: false }
          const sender = yield* forked(
            Effect.gen(function* () {
              for (let n = 0; !state.isOver; n++) {
                const outcome = yield* Effect.match(thread.note({ from: n, count: 1 }, on(`t-${n % 2}`)), {
                  onFailure: reasonOf,
                  onSuccess: () => "sent"
                })
                outcomes.add(outcome)
                if (outcome === "sent") sent.push(n)
              }
            })
          )
          for (const round of numbers(10)) {
            const count = there.length
            yield* during(hub, { node: 10 + round }, () => until(Effect.sync(() => there.length > count + 3)))
          }
          state.isOver = true
          yield* Fiber.join(sender)
          // What an error says that nobody has had.
          for (const outcome of outcomes) assert.match(outcome, /^(sent|\w+ (no|maybe))$/)
          yield* until(Effect.sync(() => there.length >= sent.length))
          assert.deepStrictEqual(there, Array.from(new Set(there)))
          assert.deepStrictEqual(
            sent.filter((n) => !there.includes(n)),
            []
          )
        })
      )
    }).pipe(Effect.scoped, threads)
  )
})
