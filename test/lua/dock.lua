-- Listens for messages of harbor, in each state that runs it.

calls = 0

function smsg_dock()
  calls = calls + 1
  return calls
end

ahar.auto_listen()
