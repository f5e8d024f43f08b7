/**
 * The test kit refuses what cannot be, by name and value; and what a test sees of memory after it has closed its actors.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as Actor from "../src/Actor.ts"
import { ActorError } from "../src/ActorError.ts"
import { ActorSystem } from "../src/ActorSystem.ts"
import * as Testing from "../src/testing/index.ts"
import { memoryOf } from "./testing/kills.ts"

describe("options", () => {
  /** What a JavaScript program may give. */
  const given = (options: object) => options as Testing.Options
  const wrong: ReadonlyArray<readonly [Testing.Options, RegExp]> = [
    [{ seed: 0.5 }, /seed is 0.5: use an integer/],
    [{ preemption: 2 }, /preemption is 2: use a probability/],
    [given({ preemption: "1" }), /preemption is "1": use a probability/],
    [given({ time: "x" }), /time is "x": use "manual" or "auto"/],
    [given({ importModule: 5 }), /importModule is 5: use a function/],
    [
      given({ faults: {} }),
      /faults is \[object Object\]: use an array of what killAt, freezeAt, stickAt and delayAt return/
    ],
    [given({ faults: ["x"] }), /faults is "x": use what killAt, freezeAt, stickAt and delayAt return/],
    [given({ faults: [null] }), /faults is null: use what killAt/],
    [{ faults: [Testing.killAt("main", 1)] }, /faults is "kill .*main.*": main runs the test/],
    [{ faults: [Testing.killAt("", 1)] }, /faults is "kill .*": name a thread/],
    [{ faults: [Testing.killAt("a", 0)] }, /before its memory operation 0": operations count from 1/],
    [{ faults: [Testing.delayAt("a", 1, -1)] }, /by -1 steps .*: let the others take a whole number of steps, from 0/],
    [{ faults: [Testing.delayAt("a", 1, Infinity)] }, /by Infinity steps .*freezeAt stops it until it is thawed/],
    [given({ debug: 1 }), /debug is 1: use true or false/],
    [{ maxThreads: 0 }, /maxThreads is 0/]
  ]

  it.effect("what cannot be is refused by name", () =>
    Effect.gen(function* () {
      for (const [options, message] of wrong) {
        const error = yield* Effect.flip(Effect.provide(Effect.void, Testing.layer(options)))
        assert.strictEqual(error.reason._tag, "InvalidOption")
        assert.match(error.message, message)
      }
    })
  )

  it.effect("what is done to a simulation that cannot be is refused, too", () =>
    Effect.gen(function* () {
      const simulation = yield* Testing.Simulation
      const refused = <A>(effect: Effect.Effect<A, ActorError, Scope.Scope>) =>
        Effect.map(Effect.flip(Effect.scoped(effect)), ({ message }) => message)
      for (const verb of ["freeze", "stick", "thaw"] as const) {
        assert.match(yield* refused(simulation[verb]("nobody")), /no simulated thread "nobody"/)
        assert.match(yield* refused(simulation[verb]("main")), /thread is "main": main runs the test, and goes on/)
      }
      assert.match(yield* refused(simulation.inject("x" as never)), /faults is "x"/)
      assert.match(yield* refused(simulation.fillArena({ what: "x" as "mail" })), /what is "x": use "everything"/)
      assert.match(yield* refused(simulation.fillArena({ leave: -1 })), /leave is -1: use a whole number from 0/)
      const { segments, segmentsFree } = yield* simulation.probe
      assert.strictEqual(segmentsFree, segments, "nothing was taken")
    }).pipe(Effect.provide(Testing.layer()))
  )

  it.effect("a walk that would not end, or begin, is refused before anything is run", () =>
    Effect.gen(function* () {
      let runs = 0
      const walk = (options: { readonly from?: number; readonly every?: number }) =>
        Testing.everywhere(
          (operation) => Testing.killAt("a", operation),
          () => Effect.suspend(() => (++runs > 10 ? Effect.die("it does not end") : Effect.void)),
          options
        )
      const refused = (options: { readonly from?: number; readonly every?: number }) =>
        Effect.map(Effect.flip(walk(options)), ({ message }) => message)
      assert.match(yield* refused({ every: 0 }), /every is 0: use a whole number from 1/)
      assert.match(yield* refused({ every: 0.5 }), /every is 0.5: use a whole number from 1/)
      assert.match(yield* refused({ from: -5 }), /from is -5: use a whole number from 1: operations count from 1/)
      assert.match(yield* refused({ from: Number.NaN }), /from is NaN/)
      assert.strictEqual(runs, 0)
      assert.strictEqual(yield* walk({ from: 3, every: 2 }), 0)
      assert.strictEqual(runs, 1)
    })
  )
})

class Mixed extends Actor.Service<Mixed>()("test/Mixed", [
  Rpc.make("note", { payload: { text: Schema.String } }),
  Rpc.make("echo", { payload: { text: Schema.String }, success: Schema.String }),
  Rpc.make("list", { success: Schema.Number, stream: true })
]) {}

const mixed = Mixed.toLayer({
  note: () => Effect.sleep(1),
  echo: ({ text }) => Effect.succeed(text),
  list: () => Stream.range(1, 100)
})

const useMixed = (one: Context.Service.Shape<typeof Mixed>) =>
  Effect.gen(function* () {
    const text = "x".repeat(100)
    for (let i = 0; i < 200; i++) yield* one.note.tell({ text })
    yield* Effect.forEach(Array.from({ length: 200 }), () => one.echo({ text }), { concurrency: 20 })
    yield* one.echo({ text: "x".repeat(30_000) })
    for (let i = 0; i < 50; i++) yield* one.echo.submit({ text })
    yield* Stream.runDrain(one.list())
    yield* one.note.tell({ text })
  })

describe("probe", () => {
  const places = {
    layerThread: () => Mixed.layerThread({ name: "mixed", entry: Testing.entry(mixed) }),
    layerPool: () => Mixed.layerPool({ name: "mixed", entry: Testing.entry(mixed), size: 2 }),
    layerMain: () => Mixed.layerMain(mixed)
  }
  for (const [name, layer] of Object.entries(places)) {
    it.effect(`once all actors are closed everything is free: ${name}`, () =>
      Effect.gen(function* () {
        const simulation = yield* Testing.Simulation
        const scope = yield* Scope.make()
        yield* useMixed(Context.get(yield* Layer.buildWithScope(layer(), scope), Mixed))
        yield* Scope.close(scope, Exit.void)
        yield* simulation.quiet
        const at = yield* simulation.operations("main")
        const probe = yield* simulation.probe
        assert.strictEqual(yield* simulation.operations("main"), at, "to look is no operation")
        assert.strictEqual(probe.jobWords, 0)
        assert.strictEqual(probe.blocksFree, probe.blocks)
        assert.strictEqual(probe.threadRecords, 1)
        // The lanes of main to itself may keep one each.
        const own = { "main → main": 1 }
        const kept = name === "layerMain" ? { mail: own, express: own } : { mail: {}, express: {} }
        assert.deepEqual(probe.segmentsOf, kept)
        if (name !== "layerMain") assert.deepEqual(memoryOf(probe), [])
        assert.deepEqual(yield* simulation.probe, probe)
        // When the system has stopped there is no more to look at.
        yield* (yield* ActorSystem).stop
        assert.strictEqual((yield* simulation.probe).jobWords, 0)
      }).pipe(Effect.provide(Testing.layer({ time: "auto" })))
    )
  }
})
