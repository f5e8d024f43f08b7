/*
 * A look at the instance before anybody uses it: a script that goes over the corrected defects. A hash says that the text is the one
 * we know; this says that what we made of it works.
 */
import type { Fengari, LuaHook } from "./types.ts"

const script = `
local failed = {}
local function check(name, test)
  local ok, right = pcall(test)
  if not (ok and right == true) then failed[#failed + 1] = name end
end
check("string keys", function() return ({ ["\\4\\1"] = 1 })["A"] == nil and "a\\tb" < "ab" end)
check("constructors", function() return next({ 10, 20, 30 }) == 1 end)
check("printing", function() return tostring(-0.0) == "-0.0" and tostring(1e100) == "1e+100" and tostring(1/0) == "inf" end)
check("format", function() return string.format("%5.1f|%#x|% d|%g", 0.25, 255, 7, 1e20) == "  0.2|0xff| 7|1e+20" end)
check("integers", function()
  return 65536 * 65536 == 4294967296 and tostring(2147483647 + 1) == "2147483648" and 4294967295 & 0xff == 255
end)
check("wide integers", function()
  return 9007199254740993 - 1 == 9007199254740992 and ({ [1 << 62] = 1 })[4611686018427387904] == 1
end)
check("loops", function()
  local n = 0
  for i = 2147483646, 2147483650 do
    n = n + 1
    if n > 9 then break end
  end
  return n == 5
end)
coroutine.wrap(function() pcall(error, 1) pcall(error, 2) armed() for i = 1, 10000 do end end)()
return table.concat(failed, ", ")
`

/** What does not work, or undefined if everything does. */
export const selfTest = (F: Fengari): string | undefined => {
  const { lauxlib, lua, lualib, to_jsstring, to_luastring } = F
  const L = lauxlib.luaL_newstate()
  if (L === null) return "no state"
  for (const [name, open] of [
    ["_G", lualib.luaopen_base],
    ["string", lualib.luaopen_string],
    ["table", lualib.luaopen_table],
    ["coroutine", lualib.luaopen_coroutine]
  ] as const) {
    lauxlib.luaL_requiref(L, to_luastring(name), open, 1)
    lua.lua_settop(L, 0)
  }
  // The hook of a coroutine still runs after errors that it caught.
  let hooked = 0
  const hook: LuaHook = () => {
    hooked++
  }
  lua.lua_register(L, to_luastring("armed"), () => {
    hooked = 0
    return 0
  })
  lua.lua_sethook(L, hook, lua.LUA_MASKCOUNT, 100)
  const status =
    lauxlib.luaL_loadbuffer(L, to_luastring(script), null, to_luastring("=selfTest")) || lua.lua_pcall(L, 0, 1, 0)
  const text = to_jsstring(lua.lua_tostring(L, -1) ?? new Uint8Array(0))
  lua.lua_close(L)
  const hooks = hooked < 50 ? "hooks in coroutines" : ""
  const failed =
    status === lua.LUA_OK ? [text, hooks].filter((part) => part !== "").join(", ") : `the self-test: ${text}`
  return failed === "" ? undefined : failed
}
