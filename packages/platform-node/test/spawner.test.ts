import { assert, describe, it } from "@effect/vitest"
import type { ActorError } from "@stevedore/core/ActorError"
import { ThreadSpawner } from "@stevedore/core/ThreadSpawner"
import * as Effect from "effect/Effect"
import * as spawner from "../src/internal/spawner.ts"
import { exitOf, layer, nextOf, posted, spawn, takeAll } from "./support/threads.ts"

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

describe("a thread's end", () => {
  const ends = [
    { end: "exit", code: 0, error: undefined },
    { end: "exit", code: 7, error: undefined },
    { end: "processExit", code: 9, error: undefined },
    { end: "loop", code: 0, error: undefined },
    { end: "throw", code: 1, error: "thrown by the thread" },
    { end: "reject", code: 1, error: "rejected by the thread" },
    { end: "memory", code: 1, error: "Worker terminated due to reaching memory limit: JS heap out of memory" }
  ] as const
  for (const { code, end, error } of ends) {
    it.live(`a thread ends with code ${code} by ${end}: everything it posted is there, in order`, () =>
      Effect.gen(function* () {
        const limits = end === "memory" ? { resourceLimits: { maxOldGenerationSizeMb: 16 } } : {}
        const thread = yield* spawn({ posts: 5000, end, code }, limits)
        const exit = yield* exitOf(thread)
        assert.strictEqual(exit.code, code)
        assert.strictEqual(error === undefined ? exit.error : messageOf(exit.error), error)
        assert.deepStrictEqual(takeAll(thread), posted(5000))
        assert.isUndefined(thread.port.takeSync())
      }).pipe(Effect.provide(layer))
    )
  }

  it.live("a thread that spins is terminated: everything it posted is there", () =>
    Effect.gen(function* () {
      const thread = yield* spawn({ posts: 5000, end: "spin" })
      const seen: Array<unknown> = []
      yield* Effect.callback<void>((resume) =>
        thread.port.onMessage((message) => {
          seen.push(message)
          if (message === "ready") resume(Effect.void)
        })
      )
      const first = thread.terminate()
      assert.strictEqual(thread.terminate(), first, "terminate is idempotent")
      yield* Effect.promise(() => first)
      const exit = yield* exitOf(thread)
      assert.deepStrictEqual(exit, { code: 1 })
      assert.deepStrictEqual(seen, posted(5000))
      yield* Effect.promise(() => thread.terminate())
    }).pipe(Effect.provide(layer))
  )

  it.live("keeps the class name of what was thrown, and its stack", () =>
    Effect.gen(function* () {
      const { error } = yield* exitOf(yield* spawn({ end: "throw" }))
      assert.instanceOf(error, RangeError)
      assert.match(error.stack ?? "", /fixtures\/ports\.ts:\d+/)
    }).pipe(Effect.provide(layer))
  )

  it.live("is told exactly once, also to a listener that comes later", () =>
    Effect.gen(function* () {
      const thread = yield* spawn({ end: "exit", code: 3 })
      let calls = 0
      yield* Effect.callback<void>((resume) =>
        thread.onExit(() => {
          calls++
          resume(Effect.void)
        })
      )
      yield* Effect.promise(() => thread.terminate())
      assert.strictEqual(calls, 1)
      assert.deepStrictEqual(yield* exitOf(thread), { code: 3 })
    }).pipe(Effect.provide(layer))
  )

  it.live("terminating a thread that has barely begun still tells its exit", () =>
    Effect.gen(function* () {
      const thread = yield* spawn({ end: "idle" })
      yield* Effect.promise(() => thread.terminate())
      assert.strictEqual((yield* exitOf(thread)).code, 1)
    }).pipe(Effect.provide(layer))
  )

  it.live("what was posted before the end reaches a listener that is set after it", () =>
    Effect.gen(function* () {
      const thread = yield* spawn({ posts: 10, end: "exit" })
      yield* exitOf(thread)
      const seen: Array<unknown> = []
      yield* Effect.callback<void>((resume) =>
        thread.port.onMessage((message) => {
          seen.push(message)
          if (message === "ready") resume(Effect.void)
        })
      )
      assert.deepStrictEqual(seen, posted(10))
    }).pipe(Effect.provide(layer))
  )

  it.live("a port of an ended thread takes any call", () =>
    Effect.gen(function* () {
      const thread = yield* spawn({ end: "exit" })
      yield* exitOf(thread)
      thread.port.post("nobody reads this")
      thread.port.ref()
      thread.port.unref()
      thread.port.close()
      thread.port.close()
      assert.isUndefined(thread.port.takeSync())
    }).pipe(Effect.provide(layer))
  )
})

describe("a thread's port", () => {
  it.live("keeps the order of 10,000 messages there and back, and is not lost before a listener is set", () =>
    Effect.gen(function* () {
      const thread = yield* spawn({ end: "echo" })
      for (let index = 0; index < 10_000; index++) thread.port.post(index)
      const seen: Array<unknown> = []
      yield* Effect.callback<void>((resume) =>
        thread.port.onMessage((message) => {
          seen.push(message)
          if (message === 9999) resume(Effect.void)
        })
      )
      assert.deepStrictEqual(seen, ["ready", ...Array.from({ length: 10_000 }, (_, index) => index)])
      yield* Effect.promise(() => thread.terminate())
    }).pipe(Effect.provide(layer))
  )

  it.live("has one listener: the last", () =>
    Effect.gen(function* () {
      const thread = yield* spawn({ end: "echo" })
      assert.strictEqual(yield* nextOf(thread), "ready")
      thread.port.onMessage(() => assert.fail("replaced"))
      const next = nextOf(thread)
      thread.port.post("again")
      assert.strictEqual(yield* next, "again")
      yield* Effect.promise(() => thread.terminate())
    }).pipe(Effect.provide(layer))
  )

  it.live("closed by main, lets the thread's loop end", () =>
    Effect.gen(function* () {
      const thread = yield* spawn({ end: "echo" })
      assert.strictEqual(yield* nextOf(thread), "ready")
      thread.port.close()
      assert.deepStrictEqual(yield* exitOf(thread), { code: 0 })
    }).pipe(Effect.provide(layer))
  )

  it.live("shares the memory that `boot` holds", () =>
    Effect.gen(function* () {
      const shared = new Int32Array(new SharedArrayBuffer(4))
      const thread = yield* spawn({ end: "shared", shared })
      yield* exitOf(thread)
      assert.strictEqual(shared[0], 42)
    }).pipe(Effect.provide(layer))
  )
})

describe("utilization", () => {
  // Both come true as time passes, however busy the machine is.
  const rises = [
    { end: "spin", what: "a thread that computes nears 1", until: (value: number) => value > 0.9 && value <= 1 },
    { end: "echo", what: "a thread that waits nears 0", until: (value: number) => value > 0 && value < 0.5 }
  ] as const
  for (const { end, until, what } of rises) {
    it.live(`of ${what}, and is remembered after its exit`, () =>
      Effect.gen(function* () {
        const thread = yield* spawn({ end })
        const seen = yield* Effect.repeat(Effect.delay(Effect.sync(thread.utilization), "1 millis"), { until })
        yield* Effect.promise(() => thread.terminate())
        assert.isTrue(until(seen))
        assert.isTrue(until(thread.utilization()))
        assert.strictEqual(thread.utilization(), thread.utilization())
      }).pipe(Effect.provide(layer))
    )
  }

  it.live("is known of a thread that ended by itself and was never asked before", () =>
    Effect.gen(function* () {
      const thread = yield* spawn({ end: "exit" })
      yield* exitOf(thread)
      assert.isAbove(thread.utilization(), 0)
      assert.isAtMost(thread.utilization(), 1)
    }).pipe(Effect.provide(layer))
  )
})

describe("spawn fails", () => {
  const invalid = [
    { limits: { maxOldGenerationSizeMb: 1 }, text: /resourceLimits\.maxOldGenerationSizeMb is 1: .* at least 16/ },
    { limits: { maxOldGenerationSizeMb: Number.NaN }, text: /resourceLimits\.maxOldGenerationSizeMb is NaN/ },
    { limits: { maxYoungGenerationSizeMb: -1 }, text: /resourceLimits\.maxYoungGenerationSizeMb is -1/ },
    { limits: { codeRangeSizeMb: Number.POSITIVE_INFINITY }, text: /resourceLimits\.codeRangeSizeMb is Infinity/ },
    { limits: { stackSizeMb: 0.1 }, text: /resourceLimits\.stackSizeMb is 0\.1: .* at least 0\.5/ },
    { limits: { stackSizeMb: "4" }, text: /resourceLimits\.stackSizeMb is 4/ },
    { limits: { stackSizeMb: Object.create(null) }, text: /stackSizeMb is object that cannot be shown as text/ },
    { limits: { maxOldSpaceMb: 64 }, text: /resourceLimits\.maxOldSpaceMb is 64: known are maxOldGenerationSizeMb/ }
  ]
  for (const { limits, text } of invalid) {
    it.effect(`InvalidOption for ${JSON.stringify(limits)}, with the remedy`, () =>
      Effect.gen(function* () {
        const error: ActorError = yield* Effect.flip(spawn({ end: "exit" }, { resourceLimits: limits as {} }))
        assert.strictEqual(error.reason._tag, "InvalidOption")
        assert.strictEqual(error.thread, "fixture-0")
        assert.match(error.message, text)
      }).pipe(Effect.provide(layer))
    )
  }

  it.effect("StartFailed when the system refuses the thread, with the remedy", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(spawn({ end: "exit" }, { resourceLimits: { stackSizeMb: 1e9 } }))
      assert.strictEqual(error.reason._tag, "StartFailed")
      assert.match(error.message, /fixture-0: .*refuses another thread.*stackSizeMb.*ulimit -u/)
    }).pipe(Effect.provide(layer))
  )

  it.effect("StartFailed when the boot cannot be cloned", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(spawn({ end: "exit" }, { boot: () => {} }))
      assert.strictEqual(error.reason._tag, "StartFailed")
      assert.match(error.message, /could not be cloned/)
    }).pipe(Effect.provide(layer))
  )

  it.effect("StartFailed when the threads' own module is not there, naming both files", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(spawn({ end: "exit" }))
      assert.strictEqual(error.reason._tag, "StartFailed")
      assert.match(error.message, /nowhere\.ts and file:.*nowhere\.js; a bundle that holds .* needs the entry/)
    }).pipe(Effect.provide(spawner.layer(new URL("./fixtures/nowhere.ts", import.meta.url))))
  )

  it.live("with no effect on the next thread", () =>
    Effect.gen(function* () {
      yield* Effect.flip(spawn({ end: "exit" }, { resourceLimits: { stackSizeMb: 1e9 } }))
      assert.deepStrictEqual(yield* exitOf(yield* spawn({ end: "exit" })), { code: 0 })
    }).pipe(Effect.provide(layer))
  )
})

it.live("the layer's scope ends threads that were forgotten", () =>
  Effect.gen(function* () {
    const thread = yield* spawn({ end: "echo" }).pipe(
      Effect.tap((started) => nextOf(started)),
      Effect.provide(layer)
    )
    assert.deepStrictEqual(yield* exitOf(thread), { code: 1 })
  })
)

it.live("H05-bootstrap where only the built file is there, threads run that", () =>
  Effect.gen(function* () {
    const thread = yield* spawn({ end: "exit", posts: 2 })
    assert.deepStrictEqual(yield* exitOf(thread), { code: 0 })
    assert.deepStrictEqual(takeAll(thread), posted(2))
  }).pipe(Effect.provide(spawner.layer(new URL("./fixtures/built.mts", import.meta.url))))
)

it.effect("is a service of its own", () =>
  Effect.gen(function* () {
    const self = yield* ThreadSpawner
    self.keepAlive.ref()
    self.keepAlive.unref()
  }).pipe(Effect.provide(layer))
)
