/*
 * Threads that stay awake after their last job are still there for everything else. Each test here ends only when what
 * a lingering thread might miss has come: had it been missed, nothing would end.
 */
import { connect } from "node:net"
import { assert, describe, it } from "@effect/vitest"
import * as Actor from "@stevedore/core/Actor"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Metrics from "@stevedore/core/Metrics"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Metric from "effect/Metric"
import { Pulse } from "./linger/pulse.protocol.ts"
import { canCount, sleeps, threads } from "./linger/sleeps.ts"

const entry = Actor.entry<typeof import("./linger/pulse.thread.ts")>(
  new URL("./linger/pulse.thread.ts", import.meta.url)
)

type Linger = NonNullable<Parameters<typeof NodeActorSystem.layer>[0]>["linger"]

const live = (linger: Linger) =>
  Pulse.layerThread({ entry }).pipe(Layer.provideMerge(NodeActorSystem.layer({ maxThreads: 4, linger })))

/** Sends so many messages to the port and back, one after the other. */
const echoes = (port: number, times: number) =>
  Effect.callback<number>((resume) => {
    let left = times
    const socket = connect(port, "127.0.0.1", () => socket.write("ping"))
    socket.setNoDelay(true)
    socket.on("error", (error) => resume(Effect.die(error)))
    socket.on("data", () => {
      if (--left > 0) return void socket.write("ping")
      socket.destroy()
      resume(Effect.succeed(times))
    })
  })

/** One ask a millisecond or so, until told otherwise. */
const trickle = Effect.gen(function* () {
  const pulse = yield* Pulse
  for (let n = 0; ; n++) {
    assert.strictEqual(yield* pulse.echo({ n }), n)
    yield* Effect.sleep(1)
  }
})

/** One ask after the other, until told otherwise. */
const askOn = Effect.gen(function* () {
  const pulse = yield* Pulse
  for (let n = 0; ; n++) assert.strictEqual(yield* pulse.echo({ n }), n)
})

const flood = Effect.all(
  Array.from({ length: 256 }, () => askOn),
  { concurrency: "unbounded" }
)

const askQuickly = (times: number) =>
  Effect.gen(function* () {
    const pulse = yield* Pulse
    for (let n = 0; n < times; n++) assert.strictEqual(yield* pulse.echo({ n }), n)
  })

const figures = Effect.gen(function* () {
  const threads = yield* (yield* ActorSystem).threads
  return threads.map(({ lingerHits, lingerMillis }) => ({ lingerHits, lingerMillis }))
})

/** What the metrics say of each thread. */
const metrics = Effect.gen(function* () {
  const all = yield* Metric.snapshot
  const of = (id: string, name: string): number => {
    const found = all.find((series) => series.id === id && series.attributes?.["thread"] === name)
    return (found!.state as { readonly count: number }).count
  }
  return (yield* (yield* ActorSystem).threads).map(({ name }) => ({
    lingerHits: of("stevedore_thread_linger_hits", name),
    lingerMillis: of("stevedore_thread_linger_millis", name)
  }))
})

describe("linger", () => {
  it.live("threads that answer quickly have stayed awake for it, and say so", () =>
    Effect.gen(function* () {
      let hits = 0
      // On a machine that others keep busy, answers may come too seldom to be waited for.
      while (hits === 0) {
        yield* askQuickly(2000)
        hits = (yield* figures).reduce((sum, { lingerHits }) => sum + lingerHits, 0)
      }
      assert.isAbove(
        (yield* figures).reduce((sum, { lingerMillis }) => sum + lingerMillis, 0),
        0
      )
    }).pipe(Effect.provide(live(undefined)))
  )

  it.live("A12-metrics hits and time of each thread are metrics, and none where it is off", () =>
    Effect.gen(function* () {
      for (const linger of ["1 millis", "off"] as const) {
        yield* Effect.gen(function* () {
          const hits = Effect.map(metrics, (all) => Math.max(...all.map(({ lingerHits }) => lingerHits)))
          if (linger === "off") {
            yield* askQuickly(2000)
            assert.strictEqual(yield* hits, 0)
          } else {
            while ((yield* hits) === 0) yield* askQuickly(2000)
          }
          // One that still stays awake counts that when it goes to sleep.
          for (let isSame = false; !isSame;) {
            const before = yield* figures
            const said = yield* metrics
            isSame = JSON.stringify(before) === JSON.stringify(yield* figures)
            if (isSame) assert.deepStrictEqual(said, before)
          }
        }).pipe(
          Effect.provide(Metrics.layer),
          Effect.provide(live(linger)),
          Effect.provideService(Metric.MetricRegistry, new Map())
        )
      }
    })
  )

  it.live("off: nothing stays awake", () =>
    Effect.gen(function* () {
      yield* askQuickly(2000)
      for (const each of yield* figures) assert.deepStrictEqual(each, { lingerHits: 0, lingerMillis: 0 })
    }).pipe(Effect.provide(live("off")))
  )

  it.live.skipIf(!canCount)("H03-idle after traffic a thread sleeps for seconds, and nothing wakes it", () =>
    Effect.gen(function* () {
      const others = new Set(threads())
      yield* Effect.gen(function* () {
        yield* askQuickly(500)
        const idle = threads().filter((thread) => !others.has(thread))
        // V8 wakes it once, to collect what is left; whoever did so again and again would let this never end.
        for (let wakeUps = 1; wakeUps > 0;) {
          const before = sleeps(idle)
          assert.isAbove(before, 0, "it has slept between its asks")
          yield* Effect.sleep(3000)
          wakeUps = sleeps(idle) - before
        }
      }).pipe(Effect.provide(Layer.provide(Pulse.layerThread({ entry, name: "idle" }), NodeActorSystem.layer())))
    })
  )

  for (const linger of ["adaptive", "1 millis", "off"] as const) {
    for (const unrefd of [false, true]) {
      it.live(
        `H03-timers of a thread tick while it is idle, and while it is asked on (${linger}${unrefd ? ", unref'd" : ""})`,
        () =>
          Effect.gen(function* () {
            const pulse = yield* Pulse
            yield* askQuickly(100)
            yield* pulse.start({ everyMillis: 2, unrefd })
            yield* pulse.awaitTicks({ count: 20 })
            const asking = yield* Effect.forkChild(askOn)
            yield* pulse.awaitTicks({ count: 20 })
            yield* Fiber.interrupt(asking)
            const { served } = yield* pulse.ticks()
            assert.isAtLeast(served, 40)
          }).pipe(Effect.provide(live(linger)))
      )
    }

    it.live(
      `H03-sockets of a thread answer while it is idle, asked now and then, asked on, and flooded (${linger})`,
      () =>
        Effect.gen(function* () {
          const pulse = yield* Pulse
          const port = yield* pulse.listen()
          assert.strictEqual(yield* echoes(port, 50), 50)
          for (const load of [trickle, askOn, flood]) {
            const asking = yield* Effect.forkChild(load)
            assert.strictEqual(yield* echoes(port, 50), 50)
            yield* Fiber.interrupt(asking)
          }
        }).pipe(Effect.provide(live(linger)))
    )

    it.live(`H03-promises of a thread are kept while it is asked on (${linger})`, () =>
      Effect.gen(function* () {
        const pulse = yield* Pulse
        const asking = yield* Effect.forkChild(askOn)
        for (let i = 0; i < 50; i++) assert.strictEqual(yield* pulse.later(), "kept")
        yield* Fiber.interrupt(asking)
      }).pipe(Effect.provide(live(linger)))
    )

    it.live(
      `A04 a thread that has just answered stops when it is told to, and dies when it is killed (${linger})`,
      () =>
        Effect.gen(function* () {
          for (let i = 0; i < 5; i++) {
            yield* Effect.gen(function* () {
              yield* askQuickly(300)
              if (i % 2 === 1) return
              const system = yield* ActorSystem
              const [, pulse] = yield* system.threads
              assert.isTrue(yield* system.kill(pulse!.name))
            }).pipe(Effect.provide(live(linger)))
          }
        })
    )
  }

  it.effect("what is no time is refused by name", () =>
    Effect.gen(function* () {
      for (const wrong of ["sometimes", -1, Number.NaN, {}]) {
        const error = yield* Effect.flip(Effect.provide(Effect.void, NodeActorSystem.layer({ linger: wrong as never })))
        assert.strictEqual(error.reason._tag, "InvalidOption")
        assert.match(error.message, /linger is .*"off", "adaptive", or a Duration/)
      }
    })
  )
})
