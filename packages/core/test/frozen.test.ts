/**
 * The test kit: a thread that was stopped does nothing, whatever time it is and whoever wakes its fibers.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Logger from "effect/Logger"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Actor from "../src/Actor.ts"
import * as Testing from "../src/testing/index.ts"

class Napper extends Actor.Service<Napper>()("test/Napper", [
  Rpc.make("nap", { success: Schema.Int }),
  Rpc.make("echo", { success: Schema.Int })
]) {}

const forked = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.forkChild(effect, { startImmediately: true })

/** What the thread's handlers do, and what it was when they did. */
class Seen {
  stopped = false
  handled = 0
  handledWhileStopped = 0

  readonly note = Effect.sync(() => {
    this.handled++
    if (this.stopped) this.handledWhileStopped++
    return this.handled
  })

  get layer() {
    const handlers = Napper.toLayer(
      { nap: () => Effect.andThen(Effect.sleep(10), this.note), echo: () => this.note },
      { concurrency: 4 }
    )
    return Napper.layerThread({ name: "napper", entry: Testing.entry(handlers) })
  }
}

describe("a thread that stands before an operation", () => {
  for (const [how, faultAt] of Object.entries({ freezeAt: Testing.freezeAt, stickAt: Testing.stickAt })) {
    it.effect(`H14 ${how}: none of its fibers goes on when its time comes`, () =>
      Effect.gen(function* () {
        for (let ahead = 1; ahead <= 8; ahead++) {
          const seen = new Seen()
          yield* Effect.gen(function* () {
            const simulation = yield* Testing.Simulation
            const napper = yield* Napper
            const nap = yield* forked(napper.nap())
            yield* Effect.sleep(1)
            const fault = faultAt("napper", (yield* simulation.operations("napper")) + ahead)
            yield* simulation.inject(fault)
            const echo = yield* forked(napper.echo())
            yield* Effect.sleep(1)
            assert.isTrue(fault.struck, "it stands where the echo has brought it")
            const { handled } = seen
            // The nap is over while it does.
            yield* Effect.sleep(100)
            assert.strictEqual(seen.handled, handled)
            assert.strictEqual(yield* simulation.operations("napper"), fault.operation)
            yield* simulation.thaw("napper")
            yield* Fiber.joinAll([nap, echo])
            assert.strictEqual(seen.handled, 2)
          }).pipe(
            Effect.provide(seen.layer),
            Effect.provide(Testing.layer({ time: "auto", slowAfter: "never", preemption: 0 }))
          )
        }
      }).pipe(Effect.provide(Logger.layer([])))
    )
  }
})

describe("a thread that is stopped between two tasks", () => {
  for (const how of ["freeze", "stick"] as const) {
    it.effect(`H14 ${how}: has come to the end of what it did, and does nothing after that, with any seed`, () =>
      Effect.gen(function* () {
        for (let seed = 1; seed <= 20; seed++) {
          const seen = new Seen()
          yield* Effect.gen(function* () {
            const simulation = yield* Testing.Simulation
            const napper = yield* Napper
            const asks = [yield* forked(napper.nap()), yield* forked(napper.echo())]
            yield* napper.echo()
            asks.push(yield* forked(napper.echo()))
            yield* Effect.yieldNow
            yield* simulation[how]("napper")
            seen.stopped = true
            const at = yield* simulation.operations("napper")
            asks.push(yield* forked(napper.echo()))
            yield* Effect.sleep(100)
            assert.strictEqual(yield* simulation.operations("napper"), at, `seed ${seed}`)
            seen.stopped = false
            yield* simulation.thaw("napper")
            yield* Fiber.joinAll(asks)
            assert.strictEqual(seen.handledWhileStopped, 0, `seed ${seed}`)
            assert.strictEqual(seen.handled, 5)
          }).pipe(
            Effect.provide(seen.layer),
            Effect.provide(Testing.layer({ seed, time: "auto", slowAfter: "never", preemption: 1 / 4 }))
          )
        }
      })
    )
  }

  it.effect("H14 one that stops itself stands there until it is thawed", () =>
    Effect.gen(function* () {
      class Own extends Actor.Service<Own>()("test/Own", [Rpc.make("stop", { success: Schema.String })]) {}
      let simulation: Testing.Simulation["Service"] | undefined
      let over = false
      const handlers = Own.toLayer({
        stop: () =>
          Effect.as(
            Effect.tap(Effect.orDie(simulation!.freeze("own")), () =>
              Effect.sync(() => {
                over = true
              })
            ),
            "thawed"
          )
      })
      yield* Effect.gen(function* () {
        simulation = yield* Testing.Simulation
        const ask = yield* forked((yield* Own).stop())
        yield* simulation.quiet
        assert.isFalse(over)
        yield* simulation.thaw("own")
        assert.strictEqual(yield* Fiber.join(ask), "thawed")
      }).pipe(
        Effect.provide(Own.layerThread({ name: "own", entry: Testing.entry(handlers) })),
        Effect.provide(Testing.layer())
      )
    })
  )
})
