/*
 * Whatever Lua has comes back as it was, and whatever bytes come are a value or a typed error: 100,000 random ones of each, from a
 * seed; and msgpackr reads and writes the same.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { fengari } from "../../src/internal/fengari/load.ts"
import * as LuaMsgpack from "@stevedore/lua/LuaMsgpack"
import { LuaCodecError } from "@stevedore/lua/LuaError"
import { below, type Random, random } from "./random.ts"
import { hex, newState, packed, unpacked } from "./state.ts"
import { isSame, luaValue } from "./values.ts"

const ROUNDS = 100_000

/** One to four small damages: a byte changed, taken out or put in, the end cut off, a part repeated. */
const damaged = (next: Random, bytes: Uint8Array): Uint8Array => {
  let out = Array.from(bytes)
  for (let left = below(next, 4) + 1; left > 0; left--) {
    const at = below(next, out.length + 1)
    switch (below(next, 5)) {
      case 0:
        out[Math.min(at, out.length - 1)] = next() & 0xff
        break
      case 1:
        out.splice(at, 1)
        break
      case 2:
        out.splice(at, 0, next() & 0xff, 0xdd - below(next, 30))
        break
      case 3:
        out = out.slice(0, at)
        break
      default:
        out.splice(at, 0, ...out.slice(at, at + below(next, 20)))
    }
    if (out.length === 0) out = [0xc1]
  }
  return Uint8Array.from(out, (byte) => byte ?? 0)
}

/** A state holds nothing of what went through the codec, so one serves all. */
const L = newState()

describe("B06 the codec", () => {
  it("100,000 random values come back as they were", () => {
    const next = random(7)
    for (let round = 0; round < ROUNDS; round++) {
      const value = luaValue(L, next, 4)
      const bytes = packed(value)
      const back = unpacked(L, bytes)
      if (!isSame(L, value, back)) assert.fail(`round ${round}: ${hex(bytes)}`)
      if (!isSame(L, back, value)) assert.fail(`round ${round}, the other way round: ${hex(bytes)}`)
    }
  })

  it("100,000 damaged messages are a value or a typed error, and a value can be packed again", () => {
    const next = random(11)
    let [values, errors] = [0, 0]
    for (let round = 0; round < ROUNDS; round++) {
      const bytes = damaged(next, packed(luaValue(L, next, 3)))
      try {
        const once = packed(unpacked(L, bytes))
        values++
        assert.strictEqual(hex(packed(unpacked(L, once))), hex(once))
      } catch (cause) {
        if (!(cause instanceof LuaCodecError)) assert.fail(`round ${round}: ${hex(bytes)}: ${String(cause)}`)
        errors++
      }
    }
    assert.strictEqual(fengari.lua.lua_gettop(L), 0)
    assert.isAbove(values, ROUNDS / 20)
    assert.isAbove(errors, ROUNDS / 4)
  })

  it("msgpackr reads what we write, and we read what it writes of that", () => {
    const next = random(13)
    for (let round = 0; round < 10_000; round++) {
      const value = luaValue(L, next, 3)
      const seen = Effect.runSync(LuaMsgpack.decode(packed(value)))
      const back = unpacked(L, Effect.runSync(LuaMsgpack.encode(seen)))
      if (!isSame(L, value, back, true)) assert.fail(`round ${round}: ${hex(packed(value))}`)
    }
  })

  interface Plain {
    readonly [key: string]: Json
  }
  type Json = null | boolean | number | string | Uint8Array | ReadonlyArray<Json> | Plain
  const Json: Schema.Codec<Json> = Schema.Union([
    Schema.Null,
    Schema.Boolean,
    Schema.Number,
    Schema.String.check(Schema.makeFilter((text: string) => text.isWellFormed())),
    Schema.Array(Schema.suspend((): Schema.Codec<Json> => Json)),
    Schema.Record(
      Schema.String.check(Schema.makeFilter((text: string) => text.isWellFormed())),
      Schema.suspend((): Schema.Codec<Json> => Json)
    )
  ])

  it.effect.prop(
    "what JS has comes back through Lua as it was",
    [Json],
    ([value]) =>
      Effect.gen(function* () {
        const lua = unpacked(L, yield* LuaMsgpack.encode(value))
        const back = yield* LuaMsgpack.decode(packed(lua))
        assert.deepStrictEqual(normal(back), normal(value))
      }),
    { arbitrary: { runs: 2_000 } }
  )

  /** What Lua does not tell apart: an object without keys from an array without elements. */
  const normal = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(normal)
    if (typeof value !== "object" || value === null) return value
    const entries = Object.entries(value)
    return entries.length === 0 ? [] : new Map(entries.map(([key, item]) => [key, normal(item)]))
  }
})
