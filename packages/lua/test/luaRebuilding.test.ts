/*
 * A state that is made anew after a limit, where its init function waits: the rebuild is the state's own, and whoever needs it waits
 * for it like for anything else.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Scope from "effect/Scope"
import { LuaRuntime } from "@stevedore/lua/LuaRuntime"
import * as LuaState from "@stevedore/lua/LuaState"
import type { LuaValue } from "@stevedore/lua/LuaValue"
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"

/** A state whose last job was ended by a limit, and whose init function waits in its second life. */
const broken = Effect.gen(function* () {
  const entered = yield* Deferred.make<void>()
  const goOn = yield* Deferred.make<void>()
  const seen = { lives: 0, interrupted: 0 }
  const state = yield* LuaState.make({
    onLimit: "rebuild",
    init: (state) =>
      Effect.gen(function* () {
        yield* state.run("life = ...", ++seen.lives)
        if (seen.lives === 1) return
        yield* Deferred.succeed(entered, undefined).pipe(
          Effect.andThen(Deferred.await(goOn)),
          Effect.onInterrupt(() => Effect.sync(() => void seen.interrupted++))
        )
      })
  })
  yield* Effect.flip(state.within({ limits: { instructions: 10_000 } }).run("while true do end"))
  return { state, entered, goOn, seen }
})

/** A folder, which goes with the scope, and the path in it under a name. */
const folder = Effect.map(
  Effect.acquireRelease(
    Effect.sync(() => realpathSync(mkdtempSync(join(tmpdir(), "lua-rebuilding-")))),
    (made) => Effect.sync(() => rmSync(made, { recursive: true }))
  ),
  (made) => (name: string) => join(made, name)
)

const overLimit = (state: LuaState.LuaState) =>
  Effect.flip(state.within({ limits: { instructions: 10_000 } }).run("while true do end"))

describe("a state that is rebuilt", () => {
  it.effect("is waited for by jobs that can be interrupted, and goes on for those after them", () =>
    Effect.gen(function* () {
      const { entered, goOn, seen, state } = yield* broken
      const first = yield* Effect.forkChild(state.run("return life"))
      yield* Deferred.await(entered)
      const second = yield* Effect.forkChild(state.run("return life"))
      yield* Fiber.interrupt(first)
      assert.strictEqual(seen.interrupted, 0)
      const third = yield* Effect.forkChild(state.run("return life"))
      yield* Deferred.succeed(goOn, undefined)
      assert.deepStrictEqual(yield* Fiber.join(second), [2])
      assert.deepStrictEqual(yield* Fiber.join(third), [2])
      assert.strictEqual(seen.lives, 2)
      assert.strictEqual((yield* state.stats).rebuilt, 1)
    })
  )

  it.effect("is so once more for those that have waited, where the first of them runs over its limit", () =>
    Effect.gen(function* () {
      const { goOn, state } = yield* broken
      // Without a turn for the others in its middle.
      const over = state.within({ limits: { instructions: 10_000, slice: 0 } }).run("spoilt = true while true do end")
      const ask = state.run("return life, spoilt")
      const jobs = [Effect.asVoid(Effect.flip(over)), ask, ask]
      const [first, ...others] = yield* Effect.forEach(jobs, (job) => Effect.forkChild(job, { startImmediately: true }))
      yield* Deferred.succeed(goOn, undefined)
      yield* Fiber.join(first!)
      for (const other of others) assert.deepStrictEqual(yield* Fiber.join(other), [3, undefined])
      assert.strictEqual((yield* state.stats).rebuilt, 2)
    })
  )

  it.effect("is interrupted with its scope, and its jobs are told that it is closed", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      const { entered, seen, state } = yield* Scope.provide(broken, scope)
      const job = yield* Effect.forkChild(Effect.flip(state.run("return life")))
      yield* Deferred.await(entered)
      yield* Scope.close(scope, Exit.void)
      assert.strictEqual(seen.interrupted, 1)
      assert.strictEqual((yield* Fiber.join(job))._tag, "LuaClosed")
      assert.strictEqual((yield* Effect.flip(state.run("return life")))._tag, "LuaClosed")
      assert.strictEqual(seen.lives, 2)
    })
  )

  it.effect("may close its scope itself", () =>
    Effect.gen(function* () {
      const scope = yield* Scope.make()
      let lives = 0
      const init = Effect.suspend(() => (++lives === 1 ? Effect.void : Scope.close(scope, Exit.void)))
      const state = yield* Scope.provide(LuaState.make({ onLimit: "rebuild", init: () => init }), scope)
      yield* Effect.flip(state.within({ limits: { instructions: 10_000 } }).run("while true do end"))
      assert.strictEqual((yield* Effect.flip(state.run("return 1")))._tag, "LuaClosed")
    })
  )

  it.effect("is rebuilt by the next job where its init function fails", () =>
    Effect.gen(function* () {
      let lives = 0
      const state = yield* LuaState.make({
        onLimit: "rebuild",
        init: (state) => state.run(++lives === 2 ? "error('no server')" : "life = ...", lives)
      })
      yield* Effect.flip(state.within({ limits: { instructions: 10_000 } }).run("while true do end"))
      assert.include((yield* Effect.flip(state.run("return life"))).message, "no server")
      assert.deepStrictEqual(Effect.runSync(state.run("return life")), [3])
    })
  )

  it.effect("has what its init function throws as a defect, as an Effect has it, and is rebuilt by the next job", () =>
    Effect.gen(function* () {
      const boom = new Error("boom")
      let lives = 0
      const init = (state: LuaState.LuaState) => {
        if (++lives % 2 === 1) throw boom
        return state.run("life = ...", lives)
      }
      const runtime = yield* Effect.provide(LuaRuntime, LuaRuntime.layer())
      for (const made of [LuaState.make({ init }), runtime.newState({ init })]) {
        lives = 0
        const exit = yield* Effect.exit(made)
        assert.strictEqual(Exit.isFailure(exit) && Cause.squash(exit.cause), boom)
        assert.isTrue(Exit.isFailure(exit) && Cause.hasDies(exit.cause))
      }
      lives = 1
      const state = yield* LuaState.make({ onLimit: "rebuild", init })
      yield* Effect.flip(state.within({ limits: { instructions: 10_000 } }).run("while true do end"))
      const exit = yield* Effect.exit(state.run("return life"))
      assert.strictEqual(Exit.isFailure(exit) && Cause.squash(exit.cause), boom)
      assert.deepStrictEqual(yield* state.run("return life"), [4])
    }).pipe(Effect.scoped)
  )

  it.effect("loads each file again once, in the order and with the arguments in which they were loaded last", () =>
    Effect.gen(function* () {
      const folder = yield* Effect.acquireRelease(
        Effect.sync(() => mkdtempSync(join(tmpdir(), "lua-rebuilding-"))),
        (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
      )
      const files = ["one", "two"].map((name) => join(folder, `${name}.lua`))
      for (const file of files) writeFileSync(file, "order = order or {} order[#order + 1] = ...")
      const state = yield* LuaState.make({ onLimit: "rebuild" })
      for (const n of [1, 2, 3]) yield* state.load(files[0]!, `one ${n}`)
      yield* state.load(files[1]!, "two")
      yield* state.load(files[0]!, "one 4")
      assert.deepStrictEqual(yield* state.run("return #order"), [5])
      yield* Effect.flip(state.within({ limits: { instructions: 10_000 } }).run("while true do end"))
      assert.deepStrictEqual(yield* state.run("return table.concat(order, ', ')"), ["two, one 4"])
    }).pipe(Effect.scoped)
  )

  it.effect("loads a file again once, however it was named", () =>
    Effect.gen(function* () {
      const folder = yield* Effect.acquireRelease(
        Effect.sync(() => realpathSync(mkdtempSync(join(tmpdir(), "lua-rebuilding-")))),
        (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
      )
      // As it is said: `join` would take `..` away.
      const at = (...parts: ReadonlyArray<string>) => `${folder}/${parts.join("/")}`
      for (const name of ["a", "b"]) {
        mkdirSync(at(name))
        writeFileSync(at(name, "crane.lua"), `order = order or {} order[#order + 1] = "${name} " .. ...`)
      }
      symlinkSync(at("a"), at("link"))
      const crane = at("a", "crane.lua")
      const names: ReadonlyArray<string | URL> = [
        "crane.lua",
        "./crane.lua",
        "../a/crane.lua",
        crane,
        at("b", "..", "a", "crane.lua"),
        at("link", "crane.lua"),
        pathToFileURL(crane).href,
        pathToFileURL(crane)
      ]
      const rebuilt = (state: LuaState.LuaState) =>
        Effect.gen(function* () {
          yield* Effect.flip(state.within({ limits: { instructions: 10_000 } }).run("while true do end"))
          return yield* state.run("return table.concat(order, ', ')")
        })
      for (const first of names) {
        const state = yield* LuaState.make({ onLimit: "rebuild", roots: [at("link")] })
        yield* state.load(first, "first")
        // With that between, the folder that relative paths begin at was another one.
        yield* state.load(at("b", "crane.lua"), "between")
        for (const [index, name] of names.entries()) yield* state.load(name, String(index))
        assert.deepStrictEqual(yield* rebuilt(state), ["b between, a 7"])
        yield* state.load(first, "again")
        assert.deepStrictEqual(yield* rebuilt(state), ["b between, a again"])
      }
      // A link that leads elsewhere is one file still: what it leads to then.
      const state = yield* LuaState.make({ onLimit: "rebuild" })
      yield* state.load(at("link", "crane.lua"), "1")
      rmSync(at("link"))
      symlinkSync(at("b"), at("link"))
      yield* state.load(at("link", "crane.lua"), "2")
      assert.deepStrictEqual(yield* rebuilt(state), ["b 2"])
    }).pipe(Effect.scoped)
  )

  it.effect(
    "loads each file again with the limits and the name with which it was loaded, and with nobody's but those",
    () =>
      Effect.gen(function* () {
        const at = yield* folder
        writeFileSync(at("big.lua"), "big = ... for i = 1, 50000 do end")
        writeFileSync(at("small.lua"), "small = ...")
        const state = yield* LuaState.make({ onLimit: "rebuild", limits: { instructions: 20_000 } })
        yield* state.within({ limits: {}, chunk: "setup" }).load(at("big.lua"), "big")
        yield* state.load(at("small.lua"), "small")
        yield* overLimit(state)
        assert.deepStrictEqual(yield* state.run("return big, small"), ["big", "small"])
        // Only what was loaded so: the state's jobs have its limits.
        assert.strictEqual((yield* Effect.flip(state.run("for i = 1, 50000 do end")))._tag, "LuaLimitError")
        assert.deepStrictEqual(yield* state.run("return big, small"), ["big", "small"])
        assert.strictEqual((yield* state.stats).rebuilt, 2)
        // A file that was loaded once more has those with which it was loaded last.
        writeFileSync(at("big.lua"), "big = ...")
        yield* state.within({ chunk: "later" }).load(at("big.lua"), "bigger")
        writeFileSync(at("big.lua"), "for i = 1, 50000 do end")
        yield* overLimit(state)
        const error = yield* Effect.flip(state.run("return big"))
        assert.deepInclude(error, { _tag: "LuaLimitError", limit: "instructions", budget: 20_000, chunk: "later" })
      }).pipe(Effect.scoped)
  )

  it.effect("loads a file that is found under several names once, where links have been moved since", () =>
    Effect.gen(function* () {
      const at = yield* folder
      for (const name of ["v1", "v2"])
        writeFileSync(at(`${name}.lua`), `order = (order or "") .. "${name} " .. ... .. ", "`)
      const link = (to: string) => {
        rmSync(at("cur.lua"), { force: true })
        symlinkSync(at(to), at("cur.lua"))
      }
      const rebuilt = (state: LuaState.LuaState) => Effect.andThen(overLimit(state), state.run("return order"))
      const make = LuaState.make({ onLimit: "rebuild" })

      // Two files were loaded, and one is found.
      const one = yield* make
      link("v1.lua")
      yield* one.load(at("cur.lua"), "as current")
      link("v2.lua")
      yield* one.load(at("v2.lua"), "by name")
      assert.deepStrictEqual(yield* rebuilt(one), ["v2 by name, "])
      link("v1.lua")
      assert.deepStrictEqual(yield* rebuilt(one), ["v1 as current, v2 by name, "])

      // One file was loaded under two names, and two are found.
      const two = yield* make
      yield* two.load(at("v1.lua"), "by name")
      yield* two.load(at("cur.lua"), "as current")
      assert.deepStrictEqual(yield* rebuilt(two), ["v1 as current, "])
      link("v2.lua")
      assert.deepStrictEqual(yield* rebuilt(two), ["v1 by name, v2 as current, "])

      // The link is gone, but not the file, which was loaded later by its name.
      const three = yield* make
      yield* three.load(at("cur.lua"), "as current")
      yield* three.load(at("v2.lua"), "by name")
      rmSync(at("cur.lua"))
      assert.deepStrictEqual(yield* rebuilt(three), ["v2 by name, "])

      // Nor where the link was loaded later.
      const four = yield* make
      link("v1.lua")
      yield* four.load(at("v1.lua"), "by name")
      yield* four.load(at("cur.lua"), "as current")
      rmSync(at("cur.lua"))
      assert.deepStrictEqual(yield* rebuilt(four), ["v1 as current, "])
    }).pipe(Effect.scoped)
  )

  it.effect("takes no argument of a file that is of the state, wherever it stands in it: it would be gone", () =>
    Effect.gen(function* () {
      const at = yield* folder
      writeFileSync(at("given.lua"), "given = ... return true")
      const state = yield* LuaState.make({ onLimit: "rebuild" })
      const own = "return function() return 7 end, coroutine.create(print), setmetatable({}, {}), io"
      const [f, thread] = yield* state.run(own)
      const [foreign] = yield* (yield* LuaState.make()).run("return function() end")
      const deep = { list: [1, { at: f }] }
      for (const [path, ...args] of [
        ["", f],
        ["", 1, "plain", f],
        ["", thread],
        ["list[2].at", deep],
        ["a", new Map([["a", f]])],
        ["?", new Map([[f, 1]])]
      ] as ReadonlyArray<[string, ...Array<LuaValue>]>) {
        const error = yield* Effect.flip(state.load(at("given.lua"), ...args))
        assert.strictEqual(error._tag, "LuaCodecError")
        assert.match(
          error.message,
          /^onLimit: "rebuild" .* pass it to `call` or `run`: cannot give Lua a (function|thread) of this state/
        )
        if (path !== "?") assert.deepInclude(error, { path })
      }
      const error = yield* Effect.flip(state.load(at("given.lua"), foreign))
      assert.strictEqual(error.message, "cannot give Lua a function of another state")
      assert.deepStrictEqual(yield* state.run("return given"), [undefined])

      // What was refused is not tried again, and the remedy works.
      yield* state.load(at("given.lua"), { plain: "text" })
      yield* state.run("given.f = ...", f)
      assert.deepStrictEqual(yield* state.run("return given.f()"), [7])
      yield* overLimit(state)
      assert.deepStrictEqual(yield* state.run("return given"), [{ plain: "text" }])

      // A state that stays has what it was given, and an init function gives it anew.
      const stays = yield* LuaState.make()
      assert.deepStrictEqual(yield* stays.load(at("given.lua"), ...(yield* stays.run(own))), [true])
      const given = (state: LuaState.LuaState) =>
        Effect.flatMap(state.run(own), ([f]) => state.load(at("given.lua"), { f }))
      const inits = yield* LuaState.make({ onLimit: "rebuild", init: given })
      yield* overLimit(inits)
      assert.deepStrictEqual(yield* inits.run("return given.f()"), [7])
    }).pipe(Effect.scoped)
  )

  it.effect("reads the arguments of a file again: host functions, and what has become of a value meanwhile", () =>
    Effect.gen(function* () {
      const at = yield* folder
      writeFileSync(at("given.lua"), "local given = ... bays, lives = given.bays, given.next()")
      const state = yield* LuaState.make({ onLimit: "rebuild" })
      let lives = 0
      const given = { bays: 1, next: () => ++lives }
      yield* state.load(at("given.lua"), given)
      given.bays = 2
      yield* overLimit(state)
      assert.deepStrictEqual(yield* state.run("return bays, lives"), [2, 2])
    }).pipe(Effect.scoped)
  )
})
