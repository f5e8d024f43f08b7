/*
 * Values on their way into Lua and out of it, and modules of host functions.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import type * as Scope from "effect/Scope"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { LuaEngineError, LuaError } from "@stevedore/lua/LuaError"
import * as LuaModule from "@stevedore/lua/LuaModule"
import { LuaRuntime } from "@stevedore/lua/LuaRuntime"
import * as LuaState from "@stevedore/lua/LuaState"
import { isLuaReference, type LuaInput, results } from "@stevedore/lua/LuaValue"
import { unreadable } from "./unreadable.ts"

/** What goes in, what comes back, and what Lua calls it. */
const crossings: ReadonlyArray<readonly [given: LuaInput, back: unknown, type: string]> = [
  [undefined, undefined, "nil"],
  [null, undefined, "nil"],
  [true, true, "boolean"],
  [0, 0, "number"],
  [-0, -0, "number"],
  [2 ** 31, 2 ** 31, "number"],
  [-(2 ** 53), -(2 ** 53), "number"],
  [1.5, 1.5, "number"],
  [Number.NaN, Number.NaN, "number"],
  [Infinity, Infinity, "number"],
  [5n, 5, "number"],
  [2n ** 60n + 1n, 2n ** 60n + 1n, "number"],
  [-(2n ** 63n), -(2n ** 63n), "number"],
  [2n ** 64n - 1n, 2n ** 64n - 1n, "number"],
  ["", "", "string"],
  ["häfen 🚢", "häfen 🚢", "string"],
  ["a\0b", "a\0b", "string"],
  [new Uint8Array([104, 105]), "hi", "string"],
  [new Uint8Array([0xff, 0]), new Uint8Array([0xff, 0]), "string"],
  [[], [], "table"],
  [{}, [], "table"],
  [[1, [2, "x"]], [1, [2, "x"]], "table"],
  [{ a: 1, b: { c: [true] } }, { a: 1, b: { c: [true] } }, "table"],
  [{ a: undefined, b: null, c: 0 }, { c: 0 }, "table"],
  [
    [1, undefined, 3],
    new Map([
      [1, 1],
      [3, 3]
    ]),
    "table"
  ],
  [
    new Map<unknown, unknown>([
      [1.5, "x"],
      ["k", 2],
      [true, 3]
    ]),
    new Map<unknown, unknown>([
      [1.5, "x"],
      ["k", 2],
      [true, 3]
    ]),
    "table"
  ],
  [new Map<unknown, unknown>([["a", 1]]), { a: 1 }, "table"],
  [new Date(1_700_000_000_123), new Date(1_700_000_000_123), "userdata"],
  [new Map([[new Uint8Array([0xfe]), 1]]), new Map([[new Uint8Array([0xfe]), 1]]), "table"]
]

const failing = "cannot give Lua what fails when it is read (RangeError: mine)"

describe("what fails when it is read", () => {
  it.effect("is refused as an option, a list of them and a setting, and no defect", () =>
    Effect.gen(function* () {
      const revoked = (target: object): never => {
        const { proxy, revoke } = Proxy.revocable(target, {})
        revoke()
        return proxy as never
      }
      const state = yield* LuaState.make()
      const limits = revoked({})
      const cases: ReadonlyArray<
        readonly [option: string, made: Effect.Effect<unknown, LuaEngineError | LuaError, Scope.Scope>]
      > = [
        ["options", LuaState.make(revoked({}))],
        ["limits", LuaState.make({ limits })],
        ["modules", LuaState.make({ modules: revoked([]) })],
        ["modules\\[0\\]", LuaState.make({ modules: [revoked({})] })],
        ["roots", LuaState.make({ roots: revoked([]) })],
        ["options", state.within(revoked({})).run("return 1")],
        ["limits", state.within({ limits }).run("return 1")]
      ]
      for (const [option, made] of cases) {
        const error = yield* Effect.flip(made)
        assert.strictEqual(error._tag, "LuaOptionError")
        assert.match(
          error.message,
          new RegExp(`^${option} is what fails when it is read \\(.+\\): give one that can be read`)
        )
      }
    })
  )

  for (const [name, value] of Object.entries(unreadable)) {
    it.effect(`is refused by its path, and no defect: ${name}`, () =>
      Effect.gen(function* () {
        const host = LuaModule.make("host", { give: () => value })
        const state = yield* LuaState.make({ modules: [host] })
        const given = [state.run("return ...", { a: [value] }), state.call("type", { a: [value] })]
        for (const error of yield* Effect.forEach(given, Effect.flip)) {
          assert.strictEqual(error._tag, "LuaCodecError")
          assert.match(error.message, /^cannot give Lua what fails when it is read \(.+\) at a\[1\]/)
        }
        const [ok] = yield* state.run("return pcall(host.give)")
        assert.strictEqual(ok, false)
        const source = yield* Effect.flip(state.run(value as Uint8Array))
        assert.strictEqual(source._tag, "LuaOptionError")
        assert.match(source.message, /^source is .+: give a text of Lua, or its bytes$/)
        for (const wrong of [state.call(value as never), state.load(value as never)]) {
          assert.strictEqual((yield* Effect.flip(wrong))._tag, "LuaOptionError")
        }
        const made = yield* Effect.flip(LuaState.make({ modules: [LuaModule.make("odd", { of: { value } as never })] }))
        assert.strictEqual(made._tag, "LuaCodecError")
        assert.deepStrictEqual(yield* state.run("return 1"), [1])
      })
    )
  }
})

describe("values", () => {
  it.effect("B08 each kind goes in and comes back as the table of LuaValue says", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      for (const [given, back, type] of crossings) {
        assert.deepStrictEqual(
          yield* state.run("return ..., type((...))", given),
          [type === "nil" ? undefined : back, type].slice(0, 2)
        )
      }
    })
  )

  it.effect("B08 numbers are in one form: a bigint and a number of the same value are one key", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      const id = 2n ** 60n + 7n
      assert.deepStrictEqual(yield* state.run("local t = { [(...)] = 'x' } return t[select(2, ...)]", id, id), ["x"])
      assert.deepStrictEqual(yield* state.run("local a, b = ... return a == b, math.type(a), tostring(a)", 5n, 5), [
        true,
        "integer",
        "5"
      ])
      assert.deepStrictEqual(yield* state.run("return tostring((...))", 2 ** 40), ["1099511627776"])
    })
  )

  it.effect("B08 a class's own fields go in, what has no counterpart is refused with its path", () =>
    Effect.gen(function* () {
      class Box extends Schema.Class<Box>("Box")({ w: Schema.Number, h: Schema.Number }) {}
      const state = yield* LuaState.make()
      assert.deepStrictEqual(yield* state.run("local box = ... return box.w * box.h", new Box({ w: 3, h: 4 })), [12])
      const mapOf = (...keys: ReadonlyArray<unknown>) => new Map(keys.map((key) => [key, "value"]))
      const bytes = Uint8Array.of(97)
      const fails = (): never => {
        throw new RangeError("mine")
      }
      const sparse: Array<number> = []
      sparse[4e9] = 1
      const textless = {
        get b(): never {
          throw Object.create(null)
        }
      }
      const refused: ReadonlyArray<readonly [LuaInput, string]> = [
        [{ a: [new Date(Number.NaN)] }, "cannot give Lua a date that is none at a[1]"],
        [{ a: Symbol("s") }, "cannot give Lua a symbol at a"],
        [new Set([1]), "cannot give Lua a Set: give an array"],
        [2n ** 64n, "cannot give Lua an integer of more than 64 bits"],
        ["\ud800x", "cannot give Lua half a surrogate pair"],
        [{ a: ["ok", "\udc00"] }, "cannot give Lua half a surrogate pair at a[2]"],
        [{ "\ud800": 1 }, "cannot give Lua half a surrogate pair at \ud800"],
        [new Number(5), "cannot give Lua a Number as an object: give what is in it"],
        [{ a: new String("x") }, "cannot give Lua a String as an object: give what is in it at a"],
        [[new RangeError("x")], "cannot give Lua an Error: give its message, or fail with it at [1]"],
        [mapOf(1, 1n), "cannot give Lua a table with the same key twice at 1"],
        [mapOf(2 ** 53, 2n ** 53n), "cannot give Lua a table with the same key twice at 9007199254740992"],
        [{ m: mapOf("a", bytes) }, "cannot give Lua a table with the same key twice at m.a"],
        [new Map([[Number.NaN, 1]]), "cannot give Lua a table with nil or NaN as a key at [NaN]"],
        [{ a: Effect.void }, "cannot give Lua an Effect as a value: only a host function's result is awaited at a"],
        [[sparse], "cannot give Lua a list of 4000000001 places at [1]"],
        [{ a: [{ b: 1 }, Object.defineProperty({}, "b", { get: fails, enumerable: true })] }, `${failing} at a[2].b`],
        [[Object.defineProperty([1], 0, { get: fails })], `${failing} at [1][1]`],
        [{ a: new Proxy({}, { ownKeys: fails }) }, `${failing} at a`],
        [{ a: textless }, "cannot give Lua what fails when it is read (object that cannot be shown as text) at a.b"]
      ]
      for (const [given, message] of refused) {
        const error = yield* Effect.flip(state.run("return 1", given))
        assert.strictEqual(error._tag, "LuaCodecError")
        assert.strictEqual(error.message, message)
      }
      const circle: { self?: unknown } = {}
      circle.self = circle
      assert.include((yield* Effect.flip(state.run("return 1", circle))).message, "a circle?")
    })
  )

  it.effect("B08 bytes that are given are copied, so that changing them changes nothing in Lua", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      const bytes = new Uint8Array([1, 2, 3])
      yield* state.run("kept = ...", bytes)
      bytes[0] = 9
      assert.deepStrictEqual(yield* state.run("return kept:byte(1, -1)"), [1, 2, 3])
    })
  )

  it.effect("functions, coroutines and userdata come as references, which can be given back and called", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      const [f, co, list] = yield* state.run("return print, coroutine.create(print), { function() return 7 end }")
      assert.ok(isLuaReference(f) && isLuaReference(co))
      assert.deepStrictEqual([f.type, co.type], ["function", "thread"])
      assert.deepStrictEqual(yield* state.run("return ... == print", f), [true])
      const [inner] = list as Array<never>
      assert.deepStrictEqual(yield* state.call(inner as never), [7])
    })
  )
})

describe("modules", () => {
  it.effect("B14 a host function gives one value, several, none, a promise's", () =>
    Effect.gen(function* () {
      const host = LuaModule.make("host", {
        one: () => 1,
        several: () => results(1, undefined, 3),
        none: () => {},
        late: () => Promise.resolve("late") as never,
        broken: () => Promise.reject(new RangeError("too late")) as never,
        constants: { answer: 42, deep: { twice: (n: number) => n * 2 } }
      })
      const state = yield* LuaState.make({ modules: [host] })
      assert.deepStrictEqual(
        yield* state.run("return host.one(), select('#', host.several()), select('#', host.none()), host.late()"),
        [1, 3, 1, "late"]
      )
      assert.deepStrictEqual(yield* state.run("local ok, e = pcall(host.broken) return ok, e._tag, tostring(e)"), [
        false,
        "RangeError",
        "RangeError: too late"
      ])
      assert.deepStrictEqual(yield* state.run("return host.constants.answer, host.constants.deep.twice(4)"), [42, 8])
    })
  )

  it.effect("B14 what a script lets through fails the job with the cause", () =>
    Effect.gen(function* () {
      const host = LuaModule.make("host", { fail: () => Effect.fail({ _tag: "Nope", message: "no", code: 7 }) })
      const state = yield* LuaState.make({ modules: [host] })
      const error = yield* Effect.flip(state.run("host.fail()"))
      assert.strictEqual(error._tag, "LuaRuntimeError")
      assert.strictEqual(error.message, "Nope: no")
      assert.deepInclude((error as { cause?: unknown }).cause as object, { code: 7 })
      const rethrown = yield* Effect.flip(state.run("local ok, e = pcall(host.fail) error(e)"))
      assert.deepInclude((rethrown as { cause?: unknown }).cause as object, { code: 7 })
    })
  )

  it.effect("B14 a module's effects have the services of the layer that made it", () =>
    Effect.gen(function* () {
      class Tide extends Context.Service<Tide, { readonly metres: number }>()("test/Tide") {}
      const live = Layer.provideMerge(
        LuaModule.layer("sea", {
          tide: () => Effect.map(Tide, (tide) => tide.metres),
          deep: { tide: () => Tide.use((tide) => Effect.succeed(tide.metres)) as never }
        }),
        Layer.merge(LuaRuntime.layer(), Layer.succeed(Tide, { metres: 3.5 }))
      )
      const state = yield* LuaRuntime.use((runtime) => runtime.newState()).pipe(Effect.provide(live))
      assert.deepStrictEqual(yield* state.run("return sea.tide(), sea.deep.tide()"), [3.5, 3.5])
    })
  )

  it.effect("B14 a module that waits while it is required is loaded when it is there", () =>
    Effect.gen(function* () {
      const folder = mkdtempSync(join(tmpdir(), "require-"))
      yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(folder, { recursive: true })))
      writeFileSync(join(folder, "slow.lua"), "local value = host.gate() return { value = value }")
      const gate = yield* Deferred.make<number>()
      const host = LuaModule.make("host", { gate: () => Deferred.await(gate) })
      const state = yield* LuaState.make({ modules: [host], roots: [folder] })
      const fiber = yield* Effect.forkChild(state.run("return require('slow').value, package.loaded.slow ~= nil"), {
        startImmediately: true
      })
      yield* Deferred.succeed(gate, 9)
      assert.deepStrictEqual(yield* Fiber.join(fiber), [9, true])
    })
  )

  it.effect("B14 a coroutine that waits is resumed by nobody else, and one that yields in between goes on", () =>
    Effect.gen(function* () {
      const gate = yield* Deferred.make<number>()
      const host = LuaModule.make("host", { gate: () => Deferred.await(gate) })
      const state = yield* LuaState.make({ modules: [host] })
      const fiber = yield* Effect.forkChild(
        state.run(`
          co = coroutine.create(function(a)
            local b = coroutine.yield(a + host.gate())
            for i = 1, 3 do b = coroutine.yield(b + host.gate()) end
            return "done"
          end)
          local out = {}
          for i = 1, 5 do out[i] = select(2, coroutine.resume(co, i)) end
          return out, coroutine.status(co)`),
        { startImmediately: true }
      )
      assert.deepStrictEqual(yield* state.run("return coroutine.status(co), coroutine.resume(co)"), [
        "normal",
        false,
        "cannot resume a coroutine that waits"
      ])
      yield* Deferred.succeed(gate, 10)
      assert.deepStrictEqual(yield* Fiber.join(fiber), [[11, 12, 13, 14, "done"], "dead"])
    })
  )
})
