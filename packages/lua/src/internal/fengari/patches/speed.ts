/*
 * What makes the interpreter fast without changing what it does. Fields that hold integers begin as one: begun as NaN, V8 keeps
 * them as doubles, each in a box of its own, and every call of Lua and every token of a source pays for them.
 */
import type { Edits } from "../edits.ts"

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
