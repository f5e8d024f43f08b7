/*
 * What jobs of a Lua state begin and do not wait for (forks, timers, what follows a push), when the state is killed or closed: it ends,
 * and begins nothing more. Limits are each job's, and a fork is a job of its own: beside that of memory (luaForkBombs.test.ts) only
 * these two bound a chain of them.
 */
import * as LuaModule from "@stevedore/lua/LuaModule"
import { LuaRuntime } from "@stevedore/lua/LuaRuntime"
import * as LuaState from "@stevedore/lua/LuaState"
import * as LuaThread from "@stevedore/lua/LuaThread"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { run, script, until } from "./lua/programs.ts"

/** Main's state, with what a script counts by `host.count()`; `host.kill()` kills it, `close` closes it. */
const office = Effect.gen(function* () {
  const seen = { count: 0 }
  const runtime = yield* LuaRuntime
  const made: Array<LuaState.LuaState> = []
  const count = () => void seen.count++
  // As another thread does: this one does not know of it.
  const kill = () => void Atomics.add(made[0]!.killer.word, 0, 1)
  yield* runtime.addModule(LuaModule.make("host", { count, kill }))
  yield* runtime.addInitFunction((state) => Effect.sync(() => void made.push(state)))
  const scope = yield* Scope.fork(yield* Effect.scope)
  const limits = { instructions: 50_000 }
  const { idle } = yield* Scope.provide(LuaThread.onMain({ limits, entry: script("crane") }), scope)
  const state = made[0]!
  return { seen, state, idle, close: Scope.close(scope, Exit.void) }
})

/** Chains that go on by themselves. */
const chains = {
  fork: "function f() host.count() athd.fork(f) end f()",
  timeout: "function f() host.count() athd.timeout(1, f) end f()",
  "fork with sleepers": "function f() host.count() athd.fork(f) athd.sleep(1e6) end athd.fork(f)",
  "fork and a loop, each ended by its limit":
    "function f() host.count() athd.fork(f) while true do end end athd.fork(f)"
}

/** It has ended: nothing is under way. Else this waits in vain. */
const ends = (idle: Effect.Effect<void>) => Effect.timeout(idle, "20 seconds")

const programs = <A, E>(program: Effect.Effect<A, E, Effect.Services<typeof office>>): Effect.Effect<A, unknown> =>
  run(() => program.pipe(Effect.provide(LuaRuntime.layer())))

describe("what jobs have begun", () => {
  for (const [name, source] of Object.entries(chains)) {
    it.live(`B11 ends by a kill, from whichever thread: ${name}`, () =>
      programs(
        Effect.gen(function* () {
          const { idle, seen, state } = yield* office
          for (const kill of [state.kill, Effect.sync(() => LuaState.killFrom(state.killer))]) {
            seen.count = 0
            yield* state.run(source)
            yield* until(() => seen.count >= 5)
            yield* kill
            yield* ends(idle)
            const { count } = seen
            assert.deepStrictEqual(yield* state.run("athd.sleep(5) return 'served'"), ["served"])
            assert.strictEqual(seen.count, count)
          }
        })
      )
    )

    it.live(`B11 ends with its state: ${name}`, () =>
      programs(
        Effect.gen(function* () {
          const { close, idle, seen, state } = yield* office
          yield* state.run(source)
          yield* until(() => seen.count >= 5)
          yield* close
          yield* ends(idle)
          const { count } = seen
          yield* Effect.sleep("5 millis")
          assert.strictEqual(seen.count, count)
        })
      )
    )
  }

  it.live("B11 is not begun by a job that was killed and runs on until somebody looks", () =>
    programs(
      Effect.gen(function* () {
        const { idle, seen, state } = yield* office
        yield* state.run("host.kill() athd.fork(host.count) athd.timeout(0, host.count)")
        yield* ends(idle)
        assert.strictEqual(seen.count, 0)
      })
    )
  )

  it.live("B11 ends by a kill: a timer of days, a push and what follows it", () =>
    programs(
      Effect.gen(function* () {
        const { idle, seen, state } = yield* office
        yield* state.run(`
          local w = athd.newthread("w", "crane.lua", 0)
          athd.timeout(2^31 - 1, host.count)
          function athd.ondone() host.count() end
          athd.onerror = athd.ondone
          athd.pushtjob(w, "named", "athd.wait('never')", host.count)
          athd.pushtjob(w, 1, "by id", "athd.wait('never')", msgpack.pack(1))
          athd.broadcast("all", "athd.wait('never')", function() host.count() end)`)
        yield* state.kill
        yield* ends(idle)
        assert.strictEqual(seen.count, 0)
        assert.deepStrictEqual(yield* state.run("return 'served'"), ["served"])
      })
    )
  )
})
