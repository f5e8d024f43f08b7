-- What every thread of the pool runs once: how lines of an access log are read. The format is that of Apache and nginx, "combined".

local combined = '^(%S+) %S+ %S+ %[([^%]]+)%] "(%u+) (%S+)[^"]*" (%d%d%d) (%S+)'

local function count(counts, key, by)
  counts[key] = (counts[key] or 0) + (by or 1)
end

-- What some lines add up to. A line that is none of these is counted, too.
function read(text)
  local part = { requests = 0, bytes = 0, strange = 0, statuses = {}, paths = {}, clients = {}, hours = {} }
  for line in text:gmatch("[^\n]+") do
    local client, time, _, path, status, size = line:match(combined)
    if client then
      part.requests = part.requests + 1
      part.bytes = part.bytes + (tonumber(size) or 0)
      count(part.statuses, status)
      count(part.clients, client)
      count(part.paths, path:match("^[^?]*"))
      count(part.hours, time:match(":(%d%d):") or "?")
    else
      part.strange = part.strange + 1
    end
  end
  return part
end
