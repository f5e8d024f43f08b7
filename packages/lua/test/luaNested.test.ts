/*
 * Jobs within jobs: a host function runs something in the state that has called it. The job that called it pays for that.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Scope from "effect/Scope"
import type { LuaLimitError } from "@stevedore/lua/LuaError"
import * as LuaModule from "@stevedore/lua/LuaModule"
import * as LuaState from "@stevedore/lua/LuaState"
import type { LuaInput, LuaReference } from "@stevedore/lua/LuaValue"

type Limits = LuaState.LuaStateOptions["limits"]
type Call = (f: LuaReference, ...args: ReadonlyArray<LuaInput>) => Effect.Effect<unknown, unknown>

/** A state whose scripts have the host run their functions by `host.each`, in this way. */
const calling = (limits: Limits, each: (call: Call) => (f: LuaReference) => unknown) =>
  Effect.gen(function* () {
    const call: Call = (f, ...args) => Effect.suspend(() => state.call(f, ...args))
    const host = LuaModule.make("host", { each: each(call) })
    const state: LuaState.LuaState = yield* LuaState.make({ modules: [host], limits })
    return state
  })

const ways: Record<string, (call: Call) => (f: LuaReference) => unknown> = {
  "by its effect": (call) => call,
  "after a wait": (call) => (f) => Effect.andThen(Effect.yieldNow, call(f)),
  "at once": (call) => (f) => Effect.runSync(call(f)),
  "by a promise": (call) => (f) => Effect.runPromise(call(f)),
  "by a fiber that it waits for": (call) => (f) => Effect.flatMap(Effect.forkChild(call(f)), Fiber.join)
}

describe("jobs that a host function runs", () => {
  for (const [way, each] of Object.entries(ways)) {
    it.effect(`B11 are within the budget of the job that called it: ${way}`, () =>
      Effect.gen(function* () {
        const state = yield* calling({ instructions: 100_000, slice: 0 }, each)
        const endless = "local function f() while true do end end"
        const error = yield* Effect.flip(state.run(`${endless} pcall(host.each, f) went = "on"`))
        assert.strictEqual((error as LuaLimitError).limit, "instructions")
        assert.deepStrictEqual(yield* state.run("return went"), [undefined])
      })
    )

    it.effect(`B11 are within it also where each of them is short: ${way}`, () =>
      Effect.gen(function* () {
        const state = yield* calling({ instructions: 100_000, slice: 0 }, each)
        const source = "local function f() for i = 1, 400 do end end for _ = 1, 200 do host.each(f) end went = 'on'"
        const error = yield* Effect.flip(state.run(source))
        assert.strictEqual((error as LuaLimitError).limit, "instructions")
        assert.deepStrictEqual(yield* state.run("return went"), [undefined])
      })
    )
  }

  const goesOn: Record<string, (call: Call) => (f: LuaReference) => Effect.Effect<unknown, unknown>> = {
    "runs it again": (call) => (f) => Effect.forever(Effect.andThen(Effect.exit(call(f)), Effect.yieldNow)),
    "runs it again at once": (call) => (f) => Effect.forever(Effect.exit(call(f))),
    "waits for something else": (call) => (f) => Effect.andThen(Effect.exit(call(f)), Effect.never)
  }
  for (const [name, each] of Object.entries(goesOn)) {
    it.effect(`B11 end with it where it is over its budget and its host function ${name}`, () =>
      Effect.gen(function* () {
        let interrupted = 0
        const count = Effect.sync(() => void interrupted++)
        const state = yield* calling(
          { instructions: 100_000 },
          (call) => (f) => Effect.onInterrupt(each(call)(f), () => count)
        )
        const endless = "local function f() while true do end end"
        const error = yield* Effect.flip(state.run(`${endless}\npcall(host.each, f) went = "on"`))
        assert.strictEqual(error.message, "the job had 100000 instructions: run:2")
        assert.strictEqual(interrupted, 1)
        assert.deepStrictEqual(yield* state.run("return went"), [undefined])
        assert.strictEqual((yield* state.stats).waiting, 0)
      })
    )
  }

  it.effect("B11 are within it also where that waits for ever for many that are short", () =>
    Effect.gen(function* () {
      const state = yield* calling({ instructions: 100_000 }, goesOn["runs it again"]!)
      const error = yield* Effect.flip(state.run("pcall(host.each, function() for i = 1, 400 do end end)"))
      assert.strictEqual(error.message, "the job had 100000 instructions: run:1")
    })
  )

  it.effect("B11 are within it where a file that was required has waited first", () =>
    Effect.gen(function* () {
      const state = yield* calling({ instructions: 100_000, slice: 0 }, ways["after a wait"]!)
      const slow = "package.preload.slow = function() host.each(print) return {} end require('slow')"
      const source = "local function f() for i = 1, 400 do end end for _ = 1, 500 do host.each(f) end went = 'on'"
      const error = yield* Effect.flip(state.run(`print = function() end ${slow} ${source}`))
      assert.strictEqual((error as LuaLimitError).limit, "instructions")
      assert.deepStrictEqual(yield* state.run("return went"), [undefined])
    })
  )

  it.effect("B11 are within it where another state is between them", () =>
    Effect.gen(function* () {
      const back = LuaModule.make("back", { call: () => a.call("loop") })
      const b = yield* LuaState.make({ modules: [back] })
      const over = LuaModule.make("over", { call: () => b.run("pcall(back.call)") })
      const a: LuaState.LuaState = yield* LuaState.make({ modules: [over], limits: { instructions: 100_000 } })
      yield* a.run("function loop() while true do end end")
      const error = yield* Effect.flip(a.run("over.call() went = 'on'"))
      assert.strictEqual((error as LuaLimitError).limit, "instructions")
      assert.deepStrictEqual(yield* a.run("return went"), [undefined])
    })
  )

  it.effect("B11 have a budget of their own when that job has ended", () =>
    Effect.gen(function* () {
      const gate = yield* Deferred.make<void>()
      const begun: Array<Fiber.Fiber<unknown, unknown>> = []
      const state = yield* calling(
        { instructions: 100_000, slice: 0 },
        (call) => (f) =>
          Effect.map(
            Effect.forkDetach(Effect.andThen(Deferred.await(gate), call(f))),
            (fiber) => void begun.push(fiber)
          )
      )
      // Each three quarters of what a job has.
      yield* state.run(
        "local function f() for i = 1, 75000 do end done = (done or 0) + 1 end for _ = 1, 3 do host.each(f) end"
      )
      yield* Deferred.succeed(gate, undefined)
      for (const fiber of begun) yield* Fiber.join(fiber)
      assert.deepStrictEqual(yield* state.run("return done"), [3])
    })
  )

  for (const way of ["by its effect", "at once", "by a promise"]) {
    it.effect(`B11 are not within each other without end: ${way}`, () =>
      Effect.gen(function* () {
        const state = yield* calling({}, ways[way]!)
        yield* state.run(
          "depth = 0 function deeper() depth = depth + 1 if depth < 1000 then return host.each(deeper) end end"
        )
        const error = yield* Effect.flip(state.run("deeper()"))
        assert.include(String(error), "C stack overflow")
        assert.deepStrictEqual(yield* state.run("return depth"), [190])
      })
    )
  }

  for (const way of ["by its effect", "after a wait", "by a promise"]) {
    it.live(`B11 leave the event loop its turns, however many and short: ${way}`, () =>
      Effect.gen(function* () {
        const state = yield* calling({}, ways[way]!)
        yield* state.run(
          `depth = 0
           function twice() depth = depth + 1 if depth < 13 then pcall(host.each, twice) pcall(host.each, twice) end depth = depth - 1 end`
        )
        let turns = 0
        const timer = setInterval(() => turns++, 1)
        yield* Effect.ensuring(
          state.call("twice"),
          Effect.sync(() => clearInterval(timer))
        )
        assert.isAbove(turns, 2)
      })
    )
  }
})

describe("a job that its own host function kills", () => {
  for (const [name, kill] of Object.entries({
    returns: (state: LuaState.LuaState) => Effect.runSync(state.kill),
    throws: (state: LuaState.LuaState) => {
      Effect.runSync(state.kill)
      throw new Error("too late")
    },
    "gives a promise": (state: LuaState.LuaState) =>
      Effect.runPromise(Effect.andThen(state.kill, Effect.fail("too late")))
  })) {
    it.effect(`B11 ends there, also where that ${name}`, () =>
      Effect.gen(function* () {
        const host = LuaModule.make("host", { kill: () => kill(state) })
        const state: LuaState.LuaState = yield* LuaState.make({ modules: [host] })
        const error = yield* Effect.flip(state.run("pcall(host.kill) went = 'on'"))
        assert.strictEqual(error.message, "the job was killed: run:1")
        assert.deepStrictEqual(yield* state.run("return went"), [undefined])
      })
    )
  }

  const between: Record<string, string> = {
    "a state that its script made": "pcall(alua.run, alua.newstate(), [[pcall(host.stop) host.log('the child')]])",
    "a function that such a state was given":
      "alua.regmod('up', { f = function() pcall(host.stop) end }) pcall(alua.run, alua.newstate(), [[pcall(up.f) host.log('the child')]])",
    "a test": "alua.test('ends', function() pcall(host.stop) end)"
  }
  for (const [name, source] of Object.entries(between)) {
    for (const way of ["killed", "closed"]) {
      it.effect(`B11 ends where it is ${way} through ${name}: nothing catches that there either`, () =>
        Effect.gen(function* () {
          const scope = yield* Scope.make()
          const seen: Array<string> = []
          const host = LuaModule.make("host", {
            stop: () => Effect.runSync(way === "killed" ? state.kill : Scope.close(scope, Exit.void)),
            log: (text: string) => void seen.push(text)
          })
          const state: LuaState.LuaState = yield* Scope.provide(LuaState.make({ modules: [host] }), scope)
          const error = yield* Effect.flip(state.run(`${source} host.log("the maker")`))
          const message = way === "killed" ? "the job was killed: run:1" : `the Lua state '${state.name}' is closed`
          assert.strictEqual(error.message, message)
          assert.deepStrictEqual(seen, [])
          yield* Scope.close(scope, Exit.void)
        })
      )
    }
  }

  it.effect("B11 ends where a function that its state was given closes that", () =>
    Effect.gen(function* () {
      const seen: Array<string> = []
      const host = LuaModule.make("host", { log: (text: string) => void seen.push(text) })
      const state = yield* LuaState.make({ modules: [host] })
      const source = `local child
        alua.regmod("up", { close = function() child:close() end })
        child = alua.newstate()
        return pcall(child.run, child, [[pcall(up.close) host.log("the child")]])`
      const [ok] = yield* state.run(source)
      assert.deepStrictEqual([ok, seen], [false, []])
    })
  )
})
