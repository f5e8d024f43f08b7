/*
 * An option that cannot work is a typed error before any thread starts; its message names the option, the value and the
 * remedy.
 */
import type { ActorError, InvalidOption } from "@stevedore/core/ActorError"
import { ActorSystem, type SystemOptions } from "@stevedore/core/ActorSystem"
import * as Actor from "@stevedore/core/Actor"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Echo } from "./start-failures/echo.protocol.ts"
import { entry, failure, good, nothingIsLeft, reasonOf } from "./start-failures/support.ts"

const system = NodeActorSystem.layer({ maxThreads: 2 })

type Expected = readonly [option: string, value: string, remedy: RegExp]

const expectInvalid = (error: ActorError, [option, value, remedy]: Expected): InvalidOption => {
  const reason = reasonOf(error, "InvalidOption")
  assert.deepEqual([reason.option, reason.value], [option, value])
  assert.match(reason.remedy, remedy)
  assert.isTrue(error.message.includes(`${option} is ${value}: ${reason.remedy}`), error.message)
  assert.equal(error.started, false)
  return reason
}

describe("A13-options a pool's size", () => {
  for (const size of [0, -1, 1.5, NaN, Infinity, 2, 100, "1" as never]) {
    it.live(JSON.stringify(String(size)), () =>
      Effect.gen(function* () {
        const error = yield* failure(Echo.layerPool({ entry: good, size }))
        expectInvalid(error, [
          "size",
          typeof size === "string" ? `"${size}"` : String(size),
          /use a whole number from 1 to 1 \(maxThreads of the system, without main\)/
        ])
        assert.equal(error.actor, "start/Echo")
      }).pipe(Effect.provide(system))
    )
  }
})

describe("of an actor on threads", () => {
  const bad: ReadonlyArray<readonly [string, object, Expected]> = [
    ["A01-name an empty name", { name: "" }, ["name", '""', /give the thread a name/]],
    ["a name that is no text", { name: 7 }, ["name", "7", /give the thread a name/]],
    ["no entry", { entry: undefined }, ["entry", "undefined", /use Actor\.entry<typeof import\(…\)>\(new URL/]],
    ["an entry that is a URL", { entry: new URL("file:///x.ts") }, ["entry", "file:///x.ts", /use Actor\.entry/]],
    ["routing is a word", { routing: "key" }, ["routing", '"key"', /use Routing\.roundRobin, Routing\.annotatedKey/]],
    ["routing is a bare function", { routing: (x: string) => x }, ["routing", "(x) => x", /or Routing\.consistentKey/]],
    ["a window of nothing", { window: 0 }, ["window", "0", /use a whole number from 1/]],
    ["a negative window", { window: -5 }, ["window", "-5", /use a whole number from 1/]],
    ["half a window", { window: 1.5 }, ["window", "1.5", /use a whole number from 1/]],
    ["a window that is text", { window: "10" }, ["window", '"10"', /use a whole number from 1/]],
    [
      "whenFull is no word",
      { whenFull: "sometimes" },
      ["whenFull", '"sometimes"', /"fail", "dropNewest", "dropOldest" or a Dur/]
    ],
    ["whenFull is negative", { whenFull: -5 }, ["whenFull", "-5", /use "suspend", "fail", /]],
    ["whenFull is not a number", { whenFull: NaN }, ["whenFull", "NaN", /use "suspend", "fail", /]],
    [
      "resourceLimits of a wrong name",
      { resourceLimits: { maxHeap: 10 } },
      ["resourceLimits.maxHeap", "10", /known are maxOldGenerationSizeMb, /]
    ],
    [
      "resourceLimits too small to live in",
      { resourceLimits: { maxOldGenerationSizeMb: 1 } },
      ["resourceLimits.maxOldGenerationSizeMb", "1", /set a number of megabytes, at least 16, or leave it out/]
    ],
    [
      "resourceLimits that are no number",
      { resourceLimits: { stackSizeMb: "4" } },
      ["resourceLimits.stackSizeMb", "4", /set a number of megabytes/]
    ]
  ]
  for (const [title, options, expected] of bad) {
    it.live(title, () =>
      Effect.gen(function* () {
        const thread = yield* failure(Echo.layerThread({ entry: good, ...options } as never))
        expectInvalid(thread, expected)
        const pool = yield* failure(Echo.layerPool({ entry: good, size: 1, ...options } as never))
        expectInvalid(pool, expected)
        for (const error of [thread, pool]) assert.equal(error.actor, "start/Echo", error.message)
        assert.equal((yield* (yield* ActorSystem).threads).length, 1)
      }).pipe(Effect.provide(system))
    )
  }

  it.live("nothing is left of them", () =>
    Effect.gen(function* () {
      for (const [, options] of bad) yield* failure(Echo.layerThread({ entry: good, ...options } as never))
      yield* nothingIsLeft
    }).pipe(Effect.provide(system))
  )

  it.live("no options at all", () =>
    Effect.gen(function* () {
      for (const layer of [Echo.layerThread, Echo.layerPool] as ReadonlyArray<any>) {
        for (const options of [undefined, null]) {
          const error = yield* failure(layer(options) as Layer.Layer<Echo, ActorError, ActorSystem>)
          expectInvalid(error, ["entry", "undefined", /use Actor\.entry<typeof import\(…\)>\(new URL/])
        }
      }
      for (const layer of [Echo.layerMain, Echo.layerLocal] as ReadonlyArray<any>) {
        const error = yield* failure(layer(undefined) as Layer.Layer<Echo, ActorError, ActorSystem>)
        expectInvalid(error, ["handlers", "undefined", /the Layer that TheActor\.toLayer/])
      }
    }).pipe(Effect.provide(system))
  )

  it("an entry of nothing", () => {
    for (const url of [undefined, null, 7, {}] as ReadonlyArray<any>) {
      assert.throws(() => Actor.entry(url), /entry is .*: use Actor\.entry<typeof import/)
    }
  })

  it.live("mailbox options hold on main and locally too", () =>
    Effect.gen(function* () {
      const handlers = Echo.toLayer({ echo: ({ text }) => Effect.succeed(text) })
      const onMain = yield* failure(Echo.layerMain(handlers, { window: 0 }))
      expectInvalid(onMain, ["window", "0", /use a whole number from 1/])
      // The local layer has no error of its own in its type: what only a programmer can mend is a defect.
      const local = yield* failure(Echo.layerLocal(handlers, { window: 0 }) as Layer.Layer<Echo, ActorError>)
      expectInvalid(local, ["window", "0", /use a whole number from 1/])
    }).pipe(Effect.provide(system))
  )

  it.live("maxThreads: all are in use", () =>
    Effect.gen(function* () {
      class Second extends Echo.as<Second>()("start/Second") {}
      const error = yield* failure(Second.layerThread({ entry: good }))
      expectInvalid(error, [
        "maxThreads",
        "2, main included, and all are in use",
        /raise maxThreads of the actor system/
      ])
      assert.equal(error.thread, "start/Second")
      assert.equal(yield* (yield* Echo).echo({ text: "the first works on" }), "the first works on")
    }).pipe(Effect.provide(Echo.layerThread({ entry: good })), Effect.provide(system))
  )

  it.live("maxThreads: none but main", () =>
    Effect.gen(function* () {
      const error = yield* failure(Echo.layerThread({ entry: good }))
      const reason = reasonOf(error, "InvalidOption")
      assert.include(error.message, "maxThreads")
      assert.match(reason.remedy, /raise maxThreads/)
    }).pipe(Effect.provide(NodeActorSystem.layer({ maxThreads: 1 })))
  )
})

describe("A25-tags two layers of one id in one system", () => {
  it.live("the second fails typed, the first works on", () =>
    Effect.gen(function* () {
      const echo = yield* Echo
      const handlers = Echo.toLayer({ echo: ({ text }) => Effect.succeed(`second ${text}`) })
      const seconds = [
        Echo.layerMain(handlers),
        Echo.layerThread({ name: "other", entry: good }),
        Echo.layerPool({ name: "others", entry: good, size: 1 })
      ]
      for (const second of seconds) {
        const error = yield* failure(second)
        expectInvalid(error, [
          "the actor's id",
          '"start/Echo", which this actor system serves already',
          /give the second one a tag of its own: class Other extends TheActor\.as<Other>\(\)\("app\/Other"\)/
        ])
      }
      assert.equal(yield* echo.echo({ text: "first" }), "first")
      assert.deepEqual(
        (yield* (yield* ActorSystem).threads).map((thread) => thread.name),
        ["main", "start/Echo"]
      )
    }).pipe(Effect.provide(Echo.layerThread({ entry: good })), Effect.provide(NodeActorSystem.layer({ maxThreads: 3 })))
  )

  it.live("one layer that is provided twice is one actor", () =>
    Effect.gen(function* () {
      const layer = Echo.layerThread({ entry: good })
      const both = Layer.merge(layer, Layer.provideMerge(layer, Layer.empty))
      assert.equal(yield* Effect.flatMap(Echo, (echo) => echo.echo({ text: "x" })).pipe(Effect.provide(both)), "x")
    }).pipe(Effect.provide(system))
  )

  it.live("once the first is closed its id is free again", () =>
    Effect.gen(function* () {
      for (const text of ["a", "b"]) {
        const echoed = yield* Effect.flatMap(Echo, (echo) => echo.echo({ text })).pipe(
          Effect.provide(Echo.layerThread({ entry: good }))
        )
        assert.equal(echoed, text)
      }
    }).pipe(Effect.provide(system))
  )

  it.live("two systems know nothing of each other", () =>
    Effect.gen(function* () {
      const ask = Effect.flatMap(Echo, (echo) => echo.echo({ text: "x" })).pipe(
        Effect.provide(Layer.fresh(Layer.provide(Echo.layerThread({ entry: good }), Layer.fresh(system))))
      )
      assert.deepEqual(yield* Effect.all([ask, ask], { concurrency: "unbounded" }), ["x", "x"])
    })
  )
})

describe("of the system", () => {
  const bad: ReadonlyArray<readonly [SystemOptions, Expected]> = [
    [{ maxThreads: 0 }, ["maxThreads", "0", /use a whole number from 1 to 64/]],
    [{ maxThreads: 65 }, ["maxThreads", "65", /use a whole number from 1 to 64/]],
    [{ maxThreads: 1.5 }, ["maxThreads", "1.5", /use a whole number from 1 to 64/]],
    [{ maxThreads: NaN }, ["maxThreads", "NaN", /use a whole number/]],
    [{ jobCapacity: 0 }, ["jobCapacity", "0", /use a whole number from 1 to/]],
    [{ jobCapacity: 1e9 }, ["jobCapacity", "1000000000", /use a whole number from 1 to/]],
    [{ segmentBytes: 1000 }, ["segmentBytes", "1000", /use a whole number from 1024 to 1048576/]],
    [{ segmentBytes: 3000 }, ["segmentBytes", "3000", /use a power of two/]],
    [{ smallBlocks: 1 }, ["smallBlocks", "1", /use 0 or a whole number from 2 to 32000/]],
    [{ largeBlocks: 2.5 }, ["largeBlocks", "2.5", /use 0 or a whole number from 2 to 2000/]],
    [{ segmentBytes: 2 * 1024 * 1024 }, ["segmentBytes", "2097152", /use a whole number from 1024 to 1048576/]],
    [{ arenaBytes: 0 }, ["arenaBytes", "0", /use a whole number from 65536 to/]],
    [{ arenaBytes: "1 GB" as never }, ["arenaBytes", '"1 GB"', /use a whole number/]],
    [
      { startTimeout: "soon" as never },
      ["startTimeout", '"soon"', /use a Duration that is not negative, such as "10 seconds"/]
    ],
    [{ startTimeout: -1 }, ["startTimeout", "-1", /use a Duration that is not negative, such as "10 seconds"/]],
    [{ startTimeout: NaN }, ["startTimeout", "NaN", /use a Duration that is not negative, such as "10 seconds"/]],
    [
      { stopTimeout: "later" as never },
      ["stopTimeout", '"later"', /use a Duration that is not negative, such as "10 seconds"/]
    ],
    [
      { interruptGrace: "-1 second" },
      ["interruptGrace", '"-1 second"', /use a Duration that is not negative, such as "10 seconds"/]
    ]
  ]
  for (const [options, expected] of bad) {
    it.live(`${expected[0]} ${expected[1]}`, () =>
      Effect.gen(function* () {
        const error = yield* failure(NodeActorSystem.layer(options))
        expectInvalid(error, expected)
        assert.equal(error.actor, "ActorSystem")
      })
    )
  }

  const tooMuch: ReadonlyArray<readonly [SystemOptions, value: string, remedy: RegExp]> = [
    [
      { segmentBytes: 1024 * 1024 },
      "64, 1048576, 1000000, 134217728, 1024, 64: together 9123 MiB of memory",
      /takes less than 2048 MiB.*: lower maxThreads to 29, or segmentBytes to 131072$/
    ],
    [
      { jobCapacity: 4_000_000, segmentBytes: 128 * 1024, arenaBytes: 1024 * 1024 * 1024 },
      "64, 131072, 4000000, 1073741824, 1024, 64: together 2207 MiB of memory",
      /: lower maxThreads to 58, or jobCapacity to 3\d+$/
    ]
  ]
  for (const [options, value, remedy] of tooMuch) {
    it.live(`memory: ${Object.keys(options).join(" and ")}`, () =>
      Effect.gen(function* () {
        const error = yield* failure(NodeActorSystem.layer(options))
        expectInvalid(error, [
          "maxThreads, segmentBytes, jobCapacity, arenaBytes, smallBlocks, largeBlocks",
          value,
          remedy
        ])
      })
    )
  }

  it.live("the largest system that is not refused can be made", () =>
    nothingIsLeft.pipe(Effect.provide(NodeActorSystem.layer({ maxThreads: 29, segmentBytes: 1024 * 1024 })))
  )

  it.live("less memory than the queues of all threads need is raised to that", () =>
    nothingIsLeft.pipe(Effect.provide(NodeActorSystem.layer({ maxThreads: 2, arenaBytes: 64 * 1024, jobCapacity: 1 })))
  )

  it.live("no limit of time is a limit too", () =>
    nothingIsLeft.pipe(
      Effect.provide(NodeActorSystem.layer({ maxThreads: 2, startTimeout: "Infinity", stopTimeout: "Infinity" }))
    )
  )
})

describe("of handlers", () => {
  for (const concurrency of [0, -1, 1.5, NaN, "many" as never]) {
    it.live(`A04-concurrency ${String(concurrency)}`, () =>
      Effect.gen(function* () {
        const handlers = Echo.toLayer({ echo: ({ text }) => Effect.succeed(text) }, { concurrency })
        const cause = yield* Effect.scoped(Layer.build(Echo.layerLocal(handlers))).pipe(Effect.sandbox, Effect.flip)
        assert.include(
          String(cause),
          `concurrency is ${typeof concurrency === "string" ? `"${concurrency}"` : concurrency}: use a whole number from 1, or "unbounded"`
        )
      })
    )
  }

  it.live("an entry's bad options fail its start", () =>
    Effect.gen(function* () {
      const error = yield* failure(Echo.layerThread({ entry: entry("./badConcurrency.thread.ts") }))
      assert.equal(reasonOf(error, "StartFailed").cause, "threw")
      assert.include(error.message, 'concurrency is 0: use a whole number from 1, or "unbounded"')
      yield* nothingIsLeft
    }).pipe(Effect.provide(system))
  )
})
