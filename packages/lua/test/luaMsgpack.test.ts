/*
 * MessagePack of Lua for JavaScript: what goes, what comes, what is refused.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as LuaMsgpack from "@stevedore/lua/LuaMsgpack"
import * as LuaState from "@stevedore/lua/LuaState"
import { unreadable } from "./unreadable.ts"

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex.replaceAll(" ", ""), "hex"))

describe("B06 LuaMsgpack", () => {
  for (const [name, value] of Object.entries(unreadable)) {
    it.effect(`what fails when it is read is refused by its path, and no defect: ${name}`, () =>
      Effect.gen(function* () {
        const packed = yield* Effect.flip(LuaMsgpack.encode({ a: [value] }))
        assert.match(packed.message, /^cannot serialize what fails when it is read \(.+\) at a\[1\](\.a)?$/)
        const unpacked = yield* Effect.flip(LuaMsgpack.decode(value as Uint8Array))
        assert.strictEqual(unpacked._tag, "LuaCodecError")
        assert.match(unpacked.message, /^cannot unpack /)
      })
    )
  }

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
        [new Map([[Number.NaN, 1]]), "NaN cannot be a key"],
        [{ when: [new Date(Number.NaN)] }, "cannot serialize a date that is none at when[1]"]
      ] as const) {
        assert.strictEqual((yield* Effect.flip(LuaMsgpack.encode(value))).message, message)
      }
      assert.match((yield* Effect.flip(LuaMsgpack.encode(circle))).message, /more than 128 levels, or a cycle at self/)
    })
  )

  it.effect(
    "B08 two keys of a Map that are one to Lua are refused as decode would, bytes and bigints as they are read",
    () =>
      Effect.gen(function* () {
        const of = (...keys: ReadonlyArray<unknown>) => new Map(keys.map((key, index) => [key, index]))
        const a = new Uint8Array([97])
        for (const [value, path] of [
          [of(1, 1n), "[1]"],
          [{ m: of(a, "b", "a") }, "m.a"],
          [[of(2 ** 60, 2n ** 60n)], "[1][1152921504606846976]"],
          [of(a, a.slice()), "a"],
          [of("ä", new TextEncoder().encode("ä")), '["ä"]'],
          [of(of(0n, 0)), "[?][0]"]
        ] as const) {
          const error = yield* Effect.flip(LuaMsgpack.encode(value))
          assert.strictEqual(error._tag, "LuaCodecError")
          assert.strictEqual(error.message, `the same key twice at ${path}`)
        }
        // What is like another, but another key of Lua.
        const others = of(1, 1.5, "1", true, "true", 2n ** 60n, 2 ** 61, new Uint8Array([0xe4]), "ä", [1], [2])
        const packed = yield* LuaMsgpack.encode(others)
        assert.strictEqual(((yield* LuaMsgpack.decode(packed)) as Map<unknown, unknown>).size, others.size)
      })
  )

  it.effect("B08 a bigint is packed like the number that it is, in the fewest bytes", () =>
    Effect.gen(function* () {
      for (const number of [0, 1, -1, 127, 128, -33, 65536, -(2 ** 31), 2 ** 32, 2 ** 53, -(2 ** 53)]) {
        const packed = Buffer.from(yield* LuaMsgpack.encode([BigInt(number)])).toString("hex")
        assert.strictEqual(
          packed,
          (yield* LuaState.make().pipe(
            Effect.flatMap((state) =>
              state.run(
                "return (msgpack.pack({ ... }):gsub('.', function(c) return ('%02x'):format(c:byte()) end))",
                number
              )
            )
          ))[0]
        )
      }
      assert.strictEqual(Buffer.from(yield* LuaMsgpack.encode(new Map([[1n, 2n]]))).toString("hex"), "810102")
    })
  )

  it.effect("what would be more than 64 MiB packed is refused with its path, before it is walked or packed", () =>
    Effect.gen(function* () {
      const lasting = (target: object, key: PropertyKey, value: unknown) =>
        new Proxy(target, { get: (of, each) => (each === key ? value : Reflect.get(of, each)) })
      let doubled: unknown = "x".repeat(1000)
      for (let i = 0; i < 60; i++) doubled = [doubled, doubled]
      const most = 64 * 1024 * 1024
      for (const [value, at] of [
        [new Uint8Array(8e7), ""],
        ["x".repeat(8e7), ""],
        [new Array(7e7), ""],
        [{ boxes: [1, new Array(2 ** 32 - 1)] }, " at boxes[2]"],
        [{ endless: lasting([1], "length", Infinity) }, " at endless"],
        [new Map([["x".repeat(8e7), 1]]), ""],
        [{ ["x".repeat(8e7)]: 1 }, ""],
        // Each part is small enough, all of them are not, nor is one with its header.
        [[new Uint8Array(4e7), new Uint8Array(4e7)], " at [2]"],
        [new Uint8Array(most - 4), ""]
      ] as const) {
        const error = yield* Effect.flip(LuaMsgpack.encode(value))
        assert.strictEqual(error._tag, "LuaCodecError")
        assert.strictEqual(error.message, `cannot serialize more than ${most} bytes${at}`)
      }
      assert.match(
        (yield* Effect.flip(LuaMsgpack.encode(doubled))).message,
        /^cannot serialize more than 67108864 bytes at /
      )
      assert.strictEqual((yield* LuaMsgpack.encode(new Uint8Array(most - 5))).length, most)
      // What was refused takes nothing from the next.
      assert.deepStrictEqual(yield* LuaMsgpack.decode(yield* LuaMsgpack.encode([1, "a"])), [1, "a"])
    })
  )

  it.effect("what is packed is what an object holds, whatever its class or a field of it is called", () =>
    Effect.gen(function* () {
      class Index extends Map<unknown, unknown> {}
      class List extends Array<unknown> {
        toJSON = 5
      }
      class Bytes extends Uint8Array {}
      class Time extends Date {}
      const bare = (fields: object): object => Object.assign(Object.create(null), fields)
      const named = { constructor: Map, toJSON: 5 }
      const map = new Map<unknown, unknown>([["ada", 1]])
      for (const [given, plain] of [
        [new Index(map), { ada: 1 }],
        [{ players: [new Index([[2, new Index(map)]])] }, { players: [new Map([[2, { ada: 1 }]])] }],
        [new Map([[new Index(map), 1]]), new Map([[map, 1]])],
        [Object.assign(new Map(map), { constructor: 5 }), { ada: 1 }],
        [Object.assign(new Map(map), { constructor: Object, hidden: 1 }), { ada: 1 }],
        [Object.assign([1, 2], { constructor: Map }), [1, 2]],
        [Object.assign(new List(), [1, 2]), [1, 2]],
        [Object.assign(new Date(1500), { constructor: Object }), new Date(1500)],
        [new Time(1500), new Date(1500)],
        [Object.assign(Uint8Array.of(1), { toJSON: 5 }), Uint8Array.of(1)],
        [Object.assign(Buffer.of(1), { constructor: Array }), Uint8Array.of(1)],
        [Bytes.of(1), Uint8Array.of(1)],
        [bare({ toJSON: 5, a: 1 }), { toJSON: 5, a: 1 }],
        [bare({ a: 1 }), { a: 1 }]
      ]) {
        assert.deepStrictEqual(yield* LuaMsgpack.decode(yield* LuaMsgpack.encode(given)), plain)
      }
      // A field that is called so is a field like any other: here it is a class, which is refused.
      for (const given of [named, bare(named)]) {
        const error = yield* Effect.flip(LuaMsgpack.encode(given))
        assert.strictEqual(error.message, "cannot serialize a function at constructor")
      }
    })
  )

  it.effect("-0 is a float, as Lua packs it, wherever it is; strings that are no UTF-8 are bytes", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      const packed = yield* LuaMsgpack.encode({ a: [-0, 0, 1], ["b c"]: new Map([[1, -0]]) })
      const seen = yield* state.run("local v = msgpack.unpack(...) return 1 / v.a[1], 1 / v['b c'][1], v.a[2]", packed)
      assert.deepStrictEqual(seen, [-Infinity, -Infinity, 0])
      assert.strictEqual(Buffer.from(yield* LuaMsgpack.encode(-0)).toString("hex"), "cb8000000000000000")
      assert.strictEqual(Buffer.from(yield* LuaMsgpack.encode([0])).toString("hex"), "9100")
      const value = { list: [-0, "text", { deep: 2n ** 60n }] }
      assert.deepStrictEqual(yield* LuaMsgpack.decode(yield* LuaMsgpack.encode(value)), value)
      for (const [hex, value] of [
        ["a1 ff", Uint8Array.of(0xff)],
        ["93 a1 ff a2 c3a4 d9 02 41ff", [Uint8Array.of(0xff), "ä", Uint8Array.of(0x41, 0xff)]],
        ["81 a1 61 92 da 0001 80 05", { a: [Uint8Array.of(0x80), 5] }],
        ["81 a1 ff 01", new Map([[Uint8Array.of(0xff), 1]])]
      ] as const) {
        assert.deepStrictEqual(yield* LuaMsgpack.decode(bytesOf(hex)), value, hex)
      }
    })
  )

  it.effect("bytes that are no MessagePack, not one value, or hold an extension are refused", () =>
    Effect.gen(function* () {
      for (const [hex, message] of [
        ["", /1 missing bytes/],
        ["92 01", /1 missing bytes/],
        ["92 01 cd 00", /1 missing bytes at \[2\]/],
        ["01 02", /1 extra bytes after the value/],
        ["91 c1", /byte 0xc1 begins no value/],
        ["dd ffffffff", /4294967295 missing bytes/],
        ["c6 ffffffff", /missing bytes/],
        // What Lua's own decoder refuses.
        ["82 a161 01 a161 02", /the same key twice at a/],
        ["81 a162 82 01 01 cb3ff0000000000000 02", /the same key twice at b\[1\]/],
        ["82 a161 01 c40161 02", /the same key twice/],
        ["82 d1 ffff 01 ff 02", /the same key twice at \[-1\]/],
        ["81 a178 81 c0 01", /nil cannot be a key at x/],
        ["81 cb7ff8000000000000 01", /NaN cannot be a key/],
        ["91".repeat(129) + "c0", /tables more than 128 deep/],
        ["c7 05 ff 0000000000", /a timestamp does not have 5 bytes/],
        ["d7 ff ffffffff 00000000", /a timestamp does not have 1073741823 nanoseconds/],
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
      // Keys that are equal in one map are none in another, and tables are never.
      assert.deepStrictEqual(yield* LuaMsgpack.decode(bytesOf("92 81 a161 01 81 a161 02")), [{ a: 1 }, { a: 2 }])
      assert.strictEqual(((yield* LuaMsgpack.decode(bytesOf("82 90 01 90 02"))) as Map<unknown, unknown>).size, 2)
      assert.deepStrictEqual(yield* LuaMsgpack.decode(bytesOf("91 d6 ff 00000001")), [new Date(1000)])
    })
  )

  it.effect("B07 a value that throws when it is read is refused, with what it has thrown", () =>
    Effect.gen(function* () {
      const trap = {
        get a() {
          throw new Error("mine")
        }
      }
      const error = yield* Effect.flip(LuaMsgpack.encode([1, trap]))
      assert.strictEqual(error.message, "cannot serialize what fails when it is read (Error: mine) at [2].a")
    })
  )

  it.effect("B07 a value that packs another one while it is read does not disturb itself", () =>
    Effect.gen(function* () {
      const inner = { large: "x".repeat(100), many: [1, 2, 3] }
      for (const number of [1, -0]) {
        // Of which each is written in its own way.
        for (const nested of [inner, new Map([[1n, -0]])]) {
          const value = {
            before: [number, "text"],
            get packed() {
              return Effect.runSync(LuaMsgpack.encode(nested))
            },
            after: [number, "text"]
          }
          const read = { before: value.before, packed: value.packed, after: value.after }
          assert.deepStrictEqual(yield* LuaMsgpack.encode(value), yield* LuaMsgpack.encode(read))
        }
      }
    })
  )

  it.effect("B07 bytes that hold more values than a function can give are refused, and no limit was met", () =>
    Effect.gen(function* () {
      const state = yield* LuaState.make()
      const many = "local bytes = ('x'):rep(300000) return msgpack"
      const error = yield* Effect.flip(state.run(`${many}.unpack(bytes)`))
      assert.strictEqual(error._tag, "LuaRuntimeError")
      assert.strictEqual(
        error.message,
        "run:1: more values than a function can give: take some at a time, by unpack_limit"
      )
      assert.deepStrictEqual(
        yield* state.run("return select('#', msgpack.unpack_limit(('x'):rep(300000), 1000))"),
        [1001]
      )
    })
  )

  it.effect("B07 what is no bytes is refused by what it is", () =>
    Effect.gen(function* () {
      const cases: ReadonlyArray<readonly [value: unknown, what: string]> = [
        [null, "null"],
        [undefined, "undefined"],
        ["text", "a string"],
        [5, "a number"],
        [[1], "an instance of Array"],
        [{}, "an instance of Object"],
        [new ArrayBuffer(1), "an instance of ArrayBuffer"],
        [new Uint16Array(1), "an instance of Uint16Array"],
        [new DataView(new ArrayBuffer(1)), "an instance of DataView"]
      ]
      for (const [value, what] of cases) {
        const error = yield* Effect.flip(LuaMsgpack.decode(value as never))
        assert.strictEqual(error._tag, "LuaCodecError")
        assert.include(error.message, `cannot unpack ${what}: give the bytes as a Uint8Array`)
      }
      assert.deepStrictEqual(yield* LuaMsgpack.decode(Buffer.from([1])), 1)
      assert.deepStrictEqual(yield* LuaMsgpack.decode(new Uint8Array(new SharedArrayBuffer(1))), 0)
    })
  )
})
