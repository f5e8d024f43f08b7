/*
 * What it takes to bring values in and out of a state is paid by the job for which it is done: its budget sees it, and so do kills and
 * turns.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as LuaModule from "@stevedore/lua/LuaModule"
import * as LuaState from "@stevedore/lua/LuaState"

const PARTS = 1000
const numbers = Array.from({ length: PARTS }, (_, index) => index)

/** In each round of a loop about a thousand parts, or as many pieces of bytes, are converted, in few instructions. */
const rounds: Readonly<Record<string, string>> = {
  "arguments of a host function": "host.take(t)",
  "results of a host function": "host.give()",
  "bytes for a host function": "host.take(s)",
  "arguments of another state": "child:run('', t)",
  "results of another state": "child:run('return t')",
  "msgpack.pack": "msgpack.pack(t)",
  "msgpack.unpack": "msgpack.unpack(packed)",
  "msgpack.pack of bytes": "msgpack.pack(s)",
  "equality of extensions": "local _ = a == b"
}

describe("conversions", () => {
  for (const [name, round] of Object.entries(rounds)) {
    it.effect(`B11 take steps: ${name}`, () =>
      Effect.gen(function* () {
        let count = 0
        const host = LuaModule.make("host", {
          round: () => void count++,
          take: () => undefined,
          give: () => numbers
        })
        const state = yield* LuaState.make({ modules: [host] })
        yield* state.run(`
          t = {} for i = 1, ${PARTS} do t[i] = i end
          s = ("x"):rep(${PARTS * 64})
          a, b = msgpack.ext(1, s), msgpack.ext(1, s .. "")
          packed = msgpack.pack(t)
          child = alua.newstate()
          child:run("t = ...", t)`)
        const limited = state.within({ limits: { instructions: 100 * PARTS } })
        const error = yield* Effect.flip(limited.run(`while true do host.round() ${round} end`))
        assert.strictEqual(error._tag === "LuaLimitError" && error.limit, "instructions")
        assert.isAtMost(count, 110)
        assert.deepStrictEqual(yield* state.run("return #t"), [PARTS])
      })
    )
  }

  it.effect("B11 of a job's own arguments and results are that job's", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      const many = Array.from({ length: 30_000 }, (_, index) => index)
      yield* state.run("t = ...", many)
      const limited = state.within({ limits: { instructions: 20_000 } })
      for (const run of [limited.run("", many), limited.run("return t")]) {
        const error = yield* Effect.flip(run)
        assert.strictEqual(error._tag === "LuaLimitError" && error.limit, "instructions")
      }
      assert.deepStrictEqual(yield* limited.run("return #t"), [30_000])
      assert.strictEqual(((yield* state.run("return t"))[0] as ReadonlyArray<number>).length, 30_000)
    })
  )

  it.live("B11 end a turn that they use up: others run, and what is interrupted ends", () =>
    Effect.gen(function* () {
      let count = 0
      const host = LuaModule.make("host", { take: () => void count++ })
      const state = yield* LuaState.make({ modules: [host], limits: { slice: 1 } })
      yield* state.run("t = {} for i = 1, 20000 do t[i] = i end")
      const looping = yield* Effect.forkChild(state.run("while not stop do host.take(t) end"), {
        startImmediately: true
      })
      yield* state.run("stop = true")
      yield* Fiber.join(looping)
      // Without a turn in between, the next look is after a thousand instructions: more than a hundred rounds.
      assert.isAtMost(count, 60)
    })
  )
})
