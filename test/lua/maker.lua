-- Makes threads as its script is run: also when that is run again.
child = athd.newthread("made", "counter.lua", 0)
pool = athd.newpool("mades", "counter.lua", 2, 0)
