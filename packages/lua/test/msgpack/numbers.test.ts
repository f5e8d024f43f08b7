/*
 * Each class of numbers on the wire, both ways: the form is stated, and so is what Lua shows of it.
 */
import { assert, describe, it } from "@effect/vitest"
import { bytesOf, hex, newState, packed, run, slotOf, unpacked } from "./state.ts"

describe("B06 numbers on the wire", () => {
  const L = newState()

  // What Lua computes, its bytes, and how Lua shows what comes back.
  it.each([
    ["0", "00", "0"],
    ["127", "7f", "127"],
    ["-1", "ff", "-1"],
    ["-32", "e0", "-32"],
    ["-33", "d0df", "-33"],
    ["128", "cc80", "128"],
    ["0xffff", "cdffff", "65535"],
    ["0x10000", "ce00010000", "65536"],
    ["-32769", "d2ffff7fff", "-32769"],
    ["2147483647", "ce7fffffff", "2147483647"],
    ["-2147483647 - 1", "d280000000", "-2147483648"],
    // Beyond 32 bits: integers still, in their shortest form.
    ["2147483648.0", "ce80000000", "2147483648"],
    ["4294967295.0", "ceffffffff", "4294967295"],
    ["4294967296.0", "cf0000000100000000", "4294967296"],
    ["-2147483649.0", "d3ffffffff7fffffff", "-2147483649"],
    ["2^53", "cf0020000000000000", "9007199254740992"],
    ["-2^53", "d3ffe0000000000000", "-9007199254740992"],
    // Beyond 2^53: exact.
    ["msgpack.int64('9007199254740993')", "cf0020000000000001", "9007199254740993"],
    ["msgpack.int64('-9007199254740993')", "d3ffdfffffffffffff", "-9007199254740993"],
    ["msgpack.int64('9223372036854775807')", "cf7fffffffffffffff", "9223372036854775807"],
    ["msgpack.int64('-9223372036854775808')", "d38000000000000000", "-9223372036854775808"],
    ["msgpack.int64('18446744073709551615')", "cfffffffffffffffff", "18446744073709551615"],
    ["msgpack.int64('0xFFFFFFFFFFFFFFFF')", "cfffffffffffffffff", "18446744073709551615"],
    // What is small is no int64 afterwards.
    ["msgpack.int64('7')", "07", "7"],
    // Floats.
    ["1.0", "cb3ff0000000000000", "1.0"],
    ["-0.0", "cb8000000000000000", "-0.0"],
    ["1.5", "cb3ff8000000000000", "1.5"],
    ["0.1", "cb3fb999999999999a", "0.1"],
    ["1e300", "cb7e37e43c8800759c", "1e+300"],
    ["2^60 * 1.0", "cb43b0000000000000", "1.1529215046068e+18"],
    ["1/0", "cb7ff0000000000000", "inf"],
    ["-1/0", "cbfff0000000000000", "-inf"]
  ])("%s is %s", (source, wire, shown) => {
    assert.strictEqual(hex(packed(slotOf(L, source))), wire)
    const back = unpacked(L, bytesOf(wire))
    assert.strictEqual(hex(packed(back)), wire, "packed again")
    const [text] = run(L, `return tostring(msgpack.unpack("${wire.replace(/../g, "\\x$&")}"))`)
    assert.strictEqual(text, shown)
  })

  // Forms that others write.
  it.each([
    ["d300000000 00000001", "01"],
    ["cf00000000 00000001", "01"],
    ["d30020000000000001", "cf0020000000000001"],
    ["d3ffffffff80000000", "d280000000"],
    ["cb41f0000000000000", "cf0000000100000000"],
    ["ca3fc00000", "cb3ff8000000000000"],
    ["d17fff", "cd7fff"],
    ["d27fffffff", "ce7fffffff"]
  ])("%s is read, and written as %s", (wire, own) => {
    assert.strictEqual(hex(packed(unpacked(L, bytesOf(wire)))), own)
  })

  it("an id that was read finds what it is a key of", () => {
    const [found] = run(
      L,
      `local id = msgpack.int64("0x7000000000000001")
       local players = { [id] = "ada", [2^40] = "bob" }
       local back = msgpack.unpack(msgpack.pack({ rid = id, other = 2^40, players = players }))
       return players[back.rid] .. back.players[id] .. players[back.other] .. tostring(back.rid == id)`
    )
    assert.strictEqual(found, "adaadabobtrue")
  })

  it("what is no integer of 64 bits is refused", () => {
    for (const source of ["'18446744073709551616'", "'-9223372036854775809'", "1.5", "'1.0'", "'x'", "''", "{}"]) {
      const [ok, message] = run(L, `return pcall(msgpack.int64, ${source})`)
      assert.strictEqual(ok, "false", source)
      assert.match(message!, /an integer of up to 64 bits expected/)
    }
  })
})
