/*
 * Programs that do not end by themselves, and resist being ended: for the tests of budgets, and the benchmark of how soon they end.
 */

/** Programs that run for ever and resist being ended. */
export const hostile: Readonly<Record<string, string>> = {
  "a loop": "while true do end",
  "a loop under pcall in a coroutine":
    "coroutine.wrap(function() while true do pcall(function() while true do end end) end end)()",
  "a loop after a failed pcall in a coroutine": "coroutine.wrap(function() pcall(error, 1) while true do end end)()",
  "a looping handler of xpcall": "xpcall(error, function() while true do end end)",
  "a looping handler of an error in a loop":
    "xpcall(function() while true do end end, function() while true do end end)",
  "handlers in handlers": `
    local function h() xpcall(error, h) while true do end end
    while true do xpcall(error, h) end`,
  "a loop in a metamethod":
    "local t = setmetatable({}, { __index = function() while true do end end }) pcall(function() return t.x end) while true do end",
  "a loop in a comparison of sort": "while true do pcall(table.sort, {3, 2, 1}, function() while true do end end) end",
  "a loop in a callback of gsub": "while true do pcall(string.gsub, 'aaa', 'a', function() while true do end end) end",
  "a loop in an iterator": "for _ in function() while true do end end do end",
  "a tree of coroutines, each short": `
    local function tree(depth)
      for _ = 1, 150 do coroutine.wrap(function() if depth > 0 then tree(depth - 1) end end)() end
    end
    while true do tree(100) end`,
  "coroutines that catch and go on": `
    local function again() while true do local co = coroutine.create(function() while true do end end) coroutine.resume(co) end end
    while true do pcall(again) end`,
  "a pattern that tries everything": "string.find(string.rep('a', 3000), string.rep('a-', 30) .. 'b')",
  "a pattern that tries everything, under pcall":
    "while true do pcall(string.match, string.rep('a', 3000), '(.-)(.-)(.-)(.-)b') end",
  "a pattern of gmatch": "for _ in string.gmatch(string.rep('a', 5000), '.-.-.-.-b') do end",
  "a balanced match from each place": "string.find(string.rep('(', 100000), '%b()')",
  "a plain search that nearly matches everywhere":
    "string.find(string.rep('a', 300000), string.rep('a', 150000) .. 'b', 1, true)",
  "back references": "string.find(string.rep('a', 3000), '(a*)(a*)%1%2b')",
  "a class as long as the text": "string.find(string.rep('a', 30000), '[' .. string.rep('b', 30000) .. ']*c')",
  "a long pattern that nearly matches everywhere":
    "string.find(string.rep('x', 400000), string.rep('x', 100000) .. '[y]')",
  "a class that goes on over a long text": "string.find(string.rep('x', 9000000), '[^y]*z')",
  "a long chain of __index":
    "local t = {} for i = 1, 1990 do t = setmetatable({}, { __index = t }) end while true do local _ = t.x end",
  "a sort of many": "local t = {} for i = 1, 20000 do t[i] = -i end while true do table.sort(t) end",
  "a move of what is not there": "table.move({}, 1, 2 ^ 31 - 10, 2)",
  "a removal from what says it is long":
    "table.remove(setmetatable({}, { __len = function() return 2 ^ 31 - 10 end }), 1)",
  "an insertion at the front of what says it is long":
    "table.insert(setmetatable({}, { __len = function() return 2 ^ 31 - 10 end }), 1, 1)",
  "a concatenation of what says it is long":
    "table.concat(setmetatable({}, { __len = function() return 2 ^ 31 - 10 end, __index = function() return '' end }))",
  "copies of a gigabyte": "while true do pcall(string.rep, 'x', 2 ^ 30) end",
  "a comparison of long strings":
    "local a, b = string.rep('x', 10000000), string.rep('x', 10000000) local same while true do same = a == b end",
  "many arguments":
    "local function f(...) while true do select('#', ...) end end local t = {} for i = 1, 100000 do t[i] = i end f(table.unpack(t))",
  "numerals that are long":
    "local s = string.rep('1', 1000000) while true do local _ = tonumber(s) or tonumber(s, 36) or pcall(function() return s + 1 end) end",
  "long strings as UTF-8":
    "local s = string.rep('a', 10000000) while true do local _ = utf8.len(s), utf8.offset(s, 9000000) end",
  "paths with many places": "package.path = string.rep('?;', 100000) while true do pcall(require, 'nothing') end",
  "states that are made": "while true do pcall(alua.newstate) end",
  "many results": "local s = string.rep('x', 100000) while true do local _ = s:byte(1, -1) end",
  "a border that is far": `
    local t = {} for i = 1, 20000 do t[i] = i end for i = 0, 30 do t[2 ^ i] = i end
    local n while true do n = #t end`,
  "a source without an end": "load(function() return ' ' end)",
  "an error whose value has no end as bytes": "local t = {} for _ = 1, 120 do t = { t, t } end error(t)",
  "a tail call for ever": "local function f() return f() end f()",
  goto: "::top:: goto top"
}
