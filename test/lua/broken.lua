-- Line 4 is none of Lua's.
local crates = 1

crates = = 2
