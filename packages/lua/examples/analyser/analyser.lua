-- Main's script: cuts a log into batches of whole lines, has them read by a pool of threads, and puts together what these found.

local readers = athd.newpool("reader", "reader.lua", 4, 1000)

-- A batch is a megabyte at most, and ends where a line does.
local batch_size = 1024 * 1024

local function batches(file, size)
  local offset, rest, ended = 0, "", false
  return function()
    while not ended do
      local piece = files.read(file, offset, size)
      offset, ended = offset + #piece, #piece < size
      local text = rest .. piece
      -- From its start, or it would be tried from each place where no line ends.
      local last = ended and #text or text:match("^.*()\n")
      if last ~= nil then
        rest = text:sub(last + 1)
        if last > 0 then return text:sub(1, last) end
      else
        rest = text
      end
    end
  end
end

local function add(into, from)
  for key, value in pairs(from) do
    if type(value) == "table" then
      into[key] = into[key] or {}
      add(into[key], value)
    else
      into[key] = (into[key] or 0) + value
    end
  end
end

-- The largest first; what is as large in the order of its names.
local function top(counts, most)
  local keys = {}
  for key in pairs(counts) do keys[#keys + 1] = key end
  table.sort(keys, function(a, b)
    if counts[a] ~= counts[b] then return counts[a] > counts[b] end
    return a < b
  end)
  local lines = {}
  for i = 1, math.min(most, #keys) do lines[i] = ("  %8d  %s"):format(counts[keys[i]], keys[i]) end
  return table.concat(lines, "\n")
end

-- Asks the pool for all batches at once: as many wait here as its mailboxes have no room for.
local function read_all(file, size)
  local total = { requests = 0, bytes = 0, strange = 0, statuses = {}, paths = {}, clients = {}, hours = {} }
  local open, problem = 1, nil
  local function ended()
    open = open - 1
    if open == 0 then athd.wakeup(total) end
  end
  for text in batches(file, size) do
    open = open + 1
    athd.fork(function()
      local ok, part = pcall(athd.call, readers, "read", function(lines) return read(lines) end, text)
      if ok then add(total, part) else problem = problem or part end
      ended()
    end)
  end
  open = open - 1
  if open > 0 then athd.wait(total) end
  if problem then error(problem, 0) end
  return total
end

-- The report on a file; `size` is that of a batch, in bytes.
function analyse(file, size)
  local total = read_all(file, size or batch_size)
  alog.info_fmt("%d lines read on %d threads", total.requests + total.strange, 4)
  return ([[
%d requests, %.1f MB, %d other lines

status
%s

path
%s

client
%s

hour
%s]]):format(total.requests, total.bytes / 1e6, total.strange, top(total.statuses, 10), top(total.paths, 5), top(total.clients, 5), top(total.hours, 3))
end
