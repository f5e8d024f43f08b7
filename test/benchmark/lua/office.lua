-- A thread that sends to two others: one as it is, one that has replaced what a job is.
local plain = athd.newthread("plain", "yard.lua", 0)
local hooked = athd.newthread("hooked", "yard.lua", 0)
hooked:call("replace", [[function athd.onwork(name, source, packed) return load(source)(packed) end]])

local add = "local a, b = msgpack.unpack((...)) return a + b"

-- So many jobs by id, so many of them under way at a time.
local function push(target, jobs, lanes)
  local done, sent, all = 0, 0, {}
  local packed = msgpack.pack(1, 2)
  local function next()
    sent = sent + 1
    athd.pushtjob(target, sent, "add", add, packed)
  end
  function athd.ondone(id, result)
    done = done + 1
    if msgpack.unpack(result) ~= 3 then error("another answer") end
    if sent < jobs then next() elseif done == jobs then athd.wakeup(all) end
  end
  for _ = 1, lanes do next() end
  athd.wait(all)
end

function pushPlain(jobs, lanes) push(plain, jobs, lanes) end
function pushHooked(jobs, lanes) push(hooked, jobs, lanes) end

-- So many calls with a table of three fields, which comes back.
function call(jobs, lanes)
  local left, all = lanes, {}
  for lane = 1, lanes do
    athd.fork(function()
      for n = 1, jobs // lanes do
        local back = plain:call("echo", function(t) return t end, { id = n, name = "a message", active = true })
        if back.id ~= n then error("another answer") end
      end
      left = left - 1
      if left == 0 then athd.wakeup(all) end
    end)
  end
  athd.wait(all)
end
