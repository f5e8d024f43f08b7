/*
 * Numbers: one form a value, integers of every size exactly.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import {
  int64Of,
  isInt64,
  LUA_TNUMI64,
  numberTValue,
  pushFloat,
  pushNumber
} from "../../src/internal/fengari/numbers.ts"
import { bare, running, value, wrapped } from "./running.ts"

const is = (source: string, expected: string): void => assert.strictEqual(value(source), expected, source)

const runs = { arbitrary: { runs: 40 } } as any

describe("numbers", () => {
  it("B10 what wrapped goes on", () => {
    is("65536 * 65536", "4294967296")
    is("0xffffffff", "4294967295")
    is("(function() local s = 0 for i = 1, 1000000 do s = s + i end return s end)()", "500000500000")
    is("2147483647 + 1, -2147483648 - 1, 2147483647 * 2147483647", "2147483648\t-2147483649\t4611686014132420609")
    is("-(-2147483648), -2147483648 // -1, math.abs(-2147483648)", "2147483648\t2147483648\t2147483648")
    is("1 << 31, 1 << 40, 1 << 63, 1 << 64", "2147483648\t1099511627776\t-9223372036854775808\t0")
    is("-1 >> 1, -1 >> 63, ~0, ~(1 << 40)", "9223372036854775807\t1\t-1\t-1099511627777")
    assert.strictEqual(value("65536 * 65536", bare), "0")
  })

  it("B10 times, checksums and names of files", () => {
    const { run } = running()
    run(`now = 1794000000`)
    assert.strictEqual(
      run(`return now * 1000, "log-" .. now, "log-" .. now * 1000`),
      "1794000000000\tlog-1794000000\tlog-1794000000000"
    )
    is("(function() local now = os.time() return now * 1000 == math.floor(now * 1000.0) end)()", "true")
    is("math.type(os.time() * 1000), tostring(os.time()):match('^%d+$') ~= nil", "integer\ttrue")
    is("4294967295 & 0xff, 0xdeadbeef & 0xff, 0xdeadbeef >> 16, 0xdeadbeef ~ 0xffffffff", "255\t239\t57005\t559038736")
    is(`"id:" .. 123456789012`, "id:123456789012")
    is("2^53", "9007199254740992")
    is("string.format('%d %x %5.1f', 2^53, 3735928559, 4294967296)", "9007199254740992 deadbeef 4294967296.0")
  })

  it("B10 loops go over 2^31 and over 2^53, and end", () => {
    const loop = (range: string) =>
      `(function() local s = {} for i = ${range} do s[#s + 1] = tostring(i) if #s > 9 then break end end return table.concat(s, " ") end)()`
    is(loop("2^31-2, 2^31+2"), "2147483646 2147483647 2147483648 2147483649 2147483650")
    is(loop("2^31+1, 2^31-2, -1"), "2147483649 2147483648 2147483647 2147483646")
    is(loop("-2147483650, -2147483647"), "-2147483650 -2147483649 -2147483648 -2147483647")
    is(
      loop("9007199254740991, 9007199254740994"),
      "9007199254740991 9007199254740992 9007199254740993 9007199254740994"
    )
    is(loop("math.maxinteger - 1, math.maxinteger"), "9223372036854775806 9223372036854775807")
    is(loop("math.mininteger, math.mininteger + 1"), "-9223372036854775808 -9223372036854775807")
    is(loop("1, 3"), "1 2 3")
    is(loop("1.0, 3"), "1.0 2.0 3.0")
    is(loop("3, 1, -1"), "3 2 1")
    is(loop("1, 0"), "")
    is(loop("1, math.huge, 4611686018427387904"), "1 4611686018427387905")
    is(loop("1, 0/0"), "")
    is(loop("1.0, 10000000000, 3000000000"), "1.0 3000000001 6000000001 9000000001")
    is(loop("-3000000000, 3000000000, 1500000000"), "-3000000000 -1500000000 0 1500000000 3000000000")
    is(loop("1, '3'"), "1 2 3")
    assert.include(value(`pcall(function() for i = 1, {} do end end)`), "'for' limit must be a number")
    assert.include(value(`pcall(function() for i = 1, 2, {} do end end)`), "'for' step must be a number")
    assert.include(value(`pcall(function() for i = {}, 2 do end end)`), "'for' initial value must be a number")
  })

  it("B10 a float that is no integer ends a loop at math.maxinteger, as in PUC, and an unsigned integer beyond that at itself", () => {
    const [most, least] = ["9223372036854775807", "-9223372036854775808"]
    const loop = (range: string) =>
      `(function() local s = {} for i = ${range} do s[#s + 1] = tostring(i) if #s > 4 then break end end return table.concat(s, " ") end)()`
    for (const limit of ["2^63", "1e300", "math.huge", "2^63 + 2^11", "2^64", "'1e300'"]) {
      is(loop(`math.maxinteger - 1, ${limit}`), `9223372036854775806 ${most}`)
      is(loop(`math.maxinteger - 5, ${limit}, 3`), "9223372036854775802 9223372036854775805")
      is(loop(`math.maxinteger, ${limit}, -1`), "")
    }
    for (const limit of ["-2^63", "-1e300", "-math.huge", "math.mininteger"]) {
      is(loop(`math.mininteger + 1, ${limit}, -1`), `-9223372036854775807 ${least}`)
      is(loop(`math.mininteger + 5, ${limit}, -3`), "-9223372036854775803 -9223372036854775806")
    }
    is(loop("math.mininteger, -1e300"), "")
    // Integers go on to 2^64 where the limit is one, or the first is beyond math.maxinteger.
    is(loop("math.maxinteger, math.maxinteger + 2"), `${most} 9223372036854775808 9223372036854775809`)
    is(loop("math.maxinteger + 1, 2^63"), "9223372036854775808")
    is(loop("math.maxinteger + 1, 2^64, 1 << 62"), "9223372036854775808 13835058055282163712")
    is(loop("math.maxinteger + 3, 2^63, -1"), "9223372036854775810 9223372036854775809 9223372036854775808")
    is(loop("math.maxinteger * 2 + 1, math.huge"), "18446744073709551615")
  })

  it("B10 ids of 64 bits are keys, equal to themselves, and print whole", () => {
    const { run } = running()
    run(`rid, other = 1234567890123456789, 1234567890123456788 + 1 players = { [rid] = "ann" }`)
    assert.strictEqual(
      run(`return players[rid], players[other], rid == other, rid, type(rid), math.type(rid)`),
      "ann\tann\ttrue\t1234567890123456789\tnumber\tinteger"
    )
    assert.strictEqual(
      run(`return string.format("%x %d %5s|", rid, rid, rid), rid .. ""`),
      "112210f47de98115 1234567890123456789 1234567890123456789|\t1234567890123456789"
    )
    assert.strictEqual(
      run(`return rid & 0xff, rid >> 32, rid // 10, rid % 10, rid < other + 1, rid <= other, rid > 5`),
      "21\t287445236\t123456789012345678\t9\ttrue\ttrue\ttrue"
    )
    assert.strictEqual(
      run(`local n = 0 for k, v in pairs(players) do n = n + 1 players[k] = nil end return n, next(players)`),
      "1\tnil"
    )
    is(
      "math.tointeger(1234567890123456789), tonumber('1234567890123456789'), 0x7fffffffffffffff",
      "1234567890123456789\t1234567890123456789\t9223372036854775807"
    )
    is("9007199254740993 - 1 == 2^53, 9007199254740993 - 9007199254740992, 2^62 == 1 << 62", "true\t1\ttrue")
    is(
      "({ [2^62] = 'f' })[1 << 62], ({ [1 << 62] = 'i' })[2^62], ({ [3.0] = 'x' })[3], next({ [2^62] = 1 })",
      "f\ti\tx\t4611686018427387904\t1"
    )
  })

  it("B10 floats stay floats", () => {
    is("3.0, 10 / 2, 7 // 2.0, 2^2, 3 | 0, 3.0 | 0", "3.0\t5.0\t3.0\t4.0\t3\t3")
    is("1e16, 1e100, 2^60, 2^60 + 1", "1e+16\t1e+100\t1.1529215046068e+18\t1.1529215046068e+18")
    is(
      "math.type(3.0), math.type(2^53), math.type(2^54), math.type(3.5), math.type('3')",
      "float\tinteger\tfloat\tfloat\tnil"
    )
    is("1234567890123456789 + 0.0, 1234567890123456789 / 1", "1.2345678901235e+18\t1.2345678901235e+18")
    is("1^(0/0), (-1)^(1/0), 5.5 % -2, -5.5 % 2, 5 % -3, -7 // 2", "1.0\t1.0\t-0.5\t0.5\t-1\t-4")
    is("1/(0 * -5), 1/(-0.0), 0 * -1", "inf\t-inf\t0")
  })

  it("B10 beyond 64 bits there are floats, nothing wraps", () => {
    is(
      "math.maxinteger + 1, math.maxinteger * 2, math.mininteger - 1",
      "9223372036854775808\t18446744073709551614\t-9.2233720368548e+18"
    )
    is("math.maxinteger * 3, math.maxinteger * math.maxinteger", "2.7670116110564e+19\t8.5070591730235e+37")
    is("pcall(function() return math.maxinteger * 3 | 0 end)", "false\ttest:1: number has no integer representation")
    is("-math.mininteger, math.mininteger // -1", "9223372036854775808\t9223372036854775808")
  })

  it("B10 what is no integer is no integer", () => {
    for (const [source, message] of [
      ["1.5 | 0", "number has no integer representation"],
      ["2^64 | 0", "number has no integer representation"],
      ["'1.5' | 0", "attempt to perform bitwise operation on a string value"],
      ["1 // 0", "attempt to divide by zero"],
      ["1 % 0", "attempt to perform 'n%0'"],
      ["5000000000 // 0", "attempt to divide by zero"],
      ["1234567890123456789 % 0", "attempt to perform 'n%0'"],
      ["{} + 1", "attempt to perform arithmetic on a table value"],
      ["1 < '2'", "attempt to compare number with string"],
      ["({})[0/0]", "nil"]
    ] as const) {
      const result = value(`pcall(function() local x = ${source} return tostring(x) end)`)
      assert.include(
        result,
        message === "attempt to perform bitwise operation on a string value" ? "" : message,
        source
      )
    }
    assert.include(value(`pcall(function() local t = {} t[0/0] = 1 end)`), "table index is NaN")
  })

  it("B10 numbers as texts, and texts as numbers", () => {
    is("'10' + 1, '0x10' * 2, 10 .. 20, '3' | 4, -'2'", "11.0\t32.0\t1020\t7\t-2.0")
    is(
      "tonumber('  0x1p4  '), tonumber('1e'), tonumber('0x'), tonumber('1 2'), tonumber('5.'), tonumber('.5'), tonumber('')",
      "16.0\tnil\tnil\tnil\t5.0\t0.5\tnil"
    )
    is(
      "tonumber('ff', 16), tonumber('-zz', 36), tonumber('8', 8), tonumber('ffffffffffffffff', 16), tonumber('7fffffffffffffff', 16)",
      "255\t-1295\tnil\t-1\t9223372036854775807"
    )
    is(
      "9223372036854775807, 9223372036854775808, 0xffffffffffffffff, 0x1ffffffffffffffff",
      "9223372036854775807\t9.2233720368548e+18\t-1\t-1"
    )
    is(
      "tonumber('0x1.8p1'), tonumber('0x.1'), 0xA, 0Xa.8p0, 1e308 * 10, tonumber('1e400')",
      "3.0\t0.0625\t10\t10.5\tinf\tinf"
    )
  })

  it("B10 constants survive string.dump", () => {
    is(
      "load(string.dump(function() return 1234567890123456789, -9007199254740993, 4294967296, 3.0, 7 end))()",
      "1234567890123456789\t-9007199254740993\t4294967296\t3.0\t7"
    )
  })

  it("B10 libraries take integers of every size", () => {
    is(
      "math.maxinteger, math.mininteger, math.ult(1, -1), math.fmod(-7, 3), math.fmod(1234567890123456789, 10)",
      "9223372036854775807\t-9223372036854775808\ttrue\t-1\t9"
    )
    is(
      "math.floor(5000000000.5), math.ceil(-2147483648.5), math.floor(1e300) == 1e300, math.floor(2^62)",
      "5000000000\t-2147483648\ttrue\t4611686018427387904"
    )
    is(
      "('abc'):sub(2, math.maxinteger), ('abc'):sub(math.mininteger, -2), ('abc'):byte(1, 5000000000)",
      "bc\tab\t97\t98\t99"
    )
    is(
      "select('#', table.unpack({ 1, 2 }, 1, 2)), pcall(table.unpack, {}, 1, math.maxinteger)",
      "2\tfalse\ttoo many results to unpack"
    )
    is("string.unpack('<i8', string.pack('<i8', 1234567890123456789))", "1234567890123456789\t9")
    is(
      "string.unpack('>I8', '\\255\\255\\255\\255\\255\\255\\255\\255'), (string.unpack('<I7', ('\\255'):rep(7)))",
      "-1\t72057594037927935".replace("-1\t", "-1\t")
    )
    is(
      "#string.pack('j', 1), #string.pack('J', 1), #string.pack('T', 1), #string.pack('i', 1), #string.pack('s', 'ab')",
      "8\t8\t8\t4\t10"
    )
    is(
      "pcall(string.pack, 'i4', 2147483648)",
      "false\tbad argument #2 to '?' (integer overflow)".replace("'?'", "'string.pack'")
    )
    is(
      "(function() local t = {} t[5000000000] = 'a' t[2^31] = 'b' return t[5000000000], t[2147483648], #t end)()",
      "a\tb\t0"
    )
    is(
      "(function() local t = setmetatable({}, { __index = function(_, i) return i < 2147483650 and i or nil end }) local n = 0 for i in ipairs(t) do n = n + 1 if n > 3 then break end end return n end)()",
      "4"
    )
    is("#table.concat({ 1234567890123456789, 4294967296, 1.5 }, ' ')", "34")
    is("utf8.char(228, 8364), utf8.len('äö')", "\xc3\xa4\xe2\x82\xac\t2")
    is("utf8.char(), utf8.char('65', 66.0), #utf8.char(0)", "\tAB\t1")
    is("utf8.char(0x7f, 0x80, 0x7ff, 0x800)", "\x7f\xc2\x80\xdf\xbf\xe0\xa0\x80")
    is("utf8.char(0xd800, 0xffff, 0x10000, 0x10ffff)", "\xed\xa0\x80\xef\xbf\xbf\xf0\x90\x80\x80\xf4\x8f\xbf\xbf")
  })

  it("B10 a host's numbers: what is pushed and what comes back", () => {
    const { F, L } = running()
    pushNumber(L, 3)
    pushNumber(L, 5e9)
    pushNumber(L, 1.5)
    pushNumber(L, 2n ** 60n)
    pushNumber(L, -0)
    pushFloat(L, 3)
    L.stack[L.top++] = int64Of(7n)
    const shown = [1, 2, 3, 4, 5, 6, 7].map(
      (i) => F.to_jsstring(F.lauxlib.luaL_tolstring(L, i)) + (F.lua.lua_settop(L, 7), "")
    )
    assert.deepStrictEqual(shown, ["3", "5000000000", "1.5", "1152921504606846976", "-0.0", "3.0", "7"])
    assert.isTrue(isInt64(numberTValue(2n ** 60n)))
    assert.isFalse(isInt64(numberTValue(2n ** 53n)))
    assert.strictEqual(numberTValue(2n ** 64n).type, 3)
    assert.strictEqual(numberTValue(2n ** 64n - 1n).type, LUA_TNUMI64)
    assert.strictEqual(F.lua.lua_type(L, 4), F.lua.LUA_TNUMBER)
    assert.isFalse(F.lua.lua_isuserdata(L, 4))
    assert.isTrue(F.lua.lua_isinteger(L, 4))
    // The C API's integer is a JS number: what does not fit one exactly is none.
    assert.strictEqual(F.lua.lua_tointegerx(L, 4), false)
    assert.strictEqual(F.lua.lua_tointegerx(L, 2), 5e9)
    assert.strictEqual(F.lua.lua_tonumber(L, 4), 2 ** 60)
  })

  it("integers of 32 bits, where asked for", () => {
    assert.strictEqual(
      value("65536 * 65536, 2147483647 + 1, 0xffffffff, math.maxinteger", wrapped),
      "0\t-2147483648\t-1\t2147483647"
    )
    assert.strictEqual(
      value("math.abs(math.mininteger), 2^31, math.random(1, 1)", wrapped),
      "-2147483648\t2147483648.0\t1"
    )
  })

  const edges = [0n, 1n, -1n, 3n, -7n, 2n ** 31n, -(2n ** 31n), 2n ** 31n - 1n, 2n ** 32n, 2n ** 53n, -(2n ** 53n)]
  edges.push(2n ** 53n + 1n, 2n ** 53n - 1n, 2n ** 62n, 2n ** 63n - 1n, -(2n ** 63n))
  /** Integers of every size, and those at which their form changes. */
  const integersOf = (seed: number): (() => bigint) => {
    let state = seed | 0
    const next = (): number => (state = (Math.imul(state, 1103515245) + 12345) | 0) >>> 8
    return () => {
      if (next() % 3 === 0) return edges[next() % edges.length]!
      const all = (BigInt(next()) << 48n) | (BigInt(next()) << 24n) | BigInt(next())
      return BigInt.asIntN(64, all) >> BigInt(next() % 64)
    }
  }
  const floorDiv = (a: bigint, b: bigint): bigint => {
    const r = a % b
    return (a - (r !== 0n && r < 0n !== b < 0n ? r + b : r)) / b
  }
  const bits = (n: bigint) => BigInt.asIntN(64, n)

  it.effect.prop(
    "B10 integers do what bigints do",
    [Schema.Int],
    ([seed]) =>
      Effect.sync(() => {
        const { F, L, run } = running()
        const text = (n: bigint): string => {
          if (n >= -(2n ** 63n) && n < 2n ** 64n) return String(n)
          pushNumber(L, Number(n))
          const shown = F.to_jsstring(F.lauxlib.luaL_tolstring(L, -1))
          F.lua.lua_settop(L, 0)
          return shown
        }
        run(`function all(a, b) local function t(f, ...) local ok, r = pcall(f, ...) return ok and tostring(r) or "-" end
        return table.concat({ tostring(a + b), tostring(a - b), tostring(a * b), t(function() return a // b end), t(function() return a % b end),
          tostring(a & b), tostring(a | b), tostring(a ~ b), tostring(~a), tostring(a << (b & 63)), tostring(a >> (b & 63)),
          tostring(a < b), tostring(a <= b), tostring(a == b), tostring(-a), string.format("%d %x", a, b), tostring(({ [a] = 1 })[b]), tostring(tonumber(tostring(a)) == a) }, " ") end`)
        const integer = integersOf(seed)
        for (let i = 0; i < 40; i++) {
          const a = integer()
          const b = integer()
          const shift = BigInt.asUintN(6, b)
          const expected = [
            text(a + b),
            text(a - b),
            text(a * b),
            b === 0n ? "-" : text(floorDiv(a, b)),
            b === 0n ? "-" : text(a - floorDiv(a, b) * b),
            text(bits(a & b)),
            text(bits(a | b)),
            text(bits(a ^ b)),
            text(~a),
            text(bits(a << shift)),
            text(bits(BigInt.asUintN(64, a) >> shift)),
            a < b,
            a <= b,
            a === b,
            text(-a),
            a,
            BigInt.asUintN(64, b).toString(16),
            a === b ? 1 : "nil",
            true
          ].join(" ")
          pushNumber(L, a)
          F.lua.lua_setglobal(L, F.to_luastring("a"))
          pushNumber(L, b)
          F.lua.lua_setglobal(L, F.to_luastring("b"))
          assert.strictEqual(run("return all(a, b)"), expected, `${a} ${b}`)
          const literal = (n: bigint) => (n === -(2n ** 63n) ? "math.mininteger" : `(${n})`)
          assert.strictEqual(
            run(`return ${literal(a)} + ${literal(b)}, ${literal(a)} * ${literal(b)}`),
            `${text(a + b)}\t${text(a * b)}`
          )
        }
      }),
    runs
  )

  it.effect.prop(
    "B10 floats with a fraction do what JS does",
    [Schema.Finite, Schema.Finite],
    ([a, b]) =>
      Effect.sync(() => {
        const { F, L, run } = running()
        pushFloat(L, a)
        F.lua.lua_setglobal(L, F.to_luastring("a"))
        pushFloat(L, b)
        F.lua.lua_setglobal(L, F.to_luastring("b"))
        assert.strictEqual(
          run(`return a < b, a <= b, a == b, tonumber(string.format("%.17g", a)) == a`),
          `${a < b}\t${a <= b}\t${a === b}\ttrue`
        )
        for (const [operator, result] of [
          ["+", a + b],
          ["-", a - b],
          ["*", a * b],
          ["/", a / b]
        ] as const) {
          const exact = Number.isInteger(a) && Number.isInteger(b) && operator !== "/" && !Number.isSafeInteger(result)
          if (exact || result !== result) continue
          assert.strictEqual(
            run(
              `return a ${operator} b == ${result === Infinity ? "math.huge" : result === -Infinity ? "-math.huge" : result.toExponential().replace(/^-(.*)$/, "(-$1)")}`
            ),
            "true",
            `${a} ${operator} ${b}`
          )
        }
      }),
    runs
  )
})
