/*
 * MessagePack of Lua for JavaScript: what goes, what comes, what is refused.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as LuaMsgpack from "@stevedore/lua/LuaMsgpack"
import * as LuaState from "@stevedore/lua/LuaState"

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex"))

describe("B06 LuaMsgpack", () => {
  it.effect("what JavaScript packs is a Lua value of its kind, and comes back as it was", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      const value = {
        id: 2n ** 63n - 1n,
        wide: 2 ** 40,
        text: "äöü",
        bytes: Uint8Array.of(0xff, 0),
        list: [1, null, [2.5]],
        when: new Date(1_794_000_000_123),
        map: new Map<unknown, unknown>([
          [1, "one"],
          ["two", 2]
        ]),
        gone: undefined,
        ["__proto__"]: 1
      }
      const packed = yield* LuaMsgpack.encode(value)
      const seen = yield* state.run(
        `local v = msgpack.unpack(...)
         return tostring(v.id), v.wide, v.text, #v.bytes, #v.list, v.list[2] == msgpack.null, v.when.seconds,
           v.map[1], v.map.two, v.gone == msgpack.null`,
        packed
      )
      assert.deepStrictEqual(seen, ["9223372036854775807", 2 ** 40, "äöü", 2, 3, true, 1_794_000_000, "one", 2, true])
      const [again] = yield* state.run("return msgpack.pack(msgpack.unpack(...))", packed)
      assert.deepStrictEqual(yield* LuaMsgpack.decode(again as Uint8Array), { ...value, gone: null })
    })
  )

  it.effect("what Lua cannot have is refused with its path, elements counted from 1", () =>
    Effect.gen(function* () {
      const circle: Record<string, unknown> = {}
      circle["self"] = circle
      class Box {}
      for (const [value, message] of [
        [{ a: [1, () => 1] }, "cannot serialize a function at a[2]"],
        [{ "two words": Symbol("x") }, 'cannot serialize a symbol at ["two words"]'],
        [[2n ** 64n], "18446744073709551616 has more than 64 bits at [1]"],
        [{ box: new Box() }, "cannot serialize an instance of Box at box"],
        [["\ud800"], "cannot serialize half a surrogate pair at [1]"],
        [new Map([[Number.NaN, 1]]), "NaN cannot be a key"]
      ] as const) {
        assert.strictEqual((yield* Effect.flip(LuaMsgpack.encode(value))).message, message)
      }
      assert.match((yield* Effect.flip(LuaMsgpack.encode(circle))).message, /more than 128 levels, or a cycle at self/)
    })
  )

  it.effect("bytes that are no MessagePack, not one value, or hold an extension are refused", () =>
    Effect.gen(function* () {
      for (const [hex, message] of [
        ["", /1 missing bytes/],
        ["92 01", /not MessagePack/],
        ["01 02", /not MessagePack/],
        ["91 c1", /byte 0xc1 begins no value/],
        ["dd ffffffff", /not MessagePack/],
        // Types that msgpackr would make an error, a set, a pattern or a bigint of.
        ["81 a178 d4 65 00", /an extension of type 101 has no counterpart/],
        ["92 a3616263 c7 02 73 91c0", /an extension of type 115/],
        ["93 cb3ff8000000000000 c403ffffff d4 78 00", /an extension of type 120/],
        ["94 d9 01 61 cf0000000000000001 d1 0001 d5 42 0000", /an extension of type 66/]
      ] as const) {
        const error = yield* Effect.flip(LuaMsgpack.decode(bytesOf(hex)))
        assert.strictEqual(error._tag, "LuaCodecError")
        assert.match(error.message, message, hex)
      }
      assert.deepStrictEqual(yield* LuaMsgpack.decode(bytesOf("91 d6 ff 00000001")), [new Date(1000)])
    })
  )
})
