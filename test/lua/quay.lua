-- A thread of the tests that listens for messages.
heard = 0
berths = {}

function smsg_weigh(cid, mid, name, data)
  local sum = 0
  for _, crate in ipairs(msgpack.unpack(data)) do sum = sum + crate end
  return sum
end

function smsg_note(cid, mid, name, data) noted = cid .. " " .. name .. " " .. data end
function smsg_several() return 1, "two" end
function smsg_raises() error("too heavy") end
function smsg_all(cid, mid, name, data) heard = heard + #data end
function smsg_where(cid, mid, name, data, rid) return athd.getctname(), berths[rid] end

ahar.auto_listen()
