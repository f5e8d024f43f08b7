-- What a thread of the tests has: a counter of its own, and functions that are called by name.
loaded = (loaded or 0) + 1
lifted = 0

function lift(n)
  lifted = lifted + n
  return lifted
end

shapes = { area = function(box) return box.w * box.h end }

function fall()
  error({ code = 7, crates = { "a", "b" } })
end
