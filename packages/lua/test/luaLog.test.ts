/*
 * What Lua says reaches Effect's loggers: its level, its line, who said it.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Actor from "@stevedore/core/Actor"
import * as Testing from "@stevedore/core/testing"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as References from "effect/References"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as LuaState from "@stevedore/lua/LuaState"

type Line = readonly [level: string, text: unknown, annotations: Readonly<Record<string, unknown>>]

const recorder = () => {
  const lines: Array<Line> = []
  const logger = Logger.make(({ fiber, logLevel, message }) => {
    lines.push([
      logLevel,
      (message as ReadonlyArray<unknown>).join(" "),
      fiber.getRef(References.CurrentLogAnnotations)
    ])
  })
  return { lines, layer: Logger.layer([logger]) }
}

const everything = Effect.provideService(References.MinimumLogLevel, "Debug")

describe("B09 alog", () => {
  it.effect("each level, plain and formatted, with chunk and line", () => {
    const { layer, lines } = recorder()
    return Effect.gen(function* () {
      const state = yield* LuaState.make()
      yield* state.within({ chunk: "yard" }).run(
        `alog.info("ready", 1, nil, { } ~= nil)
         alog.warn("low", 0.5)
         alog.error(setmetatable({}, { __tostring = function() return "shown" end }))
         alog.debug()
         alog.info_fmt("%d of %s, %5.2f", 3, "ten", 1 / 3)
         local function deep() alog.warn_fmt("%x", 255) end
         deep()
         alog.error_fmt("100%%")
         alog.debug_fmt("%q", "a\\nb")`
      )
      assert.deepStrictEqual(lines, [
        ["Info", "ready\t1\tnil\ttrue", { at: "yard:1" }],
        ["Warn", "low\t0.5", { at: "yard:2" }],
        ["Error", "shown", { at: "yard:3" }],
        ["Debug", "", { at: "yard:4" }],
        ["Info", "3 of ten,  0.33", { at: "yard:5" }],
        ["Warn", "ff", { at: "yard:6" }],
        ["Error", "100%", { at: "yard:8" }],
        ["Debug", '"a\\\nb"', { at: "yard:9" }]
      ])
    }).pipe(everything, Effect.provide(layer))
  })

  it.effect("a line has a length that loggers can take, and is refused in Lua's own words", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      const [ok, error] = yield* state.run(`
        local s, t = string.rep("x", 15000000), {}
        for i = 1, 60 do t[i] = s end
        return pcall(alog.debug, table.unpack(t))`)
      assert.isFalse(ok)
      assert.strictEqual(error, "a line of more than 67108864 bytes")
    })
  )

  it.effect("print is a line of level Info, and says that it was printed", () => {
    const { layer, lines } = recorder()
    return Effect.gen(function* () {
      const state = yield* LuaState.make()
      yield* state.run("print('a', 2, nil, 0.5)")
      yield* state.run("print('\\xff', 'é')")
      const bytes = new Uint8Array([0xff, 9, 0xc3, 0xa9]).buffer
      assert.deepStrictEqual(lines, [
        ["Info", "a\t2\tnil\t0.5", { at: "run:1", print: true }],
        ["Info", "\ufffd\té", { at: "run:1", print: true, bytes }]
      ])
    }).pipe(Effect.provide(layer))
  })

  it.effect("lines of a job have the annotations and the level of who runs it", () => {
    const { layer, lines } = recorder()
    return Effect.gen(function* () {
      const state = yield* LuaState.make()
      yield* state.run("alog.info('x')").pipe(Effect.annotateLogs({ request: 7 }))
      yield* state.run("alog.info('x') alog.warn('y')").pipe(Effect.provideService(References.MinimumLogLevel, "Warn"))
      assert.deepStrictEqual(lines, [
        ["Info", "x", { request: 7, at: "run:1" }],
        ["Warn", "y", { at: "run:1" }]
      ])
    }).pipe(Effect.provide(layer))
  })

  it.effect("what cannot be shown or formatted is an error of the script, and nothing is logged", () => {
    const { layer, lines } = recorder()
    return Effect.gen(function* () {
      const state = yield* LuaState.make()
      const refused = (source: string) => Effect.map(Effect.flip(state.run(source)), ({ message }) => message)
      assert.match(yield* refused("alog.info_fmt()"), /bad argument #1 to '\w+' \(string expected, got no value\)/)
      assert.match(
        yield* refused("\nalog.info_fmt('%d', 'x')"),
        /^run:2: bad argument #2 to 'info_fmt' \(number expected, got string\)/
      )
      assert.match(yield* refused("\nalog.warn_fmt('%y', 1)"), /^run:2: invalid/)
      assert.match(
        yield* refused("print(setmetatable({}, { __tostring = function() return {} end }))"),
        /'__tostring' must return a string/
      )
      assert.deepStrictEqual(lines, [])
    }).pipe(Effect.provide(layer))
  })

  it.effect(
    "is in every state, also by require, and a script may replace what is in it where that is its own to break",
    () =>
      Effect.gen(function* () {
        const replaces = `local lines = {}
        local same = require("alog") == alog
        local ok = pcall(function() alog.info = function(line) lines[1] = line end end)
        alog.info("kept")
        return same, ok, lines[1]`
        const run = (sandbox: "strict" | "standard") =>
          Effect.flatMap(LuaState.make({ sandbox }), (state) => state.run(replaces))
        assert.deepStrictEqual(yield* run("standard"), [true, true, "kept"])
        assert.deepStrictEqual(yield* run("strict"), [true, false, undefined])
      })
  )

  class Crane extends Actor.Service<Crane>()("test/Crane", [
    Rpc.make("say", { payload: { text: Schema.String }, success: Schema.Void })
  ]) {}

  it.effect("on a thread its lines have the thread, in jobs and outside", () => {
    const { layer, lines } = recorder()
    const handlers = Crane.toLayer(
      Effect.gen(function* () {
        const state = yield* LuaState.make()
        yield* Effect.orDie(state.run("alog.info('there')"))
        return { say: ({ text }) => Effect.orDie(Effect.asVoid(state.run("alog.info(...)", text))) }
      })
    )
    return Effect.gen(function* () {
      const crane = yield* Crane
      yield* crane.say({ text: "up" })
    }).pipe(
      Effect.provide(Crane.layerThread({ entry: Testing.entry(handlers), name: "crane" })),
      Effect.provide(Testing.layer({ time: "auto" })),
      Effect.provide(layer),
      // A thread that has ended has brought all its lines.
      Effect.andThen(
        Effect.sync(() =>
          assert.deepStrictEqual(lines, [
            ["Info", "there", { thread: "crane", at: "run:1" }],
            ["Info", "up", { thread: "crane", job: "test/Crane.say", at: "run:1" }]
          ])
        )
      )
    )
  })
})

describe("msgpack in a state", () => {
  it.effect("B06 is there by both names, and its null is null to the host", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      assert.deepStrictEqual(
        yield* state.run("return msgpack.null, require('cmsgpack').unpack(msgpack.pack({ 1, 2 }))"),
        [null, [1, 2]]
      )
    })
  )

  it.effect("B12 a message cannot take more than the state may hold, neither packed nor unpacked", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ limits: { memoryBytes: 8 * 1024 * 1024 } })
      for (const source of [
        // A byte on the wire for each table.
        `local bytes = "\\xdd\\0\\1\\0\\0" .. ("\\x90"):rep(65536) return #msgpack.unpack(bytes)`,
        `local bytes = "\\xdd\\0\\2\\0\\0" .. ("\\x01"):rep(131072) return #msgpack.unpack(bytes)`,
        `local t = { ("x"):rep(65536) } for _ = 1, 20 do t = { t, t } end return #msgpack.pack(t)`
      ]) {
        const error = yield* Effect.flip(state.run(source))
        assert.strictEqual(error._tag, "LuaLimitError", source)
        assert.deepStrictEqual(yield* state.run("return msgpack.unpack(msgpack.pack({ 1 }))"), [[1]])
      }
    })
  )
})
