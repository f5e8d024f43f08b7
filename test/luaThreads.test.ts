/*
 * Lua threads and pools as TypeScript has them, on real threads: a state each, its script, typed calls, what fails.
 */
import * as LuaPool from "@stevedore/lua/LuaPool"
import * as LuaThread from "@stevedore/lua/LuaThread"
import { type LuaCodecError, LuaRuntimeError } from "@stevedore/lua/LuaError"
import type { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import { run, script, until } from "./lua/programs.ts"

const crane = script("crane")

describe("a Lua thread", () => {
  it.live("B01 runs its script once, when it starts, and keeps what it leaves", () =>
    run(() =>
      Effect.gen(function* () {
        const one = yield* LuaThread.make({ name: "one", entry: crane })
        const other = yield* LuaThread.make({ name: "other", entry: crane })
        assert.strictEqual(yield* one.run("return loaded"), 1)
        assert.strictEqual(yield* one.call("lift", 2), 2)
        assert.strictEqual(yield* one.call("lift", 3), 5)
        // A state of its own.
        assert.strictEqual(yield* other.call("lift", 1), 1)
        assert.deepStrictEqual(yield* one.run("return athd.getctname(), loaded, lifted"), ["one", 1, 5])
      })
    )
  )

  it.live("B01 a script that does not compile fails the start, with file and line", () =>
    run(() =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(LuaThread.make({ name: "bad", entry: script("broken") }))
        assert.strictEqual(error._tag, "LuaSyntaxError")
        assert.match(error.message, /broken\.lua:4: unexpected symbol near '='/)
        // The name is free again.
        const good = yield* LuaThread.make({ name: "bad", entry: crane })
        assert.strictEqual(yield* good.run("return 1"), 1)
      })
    )
  )

  it.live("B01 a script that fails fails the start, with file, line and traceback", () =>
    run(() =>
      Effect.gen(function* () {
        const error = yield* Effect.flip(LuaPool.make({ name: "bad", size: 2, entry: script("failing") }))
        assert.instanceOf(error, LuaRuntimeError)
        assert.match(error.message, /failing\.lua:3: attempt to index a nil value \(local 'gate'\)/)
        assert.match(
          (error as LuaRuntimeError).traceback,
          /failing\.lua:3: in local 'open'[^]*failing\.lua:5: in main chunk/
        )
        const missing = yield* Effect.flip(LuaThread.make({ name: "bad", entry: script("nowhere") }))
        assert.strictEqual(missing._tag, "LuaModuleNotFound")
        assert.include(missing.message, "nowhere.lua")
      })
    )
  )

  it.live("B01 closes with its scope, and what waits in it ends", () =>
    run(() =>
      Effect.gen(function* () {
        const scope = yield* Scope.make()
        const thread = yield* Scope.provide(LuaThread.make({ name: "short" }), scope)
        const exits: Array<Exit.Exit<unknown, unknown>> = []
        yield* Effect.forkChild(
          // What the script has begun itself holds nothing up; a job that somebody waits for is interrupted in the end.
          Effect.map(
            Effect.exit(thread.run("athd.fork(athd.wait, 'never') athd.timeout(1e9, print) athd.wait('never')")),
            (exit) => void exits.push(exit)
          ),
          { startImmediately: true }
        )
        assert.strictEqual(yield* thread.run("return 1"), 1)
        yield* Scope.close(scope, Exit.void)
        yield* until(() => exits.length > 0)
        const [exit] = exits
        const reason = Exit.isFailure(exit!) ? exit.cause.reasons[0] : undefined
        const error = reason?._tag === "Fail" ? (reason.error as ActorError) : undefined
        assert.strictEqual(error?.started, true)
        assert.strictEqual(error?.reason.message, "the thread ended (stopped before the job had finished)")
        const names = (yield* (yield* ActorSystem).threads).map(({ name }) => name)
        assert.deepStrictEqual(names, ["main"])
      })
    )
  )

  it.live("B12 strict: hooks are a script's to replace, what others rely on is not", () =>
    run(() =>
      Effect.gen(function* () {
        const thread = yield* LuaThread.make({ name: "strict", sandbox: "strict" })
        const refused = yield* thread.run(`
          local attempts = {
            function() athd.call = print end,
            function() rawset(athd, "newthread", nil) end,
            function() athd.extra = 1 end,
            function() athd = {} end,
            function() ahar.send = nil end,
            function() getmetatable(athd).__index = {} end,
            function() getmetatable(athd.getct()).__index = {} end,
            function() package.loaded.athd = {} end
          }
          local refused = {}
          for i, attempt in ipairs(attempts) do refused[i] = not pcall(attempt) end
          function athd.onwork(name, source, packed) return "mine", name end
          function athd.ondone(id, result) got = msgpack.unpack(result) athd.wakeup("done") end
          athd.pushtjob(athd.getct(), 7, "job", "return 1", "")
          athd.wait("done")
          return refused, got`)
        assert.deepStrictEqual(refused, [Array.from({ length: 8 }, () => true), ["mine", "job"]])
      })
    )
  )

  it.live("B01 main has a state, too: there before its script runs", () =>
    run(() =>
      Effect.gen(function* () {
        const main = yield* LuaThread.onMain({ entry: crane })
        assert.deepStrictEqual(yield* main.run("return athd.getctname(), loaded"), ["main", 1])
        const worker = yield* LuaThread.make({ name: "worker" })
        const asked = "return athd.call(athd.getmain(), 'lift', 'return lift(...), athd.getctname()', 4)"
        assert.deepStrictEqual(yield* worker.run(asked), [4, "main"])
      })
    )
  )

  it.live("B01 a name that another Lua thread has is refused", () =>
    run(() =>
      Effect.gen(function* () {
        yield* LuaPool.make({ name: "yard", size: 1 })
        const taken = "give the thread a name that no other Lua thread or pool of this program has"
        for (const name of ["yard", "yard-0", "main"]) {
          const error = yield* Effect.flip(LuaThread.make({ name }))
          assert.include(error.message, `name is ${name}: ${taken}`)
        }
        // Nothing is left of those that were refused, nor of one that has closed.
        yield* Effect.scoped(LuaPool.make({ name: "crane", size: 1 }))
        yield* LuaThread.make({ name: "crane" })
        assert.include((yield* Effect.flip(LuaThread.make({ name: "\ud800" }))).message, "a text of 1 to 100 bytes")
      })
    )
  )
})

describe("jobs from TypeScript", () => {
  it.live("B08 arguments and results keep what they are", () =>
    run(() =>
      Effect.gen(function* () {
        const thread = yield* LuaThread.make({ name: "echo" })
        for (const value of [
          true,
          0,
          -1,
          1.5,
          2 ** 31,
          -(2 ** 40),
          Number.MAX_SAFE_INTEGER,
          2 ** 53,
          -(2 ** 53),
          2 ** 53 + 2,
          2n ** 53n + 1n,
          -(2n ** 53n) - 1n,
          2n ** 63n,
          -(2n ** 63n),
          "",
          "hafen ⚓",
          "x".repeat(5000),
          new Uint8Array([0, 255, 128]),
          [1, [2, ["three"]]],
          { a: { b: [true] }, "": 1 },
          new Map<unknown, unknown>([
            [1.5, "half"],
            ["k", 2]
          ]),
          new Date(1_700_000_000_123)
        ]) {
          assert.deepStrictEqual(yield* thread.run("return ...", [value]), value)
        }
        assert.strictEqual(yield* thread.run("return"), undefined)
        assert.strictEqual(yield* thread.run("return ...", [null]), undefined)
        assert.deepStrictEqual(yield* thread.run("return ..., select('#', ...)", [1, undefined, 3]), [1, 3])
        assert.deepStrictEqual(yield* thread.run("return 1, nil, 'three'"), [1, undefined, "three"])
        // 64 bits that crossed a thread are a key like any other.
        const ids = "local id, other = ... local players = {[id] = 'ada'} return players[other], id == other"
        assert.deepStrictEqual(yield* thread.run(ids, [2n ** 62n + 1n, 2n ** 62n + 1n]), ["ada", true])
      })
    )
  )

  it.live("B08 what cannot be carried is refused by its path", () =>
    run(() =>
      Effect.gen(function* () {
        const thread = yield* LuaThread.make({ name: "echo" })
        const circle: Record<string, unknown> = {}
        circle["self"] = circle
        for (const [value, text] of [
          [{ on: [() => {}] }, "cannot serialize a function at [1].on[1]"],
          [Symbol("x"), "cannot serialize a symbol at [1]"],
          [
            { at: new URL("file:///") },
            "cannot serialize an instance of URL: give what is in it, or encode it by a schema at [1].at"
          ],
          ["\ud800", "cannot serialize half a surrogate pair at [1]"],
          [2n ** 64n, "18446744073709551616 has more than 64 bits at [1]"]
        ] as const) {
          assert.strictEqual((yield* Effect.flip(thread.run("return ...", [value]))).message, text)
        }
        // Whatever is asked, what is thrown where a value is read is what the job fails with.
        const trap = {
          in: {
            get a() {
              throw new Error("mine")
            }
          }
        }
        const proxy = new Proxy(
          {},
          {
            ownKeys() {
              throw "yours"
            }
          }
        )
        const revoked = Proxy.revocable<Array<unknown>>([], {})
        revoked.revoke()
        const pool = yield* LuaPool.make({ name: "pool", size: 1 })
        const any = { args: [Schema.Unknown], success: Schema.Unknown } as const
        for (const jobs of [thread, pool]) {
          for (const asked of [
            jobs.run("return 1", [1, trap]),
            jobs.call("print", 1, trap),
            jobs.send("return 1", [1, trap]),
            jobs.typed("print", { ...any, args: [Schema.Unknown, Schema.Unknown] })(1, trap)
          ]) {
            const error = yield* Effect.flip(asked as Effect.Effect<unknown, LuaCodecError>)
            assert.strictEqual(error._tag, "LuaCodecError")
            assert.strictEqual(error.message, "cannot serialize what fails when it is read (Error: mine) at [2].in.a")
          }
          const text = "cannot serialize what fails when it is read (yours) at [1].b"
          assert.strictEqual((yield* Effect.flip(jobs.run("return 1", [{ b: proxy }]))).message, text)
          assert.strictEqual((yield* Effect.flip(jobs.run("return 1", revoked.proxy)))._tag, "LuaCodecError")
        }
        assert.include(
          (yield* Effect.flip(thread.run("return ...", [circle]))).message,
          "more than 128 levels, or a cycle"
        )
        const many = yield* Effect.flip(thread.run("return 1", new Array(300_000).fill(1)))
        assert.strictEqual(many._tag, "LuaCodecError")
        assert.strictEqual(many.message, "more values than a function can take: give them in a table")
        const result = yield* Effect.flip(thread.run("return { deep = { f = print } }"))
        assert.include(result.message, "cannot serialize a function at [1].deep.f")
        const handle = yield* Effect.flip(thread.run("return { me = athd.getct() }"))
        assert.strictEqual(handle.message, "a thread handle stays among Lua threads at [1].me")
        assert.strictEqual(yield* thread.run("return 'still there'"), "still there")
      })
    )
  )

  it.live("B08 a global function with types", () =>
    run(() =>
      Effect.gen(function* () {
        const thread = yield* LuaThread.make({ name: "typed", entry: crane })
        const area = thread.typed("shapes.area", {
          args: [Schema.Struct({ w: Schema.Number, h: Schema.Number })],
          success: Schema.Number
        })
        assert.strictEqual(yield* area({ w: 3, h: 4 }), 12)
        const wrong = thread.typed("shapes.area", {
          args: [Schema.Struct({ w: Schema.Number, h: Schema.Number })],
          success: Schema.String
        })
        assert.strictEqual((yield* Effect.flip(wrong({ w: 3, h: 4 })))._tag, "SchemaError")
        const when = yield* thread.run("return '2026-01-01'", [], { success: Schema.NonEmptyString })
        assert.strictEqual(when.length, 10)
        const absent = yield* Effect.flip(thread.call("shapes.volume"))
        assert.include(absent.message, "no function 'shapes.volume'")
      })
    )
  )

  it.live("B05 a result is what its schema has, where it can be read in two ways", () =>
    run(() =>
      Effect.gen(function* () {
        const thread = yield* LuaThread.make({ name: "results" })
        const Box = Schema.Struct({
          id: Schema.BigInt,
          data: Schema.Uint8Array,
          tags: Schema.Record(Schema.String, Schema.Int)
        })
        const box = { id: 5n, data: Uint8Array.of(97), tags: {} }
        const source = "function pack(id) return { id = id, data = 'a', tags = {} } end return pack(5)"
        assert.deepStrictEqual(yield* thread.run(source, [], { success: Box }), box)
        assert.deepStrictEqual(yield* thread.typed("pack", { args: [Schema.BigInt], success: Box })(5n), box)
      })
    )
  )

  it.live("B04 an error has its name, line, traceback and value", () =>
    run(() =>
      Effect.gen(function* () {
        const thread = yield* LuaThread.make({ name: "errors", entry: crane })
        const error = yield* Effect.flip(thread.run("\nlocal crate = nil\nreturn crate.weight", [], { name: "weigh" }))
        assert.strictEqual(error.message, "weigh:3: attempt to index a nil value (local 'crate')")
        assert.include((error as LuaRuntimeError).traceback, "weigh:3: in main chunk")
        const syntax = yield* Effect.flip(thread.run("local = 3", [], { name: "weigh" }))
        assert.strictEqual(syntax._tag, "LuaSyntaxError")
        assert.match(syntax.message, /^weigh:1: /)
        const compiled = yield* Effect.flip(thread.run("\x1bLua"))
        assert.strictEqual(compiled._tag, "LuaSyntaxError")
      })
    )
  )

  it.live("B13 a source travels once to each thread, and whoever is new there is told", () =>
    run(() =>
      Effect.gen(function* () {
        const system = yield* ActorSystem
        const scope = yield* Scope.make()
        yield* Scope.provide(LuaThread.make({ name: "cache" }), scope)
        const cache = yield* LuaThread.ref("cache")
        const square = "local n = ...; return n * n"
        for (let n = 0; n < 300; n++) assert.strictEqual(yield* cache.run(square, [n]), n * n)
        // Three hundred sources, of which a thread knows fewer at a time, in turns.
        for (let round = 0; round < 2; round++) {
          for (let n = 0; n < 300; n++) assert.strictEqual(yield* cache.run(`return ${n}`), n)
        }
        // Killed, it comes back, and knows none of them.
        assert.isTrue(yield* system.kill("cache"))
        for (let n = 0; n < 10; n++) assert.strictEqual(yield* cache.run(square, [n]), n * n)
        yield* cache.send("received = (received or 0) + 1")
        yield* cache.send("received = (received or 0) + 1")
        assert.strictEqual(yield* cache.run("return received"), 2)
        yield* Scope.close(scope, Exit.void)
      })
    )
  )

  it.live("B01 a job that is interrupted, or out of time, ends in the state, and the next one runs", () =>
    run(() =>
      Effect.gen(function* () {
        const thread = yield* LuaThread.make({ name: "loops" })
        const error = yield* Effect.flip(thread.run("while true do end", [], { timeout: "100 millis" }))
        assert.strictEqual((error as { readonly reason?: { readonly _tag: string } }).reason?._tag, "Timeout")
        assert.strictEqual(yield* thread.run("return 1"), 1)
        const waits = "local ok = pcall(athd.wait, 'never'); survived = true; return ok"
        yield* Effect.timeoutOption(thread.run(waits), "50 millis")
        assert.strictEqual(yield* thread.run("return survived"), undefined)
      })
    )
  )

  it.live("B05 who calls a state that nobody has made is told what was waited for, and what makes it", () =>
    Effect.gen(function* () {
      // As long as the start of a thread: here none is started.
      const system = NodeActorSystem.layer({ startTimeout: "200 millis" })
      yield* Effect.gen(function* () {
        const main = yield* LuaThread.ref("main")
        const asked = yield* Effect.flip(main.run("return 1"))
        assert.include(
          asked.message,
          "main has no Lua state, and none was made within 200 ms: LuaThread.onMain makes it"
        )
        const nobody = yield* LuaThread.ref("nobody")
        const none = 'no Lua thread or pool has the name "nobody", and none was made within 200 ms'
        assert.include((yield* Effect.flip(nobody.send("return 1"))).message, none)
        assert.include((yield* Effect.flip(nobody.run("return 1", [], { timeout: "1 minute" }))).message, none)
      }).pipe(Effect.scoped, Effect.provide(system))
    })
  )
})
