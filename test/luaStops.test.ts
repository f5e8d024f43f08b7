/*
 * How the Lua threads of a program stop beside main's state, also where one of them runs what never yields: it is told to stop, and
 * ended when it does not.
 */
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import * as LuaThread from "@stevedore/lua/LuaThread"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { run, script } from "./lua/programs.ts"

/** Nothing interrupts a callback of `gsub`. Main hears when it is about to begin. */
const endless = `athd.call(athd.getmain(), "begun", "begun = true athd.wakeup('begun')");
  ("a"):gsub("a", function() while true do end end)`
const untilBegun = "if not begun then athd.wait('begun') end"

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
          const main = yield* LuaThread.onMain({ entry: script("crane") })
          yield* main.run("w = athd.newthread('w', 'crane.lua', 0)")
          yield* main.run(`w:send(function() ${endless} end) ${untilBegun}`)
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
          const w = yield* LuaThread.make({ name: "w" })
          const main = yield* LuaThread.onMain()
          yield* Effect.forkChild(Effect.exit(w.run(endless)))
          yield* main.run(untilBegun)
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
