/*
 * Jobs that wait when their state is killed or closed: each ends where it waits, and whoever asked for it learns why.
 */
import { Worker } from "node:worker_threads"
import { assert, describe, it } from "@effect/vitest"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Scope from "effect/Scope"
import type { LuaError, LuaLimitError } from "@stevedore/lua/LuaError"
import * as LuaModule from "@stevedore/lua/LuaModule"
import * as LuaState from "@stevedore/lua/LuaState"

/** What a job waits for for ever, how often that was interrupted, and a state that has it as `host.wait`. */
const waiting = Effect.gen(function* () {
  const seen = { begun: yield* Deferred.make<void>(), interrupted: 0 }
  const wait = Effect.andThen(Deferred.succeed(seen.begun, undefined), Effect.never).pipe(
    Effect.onInterrupt(() => Effect.sync(() => void seen.interrupted++))
  )
  const host = LuaModule.make("host", { wait: () => wait })
  const scope = yield* Scope.make()
  const state = yield* Scope.provide(LuaState.make({ modules: [host] }), scope)
  return { seen, state, scope }
})

const fork = <A>(effect: Effect.Effect<A, LuaError>) =>
  Effect.forkChild(
    // Whoever asked goes on.
    Effect.flatMap(Effect.flip(effect), (error) => Effect.as(Effect.yieldNow, error)),
    { startImmediately: true }
  )

const inPcall = "local ok = pcall(host.wait) after = 1 while true do pcall(host.wait) end"

describe("a job that waits", () => {
  it.effect("B11 is ended by a kill, pcall and coroutines or not, and what it waits for is interrupted", () =>
    Effect.gen(function* () {
      const { seen, state } = yield* waiting
      const jobs = [
        yield* fork(state.run(inPcall)),
        yield* fork(state.run("coroutine.wrap(function() pcall(host.wait) after = 2 end)() after = 3"))
      ]
      assert.strictEqual((yield* state.stats).waiting, 2)
      yield* state.kill
      for (const job of jobs) {
        const error = yield* Fiber.join(job)
        assert.strictEqual((error as LuaLimitError).limit, "killed")
        assert.include(error.message, "while it waited")
      }
      assert.strictEqual(seen.interrupted, 2)
      const { failed, waiting: left } = yield* state.stats
      assert.deepStrictEqual({ failed, left }, { failed: 2, left: 0 })
      // What comes later is not harmed.
      assert.deepStrictEqual(yield* state.run("return after"), [undefined])
    })
  )

  it.live("B11 is ended by a kill from another thread, again and again", () =>
    Effect.gen(function* () {
      const { seen, state } = yield* waiting
      const code = `const { parentPort, workerData: word } = require("node:worker_threads")
        parentPort.on("message", () => { Atomics.add(word, 0, 1); Atomics.notify(word, 0) })`
      const worker = new Worker(code, { eval: true, workerData: state.killer.word })
      for (let round = 1; round <= 3; round++) {
        const job = yield* fork(state.run(inPcall))
        const patient = yield* fork(state.run("host.wait()"))
        worker.postMessage("kill")
        assert.strictEqual(((yield* Fiber.join(job)) as LuaLimitError).limit, "killed")
        assert.strictEqual(((yield* Fiber.join(patient)) as LuaLimitError).limit, "killed")
        assert.strictEqual(seen.interrupted, 2 * round)
      }
      yield* Effect.promise(() => worker.terminate())
    })
  )

  it.effect("B11 was killed before it waited: it does not begin to", () =>
    Effect.gen(function* () {
      const own: { state?: LuaState.LuaState } = {}
      const host = LuaModule.make("host", {
        kill: () => LuaState.killFrom(own.state!.killer),
        wait: () => Effect.never
      })
      own.state = yield* LuaState.make({ modules: [host] })
      const error = yield* Effect.flip(own.state.run("host.kill() host.wait()"))
      assert.strictEqual((error as LuaLimitError).limit, "killed")
    })
  )

  const kills = {
    "LuaState.kill": (state: LuaState.LuaState) => state.kill,
    killFrom: (state: LuaState.LuaState) => Effect.sync(() => LuaState.killFrom(state.killer))
  }
  it.live.each(["LuaState.kill", "killFrom"] as const)(
    "B11 began after two kills, where the end of another one is heard: it goes on (%s)",
    (way) =>
      Effect.gen(function* () {
        const gate = yield* Deferred.make<void>()
        const host = LuaModule.make("host", { wait: () => Effect.never, gate: () => Deferred.await(gate) })
        const state = yield* LuaState.make({ modules: [host] })
        const begun = yield* Deferred.make<void>()
        const job = yield* Effect.flip(state.run("host.wait()")).pipe(
          Effect.andThen(kills[way](state)),
          Effect.andThen(
            Effect.all([state.run("host.gate() return 'it went on'"), Deferred.succeed(begun, undefined)], {
              concurrency: "unbounded"
            })
          ),
          Effect.forkChild({ startImmediately: true })
        )
        yield* kills[way](state)
        yield* Deferred.await(begun)
        // Whoever hears of kills by other threads has.
        yield* Effect.promise(() => new Promise((resolve) => setImmediate(resolve)))
        yield* Deferred.succeed(gate, undefined)
        assert.deepStrictEqual((yield* Fiber.join(job))[0], ["it went on"])
      })
  )

  it.live("B11 is ended by a kill that comes while those of the one before are", () =>
    Effect.gen(function* () {
      const { state } = yield* waiting
      // Killed again by whoever hears of the first end.
      yield* Effect.flip(state.run("host.wait()")).pipe(
        Effect.andThen(kills.killFrom(state)),
        Effect.forkChild({ startImmediately: true })
      )
      yield* kills.killFrom(state)
      const between = yield* fork(state.run("host.wait()"))
      assert.strictEqual(((yield* Fiber.join(between)) as LuaLimitError).limit, "killed")
    })
  )

  it.effect("B11 runs in a state that a script made, for a job that is killed: nothing catches that there either", () =>
    Effect.gen(function* () {
      const seen: Array<string> = []
      const host = LuaModule.make("host", { wait: () => Effect.never, log: (text: string) => void seen.push(text) })
      const state = yield* LuaState.make({ modules: [host] })
      // It waits for a function of its maker, which the kill ends first.
      const job = yield* fork(
        state.run(`alua.regmod("up", { f = function() host.wait() end })
          local inner = 'pcall(up.f) host.log("the child went on") pcall(up.f) host.log("again")'
          pcall(alua.run, alua.newstate(), inner) host.log("the maker went on")`)
      )
      yield* state.kill
      assert.strictEqual(((yield* Fiber.join(job)) as LuaLimitError).limit, "killed")
      assert.deepStrictEqual(seen, [])
    })
  )

  it.effect("B01 ends with its state, and says so", () =>
    Effect.gen(function* () {
      const { scope, seen, state } = yield* waiting
      const job = yield* fork(state.run(inPcall))
      yield* Deferred.await(seen.begun)
      yield* Scope.close(scope, Exit.void)
      assert.strictEqual((yield* Fiber.join(job))._tag, "LuaClosed")
      assert.strictEqual(seen.interrupted, 1)
    })
  )

  it.effect("B11 ends where its state is made anew, or the script that made the state closes it", () =>
    Effect.gen(function* () {
      const host = LuaModule.make("host", { wait: () => Effect.never })
      const anew = yield* LuaState.make({ modules: [host], limits: { instructions: 20_000 }, onLimit: "rebuild" })
      const old = yield* fork(anew.run("host.wait()"))
      yield* Effect.flip(anew.run("while true do end"))
      assert.deepStrictEqual(yield* anew.run("return 1"), [1])
      assert.strictEqual((yield* Fiber.join(old))._tag, "LuaClosed")
      const parent = yield* LuaState.make({ modules: [host] })
      const child = yield* fork(parent.run("c = alua.newstate() c:run('host.wait()')"))
      yield* parent.run("c:close()")
      assert.include((yield* Fiber.join(child)).message, "is closed")
    })
  )

  it.effect("B01 is interrupted with whoever asked for it", () =>
    Effect.gen(function* () {
      const { seen, state } = yield* waiting
      const job = yield* Effect.forkChild(state.run(inPcall), { startImmediately: true })
      yield* Fiber.interrupt(job)
      assert.strictEqual(seen.interrupted, 1)
      const { waiting: left } = yield* state.stats
      assert.strictEqual(left, 0)
      assert.deepStrictEqual(yield* state.run("return after"), [undefined])
    })
  )
})
