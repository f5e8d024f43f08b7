-- Runs, and fails in a function of its own.
local function open(gate)
  return gate.key
end
open(nil)
