/**
 * Circles of asks where news are still under way: of who has given up waiting, and of names. What a thread has not done yet is
 * held back by hand.
 */
import { assert, describe, it, vi } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Actor from "../../src/Actor.ts"
import { ActorError } from "../../src/ActorError.ts"
import { ActorSystem } from "../../src/ActorSystem.ts"
import { entryOf } from "./board.ts"
import { client, make, turns, until } from "./simulated.ts"

class Asker extends Actor.Service<Asker>()("test/Asker", [
  Rpc.make("giveUp", { error: ActorError }),
  Rpc.make("ask", { error: ActorError }),
  Rpc.make("leaf")
]) {}

class Asked extends Actor.Service<Asked>()("test/Asked", [
  Rpc.make("askBack", { error: ActorError }),
  Rpc.make("note"),
  Rpc.make("hold")
]) {}

/** What waits there goes on when the test says so. */
const gate = () => {
  const { promise, resolve } = Promise.withResolvers<void>()
  return { open: resolve, pass: Effect.promise(() => promise) }
}

const asked = (back: Effect.Effect<void>, note: (exit: Exit.Exit<void, ActorError>) => void, hold = Effect.void) =>
  Asked.toLayer(
    Effect.gen(function* () {
      const asker = yield* Asker
      return {
        askBack: () =>
          Effect.gen(function* () {
            yield* back
            const exit = yield* Effect.exit(asker.leaf())
            note(exit)
            yield* exit
          }),
        note: () => Effect.void,
        hold: () => hold
      }
    })
  ).pipe(Layer.provide(Asker.layerRef))

describe("asks in a circle, while news of it are under way", () => {
  it.live("A05 who has given up waiting is in nobody's way, though nobody was rung for it yet", () =>
    Effect.gen(function* () {
      const gates = { tell: gate(), leave: gate(), end: gate(), back: gate() }
      const exits: Array<Exit.Exit<void, ActorError>> = []
      const asker = Asker.toLayer(
        Effect.gen(function* () {
          const other = yield* Asked
          return {
            giveUp: () =>
              Effect.gen(function* () {
                const job = yield* other.askBack.submit()
                const waiting = yield* Effect.forkChild(job.await, { startImmediately: true })
                yield* gates.tell.pass
                yield* other.note.tell()
                yield* gates.leave.pass
                yield* Fiber.interrupt(waiting)
                yield* gates.end.pass
              }),
            ask: () => other.askBack(),
            leaf: () => Effect.void
          }
        })
      ).pipe(Layer.provide(Asked.layerRef))
      const answering = asked(gates.back.pass, (exit) => exits.push(exit))
      const simulation = yield* make({ asker, asked: answering })
      const a = yield* client(simulation, Asker, Asker.layerThread({ entry: entryOf("asker"), name: "a" }))
      yield* client(simulation, Asked, Asked.layerThread({ entry: entryOf("asked"), name: "b" }))
      const [one, other] = [simulation.thread("a").loop, simulation.thread("b").loop]
      const [hosted] = other.actors.values()
      const giving = yield* Effect.forkChild(a.giveUp(), { startImmediately: true })
      yield* until(() => hosted!.load === 1)
      // From here on the thread of the asker does not come to the end of what it does.
      const flush = vi.spyOn(one.mesh.ringing, "flush").mockImplementation(() => {})
      gates.tell.open()
      yield* until(() => hosted!.load === 2)
      gates.leave.open()
      yield* until(() => one.mesh.peer(other.thread).unrung > 0)
      gates.back.open()
      yield* turns(20)
      flush.mockRestore()
      gates.end.open()
      one.flush()
      yield* Fiber.join(giving)
      yield* until(() => exits.length > 0)
      assert.deepStrictEqual(exits, [Exit.void])
    }).pipe(Effect.scoped)
  )

  it.live("A05 an ask that its handler left behind in line is nobody's when it comes to its turn", () =>
    Effect.gen(function* () {
      const [busy, held] = [gate(), gate()]
      const exits: Array<Exit.Exit<void, ActorError>> = []
      const asker = Asker.toLayer(
        Effect.gen(function* () {
          const other = yield* Asked
          return {
            giveUp: () => busy.pass,
            ask: () =>
              Effect.gen(function* () {
                // One runs, one fills the window, the third stands in line.
                yield* other.hold.tell()
                yield* other.note.tell()
                yield* Effect.forkDetach(other.askBack(), { startImmediately: true })
              }),
            leaf: () => Effect.void
          }
        })
      ).pipe(Layer.provide(Asked.layerRef))
      const answering = asked(Effect.void, (exit) => exits.push(exit), held.pass)
      const simulation = yield* make({ asker, asked: answering }, { nestedWait: "1 minute" })
      const a = yield* client(simulation, Asker, Asker.layerThread({ entry: entryOf("asker"), name: "a" }))
      const one = { entry: entryOf("asked"), name: "b", window: 1 }
      yield* client(simulation, Asked, Asked.layerThread(one))
      const job = yield* a.ask.submit()
      yield* job.await
      assert.strictEqual(simulation.thread("a").loop.outbox.waiting, 1)
      // Somebody else is served now, so that what comes back has to wait.
      const other = yield* a.giveUp.submit()
      const [hosted] = simulation.thread("a").loop.actors.values()
      held.open()
      yield* until(() => hosted!.load === 2 || exits.length > 0)
      yield* turns(20)
      busy.open()
      yield* other.await
      yield* until(() => exits.length > 0)
      assert.deepStrictEqual(exits, [Exit.void])
    }).pipe(Effect.scoped)
  )

  it.live("A05 a thread that has just started knows its own actors by name", () =>
    Effect.gen(function* () {
      const asker = Asker.toLayer(
        Effect.gen(function* () {
          const other = yield* Asked
          return { giveUp: () => Effect.void, ask: () => other.askBack(), leaf: () => Effect.void }
        })
      ).pipe(Layer.provide(Asked.layerRef))
      // News that come after its start stay away.
      const deaf = Layer.effectDiscard(
        Effect.map(ActorSystem, (system) => {
          const { directory } = system["~@stevedore/core/runtime"]
          vi.spyOn(directory, "apply").mockImplementation(() => {})
        })
      )
      const simulation = yield* make({
        asker,
        asked: Layer.provideMerge(
          asked(Effect.void, () => {}),
          deaf
        )
      })
      const a = yield* client(simulation, Asker, Asker.layerThread({ entry: entryOf("asker"), name: "a" }))
      yield* client(simulation, Asked, Asked.layerThread({ entry: entryOf("asked"), name: "b" }))
      const { reason } = yield* Effect.flip(a.ask())
      assert.strictEqual(reason._tag, "AskCycle")
      const chain = reason._tag === "AskCycle" ? reason.chain : []
      assert.deepStrictEqual(chain, ["test/Asker on a", "test/Asked on b", "test/Asker on a"])
    }).pipe(Effect.scoped)
  )
})
