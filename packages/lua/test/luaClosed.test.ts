/*
 * What a closed state leaves: nothing of its engine, whoever still holds something that came from it.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Scope from "effect/Scope"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import * as LuaModule from "@stevedore/lua/LuaModule"
import { LuaRuntime } from "@stevedore/lua/LuaRuntime"
import * as LuaState from "@stevedore/lua/LuaState"

setFlagsFromString("--expose-gc")
const collect = runInNewContext("gc") as () => void

/** A turn of the event loop, after which no look at a weak reference keeps what it refers to, and a whole collection. */
const collected = Effect.andThen(
  Effect.promise(() => new Promise<void>((resolve) => setImmediate(resolve))),
  Effect.sync(collect)
)

/** Something that the globals of a state hold, to see whether they are still there. */
const planted = (state: LuaState.LuaState) =>
  Effect.suspend(() => {
    const plant = () => 1
    const seen = new WeakRef(plant)
    return Effect.as(state.run("plant = ...", plant), seen)
  })

/** Runs something in a state that has been given a thing, and closes it; the thing, and what is kept. */
const closed = <A>(options: LuaState.LuaStateOptions, use: (state: LuaState.LuaState) => Effect.Effect<A, unknown>) =>
  Effect.gen(function* () {
    const scope = yield* Scope.make()
    const state = yield* Scope.provide(LuaState.make(options), scope)
    const seen = yield* planted(state)
    const kept = yield* use(state)
    yield* collected
    assert.isDefined(seen.deref(), "it is there as long as the state is open")
    yield* Scope.close(scope, Exit.void)
    yield* collected
    return { seen, kept }
  })

/** What programs keep of a state. */
const kinds: Readonly<Record<string, (state: LuaState.LuaState) => Effect.Effect<unknown, unknown>>> = {
  "the state itself": (state) => Effect.succeed(state),
  "the state with other limits": (state) => Effect.succeed(state.within({ limits: { time: 100 } })),
  "a view whose settings cannot be": (state) => Effect.succeed(state.within({ limits: { time: -1 } })),
  "the killer": (state) => Effect.succeed(state.killer),
  "a job that was not run, and one that was": (state) =>
    Effect.map(state.run("return 1"), (ran) => [ran, state.run("return plant()"), state.call("plant")]),
  "a function": (state) => state.run("return function() return plant end"),
  "a coroutine": (state) =>
    state.run("local co = coroutine.wrap(function() coroutine.yield(plant) end) co() return co"),
  "an error with a value": (state) => Effect.flip(state.run("error({ f = plant, g = function() return plant end })")),
  "a file's job": (state) => Effect.flip(state.load("there-is-none.lua")),
  "its figures": (state) => Effect.map(state.stats, (stats) => [stats, state.stats])
}

describe("closed states", () => {
  for (const [name, use] of Object.entries(kinds)) {
    it.live(`leave nothing to who keeps ${name}`, () =>
      Effect.gen(function* () {
        for (const onLimit of ["keep", "rebuild"] as const) {
          const { kept, seen } = yield* closed({ onLimit, init: (state) => state.run("made = true") }, use)
          assert.isUndefined(seen.deref(), onLimit)
          assert.isDefined(kept)
        }
      })
    )
  }

  it.live("load nothing anew, whether they had files or none: they say that they are closed", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const state = yield* Scope.provide(LuaState.make({ name: "yard" }), scope)
      assert.deepStrictEqual(yield* state.reload(""), [])
      const before = state.reload("")
      yield* Scope.close(scope, Exit.void)
      for (const reload of [before, state.reload(""), state.reload("rules")]) {
        assert.strictEqual((yield* Effect.flip(reload)).message, "the Lua state 'yard' is closed")
      }
    })
  )

  it.live("leave nothing to a host function that keeps what scripts gave it", () =>
    Effect.gen(function* () {
      const kept: Array<unknown> = []
      const host = LuaModule.make("host", { keep: (value: unknown) => void kept.push(value) })
      const { seen } = yield* closed({ modules: [host] }, (state) =>
        state.run("host.keep(function() return plant end) host.keep({ deep = { plant } })")
      )
      assert.strictEqual(kept.length, 2)
      // A function of the host comes back as a reference, not as itself.
      assert.isUndefined(seen.deref())
    })
  )

  it.live("leave nothing to a job that waits for what cannot be interrupted", () =>
    Effect.gen(function* () {
      const gate = yield* Deferred.make<number>()
      const host = LuaModule.make("host", { gate: () => Effect.uninterruptible(Deferred.await(gate)) })
      const { kept, seen } = yield* closed({ modules: [host] }, (state) =>
        Effect.map(
          Effect.forkDetach(
            state.run(
              "local mine = plant; local co = coroutine.wrap(function() return host.gate(mine) end) return co()"
            ),
            { startImmediately: true }
          ),
          (fiber) => ({ fiber, state })
        )
      )
      assert.isUndefined(seen.deref())
      assert.isUndefined(kept.fiber.pollUnsafe())
      yield* Deferred.succeed(gate, 1)
      assert.strictEqual(
        (yield* Effect.flip(Fiber.join(kept.fiber))).message,
        `the Lua state '${kept.state.name}' is closed`
      )
    })
  )

  it.live("leave nothing when one of their own jobs has closed them", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const host = LuaModule.make("host", { close: () => Effect.runSync(Scope.close(scope, Exit.void)) })
      const state = yield* Scope.provide(LuaState.make({ modules: [host] }), scope)
      const seen = yield* planted(state)
      // It ends where it has closed its state.
      const error = yield* Effect.flip(state.run("host.close() return plant()"))
      assert.strictEqual(error.message, `the Lua state '${state.name}' is closed`)
      yield* collected
      assert.isUndefined(seen.deref())
      assert.strictEqual((yield* Effect.flip(state.run("return 1")))._tag, "LuaClosed")
      assert.strictEqual((yield* state.stats).memoryBytes, 0)
    })
  )

  it.live("leave nothing when arguments of a job have closed them", () =>
    Effect.gen(function* () {
      for (const fails of [false, true]) {
        const scope = yield* Scope.make()
        const state = yield* Scope.provide(LuaState.make(), scope)
        const seen = yield* planted(state)
        const closing = {
          get field() {
            Effect.runSync(Scope.close(scope, Exit.void))
            return fails ? Symbol("no value of Lua") : 1
          }
        }
        const error = yield* Effect.flip(state.run("return ...", closing))
        assert.strictEqual(error._tag, fails ? "LuaCodecError" : "LuaClosed")
        yield* collected
        assert.isUndefined(seen.deref())
      }
    })
  )

  it.live("leave nothing of a state that was rebuilt, and of one whose runtime has gone", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const state = yield* Scope.provide(LuaState.make({ onLimit: "rebuild" }), scope)
      const seen = yield* planted(state)
      const [f] = yield* state.run("return function() return plant end")
      yield* Effect.flip(state.within({ limits: { instructions: 10_000 } }).run("while true do end"))
      assert.deepStrictEqual(yield* state.run("return plant"), [undefined])
      yield* collected
      assert.isUndefined(seen.deref())
      assert.include((yield* Effect.flip(state.call(f as never))).message, "of another state")
      yield* Scope.close(scope, Exit.void)

      const other = yield* Effect.scoped(
        Effect.gen(function* () {
          const runtime = yield* LuaRuntime
          const state = yield* runtime.newState({ name: "theirs" })
          return { runtime, state, seen: yield* planted(state) }
        })
      ).pipe(Effect.provide(LuaRuntime.layer()))
      yield* collected
      assert.isUndefined(other.seen.deref())
      assert.isDefined(other.runtime)
    })
  )

  it.live("leave a small handle to a script that keeps them, and that is counted", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      const heap = () => process.memoryUsage().heapUsed
      const more =
        "for i = 1, 200 do local s = alua.newstate() s:run('x = string.rep(\"x\", 10000)') s:close() kept[#kept + 1] = s end"
      yield* state.run(`kept = {} ${more}`)
      yield* collected
      const before = heap()
      const [counted] = yield* state.run("return alua.stats().memoryBytes")
      yield* state.run(more)
      yield* collected
      const grown = heap() - before
      const [now] = yield* state.run("return alua.stats().memoryBytes")
      // An open one takes 100 KB.
      assert.isBelow(grown / 200, 2_000)
      assert.isAtLeast(((now as number) - (counted as number)) / 200, 500)
      assert.isAtLeast((now as number) - (counted as number), grown / 2)
      const told = yield* state.run(`
        local s, stats = kept[1], kept[1]:stats()
        local ok, e = pcall(s.run, s, "return 1")
        s:close()
        return tostring(s), stats.name, stats.jobs, stats.memoryBytes, ok, e._tag, (e.message:gsub("%.%d+", ""))`)
      const [text, name, ...rest] = told
      assert.strictEqual(text, `state: ${String(name)}`)
      const message = `the Lua state '${state.name}' is closed`
      assert.deepStrictEqual(rest, [1, 0, false, "LuaClosed", message])
    })
  )

  it.effect("end a script that keeps too many of them", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ limits: { memoryBytes: 2 ** 20 } })
      const error = yield* Effect.flip(
        state.run("kept = {} while true do local s = alua.newstate() s:close() kept[#kept + 1] = s end")
      )
      assert.strictEqual(error._tag, "LuaLimitError")
      assert.deepStrictEqual(yield* state.run("kept = nil return 'next'"), ["next"])
    })
  )
})

describe("jobs that wait in a state which another job closes", () => {
  const waiting = (count: number) =>
    Effect.gen(function* () {
      const naps = { n: 0 }
      const all = yield* Deferred.make<void>()
      const nap = () =>
        Effect.andThen(
          Effect.suspend(() => (++naps.n === count ? Deferred.succeed(all, undefined) : Effect.void)),
          Effect.never
        )
      const state = yield* LuaState.make({ modules: [LuaModule.make("host", { nap })], limits: { slice: 0 } })
      yield* state.run("log = {} ws = {} alua.regmod('up', { nap = function() host.nap() end })")
      return { state, all: Deferred.await(all) }
    })

  it.effect("B09-close go on behind that job, and not in the middle of it", () =>
    Effect.gen(function* () {
      const { all, state } = yield* waiting(1)
      const source = "w = alua.newstate() pcall(w.run, w, 'up.nap()') log[#log + 1] = 'waited'"
      const fiber = yield* Effect.forkChild(state.run(source))
      yield* all
      yield* state.run("w:close() log[#log + 1] = 'closed'")
      yield* Fiber.join(fiber)
      assert.deepStrictEqual(yield* state.run("return table.concat(log, ', ')"), ["closed, waited"])
    })
  )

  it.effect("B09-close end, each of which closes the next one's, however many they are", () =>
    Effect.gen(function* () {
      const { all, state } = yield* waiting(1_000)
      yield* state.run("for i = 1, 1001 do ws[i] = alua.newstate() end")
      const source = "local i = ... pcall(ws[i].run, ws[i], 'up.nap()') ws[i + 1]:close() return i"
      const numbers = Array.from({ length: 1_000 }, (_, i) => i + 1)
      const fibers = yield* Effect.forEach(numbers, (i) => Effect.forkChild(state.run(source, i)))
      yield* all
      yield* state.run("ws[1]:close()")
      for (const [at, fiber] of fibers.entries()) assert.deepStrictEqual(yield* Fiber.join(fiber), [at + 1])
      assert.strictEqual((yield* state.stats).waiting, 0)
    })
  )

  it.effect("B09-close are waiting in its figures until they have ended, and have failed then", () =>
    Effect.gen(function* () {
      const { all, state } = yield* waiting(2)
      yield* state.run("w = alua.newstate()")
      const fibers = yield* Effect.forEach([1, 2], () => Effect.forkChild(state.run("pcall(w.run, w, 'up.nap()')")))
      yield* all
      const figures = "local s = w:stats() return s.jobs, s.waiting, s.failed"
      assert.deepStrictEqual(yield* state.run(figures), [2, 2, 0])
      // In the middle of the job that closes it, they have not ended.
      assert.deepStrictEqual(yield* state.run(`w:close() ${figures}`), [2, 2, 0])
      for (const fiber of fibers) yield* Fiber.join(fiber)
      assert.deepStrictEqual(yield* state.run(figures), [2, 0, 2])
    })
  )
})

describe("jobs in whose middle their own state is closed", () => {
  const ways = {
    "by a function that its maker gives": "return up.shut()",
    "by one in which a callback cannot wait": "string.gsub('x', 'x', function() up.shut() end)",
    "by one that has it run on": "up.shut() while true do end",
    "by one that a pcall is around": "pcall(up.shut) return 1",
    "by one that its maker's function goes on after": "return up.after()",
    "by one that a coroutine calls": "return coroutine.wrap(function() return up.shut() end)()"
  }
  for (const [way, source] of Object.entries(ways)) {
    it.effect(`say that it is closed: ${way}`, () =>
      Effect.gen(function* () {
        const state = yield* LuaState.make()
        const told = yield* state.run(
          `local c
          local function shut() c:close() end
          local function after() c:close() for i = 1, 20000 do end end
          alua.regmod("up", { shut = shut, after = after })
          c = alua.newstate({ name = "c" })
          local ok, e = pcall(c.run, c, ...)
          return ok, e._tag, e.message`,
          source
        )
        assert.deepStrictEqual(told, [false, "LuaClosed", "the Lua state 'c' is closed"])
        assert.deepStrictEqual(yield* state.run("return 'next'"), ["next"])
      })
    )
  }

  it.effect("say which one, where it is that of a state between", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      const told = yield* state.run(`
        local a
        alua.regmod("up", { shut = function() a:close() end })
        a = alua.newstate({ name = "a" })
        local ok, e = pcall(a.run, a, "b = alua.newstate({ name = 'b' }) pcall(b.run, b, 'up.shut()') after()")
        return ok, e._tag, e.message`)
      assert.deepStrictEqual(told, [false, "LuaClosed", "the Lua state 'a' is closed"])
    })
  )
})
