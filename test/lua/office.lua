-- office.lua: runs in main's state
local yard = athd.newpool("yard", "yard.lua", 2, 100)
local names = { [7] = "area", [8] = "sum" }
function athd.ondone(id, result)
  print(names[id], msgpack.unpack(result))          -- area 12        sum 60
end
athd.pushpjob(yard, 7, "area", [[ local box = msgpack.unpack((...)); return box.w * box.h ]], msgpack.pack({ w = 3, h = 4 }))
athd.pushpjobby("berth-9", yard, 8, "sum", [[
  local total = 0
  for _, crate in ipairs(msgpack.unpack((...))) do total = total + crate end
  return total
]], msgpack.pack({ 10, 20, 30 }))
athd.pushpjob(yard, "greet", function(who) return "hello " .. who, athd.getctname() end,
  function(text, where) print(text, where) end, "crew") -- hello crew     yard-0 (or yard-1)
