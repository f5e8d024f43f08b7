/*
 * A yield leaves the interpreter by returning, where nothing of the host is between the function that yields and the resume of its
 * coroutine but the interpreter itself. fengari throws each time, which takes V8 microseconds; and what is only ever left by a throw
 * V8 does not compile. A native function that yields returns what `lua_yieldk` returned, as C's do.
 */
import type { Edits } from "../edits.ts"

/** What a native function returns then is no number of results: only there is it looked at whether it has yielded. */
const yielded = `L.status === LUA_YIELD`

export const yields: Edits = {
  // The calls that are under way when a coroutine is resumed: as many when it yields, and there are none of the host's between.
  "lstate.js": [[`this.nCcalls = 0;`, `this.nCcalls = 0; this.nOuter = -1;`]],
  "ldo.js": [
    [`L.nny = 0;  /* allow yields */`, `L.nny = 0;  /* allow yields */ L.nOuter = L.nCcalls;`],
    [
      `ci.func = L.stack[ci.funcOff];
        luaD_throw(L, LUA_YIELD);`,
      `ci.func = L.stack[ci.funcOff];
        if (L.nCcalls === L.nOuter) return -1;
        luaD_throw(L, LUA_YIELD);`
    ],
    [`    lua_yieldk(L, n, 0, null);`, `    return lua_yieldk(L, n, 0, null);`],
    [
      `throw Error("invalid return value from JS function (expected integer)");`,
      `if (${yielded}) return true; else throw Error("invalid return value from JS function (expected integer)");`
    ],
    [
      `let n = c_k(L, status, ci.c_ctx);  /* call continuation function */`,
      `let n = c_k(L, status, ci.c_ctx);  /* call continuation function */ if (${yielded}) return;`
    ],
    [
      `n = ci.c_k(L, LUA_YIELD, ci.c_ctx); /* call continuation */`,
      `n = ci.c_k(L, LUA_YIELD, ci.c_ctx); /* call continuation */ if (${yielded}) return;`
    ],
    [`while (L.ci !== L.base_ci) {  /* something`, `while (L.ci !== L.base_ci && L.status === LUA_OK) {  /* something`],
    [
      `if (status > LUA_YIELD) {  /* unrecoverable error? */`,
      `if (status === LUA_OK && ${yielded}) status = LUA_YIELD;
        if (status > LUA_YIELD) {  /* unrecoverable error? */`
    ]
  ],
  "lvm.js": [
    [
      `if (ldo.luaD_precall(L, ra, nresults)) {`,
      `if (ldo.luaD_precall(L, ra, nresults)) {
                    if (L.status !== 0) return;`
    ],
    [
      `if (ldo.luaD_precall(L, ra, LUA_MULTRET)) { // JS function`,
      `if (ldo.luaD_precall(L, ra, LUA_MULTRET)) { // JS function
                    if (L.status !== 0) return;`
    ]
  ]
}
