-- hall.lua: a thread on which players live. Each is an object of harbor, known by its id to everybody, and to nobody by its thread.
local players = {}

function enter(name, match)
  local rid = ahar.enterct()
  players[rid] = { name = name, score = 0 }
  ahar.groupadd(match, rid)
  return rid
end

function smsg_throw(cid, mid, message, data, rid)
  local throw = msgpack.unpack(data)
  local player = players[rid]
  player.score = player.score + (throw.seed * #player.name) % 6 + 1
  ahar.send("smsg_scored", { round = throw.round, name = player.name, score = player.score })
end

function smsg_over(cid, mid, message, data, rid)
  players[rid] = nil
  ahar.leavect(rid)
end

ahar.auto_listen()
