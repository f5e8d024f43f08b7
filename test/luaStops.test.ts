/*
 * How the Lua threads of a program stop beside main's state, also where one of them runs what never yields: it is told to stop, and
 * ended when it does not. And what a handle of a thread that has stopped says.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import * as LuaPool from "@stevedore/lua/LuaPool"
import * as LuaThread from "@stevedore/lua/LuaThread"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import { run, script, until } from "./lua/programs.ts"

/**
 * A source that no one interrupts, a callback of `gsub`, and what completes when it is in there. It takes a file away: what it tells
 * main by `athd` leaves before or after it, but not from within.
 */
const endless = Effect.gen(function* () {
  const folder = mkdtempSync(join(tmpdir(), "lua-stops-"))
  yield* Effect.addFinalizer(() => Effect.sync(() => rmSync(folder, { recursive: true })))
  const file = join(folder, "waits")
  writeFileSync(file, "")
  const source = `("a"):gsub("a", function() os.remove(${JSON.stringify(file)}) while true do end end)`
  return { source, begun: until(() => !existsSync(file)) }
})

/** What was logged when everything has closed. */
const loggedBy = <E>(program: Effect.Effect<unknown, E, ActorSystem | Scope.Scope>) =>
  Effect.suspend(() => {
    let logged: ReadonlyArray<string> = []
    const kept = (lines: ReadonlyArray<string>) =>
      Effect.andThen(
        Effect.sync(() => (logged = lines)),
        program
      )
    return Effect.map(run(kept), () => logged)
  })

const stopOfW = 'thread "w" did not stop within 2000 ms; held by: a handler of "w" that does not yield'
const unheard =
  /^not every thread has heard within 2000 ms that actor .* leaves; held by: a thread that does not yield$/

describe("a thread that does not yield, when everything closes", () => {
  it.live("B01 is ended after the stop timeout where a script of main has made it", () =>
    Effect.gen(function* () {
      const logged = yield* loggedBy(
        Effect.gen(function* () {
          const { begun, source } = yield* endless
          const main = yield* LuaThread.onMain({ entry: script("crane"), sandbox: "full" })
          yield* main.run("w = athd.newthread('w', 'crane.lua', 0)")
          yield* main.run(`w:send(function() ${source} end)`)
          yield* begun
        })
      )
      assert.include(logged, stopOfW)
      // It was told to stop before main left, which waits for all that live.
      assert.isFalse(logged.some((line) => unheard.test(line)))
    })
  )

  it.live("B01 and where main's state closes before it is told to stop", () =>
    Effect.gen(function* () {
      const logged = yield* loggedBy(
        Effect.gen(function* () {
          const { begun, source } = yield* endless
          const w = yield* LuaThread.make({ name: "w", sandbox: "full" })
          yield* LuaThread.onMain()
          yield* Effect.forkChild(Effect.exit(w.run(source)))
          yield* begun
        })
      )
      assert.include(logged, stopOfW)
      assert.isTrue(logged.some((line) => unheard.test(line)))
    })
  )
})

describe("what a script of main has made, when main's state closes", () => {
  it.live("B01 stays for as long as the program has another Lua thread", () =>
    run(() =>
      Effect.gen(function* () {
        yield* LuaThread.make({ name: "other" })
        const made = LuaThread.onMain({ entry: script("crane") }).pipe(
          Effect.flatMap((main) => main.run("athd.newthread('w', 'crane.lua', 0)"))
        )
        yield* Effect.scoped(made)
        const w = yield* LuaThread.ref("w")
        assert.strictEqual(yield* w.run("return loaded"), 1)
      })
    )
  )
})

describe("a handle of one thread of a pool that has stopped", () => {
  it.live("B05 says that it has stopped, and a job without a name is logged without one", () =>
    run((lines) =>
      Effect.gen(function* () {
        const main = yield* LuaThread.onMain()
        const scope = yield* Scope.make()
        const pool = yield* Scope.provide(LuaPool.make({ name: "p", size: 2 }), scope)
        yield* pool.run("athd.getmain():call('hand', 'W = ...', athd.getct())")
        yield* Scope.close(scope, Exit.void)
        const stopped = "the actor has stopped and takes no more jobs"
        assert.include(yield* main.run("return select(2, pcall(athd.call, W, 'late', 'return')).message"), stopped)
        yield* main.run(`
          W:send(function() end)
          W:send("late", "return")
          W:pushpjob(1, "", "return", "")
          W:pushpjob("", "return")`)
        yield* main.idle
        const told = lines.map((line) => line.replace(/: .*/, "")).toSorted()
        assert.deepStrictEqual(told, [
          "a job failed",
          "a job failed",
          "a job was not sent",
          "the job 'late' was not sent"
        ])
        assert.isTrue(lines.every((line) => line.includes(stopped)))
      })
    )
  )
})
