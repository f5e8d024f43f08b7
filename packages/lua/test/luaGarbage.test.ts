/*
 * What scripts throw away: nothing of it counts as held, and still the process must not grow by it beyond twice what a state may hold.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as LuaModule from "@stevedore/lua/LuaModule"
import * as LuaState from "@stevedore/lua/LuaState"

const allowed = 64 * 2 ** 20

const loops: Readonly<Record<string, string>> = {
  "strings of 30 MB": "for i = 1, 20 do local s = ('n'):rep(30000000) host.look() end",
  "strings of 60 MB": "for i = 1, 20 do local s = ('n'):rep(60000000) host.look() end",
  "concatenations of 40 MB": "local s = ('n'):rep(20000000) for i = 1, 15 do local a = s .. s host.look() end",
  "names of chunks": "for i = 1, 300 do load('return ' .. i, '=' .. ('n'):rep(1000000) .. i) host.look() end"
}

describe("garbage", () => {
  for (const [name, program] of Object.entries(loops)) {
    it.effect(`B12 the process grows little by what is thrown away: ${name}`, () =>
      Effect.gen(function* () {
        const before = process.memoryUsage().arrayBuffers
        let most = before
        const look = () => {
          most = Math.max(most, process.memoryUsage().arrayBuffers)
        }
        const state = yield* LuaState.make({
          limits: { memoryBytes: allowed },
          modules: [LuaModule.make("host", { look })]
        })
        yield* state.run(program)
        assert.isBelow((most - before) / 2 ** 20, 128)
      })
    )
  }

  it.effect("B12 names of chunks count wherever they are kept", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ limits: { memoryBytes: allowed } })
      const before = (yield* state.stats).memoryBytes
      yield* state.run("kept = {} for i = 1, 100 do kept[i] = load('return ' .. i, '=' .. ('n'):rep(50000) .. i) end")
      // With its bytes in the function, and as text among the last sources.
      assert.isAbove((yield* state.stats).memoryBytes - before, 100 * 100_000)
    })
  )
})
