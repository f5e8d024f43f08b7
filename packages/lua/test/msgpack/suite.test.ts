/*
 * The public suite (npm: msgpack-test-suite, for implementations of MessagePack in any language): 85 values, and the 233 encodings
 * that a reader has to take. Each is read by Lua and by JS; what is written is the shortest of those that the suite lists for the
 * value. Where ours is another on purpose, both are stated.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { LuaCodecError } from "@stevedore/lua/LuaError"
import * as LuaMsgpack from "@stevedore/lua/LuaMsgpack"
import { bytesOf, hex, newState, packed, run, slotOf, unpacked } from "./state.ts"

/** A value under the name of its kind, and its encodings, in hexadecimal with dashes. */
interface Case {
  readonly msgpack: ReadonlyArray<string>
  readonly nil?: null
  readonly bool?: boolean
  readonly binary?: string
  readonly number?: number
  readonly bignum?: string
  readonly string?: string
  readonly array?: ReadonlyArray<unknown>
  readonly map?: Readonly<Record<string, unknown>>
  readonly timestamp?: readonly [seconds: number, nanoseconds: number]
  readonly ext?: readonly [type: number, data: string]
}

const file = createRequire(import.meta.url).resolve("msgpack-test-suite")
const groups = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, ReadonlyArray<Case>>>

/** Its bytes are in hexadecimal with dashes. */
const plain = (text: string): string => text.replaceAll("-", "")
const escaped = (bytes: Uint8Array): string => `"${hex(bytes).replace(/../g, "\\x$&")}"`

/** A value of JSON as an expression of Lua; `empty` is what an empty map is. */
const literal = (value: unknown, empty: string): string => {
  if (typeof value === "string") return escaped(Buffer.from(value))
  if (Array.isArray(value)) return `{ ${value.map((item) => literal(item, empty)).join(", ")} }`
  if (typeof value !== "object" || value === null) return String(value)
  const entries = Object.entries(value).map(([key, item]) => `[${literal(key, empty)}] = ${literal(item, empty)}`)
  return entries.length === 0 ? empty : `{ ${entries.join(", ")} }`
}

/** A table without entries is an array unless it says what it is; one that was read says nothing. */
const written = `setmetatable({}, { __serialize = "map" })`

/** The value as an expression of Lua, and as what JS has for it. */
const valueOf = (one: Case, empty: string): readonly [lua: string, js: unknown] => {
  if (one.nil !== undefined) return ["nil", null]
  if (one.binary !== undefined) {
    const bytes = bytesOf(plain(one.binary))
    return [escaped(bytes), bytes]
  }
  if (one.bignum !== undefined) {
    const big = BigInt(one.bignum)
    return [
      `msgpack.int64("${one.bignum}")`,
      BigInt(Number(big)) === big && big < 2n ** 53n && big > -(2n ** 53n) ? Number(big) : big
    ]
  }
  if (one.timestamp !== undefined) {
    const [seconds, nanoseconds] = one.timestamp
    return [`msgpack.timestamp(${seconds}, ${nanoseconds})`, new Date(seconds * 1000 + nanoseconds / 1e6)]
  }
  if (one.ext !== undefined) return [`msgpack.ext(${one.ext[0]}, ${escaped(bytesOf(plain(one.ext[1])))})`, undefined]
  const js = one.bool ?? one.number ?? one.string ?? one.array ?? one.map
  return [literal(js, empty), js]
}

const shortest = (encodings: ReadonlyArray<string>): string =>
  plain(encodings.reduce((best, next) => (next.length < best.length ? next : best)))

/** What Lua writes otherwise, by what the suite has. */
const ownForms: Readonly<Record<string, string>> = {
  // A Lua string does not say whether it is text: it is, where it is UTF-8.
  c400: "a0",
  c40101: "a101",
  // Floats have 64 bits: none is rounded, and none is looked at twice.
  ca3f000000: "cb3fe0000000000000",
  cabf000000: "cbbfe0000000000000",
  // A number without a fraction is an integer, also where a float would be shorter.
  ca4f800000: "cf0000000100000000",
  ca57800000: "cf0001000000000000",
  cad7800000: "d3ffff000000000000",
  // As long.
  d37fffffffffffffff: "cf7fffffffffffffff"
}

const L = newState()

const hexOf = (lua: string): string => hex(packed(slotOf(L, lua)))

describe("B06 the public suite of MessagePack", () => {
  it("is the one that was counted", () => {
    const cases = Object.values(groups).flat()
    assert.lengthOf(cases, 85)
    assert.lengthOf(
      cases.flatMap(({ msgpack }) => msgpack),
      233
    )
  })

  for (const [group, cases] of Object.entries(groups)) {
    for (const one of cases) {
      const name = `${group} ${JSON.stringify(Object.values(one)[0])}`
      const [lua, js] = valueOf(one, "{}")

      it(`${name}: Lua reads each encoding`, () => {
        for (const encoding of one.msgpack) {
          // A float of 32 bits or less stays one, as in `1.0`.
          const expected = hexOf(/^c[ab]-/.test(encoding) ? `${lua} * 1.0` : lua)
          assert.strictEqual(hex(packed(unpacked(L, bytesOf(plain(encoding))))), expected, encoding)
          const wire = escaped(bytesOf(plain(encoding)))
          const [again] = run(
            L,
            `return (msgpack.pack(msgpack.unpack(${wire})):gsub(".", function(c) return ("%02x"):format(c:byte()) end))`
          )
          assert.strictEqual(again, expected, encoding)
        }
      })

      it(`${name}: Lua writes the shortest`, () => {
        const best = shortest(one.msgpack)
        assert.strictEqual(hexOf(valueOf(one, written)[0]), ownForms[best] ?? best)
      })

      it(`${name}: JS reads each encoding`, () => {
        for (const encoding of one.msgpack) {
          const read = LuaMsgpack.decode(bytesOf(plain(encoding)))
          if (one.ext !== undefined) assert.instanceOf(Effect.runSync(Effect.flip(read)), LuaCodecError)
          else if (js instanceof Date) {
            // What is less than a millisecond is rounded, up or down.
            const date = Effect.runSync(read) as Date
            assert.isBelow(Math.abs(date.getTime() - js.getTime()), 2, encoding)
          } else assert.deepStrictEqual(Effect.runSync(read), js, encoding)
        }
      })

      // A Date has no nanoseconds, and JS has no value for an extension.
      if (js === undefined || (one.timestamp?.[1] ?? 0) !== 0) continue
      it(`${name}: what JS writes is one of the encodings`, () => {
        const bytes = hex(Effect.runSync(LuaMsgpack.encode(js)))
        // The same point in time, in the form for all of them.
        if (js instanceof Date && js.getTime() === 2 ** 32 * 1000)
          assert.strictEqual(bytes, "c70cff000000000000000100000000")
        else assert.include(one.msgpack.map(plain), bytes)
      })
    }
  }
})
