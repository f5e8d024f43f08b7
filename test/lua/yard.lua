-- yard.lua: the entry of the workers
alog.info("ready: " .. athd.getctname())
