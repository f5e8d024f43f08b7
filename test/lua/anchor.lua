-- From its second life on it waits until main lets it go on.
life = athd.call(athd.getmain(), "life", "lives = lives + 1 return lives")
if life > 1 then athd.call(athd.getmain(), "gate", "if not open then athd.wait('gate') end") end
