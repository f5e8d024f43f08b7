/*
 * What makes the interpreter fast without changing what it does. Fields that hold integers begin as one: begun as NaN, V8 keeps
 * them as doubles, each in a box of its own, and every call of Lua and every token of a source pays for them.
 */
import type { Edits } from "../edits.ts"

/**
 * The interpreter's loop is so long that V8 puts no more functions into it: what each instruction calls is written out. Counting
 * for a hook is a subtraction; only the instruction that the hook is for calls further.
 */
export const inlined: Edits = {
  "lvm.js": [
    [`        lua_assert(ci === L.ci);\n`, `\n`],
    // A field that is there is overwritten where it was found.
    [
      `let slot = ltable.luaH_get(L, h, key);
            if (!slot.ttisnil() ||`,
      `let slot = ltable.luaH_get(L, h, key);
            if (slot.type !== LUA_TNIL && val.type !== LUA_TNIL) {
                slot.type = val.type;
                slot.value = val.value;
                ltable.invalidateTMcache(h);
                return;
            }
            if (!slot.ttisnil() ||`
    ],
    [`RKB(L, base, k, i)`, `(i.B & 256 ? k[i.B & 255] : L.stack[base + i.B])`, -1],
    [`RKC(L, base, k, i)`, `(i.C & 256 ? k[i.C & 255] : L.stack[base + i.C])`, -1],
    [`RA(L, base, i)`, `(base + i.A)`, -1],
    [`RB(L, base, i)`, `(base + i.B)`, -1],
    [
      `            ldebug.luaG_traceexec(L);`,
      `            if (L.hookcount === 1 || (L.hookmask & LUA_MASKLINE)) ldebug.luaG_traceexec(L);
            else L.hookcount--;`
    ]
  ]
}

export const speed: Edits = {
  "lstate.js": [[` = NaN;`, ` = 0;`, 9]],
  "lparser.js": [
    [` = NaN;`, ` = 0;`, 27],
    [`ival: NaN,`, `ival: 0,`],
    [`info: NaN,`, `info: 0,`],
    [`idx: NaN,`, `idx: 0,`],
    [`t: NaN,`, `t: 0,`],
    [`vt: NaN `, `vt: 0 `],
    [`n: NaN,`, `n: 0,`],
    [`size: NaN`, `size: 0`]
  ],
  "llex.js": [
    [`this.i = NaN;`, `this.i = 0;`],
    [`this.token = NaN;`, `this.token = 0;`],
    [`this.current = NaN;`, `this.current = 0;`],
    [`this.linenumber = NaN;`, `this.linenumber = 0;`],
    [`this.lastline = NaN;`, `this.lastline = 0;`]
  ],
  "lobject.js": [[` = NaN;`, ` = 0;`, 2]],
  "lstrlib.js": [[` = NaN;`, ` = 0;`, 5]]
}
