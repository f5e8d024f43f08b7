/*
 * Listeners that leave while they are at work for another process: on main, and on a thread that main's transport serves.
 */
import * as Actor from "@stevedore/core/Actor"
import type { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Transport from "@stevedore/harbor/Transport"
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { Leaver, leaver, Work } from "./harbor/leaver.ts"
import { forked, numbers } from "./platforms.ts"

const system = (stopTimeout: number) =>
  NodeActorSystem.layer({ maxThreads: 6, startTimeout: "1 minute", stopTimeout, interruptGrace: "1 minute" })
const entry = Actor.entry<typeof import("./harbor/leaver.thread.ts")>(
  new URL("./harbor/leaver.thread.ts", import.meta.url)
)
type Served = Layer.Layer<Leaver, ActorError, ActorSystem | Harbor.Harbor>
const places: ReadonlyArray<{ readonly name: string; readonly served: Served }> = [
  { name: "main", served: Leaver.layerLocal(leaver) },
  { name: "a thread", served: Leaver.layerThread({ entry, name: "t" }) }
]

/** A process whose listener is there; gone with the scope. */
const process = (hub: Transport.Hub, node: number, served: Served, stopTimeout = 60_000) =>
  Effect.map(
    Layer.build(
      Layer.fresh(
        served.pipe(
          Layer.provideMerge(Harbor.layerTransport()),
          Layer.provide(hub.layer({ node })),
          Layer.provideMerge(system(stopTimeout))
        )
      )
    ),
    (context) => ({
      harbor: Context.get(context, Harbor.Harbor),
      leaver: Context.get(context, Leaver),
      system: Context.get(context, ActorSystem)
    })
  )

const until = <E, R>(holds: Effect.Effect<boolean, E, R>): Effect.Effect<void, E, R> =>
  Effect.flatMap(holds, (done) => (done ? Effect.void : Effect.andThen(Effect.sleep(1), until(holds))))
const reasonOf = (error: unknown): string =>
  error instanceof HarborError ? `${error.reason._tag} ${error.delivered}` : String(error)
const silent = Effect.provide(Logger.layer([]))
const hasBegun = (leaver: Leaver["Service"]) => until(Effect.map(leaver.noted(), ({ length }) => length === 1))

for (const { name, served } of places) {
  describe(`C05 C11 a listener on ${name} that leaves while it is at work for another process`, () => {
    it.live("C05-leave handles what has come before: calls are answered, and no send is lost", () =>
      Effect.gen(function* () {
        const hub = Transport.makeHub()
        const one = yield* process(hub, 1, served)
        const other = yield* process(hub, 2, served)
        yield* other.leaver.listen()
        const calls = yield* Effect.forEach([1, 2, 3], (n) => forked(one.harbor.call(Work, { n })))
        yield* hasBegun(other.leaver)
        for (const n of numbers(20)) yield* one.harbor.send(Work, { n: 10 + n })
        yield* one.harbor.broadcast(Work, { n: 100 })
        const leaving = yield* forked(other.leaver.leave())
        // What is sent later has nobody.
        yield* until(
          Effect.match(one.harbor.send(Work, { n: 1000 }), {
            onFailure: (error) => reasonOf(error) === "NoListener no",
            onSuccess: () => false
          })
        )
        assert.isUndefined(leaving.pollUnsafe())
        yield* other.leaver.open()
        assert.deepStrictEqual(yield* Effect.forEach(calls, Fiber.join), [1, 2, 3])
        yield* Fiber.join(leaving)
        const noted = yield* other.leaver.noted()
        assert.includeMembers([...noted], [100, ...numbers(20).map((n) => 10 + n)])
        for (const n of noted) assert.include(noted, -n, `${n} was interrupted`)
      }).pipe(Effect.scoped, silent)
    )

    it.live("C05-leave another process has what is sent while it leaves", () =>
      Effect.gen(function* () {
        const hub = Transport.makeHub()
        const one = yield* process(hub, 1, served)
        const other = yield* process(hub, 2, served)
        const third = yield* process(hub, 3, served)
        yield* other.leaver.listen()
        const held = yield* forked(one.harbor.call(Work, { n: 1 }))
        yield* hasBegun(other.leaver)
        yield* third.leaver.open()
        yield* third.leaver.listen()
        const leaving = yield* forked(other.leaver.leave())
        const calls = yield* Effect.forEach(numbers(200), (n) => forked(one.harbor.call(Work, { n: 10 + n })))
        yield* other.leaver.open()
        assert.deepStrictEqual(
          yield* Effect.forEach(calls, Fiber.join),
          numbers(200).map((n) => 10 + n)
        )
        assert.strictEqual(yield* Fiber.join(held), 1)
        yield* Fiber.join(leaving)
      }).pipe(Effect.scoped, silent)
    )

    it.live(
      "C05-leave from process to process, and back, all the time: each call is answered, and no send is lost",
      () =>
        Effect.gen(function* () {
          const hub = Transport.makeHub()
          const one = yield* process(hub, 1, served)
          const others = [yield* process(hub, 2, served), yield* process(hub, 3, served)] as const
          for (const { leaver } of others) yield* leaver.open()
          yield* others[0].leaver.listen()
          const state = { isOver: false, n: 0 }
          const sent: Array<number> = []
          const calling = Effect.gen(function* () {
            while (!state.isOver) {
              const n = ++state.n
              assert.strictEqual(yield* one.harbor.call(Work, { n }, { timeout: "1 minute" }), n)
              const also = ++state.n
              yield* one.harbor.send(Work, { n: also })
              sent.push(n, also)
            }
          })
          const callers = yield* Effect.forEach(numbers(4), () => forked(calling))
          for (const round of numbers(50)) {
            const before = state.n
            yield* others[(round + 1) % 2]!.leaver.listen()
            yield* others[round % 2]!.leaver.leave()
            yield* until(
              Effect.sync(() => state.n > before + 10 || callers.some((each) => each.pollUnsafe() !== undefined))
            )
          }
          state.isOver = true
          yield* Effect.forEach(callers, Fiber.join)
          yield* others[0].leaver.leave()
          const noted = (yield* Effect.forEach(others, ({ leaver }) => leaver.noted())).flat().filter((n) => n > 0)
          const ordered = (all: ReadonlyArray<number>) => all.toSorted((one, other) => one - other)
          assert.deepStrictEqual(ordered(noted), ordered(sent))
        }).pipe(Effect.scoped, silent)
    )

    it.live("C05-leave one that its own handler has leave answers that; what waits behind it is told", () =>
      Effect.gen(function* () {
        const hub = Transport.makeHub()
        const one = yield* process(hub, 1, served)
        const other = yield* process(hub, 2, served)
        for (const round of numbers(5)) {
          yield* other.leaver.listen()
          const first = yield* forked(one.harbor.call(Work, { n: 1 + round, leaves: true }, { timeout: "1 minute" }))
          if (round === 0) {
            yield* hasBegun(other.leaver)
            const behind = yield* forked(Effect.flip(one.harbor.call(Work, { n: 50 }, { timeout: "1 minute" })))
            yield* other.leaver.open()
            assert.strictEqual(reasonOf(yield* Fiber.join(behind)), "NoListener no")
          }
          assert.strictEqual(yield* Fiber.join(first), 1 + round)
          const later = yield* Effect.flip(one.harbor.call(Work, { n: 60 }))
          assert.strictEqual(reasonOf(later), "NoListener no")
        }
        assert.notInclude(yield* other.leaver.noted(), 50)
      }).pipe(Effect.scoped, silent)
    )

    it.live(
      "C05-leave one whose handler does not end interrupts it after the stop timeout, and the caller is told",
      () =>
        Effect.gen(function* () {
          const hub = Transport.makeHub()
          const one = yield* process(hub, 1, served)
          const other = yield* process(hub, 2, served, 50)
          yield* other.leaver.listen()
          const held = yield* forked(Effect.flip(one.harbor.call(Work, { n: 1 }, { timeout: "1 minute" })))
          yield* hasBegun(other.leaver)
          yield* other.leaver.leave()
          assert.strictEqual(reasonOf(yield* Fiber.join(held)), "Actor maybe")
          assert.deepStrictEqual(yield* other.leaver.noted(), [1])
        }).pipe(Effect.scoped, silent)
    )

    it.live("C05-leave who comes meanwhile listens behind it, and has what comes then", () =>
      Effect.gen(function* () {
        const hub = Transport.makeHub()
        const one = yield* process(hub, 1, served)
        const other = yield* process(hub, 2, served)
        yield* other.leaver.listen()
        const calls = [yield* forked(one.harbor.call(Work, { n: 1 })), yield* forked(one.harbor.call(Work, { n: 2 }))]
        yield* hasBegun(other.leaver)
        const leaving = yield* forked(other.leaver.leave())
        const coming = yield* forked(other.leaver.listen())
        assert.isUndefined(leaving.pollUnsafe())
        yield* other.leaver.open()
        yield* Fiber.join(coming)
        yield* one.harbor.broadcast(Work, { n: 3 })
        calls.push(yield* forked(one.harbor.call(Work, { n: 4 })))
        assert.deepStrictEqual(yield* Effect.forEach(calls, Fiber.join), [1, 2, 4])
        yield* Fiber.join(leaving)
        yield* until(Effect.map(other.leaver.noted(), (noted) => noted.includes(-3)))
        const noted = yield* other.leaver.noted()
        assert.deepStrictEqual(
          noted.toSorted((one, other) => one - other),
          [-4, -3, -2, -1, 1, 2, 3, 4]
        )
      }).pipe(Effect.scoped, silent)
    )
  })
}

describe("C05 C11 a thread that serves other processes", () => {
  it.live("C05-leave takes no more turns of its own process while it is at work for another one", () =>
    Effect.gen(function* () {
      const hub = Transport.makeHub()
      const { served } = places[1]!
      const one = yield* process(hub, 1, served)
      const other = yield* process(hub, 2, served)
      yield* other.leaver.listen()
      const held = yield* forked(one.harbor.call(Work, { n: 1 }))
      yield* hasBegun(other.leaver)
      yield* other.harbor.listen(Work, ({ n }) => Effect.succeed(n))
      const leaving = yield* forked(other.leaver.leave())
      const listening = other.system.members({ key: Work.actor.key })
      yield* until(Effect.sync(() => listening.now.length === 1))
      for (const n of numbers(20)) assert.strictEqual(yield* other.harbor.call(Work, { n }), n)
      assert.isUndefined(leaving.pollUnsafe())
      yield* other.leaver.open()
      yield* Fiber.join(leaving)
      assert.strictEqual(yield* Fiber.join(held), 1)
      assert.deepStrictEqual(yield* other.leaver.noted(), [1, -1])
    }).pipe(Effect.scoped, silent)
  )

  it.live("C05-outside what is never answered holds up nobody: no frame, and what comes twice", () =>
    Effect.gen(function* () {
      const hub = Transport.makeHub()
      const said: Array<string> = []
      const logger = Logger.make<unknown, void>(({ message }) => void said.push(String(message)))
      yield* Effect.gen(function* () {
        const other = yield* process(hub, 2, places[1]!.served, 100)
        yield* other.leaver.open()
        yield* other.leaver.listen()
        const stranger = Context.get(yield* Layer.build(hub.layer({ node: 3 })), Transport.Transport)
        const at = { _tag: "Queue", reach: "services", name: "smsg_work" } as const
        for (const byte of numbers(20)) {
          const error = yield* Effect.flip(stranger.request(at, new Uint8Array(40).fill(byte), 1))
          assert.strictEqual(error.reason._tag, "NoReply")
        }
      }).pipe(Effect.scoped, Effect.provide(Logger.layer([logger])))
      assert.deepStrictEqual(
        said.filter((line) => line.includes("did not stop")),
        []
      )
    })
  )

  it.live("C05-outside when it dies, each send of another process that has not ended there is a dead letter", () =>
    Effect.gen(function* () {
      const hub = Transport.makeHub()
      const { served } = places[1]!
      const one = yield* process(hub, 1, served)
      const other = yield* process(hub, 2, served)
      let letters = 0
      const count = ({ count }: { readonly count: number }) => Effect.sync(() => void (letters += count))
      yield* Effect.forkChild(Stream.runForEach(other.harbor.deadLetters, count), { startImmediately: true })
      yield* other.leaver.listen()
      for (const n of numbers(50)) yield* one.harbor.send(Work, { n })
      yield* hasBegun(other.leaver)
      assert.isTrue(yield* other.system.kill("t"))
      yield* until(Effect.sync(() => letters >= 50))
      assert.strictEqual(letters, 50)
    }).pipe(Effect.scoped, silent)
  )

  it.live("C05-outside what it has given up to listen for, it is not asked for", () =>
    Effect.gen(function* () {
      const hub = Transport.makeHub()
      const { served } = places[1]!
      const one = yield* process(hub, 1, served)
      const other = yield* process(hub, 2, served)
      const third = yield* process(hub, 3, served)
      yield* other.leaver.tries({ times: 150, turns: 50 })
      // Who was interrupted does not wait for what is undone behind him; who listens and leaves does.
      yield* other.leaver.listen()
      yield* other.leaver.leave()
      yield* third.leaver.open()
      yield* third.leaver.listen()
      for (const n of numbers(40)) assert.strictEqual(yield* one.harbor.call(Work, { n }), n)
    }).pipe(Effect.scoped, silent)
  )

  it.live("C05-outside it listens and leaves on while main's transport is built again and again", () =>
    Effect.gen(function* () {
      const hub = Transport.makeHub()
      const { leaver, process } = yield* Layer.build(
        Layer.fresh(Leaver.layerThread({ entry, name: "t" }).pipe(Layer.provideMerge(system(60_000))))
      ).pipe(Effect.map((process) => ({ leaver: Context.get(process, Leaver), process })))
      const going = yield* forked(leaver.comesAndGoes())
      for (const round of numbers(20)) {
        const transport = Layer.fresh(Layer.provide(Harbor.layerTransport(), hub.layer({ node: 10 + round })))
        yield* Effect.scoped(Effect.andThen(Layer.build(transport), Effect.sleep(round % 5))).pipe(
          Effect.provideContext(process)
        )
      }
      assert.isUndefined(going.pollUnsafe())
      yield* leaver.leave()
      assert.isAbove(yield* Fiber.join(going), 0)
    }).pipe(Effect.scoped, silent)
  )
})

describe("C05 C11 a listener that is in nobody's job", () => {
  it.live("C05-leave what waits behind its handler, which has it leave, is NoListener", () =>
    Effect.gen(function* () {
      const hub = Transport.makeHub()
      const one = yield* process(hub, 1, places[0]!.served)
      const other = yield* process(hub, 2, places[0]!.served)
      const [scope, gate, begun] = [Scope.makeUnsafe(), Latch.makeUnsafe(), Latch.makeUnsafe()]
      const leaves = begun.open.pipe(
        Effect.andThen(gate.await),
        Effect.andThen(Scope.close(scope, Exit.void)),
        Effect.as(1)
      )
      yield* Scope.provide(
        other.harbor.listen(Work, () => leaves),
        scope
      )
      const first = yield* forked(one.harbor.call(Work, { n: 1 }))
      yield* begun.await
      const behind = yield* Effect.forEach(numbers(20), (n) => forked(Effect.flip(one.harbor.call(Work, { n }))))
      yield* gate.open
      assert.strictEqual(yield* Fiber.join(first), 1)
      for (const each of behind) assert.strictEqual(reasonOf(yield* Fiber.join(each)), "NoListener no")
    }).pipe(Effect.scoped, silent)
  )
})
