-- What the threads of dock.ts run.
function weigh(crates)
  local sum = 0
  for _, crate in ipairs(crates) do sum = sum + crate end
  return sum
end
