local n = 0
function count()
  n = n + 1
  return n
end
