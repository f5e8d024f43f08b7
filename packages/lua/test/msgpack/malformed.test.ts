/*
 * Bytes that are no MessagePack, or hold what may not come in: each is refused by name, before anything large is allocated.
 */
import { assert, describe, it } from "@effect/vitest"
import { LuaCodecError } from "@stevedore/lua/LuaError"
import { carriedAs, type Extension, registerExtension } from "../../src/internal/msgpack/extensions.ts"
import { fengari } from "../../src/internal/fengari/load.ts"
import { packArguments, packer, packResults } from "../../src/internal/msgpack/packer.ts"
import { pushArguments, pushUnpacked } from "../../src/internal/msgpack/unpacker.ts"
import * as Values from "../../src/internal/msgpack/values.ts"
import { bytesOf, hex, newState, packed, run, slotOf, unpacked } from "./state.ts"

const L = newState()

const refusal = (body: () => unknown): string => {
  try {
    body()
  } catch (cause) {
    if (cause instanceof LuaCodecError) return cause.message
    throw cause
  }
  return assert.fail("it was taken")
}

describe("B06 what is no MessagePack", () => {
  it.each([
    ["", "1 missing bytes"],
    ["c1", "byte 0xc1 begins no value"],
    ["92 01", "1 missing bytes"],
    ["92 01 c1", "byte 0xc1 begins no value at [2]"],
    ["81 a1 78 92 01 c1", "byte 0xc1 begins no value at x[2]"],
    ["01 02", "1 extra bytes after the value"],
    ["a5 61 62", "3 missing bytes"],
    ["cb 00 00", "6 missing bytes"],
    ["cf 00 00 00 00", "4 missing bytes"],
    // Lengths that nothing is behind.
    ["dd ffffffff", "4294967295 missing bytes"],
    ["df ffffffff", "8589934590 missing bytes"],
    ["db ffffffff", "4294967295 missing bytes"],
    ["c6 ffffffff 00", "4294967294 missing bytes"],
    ["c9 ffffffff 01", "4294967295 missing bytes"],
    ["dd 00ffffff 91 91", "16777213 missing bytes"],
    // Keys that a table cannot have.
    ["81 c0 01", "nil cannot be a key"],
    ["81 cb7ff8000000000000 01", "NaN cannot be a key"],
    ["82 01 02 01 03", "the same key twice at [1]"],
    ["82 01 02 cb3ff0000000000000 03", "the same key twice at [1]"],
    ["82 cb43b0000000000000 01 cf1000000000000000 02", "the same key twice at [1152921504606846976]"],
    ["82 a161 02 a161 03", "the same key twice at a"],
    // Timestamps.
    ["c7 05 ff 0000000000", "a timestamp does not have 5 bytes"],
    ["81 a174 d7 ff ffffffff 00000000", "a timestamp does not have 1073741823 nanoseconds at t"]
  ])("%s: %s", (wire, message) => {
    assert.strictEqual(
      refusal(() => unpacked(L, bytesOf(wire))),
      message
    )
  })

  it("a message that would take too much memory is refused while it is read", () => {
    const bytes = new Uint8Array(1_500_000).fill(0x90)
    bytes.set([0xdd, 0x00, 0x16, 0xe3, 0x5b])
    assert.strictEqual(
      refusal(() => unpacked(L, bytes)),
      "a message takes more than 268435456 bytes in memory"
    )
  })

  it("in Lua it is raised, where it is, and what comes next is read", () => {
    const [ok, message, next] = run(
      L,
      `local ok, message = pcall(function() return msgpack.unpack("\\x81\\xa1x\\xc1") end)
       return ok, message, msgpack.unpack("\\x07")`
    )
    assert.deepStrictEqual([ok, message, next], ["false", "test:1: byte 0xc1 begins no value at x", "7"])
  })

  it("bytes are read out of shared memory, and nothing of them stays there", () => {
    const shared = new Uint8Array(new SharedArrayBuffer(64))
    const bytes = packed(slotOf(L, `{ text = ("x"):rep(40), n = 1.5 }`))
    shared.set(bytes, 3)
    L.top = L.ci.funcOff + 1
    pushUnpacked(L, shared, 3, 3 + bytes.length, true)
    shared.fill(0)
    assert.strictEqual(hex(packed(L.stack[L.top - 1]!)), hex(bytes))
  })
})

describe("B06 extensions and timestamps", () => {
  it.each([
    ["d4 05 01", "5"],
    ["d8 7f 000102030405060708090a0b0c0d0e0f", "127"],
    ["c7 00 80", "-128"],
    ["c7 03 10 aabbcc", "16"],
    [`c8 0100 10 ${"00".repeat(256)}`, "16"]
  ])("an extension %s is a userdata and the same bytes again", (wire, type) => {
    const bytes = bytesOf(wire)
    assert.strictEqual(hex(packed(unpacked(L, bytes))), hex(bytes))
    const [seen] = run(L, `return msgpack.unpack("${hex(bytes).replace(/../g, "\\x$&")}").type`)
    assert.strictEqual(seen, type)
  })

  it.each([
    ["d6 ff 00000001", "1", "0"],
    ["d7 ff 00000004 00000001", "1", "1"],
    ["d7 ff ee6b27fc 00000000", "0", "999999999"],
    ["d7 ff 00000001 00000000", "4294967296", "0"],
    ["c7 0c ff 00000000 0000000400000000", "17179869184", "0"],
    ["c7 0c ff 00000001 ffffffffffffffff", "-1", "1"],
    ["c7 0c ff 00000000 7fffffffffffffff", "9223372036854775807", "0"]
  ])("the timestamp %s has %s seconds and %s nanoseconds", (wire, seconds, nanoseconds) => {
    const bytes = bytesOf(wire)
    const value = unpacked(L, bytes)
    assert.strictEqual(hex(packed(value)), hex(bytes))
    assert.strictEqual(String(value.value.data.seconds), seconds)
    assert.strictEqual(String(value.value.data.nanoseconds), nanoseconds)
  })

  it("are made, asked and compared in Lua", () => {
    const seen = run(
      L,
      `local ext, time = msgpack.ext(5, "abc"), msgpack.timestamp(-5, 3)
       local back = msgpack.unpack(msgpack.pack({ ext, time }))
       return ext.type, ext.data, back[1] == ext, back[1] == msgpack.ext(6, "abc"), tostring(ext),
         time.seconds, time.nanoseconds, back[2] == time, tostring(time), ext.other, getmetatable(ext)`
    )
    assert.deepStrictEqual(seen, [
      "5",
      "abc",
      "true",
      "false",
      "msgpack.ext: type 5, 3 bytes",
      "-5",
      "3",
      "true",
      "msgpack.timestamp: -5.000000003",
      "nil",
      "locked"
    ])
  })

  it.each(["2 ^ 53 - 1", "2 ^ 53", "2 ^ 53 + 1", "2.0 ^ 54", "2.0 ^ 62", "math.maxinteger"])(
    "a timestamp of %s seconds, or as many before 1970, is what it was when it has been packed",
    (seconds) => {
      const same = run(
        L,
        `local same = {}
         for i, s in ipairs({ ${seconds}, -(${seconds}) }) do
           local time = msgpack.timestamp(s, 5)
           local back = msgpack.unpack(msgpack.pack(time))
           same[i] = tostring(back.seconds == s and back == time and msgpack.timestamp(back.seconds, 5) == time)
         end
         return table.concat(same, " ")`
      )
      assert.deepStrictEqual(same, ["true true"])
    }
  )

  it.each([
    ["msgpack.ext(-1, '')", "type -1 is made by msgpack.timestamp"],
    ["msgpack.ext(112, '')", "type 112 is the runtime's own"],
    ["msgpack.ext(128, '')", "a type from -128 to 127 expected"],
    ["msgpack.timestamp(1.5)", "whole seconds of up to 64 bits expected"],
    ["msgpack.timestamp(1 / 0)", "whole seconds of up to 64 bits expected"],
    ["msgpack.timestamp(0 / 0)", "whole seconds of up to 64 bits expected"],
    ["msgpack.timestamp(2 ^ 63)", "whole seconds of up to 64 bits expected"],
    ["msgpack.timestamp(-2 ^ 64)", "whole seconds of up to 64 bits expected"],
    ["msgpack.timestamp(1, 1000000000)", "0 to 999999999 expected"]
  ])("%s: %s", (source, message) => {
    const [ok, raised] = run(L, `return pcall(function() return ${source} end)`)
    assert.strictEqual(ok, "false")
    assert.include(raised!, message)
  })
})

describe("B06 several values at once", () => {
  it("pack puts one behind the other, unpack takes them all, unpack_one and unpack_limit from an offset", () => {
    const seen = run(
      L,
      `local bytes = msgpack.pack(1, nil, "a", { 2 })
       local a, b, c, d = msgpack.unpack(bytes)
       local offset, first = msgpack.unpack_one(bytes)
       local after, text = msgpack.unpack_one(bytes, 2)
       local stop, one, two = cmsgpack.unpack_limit(bytes, 2, 0)
       return a, b, c, d[1], #bytes, offset, first, after, text, stop, one, two, (msgpack.unpack_one(bytes, 4))`
    )
    assert.deepStrictEqual(seen, ["1", "nil", "a", "2", "6", "1", "1", "4", "a", "2", "1", "nil", "-1"])
  })

  it.each([
    ["msgpack.pack()", "value expected"],
    ["msgpack.unpack('')", "1 missing bytes"],
    ["msgpack.unpack({})", "string expected"],
    ["msgpack.unpack_one('\\1', 2)", "offset out of the string"],
    ["msgpack.unpack_limit('\\1', 0)", "at least 1"]
  ])("%s: %s", (source, message) => {
    const [ok, raised] = run(L, `return pcall(function() return ${source} end)`)
    assert.strictEqual(ok, "false")
    assert.include(raised!, message)
  })

  const values = (source: string): number => {
    run(L, `return ${source}`)
    return L.top - L.ci.funcOff - 1
  }
  const wire = () => hex(packer.bytes.subarray(0, packer.position))

  it("results are one value as itself, none as nil, several as an array", () => {
    for (const [source, bytes] of [
      ["", "c0"],
      ["7", "07"],
      ["nil", "c0"],
      ["1, nil, nil", "9301c0c0"],
      ["{ 1 }, 2", "92910102"]
    ] as const) {
      packResults(L, L.ci.funcOff + 1, values(source), true)
      assert.strictEqual(wire(), bytes, source)
    }
  })

  it("arguments are an array always, and come back as many as they were", () => {
    for (const source of ["", "nil", "nil, nil", "1, nil, 'a', nil", "{ msgpack.null }"]) {
      const count = values(source)
      packArguments(L, L.ci.funcOff + 1, count, true)
      const bytes = packer.copy()
      L.top = L.ci.funcOff + 1
      assert.strictEqual(pushArguments(L, bytes, 0, bytes.length, true), count)
      packArguments(L, L.ci.funcOff + 1, count, true)
      assert.strictEqual(wire(), hex(bytes), source)
    }
  })

  it("what is wrong with an argument says which", () => {
    const count = values("1, { a = { print } }")
    assert.strictEqual(
      refusal(() => packArguments(L, L.ci.funcOff + 1, count, true)),
      "cannot serialize a function at [2].a[1]"
    )
  })
})

describe("B06 what only this process may hold", () => {
  const extension: Extension = {
    kind: 200,
    name: "a berth",
    encode: (data: { readonly berth: number }, writer) => writer.byte(data.berth),
    decode: (state, bytes, from, to) => {
      if (to - from !== 1 || bytes[from]! > 9) return undefined
      const made = new fengari.lobject.Udata(state, 0)
      made.data = { berth: bytes[from]!, [carriedAs]: extension }
      return made
    }
  }
  registerExtension(extension)
  const made = new fengari.lobject.Udata(L, 0)
  made.data = { berth: 7, [carriedAs]: extension }
  const handle = new fengari.lobject.TValue(Values.USERDATA, made)
  const table = unpacked(L, bytesOf("81 a5 6265727468 01"))
  table.value.f!.value.setfrom(handle)

  it("travels inside, and is refused by name and place on its way out and in", () => {
    const bytes = packed(table, true)
    assert.strictEqual(hex(bytes), "81a56265727468c70270c807")
    const back = unpacked(L, bytes, true)
    assert.strictEqual(back.value.f!.value.value.data.berth, 7)
    assert.strictEqual(
      refusal(() => packed(table)),
      "a berth cannot be in what may leave the process at berth"
    )
    assert.strictEqual(
      refusal(() => unpacked(L, bytes)),
      "a berth cannot come from outside the process at berth"
    )
  })

  it("what it has not written is refused inside, too, and so is what nobody knows", () => {
    const [own, other] = ["81a56265727468c70270c80a", "81a56265727468c70270c907"].map(bytesOf)
    assert.strictEqual(
      refusal(() => unpacked(L, own!, true)),
      "a berth cannot come from outside the process at berth"
    )
    assert.strictEqual(
      refusal(() => unpacked(L, other!, true)),
      "a handle cannot come from outside the process at berth"
    )
  })

  it("two of one kind are a mistake", () => {
    assert.throws(
      () => registerExtension({ ...extension, name: "a crane" }),
      /a crane and a berth are both of kind 200/
    )
    registerExtension(extension)
  })
})
