-- What the libraries and the compiler do, beside PUC Lua 5.3.6 (conformance.puc53.txt): lua5.3 conformance.lua
print(("hello world from lua"):gsub("(%w+) (%w+)", "%2 %1"), ("abc"):gsub("", "-"), ("abc"):gsub(".", {a=1,b=false}), ("x = 1, y = 2"):gsub("(%w) = (%w)", function(a,b) return b..a end))
print(("  trim  "):match("^%s*(.-)%s*$").."|", ("key=val"):match("(%w+)=(%w+)"), ("[[x]]"):find("[]]"), ("a.b"):find(".", 1, true), ("THE (quick) fox"):find("%((%a+)%)"))
local words = {} for w in ("one two  three"):gmatch("%a+") do words[#words + 1] = w end print(table.concat(words, ","))
print(("%d"):rep(3, " "), ("x"):byte(-1), ("é"):len(), ("abc"):reverse(), ("MiX"):lower(), ("MiX"):upper(), #("\0\0"), "a\z
   b", "\x41\u{48}\65")
print(pcall(string.rep, "x", 1 << 40)) print(pcall(string.rep))
print(table.concat({1,2,3}, ", ", 2, 3), select(-1, 1, 2, 3), table.unpack({1,2,nil,4}, 1, 4))
local t = {5,2,8,1} table.sort(t, function(a,b) return a > b end) print(table.concat(t, " "))
print(pcall(table.sort, {3,1,2,4,5,6}, function() return true end))
print(next({}), rawlen({1,2}), rawequal("a", "a"), rawget(setmetatable({}, {__index=function() return 1 end}), 1))
do local i = 1 ::top:: if i < 3 then i = i + 1 goto top end print(i) end
print(pcall(error, {code=1}), select("#", pcall(error)), pcall(error, "m", 0))
local mt = setmetatable({}, {__call=function(_, a) return a end, __len=function() return 42 end, __unm=function() return "neg" end, __concat=function(a,b) return "cat" end, __eq=function() return true end, __lt=function() return true end, __le=function() return false end, __idiv=function() return "idiv" end, __band=function() return "band" end, __shl=function() return "shl" end, __bnot=function() return "bnot" end, __tostring=function() return "MT" end})
print(mt(7), #mt, -mt, mt.."x", 1 ..mt, mt < mt, mt <= mt, mt // 1, 5 & mt, mt << 1, ~mt, tostring(mt))
local co = coroutine.wrap(function(a) local b = coroutine.yield(a + 1) error("in co " .. b) end) print(co(1), pcall(co, 2))
print(coroutine.isyieldable(), coroutine.status(coroutine.create(print)), pcall(coroutine.resume, nil))
print(string.format("%q", "a\nb\0c\"\\"), #string.format("%099d", 7), tostring(nil), tostring(true))
print(load("return 1 +")) print(load("x = = 1", "=c")) print(load("goto nope", "=c")) print(load("for", "@f.lua")) print(load("x = 'abc", "=c")) print(load("return 0x", "=c")) print(load("break", "=c"))
print(utf8.char(72, 228, 8364, 128512), utf8.len("häß"), utf8.codepoint("häß", 1, -1), utf8.offset("häß", 3), utf8.len("\xff"))
for p, c in utf8.codes("aé") do print(p, c) end
print(math.max(1, 2.5), math.min(3, 1), math.fmod(7, 3), math.fmod(-7, 3.0), math.sqrt(16), math.pi, math.abs(-3), math.exp(0), math.log(8, 2), math.log(100, 10))
print(7 // 0.0, -7 // 0.0, 0/0 ~= 0/0, 3 % -math.huge, -3 % math.huge)
