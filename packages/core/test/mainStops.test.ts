/**
 * Main stops as every thread does: what its own actors have is finished, bounded by the stop timeout, and what holds it
 * is named. A handler that is itself the one that stops is not waited for.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import * as Actor from "../src/Actor.ts"
import { ActorError } from "../src/ActorError.ts"
import { ActorSystem, type SystemOptions } from "../src/ActorSystem.ts"
import { Board, handlers, log } from "./memory/board.ts"
import { client, make, turns, until } from "./memory/simulated.ts"

class Ender extends Actor.Service<Ender>()("ends/Ender", [
  Rpc.make("end", { success: Schema.String }),
  Rpc.make("note", { success: Schema.String })
]) {}

class Asks extends Actor.Service<Asks>()("ends/Asks", [Rpc.make("end", { success: Schema.String })]) {}

const fork = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.forkChild(effect, { startImmediately: true })

const setting = (options: SystemOptions = {}, concurrency: number | "unbounded" = 1) =>
  Effect.gen(function* () {
    const seen = log()
    const simulation = yield* make({}, options)
    const board = yield* client(simulation, Board, Board.layerMain(handlers(seen, concurrency)))
    return { board, seen, simulation, stop: simulation.service.stop }
  })

describe("ActorSystem.stop", () => {
  it.live("A19 finishes what main's own actors have, and refuses what is new", () =>
    Effect.gen(function* () {
      const { board, seen, simulation, stop } = yield* setting({ stopTimeout: "Infinity" })
      const running = yield* fork(board.hang({ n: 1 }))
      yield* until(() => seen.hanging.size === 1)
      const queued = yield* Effect.forEach([2, 3, 4], (n) => fork(board.echo({ n })))
      yield* board.note.tell({ n: 5 })
      const stopping = yield* fork(stop)
      const again = yield* fork(stop)
      yield* until(() => !simulation.loop.takesMail)
      const late = yield* Effect.flip(board.echo({ n: 6 }))
      assert.strictEqual((late as ActorError).reason._tag, "Stopped")
      yield* turns(5)
      assert.isUndefined(stopping.pollUnsafe(), "a job still runs")
      seen.hanging.get(1)!()
      assert.strictEqual(yield* Fiber.join(running), 1)
      assert.deepEqual(yield* Fiber.joinAll(queued), [2, 3, 4])
      yield* Fiber.join(stopping)
      yield* Fiber.join(again)
      yield* stop
      assert.deepEqual(seen.notes, [5])
      yield* until(() => !simulation.isHeld())
    }).pipe(Effect.scoped)
  )

  it.live("A19 says what on main held it, interrupts that, and lets its finalizers run", () => {
    const lines: Array<string> = []
    const logger = Logger.make<unknown, void>(({ message }) => void lines.push(String(message)))
    return Effect.gen(function* () {
      const { board, seen, stop } = yield* setting({ stopTimeout: 20 })
      const running = yield* fork(Effect.flip(board.hang({ n: 1 })))
      yield* until(() => seen.hanging.size === 1)
      const queued = yield* fork(Effect.flip(board.echo({ n: 2 })))
      const error = yield* Effect.flip(stop)
      assert.strictEqual(error.reason._tag, "Timeout")
      assert.match(error.message, /held by: test\/Board\.hang#\d+ from main/)
      assert.match(lines.join("\n"), /main did not finish its jobs within 20 ms; held by: test\/Board\.hang#/)
      assert.deepEqual(seen.interrupted, [1])
      const held = (yield* Fiber.join(running)) as ActorError
      assert.deepEqual([held.reason._tag, held.started], ["ThreadDied", true])
      const waited = (yield* Fiber.join(queued)) as ActorError
      assert.deepEqual([waited.reason._tag, waited.started], ["Stopped", false])
      yield* stop
    }).pipe(Effect.scoped, Effect.provide(Logger.layer([logger])))
  })

  it.live("A19 the end of the system's scope finishes them too", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const { board, running, seen } = yield* Effect.gen(function* () {
        // Made inside: it closes first, and finds the actor at work.
        const outer = yield* Scope.make()
        const seen = log()
        const simulation = yield* make({}, { stopTimeout: "Infinity" })
        const board = yield* Scope.provide(client(simulation, Board, Board.layerMain(handlers(seen))), outer)
        const running = yield* fork(board.hang({ n: 1 }))
        yield* until(() => seen.hanging.size === 1)
        return { board, running, seen }
      }).pipe(Scope.provide(scope))
      const queued = yield* fork(board.echo({ n: 2 }))
      const closing = yield* fork(Scope.close(scope, Exit.void))
      yield* turns(5)
      assert.isUndefined(closing.pollUnsafe())
      seen.hanging.get(1)!()
      assert.deepEqual([yield* Fiber.join(running), yield* Fiber.join(queued)], [1, 2])
      yield* Fiber.join(closing)
    })
  )

  it.live("A19 runs the stop hooks of main's actors, the latest first", () =>
    Effect.gen(function* () {
      const simulation = yield* make({}, { stopTimeout: "Infinity" })
      const order: Array<string> = []
      const hook = (name: string) => Effect.addFinalizer(() => Effect.sync(() => void order.push(name)))
      yield* client(
        simulation,
        Ender,
        Ender.layerMain(
          Ender.toLayer(Effect.as(hook("first"), { end: () => Effect.succeed(""), note: () => Effect.succeed("") }))
        )
      )
      yield* client(
        simulation,
        Asks,
        Asks.layerMain(Asks.toLayer(Effect.as(hook("second"), { end: () => Effect.succeed("") })))
      )
      yield* simulation.service.stop
      assert.deepEqual(order, ["second", "first"])
    }).pipe(Effect.scoped)
  )

  it.live(
    "A19 waits for the stop hooks of main's actors, but not for one that stops the system itself; they run once",
    () =>
      Effect.gen(function* () {
        const simulation = yield* make({}, { stopTimeout: "Infinity" })
        const stop = Effect.orDie(simulation.service.stop)
        const order: Array<string> = []
        const pass = yield* Deferred.make<void>()
        const scope = yield* Scope.make()
        const hook = (name: string, effect: Effect.Effect<void>) =>
          Effect.addFinalizer(() =>
            Effect.andThen(
              effect,
              Effect.sync(() => void order.push(name))
            )
          )
        const first = Ender.toLayer(
          Effect.as(hook("first", Effect.void), { end: () => Effect.succeed("e"), note: () => Effect.succeed("n") })
        )
        // One that ends its own layer, and the system, in its own stop hook: neither waits for itself.
        const own = Effect.andThen(Scope.close(scope, Exit.void), stop)
        const second = Asks.toLayer(
          Effect.as(hook("second", Effect.andThen(Deferred.await(pass), own)), { end: () => Effect.succeed("e") })
        )
        yield* client(simulation, Ender, Ender.layerMain(first))
        yield* Scope.provide(client(simulation, Asks, Asks.layerMain(second)), scope)
        const stopping = yield* fork(stop)
        const again = yield* fork(stop)
        yield* turns(5)
        assert.isUndefined(stopping.pollUnsafe() ?? again.pollUnsafe(), "a stop hook still runs")
        assert.deepEqual(order, [])
        yield* Deferred.succeed(pass, undefined)
        yield* Fiber.join(stopping)
        yield* Fiber.join(again)
        yield* Scope.close(scope, Exit.void)
        assert.deepEqual(order, ["first", "second"])
        yield* until(() => !simulation.isHeld())
      }).pipe(Effect.scoped)
  )

  it.live("A19 in a handler on main waits for all jobs but those that wait for it", () =>
    Effect.gen(function* () {
      const { board, seen, simulation } = yield* setting({ stopTimeout: "Infinity" }, "unbounded")
      const ended = yield* Deferred.make<void>()
      const ender = yield* client(
        simulation,
        Ender,
        Ender.layerMain(
          Ender.toLayer(
            Effect.map(ActorSystem, (system) => ({
              end: () =>
                Effect.orDie(system.stop).pipe(Effect.andThen(Deferred.succeed(ended, undefined)), Effect.as("e")),
              note: () => Effect.succeed("n")
            }))
          )
        )
      )
      const asks = yield* client(
        simulation,
        Asks,
        Asks.layerMain(Asks.toLayer({ end: () => Effect.orDie(ender.end()) }))
      )
      const other = yield* fork(board.hang({ n: 1 }))
      yield* until(() => seen.hanging.size === 1)
      yield* fork(Effect.exit(asks.end()))
      yield* until(() => !simulation.loop.takesMail)
      yield* turns(5)
      assert.isFalse(Deferred.isDoneUnsafe(ended), "another job still runs")
      seen.hanging.get(1)!()
      assert.strictEqual(yield* Fiber.join(other), 1)
      yield* Deferred.await(ended)
    }).pipe(Effect.scoped)
  )
})

describe("layerLocal", () => {
  for (const concurrency of [1, "unbounded"] as const)
    it.live(`A19 that is closed inside its own handler does not wait for it: ${concurrency}`, () => {
      const lines: Array<string> = []
      const logger = Logger.make<unknown, void>(({ message }) => void lines.push(String(message)))
      return Effect.gen(function* () {
        const scope = yield* Scope.make()
        const ended = yield* Deferred.make<number>()
        let released = 0
        const local = Ender.layerLocal(
          Ender.toLayer(
            Effect.gen(function* () {
              yield* Effect.addFinalizer(() => Effect.sync(() => void released++))
              return {
                end: () =>
                  Scope.close(scope, Exit.void).pipe(
                    Effect.andThen(Effect.suspend(() => Deferred.succeed(ended, released))),
                    Effect.as("e")
                  ),
                note: () => Effect.succeed("n")
              }
            }),
            { concurrency }
          ),
          { slowAfter: "never" }
        )
        const ender = Context.get(yield* Scope.provide(Layer.build(local), scope), Ender)
        const asked = yield* fork(Effect.exit(ender.end()))
        const queued = yield* fork(Effect.exit(ender.note()))
        assert.strictEqual(yield* Deferred.await(ended), 1)
        if (concurrency === 1) {
          const behind = Option.getOrThrow(Exit.findErrorOption(yield* Fiber.join(queued))) as ActorError
          assert.deepEqual([behind.reason._tag, behind.started], ["Stopped", false])
        } else {
          assert.deepEqual(yield* Fiber.join(queued), Exit.succeed("n"), "what was sent before is finished")
        }
        const exit = yield* Fiber.join(asked)
        assert.isTrue(Exit.isSuccess(exit) || exit.cause.reasons.length === 1)
        assert.deepEqual(lines, [])
      }).pipe(Effect.provide(Logger.layer([logger])))
    })
})
