/*
 * Broadcasts when something is in the way, with simulated threads: full mailboxes, deaths, restarts, several tags, the
 * sender among the members.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Rpc from "effect/rpc/Rpc"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import * as Actor from "../src/Actor.ts"
import { ActorError } from "../src/ActorError.ts"
import { ActorSystem, type SystemOptions } from "../src/ActorSystem.ts"
import { CurrentThread } from "../src/CurrentThread.ts"
import * as Job from "../src/Job.ts"
import * as Testing from "../src/testing/index.ts"
import * as Thread from "../src/Thread.ts"

class Crowd extends Actor.Service<Crowd>()("t/Crowd", [
  Rpc.make("note", { payload: { n: Schema.Int }, success: Schema.String }),
  Rpc.make("hang", { payload: { n: Schema.Int }, success: Schema.String }),
  /** Writes into what it got. */
  Rpc.make("grow", {
    payload: { list: Schema.mutable(Schema.Array(Schema.String)) },
    success: Schema.Array(Schema.String)
  }),
  Rpc.make("move", { payload: { data: Job.transfer(Schema.Uint8Array) } }),
  /** To all of its own, itself included. */
  Rpc.make("all", { payload: { n: Schema.Int }, success: Schema.Array(Schema.String) })
]) {}

class Second extends Crowd.as<Second>()("t/Second") {}
class OnMain extends Crowd.as<OnMain>()("t/OnMain") {}

/** What every thread has handled, in order. */
type Seen = Map<string, Array<number>>

const handlers = (seen: Seen) =>
  Crowd.toLayer(
    Effect.gen(function* () {
      const thread = yield* CurrentThread
      const crowd = yield* Crowd
      const add = (n: number): string => {
        seen.set(thread.name, [...(seen.get(thread.name) ?? []), n])
        return `${n} on ${thread.name}`
      }
      return {
        note: ({ n }) => Effect.sync(() => add(n)),
        move: () => Effect.sync(() => void add(-1)),
        hang: ({ n }) =>
          Effect.andThen(
            Effect.sync(() => add(n)),
            Effect.never
          ),
        grow: ({ list }) =>
          Effect.sync(() => {
            list.push(thread.name)
            return list
          }),
        all: ({ n }) =>
          Effect.map(Effect.orDie(crowd.note.broadcast({ n })), (exits) =>
            exits.map(({ exit }) =>
              Exit.match(exit, {
                onSuccess: (text) => text,
                onFailure: () => (Effect.runSync(Effect.flip(exit)) as ActorError).reason._tag
              })
            )
          )
      }
    })
  ).pipe(Layer.provide(Crowd.layerRef))

const pool = (seen: Seen, options: Partial<Actor.PoolOptions<Crowd, any>> = {}) =>
  Crowd.layerPool({ name: "c", size: 3, restart: "never", entry: Testing.entry(handlers(seen)), ...options })

const names = ["c-0", "c-1", "c-2"]
const quiet = Logger.layer([])
const begin = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.forkChild(effect, { startImmediately: true })

const reasonOf = (exit: Exit.Exit<unknown, unknown>): ActorError => {
  const error = Effect.runSync(Effect.flip(exit as Exit.Exit<unknown, ActorError>))
  assert.instanceOf(error, ActorError)
  return error
}

/** A program with the pool, the simulation and the system. */
const run = <A, E>(
  options: Partial<Actor.PoolOptions<Crowd, any>>,
  program: (given: {
    readonly crowd: Crowd["Service"]
    readonly seen: Seen
    readonly simulation: Testing.Simulation["Service"]
    readonly system: ActorSystem["Service"]
  }) => Effect.Effect<A, E, Crowd | ActorSystem | Testing.Simulation | Scope.Scope>,
  sizes: SystemOptions = {}
) => {
  const seen: Seen = new Map()
  return Effect.gen(function* () {
    const [crowd, simulation, system] = [yield* Crowd, yield* Testing.Simulation, yield* ActorSystem]
    const result = yield* program({ crowd, seen, simulation, system })
    yield* simulation.quiet
    assert.strictEqual((yield* system.info).sendsWaiting, 0)
    return result
  }).pipe(
    Effect.scoped,
    Effect.provide(pool(seen, options)),
    Effect.provide(Testing.layer(sizes)),
    Effect.provide(quiet)
  )
}

describe("A17 broadcast, full mailboxes", () => {
  it.effect("one that is full is waited for, in order, and holds up none of the others", () =>
    run({ window: 1 }, ({ crowd, seen, simulation }) =>
      Effect.gen(function* () {
        yield* simulation.freeze("c-1")
        const completed: Array<string> = []
        const fibers: Array<Fiber.Fiber<void, unknown>> = []
        for (let n = 0; n < 4; n++) {
          const stream = crowd.note.broadcast.stream({ n })
          fibers.push(
            yield* begin(
              Stream.runForEach(stream, ({ isLast, thread }) =>
                Effect.sync(() => completed.push(`${n} ${thread}${isLast ? " last" : ""}`))
              )
            )
          )
        }
        yield* simulation.quiet
        assert.sameMembers(
          completed,
          [0, 1, 2, 3].flatMap((n) => [`${n} c-0`, `${n} c-2`])
        )
        yield* simulation.thaw("c-1")
        for (const fiber of fibers) yield* Fiber.join(fiber)
        assert.deepStrictEqual(completed.slice(8), ["0 c-1 last", "1 c-1 last", "2 c-1 last", "3 c-1 last"])
        for (const name of names) assert.deepStrictEqual(seen.get(name), [0, 1, 2, 3])
      })
    )
  )

  it.effect("whenFull: fail: all have room, or nobody gets it", () =>
    run({ window: 1, whenFull: "fail" }, ({ crowd, seen, simulation, system }) =>
      Effect.gen(function* () {
        yield* simulation.freeze("c-2")
        const first = yield* begin(crowd.note.broadcast({ n: 0 }))
        yield* simulation.quiet
        const before = yield* system.info
        const error = (yield* Effect.flip(crowd.note.broadcast({ n: 1 }))) as ActorError
        assert.strictEqual(error.reason._tag, "MailboxFull")
        assert.deepStrictEqual(yield* system.info, before)
        yield* simulation.thaw("c-2")
        assert.isTrue((yield* Fiber.join(first)).every(({ exit }) => Exit.isSuccess(exit)))
        for (const name of names) assert.deepStrictEqual(seen.get(name), [0])
      })
    )
  )

  it.effect("whenFull: fail: who finds no memory has that in his own exit, since nobody looks for it beforehand", () =>
    run(
      { whenFull: "fail" },
      ({ crowd, system }) =>
        Effect.gen(function* () {
          // The last of the two blocks is for results.
          const text = "x".repeat(20_000)
          const [first, ...others] = yield* crowd.grow.broadcast({ list: [text] })
          assert.deepStrictEqual(first!.exit, Exit.succeed([text, "c-0"]))
          for (const { exit } of others) {
            const { reason, started } = reasonOf(exit)
            assert.isTrue(reason._tag === "MailboxFull" && reason.what === "blocks" && started === false)
          }
          assert.strictEqual((yield* system.info).jobsInFlight, 0)
        }),
      { smallBlocks: 2, largeBlocks: 0 }
    )
  )

  it.effect("whenFull: a Duration is how long each is waited for", () =>
    run({ window: 1, whenFull: "1 second" }, ({ crowd, simulation }) =>
      Effect.gen(function* () {
        yield* simulation.freeze("c-0")
        yield* begin(crowd.note.broadcast({ n: 0 }))
        const second = yield* begin(crowd.note.broadcast({ n: 1 }))
        yield* simulation.quiet
        yield* TestClock.adjust("1 second")
        const [full, ...others] = yield* Fiber.join(second)
        assert.strictEqual(reasonOf(full!.exit).reason._tag, "MailboxFull")
        assert.isTrue(others.every(({ exit }) => Exit.isSuccess(exit)))
        yield* simulation.thaw("c-0")
      })
    )
  )

  it.effect("jobs that give way: the exit of that thread alone", () =>
    run({ window: 1, whenFull: "dropOldest" }, ({ crowd, seen, simulation }) =>
      Effect.gen(function* () {
        yield* simulation.freeze("c-0")
        const first = yield* begin(crowd.note.broadcast({ n: 0 }))
        yield* simulation.quiet
        const second = yield* begin(crowd.note.broadcast({ n: 1 }))
        yield* simulation.thaw("c-0")
        const [full, ...others] = yield* Fiber.join(first)
        assert.strictEqual(reasonOf(full!.exit).reason._tag, "MailboxFull")
        assert.isTrue([...others, ...(yield* Fiber.join(second))].every(({ exit }) => Exit.isSuccess(exit)))
        assert.deepStrictEqual(seen.get("c-0"), [1])
      })
    )
  )
})

describe("A17 broadcast, deaths", () => {
  it.effect("a member that dies contributes its exit, and says whether it had started", () =>
    run({}, ({ crowd, simulation, system }) =>
      Effect.gen(function* () {
        const all = yield* begin(Stream.runCollect(crowd.hang.broadcast.stream({ n: 1 })))
        yield* simulation.quiet
        yield* simulation.freeze("c-1")
        const unstarted = yield* begin(crowd.note.broadcast({ n: 2 }))
        yield* simulation.quiet
        for (const name of names) yield* system.kill(name)
        const ended = yield* Fiber.join(all)
        assert.deepStrictEqual(
          ended.map(({ thread }) => thread),
          names
        )
        assert.deepStrictEqual(
          ended.map(({ isLast }) => isLast),
          [false, false, true]
        )
        for (const { exit } of ended) {
          const { reason, started } = reasonOf(exit)
          assert.deepStrictEqual([reason._tag, started], ["ThreadDied", true])
        }
        for (const { exit } of yield* Fiber.join(unstarted)) {
          const { reason, started } = reasonOf(exit)
          assert.deepStrictEqual([reason._tag, started], ["ThreadDied", false])
        }
      })
    )
  )

  it.effect("what had not started goes to the next thread of that very place, in order", () =>
    run({ restart: Schedule.spaced("1 second") }, ({ crowd, seen, simulation, system }) =>
      Effect.gen(function* () {
        yield* simulation.freeze("c-1")
        const before = yield* begin(crowd.note.broadcast({ n: 1 }))
        yield* simulation.quiet
        yield* system.kill("c-1")
        // It is being started again now.
        const meanwhile = yield* begin(crowd.note.broadcast({ n: 2 }))
        const left = yield* begin(crowd.note.broadcast({ n: 3 }))
        yield* simulation.quiet
        yield* Fiber.interrupt(left)
        assert.deepStrictEqual([seen.get("c-0"), seen.get("c-1"), seen.get("c-2")], [[1, 2, 3], undefined, [1, 2, 3]])
        yield* TestClock.adjust("1 second")
        for (const [n, fiber] of [
          [1, before],
          [2, meanwhile]
        ] as const) {
          assert.deepStrictEqual(
            yield* Fiber.join(fiber),
            names.map((thread) => ({ thread, exit: Exit.succeed(`${n} on ${thread}`) }))
          )
        }
        assert.deepStrictEqual(seen.get("c-1"), [1, 2])
      })
    )
  )

  it.effect("a place that nobody takes again fails its exit, and goes to no other thread", () =>
    run({ restart: Schedule.recurs(0) }, ({ crowd, seen, simulation, system }) =>
      Effect.gen(function* () {
        yield* simulation.freeze("c-1")
        const all = yield* begin(crowd.note.broadcast({ n: 1 }))
        yield* simulation.quiet
        yield* system.kill("c-1")
        yield* TestClock.adjust("1 second")
        const [, dead, ...others] = yield* Fiber.join(all)
        assert.strictEqual(reasonOf(dead!.exit).reason._tag, "ThreadDied")
        assert.isFalse(reasonOf(dead!.exit).started)
        assert.isTrue(others.every(({ exit }) => Exit.isSuccess(exit)))
        assert.deepStrictEqual([seen.get("c-0"), seen.get("c-2")], [[1], [1]])
        // Those that are left are all there is.
        const rest = yield* crowd.note.broadcast({ n: 2 })
        assert.deepStrictEqual(
          rest.map(({ thread }) => thread),
          ["c-0", "c-2"]
        )
      })
    )
  )

  it.effect("whenever a member dies, all exits come, and one of them is the last", () =>
    Effect.gen(function* () {
      const play = (fault: Testing.Fault) => {
        const seen: Seen = new Map()
        return Effect.gen(function* () {
          const crowd = yield* Crowd
          for (let n = 0; n < 3; n++) {
            const all = yield* Stream.runCollect(crowd.note.broadcast.stream({ n }))
            assert.deepStrictEqual(
              all.map(({ isLast }) => isLast),
              all.map((_, i) => i === all.length - 1)
            )
            assert.isAtLeast(all.length, 2)
            for (const { exit, thread } of all) {
              if (Exit.isSuccess(exit)) assert.strictEqual(exit.value, `${n} on ${thread}`)
              else assert.deepStrictEqual([thread, reasonOf(exit).reason._tag], ["c-1", "ThreadDied"])
            }
          }
          for (const handled of seen.values()) assert.deepStrictEqual(handled, Array.from(new Set(handled)))
        }).pipe(
          Effect.provide(pool(seen)),
          Effect.provide(Testing.layer({ faults: [fault], time: "auto" })),
          // One that dies before it is ready fails the layer.
          Effect.catchTag("ActorError", () => Effect.void)
        )
      }
      const tried = yield* Testing.everywhere((operation) => Testing.killAt("c-1", operation), play, { every: 5 })
      assert.isAbove(tried, 5)
    }).pipe(Effect.provide(quiet))
  )
})

describe("A17 broadcast, who gets it", () => {
  it.effect("A25 D07 to the system: a thread that serves several tags of the actor gets it once", () => {
    const seen: Seen = new Map()
    const both = Thread.layer({
      name: "both",
      entry: Testing.entry(handlers(seen)),
      actors: [OnMain, Second]
    })
    return Effect.gen(function* () {
      const second = yield* Second
      const exits = yield* second.note.broadcast({ n: 1 }, { to: "system" })
      assert.deepStrictEqual(
        exits.map(({ thread }) => thread),
        ["both"]
      )
    }).pipe(Effect.provide(both), Effect.provide(Testing.layer({ time: "auto" })))
  })

  it.effect("A25 D07 to the system: threads that have died for good serve nobody", () => {
    const seen: Seen = new Map()
    const pool = Second.layerPool({ name: "pool", size: 2, restart: "never", entry: Testing.entry(handlers(seen)) })
    return Effect.gen(function* () {
      const second = yield* Second
      const simulation = yield* Testing.Simulation
      for (const thread of ["pool-0", "pool-1"]) {
        yield* simulation.inject(Testing.killAt(thread, (yield* simulation.operations(thread)) + 1))
        yield* Effect.exit(second.note({ n: 0 }, { thread }))
      }
      yield* simulation.quiet
      assert.deepStrictEqual(yield* second.note.broadcast({ n: 1 }, { to: "system" }), [])
    }).pipe(Effect.provide(pool), Effect.provide(Testing.layer({ time: "auto" })), Effect.provide(Logger.layer([])))
  })

  it.effect(
    "A25 D07 every thread of the system that serves the actor, under whatever tag, main included, each its own copy",
    () =>
      run({}, ({ crowd, seen }) =>
        Effect.gen(function* () {
          const scope = yield* Effect.scope
          const build = <A, E, R>(layer: Layer.Layer<A, E, R>) => Layer.buildWithScope(layer, scope)
          yield* build(OnMain.layerMain(handlers(seen)))
          const later = yield* Scope.fork(scope, "sequential")
          const second = Second.layerThread({ name: "second", entry: Testing.entry(handlers(seen)) })
          const context = yield* Layer.buildWithScope(second, later)
          const list = ["mine"]
          const everywhere = [...names, "main", "second"]
          const all = yield* crowd.grow.broadcast({ list }, { to: "system" })
          assert.sameMembers(
            all.map(({ thread }) => thread),
            everywhere
          )
          for (const { exit, thread } of all) assert.deepStrictEqual(yield* exit, ["mine", thread])
          assert.deepStrictEqual(list, ["mine"])
          // By any of its tags, and by its own tag only its own.
          const other = Context.get(context, Second)
          assert.sameMembers(
            (yield* other.note.broadcast({ n: 1 }, { to: "system" })).map(({ thread }) => thread),
            everywhere
          )
          assert.deepStrictEqual(
            (yield* other.note.broadcast({ n: 2 })).map(({ thread }) => thread),
            ["second"]
          )
          assert.deepStrictEqual(
            (yield* crowd.note.broadcast({ n: 3 })).map(({ thread }) => thread),
            names
          )
          yield* Scope.close(later, Exit.void)
          const rest = yield* crowd.note.broadcast({ n: 4 }, { to: "system" })
          assert.sameMembers(
            rest.map(({ thread }) => thread),
            [...names, "main"]
          )
        })
      )
  )

  it.effect("nobody at all is no error: it completes at once", () =>
    Effect.gen(function* () {
      const crowd = yield* Crowd
      assert.deepStrictEqual(yield* crowd.note.broadcast({ n: 1 }, { to: "system" }), [])
      assert.deepStrictEqual(yield* Stream.runCollect(crowd.note.broadcast.stream({ n: 1 }, { to: "system" })), [])
    }).pipe(Effect.provide(Crowd.layerRef), Effect.provide(Testing.layer()))
  )

  it.effect("an actor that comes later is waited for, like with an ask; one that has stopped refuses", () =>
    Effect.gen(function* () {
      const seen: Seen = new Map()
      const crowd = yield* Crowd
      const early = yield* begin(crowd.note.broadcast({ n: 1 }))
      const scope = yield* Scope.make()
      yield* Layer.buildWithScope(pool(seen), scope)
      assert.deepStrictEqual(
        (yield* Fiber.join(early)).map(({ thread }) => thread),
        names
      )
      yield* Scope.close(scope, Exit.void)
      const error = (yield* Effect.flip(crowd.note.broadcast({ n: 2 }))) as ActorError
      assert.strictEqual(error.reason._tag, "Stopped")
    }).pipe(Effect.provide(Crowd.layerRef), Effect.provide(Testing.layer()))
  )

  it.effect(
    "A05 from a handler of one of its threads: the others get it, and it hears that it would wait for itself",
    () =>
      run({}, ({ crowd }) =>
        Effect.gen(function* () {
          const texts = yield* crowd.all({ n: 7 })
          assert.strictEqual(texts.filter((text) => text === "AskCycle").length, 1)
          assert.strictEqual(texts.filter((text) => text.startsWith("7 on c-")).length, 2)
        })
      )
  )
})
