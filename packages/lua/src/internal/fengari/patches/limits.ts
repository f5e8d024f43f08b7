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
  // The key that a string has in tables is a copy of it, or a digest.
  "lstring.js": [
    [
      `ts.hash = luaS_hash(ts.getstr());`,
      `ts.hash = luaS_hash(ts.getstr()); meter.bytes += ts.hash.length; meter.steps -= ts.realstring.length >> 4;`
    ]
  ],
  // No numeral is that long; reading one takes the square of its length.
  "lobject.js": [
    [`const luaO_str2num = function(s, o) {`, `const luaO_str2num = function(s, o) { if (s.length > 4096) return 0;`]
  ],
  "lbaselib.js": [
    [`const b_str2int = function(s, base) {`, `const b_str2int = function(s, base) { if (s.length > 4096) return null;`]
  ],
  // What one call walks is looked at when the next is made: one is bounded by the length of the string.
  "lutf8lib.js": [
    [`const iscont = function(p) {`, `${imported} const iscont = function(p) { meter.steps--;`],
    [`const utflen = function(L) {`, `const utflen = function(L) { if (meter.steps < 0) meter.exhausted(L);`],
    [
      `let dec = utf8_decode(s, posi);
        if (dec === null) { /* conversion error? */`,
      `meter.steps -= 2; let dec = utf8_decode(s, posi);
        if (dec === null) { /* conversion error? */`
    ],
    [`const byteoffset = function(L) {`, `const byteoffset = function(L) { if (meter.steps < 0) meter.exhausted(L);`],
    [`const iter_aux = function(L) {`, `const iter_aux = function(L) { if (meter.steps < 0) meter.exhausted(L);`]
  ],
  "llex.js": [[`const next = function(ls) {`, `${imported} const next = function(ls) { ${step("ls.L")}`]],
  "ltable.js": [
    [`while (!luaH_getint(t, i).ttisnil()) i++;`, `while (!luaH_getint(t, i).ttisnil()) i++; meter.steps -= i;`],
    [
      `do {
                entry = entry.n;`,
      `do { ${step("L")}
                entry = entry.n;`
    ]
  ],
  // Many slots at once: arguments, results, lists that are unpacked.
  "lapi.js": [
    [
      `const lua_checkstack = function(L, n) {`,
      `const lua_checkstack = function(L, n) { if (n > 255 && (meter.steps -= n) < 0) meter.exhausted(L);`
    ]
  ],
  "ldo.js": [
    [
      `const luaD_checkstack = function(L, n) {`,
      `const luaD_checkstack = function(L, n) { if (n > 255 && (meter.steps -= n) < 0) meter.exhausted(L);`
    ],
    // The end of a job passes all protected calls at once: there may be tens of thousands.
    [
      `if (ci === null) return 0;  /* no recovery point */`,
      `if (ci === null) return 0;  /* no recovery point */
    if (meter.hasEnded(L)) {
        lfunc.luaF_close(L, 0);
        return 0;
    }`
    ],
    // At each protected call that an error ends, however deep: not for a little, which is taken again by the next call.
    [
      `let inuse = stackinuse(L);`,
      `if (L.stack.length <= LUAI_MAXSTACK && L.stack.length < 4 * L.top + 1024) return;
    let inuse = stackinuse(L);`
    ]
  ],
  "lvm.js": [
    // Long strings that are equal are compared to their ends.
    [
      `return luaS_eqlngstr(t1.tsvalue(), t2.tsvalue()) ? 1 : 0;`,
      `if (t1.value !== t2.value && L !== null && (meter.steps -= t1.value.realstring.length >> 6) < 0) meter.exhausted(L);
            return luaS_eqlngstr(t1.tsvalue(), t2.tsvalue()) ? 1 : 0;`
    ],
    // The border of a table that was built to have it looked for one by one.
    [
      `ra.setivalue(ltable.luaH_getn(h)); /* else primitive len */`,
      `ra.setivalue(ltable.luaH_getn(h)); if (meter.steps < 0) meter.exhausted(L);`
    ],
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
