/*
 * Tests written in Lua: what a file of them may not be, and reports for other programs.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { assert, describe, it } from "@effect/vitest"
import * as LuaTest from "@stevedore/lua/LuaTest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

/** The report of a file with this text. */
const reportOf = (text: string) =>
  Effect.acquireUseRelease(
    Effect.sync(() => mkdtempSync(join(tmpdir(), "lua-test-"))),
    (folder) => {
      writeFileSync(join(folder, "some.test.lua"), text)
      return LuaTest.run(join(folder, "some.test.lua"))
    },
    (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
  )

describe("LuaTest", () => {
  it.effect("B08 TAP: a name is nothing but a name, whatever it has of directives, backslashes and lines", () =>
    Effect.gen(function* () {
      const report = yield* reportOf(`
        describe("g", function()
          it("bug # todo later", function() check.equal(1, 2) end)
          it("skip # SKIP", function() error("x") end)
          it("two\\nok 99 - lines\\r\\nok 98", function() error("line\\rok 97 - line\\r\\nok 96", 0) end)
          it("back\\\\slash \\\\# \\\\", function() end)
        end)`)
      const lines = LuaTest.tap(report)
        .trimEnd()
        .split(/\r\n?|\n/)
      assert.deepStrictEqual(
        lines.filter((line) => !line.startsWith("# ")),
        [
          "TAP version 13",
          "1..4",
          "not ok 1 - g > bug \\# todo later",
          "not ok 2 - g > skip \\# SKIP",
          "not ok 3 - g > two\\nok 99 - lines\\r\\nok 98",
          "ok 4 - g > back\\\\slash \\\\\\# \\\\"
        ]
      )
    })
  )

  it.effect.prop(
    "B08 TAP: any name is one line without a directive, and is read back from it",
    [Schema.Array(Schema.Literals(["#", "\\", "\n", "\r", " ", "n", "SKIP"]))],
    ([parts]) =>
      Effect.sync(() => {
        const name = parts.join("")
        const report = { file: "some.lua", passed: 1, failed: 0, results: [{ name, passed: true }] }
        const [, , line, ...rest] = LuaTest.tap(report).split(/\r\n?|\n/)
        assert.deepStrictEqual(rest, [""])
        assert.notMatch(line!.replaceAll(/\\./g, ""), /#/)
        // A backslash before anything but itself and `#` is an end of a line.
        const read = line!
          .slice("ok 1 - ".length)
          .replaceAll(/\\(.)/g, (_, escaped: string) => ({ n: "\n", r: "\r" })[escaped] ?? escaped)
        assert.strictEqual(read, name)
      })
  )

  it.effect(
    "B08 a test without its function, or its name, is an error of the file, in words of Lua with its place",
    () =>
      Effect.gen(function* () {
        for (const [source, problem] of [
          [`it("no fn")`, "bad argument #2 to 'it' (function expected, got no value)"],
          [`it("by name", "print")`, "bad argument #2 to 'it' (function expected, got string)"],
          [`it(function() end)`, "bad argument #1 to 'it' (string expected, got function)"],
          [`before_each()`, "bad argument #1 to 'before_each' (function expected, got no value)"],
          [`after_each({})`, "bad argument #1 to 'after_each' (function expected, got table)"],
          [`describe({}, function() end)`, "bad argument #1 to 'describe' (string expected, got table)"],
          [`describe(function() end)`, "bad argument #1 to 'describe' (string expected, got function)"],
          [`describe(true, function() end)`, "bad argument #1 to 'describe' (string expected, got boolean)"],
          [`describe(nil, function() end)`, "bad argument #1 to 'describe' (string expected, got nil)"],
          [`it(nil, function() end)`, "bad argument #1 to 'it' (string expected, got nil)"],
          [`describe()`, "bad argument #1 to 'describe' (string expected, got no value)"],
          [`describe("no body")`, "bad argument #2 to 'describe' (function expected, got no value)"],
          [`describe("group", function() it("no fn") end)`, "bad argument #2 to 'it' (function expected, got no value)"]
        ] as const) {
          const error = yield* Effect.flip(reportOf(`it("passes", function() end)\n${source}`))
          assert.strictEqual(error._tag, "LuaRuntimeError")
          assert.strictEqual(error.message.replace(/^.*some\.test\.lua/, ""), `:2: ${problem}`)
        }
      })
  )

  it.effect("B08 a name that is a number is its text, of a group as of a test", () =>
    Effect.gen(function* () {
      const report = yield* reportOf(`describe(1.0, function() it(2.0, function() end) end)`)
      assert.deepStrictEqual(report.results, [{ name: "1.0 > 2.0", passed: true }])
    })
  )

  it.effect("B08 a file is called by its name, given as a path or as a URL, which has spaces in another form", () =>
    Effect.acquireUseRelease(
      Effect.sync(() => mkdtempSync(join(tmpdir(), "lua-test-"))),
      (folder) =>
        Effect.promise(async () => {
          const path = join(folder, "two words #1 é%20.test.lua")
          writeFileSync(path, `it("adds", function() end)`)
          const url = pathToFileURL(path)
          const names: Array<string> = []
          const closing: Array<Promise<void>> = []
          for (const file of [path, url, url.href]) {
            LuaTest.file(file, {
              describe: (name, body) => (names.push(name), body()),
              it: () => undefined,
              afterAll: (body) => void closing.push(Promise.resolve().then(body))
            })
          }
          await Promise.all(closing)
          assert.deepStrictEqual(names, Array(3).fill("two words #1 é%20.test.lua"))
          const { proxy, revoke } = Proxy.revocable<any>({}, {})
          revoke()
          for (const file of [
            5,
            proxy,
            "https://example.org/a.lua",
            new URL("https://example.org/a.lua")
          ] as ReadonlyArray<any>) {
            let thrown: any
            try {
              LuaTest.file(file, { describe: () => undefined, it: () => undefined, afterAll: () => undefined })
            } catch (error) {
              thrown = error
            }
            assert.match(thrown?._tag, /^Lua(OptionError|ModuleNotFound)$/)
          }
        }),
      (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
    )
  )

  it.effect("B08 check.raises needs a function, and says of a pattern that is none where it was given", () =>
    Effect.gen(function* () {
      const report = yield* reportOf(`
        it("number", function() check.raises(5) end)
        it("nothing", function() check.raises(nil, "x") end)
        it("table", function() check.raises({}) end)
        it("pattern", function()
          check.raises(function() error("x") end, "%")
        end)
        it("table as pattern", function() check.raises(error, {}) end)
        it("callable", function() check.raises(setmetatable({}, { __call = function(_, x) error(x) end }), "ouch", "ouch") end)
        it("hidden", function() check.raises(setmetatable({}, { __metatable = false, __call = error }), "table") end)`)
      assert.deepStrictEqual(
        report.results.map(({ error }) => error?.split("\n")[0]!.replace(/^.*some\.test\.lua/, "")),
        [
          ":2: bad argument #1 to 'check.raises' (function expected, got number)",
          ":3: bad argument #1 to 'check.raises' (function expected, got nil)",
          ":4: bad argument #1 to 'check.raises' (function expected, got table)",
          `:6: bad pattern "%": malformed pattern (ends with '%')`,
          ":8: bad pattern table: bad argument #2 to 'string.find' (string expected, got table)",
          undefined,
          undefined
        ]
      )
    })
  )

  it.effect("B08 check.raises refuses a malformed pattern, also where the error is unlike what comes before that", () =>
    Effect.gen(function* () {
      const report = yield* reportOf(
        ["x[", "x[^", "x%", "x(", "x.)", "x%b(", "x%f", "x[%]", "x[]]", "x[^]]", "x)", "x%[()%b[]%f[%a]"]
          .map((pattern) => `it("${pattern}", function() check.raises(error, "${pattern}", "boom") end)`)
          .join("\n")
      )
      const lines = report.results.map(({ error }) => error?.split("\n")[0]!.replace(/^.*some\.test\.lua:\d+: /, ""))
      assert.deepStrictEqual(lines, [
        `bad pattern "x[": malformed pattern (missing ']')`,
        `bad pattern "x[^": malformed pattern (missing ']')`,
        `bad pattern "x%": malformed pattern (ends with '%')`,
        `bad pattern "x(": unfinished capture`,
        `bad pattern "x.)": invalid pattern capture`,
        `bad pattern "x%b(": malformed pattern (missing arguments to '%b')`,
        `bad pattern "x%f": missing '[' after '%f' in pattern`,
        `bad pattern "x[%]": malformed pattern (missing ']')`,
        'expected an error like "x[]]", got "boom"',
        'expected an error like "x[^]]", got "boom"',
        'expected an error like "x)", got "boom"',
        'expected an error like "x%[()%b[]%f[%a]", got "boom"'
      ])
    })
  )

  it.effect(
    "B08 check.same compares at whatever depth, circles of any length too, and keys that are tables by identity",
    () =>
      Effect.gen(function* () {
        const deep = (inside: string, levels: number) =>
          `(function() local t = { ${inside} } for i = 1, ${levels} do t = { t } end return t end)()`
        const report = yield* reportOf(`
        it("deep", function() check.same(${deep("1", 80000)}, ${deep("1", 80000)}) end)
        it("deep and different", function() check.same(${deep("1", 500)}, ${deep("2", 500)}) end)
        it("circles", function()
          local a, b, c = {}, {}, {}
          a.next, b.next, c.next = a, c, b
          check.same(a, b)
          c.more = 1
          check.raises(function() check.same(a, b) end, "expected")
        end)
        it("keys", function() check.same({ [{ 1 }] = 2 }, { [{ 1 }] = 2 }) end)
        it("one key", function() local key = { 1 } check.same({ [key] = { 2 } }, { [key] = { 2 } }) end)
        it("holes", function() check.same({ 1, nil, 0/0 }, { 1, nil, 0/0 }) check.same(nil, nil) end)
        it("more", function() check.same({ 1 }, { 1, x = 1 }) end)`)
        assert.deepStrictEqual(
          report.results.flatMap(({ name, passed }) => (passed ? [name] : [])),
          ["deep", "circles", "one key", "holes"]
        )
        const errorOf = (name: string) => report.results.find((each) => each.name === name)?.error
        assert.match(errorOf("deep and different")!, /:3: expected \{/)
        assert.include(
          errorOf("keys"),
          "expected { [{ [1] = 1 }] = 2 }, got { [{ [1] = 1 }] = 2 } (what differs is not shown: it is deep or late in them, or " +
            "a key that is a table, which is the same only as itself)"
        )
        assert.notInclude(errorOf("more"), "not shown")
      })
  )

  it.effect("B08 check.same compares what tables hold, on both sides, and not what their metatables give", () =>
    Effect.gen(function* () {
      const report = yield* reportOf(`
        local Ship = { hp = 10, name = "sloop" }
        Ship.__index = Ship
        local ship = setmetatable({}, Ship)
        local dead = setmetatable({}, { __index = { dead = false } })
        -- Tables in front of others are what they say that they hold.
        local function front(of) return setmetatable({}, { __index = of, __pairs = function() return next, of end }) end
        local pairs = {
          { ship, { hp = 99 } }, { ship, { hp = 10 } }, { { at = ship, n = 1 }, { at = { hp = 99 }, n = 1 } },
          { dead, { dead = true } }, { dead, { dead = false } }, { { 1, 2 }, { 1 } }, { { a = false }, {} },
          { front { 1, 2 }, { 1, 3 } }
        }
        for i, pair in ipairs(pairs) do
          it("differ " .. i, function() check.same(pair[1], pair[2]) end)
          it("differ the other way round " .. i, function() check.same(pair[2], pair[1]) end)
        end
        it("are the same", function()
          check.same(ship, {})
          check.same(setmetatable({ hp = 3 }, Ship), { hp = 3 })
          check.same({ hp = 3 }, setmetatable({ hp = 3 }, Ship))
          check.same(front { 1, 2 }, { 1, 2 })
          check.same({ 1, 2 }, front { 1, 2 })
          check.same(setmetatable({ a = 1 }, { __index = error }), setmetatable({ a = 1 }, { __index = error }))
        end)`)
      const passed = report.results.flatMap(({ name, passed }) => (passed ? [name] : []))
      assert.deepStrictEqual(passed, ["are the same"])
      assert.include(report.results[0]?.error, 'expected { ["hp"] = 99 }, got {  }')
    })
  )
})
