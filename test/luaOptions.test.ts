/*
 * Options of Lua threads, pools and states that cannot be: each is a typed error that names the option, its value and what to do,
 * before anything starts.
 */
import { ActorError, type InvalidOption } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import { LuaOptionError } from "@stevedore/lua/LuaError"
import * as LuaModule from "@stevedore/lua/LuaModule"
import * as LuaPool from "@stevedore/lua/LuaPool"
import { LuaRuntime } from "@stevedore/lua/LuaRuntime"
import * as LuaState from "@stevedore/lua/LuaState"
import * as LuaThread from "@stevedore/lua/LuaThread"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { run } from "./lua/programs.ts"

/** `meant`: a name that the remedy gives. */
type Wrong = readonly [options: any, option: string, value: string, meant?: string]

/** Of every state. */
const states: ReadonlyArray<Wrong> = [
  [{ sandbox: "wide" }, "sandbox", '"wide"'],
  [{ sandbox: null }, "sandbox", "null"],
  [{ limits: 5 }, "limits", "5"],
  [{ limits: null }, "limits", "null"],
  [{ limits: { time: -1 } }, "limits.time", "-1"],
  [{ limits: { time: 0 } }, "limits.time", "0"],
  [{ limits: { time: "1" } }, "limits.time", '"1"'],
  [{ limits: { instructions: Number.NaN } }, "limits.instructions", "NaN"],
  [{ limits: { memoryBytes: 10n } }, "limits.memoryBytes", "10"],
  [{ limits: { slice: -1 } }, "limits.slice", "-1"],
  [{ limits: { slice: Number.NaN } }, "limits.slice", "NaN"],
  [{ limits: { memory: 1 } }, "limits.memory", "1", "memoryBytes"],
  [{ limits: { timeout: 5 } }, "limits.timeout", "5", "time"],
  [{ sandboxx: "strict" }, "sandboxx", '"strict"', "sandbox"],
  [{ Sandbox: "strict" }, "Sandbox", '"strict"', "sandbox"],
  [{ limit: { time: 1 } }, "limit", "[object Object]", "limits"],
  [{ limtis: undefined }, "limtis", "undefined", "limits"],
  [{ wholly: 1, name: "yard" }, "wholly", "1", "sandbox"],
  [{ chunkCache: -1 }, "chunkCache", "-1"],
  [{ chunkCache: 1.5 }, "chunkCache", "1.5"],
  [{ chunkCache: "many" }, "chunkCache", '"many"'],
  [{ roots: 5 }, "roots", "5"],
  [{ roots: "scripts" }, "roots", '"scripts"'],
  [{ roots: ["scripts", 5] }, "roots[1]", "5"],
  [{ roots: [""] }, "roots[0]", '""'],
  [{ onLimit: "restart" }, "onLimit", '"restart"']
]

/** Of every script that is run first. */
const entries: ReadonlyArray<Wrong> = [
  [{ entry: 5 }, "entry", "5"],
  [{ entry: null }, "entry", "null"],
  [{ entry: "" }, "entry", '""'],
  [{ entry: new URL("https://example.org/yard.lua") }, "entry", '"https://example.org/yard.lua"'],
  [{ entry: "file://elsewhere/yard.lua" }, "entry", '"file://elsewhere/yard.lua"']
]

const names: ReadonlyArray<Wrong> = [
  [undefined, "options", "undefined"],
  [{}, "name", "undefined"],
  [{ name: "" }, "name", '""'],
  [{ name: 5 }, "name", "5"],
  [{ name: "a\0b" }, "name", JSON.stringify("a\0b")],
  [{ name: "é".repeat(51) }, "name", JSON.stringify("é".repeat(51))]
]

const named = (all: ReadonlyArray<Wrong>): ReadonlyArray<Wrong> =>
  all.map(([options, ...rest]) => [{ name: "yard", ...options }, ...rest])

/** What of a job has a name. */
interface Named {
  readonly name?: string
  readonly key?: string
}

/** Each is refused so. */
const refused = <R>(all: ReadonlyArray<Wrong>, make: (options: any) => Effect.Effect<unknown, unknown, R>) =>
  Effect.forEach(
    all,
    ([options, option, value, meant]) =>
      Effect.gen(function* () {
        const exit = yield* Effect.exit(Effect.suspend(() => make(options)))
        assert.isTrue(Exit.isFailure(exit), `${option} is ${value}`)
        const reason = Exit.isFailure(exit) ? exit.cause.reasons[0] : undefined
        const error = reason?._tag === "Fail" ? reason.error : reason
        const said = error instanceof ActorError ? (error.reason as InvalidOption) : (error as LuaOptionError)
        assert.deepStrictEqual([said._tag, said.option, said.value].slice(1), [option, value])
        assert.match(said._tag, /^(InvalidOption|LuaOptionError)$/)
        assert.isAbove(said.remedy.length, 5)
        if (meant !== undefined) assert.include(said.remedy, `"${meant}"`)
      }),
    { discard: true }
  )

describe("options that cannot be", () => {
  it.live("B01 of a thread, a pool and main's state: InvalidOption, and nothing has started", () =>
    run(() =>
      Effect.gen(function* () {
        const common = [...states, ...entries]
        const others: ReadonlyArray<Wrong> = [
          [{ name: "yard", windows: 4 }, "windows", "4", "window"],
          [{ name: "yard", onLimits: "rebuild" }, "onLimits", '"rebuild"', "onLimit"],
          [{ name: "yard", size: 2 }, "size", "2", "restart"]
        ]
        yield* refused([...names, ...named(common), ...others], LuaThread.make)
        const sizes: ReadonlyArray<Wrong> = [0, -1, 1.5, Number.NaN, 1000, "2", null].map((size) => [
          { name: "yard", size },
          "size",
          typeof size === "string" ? '"2"' : String(size)
        ])
        const sized: ReadonlyArray<Wrong> = [
          ...sizes,
          [{ name: "yard", siez: 2 }, "siez", "2", "size"],
          [{ name: "yard", stratgy: 2 }, "stratgy", "2", "strategy"]
        ]
        yield* refused([...names, ...named(common), ...sized], LuaPool.make as typeof LuaThread.make)
        const mains: ReadonlyArray<Wrong> = [
          [{ args: "x" }, "args", '"x"'],
          [{ arguments: [1] }, "arguments", "1", "args"],
          [5, "options", "5"]
        ]
        yield* refused([...common.filter(([options]) => !("name" in (options as object))), ...mains], LuaThread.onMain)
        yield* refused(named(common.slice(0, 1)), (options) => Layer.build(LuaThread.layer(options)))
        yield* refused(named(common.slice(0, 1)), (options) => Layer.build(LuaPool.layer(options)))
        assert.deepStrictEqual(
          (yield* (yield* ActorSystem).threads).map(({ name }) => name),
          ["main"]
        )
        const yard = yield* LuaThread.make({ name: "yard", limits: { time: undefined }, roots: undefined })
        assert.strictEqual(yield* yard.run("return 1"), 1)
      })
    )
  )

  it.effect("B01 of a state and of the runtime: LuaOptionError", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const more: ReadonlyArray<Wrong> = [
          ["none", "options", '"none"'],
          [null, "options", "null"],
          [{ name: 5 }, "name", "5"],
          [{ module: [] }, "module", "", "modules"],
          [{ entry: "yard.lua" }, "entry", '"yard.lua"', "init"],
          [{ modules: [1] }, "modules[0]", "1"],
          [{ modules: {} }, "modules", "[object Object]"],
          [{ init: "x = 1" }, "init", '"x = 1"'],
          [{ allowUnpatched: "yes" }, "allowUnpatched", '"yes"']
        ]
        yield* refused([...states, ...more], LuaState.make)
        yield* refused([...states, ...more], (options) => Layer.build(LuaRuntime.layer(options)))
        const runtime = Effect.provide(LuaRuntime, LuaRuntime.layer())
        yield* refused([...states, ...more.slice(2)], (options) =>
          Effect.flatMap(runtime, (own) => own.newState(options))
        )
        const state = yield* LuaState.make({ limits: { time: Infinity, slice: 0 }, chunkCache: 0 })
        for (const [name, fields] of [
          [5, {}],
          ["", {}],
          ["dice", null],
          ["dice", [1]]
        ] as ReadonlyArray<any>) {
          assert.throws(() => LuaModule.make(name, fields), /^(name|fields) is (5|""|null|1): give /)
        }
        const dice = LuaModule.make("dice", { sides: Symbol("six") as never })
        assert.strictEqual((yield* Effect.flip(LuaState.make({ modules: [dice] })))._tag, "LuaCodecError")
        const limits = states.filter(([options]) => "limits" in options)
        for (const run of ["run", "call", "load", "reload"] as const) {
          const settings: ReadonlyArray<Wrong> = [
            ...limits,
            [{ chunk: 5 }, "chunk", "5"],
            [{ limit: {} }, "limit", "[object Object]", "limits"],
            [{ sandbox: "strict" }, "sandbox", '"strict"', "chunk"]
          ]
          yield* refused(settings, (settings) => state.within(settings)[run]("x"))
        }
        assert.deepStrictEqual(yield* state.within({ chunk: "so" }).run("return 1"), [1])
      })
    )
  )

  it.live("names from TypeScript are as short as those of scripts, and named by their beginning", () =>
    run(() =>
      Effect.gen(function* () {
        const shown = (text: string) => `${JSON.stringify(text.slice(0, 40))}… (${text.length} characters)`
        const long = ["x".repeat(4097), "x".repeat(900_000), "é".repeat(2049), "⚓".repeat(1366)]
        const wrong = (option: string): ReadonlyArray<Wrong> =>
          long.map((text) => [{ [option]: text }, option, shown(text)])
        const fits = ["x".repeat(4096), "é".repeat(2048), "⚓".repeat(1365)]
        yield* refused(wrong("name"), LuaState.make)
        for (const name of fits) assert.strictEqual((yield* LuaState.make({ name })).name, name)
        const state = yield* LuaState.make()
        yield* refused(wrong("chunk"), (settings) => state.within(settings).run("return 1"))
        const pool = yield* LuaPool.make({ name: "yard", size: 1 })
        for (const option of ["name", "key"]) {
          yield* refused(wrong(option), (options: Named) => pool.run("return 1", [], options))
          yield* refused(wrong(option), (options) => pool.send("return 1", [], options))
          yield* refused(wrong(option), (options: Named) =>
            pool.typed("type", { args: [Schema.Number], success: Schema.String, ...options })(1)
          )
          for (const text of fits) assert.strictEqual(yield* pool.run("return 1", [], { [option]: text }), 1)
        }
        yield* refused(wrong("fn"), ({ fn }) => pool.call(fn))
        yield* refused(wrong("fn"), ({ fn }: { readonly fn: string }) =>
          pool.typed(fn, { args: [Schema.Number], success: Schema.String, name: "short" })(1)
        )
        yield* refused(wrong("target"), ({ target }) => state.call(target))
      })
    )
  )

  it.live("half a surrogate pair is refused in all that is run, as no bytes are its", () =>
    run(() =>
      Effect.gen(function* () {
        const [text, value] = ["anchor\ud800", '"\\ud800" at character 7']
        const wrong = (option: string): ReadonlyArray<Wrong> => [[{ [option]: text }, option, value]]
        yield* refused(wrong("name"), LuaState.make)
        yield* refused(wrong("name"), ({ name }) =>
          Effect.try({ try: () => LuaModule.make(name, {}), catch: (cause) => cause })
        )
        const state = yield* LuaState.make()
        yield* refused(wrong("source"), ({ source }: { readonly source: string }) => state.run(source))
        yield* refused(wrong("chunk"), (settings) => state.within(settings).run("return 1"))
        yield* refused(wrong("target"), ({ target }) => state.call(target))
        yield* refused(wrong("file"), ({ file }) => state.load(file))
        yield* refused(wrong("module"), ({ module }) => state.reload(module))
        assert.deepStrictEqual(yield* state.run("return '\u{1f6a2}\ufffd'"), ["\u{1f6a2}\ufffd"])
        const pool = yield* LuaPool.make({ name: "yard", size: 1 })
        for (const times of ["once", "again"]) {
          yield* refused(wrong("source"), ({ source }: { readonly source: string }) => pool.run(source))
          yield* refused(wrong("source"), ({ source }) => pool.send(source))
          yield* refused(wrong("name"), (options: Named) => pool.run(`return '${times}'`, [], options))
          yield* refused(wrong("fn"), ({ fn }) => pool.call(fn))
        }
        yield* refused(wrong("module"), ({ module }) => pool.reload(module))
        assert.strictEqual(yield* pool.run("return '\u{1f6a2}\ufffd'"), "\u{1f6a2}\ufffd")
      })
    )
  )

  it.effect("B01 of what programs give besides: init functions, modules, schemas, killers, bytes", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const { proxy: revoked, revoke } = Proxy.revocable<any>({}, {})
        revoke()
        const unread = (trap: string) =>
          `what fails when it is read (TypeError: Cannot perform '${trap}' on a proxy that has been revoked)`
        for (const [given, value] of [
          ...[5, undefined, null, Promise.resolve(5)].map((given) => [given, String(given)] as const),
          [revoked, unread("has")] as const
        ]) {
          const init: any = () => given
          const inits: ReadonlyArray<Wrong> = [[{ init }, "init", value]]
          yield* refused(inits, LuaState.make)
          const own = Effect.provide(LuaRuntime, LuaRuntime.layer())
          yield* refused(inits, (options) => Effect.flatMap(own, (runtime) => runtime.newState(options)))
          yield* refused(inits, (options) =>
            Effect.gen(function* () {
              const runtime = yield* own
              yield* runtime.addInitFunction(options.init)
              return yield* runtime.newState()
            })
          )
        }
        const runtime = yield* Effect.provide(LuaRuntime, LuaRuntime.layer())
        const dies = <R>(effect: Effect.Effect<unknown, unknown, R>) =>
          Effect.map(Effect.exit(effect), (exit) => {
            const reason = Exit.isFailure(exit) ? exit.cause.reasons[0] : undefined
            return reason?._tag === "Die" && reason.defect instanceof LuaOptionError ? reason.defect.message : reason
          })
        for (const module of [5, null, {}, { name: "dice" }] as ReadonlyArray<any>) {
          assert.match(
            String(yield* dies(runtime.addModule(module))),
            /^module is (5|null|\[object Object\]): use what/
          )
        }
        assert.include(String(yield* dies(runtime.addModule(revoked))), `module is ${unread("IsArray")}: give one`)
        const unreadFields = `fields is ${unread("IsArray")}: give one`
        assert.include(String(yield* dies(LuaModule.effect<never>("dice", revoked))), unreadFields)
        const built = Layer.build(Layer.provide(LuaModule.layer<never>("dice", revoked), LuaRuntime.layer()))
        assert.include(String(yield* dies(built)), unreadFields)
        assert.match(String(yield* dies(runtime.addInitFunction(5 as never))), /^init is 5: use a function/)
        const throws = (body: () => unknown, message: RegExp) => {
          try {
            body()
          } catch (error) {
            assert.instanceOf(error, LuaOptionError)
            return assert.match((error as LuaOptionError).message, message)
          }
          assert.fail("nothing was thrown")
        }
        const typed: any = LuaModule.typed
        throws(() => typed(5, () => 1), /^schemas is 5: list schemas/)
        throws(() => typed([Schema.Number, 5], () => 1), /^schemas\[1\] is 5: use a schema/)
        throws(() => typed([Schema.Number], 5), /^f is 5: give the function/)
        throws(() => typed(revoked, () => 1), /^schemas is what fails when it is read/)
        throws(() => typed([Schema.Number, revoked], () => 1), /^schemas\[1\] is what fails when it is read/)
        throws(() => LuaModule.make("dice", revoked), /^fields is what fails when it is read/)
        for (const killer of [null, {}, { word: 5 }, { word: new Int32Array(1) }] as ReadonlyArray<any>) {
          throws(() => LuaState.killFrom(killer), /^killer is (null|\[object Object\]): give the `killer` of a state/)
        }
        for (const killer of [revoked, { word: revoked }]) {
          throws(() => LuaState.killFrom(killer), /^killer is what fails when it is read/)
        }
        // What a runtime has when a state is made counts, not when somebody says that one is to be made.
        const later = runtime.newState()
        yield* runtime.addInitFunction((state) => state.run("late = true"))
        assert.deepStrictEqual(yield* (yield* later).run("return late"), [true])
      })
    )
  )

  it.live("B01 of a job: what is run, its arguments, its key", () =>
    run(() =>
      Effect.gen(function* () {
        const yard: any = yield* LuaThread.make({ name: "yard" })
        const cases: ReadonlyArray<Wrong> = [
          [["run", 5], "source", "5"],
          [["run", undefined], "source", "undefined"],
          [["send", null], "source", "null"],
          [["call", 5], "fn", "5"],
          [["run", "return 1", 5], "args", "5"],
          [["send", "return 1", "x"], "args", '"x"'],
          [["run", "return 1", [], { key: true }], "key", "true"],
          [["send", "return 1", [], { key: null }], "key", "null"],
          [["run", "return 1", [], { name: 5 }], "name", "5"],
          [["run", "return 1", [], { timeout: -1 }], "timeout", "-1"],
          [["run", "return 1", null], "args", "null"],
          [["run", "return 1", [], null], "options", "null"],
          [["send", "return 1", [], 5], "options", "5"],
          [["run", "return 1", [], { success: 5 }], "success", "5"],
          [["run", "return 1", [], { success: null }], "success", "null"],
          [["reload", 5], "module", "5"],
          [["run", "return 1", [], { keys: 1 }], "keys", "1", "key"],
          [["send", "return 1", [], { nam: "x" }], "nam", '"x"', "name"],
          [["run", "return 1", [], { succes: 1 }], "succes", "1", "success"]
        ]
        yield* refused<never>(cases, ([method, ...given]) => yard[method](...given))
        const typed: ReadonlyArray<Wrong> = [
          [["f"], "options", "undefined"],
          [["f", null], "options", "null"],
          [["f", {}], "args", "undefined"],
          [["f", { args: 5, success: Schema.Number }], "args", "5"],
          [["f", { args: [Schema.Number, 5], success: Schema.Number }], "args[1]", "5"],
          [["f", { args: [] }], "success", "undefined"],
          [["f", { args: [], success: 5 }], "success", "5"],
          [["f", { args: [], success: Schema.Number, keys: 1 }], "keys", "1", "key"],
          [[5, { args: [], success: Schema.Number }], "fn", "5"]
        ]
        yield* refused<never>(typed, (given) => yard.typed(...given)())
        const refs: ReadonlyArray<Wrong> = [
          [[5, 2], "name", "5"],
          [[null, 2], "name", "null"],
          [["", 2], "name", '""']
        ]
        yield* refused(refs, ([name]) => LuaThread.ref(name))
        const pools: ReadonlyArray<Wrong> = [undefined, null, 0, 1.5, "2"].map((size) => [
          ["yard", size],
          "size",
          typeof size === "string" ? '"2"' : String(size)
        ])
        yield* refused([...refs, ...pools], ([name, size]) => LuaPool.ref(name, size))
        const state: any = yield* LuaState.make()
        const own: ReadonlyArray<Wrong> = [
          [["run", 5], "source", "5"],
          [["call", 5], "target", "5"],
          [["reload", 5], "module", "5"],
          [["reload", null], "module", "null"],
          [["load", 5], "file", "5"],
          [["load", new URL("https://example.org/yard.lua")], "file", '"https://example.org/yard.lua"']
        ]
        yield* refused<never>(own, ([method, ...given]) => state[method](...given))
      })
    )
  )
})
