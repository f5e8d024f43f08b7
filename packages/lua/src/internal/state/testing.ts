/*
 * What a file of Lua tests finds: `describe`, `it`, `before_each`, `after_each`, and `check`, whose functions say both values when
 * they differ. A test that is defined while the file runs is collected, not run; one that a test would define is refused.
 */
import { fengari } from "../fengari/load.ts"
import type { State } from "./state.ts"
import { type Collector, collectorKey } from "./alua.ts"
import { raiseText } from "./errors.ts"
import { hostFunction } from "./host.ts"
import { functionSlot, globalsOf, setField } from "./stack.ts"
import type { LuaReference } from "./values.ts"

const { lauxlib, lua } = fengari

/** A test of a file: the names of what it is in, and its own. */
export interface Collected {
  readonly path: ReadonlyArray<string>
  readonly test: LuaReference
  readonly before: ReadonlyArray<LuaReference>
  readonly after: ReadonlyArray<LuaReference>
}

interface Group {
  readonly name: string
  readonly before: Array<LuaReference>
  readonly after: Array<LuaReference>
}

/** Lua that a state of tests runs before the file. `describe` calls its function at once, so it is Lua as well. */
export const prelude = `
local enter, leave = ...
function describe(...)
  local name, body = ...
  if type(name) ~= "string" and type(name) ~= "number" then
    local given = select("#", ...) == 0 and "no value" or type(name)
    error("bad argument #1 to 'describe' (string expected, got " .. given .. ")", 2)
  end
  if type(body) ~= "function" then
    local given = body == nil and "no value" or type(body)
    error("bad argument #2 to 'describe' (function expected, got " .. given .. ")", 2)
  end
  local refused = enter(tostring(name))
  if refused then error(refused, 2) end
  body()
  leave()
end
local function show(value, depth)
  if type(value) == "string" then return string.format("%q", value) end
  if value ~= value then return "NaN" end
  if type(value) ~= "table" or depth > 3 then return tostring(value) end
  local parts, count = {}, 0
  for key, item in pairs(value) do
    count = count + 1
    if count > 20 then parts[#parts + 1] = "..." break end
    parts[#parts + 1] = "[" .. show(key, depth + 1) .. "] = " .. show(item, depth + 1)
  end
  return "{ " .. table.concat(parts, ", ") .. " }"
end
-- In a list of what is still to compare, and not by calls: values may be deep. What is in seen was compared, or is about to be. Tables hold
-- what pairs gives, of both: a field that only __index finds is in neither.
local function same(actual, expected)
  local left, right, open, seen = { actual }, { expected }, 1, {}
  while open > 0 do
    local a, b = left[open], right[open]
    left[open], right[open], open = nil, nil, open - 1
    if a == b or a ~= a and b ~= b then
    elseif type(a) ~= "table" or type(b) ~= "table" then return false
    else
      seen[a] = seen[a] or {}
      if not seen[a][b] then
        seen[a][b] = true
        local theirs = {}
        for key, value in pairs(b) do theirs[key] = value end
        for key, value in pairs(a) do
          open = open + 1
          left[open], right[open], theirs[key] = value, theirs[key], nil
        end
        if next(theirs) ~= nil then return false end
      end
    end
  end
  return true
end
local function callable(f)
  if type(f) == "function" then return true end
  local metatable = getmetatable(f)
  -- What is no table stands for a metatable that is hidden, and may have it.
  return metatable ~= nil and (type(metatable) ~= "table" or rawget(metatable, "__call") ~= nil)
end
-- Why two values that look the same are not equal.
local function why(a, b)
  if type(a) == "table" and type(b) == "table" then
    return " (two tables, and a table equals only itself: check.same compares what is in them)"
  end
  if a ~= a and b ~= b then return " (which equals nothing, not even itself: check.same takes it for the same)" end
  return ""
end
local alike = " (what differs is not shown: it is deep or late in them, or a key that is a table, which is the same only as itself)"
-- What is wrong with a pattern, also where no text is so far like it that Lua would come to that.
local function malformed(pattern)
  -- As Lua has it: a plain text, which may have a bracket that closes.
  if not pattern:find("[%^%$%*%+%?%.%(%[%%%-]") then return end
  local at, open = 1, 0
  while at <= #pattern do
    local character, following = pattern:sub(at, at), pattern:sub(at + 1, at + 1)
    at = at + 1
    if character == "%" then
      if following == "" then return "malformed pattern (ends with '%')" end
      at = at + 1
      if following == "f" and pattern:sub(at, at) ~= "[" then return "missing '[' after '%f' in pattern" end
      if following == "b" then
        at = at + 2
        if at > #pattern + 1 then return "malformed pattern (missing arguments to '%b')" end
      end
    elseif character == "[" then
      if following == "^" then at = at + 1 end
      -- What comes first is a character, a bracket too.
      repeat
        if at > #pattern then return "malformed pattern (missing ']')" end
        at = at + (pattern:sub(at, at) == "%" and 2 or 1)
      until pattern:sub(at, at) == "]"
      at = at + 1
    elseif character == "(" then open = open + 1
    elseif character == ")" then
      if open == 0 then return "invalid pattern capture" end
      open = open - 1
    end
  end
  if open > 0 then return "unfinished capture" end
end
local function fail(level, format, ...) error(string.format(format, ...), level + 1) end
check = {
  equal = function(actual, expected)
    if actual ~= expected then
      fail(2, "expected %s, got %s%s", show(expected, 0), show(actual, 0), why(actual, expected))
    end
  end,
  same = function(actual, expected)
    if same(actual, expected) then return end
    local wanted, got = show(expected, 0), show(actual, 0)
    fail(2, "expected %s, got %s%s", wanted, got, wanted == got and alike or "")
  end,
  raises = function(f, pattern, ...)
    if not callable(f) then fail(2, "bad argument #1 to 'check.raises' (function expected, got %s)", type(f)) end
    local ok, e = pcall(f, ...)
    if ok then fail(2, "expected an error, got none") end
    if pattern == nil then return e end
    local read, found = pcall(string.find, tostring(e), pattern)
    local wrong = read and not found and malformed(tostring(pattern))
    if wrong then read, found = false, wrong end
    if not read then fail(2, "bad pattern %s: %s", type(pattern) == "string" and show(pattern, 0) or type(pattern), found) end
    if not found then fail(2, "expected an error like %q, got %s", pattern, show(e, 0)) end
    return e
  end,
  truthy = function(value, message)
    if not value then fail(2, "%s", message or ("expected a true value, got " .. tostring(value))) end
  end
}`

/** What a file of tests has defined, in order; `hooks` are for the prelude. */
export interface Collecting {
  readonly tests: ReadonlyArray<Collected>
  readonly hooks: ReadonlyArray<unknown>
  /** The file has run: what its tests define from now on nobody would run. */
  readonly end: () => void
}

/** Has what a file of tests defines collected, in order. */
export const collecting = (state: State): Collecting => {
  let hasRun = false
  const refusal = (name: string): string | undefined =>
    hasRun
      ? `${name} inside of a test: nothing would run what it defines. Move it out of the test, beside it or into a describe`
      : undefined
  const tests: Array<Collected> = []
  const groups: Array<Group> = [{ name: "", before: [], after: [] }]
  const current = (): Group => groups.at(-1) as Group
  const collect = (name: string, test: LuaReference): void => {
    tests.push({
      path: [...groups.slice(1).map((group) => group.name), name],
      test,
      before: groups.flatMap((group) => group.before),
      after: groups.toReversed().flatMap((group) => group.after)
    })
  }
  const collector: Collector = { refusal: () => refusal("alua.test"), collect }
  state.data.set(collectorKey, collector)
  /** Its last argument is a function, where a test has the name before it. */
  const define = (name: string, last: 1 | 2, f: (...args: Array<any>) => void): void => {
    const defines = hostFunction(name, f)
    const defined = functionSlot((L) => {
      const refused = refusal(name)
      if (refused !== undefined) return raiseText(L, refused)
      if (last === 2) lauxlib.luaL_checkstring(L, 1)
      lauxlib.luaL_checktype(L, last, lua.LUA_TFUNCTION)
      return defines(L)
    })
    setField(state.L, globalsOf(state.L), name, defined)
  }
  define("it", 2, collect)
  define("before_each", 1, (hook: LuaReference) => void current().before.push(hook))
  define("after_each", 1, (hook: LuaReference) => void current().after.push(hook))
  const enter = (name: string): string | undefined => {
    const refused = refusal("describe")
    if (refused === undefined) groups.push({ name, before: [], after: [] })
    return refused
  }
  const leave = (): void => void groups.pop()
  return { tests, hooks: [enter, leave], end: () => void (hasRun = true) }
}
