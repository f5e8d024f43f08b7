-- A thread of the tests that notes what it has done in a file, which outlives it.
started = athd.getctid()

function note(n)
  return n, started
end

function hang(token)
  athd.wait(token)
end
