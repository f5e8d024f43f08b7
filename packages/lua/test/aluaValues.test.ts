/*
 * What goes from one state to another of the same thread, as arguments and as results, arrives as it would on another thread.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as LuaMsgpack from "@stevedore/lua/LuaMsgpack"
import * as LuaState from "@stevedore/lua/LuaState"

/** Each way from state to state: `through(...)` gives what has gone there and back. */
const ways: Readonly<Record<string, string>> = {
  "alua.run": `local child = alua.newstate() through = function(...) return child:run("return ...", ...) end`,
  "alua.call": `local child = alua.newstate() child:run("function same(...) return ... end")
    through = function(...) return child:call("same", ...) end`,
  "a function of a module": `alua.regmod("above", { same = function(...) return ... end })
    local child = alua.newstate() through = function(...) return child:run("return above.same(...)", ...) end`
}

/** Half a surrogate pair has no UTF-8. */
const Text = Schema.String.check(Schema.makeFilter((text: string) => text.isWellFormed()))

/** What is said of what has come through. */
const values: ReadonlyArray<readonly [said: string, expected: unknown]> = [
  ["math.type(through(1.0))", "float"],
  ["math.type(through({ 1.0 })[1])", "float"],
  ["1 / through(-0.0)", -Infinity],
  ["math.type(through(7))", "integer"],
  ["through(0x7fffffffffffffff)", 2n ** 63n - 1n],
  ["through({ n = msgpack.null }).n == msgpack.null", true],
  ["#through({ 1, msgpack.null, 3 })", 3],
  ["through({ 1, msgpack.null, 3 })[2] == msgpack.null", true],
  ["select('#', through(nil, 1, nil))", 3],
  ["through(msgpack.null) == nil", true],
  ["through(msgpack.timestamp(5, 123456789)).nanoseconds", 123_456_789],
  ["through(msgpack.timestamp(2 ^ 40, 1)).seconds", 2 ** 40],
  ["through(msgpack.ext(3, 'x\\255')) == msgpack.ext(3, 'x\\255')", true],
  ["#through(msgpack.array({ 1, nil, 3 }))", 3],
  ["through('\\255\\0é') == '\\255\\0é'", true],
  ["through({ [true] = 1 })[true]", 1],
  ["through({ [1.5] = { [2 ^ 60] = 'a' } })[1.5][2 ^ 60]", "a"]
]

describe("values between states of alua", () => {
  for (const [way, script] of Object.entries(ways)) {
    it.effect(`B08 arrive as on another thread: ${way}`, () =>
      Effect.gen(function* () {
        const state = yield* LuaState.make()
        yield* state.run(script)
        for (const [said, expected] of values) assert.deepStrictEqual(yield* state.run(`return ${said}`), [expected])
      })
    )
  }

  it.effect.prop(
    "B08 are packed as before, whatever they are",
    [
      Schema.Record(
        Text,
        Schema.Union([Schema.Finite, Schema.Null, Schema.Boolean, Text, Schema.Array(Schema.NullOr(Schema.Finite))])
      )
    ],
    ([value]) =>
      Effect.gen(function* () {
        const bytes = yield* LuaMsgpack.encode(value)
        const state = yield* LuaState.make()
        yield* state.run(ways["alua.run"]!)
        const [same] = yield* state.run(
          "local value = msgpack.unpack(...) return msgpack.pack(through(value)) == msgpack.pack(value)",
          bytes
        )
        assert.isTrue(same)
      }).pipe(Effect.scoped)
  )

  it.effect("B08 that cannot go are named, on either way", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      const told = yield* state.run(`
        local child = alua.newstate()
        local function told(...) local _, e = pcall(...) return tostring(type(e) == "table" and e.message or e) end
        local circle = {}
        circle[1] = circle
        return told(child.run, child, "", { f = print }), told(child.run, child, "", 1, circle),
          told(child.run, child, "return { f = print }"), told(child.run, child, "", child),
          told(child.run, child, "", { [msgpack.null] = 1 })`)
      assert.deepStrictEqual(told, [
        "bad argument of 'alua.run': cannot serialize a function at [1].f",
        "bad argument of 'alua.run': cannot serialize a cycle at [2][1]",
        "cannot serialize a function at [1].f",
        "bad argument of 'alua.run': cannot serialize a userdata at [1]",
        "bad argument of 'alua.run': msgpack.null cannot be a key at [1]"
      ])
    })
  )

  it.effect("B12 that are under way count as held by who gave them", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      const [during, after] = yield* state.run(`
        local child, seen = nil, nil
        alua.regmod("above", { look = function() seen = alua.stats().memoryBytes end })
        child = alua.newstate()
        local before = alua.stats().memoryBytes
        local text = ("x"):rep(2 ^ 20)
        child:run("local text = ... text = nil above.look()", text)
        return seen - before >= 3 * 2 ^ 20, alua.stats().memoryBytes - before < 2 ^ 21`)
      assert.deepStrictEqual([during, after], [true, true])
    })
  )
})
