/*
 * What native functions take. One rule: a loop whose length a script chooses takes steps as it goes, or, where it is fast enough to
 * be looked at afterwards, all at once; and no native function begins, and no operator ends, while steps are owed. So a budget
 * sees native work wherever it is done. Large pieces of memory are announced before they are made.
 */
import type { Edit, Edits } from "../edits.ts"

const step = (L: string, count = "1") => `if ((meter.steps -= ${count}) < 0) meter.exhausted(${L});`

/** Strings of the library are made in the memory that they then own, announced before. */
const owned: ReadonlyArray<Edit> = [
  [`let r = new Uint8Array(l);`, `let r = luaL_newbytes(L, l);`, 3],
  [`lua_pushstring(L, r);`, `luaL_pushbytes(L, r);`, 3],
  [`    luaL_addchar,`, `    luaL_addchar, luaL_newbytes, luaL_pushbytes,`]
]

/** Formats of `string.pack` and its kin: each option, and each digit of a size. */
const packing: ReadonlyArray<Edit> = [
  [`let opt = getoption(h, fmt);`, `${step("h.L")} let opt = getoption(h, fmt);`],
  [`const getnum = function(fmt, df) {`, `const getnum = function(fmt, df, L) {`],
  [`a = a * 10 + (fmt.s[fmt.off++]`, `${step("L")} a = a * 10 + (fmt.s[fmt.off++]`],
  [`let sz = getnum(fmt, df);`, `let sz = getnum(fmt, df, h.L);`],
  [`r.size = getnum(fmt, -1);`, `r.size = getnum(fmt, -1, h.L);`],
  [
    `let e = luastring_indexOf(data, 0, pos);`,
    `let e = luastring_indexOf(data, 0, pos); meter.steps -= ((e < 0 ? data.length : e) - pos) >> 8;`
  ]
]

const patterns: ReadonlyArray<Edit> = [
  [
    `    for (let i=0; i<l; i++) {
        if (luastring_indexOf(SPECIALS, p[i]) !== -1)`,
    `    for (let i=0; i<l; i++) { ${step("L")}
        if (luastring_indexOf(SPECIALS, p[i]) !== -1)`
  ],
  [`const nospecials = function(p, l) {`, `const nospecials = function(p, l, L) {`],
  [`nospecials(p, lp)`, `nospecials(p, lp, L)`],
  [
    `if (ms.p[p++] === L_ESC && p < ms.p_end)
                    p++;  /* skip escapes (e.g. '%]') */`,
    `${step("ms.L")} if (ms.p[p++] === L_ESC && p < ms.p_end)
                    p++;  /* skip escapes (e.g. '%]') */`
  ],
  // A search for one byte is fast, but not for nothing.
  [
    `for (; (i = arr.indexOf(subarr[0], i)) !== -1; i++) {`,
    `for (let from = i; (i = arr.indexOf(subarr[0], i)) !== -1 || (meter.steps -= (arr.length - from) >> 8, false); from = ++i) {
        meter.steps -= (i - from) >> 8;`
  ]
]

export const native: Edits = {
  "ldo.js": [
    [`let n = f(L); /* do the actual call */`, `if (meter.steps < 0) meter.exhausted(L); let n = f(L);`],
    // After an error that was caught: as deep as the stack is.
    [`if (lim < ci.top) lim = ci.top;`, `meter.steps--; if (lim < ci.top) lim = ci.top;`]
  ],
  "lauxlib.js": [
    // A buffer that is full becomes the string, which counts what has been counted as a buffer.
    [
      `lua_pushlstring(B.L, B.b, B.n);
    /* delete old buffer */`,
      `if (B.n === B.b.length && B.n > 0) { meter.bytes -= B.n; luaL_pushbytes(B.L, B.b); }
    else lua_pushlstring(B.L, B.b, B.n);
    B.L.ci.buffered -= B.b.length;
    /* delete old buffer */`
    ],
    [
      `const luaL_prepbuffsize = function(B, sz) {`,
      `const luaL_newbytes = module.exports.luaL_newbytes = function(L, size) {
    if (size >= 65536) meter.ask(L, size);
    else meter.steps -= size >> 6;
    return new Uint8Array(size);
};
const luaL_pushbytes = module.exports.luaL_pushbytes = function(L, bytes) {
    require('./lobject.js').pushsvalue2s(L, require('./lstring.js').luaS_bless(L, bytes));
};
const luaL_prepbuffsize = function(B, sz) {`
    ],
    // The name of a library's function is known: what a script has put among the loaded modules is not searched for it.
    [
      `let top = lua_gettop(L);
    lua_getinfo(L, to_luastring("f"), ar);  /* push function */`,
      `lua_getinfo(L, to_luastring("f"), ar);
    let known = names.get(require('./lapi.js').lua_tocfunction(L, -1));
    lua_pop(L, 1);
    if (known === void 0) return 0;
    lua_pushstring(L, to_luastring(known));
    return 1;
    let top = lua_gettop(L);`
    ],
    [`class luaL_Buffer {`, `const { names } = require('#kernel'); class luaL_Buffer {`]
  ],
  "ldebug.js": [
    [
      `for (; what.length > 0; what = what.subarray(1)) {`,
      `for (; what.length > 0; what = what.subarray(1)) { ${step("L", "10")}`
    ],
    [
      `const lua_getstack = function(L, level, ar) {`,
      `const lua_getstack = function(L, level, ar) { meter.steps -= level >> 2;`
    ],
    [
      `const findsetreg = function(p, lastpc, reg) {`,
      `const findsetreg = function(p, lastpc, reg) { meter.steps -= lastpc >> 1;`
    ],
    [`for (let i = 0; i < lineinfo.length; i++)`, `for (let i = 0; i < lineinfo.length; i++, meter.steps--)`],
    [
      `const ldo      = require('./ldo.js');`,
      `const ldo      = require('./ldo.js'); const { meter } = require('#kernel');`
    ]
  ],
  "lfunc.js": [
    [`this.source = null;       // used`, `this.mark = 0; this.source = null;       // used`],
    [`if (pc < f.locvars[i].endpc) {`, `meter.steps--; if (pc < f.locvars[i].endpc) {`],
    [`const luaF_getlocalname`, `const { meter } = require('#kernel'); const luaF_getlocalname`]
  ],
  // The name of a chunk is its source, if nothing else is said: only its beginning is shown.
  "lobject.js": [
    [
      `luastring_indexOf(source, 10 /* ('\\n').charCodeAt(0) */);`,
      `luastring_indexOf(source.subarray(0, bufflen), 10 /* ('\\n').charCodeAt(0) */);`
    ]
  ],
  "lstring.js": [
    [
      `return a == b || luastring_eq(a.realstring, b.realstring);`,
      `if (a == b) return true;
    let x = a.realstring, y = b.realstring;
    if (x.length === y.length) meter.steps -= x.length >> 6;
    return x.length === y.length && (x.length > 200 ? Buffer.compare(x, y) === 0 : luastring_eq(x, y));`
    ]
  ],
  "lvm.js": [
    // A chain of tables, each the `__index` or `__newindex` of the one before: what is further than ever meant.
    [
      `for (let loop = 0; loop < MAXTAGLOOP; loop++) {`,
      `for (let loop = 0; loop < MAXTAGLOOP; loop++, loop > 20 && --meter.steps < 0 && meter.exhausted(L)) {`,
      2
    ],
    [`l_strcmp(l.tsvalue(), r.tsvalue())`, `l_strcmp(L, l.value, r.value)`, 2],
    [
      `const l_strcmp = function(ls, rs) {`,
      `const l_strcmp = function(L, ls, rs) {
    let a = ls.realstring, b = rs.realstring;
    if (a.length > 1000 || b.length > 1000) {
        if (ls !== rs) ${step("L", "Math.min(a.length, b.length) >> 6")}
        return ls === rs ? 0 : Buffer.compare(a, b);
    }`
    ]
  ],
  "lstrlib.js": [...owned, ...packing, ...patterns],
  "lutf8lib.js": [
    [`const iscont = function(p) { meter.steps--;`, `const iscont = function(p, L) { ${step("L")}`],
    [`iscont(s[posi])`, `iscont(s[posi], L)`, 4],
    [`iscont(s[n])`, `iscont(s[n], L)`],
    [`iscont(s[dec.pos])`, `iscont(s[dec.pos], L)`],
    [`meter.steps -= 2; let dec`, `${step("L", "2")} let dec`],
    // The bytes of all characters are made at once: fengari made a string of each, which is a hundred times what they take.
    [`    luaL_argcheck,`, `    luaL_argcheck, luaL_newbytes, luaL_pushbytes,`],
    [
      `if (n === 1)  /* optimize common case of single char */
        pushutfchar(L, 1);
    else {
        let b = new luaL_Buffer();
        luaL_buffinit(L, b);
        for (let i = 1; i <= n; i++) {
            pushutfchar(L, i);
            luaL_addvalue(b);
        }
        luaL_pushresult(b);
    }`,
      `let size = 0;
    for (let i = 1; i <= n; i++) {
        let code = utfcode(L, i);
        size += code < 128 ? 1 : code < 2048 ? 2 : code < 65536 ? 3 : 4;
    }
    meter.steps -= n;
    let r = luaL_newbytes(L, size), end = 0;
    for (let i = 1; i <= n; i++) {
        let code = utfcode(L, i);
        if (code < 128) { r[end++] = code; continue; }
        let rest = code < 2048 ? 6 : code < 65536 ? 12 : 18;
        r[end++] = (0xf00 >> rest / 6 + 1 & 0xff) | code >> rest;
        while ((rest -= 6) >= 0) r[end++] = 128 | code >> rest & 63;
    }
    luaL_pushbytes(L, r);`
    ],
    [`const pushutfchar = function(L, arg) {`, `const utfcode = function(L, arg) {`],
    [`lua_pushfstring(L, p_U, code);`, `return code;`]
  ],
  // Jumps of one chunk that wait for their target, and its labels, are lists that a long source makes long.
  "lcode.js": [
    [
      `const getjump = function(fs, pc) {`,
      `const { meter } = require('#kernel'); const getjump = function(fs, pc) { ${step("fs.ls.L")}`
    ]
  ],
  "lparser.js": [
    // A name is looked for in each function around, among up to 200 locals and 255 upvalues of each.
    [
      `const searchvar = function(fs, n) {`,
      `const searchvar = function(fs, n) { ${step("fs.ls.L", "(fs.nactvar + fs.nups) >> 4")}`
    ],
    [`for (let i = g; i < gl.n - 1; i++)`, `for (let i = g; i < gl.n - 1; i++, meter.steps--)`],
    [`let gt = gl.arr[i];`, `${step("fs.ls.L")} let gt = gl.arr[i];`],
    [`let lb = dyd.label.arr[i];`, `${step("ls.L")} let lb = dyd.label.arr[i];`],
    [`if (eqstr(gl.arr[i].name, lb.name))`, `${step("ls.L")} if (eqstr(gl.arr[i].name, lb.name))`],
    [`if (eqstr(label, ll.arr[i].name)) {`, `${step("fs.ls.L")} if (eqstr(label, ll.arr[i].name)) {`],
    [`const eqstr = function`, `const { meter } = require('#kernel'); const eqstr = function`]
  ],
  "ldump.js": [
    [
      `const DumpBlock = function(b, size, D) {`,
      `const { meter } = require('#kernel'); const DumpBlock = function(b, size, D) { ${step("D.L")}`
    ]
  ]
}
