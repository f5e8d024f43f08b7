/*
 * Each class of numbers on the wire, both ways: the form is stated, and so is what Lua shows of it.
 */
import { assert, describe, it } from "@effect/vitest"
import { bytesOf, hex, newState, packed, run, slotOf, unpacked } from "./state.ts"

describe("B06 numbers on the wire", () => {
  const L = newState()

  // What Lua computes, and its bytes.
  it.each([
    ["0", "00"],
    ["127", "7f"],
    ["-1", "ff"],
    ["-32", "e0"],
    ["-33", "d0df"],
    ["128", "cc80"],
    ["0xffff", "cdffff"],
    ["0x10000", "ce00010000"],
    ["-32769", "d2ffff7fff"],
    ["2147483647", "ce7fffffff"],
    ["-2147483647 - 1", "d280000000"],
    // Beyond 32 bits: integers still, in their shortest form.
    ["2147483648.0", "ce80000000"],
    ["4294967295.0", "ceffffffff"],
    ["4294967296.0", "cf0000000100000000"],
    ["-2147483649.0", "d3ffffffff7fffffff"],
    ["2^53", "cf0020000000000000"],
    ["-2^53", "d3ffe0000000000000"],
    // Beyond 2^53: exact.
    ["msgpack.int64('9007199254740993')", "cf0020000000000001"],
    ["msgpack.int64('-9007199254740993')", "d3ffdfffffffffffff"],
    ["msgpack.int64('9223372036854775807')", "cf7fffffffffffffff"],
    ["msgpack.int64('-9223372036854775808')", "d38000000000000000"],
    ["msgpack.int64('18446744073709551615')", "cfffffffffffffffff"],
    ["msgpack.int64('0xFFFFFFFFFFFFFFFF')", "cfffffffffffffffff"],
    // What is small is no int64 afterwards.
    ["msgpack.int64('7')", "07"],
    // Floats.
    ["1.0", "cb3ff0000000000000"],
    ["-0.0", "cb8000000000000000"],
    ["1.5", "cb3ff8000000000000"],
    ["0.1", "cb3fb999999999999a"],
    ["1e300", "cb7e37e43c8800759c"],
    ["2^60 * 1.0", "cb43b0000000000000"],
    ["1/0", "cb7ff0000000000000"],
    ["-1/0", "cbfff0000000000000"]
  ])("%s is %s", (source, wire) => {
    const value = slotOf(L, source)
    assert.strictEqual(hex(packed(value)), wire)
    const back = unpacked(L, bytesOf(wire))
    assert.strictEqual(back.type, value.type)
    assert.strictEqual(back.value, value.value)
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

  it("what is no integer of 64 bits is refused", () => {
    for (const source of ["'18446744073709551616'", "'-9223372036854775809'", "1.5", "'1.0'", "'x'", "''", "{}"]) {
      const [ok, message] = run(L, `return pcall(msgpack.int64, ${source})`)
      assert.strictEqual(ok, "false", source)
      assert.match(message!, /an integer of up to 64 bits expected/)
    }
  })
})
