/*
 * A limit of memory over many jobs, each of which is too short for a look at what it uses, and leaves a little.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { LuaLimitError } from "@stevedore/lua/LuaError"
import * as LuaModule from "@stevedore/lua/LuaModule"
import * as LuaState from "@stevedore/lua/LuaState"
import { holderIn } from "../src/internal/state/access.ts"

const MIB = 2 ** 20
const memoryBytes = 4 * MIB
/** What a state is over its limit at most, as documented: a quarter and 1 MiB; and what those jobs make that are ended. */
const most = memoryBytes * 1.25 + 1.25 * MIB

/** Each leaves some 10 KB. */
const leak = "t = t or {} for i = 1, 15 do t[#t + 1] = { i } end"

const yard = LuaModule.make("yard", { rest: () => Effect.yieldNow })

/** Runs it so many times, and gives the errors. */
const times = (state: LuaState.LuaState, source: string, count: number) =>
  Effect.gen(function* () {
    const errors: Array<unknown> = []
    for (let n = 0; n < count; n++) {
      const exit = yield* Effect.exit(state.run(source))
      if (Exit.isFailure(exit)) errors.push(exit.cause.reasons[0]?._tag === "Fail" ? exit.cause.reasons[0].error : exit)
    }
    return errors as Array<LuaLimitError>
  })

describe("memory of many short jobs", () => {
  for (const [name, source] of Object.entries({
    "end as they should": leak,
    fail: `${leak} error("over")`,
    wait: `${leak} require("yard").rest()`,
    "leave functions": "t = t or {} for i = 1, 30 do t[#t + 1] = function() return i end end"
  })) {
    it.effect(`B12 one that finds it over its limit is ended: jobs that ${name}`, () =>
      Effect.gen(function* () {
        const state = yield* LuaState.make({ modules: [yard], limits: { memoryBytes } })
        const errors = yield* times(state, source, 2000)
        const first = errors.find(({ _tag }) => _tag === "LuaLimitError")
        assert.strictEqual(first?.limit, "memory")
        assert.include(first?.message, "the job had 4194304 bytes: ")
        // However many come after, and whatever becomes of their errors.
        yield* times(state, source, 2000)
        assert.isBelow((yield* state.stats).memoryBytes, most)
      })
    )
  }

  it.effect("B12 says where, and serves the job that gives up what is held", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ limits: { memoryBytes } })
      let first: LuaLimitError | undefined
      for (let n = 0; n < 2000 && first === undefined; n++) [first] = yield* times(state, leak, 1)
      assert.strictEqual(first?.message, "the job had 4194304 bytes: at its end")
      assert.deepStrictEqual(yield* state.run("t = nil return 'next'"), ["next"])
      assert.deepStrictEqual(yield* times(state, leak, 100), [])
    })
  )

  it.effect("B12 begins no job where far more is left, until less is", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ limits: { memoryBytes } })
      yield* times(state, leak, 4000)
      const { failed, jobs } = yield* state.stats
      const error = yield* Effect.flip(state.run("ran = true"))
      assert.strictEqual(error.message, "the job had 4194304 bytes: before it began")
      assert.deepStrictEqual((yield* state.stats).failed, failed + 1)
      assert.deepStrictEqual((yield* state.stats).jobs, jobs + 1)
      // With limits of its own that it is within, one that gives up what is held is served.
      assert.deepStrictEqual(yield* state.within({ limits: {} }).run("t = nil return ran"), [undefined])
      assert.deepStrictEqual(yield* state.run("return 'next'"), ["next"])
    })
  )

  it.effect("B12 is followed by a new state where that is said", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ limits: { memoryBytes }, onLimit: "rebuild" })
      const errors = yield* times(state, leak, 3000)
      const { memoryBytes: held, rebuilt } = yield* state.stats
      assert.isAbove(errors.length, 1)
      // Each job that was ended, and no other, is followed by one.
      assert.isAtLeast(rebuilt, errors.length - 1)
      assert.isBelow(errors.length, 30)
      assert.isBelow(held, most)
    })
  )

  it.effect("B12 garbage of theirs is no reason to end one", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ limits: { memoryBytes } })
      assert.deepStrictEqual(yield* times(state, `local t ${leak.replace("t = t or {}", "t = {}")}`, 5000), [])
    })
  )

  it.effect("B12 what other states make is no reason to count one", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ limits: { memoryBytes } })
      const other = yield* LuaState.make()
      for (let n = 0; n < 20; n++) {
        yield* other.run(`for i = 1, ${MIB / 440} do local t = {} end`)
        yield* state.run("return 1")
      }
      assert.strictEqual(holderIn(state).current.held, 0)
    })
  )

  it.effect("B12 what was refused before it was made is held by nobody", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ modules: [yard], limits: { memoryBytes } })
      yield* state.run("child = alua.newstate() s = ('x'):rep(2 ^ 20) l = {} for i = 1, 4 do l[i] = s end")
      for (const source of ["yard.rest(l)", "child:run('', l)", "print(s, s, s)"]) {
        for (const error of yield* times(state, `${source} return 'done'`, 10)) {
          assert.strictEqual(error.limit, "memory", `${source}: ${String(error)}`)
        }
        assert.strictEqual(holderIn(state).current.pending.size, 0, source)
      }
    })
  )
})
