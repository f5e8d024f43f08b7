/*
 * The rest of what a script can make long or large without an instruction of the VM: sources, traversals of what was deleted, long
 * constructors, replacement texts, padding; and how deep its stack gets.
 */
import type { Edits } from "../edits.ts"

const imported = `const { meter } = require('#kernel');`
const step = (L: string) => `if (--meter.steps < 0) meter.exhausted(${L});`

export const limits: Edits = {
  // A fifth of the slots that fengari allows: a runaway recursion ends within a quarter of a second instead of after one.
  "luaconf.js": [[`conf.LUAI_MAXSTACK || 1000000`, `conf.LUAI_MAXSTACK || 200000`]],
  // The key that a string has in tables is a copy of it.
  "lstring.js": [
    [`ts.hash = luaS_hash(ts.getstr());`, `ts.hash = luaS_hash(ts.getstr()); meter.bytes += ts.realstring.length;`]
  ],
  "llex.js": [[`const next = function(ls) {`, `${imported} const next = function(ls) { ${step("ls.L")}`]],
  "ltable.js": [
    [
      `do {
                entry = entry.n;`,
      `do { ${step("L")}
                entry = entry.n;`
    ]
  ],
  "lvm.js": [
    [
      `let first = (c - 1) * LFIELDS_PER_FLUSH;`,
      `let first = (c - 1) * LFIELDS_PER_FLUSH; if (n > 1000) meter.allocate(L, n * 240);`
    ]
  ],
  "lstrlib.js": [
    [
      `for (let i = 0; i < l; i++) {
        if (news[i] !== L_ESC)`,
      `for (let i = 0; i < l; i++) { ${step("L")}
        if (news[i] !== L_ESC)`
    ],
    [
      `while (len++ < size)  /* pad extra space */
                    luaL_addchar(b, LUAL_PACKPADBYTE);`,
      `if (len < size) {
                    luaL_prepbuffsize(b, size - len).fill(LUAL_PACKPADBYTE);
                    luaL_addsize(b, size - len);
                }`
    ]
  ]
}
