/*
 * A thread that does not start fails its layer, typed, with a message that names the cause; and nothing is left of it.
 */
import type { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import { Board, Echo } from "./start-failures/echo.protocol.ts"
import {
  entry,
  failure,
  folder,
  good,
  nothingIsLeft,
  nothingIsLeftOfPool,
  reasonOf,
  startFailure
} from "./start-failures/support.ts"

/** Room for one thread besides main: one that is left behind leaves none. */
const system = NodeActorSystem.layer({ maxThreads: 2 })

const forPools = NodeActorSystem.layer({ maxThreads: 4 })

/** For what hangs: whatever the time, it is not ready. */
const impatient = NodeActorSystem.layer({ maxThreads: 2, startTimeout: "300 millis" })

const common = (error: ActorError): void => {
  assert.equal(error.actor, "start/Echo")
  assert.equal(error.thread, "echo")
  assert.equal(error.started, false)
  assert.match(error.message, /^start\/Echo on echo: /)
}

describe("the module", () => {
  it.live("missing: the message names both files that were tried", () =>
    Effect.gen(function* () {
      const error = yield* startFailure("./nowhere.thread.ts")
      common(error)
      const reason = reasonOf(error, "StartFailed")
      assert.equal(reason.cause, "missing")
      assert.equal(reason.entry, new URL("./start-failures/nowhere.thread.ts", import.meta.url).href)
      assert.match(error.message, /no such file, tried file:\S+\/nowhere\.thread\.ts and file:\S+\/nowhere\.thread\.js/)
      yield* nothingIsLeft
    }).pipe(Effect.provide(system))
  )

  it.live("missing by a path that is no URL: the message says how to write it", () =>
    Effect.gen(function* () {
      const error = yield* failure(
        Echo.layerThread({ name: "echo", entry: { ...good, url: "./start-failures/good.thread.ts" } })
      )
      common(error)
      assert.equal(reasonOf(error, "StartFailed").cause, "threw")
      assert.include(error.message, 'is not an absolute URL: write new URL("./x.thread.ts", import.meta.url)')
      yield* nothingIsLeft
    }).pipe(Effect.provide(system))
  )

  it.live("an import of its own is missing: that file is named, and who imports it", () =>
    Effect.gen(function* () {
      const files = yield* folder({
        "a.thread.mjs": 'import "./b.mjs"\nexport default 1\n',
        "b.mjs": 'import "./c.mjs"\n'
      })
      const error = yield* startFailure(new URL("a.thread.mjs", files))
      common(error)
      assert.equal(reasonOf(error, "StartFailed").cause, "threw")
      assert.match(error.message, /Cannot find module '\S+c\.mjs' imported from \S+b\.mjs/)
      yield* nothingIsLeft
    }).pipe(Effect.provide(system))
  )

  it.live("syntax error in JavaScript, TypeScript or an import: file and line are named", () =>
    Effect.gen(function* () {
      const broken = "export const fine = 1\n\nexport default const = 2\n"
      const files = yield* folder({
        "a.thread.mjs": broken,
        "b.thread.mts": broken,
        "c.thread.mjs": 'import "./below.mjs"\n',
        "below.mjs": broken
      })
      const where = { "a.thread.mjs": "a.thread.mjs", "b.thread.mts": "b.thread.mts", "c.thread.mjs": "below.mjs" }
      for (const [name, file] of Object.entries(where)) {
        const error = yield* startFailure(new URL(name, files))
        common(error)
        assert.equal(reasonOf(error, "StartFailed").cause, "syntax", error.message)
        assert.include(error.message, `${file}:3`)
        assert.include(error.message, "export default const = 2")
      }
      yield* nothingIsLeft
    }).pipe(Effect.provide(system))
  )

  it.live("no default export: what it exports instead is listed", () =>
    Effect.gen(function* () {
      const error = yield* startFailure("./noDefault.thread.ts")
      common(error)
      assert.equal(reasonOf(error, "StartFailed").cause, "noDefault")
      assert.match(error.message, /noDefault\.thread\.ts has no default export \(it exports handlers, version\); write/)
      assert.include(error.message, "export default TheActor.toLayer({ … })")
      yield* nothingIsLeft
    }).pipe(Effect.provide(system))
  )

  it.live("a default export that is no Layer", () =>
    Effect.gen(function* () {
      const error = yield* startFailure("./notALayer.thread.ts")
      common(error)
      assert.equal(reasonOf(error, "StartFailed").cause, "noDefault")
      assert.match(error.message, /the default export of \S+notALayer\.thread\.ts is object, not a Layer; write/)
      yield* nothingIsLeft
    }).pipe(Effect.provide(system))
  )
})

describe("the actor it serves", () => {
  it.live("another actor, with the same Rpcs", () =>
    Effect.gen(function* () {
      const error = yield* startFailure("./wrongActor.thread.ts")
      common(error)
      const reason = reasonOf(error, "EntryMismatch")
      assert.deepInclude(reason, { expected: '"start/Echo"', found: '"start/Parrot"' })
      assert.match(
        error.message,
        /the entry file:\S+wrongActor\.thread\.ts serves "start\/Parrot", expected "start\/Echo"/
      )
      yield* nothingIsLeft
    }).pipe(Effect.provide(system))
  )

  it.live("no actor at all", () =>
    Effect.gen(function* () {
      const error = yield* startFailure("./otherLayer.thread.ts")
      common(error)
      assert.equal(reasonOf(error, "EntryMismatch").found, "no actor")
      yield* nothingIsLeft
    }).pipe(Effect.provide(system))
  )

  it.live("another version of the same actor: the schemas differ", () =>
    Effect.gen(function* () {
      const error = yield* startFailure("./otherVersion.thread.ts")
      common(error)
      const reason = reasonOf(error, "EntryMismatch")
      assert.equal(reason.expected, '"start/Echo" as main declares it')
      assert.equal(reason.found, 'another version of "start/Echo": the Rpcs or schemas of the two differ')
      yield* nothingIsLeft
    }).pipe(Effect.provide(system))
  )
})

describe("what it does while it starts", () => {
  const threw: ReadonlyArray<readonly [string, string, ReadonlyArray<string | RegExp>]> = [
    ["throws at the top level", "./throws.thread.ts", ["SyntaxError", "JSON", "throws.thread.ts:"]],
    ["rejects at the top level with something that is no Error", "./rejects.thread.ts", ["no luck today"]],
    ["throws null at the top level", "./throwsNull.thread.ts", [/: it threw null$/]],
    [
      "leaves out a handler",
      "./missingHandler.thread.ts",
      ['the handler of "echo" is undefined', "a function for each Rpc"]
    ],
    ["throws from a timer", "./throwsLater.thread.ts", ["RangeError: thrown by a timer", "throwsLater.thread.ts:"]],
    ["process.exit(0) at the top level", "./exits.thread.ts", [/it ended while starting: exit code 0/]],
    ["its Layer fails", "./layerFails.thread.ts", ["NoDatabase", "no database at db.example"]],
    ["its Layer dies", "./layerDies.thread.ts", ["TypeError: a handler that could not be made", "layerDies.thread.ts:"]]
  ]
  for (const [title, url, texts] of threw) {
    it.live(title, () =>
      Effect.gen(function* () {
        const error = yield* startFailure(url)
        common(error)
        const reason = reasonOf(error, "StartFailed")
        assert.equal(reason.cause, "threw")
        assert.equal(reason.entry, entry(url).url)
        for (const text of texts) {
          if (typeof text === "string") assert.include(error.message, text)
          else assert.match(error.message, text)
        }
        yield* nothingIsLeft
      }).pipe(Effect.provide(system))
    )
  }

  it.live("fills its heap: that thread alone is lost", () =>
    Effect.gen(function* () {
      const error = yield* failure(
        Echo.layerThread({
          name: "echo",
          entry: entry("./eats.thread.ts"),
          resourceLimits: { maxOldGenerationSizeMb: 32 }
        })
      )
      common(error)
      assert.equal(reasonOf(error, "StartFailed").cause, "threw")
      assert.match(error.message, /it ended while starting: .*memory limit/i)
      yield* nothingIsLeft
    }).pipe(Effect.provide(system))
  )

  for (const [title, url] of [
    ["waits for ever at the top level", "./waits.thread.ts"],
    ["computes for ever at the top level", "./spins.thread.ts"],
    ["its Layer is never built", "./layerHangs.thread.ts"]
  ] as const) {
    it.live(`${title}: hung, after startTimeout`, () =>
      Effect.gen(function* () {
        const board = Board.layerMain(Board.toLayer({ arrived: () => Effect.void }))
        // The second start has room only if nothing is left of the first.
        for (const _ of ["first", "second"]) {
          const error = yield* startFailure(url).pipe(Effect.provide(board))
          common(error)
          assert.equal(reasonOf(error, "StartFailed").cause, "hung")
          assert.match(error.message, /was not ready after 300 ms: does it wait for something at its top level/)
          assert.equal((yield* (yield* ActorSystem).threads).length, 1)
        }
      }).pipe(Effect.provide(impatient))
    )
  }

  it.live("one thread of a pool fails: the others are stopped", () =>
    Effect.gen(function* () {
      const board = Board.layerMain(Board.toLayer({ arrived: () => Effect.void }))
      const pool = Echo.layerPool({ name: "echo", entry: entry("./oneFails.thread.ts"), size: 3 })
      const error = yield* failure(pool).pipe(Effect.provide(board))
      assert.equal(error.thread, "echo-2")
      assert.include(error.message, "the last one fails")
      yield* nothingIsLeftOfPool
    }).pipe(Effect.provide(forPools))
  )
})

describe("what is left", () => {
  const kinds = [
    "./nowhere.thread.ts",
    "./noDefault.thread.ts",
    "./wrongActor.thread.ts",
    "./throws.thread.ts",
    "./exits.thread.ts",
    "./layerFails.thread.ts"
  ]

  it.live("thirty failures in a system with room for three threads", () =>
    Effect.gen(function* () {
      const { threads } = yield* ActorSystem
      for (let round = 0; round < 30; round++) {
        const error = yield* startFailure(kinds[round % kinds.length]!)
        assert.include(["StartFailed", "EntryMismatch"], error.reason._tag, error.message)
        assert.equal((yield* threads).length, 1)
      }
      yield* nothingIsLeftOfPool
    }).pipe(Effect.provide(forPools))
  )

  it.live("several fail at once, while another actor works on", () =>
    Effect.gen(function* () {
      const echo = yield* Echo
      class Second extends Echo.as<Second>()("start/Second") {}
      class Third extends Echo.as<Third>()("start/Third") {}
      const [second, third] = yield* Effect.all(
        [
          failure(Second.layerThread({ entry: entry("./throws.thread.ts") })),
          failure(Third.layerThread({ entry: entry("./wrongActor.thread.ts") })),
          Effect.forEach(Array.from({ length: 100 }, String), (text) => echo.echo({ text }))
        ],
        { concurrency: "unbounded" }
      )
      assert.equal(second.actor, "start/Second")
      assert.equal(reasonOf(third, "EntryMismatch").expected, '"start/Echo"')
      assert.equal(yield* echo.echo({ text: "still here" }), "still here")
    }).pipe(Effect.provide(Echo.layerThread({ entry: good })), Effect.provide(forPools))
  )

  it.live("interrupted while its module waits", () =>
    Effect.gen(function* () {
      const { threads } = yield* ActorSystem
      const starting = yield* Effect.forkChild(startFailure("./waits.thread.ts"), { startImmediately: true })
      assert.deepEqual(
        (yield* threads).map((thread) => thread.name),
        ["main", "echo"]
      )
      yield* Fiber.interrupt(starting)
      yield* nothingIsLeft
    }).pipe(Effect.provide(system))
  )

  it.live("interrupted while its Layer is built", () =>
    Effect.gen(function* () {
      const arrived = yield* Deferred.make<void>()
      const board = Board.layerMain(
        Board.toLayer({ arrived: () => Effect.asVoid(Deferred.succeed(arrived, undefined)) })
      )
      yield* Effect.gen(function* () {
        const starting = yield* Effect.forkChild(startFailure("./layerHangs.thread.ts"))
        yield* Deferred.await(arrived)
        yield* Fiber.interrupt(starting)
      }).pipe(Effect.provide(board))
      yield* nothingIsLeft
    }).pipe(Effect.provide(system))
  )

  it.live("a pool interrupted when one thread is up: it is stopped, the others are ended", () =>
    Effect.gen(function* () {
      const heard: Array<string> = []
      const up = yield* Deferred.make<void>()
      const board = Board.layerMain(
        Board.toLayer({
          arrived: (what) =>
            Effect.suspend(() => {
              heard.push(what)
              return what === "echo-0 up" ? Effect.asVoid(Deferred.succeed(up, undefined)) : Effect.void
            })
        })
      )
      yield* Effect.gen(function* () {
        const pool = Echo.layerPool({ name: "echo", entry: entry("./oneHangs.thread.ts"), size: 3 })
        const starting = yield* Effect.forkChild(failure(pool))
        yield* Deferred.await(up)
        yield* Fiber.interrupt(starting)
      }).pipe(Effect.provide(board))
      assert.include(heard, "echo-0 up")
      yield* nothingIsLeftOfPool
    }).pipe(Effect.provide(forPools))
  )

  it.live("the system can be built anew after one that failed", () =>
    Effect.gen(function* () {
      for (let round = 0; round < 3; round++) {
        const error = yield* startFailure("./throws.thread.ts").pipe(Effect.provide(Layer.fresh(system)))
        reasonOf(error, "StartFailed")
      }
      yield* nothingIsLeft.pipe(Effect.provide(Layer.fresh(system)))
    })
  )
})
