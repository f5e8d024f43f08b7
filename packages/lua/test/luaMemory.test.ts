/*
 * What a state may hold: programs that take all they can get, each ended before it has taken twice what it was allowed.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import type { LuaLimitError } from "@stevedore/lua/LuaError"
import * as LuaState from "@stevedore/lua/LuaState"
import { fengari } from "../src/internal/fengari/load.ts"
import { greedy, small, wide } from "./greedy.ts"

setFlagsFromString("--expose-gc")
const collect = runInNewContext("gc") as () => void

const allowed = 64 * 2 ** 20

/** What the process holds besides code: V8's heap, and buffers outside it. */
const held = (): number => {
  const usage = process.memoryUsage()
  return usage.heapUsed + usage.external
}

/**
 * For as long as the scope is open, garbage is collected each time that a quarter of what is allowed has been allocated, by the meter's
 * count. When V8 does so depends on what else the machine does; how much garbage there is when a program ends, does not any more: that
 * of the last quarter, and all that the meter has missed, which is what the test is for.
 */
const collecting = Effect.acquireRelease(
  Effect.sync(() => {
    const { meter } = fengari
    let { bytes } = meter
    let last = bytes
    Object.defineProperty(meter, "bytes", {
      configurable: true,
      enumerable: true,
      get: () => bytes,
      set: (value: number) => {
        bytes = value
        if (bytes - last < allowed / 4) return
        last = bytes
        collect()
      }
    })
  }),
  () =>
    Effect.sync(() => {
      const { bytes } = fengari.meter
      Object.defineProperty(fengari.meter, "bytes", {
        configurable: true,
        enumerable: true,
        writable: true,
        value: bytes
      })
    })
)

describe("memory", () => {
  for (const [name, program] of Object.entries({ ...greedy, ...wide })) {
    it.effect(`B12 the guard ends ${name}`, () =>
      Effect.gen(function* () {
        const state = yield* LuaState.make({ limits: { memoryBytes: allowed, slice: 0 } })
        const sibling = yield* LuaState.make({ limits: { memoryBytes: allowed } })
        yield* sibling.run("kept = string.rep('k', 1000)")
        // What the wide ones leave is looked at as V8 collects it.
        if (!Object.hasOwn(wide, name)) yield* collecting
        collect()
        // Buffers of a test before that one collection has found are freed beside it, at the latest by the next one.
        collect()
        const before = held()
        const error = yield* Effect.flip(state.run(program))
        const grown = held() - before
        if (name === "sources that are kept" && error.message.endsWith("kept")) return
        assert.strictEqual(error._tag, "LuaLimitError", String(error))
        assert.strictEqual((error as LuaLimitError).limit, name === "a deep stack" ? "depth" : "memory", String(error))
        assert.isBelow(grown / 2 ** 20, 128)
        assert.deepStrictEqual(yield* state.run("return 'next'"), ["next"])
        assert.deepStrictEqual(yield* sibling.run("return #kept, 'unharmed'"), [1000, "unharmed"])
      })
    )
  }

  for (const [name, program] of Object.entries(small)) {
    it.effect(`B12 what is counted for small values is what they take: ${name}`, () =>
      Effect.gen(function* () {
        const state = yield* LuaState.make({ limits: { memoryBytes: allowed / 8, slice: 0 } })
        yield* state.run("for i = 1, 1000 do msgpack.unpack(msgpack.pack({ i, tostring(i) })) end")
        collect()
        // Buffers of a test before that one collection has found are freed beside it, at the latest by the next one.
        collect()
        const before = held()
        const error = yield* Effect.flip(state.run(program))
        assert.strictEqual((error as LuaLimitError).limit, "memory", String(error))
        collect()
        const share = (held() - before) / (allowed / 8)
        assert.isAbove(share, 0.6)
        assert.isBelow(share, 1.15)
      })
    )
  }

  it.effect("B12 utf8.char of many arguments makes its result, and nothing of each", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      yield* state.run(
        "codes = {} for i = 1, 100000 do codes[i] = 0x10FFFF end bytes = {} for i = 1, 100000 do bytes[i] = 65 end"
      )
      const made = (source: string) =>
        Effect.map(state.run(source), (results) => ({ results, bytes: fengari.meter.bytes - before }))
      let before = fengari.meter.bytes
      const few = yield* made("return #string.char(table.unpack(bytes))")
      before = fengari.meter.bytes
      const many = yield* made("return #utf8.char(table.unpack(codes))")
      assert.deepStrictEqual([few.results, many.results], [[100_000], [400_000]])
      // The stack is the same, and the string four times as long.
      assert.isBelow(many.bytes - few.bytes, 400_000)
    })
  )

  it.effect("B12 a search that is kept is counted when it is made as when it is walked over", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      yield* state.run("t, s = {}, string.rep('x', 1000)")
      const [held, counted] = [(yield* state.stats).memoryBytes, fengari.meter.bytes]
      yield* state.run("for i = 1, 10000 do t[i] = s:gmatch('x') end")
      const share = (fengari.meter.bytes - counted) / ((yield* state.stats).memoryBytes - held)
      assert.isAbove(share, 0.95)
      assert.isBelow(share, 1.05)
    })
  )

  it.effect("B12 garbage is no reason to end a job, and what a job holds is", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make({ limits: { memoryBytes: 4 * 2 ** 20 } })
      yield* state.run("for i = 1, 1000 do local s = string.rep('x', 100000) end")
      yield* state.run("for i = 1, 100000 do local t = { i } end")
      yield* state.run("kept = {} for i = 1, 30 do kept[i] = string.rep('x', 100000) end")
      const error = yield* Effect.flip(state.run("for i = 31, 60 do kept[i] = string.rep('x', 100000) end"))
      assert.strictEqual(error.message, "the job had 4194304 bytes: run:1")
      yield* state.run("kept = nil")
      yield* state.run("kept = {} for i = 1, 30 do kept[i] = string.rep('x', 100000) end")
    })
  )

  it.effect("a state takes less than 150 KB, and 1,000 more that come and go leave nothing", () =>
    Effect.gen(function* () {
      const one = Effect.scoped(Effect.flatMap(LuaState.make(), (state) => state.run("x = 1 return 1")))
      yield* Effect.repeat(one, { times: 1000 })
      collect()
      const before = process.memoryUsage().heapUsed
      yield* Effect.repeat(one, { times: 1000 })
      collect()
      const left = process.memoryUsage().heapUsed - before
      const states = yield* Effect.forEach(Array.from({ length: 50 }), () => LuaState.make())
      collect()
      const each = (process.memoryUsage().heapUsed - before - Math.max(0, left)) / states.length
      // A hundredth of what they would be if they stayed.
      assert.isBelow(left / 1024, 1000)
      assert.isBelow(each / 1024, 150)
    })
  )
})
