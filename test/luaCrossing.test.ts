/*
 * What a value is when it has crossed into Lua and back: the same in a state, on a thread, and on main.
 */
import * as LuaState from "@stevedore/lua/LuaState"
import * as LuaThread from "@stevedore/lua/LuaThread"
import { LuaCodecError } from "@stevedore/lua/LuaError"
import * as LuaModule from "@stevedore/lua/LuaModule"
import { isLuaReference, type LuaInput, type LuaValue } from "@stevedore/lua/LuaValue"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, layer } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Data from "effect/Data"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as HashMap from "effect/HashMap"
import * as Layer from "effect/Layer"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"

/** Puts a value in words, so that nothing of the way back is seen: keys in order, each value with its type. */
const describing = `
  function id(...) return ... end
  function described(value)
    local kind = math.type(value) or type(value)
    if kind == "float" then return kind .. string.format("%.17g", value) end
    if kind ~= "table" then return kind .. ":" .. tostring(value) end
    local fields = {}
    for key, each in pairs(value) do fields[#fields + 1] = described(key) .. "=" .. described(each) end
    table.sort(fields)
    return "{" .. table.concat(fields, ",") .. "}"
  end`

const everywhere = Effect.gen(function* () {
  const state = yield* LuaState.make()
  const thread = yield* LuaThread.make({ name: "echo" })
  const main = yield* LuaThread.onMain()
  yield* state.run(describing)
  for (const jobs of [thread, main]) yield* jobs.run(describing)
  return { state, thread, main }
})

class Places extends Context.Service<Places, Effect.Success<typeof everywhere>>()("test/Places") {}

const places = Layer.effect(Places, everywhere).pipe(
  Layer.provide(NodeActorSystem.layer({ maxThreads: 4, slowAfter: "never", startTimeout: "60 seconds" }))
)

/** What Lua sees of a value. */
const seen = (value: unknown) =>
  Effect.gen(function* () {
    const { main, state, thread } = yield* Places
    const source = "return described((...))"
    return {
      state: (yield* state.run(source, value as LuaInput))[0],
      thread: yield* thread.run(source, [value]),
      main: yield* main.run(source, [value])
    }
  })

const Scalars = Schema.Array(Schema.Union([Schema.Number, Schema.Int, Schema.Boolean])).check(Schema.isMaxLength(20))

/** Of several results with a text before them: without it, as they are given back by themselves; and with it at their end. */
const listed = (back: unknown): unknown => {
  const values = Array.isArray(back) ? back.slice(1) : []
  return values.length > 1 ? values : values[0]
}
const textLast = (back: unknown): unknown => (Array.isArray(back) ? [...back.slice(1), back[0]] : back)

type Plain = unknown
const Plain: Schema.Codec<Plain> = Schema.Union([
  Schema.Null,
  Schema.Undefined,
  Schema.Boolean,
  Schema.Number,
  Schema.String.check(Schema.isPattern(/^[a-zé😀]{0,4}$/u)),
  Schema.BigInt.check(Schema.isBetweenBigInt({ minimum: -(2n ** 63n), maximum: 2n ** 64n - 1n })),
  Schema.Uint8Array,
  Schema.Date,
  Schema.Array(Schema.suspend((): Schema.Codec<Plain> => Plain)),
  Schema.Record(
    Schema.String.check(Schema.isPattern(/^[a-z]{0,3}$/)),
    Schema.suspend((): Schema.Codec<Plain> => Plain)
  ),
  Schema.ReadonlyMap(
    Schema.Int,
    Schema.suspend((): Schema.Codec<Plain> => Plain)
  )
])

const Short = Schema.String.check(Schema.isPattern(/^[a-z]{0,3}$/))
/** Fields in which there may be nothing, in each of the ways in which a schema says so. */
const Sparse = Schema.Struct({
  nothing: Schema.NullOr(Short),
  none: Schema.UndefinedOr(Schema.Int),
  option: Schema.OptionFromNullOr(Schema.Int),
  perhaps: Schema.optional(Schema.Int),
  key: Schema.optionalKey(
    Schema.Struct({ deep: Schema.NullOr(Schema.BigInt.check(Schema.isBetweenBigInt({ minimum: 0n, maximum: 9n }))) })
  ),
  both: Schema.Tuple([Schema.NullOr(Schema.Int), Schema.Int, Schema.UndefinedOr(Schema.Int)]),
  when: Schema.NullOr(Schema.Date)
})

class Box extends Schema.Class<Box>("Box")({ w: Schema.Number, of: Schema.OptionFromNullOr(Schema.Number) }) {}
class Lot extends Schema.Class<Lot>("Lot")({ w: Schema.Number }) {
  get double() {
    return 2 * this.w
  }
}
class Crate extends Data.TaggedClass("Crate")<{ readonly w: number }> {}
class Plank {
  readonly length = 3
  readonly #secret = 4
  get twice() {
    return this.#secret
  }
}

/** So many tables in each other, as the function of Lua makes them. */
const nested = (levels: number): unknown => (levels === 1 ? [] : [nested(levels - 1)])
const levels = `
  function nested(levels) local t = {} for _ = 2, levels do t = { t } end return t end
  function depth(t) local n = 0 while t do n, t = n + 1, t[1] end return n end`

describe("a value that crosses into Lua", () => {
  layer(places, { excludeTestServices: true })((it) => {
    it.effect("B08 may give another one to Lua while it is read", () =>
      Effect.gen(function* () {
        const { main } = yield* Places
        const echo = (value: unknown) => main.run("return ...", [value])
        let inner: Fiber.Fiber<unknown, unknown> | undefined
        const value = {
          before: "first",
          get nested() {
            inner = Effect.runFork(echo({ of: ["another"] }))
            return true
          },
          after: "last"
        }
        assert.deepStrictEqual(yield* echo(value), { before: "first", nested: true, after: "last" })
        assert.deepStrictEqual(yield* Fiber.join(inner!), { of: ["another"] })
      })
    )

    it.effect.prop("B08 arrives the same in a state, on a thread and on main", [Plain], ([value]) =>
      Effect.gen(function* () {
        const { main, state, thread } = yield* seen(value)
        assert.deepStrictEqual(thread, state)
        assert.deepStrictEqual(main, state)
      })
    )

    // Numbers and booleans alone are not packed on their way to another thread: beside a text they are.
    it.effect.prop("B08 numbers and booleans are the same by themselves as beside a text", [Scalars], ([values]) =>
      Effect.gen(function* () {
        const { main, state, thread } = yield* Places
        const words = `
          local words = {}
          for i = 1, select("#", ...) do words[i] = described((select(i, ...))) end
          return table.concat(words, " ")`
        const expected = (yield* state.run(words, ...values))[0]
        assert.deepStrictEqual(yield* thread.run(words, values), expected)
        assert.deepStrictEqual(yield* thread.run(words, [...values, "text"]), `${expected} string:text`.trimStart())
        const back = yield* thread.run("return 'text', ...", values)
        assert.deepStrictEqual(yield* thread.run("return ...", [...values, "text"]), textLast(back))
        assert.deepStrictEqual(yield* thread.run("return ...", values), listed(back))
        // Between threads of Lua a float that is integral stays one.
        const among = `
          local h = athd.getmain()
          local function whole(n) return math.type(n) and n % 1 == 0 and n + 0.0 or n end
          local function again(first, ...) if first ~= nil then return whole(first), again(...) end end
          local function said(...) ${words} end
          return said(athd.call(h, "id", "return ...", again(...))) == said(again(...))
            and athd.call(h, "said", [[${words}]], again(...)) == said(again(...))
            and said(athd.call(h, "id", "return ...", ...)) == said(...)`
        assert.strictEqual(yield* thread.run(among, values), true)
        assert.strictEqual(
          yield* main.run("return #athd.call(athd.getct(), 'n', 'return {...}', ...)", values),
          values.length
        )
      })
    )

    it.effect("B08 a table with a key that an Effect might have is a Map, from a state and from threads", () =>
      Effect.gen(function* () {
        const { main, state, thread } = yield* Places
        const source = "return { ['~effect/Effect'] = 1, a = { ['~'] = true, b = 2 } }"
        const expected = new Map<LuaValue, LuaValue>([
          ["~effect/Effect", 1],
          [
            "a",
            new Map<LuaValue, LuaValue>([
              ["~", true],
              ["b", 2]
            ])
          ]
        ])
        assert.deepStrictEqual((yield* state.run(source))[0], expected)
        assert.deepStrictEqual(yield* thread.run(source), expected)
        assert.deepStrictEqual(yield* main.run(source), expected)
      })
    )

    it.effect("B08 a table with a field toString is a key as any other, out of Lua and into it", () =>
      Effect.gen(function* () {
        const { main, state, thread } = yield* Places
        const map = new Map<LuaValue, LuaValue>([[{ toString: 1 }, 2]])
        const [out, back] = ["return { [{ toString = 1 }] = 2 }", "local k, v = next(...) return k.toString + v"]
        assert.deepStrictEqual((yield* state.run(out))[0], map)
        assert.strictEqual((yield* state.run(back, map))[0], 3)
        for (const jobs of [thread, main]) {
          assert.deepStrictEqual(yield* jobs.run(out), map)
          assert.strictEqual(yield* jobs.run(back, [map]), 3)
        }
      })
    )

    it.effect("B08 a whole number beyond 2^53 is one key, however it is written", () =>
      Effect.gen(function* () {
        const large = new Map([
          [2 ** 60, 1],
          [-(2 ** 63), 2],
          [3, 3]
        ])
        const text = `{integer:${2n ** 60n}=integer:1,integer:${-(2n ** 63n)}=integer:2,integer:3=integer:3}`
        const sorted = text.slice(1, -1).split(",").toSorted().join(",")
        assert.deepStrictEqual(yield* seen(large), { state: `{${sorted}}`, thread: `{${sorted}}`, main: `{${sorted}}` })
        const { main, state, thread } = yield* Places
        const twice = new Map<LuaValue, LuaValue>([
          [2 ** 60, 1],
          [2n ** 60n, 2]
        ])
        const runs = [state.run("return 1", twice), thread.run("return 1", [twice]), main.run("return 1", [twice])]
        for (const run of runs)
          assert.include(String(yield* Effect.flip<unknown, unknown, never>(run)), "the same key twice")
      })
    )

    it.effect("B08 undefined and null are nil everywhere: no entry of a table", () =>
      Effect.gen(function* () {
        for (const [value, text] of [
          [{ a: undefined, b: null, c: 1 }, "{string:c=integer:1}"],
          [
            new Map<LuaValue, LuaValue>([
              ["a", undefined],
              ["b", null],
              [1, true]
            ]),
            "{integer:1=boolean:true}"
          ],
          [[1, null, 3, undefined], "{integer:1=integer:1,integer:3=integer:3}"],
          [Object.assign(new Array(2), { 1: 2 }), "{integer:2=integer:2}"],
          [[null], "{}"],
          [
            Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`k${i}`, i === 7 ? 7 : null])),
            "{string:k7=integer:7}"
          ]
        ] as const) {
          assert.deepStrictEqual(yield* seen(value), { state: text, thread: text, main: text })
        }
        // More entries than a header of two bytes has, of which one is left.
        const many: Record<string, unknown> = {}
        for (let i = 0; i < 70_000; i++) many[`k${i}`] = undefined
        many["last"] = { a: null, b: 1 }
        const text = "{string:last={string:b=integer:1}}"
        assert.deepStrictEqual(yield* seen(many), { state: text, thread: text, main: text })
      })
    )

    it.effect("B08 a class's own fields go in; what is more than its fields is refused with its path", () =>
      Effect.gen(function* () {
        for (const [value, text] of [
          [new Lot({ w: 1 }), "{string:w=integer:1}"],
          [new Crate({ w: 2 }), "{string:_tag=string:Crate,string:w=integer:2}"],
          [new Plank(), "{string:length=integer:3}"],
          [Object.create({ a: 1 }), "{}"],
          [new Date(1500), "userdata:msgpack.timestamp: 1.500000000"]
        ] as const) {
          assert.deepStrictEqual(yield* seen(value), { state: text, thread: text, main: text })
        }
        const { state, thread } = yield* Places
        for (const [value, what] of [
          [Option.some(1), "an instance of Option: give what is in it, or encode it by a schema"],
          [Option.none(), "an instance of Option: give what is in it, or encode it by a schema"],
          [DateTime.makeUnsafe(0), "an instance of DateTime: give what is in it, or encode it by a schema"],
          [Duration.seconds(1), "an instance of Duration: give what is in it, or encode it by a schema"],
          [HashMap.make(["a", 1]), "an instance of HashMap: give what is in it, or encode it by a schema"],
          [new URL("file:///"), "an instance of URL: give what is in it, or encode it by a schema"],
          [new Set([1]), "a Set: give an array"],
          [new Error("x"), "an Error: give its message, or fail with it"],
          [new Date(Number.NaN), "a date that is none"]
        ] as const) {
          const inState = yield* Effect.flip(state.run("return 1", { a: [value] }))
          assert.strictEqual(inState.message, `cannot give Lua ${what} at a[1]`)
          const onThread = yield* Effect.flip(thread.run("return 1", [{ a: [value] }]))
          assert.strictEqual(onThread.message, `cannot serialize ${what} at [1].a[1]`)
        }
      })
    )

    it.effect("B08 a date comes back as one, from each", () =>
      Effect.gen(function* () {
        const { main, state, thread } = yield* Places
        for (const time of [0, -1, 1_700_000_000_123, 8.64e15, -8.64e15]) {
          const date = new Date(time)
          assert.deepStrictEqual(yield* state.run("return ...", { at: date }), [{ at: date }])
          for (const jobs of [thread, main])
            assert.deepStrictEqual(yield* jobs.run("return ...", [{ at: date }]), { at: date })
        }
        const beyond = "return { at = msgpack.timestamp(1 << 60) }"
        const text = /cannot take a timestamp that no Date can be at (?:\[1\]\.)?at$/
        assert.match((yield* Effect.flip(state.run(beyond))).message, text)
        assert.match((yield* Effect.flip(thread.run(beyond))).message, text)
      })
    )

    it.effect("B08 a table is what it is marked as, from each and for host functions", () =>
      Effect.gen(function* () {
        const { main, state, thread } = yield* Places
        const told: Array<unknown> = []
        const host = LuaModule.make("host", { take: (value: unknown) => void told.push(value) })
        const telling = yield* LuaState.make({ modules: [host] })
        const two = new Map([
          [1, "a"],
          [2, "b"]
        ])
        for (const [expression, value] of [
          ["{}", []],
          ["msgpack.map()", {}],
          ["{ x = msgpack.map({}) }", { x: {} }],
          ["msgpack.map({ 'a', 'b' })", two],
          ["msgpack.map({ a = 1 })", { a: 1 }],
          ["msgpack.array({})", []],
          ["msgpack.array({ 1, nil, 3 })", [1, null, 3]],
          ["{ msgpack.array({ [3] = {} }) }", [[null, null, []]]],
          ["setmetatable({}, { __serialize = 'map' })", {}],
          ["setmetatable({ 'a', 'b' }, { __serialize = 'map' })", two],
          ["setmetatable({ [2] = 'b' }, { __serialize = 'array' })", [null, "b"]],
          ["setmetatable({ 1 }, { __index = { 2 } })", [1]],
          ["{ msgpack.null }", [null]]
        ] as ReadonlyArray<readonly [string, LuaValue]>) {
          const source = `return ${expression}`
          assert.deepStrictEqual(yield* state.run(source), [value], source)
          for (const jobs of [thread, main]) assert.deepStrictEqual(yield* jobs.run(source), value, source)
          yield* telling.run(`host.take(${expression})`)
          assert.deepStrictEqual(told.pop(), value, source)
        }
        for (const [expression, problem] of [
          ["{ x = setmetatable({}, { __serialize = 'list' }) }", /__serialize is "array" or "map", not list at/],
          ["{ msgpack.array({ x = 1 }) }", /an array has no such key at (\[1\])?\[1\]\.?x/],
          ["{ { a = 1, [msgpack.null] = 2 } }", /msgpack\.null cannot be a key at (\[1\])?\[1\]$/]
        ] as const) {
          for (const run of [state.run(`return ${expression}`), thread.run(`return ${expression}`)]) {
            assert.match((yield* Effect.flip(run)).message, problem)
          }
          assert.match((yield* Effect.flip(telling.run(`host.take(${expression})`))).message, problem)
        }
        // What fills more places than a value may have parts is refused before there is a list of them.
        const wide = yield* Effect.flip(state.run("return msgpack.array({ [2 ^ 31 - 1] = 1 })"))
        assert.match(wide.message, /cannot take a value of more than 4000000 parts/)
      })
    )

    it.effect("B08 a table with msgpack.null as a key is refused where it is packed, whichever way it would go", () =>
      Effect.gen(function* () {
        const { thread } = yield* Places
        const told = yield* thread.run(`
          local main, keyed, returned = athd.getmain(), { a = { [msgpack.null] = 1 } }, "return { a = { [msgpack.null] = 1 } }"
          local function why(...)
            local ok, e = pcall(...)
            return not ok and (type(e) == "table" and e._tag .. ": " .. e.message or e)
          end
          ahar.listen("smsg_keyed", function() return keyed end)
          local told = {
            why(athd.call, main, "given", "return 1", keyed), why(athd.send, main, "given", "return 1", keyed),
            why(athd.pushtjob, main, "given", "return 1", print, keyed), why(athd.broadcast, "given", "return 1", print, keyed),
            why(ahar.call, "smsg_keyed", keyed), why(ahar.call, "smsg_keyed", 1), why(athd.call, main, "returned", returned)
          }
          ahar.unlisten("smsg_keyed")
          local _, _, errors = athd.broadcast("returned", returned)
          for _, e in pairs(errors) do told[#told + 1] = e._tag .. ": " .. e.message end
          function athd.onerror(_, e) told[#told + 1] = e._tag .. ": " .. e.message athd.wakeup(told) end
          athd.pushtjob(main, 1, "returned", returned, "")
          athd.wait(told)
          athd.onerror = nil
          return told`)
        const refused = "msgpack.null cannot be a key at"
        const result = `LuaCodecError: ${refused} [1].a`
        assert.deepStrictEqual(told, [
          `${refused} [1].a`,
          `${refused} [1].a`,
          `${refused} [1].a`,
          `${refused} [1].a`,
          `${refused} data.a`,
          `LuaCodecError: ${refused} reply.a`,
          result,
          result,
          result,
          `LuaCodecError: ${refused} a`
        ])
      })
    )

    it.effect("B08 an extension stays in its state, and is refused from a thread", () =>
      Effect.gen(function* () {
        const { state, thread } = yield* Places
        const [reference] = yield* state.run("return msgpack.ext(5, 'ab')")
        assert.isTrue(isLuaReference(reference))
        assert.deepStrictEqual(yield* state.run("local e = ... return e.type, e.data", reference), [5, "ab"])
        const error = yield* Effect.flip(thread.run("return { msgpack.ext(5, 'ab') }"))
        assert.strictEqual(error.message, "an extension of type 5 has no JavaScript value at [1][1]")
      })
    )

    it.effect.prop("B08 has back what its schema has encoded, whatever is missing", [Sparse], ([value]) =>
      Effect.gen(function* () {
        const { thread } = yield* Places
        const typed = thread.typed("id", { args: [Sparse], success: Sparse })
        const { perhaps, ...rest } = value
        assert.deepStrictEqual(yield* typed(value), perhaps === undefined ? rest : value)
      })
    )

    it.effect("B08 msgpack.null by itself is nil as the result of a thread, and null in a table, and of a state", () =>
      Effect.gen(function* () {
        const { main, thread, state } = yield* Places
        for (const jobs of [thread, main]) {
          assert.deepStrictEqual(yield* jobs.run("return msgpack.null"), undefined)
          assert.deepStrictEqual(yield* jobs.run("return 1, msgpack.null, 2"), [1, undefined, 2])
          assert.deepStrictEqual(yield* jobs.run("return { msgpack.null }"), [null])
          const success = Schema.NullishOr(Schema.Number)
          assert.deepStrictEqual(yield* jobs.run("return msgpack.null", [], { success }), undefined)
        }
        assert.deepStrictEqual(yield* state.run("return msgpack.null, nil, 1"), [null, undefined, 1])
      })
    )

    it.effect("B08 nil is what the schema of a result calls it", () =>
      Effect.gen(function* () {
        const { main, thread } = yield* Places
        const Num = Schema.Number
        for (const jobs of [thread, main]) {
          for (const [source, success, value] of [
            ["return nil", Schema.NullOr(Num), null],
            ["return", Schema.NullOr(Num), null],
            ["return msgpack.null", Schema.NullOr(Num), null],
            ["return nil", Schema.UndefinedOr(Num), undefined],
            ["return nil", Schema.NullishOr(Num), undefined],
            ["return nil", Schema.Unknown, undefined],
            ["return nil", Schema.OptionFromNullOr(Num), Option.none()],
            ["return 1, nil", Schema.Tuple([Num, Schema.NullOr(Num)]), [1, null]],
            ["return {}", Schema.Struct({ a: Schema.NullOr(Num) }), { a: null }],
            ["return { a = msgpack.null }", Schema.Struct({ a: Schema.UndefinedOr(Num) }), { a: undefined }],
            ["return { 1, nil, 3 }", Schema.Array(Schema.NullOr(Num)), [1, null, 3]]
          ] as ReadonlyArray<readonly [string, Schema.Codec<any, any>, unknown]>) {
            assert.deepStrictEqual(yield* jobs.run(source, [], { success }), value, source)
          }
        }
        // A type of Effect that is no plain data has a form that is, by its schema.
        const Maybe = Schema.toCodecJson(Schema.Option(Num))
        const echo = thread.typed("id", { args: [Maybe], success: Maybe })
        for (const option of [Option.some(1), Option.none()]) assert.deepStrictEqual(yield* echo(option), option)
        const box = new Box({ w: 2, of: Option.none() })
        assert.deepStrictEqual(yield* thread.typed("id", { args: [Box], success: Box })(box), box)
      })
    )

    it.effect("B08 128 tables in each other cross as an argument and as a result, and no more", () =>
      Effect.gen(function* () {
        const { state, thread, main } = yield* Places
        for (const place of [thread, main]) {
          yield* place.run(levels)
          assert.strictEqual(yield* place.run("return depth((...))", [nested(128)]), 128)
          assert.instanceOf(yield* Effect.flip(place.run("return 1", [nested(129)])), LuaCodecError)
        }
        assert.strictEqual((yield* state.run("return #(...)", nested(128) as LuaInput))[0], 1)
        assert.instanceOf(yield* Effect.flip(state.run("return 1", nested(129) as LuaInput)), LuaCodecError)
        const asked = `local n, back = athd.call(athd.getmain(), "deep", "return depth(...), ...", nested(...))
          return n, depth(back)`
        assert.deepStrictEqual(yield* thread.run(asked, [128]), [128, 128])
        const error = yield* Effect.flip(thread.run(asked, [129]))
        assert.match(error.message, /cannot serialize tables more than 128 deep at/)
      })
    )
  })
})
