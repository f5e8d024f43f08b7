-- lobby.lua: runs in main's state. It knows the match as a group, and its players by what they say.
local halls = athd.newpool("hall", "hall.lua", 2, 0)
local scores, heard = {}, 0

function smsg_scored(cid, mid, message, data)
  local scored = msgpack.unpack(data)
  scores[scored.name] = scored.score
  heard = heard + 1
  athd.wakeup("scored")
end

ahar.auto_listen()

local names = { "ada", "brendan", "grace", "linus" }
for _, name in ipairs(names) do
  halls:callby(name, "enter", "return enter(...)", name, "match-1")
end

for round = 1, 3 do
  heard = 0
  local reached = ahar.groupsend("match-1", "smsg_throw", { round = round, seed = round * 7 })
  while heard < reached do athd.wait("scored") end
  print(string.format("round %d: %d players have thrown", round, reached))
end

table.sort(names, function(a, b)
  if scores[a] ~= scores[b] then return scores[a] > scores[b] end
  return a < b
end)
for place, name in ipairs(names) do print(string.format("%d. %-8s%3d", place, name, scores[name])) end
ahar.groupsend("match-1", "smsg_over", {})
ahar.groupclear("match-1")
