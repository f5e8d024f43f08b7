/*
 * Which scripts a script may run on a new thread: those that it may read, as `require` and `loadfile` say it, links followed; and what
 * the new state may do, which is no more. Nothing is said of what lies outside. And what is said of one that does not end.
 */
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import * as LuaThread from "@stevedore/lua/LuaThread"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll } from "vitest"
import { run, until } from "./lua/programs.ts"

const folder = realpathSync(mkdtempSync(join(tmpdir(), "stevedore-entries-")))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
for (const each of ["yard/deep", "outside", "depot"]) mkdirSync(join(folder, each), { recursive: true })
const files = {
  "yard/crane.lua": "lifted = 0",
  "yard/office.lua": "started = true",
  "yard/.env": "token = 'abc123'",
  "yard/deep/hook.lua": "hooked = true",
  "depot/hook.lua": "return 'the hook of another folder'",
  "depot/rope.lua": "length = 30",
  "outside/secret.lua": "secret = 'read'",
  "outside/text.txt": "no Lua at all"
}
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
symlinkSync(join(folder, "outside/secret.lua"), join(folder, "yard/linked.lua"))
symlinkSync(join(folder, "outside"), join(folder, "yard/door"))

const at = (name: string): string => join(folder, name)
const outside = [
  at("outside/secret.lua"),
  "../outside/secret.lua",
  "linked.lua",
  "door/secret.lua",
  at("yard/door/secret.lua"),
  "../outside/text.txt",
  "../outside/nothing.lua",
  `file://${at("outside/secret.lua")}`,
  "nothing.lua",
  "deep",
  ""
]

/** Tries to make a thread of each: what it is told. */
const tries = `
  local told = {}
  for i, entry in ipairs((...)) do
    local ok, e = pcall(athd.newthread, "t" .. i, entry, 0)
    if not ok then ok, e = pcall(athd.newpool, "p" .. i, entry, 1, 0) end
    told[i] = ok and "made" or e
  end
  return told`

const refusals = (entries: ReadonlyArray<string>): ReadonlyArray<string> =>
  entries.map((entry) => `no script '${entry}' below the folders of this state`)

describe("scripts that scripts name", () => {
  for (const sandbox of ["standard", "strict"] as const) {
    it.live(`B13 at level ${sandbox}: those below its folders, and not a word of others`, () =>
      run(() =>
        Effect.gen(function* () {
          const roots = [at("yard")]
          const jail = yield* LuaThread.make({ name: "jail", entry: at("yard/office.lua"), sandbox, roots })
          const told = (yield* jail.run(tries, [outside])) as ReadonlyArray<string>
          assert.deepStrictEqual(told, refusals(outside))
          // A strict state has Lua modules only.
          const others = [".env", at("yard/.env")]
          assert.deepStrictEqual(
            yield* jail.run(tries, [others]),
            sandbox === "strict" ? refusals(others) : ["made", "made"]
          )
          const made = yield* jail.run(`
            local crane, hook = athd.newthread("crane", "crane.lua", 0), athd.newpool("hook", ${JSON.stringify(at("yard/deep/hook.lua"))}, 1, 0)
            return crane:call("q", "return lifted"), hook:call("q", "return hooked")`)
          assert.deepStrictEqual(made, [0, true])
        })
      )
    )
  }

  it.live("B13 at level full: anywhere, as the program itself", () =>
    run(() =>
      Effect.gen(function* () {
        const free = yield* LuaThread.make({ name: "free", entry: at("yard/office.lua"), sandbox: "full" })
        const made = yield* free.run(
          `
          local out = {}
          for i, entry in ipairs((...)) do
            out[i] = athd.newthread("t" .. i, entry, 0):call("q", "return secret, io ~= nil")
          end
          return out`,
          [outside.slice(0, 4)]
        )
        assert.deepStrictEqual(made, ["read", "read", "read", "read"])
      })
    )
  )

  for (const sandbox of ["standard", "full"] as const) {
    it.live(`B13 at level ${sandbox}: beside the entry first, and then in the folders that were given`, () =>
      run(() =>
        Effect.gen(function* () {
          const roots = [at("depot"), at("yard/deep")]
          const limits = { instructions: 1_000_000 }
          const options = { entry: at("yard/deep/hook.lua"), sandbox, roots, limits, onLimit: "rebuild" } as const
          const own = [yield* LuaThread.make({ ...options, name: "own" }), yield* LuaThread.onMain(options)]
          for (const [index, each] of own.entries()) {
            const found = yield* each.run(
              `local beside, given = athd.newthread("beside" .. ..., "hook.lua", 0), athd.newthread("given" .. ..., "rope.lua", 0)
              return require("hook"), require("rope"), beside:call("q", "return hooked"), given:call("q", "return length")`,
              [index]
            )
            assert.deepStrictEqual(found, [true, true, true, 30])
            // In the state that follows this one, too.
            yield* Effect.flip(each.run("while true do end"))
            assert.deepStrictEqual(yield* each.run("return require('hook'), require('rope'), hooked"), [
              true,
              true,
              true
            ])
          }
        })
      )
    )
  }

  it.live("B13 a new state has no folder, no level and no limit that its maker lacks", () =>
    run(() =>
      Effect.gen(function* () {
        const jail = yield* LuaThread.make({
          name: "jail",
          entry: at("yard/deep/hook.lua"),
          limits: { instructions: 1_000_000 }
        })
        const answers = yield* jail.run(`
          local ok, above = pcall(athd.newthread, "above", "../crane.lua", 0)
          local own = athd.newthread("own", "hook.lua", 0)
          return ok, own:call("q", "return pcall(require, 'crane')"), own:call("q", "return io"),
            select(2, pcall(own.call, own, "q", "while true do end"))._tag`)
        assert.deepStrictEqual(answers, [false, false, undefined, "LuaLimitError"])
      })
    )
  )

  it.live("B13 nor if the same source came from there before, of a state that could do more and has closed", () =>
    run(() =>
      Effect.gen(function* () {
        const free = yield* LuaThread.make({ name: "free", sandbox: "full" })
        const given = "athd.call(athd.getmain(), 'give', function(h) handle = h end, athd.getct())"
        const asks = "return handle:call('ask', 'return io ~= nil')"
        yield* Effect.scoped(
          Effect.gen(function* () {
            const wide = yield* LuaThread.onMain({ sandbox: "full" })
            yield* free.run(given)
            assert.strictEqual(yield* wide.run(asks), true)
          })
        )
        const narrow = yield* LuaThread.onMain({ sandbox: "strict" })
        yield* free.run(given)
        const error = yield* Effect.flip(narrow.run(asks))
        assert.include(error.message, "runs nothing that a state with less rights sends")
      })
    )
  )

  it.live("B13 a state runs nothing of one that may do less; what it sends itself, and TypeScript, runs there", () =>
    run((lines) =>
      Effect.gen(function* () {
        const main = yield* LuaThread.onMain({ sandbox: "full" })
        yield* main.run("function athd.onwork() ran = true end")
        const [strict, standard] = [
          yield* LuaThread.make({ name: "strict", sandbox: "strict" }),
          yield* LuaThread.make({ name: "standard" })
        ]
        const tries = `
          local main, told = athd.getmain(), {}
          told[1] = select(2, pcall(athd.call, main, "text", "ran = true")).message
          told[2] = select(2, pcall(athd.call, main, function() ran = true end)).message
          function athd.onerror(id, e) told[2 + id] = e.message athd.wakeup("told") end
          athd.pushtjob(main, 1, "hook", "ran = true", "")
          athd.wait("told")
          athd.send(main, "sent", "ran = true")
          athd.pushtjob(main, 0, "unheard", "ran = true", "")
          local n, _, errors = athd.broadcast("all", function() ran = true end)
          told[4] = errors.main.message
          return told, n`
        const refused = (name: string, sandbox: string) =>
          `the state '${name}', which is ${sandbox}, runs nothing that a state with less rights sends`
        const told = Array.from({ length: 4 }, () => refused("main", "full"))
        // Each reaches those that may do no more than itself.
        assert.deepStrictEqual(yield* standard.run(tries), [told, 2])
        assert.deepStrictEqual(yield* strict.run(tries), [told, 1])
        assert.isUndefined(yield* main.run("return ran"))
        assert.strictEqual(yield* main.run("return select(2, athd.broadcast('all', 'return ran'))['standard']"), true)
        yield* until(() => lines.filter((line) => line.includes("was told to this actor and failed")).length >= 4)
      })
    )
  )
})

describe("a script that does not come to its end", () => {
  it.live("B05 is named where its thread does not start, by TypeScript and by a script", () =>
    Effect.gen(function* () {
      const path = at("endless.lua")
      const byTypeScript = Effect.flip(LuaThread.make({ name: "waits", entry: path, sandbox: "full" })).pipe(
        Effect.map((error) => error.message)
      )
      const byScript = Effect.gen(function* () {
        const main = yield* LuaThread.onMain({ sandbox: "full" })
        return String(yield* main.run("return select(2, pcall(athd.newpool, 'p', ..., 2, 0)).message", [path]))
      })
      /** A busy machine may not have begun with the script in that time: it gets twice as much, the next time. */
      const told = (
        made: Effect.Effect<string, unknown, ActorSystem | Scope.Scope>,
        millis: number
      ): Effect.Effect<string, unknown> =>
        Effect.scoped(made).pipe(
          Effect.provide(NodeActorSystem.layer({ slowAfter: "never", startTimeout: millis })),
          Effect.flatMap((text) =>
            text.includes("the script") || millis > 60_000 ? Effect.succeed(text) : told(made, 2 * millis)
          )
        )
      for (const [made, ends] of [
        [byTypeScript, 'athd.wait("never")'],
        [byScript, "while true do end"]
      ] as const) {
        writeFileSync(path, ends)
        const text = yield* told(made, 1000)
        assert.match(text, /did not start \(hung\): the script .*endless.lua had not ended after \d+ ms: does it wait/)
      }
    })
  )
})
