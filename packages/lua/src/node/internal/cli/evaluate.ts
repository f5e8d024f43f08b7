/*
 * One input of a session at the terminal, in Lua: an expression is printed, a statement is run, and what is not complete asks for
 * more.
 */

/**
 * Gives a function of a text: `"more"` if it could go on, `"failed"` and why, or `"done"` when it has run and what it gave has been
 * printed. What it uses is what was there at the start, whatever a session makes of its globals.
 */
export const evaluator = `
local load, xpcall, tostring, type = load, xpcall, tostring, type
local pack, unpack, traceback = table.pack, table.unpack, debug.traceback
local getmetatable = getmetatable

local find, sub = string.find, string.sub

-- Without the frames below what was typed.
local function trace(problem)
  local text = traceback(problem, 2)
  local last = find(text, "\\n[^\\n]*'xpcall'[^\\n]*\\n[^\\n]*$")
  return last and sub(text, 1, last - 1) or text
end

local function handler(problem)
  if type(problem) == "string" then return trace(problem) end
  local metatable = getmetatable(problem)
  if type(metatable) == "table" and metatable.__tostring or metatable == "error" then return tostring(problem) end
  return trace("(error object is a " .. type(problem) .. " value)")
end

return function(text)
  text = text:gsub("^%s*=", "return ")
  local run, problem = load("return " .. text, "=stdin")
  if run == nil then run, problem = load(text, "=stdin") end
  if run == nil then
    if problem:sub(-5) == "<eof>" then return "more", problem end
    return "failed", problem
  end
  local results = pack(xpcall(run, handler))
  if not results[1] then return "failed", results[2] end
  if results.n > 1 then print(unpack(results, 2, results.n)) end
  return "done"
end
`
