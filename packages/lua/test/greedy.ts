/*
 * Programs that take all the memory they can get: for the tests of the guard, and the benchmark of what the process grows by.
 */

export const greedy: Readonly<Record<string, string>> = {
  "a string that doubles": "local s = 'x' while true do s = s .. s end",
  "a string that doubles, under pcall": "local s = 'x' while true do pcall(function() s = s .. s end) end",
  rep: "local s = string.rep('x', 2 ^ 30) return #s",
  "rep of rep": "local t = {} while true do t[#t + 1] = string.rep('x', 1000000) end",
  "gsub that grows":
    "local s = string.rep('x', 1000) while true do s = string.gsub(s, '.', '%0' .. string.rep('y', 60)) end",
  "gsub with a long replacement": "string.gsub(string.rep('x', 100000), '.', string.rep('y', 100000))",
  concat: "local t = {} for i = 1, 1000 do t[i] = string.rep('x', 1000000) end return #table.concat(t)",
  "concat of one string":
    "local s = string.rep('x', 1000000) local t = {} for i = 1, 1000 do t[i] = s end return #table.concat(t)",
  "a padded pack": "return #string.pack('c1000000000', '')",
  tables: "local t while true do t = { t } end",
  "entries of one table": "local t = {} local i = 0 while true do i = i + 1 t[i] = i end",
  "keys of one table": "local t = {} local i = 0 while true do i = i + 1 t['key' .. i] = true end",
  "keys that are long": "local t = {} while true do t[#t + 1] = true t[string.rep('x', 100000) .. #t] = true end",
  "compiled functions":
    "local t = {} while true do t[#t + 1] = load('local x = ' .. #t .. string.rep(' x = x + 1', 1000)) end",
  "sources that are kept":
    "local t = 0 while true do t = t + 1 load('local x = ' .. t .. string.rep(' x = x + 1', 5000)) if t > 300 then error('kept') end end",
  "names of chunks": "local t = {} while true do t[#t + 1] = load('return 1', string.rep('x', 50000) .. #t) end",
  "names of locals":
    "local t = {} while true do t[#t + 1] = load('local ' .. string.rep('x', 50000) .. #t .. ' = 1 return 1') end",
  "one long source": "load(string.rep('x = x + 1 ', 3000000))",
  closures: "local t = {} while true do local n = #t t[n + 1] = function() return n end end",
  coroutines: "local t = {} while true do t[#t + 1] = coroutine.create(function() end) end",
  "coroutines that have started":
    "local t = {} while true do local co = coroutine.wrap(function() coroutine.yield() end) co() t[#t + 1] = co end",
  "copies of a list":
    "local t = {} for i = 1, 10000 do t[i] = i end local all = {} while true do all[#all + 1] = { table.unpack(t) } end",
  "a deep stack": "local function f(...) return 1 + f(1, 2, 3, 4, 5, 6, 7, 8, ...) end return f()",
  "lists of matches": "local t = {} for m in string.gmatch(string.rep('x', 10000000), '.') do t[#t + 1] = { m } end",
  "extensions that are kept": "local t = {} while true do t[#t + 1] = msgpack.ext(1, string.rep('x', 60000) .. #t) end",
  "extensions that are unpacked":
    "local t, s = {}, '\\xc8\\xea\\x60\\x05' .. string.rep('x', 60000) while true do t[#t + 1] = msgpack.unpack(s) end",
  "a quoted string": "return #string.format('%q', string.rep('\\0', 40000000))",
  "searches that are kept": "local s, t = string.rep('x', 1000), {} while true do t[#t + 1] = s:gmatch('x') end",
  "a string of a state that it made":
    "local c = alua.newstate({ limits = { memoryBytes = 2 ^ 40 } }) local ok, e = c:run(\"return #string.rep('x', 2 ^ 30)\") error(e)",
  "long strings that are unpacked":
    "local t, s = {}, msgpack.pack(string.rep('x', 1000000)) for n = 1, 400 do t[n] = msgpack.unpack(s) end",
  "long strings that are packed":
    "local t, s = {}, string.rep('x', 1000000) for n = 1, 400 do t[n] = msgpack.pack(s) end",
  "results of a state that it made": `
    local s, t = alua.newstate(), {}
    s:run("local big = string.rep('x', 1000000) function f() return big end")
    for n = 1, 400 do t[n] = s:call("f") end`,
  "one line of many parts":
    "local s, t = string.rep('x', 15000000), {} for n = 1, 60 do t[n] = s end alog.debug(table.unpack(t))",
  "one line of few parts": "local s = string.rep('x', 20000000) alog.debug(s, s, s, s, s, s)",
  "a string that is given to a state that it made many times":
    "local s, t = string.rep('x', 1000000), {} for n = 1, 200 do t[n] = s end alua.newstate():run('return #...', t)",
  "a short string that is given to a function of a state that it made many times": `
    local s, t, c = string.rep('x', 10000), {}, alua.newstate()
    for n = 1, 20000 do t[n] = s end
    c:run("function f(t) return #t end")
    c:call("f", { t })`,
  "a string that a state that it made gives many times": `
    alua.newstate():run("local s, t = string.rep('x', 1000000), {} for n = 1, 200 do t[n] = s end return t")`,
  "a string that the program gets many times":
    "local s, t = string.rep('x', 1000000), {} for n = 1, 200 do t[n] = s end return t",
  "buffers of gsub that calls back": `
    local big = string.rep("x", 2 ^ 23)
    local function f(d)
      return #string.gsub("ab", ".", function(c) if c == "a" then return big end if d > 0 then f(d - 1) end return "" end)
    end
    return f(30)`,
  "buffers of concat that calls back": `
    local big = string.rep("x", 2 ^ 23)
    local function f(d)
      local rest = function() if d > 0 then f(d - 1) end return "" end
      return #table.concat(setmetatable({ big }, { __index = rest }), "", 1, 2)
    end
    return f(30)`,
  "buffers of format that calls back": `
    local big = string.rep("x", 2 ^ 23)
    local function f(d)
      local rest = function() if d > 0 then f(d - 1) end return "" end
      return #string.format("%s%s", big, setmetatable({}, { __tostring = rest }))
    end
    return f(30)`,
  "a source from pieces": "local piece = string.rep(' ', 100000) load(function() return piece end)",
  "sources from pieces, of readers that load others": `
    local big = string.rep(" ", 2 ^ 23)
    local function f(d)
      local first = true
      return load(function()
        if first then first = false return big .. d end
        if d > 0 then f(d - 1) end
      end)
    end
    return f(30)`
}

/** Programs that use many slots of a stack at a time: what they leave is garbage that lives for long, and V8 collects late. */
export const wide: Readonly<Record<string, string>> = {
  "characters of many arguments": `
    local kept, codes = string.rep("x", 30000000), {} for i = 1, 100000 do codes[i] = 0x10FFFF end
    local t = {} while true do t[#t + 1] = utf8.char(table.unpack(codes)) end`,
  "coroutines that were deep": `
    local function deep(n) if n > 0 then deep(n - 1) end return end
    t = {} while true do
      local co = coroutine.wrap(function() deep(45000) coroutine.yield() end)
      co() t[#t + 1] = co
    end`,
  "coroutines that are deep": `
    local function deep(n) if n > 0 then deep(n - 1) else coroutine.yield() end return end
    t = {} while true do
      local co = coroutine.wrap(deep)
      co(45000) t[#t + 1] = co
    end`
}

/** Programs that keep ever more small values, in a global, so that they are still there when the limit has ended them. */
export const small: Readonly<Record<string, string>> = {
  extensions: "t = {} while true do t[#t + 1] = msgpack.ext(1, 'x' .. #t) end",
  "extensions that are unpacked":
    "t = {} local s = msgpack.pack(msgpack.ext(1, 'abc')) while true do t[#t + 1] = msgpack.unpack(s) end",
  timestamps: "t = {} while true do t[#t + 1] = msgpack.timestamp(#t) end",
  "integers of 64 bits": "t = {} local b = 1 << 62 while true do t[#t + 1] = b + #t end",
  "what is packed": "t = {} while true do t[#t + 1] = msgpack.pack(#t) end",
  "strings that are unpacked": "t = {} local s = msgpack.pack('abc') while true do t[#t + 1] = msgpack.unpack(s) end",
  "tables that are unpacked":
    "t = {} local s = msgpack.pack({ a = 1, b = 'x' }) while true do t[#t + 1] = msgpack.unpack(s) end",
  tables: "t = {} while true do t[#t + 1] = { #t } end",
  closures: "t = {} while true do local n = #t t[n + 1] = function() return n end end",
  "calls under way": `
    local function deep(n) if n > 0 then deep(n - 1) else coroutine.yield() end return end
    t = {} while true do local co = coroutine.wrap(deep) co(1000) t[#t + 1] = co end`
}
