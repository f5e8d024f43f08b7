/*
 * The libraries that are ours: the clock, random numbers, memory, and what is missing.
 */
import { assert, describe, it } from "@effect/vitest"
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { seedState } from "../../src/internal/fengari/lib/math.ts"
import { bare, running, value } from "./running.ts"

const is = (source: string, expected: string): void => assert.strictEqual(value(source), expected, source)

describe("os", () => {
  it("B01 times of any year, also beyond 2038 and before 1970", () => {
    is(`os.date("!%Y-%m-%d %H:%M:%S", 4102444800)`, "2100-01-01 00:00:00")
    is(`os.date("!%c", -86400)`, "Wed Dec 31 00:00:00 1969")
    is(`os.date("!%c", -11644473600)`, "Mon Jan  1 00:00:00 1601")
    is(`os.date("!*t", 2^40 // 1).year`, "36812")
    is(
      `(function() local t = os.date("!*t", 4102444799) return t.year, t.month, t.day, t.hour, t.min, t.sec, t.wday, t.yday, t.isdst end)()`,
      "2099\t12\t31\t23\t59\t59\t5\t365\tfalse"
    )
    assert.include(value(`pcall(os.date, "!%c", 1e300)`), "number has no integer representation")
    assert.include(value(`pcall(os.date, "!%c", 1 << 62)`), "time result cannot be represented")
    assert.include(value(`pcall(os.date, "!%c", 1 << 52)`), "time result cannot be represented")
  })

  it("B01 a table's time is that of its date again, and is put right in the table", () => {
    is(`(function() local t = os.time() return os.time(os.date("*t", t)) - t end)()`, "0")
    is(`(function() local t = 4102444800 return os.time(os.date("*t", t)) - t end)()`, "0")
    is(
      `(function() local d = { year = 2024, month = 14, day = -3, hour = 25 } os.time(d) return d.year, d.month, d.day, d.hour, d.wday, d.yday end)()`,
      "2025\t1\t29\t1\t4\t29"
    )
    is(`os.time({ year = 2100, month = 1, day = 2 }) - os.time({ year = 2100, month = 1, day = 1 })`, "86400")
    is(`math.type(os.time()), os.difftime(5000000000, 4999999999)`, "integer\t1.0")
    assert.notStrictEqual(value(`pcall(os.time, { year = 2100, month = 1, day = 1 })`, bare).split("\t")[0], "true")
  })

  it("B01 fields that are wrong are named", () => {
    assert.include(value(`pcall(os.time, { year = 2024, month = 1 })`), "field 'day' missing in date table")
    assert.include(value(`pcall(os.time, { year = "x", month = 1, day = 1 })`), "field 'year' is not an integer")
    assert.include(value(`pcall(os.time, { year = 2024, month = 1.5, day = 1 })`), "field 'month' is not an integer")
    assert.include(value(`pcall(os.time, { year = 1 << 40, month = 1, day = 1 })`), "field 'year' is out-of-bound")
    assert.include(value(`pcall(os.date, "%Q")`), "invalid conversion specifier '%Q'")
    assert.include(value(`pcall(os.date, "%E")`), "invalid conversion specifier '%E'")
    assert.include(value(`pcall(os.date, "%Ez")`), "invalid conversion specifier '%Ez'")
    assert.include(value(`pcall(os.date, "x%")`), "invalid conversion specifier '%'")
  })

  it("B01 the field that PUC 5.3 looks at first is the one that is named", () => {
    const wrong = ["sec", "min", "hour", "day", "month", "year"]
    for (const [at, name] of wrong.entries()) {
      const fields = wrong.map((each, i) => `${each} = ${i < at ? "1" : '"x"'}`).join(", ")
      assert.include(value(`pcall(os.time, { ${fields} })`), `field '${name}' is not an integer`)
    }
    assert.include(value(`pcall(os.time, {})`), "field 'day' missing in date table")
    assert.include(value(`pcall(os.time, { year = 2020 })`), "field 'day' missing in date table")
  })

  it("B01 the difference is one of two times, and only *t is a table", () => {
    assert.include(value(`pcall(os.difftime, 5)`), "bad argument #2 to 'os.difftime' (number expected, got no value)")
    assert.include(value(`pcall(os.difftime, 5, nil)`), "bad argument #2 to 'os.difftime' (number expected, got nil)")
    is(`os.difftime(5, 3.0), os.date("*tx", 0), os.date("!*tx", 0)`, "2.0\t*tx\t*tx")
  })

  it("B01 each conversion is that of C", () => {
    // A Sunday; the first of a year whose ISO week belongs to the year before.
    const at = 1640995200 + 86400
    const expected: Readonly<Record<string, string>> = {
      a: "Sun",
      A: "Sunday",
      b: "Jan",
      B: "January",
      c: "Sun Jan  2 00:00:00 2022",
      C: "20",
      d: "02",
      D: "01/02/22",
      e: " 2",
      F: "2022-01-02",
      g: "21",
      G: "2021",
      h: "Jan",
      H: "00",
      I: "12",
      j: "002",
      m: "01",
      M: "00",
      p: "AM",
      r: "12:00:00 AM",
      R: "00:00",
      S: "00",
      T: "00:00:00",
      u: "7",
      U: "01",
      V: "52",
      w: "0",
      W: "00",
      x: "01/02/22",
      X: "00:00:00",
      y: "22",
      Y: "2022",
      z: "+0000",
      Z: "GMT",
      Ec: "Sun Jan  2 00:00:00 2022",
      EY: "2022",
      Od: "02",
      OV: "52",
      Oy: "22"
    }
    for (const [name, text] of Object.entries(expected)) is(`os.date("!%${name}", ${at})`, text)
    is(`os.date("!%%%t%n|", 0)`, "%\t\n|")
  })

  it("B01 the clock is processor time", () => {
    is(
      `(function() local t = os.clock() local n = 0 for i = 1, 300000 do n = n + i end local d = os.clock() - t return d > 0 and d < 60, math.type(t) end)()`,
      "true\tfloat"
    )
  })
})

describe("math.random", () => {
  it("B01 a state has numbers of its own, the same for a seed", () => {
    const program = `return math.random(1000000), math.random(1000000), math.random(-5, 5), math.random(1 << 40), math.random()`
    const [a, b] = [running(), running()]
    a.run("math.randomseed(42)")
    b.run("math.randomseed(43)")
    const first = a.run(program)
    b.run("math.randomseed(42)")
    // What another state does in between does not matter.
    running().run("math.randomseed(1) for i = 1, 100 do math.random() end")
    assert.strictEqual(b.run(program), first)
    assert.notStrictEqual(a.run(program), first)
    seedState(a.L, 42)
    assert.strictEqual(a.run(program), first)
    // The same on every machine and in every version: programs may rely on it.
    assert.strictEqual(first, "716174\t389911\t-4\t55100258045\t0.30955506431534")
  })

  it("B01 states without a seed differ", () => {
    const texts = new Set(Array.from({ length: 20 }, () => value("math.random(1 << 52)")))
    assert.strictEqual(texts.size, 20)
  })

  it("B01 every value of an interval comes, none beside it, about as often", () => {
    const { run } = running()
    run(
      `math.randomseed(7) counts = {} for i = 1, 30000 do local r = math.random(-1, 1) counts[r] = (counts[r] or 0) + 1 end`
    )
    assert.strictEqual(run(`local n = 0 for k in pairs(counts) do n = n + 1 end return n`), "3")
    assert.strictEqual(run(`return math.min(counts[-1], counts[0], counts[1]) > 9600`), "true")
    assert.strictEqual(
      run(`for i = 1, 2000 do local r = math.random() assert(r >= 0 and r < 1)
        r = math.random(math.mininteger, math.maxinteger) assert(math.type(r) == "integer")
        r = math.random(1 << 40, (1 << 40) + 3) assert(r >= 1 << 40 and r <= (1 << 40) + 3)
        r = math.random(math.maxinteger - 1, math.maxinteger) assert(r >= math.maxinteger - 1 and r <= math.maxinteger) end return "ok"`),
      "ok"
    )
    assert.include(run(`return pcall(math.random, 0)`), "interval is empty")
    assert.include(run(`return pcall(math.random, 2, 1)`), "interval is empty")
    assert.include(run(`return pcall(math.random, 1, 2, 3)`), "wrong number of arguments")
    assert.include(run(`return pcall(math.random, 1.5)`), "number has no integer representation")
    assert.strictEqual(run(`return math.random(3, 3)`), "3")
  })
})

describe("what is not as there", () => {
  it("B01 collectgarbage answers for V8", () => {
    is(`collectgarbage("count") > 1000, math.type(collectgarbage("count"))`, "true\tfloat")
    is(
      `collectgarbage(), collectgarbage("collect"), collectgarbage("stop"), collectgarbage("setpause", 100)`,
      "0\t0\t0\t0"
    )
    is(`collectgarbage("isrunning"), type(collectgarbage("step"))`, "true\tboolean")
    assert.include(value(`pcall(collectgarbage, "never")`), "invalid option 'never'")
    assert.include(value(`pcall(collectgarbage, "count")`, bare), "not implemented")
  })

  it("B01 a function that is not there is named where it is called", () => {
    for (const name of ["io.open", "io.lines", "io.popen", "io.read", "io.tmpfile"]) {
      assert.include(value(`pcall(${name}, "x")`), `'${name}' is not available`)
    }
    assert.include(value(`pcall(function() io.stdout:seek() end)`), "'file:seek' is not available")
    for (const name of ["input", "output"]) {
      assert.include(value(`pcall(io.${name}, "x")`), `'io.${name}' of a name is not available`)
      is(`io.${name}(io.stderr) == io.stderr`, "true")
    }
    // What is written is written at once, whatever a script asks for first.
    is(`io.stdout:setvbuf("no"), io.stdout:setvbuf("line", 10)`, "true\ttrue")
    assert.include(value(`pcall(function() io.stdout:setvbuf("all") end)`), "invalid option 'all'")
    assert.include(value(`pcall(io.stdout.setvbuf, 1, "no")`), "FILE* expected")
    assert.include(value(`pcall(io.stdout.setvbuf, io.stdout, "no", "x")`), "number expected, got string")
    assert.include(value(`pcall(setmetatable, {}, { __gc = print })`), "'__gc' is not available")
    assert.strictEqual(value(`getmetatable(setmetatable({}, { __index = 1 })).__index`), "1")
    assert.include(value(`pcall(setmetatable, {}, 1)`), "nil or table expected")
    assert.include(
      value(`pcall(setmetatable, setmetatable({}, { __metatable = 1 }), {})`),
      "cannot change a protected metatable"
    )
  })

  it("B01 positions that a double cannot count are refused, where a loop over them would not end", () => {
    const far = "positions from 2^53 on are for t[i] only"
    for (const call of [
      `table.concat({}, "x", math.maxinteger, math.maxinteger)`,
      `table.concat(setmetatable({}, { __index = function() return "x" end }), "x", 2^53, 2^53 + 2)`,
      `table.unpack({}, math.maxinteger, math.maxinteger)`,
      `table.unpack({}, 2^53, 2^53 + 2)`,
      `table.move({}, math.mininteger, math.mininteger, 1)`,
      `table.move({ 1, 2, 3 }, 1, 3, 2^53 - 2)`,
      `table.insert(setmetatable({}, { __len = function() return 2^53 end }), 1)`,
      `table.remove(setmetatable({}, { __len = function() return math.maxinteger end }))`
    ]) {
      is(`pcall(function() return ${call} end)`, `false\ttest:1: ${far}`)
    }
    // What does not go there is as before.
    is(`table.concat({}, "x", math.maxinteger, math.mininteger), (table.unpack({}, math.maxinteger, 1))`, "\tnil")
    is(`pcall(table.unpack, {}, math.mininteger, math.maxinteger)`, "false\ttoo many results to unpack")
    is(`table.unpack({ [2^53 - 1] = 7 }, 2^53 - 1, 2^53 - 1)`, "7")
    is(`({ [math.maxinteger] = 7 })[math.maxinteger]`, "7")
  })

  it("B01 lengths, upvalues and arguments out of range are errors as in PUC, not those of the host", () => {
    const long = `setmetatable({}, { __len = function() return math.maxinteger end })`
    assert.include(value(`pcall(table.sort, ${long})`), "array too big")
    assert.include(value(`pcall(math.max)`), "value expected")
    assert.include(value(`pcall(math.min)`), "value expected")
    is(`debug.getupvalue(print, math.maxinteger), debug.getupvalue(function() return is end, 1 << 60)`, "nil")
    for (const call of ["upvalueid, print, math.maxinteger", "upvaluejoin, print, math.mininteger, print, 1"]) {
      assert.include(value(`pcall(debug.${call})`), "invalid upvalue index")
    }
  })
})

describe("what PUC 5.3.6 says", () => {
  it("B01 math.max and min compare whatever can be compared", () => {
    is(`math.max("b", "a"), math.min("b", "a"), math.max("x"), type(math.min({}))`, "b\ta\tx\ttable")
    assert.include(value(`pcall(math.max, {}, 1)`), "attempt to compare table with number")
    assert.include(value(`pcall(math.max, 9, "10")`), "attempt to compare number with string")
    assert.include(value(`pcall(math.max, 1, nil)`), "attempt to compare number with nil")
    assert.include(value(`pcall(math.max)`), "value expected")
    is(
      `(function()
        local meta = { __lt = function(a, b) return a.n < b.n end }
        local small, large = setmetatable({ n = 1 }, meta), setmetatable({ n = 2 }, meta)
        return math.max(small, large) == large, math.min(large, small) == small
      end)()`,
      "true\ttrue"
    )
  })

  it("B01 %c takes the lowest byte of any integer", () => {
    is(`string.format("%c%c%c%c", math.maxinteger - 1, -1, math.mininteger + 65, 256):byte(1, -1)`, "254\t255\t65\t0")
  })

  it("B01 texts of errors: of %b, of a packed zero, and of the argument of math.fmod that is looked at first", () => {
    for (const pattern of ["%b", "%bx"]) {
      const text = value(`pcall(string.find, "a", "${pattern}")`)
      assert.isTrue(text.endsWith("malformed pattern (missing arguments to '%b')"), text)
    }
    assert.include(value(`pcall(string.pack, "z", "a\\0b")`), "(string contains zeros)")
    assert.include(value(`pcall(math.fmod, nil)`), "bad argument #2")
    assert.include(value(`pcall(math.fmod, {}, 1)`), "bad argument #1")
  })

  it("B01 what the system says of a file is in the words of C", () => {
    const folder = mkdtempSync(join(tmpdir(), "stevedore-lua-"))
    for (const each of ["full", "empty"]) mkdirSync(join(folder, each))
    writeFileSync(join(folder, "full", "file"), "")
    const none = join(folder, "none")
    is(`os.remove("${none}")`, `nil\t${none}: No such file or directory\t2`)
    is(`os.rename("${none}", "${none}2")`, "nil\tNo such file or directory\t2")
    assert.include(value(`os.remove("${folder}/full")`), `nil\t${folder}/full: Directory not empty\t`)
    is(`os.rename("${folder}/full/file", "${folder}/empty")`, "nil\tIs a directory\t21")
    is(`os.remove("${folder}/full/file/x")`, `nil\t${folder}/full/file/x: Not a directory\t20`)
    rmSync(folder, { recursive: true })
  })

  it("B01 a name with a zero is that of no file, and none is touched", () => {
    const folder = mkdtempSync(join(tmpdir(), "stevedore-lua-"))
    const there = join(folder, "there")
    writeFileSync(there, "")
    is(`os.remove("${there}\\0x")`, `nil\t${there}\0x: No such file or directory\t2`)
    for (const names of [`"${there}\\0x", "${there}2"`, `"${there}", "${there}2\\0x"`]) {
      is(`os.rename(${names})`, "nil\tNo such file or directory\t2")
    }
    assert.deepStrictEqual(readdirSync(folder), ["there"])
    is(`os.getenv("PATH\\0x")`, "nil")
    assert.include(
      value(`pcall(os.execute, "rm ${there}\\0x")`),
      "bad argument #1 to 'os.execute' (a command of UTF-8 without zeros expected)"
    )
    assert.deepStrictEqual(readdirSync(folder), ["there"])
    rmSync(folder, { recursive: true })
  })

  it("B01 a command ends as C says it, and what is no text is no command and no variable", () => {
    is(`os.execute("")`, "true\texit\t0")
    is(`os.execute("exit 3")`, "nil\texit\t3")
    is(`os.execute("kill -9 $$")`, "nil\tsignal\t9")
    is(`os.execute()`, "true")
    is(`os.getenv("\\xff")`, "nil")
    assert.include(value(`pcall(os.execute, "\\xff")`), "bad argument #1 to 'os.execute'")
  })

  it("B01 a name for a file is that of one, which was not there", () => {
    is(
      `(function() local a, b = os.tmpname(), os.tmpname() return a ~= b, os.remove(a), os.remove(b), (os.remove(b)) end)()`,
      "true\ttrue\ttrue\tnil"
    )
  })

  it("B01 a file is shown by a number, as what has no text", () => {
    assert.match(value(`io.stdout`), /^file \(0x[0-9a-f]+\)$/)
  })
})
