import { No as provide } from "./handlers-_LGEDWAj.js";
import { i as LuaRuntime, r as threadLayer } from "./thread-MG8xq5Mb.js";
// packages/lua/src/internal/athd/lua.thread.ts
/**
* What a Lua thread runs where its layer names no entry of its own.
*/
var lua_thread_default = threadLayer.pipe(provide(LuaRuntime.layer()));
export { lua_thread_default as default };
