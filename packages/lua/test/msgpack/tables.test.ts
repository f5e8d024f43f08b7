/*
 * Tables and strings on the wire: which are arrays, what is text, what is refused and where.
 */
import { assert, describe, it } from "@effect/vitest"
import { bytesOf, hex, newState, packed, run, slotOf, unpacked } from "./state.ts"

describe("B06 tables on the wire", () => {
  const L = newState()
  const wireOf = (source: string): string => hex(packed(slotOf(L, source)))
  const refusalOf = (source: string): string => {
    const [ok, message] = run(L, `return pcall(function() ${source} end)`)
    assert.strictEqual(ok, "false")
    return message!
  }

  it.each([
    // Exactly 1..n, in whatever order they were set.
    ["{}", "90"],
    ["{ 1, 2, 3 }", "93010203"],
    ["(function() local t = {} t[3] = 3 t[1] = 1 t[2] = 2 return t end)()", "93010203"],
    ["(function() local t = { 1, 2, 3 } t[2] = nil t[2] = 2 return t end)()", "93010203"],
    ["{ [1.0] = 1 }", "9101"],
    // Else a map, in the order of insertion; a constructor sets what has no key last.
    ["{ 1, nil, 3 }", "8201010303"],
    ["{ [0] = 1 }", "810001"],
    ["{ 1, x = 2 }", "82a178020101"],
    ["{ [-1] = 1, [1] = 1 }", "82ff010101"],
    ["{ [true] = false }", "81c3c2"],
    ["{ [1.5] = 1 }", "81cb3ff800000000000001"],
    ["{ [2^40] = 1 }", "81cf000001000000000001"],
    ["(function() local t = { a = 1, b = 2 } t.a = nil return t end)()", "81a16202"],
    // What the table says it is.
    ["msgpack.map()", "80"],
    ["msgpack.map({ 1, 2 })", "8201010202"],
    ["msgpack.array()", "90"],
    ["msgpack.array({ 1, nil, 3 })", "9301c003"],
    ["setmetatable({}, { __serialize = 'map' })", "80"],
    ["setmetatable({ [2] = 2 }, { __serialize = 'array' })", "92c002"],
    // Metamethods are not called.
    ["setmetatable({ 1 }, { __index = { 2, 3 }, __len = function() return 9 end })", "9101"],
    // nil, in a table and outside.
    ["msgpack.null", "c0"],
    ["nil", "c0"],
    ["{ msgpack.null, x = msgpack.null }", "82a178c001c0"]
  ])("%s is %s", (source, wire) => {
    assert.strictEqual(wireOf(source), wire)
  })

  it.each([
    ["'hello'", "a568656c6c6f"],
    ["'äöü'", "a6c3a4c3b6c3bc"],
    // No UTF-8: bin. A stray continuation, overlong, half a surrogate pair, beyond U+10FFFF, cut short.
    ["'\\x80'", "c40180"],
    ["'\\xc0\\x80'", "c402c080"],
    ["'\\xed\\xa0\\x80'", "c403eda080"],
    ["'\\xf4\\x90\\x80\\x80'", "c404f4908080"],
    ["'abc\\xe2\\x82'", "c405616263e282"],
    ["'\\xff' .. ('x'):rep(31)", `c420ff${"78".repeat(31)}`],
    ["('x'):rep(40)", `d928${"78".repeat(40)}`],
    ["('\\xff'):rep(60)", `c43c${"ff".repeat(60)}`],
    ["('\\xff'):rep(256)", `c50100${"ff".repeat(256)}`]
  ])("the string %s is %s", (source, wire) => {
    const value = slotOf(L, source)
    assert.strictEqual(hex(packed(value)), wire)
    assert.strictEqual(hex(unpacked(L, bytesOf(wire)).svalue()), hex(value.svalue()))
  })

  it("a string of every length from 0 to 300 comes back, as text and as bytes", () => {
    const [count] = run(
      L,
      `local n = 0
       for length = 0, 300 do
         for _, byte in ipairs({ "x", "\\xff" }) do
           local text = byte:rep(length)
           if msgpack.unpack(msgpack.pack(text)) == text then n = n + 1 end
         end
       end
       return n`
    )
    assert.strictEqual(count, "602")
  })

  it("null stays itself in tables, where nil would be no entry", () => {
    const [a, b, c, top] = run(
      L,
      `local t = msgpack.unpack(msgpack.pack({ 1, msgpack.null, 3, x = { y = msgpack.null } }))
       return t[2] == msgpack.null, t.x.y == msgpack.null, tostring(msgpack.null), msgpack.unpack(msgpack.pack(nil))`
    )
    assert.deepStrictEqual([a, b, c, top], ["true", "true", "msgpack.null", "nil"])
  })

  it.each([
    ["msgpack.pack(print)", "cannot serialize a function"],
    ["msgpack.pack({ a = { b = { 1, 2, print } } })", "cannot serialize a function at a.b[3]"],
    ["msgpack.pack({ ['two words'] = { [true] = print } })", 'cannot serialize a function at ["two words"][true]'],
    ["msgpack.pack({ x = coroutine.create(print) })", "cannot serialize a thread at x"],
    ["msgpack.pack({ [print] = 1 })", "cannot serialize a function at [?]"],
    ["msgpack.pack({ [msgpack.null] = 1 })", "msgpack.null cannot be a key"],
    ["msgpack.pack({ a = { 1, { [msgpack.null] = 1 } } })", "msgpack.null cannot be a key at a[2]"],
    ["msgpack.pack(msgpack.map({ 1, [msgpack.null] = 1 }))", "msgpack.null cannot be a key"],
    ["local t = {} t.a = { t } msgpack.pack(t)", "cannot serialize a cycle at a[1]"],
    ["local t = {} t[1] = t msgpack.pack(t)", "cannot serialize a cycle at [1]"],
    [
      "msgpack.pack({ x = setmetatable({}, { __serialize = 'list' }) })",
      '__serialize is "array" or "map", not list at x'
    ],
    ["msgpack.pack(setmetatable({}, { __serialize = print }))", '__serialize is "array" or "map", not function'],
    ["msgpack.pack({ x = msgpack.array({ y = 1 }) })", "an array has no such key at x.y"],
    ["msgpack.pack(msgpack.array({ [2^31 - 1] = 1 }))", "cannot serialize more than 67108864 bytes"],
    ["msgpack.array(setmetatable({}, {}))", "the table has a metatable: set __serialize there"]
  ])("%s: %s", (source, message) => {
    assert.strictEqual(refusalOf(source).replace(/^test:\d+: /, ""), message)
  })

  it("says where the caller stands", () => {
    assert.strictEqual(refusalOf("\n local x = msgpack.pack({ print })"), "test:2: cannot serialize a function at [1]")
  })

  it("128 tables in each other and no more, both ways", () => {
    const [ok, deeper, back, wire] = run(
      L,
      `local function nested(levels) local t = {} for _ = 2, levels do t = { t } end return t end
       local ok = msgpack.unpack(msgpack.pack(nested(128)))
       local _, deeper = pcall(msgpack.pack, nested(129))
       local _, wire = pcall(msgpack.unpack, ("\\x91"):rep(128) .. "\\x90")
       local levels = 0
       while ok do levels, ok = levels + 1, ok[1] end
       return levels, deeper, levels, wire`
    )
    assert.deepStrictEqual([ok, back], ["128", "128"])
    assert.match(deeper!, /^cannot serialize tables more than 128 deep at (?:\[1\]){128}$/)
    assert.match(wire!, /^tables more than 128 deep at (?:\[1\]){128}$/)
  })

  it("a table that is in a value twice is packed twice; one that doubles without end is refused", () => {
    assert.strictEqual(wireOf("(function() local t = { 1 } return { t, t } end)()"), "9291019101")
    const [ok, message] = run(
      L,
      `local t = { ("x"):rep(65536) }
       for _ = 1, 60 do t = { t, t } end
       return pcall(msgpack.pack, t)`
    )
    assert.strictEqual(ok, "false")
    assert.strictEqual(message, "cannot serialize more than 67108864 bytes")
    assert.strictEqual(wireOf("{ 1 }"), "9101")
  })

  it("a table that was packed may be changed and packed again", () => {
    const [first, second] = run(
      L,
      `local t = { 1, x = "a" }
       local one = msgpack.pack(t)
       t.x, t[1], t[2] = nil, "b", "c"
       local function hex(s) return (s:gsub(".", function(c) return string.format("%02x", c:byte()) end)) end
       return hex(one), hex(msgpack.pack(t))`
    )
    assert.deepStrictEqual([first, second], ["82a178a1610101", "92a162a163"])
  })

  it("a table that was unpacked is one like any other", () => {
    const [seen] = run(
      L,
      `local t = msgpack.unpack(msgpack.pack({ a = 1, b = 2, c = 3, 10, 20 }))
       t.b = nil
       t.d = 4
       t[3] = 30
       local seen = {}
       for k, v in pairs(t) do seen[#seen + 1] = tostring(k) .. "=" .. tostring(v) end
       table.sort(seen)
       return #t .. " " .. table.concat(seen, " ")`
    )
    assert.strictEqual(seen, "3 1=10 2=20 3=30 a=1 c=3 d=4")
  })
})
