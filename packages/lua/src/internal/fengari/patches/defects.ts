/*
 * fengari's defects, corrected in its text.
 */
import type { Edits } from "../edits.ts"

const emptied = `L.stack[--L.top] = void 0`

export const defects: Edits = {
  // A key of a string is its bytes, one character each: fengari's was their hexadecimal digits without leading zeros, so that
  // "\4\1" and "A" were one key, and an order of strings that was not theirs. V8 takes the length of a longer text for its hash, so
  // that many such keys of one length would be one chain: their key is a digest, behind a character that no byte is.
  "lstring.js": [
    [
      `let s = "|";
    for (let i=0; i<len; i++)
        s += str[i].toString(16);
    return s;`,
      `if (len > 16000) return "|\\u0100" + digest(str);
    if (len > 24) return "|" + latin1(str);
    let s = "|";
    for (let i=0; i<len; i++)
        s += String.fromCharCode(str[i]);
    return s;`
    ],
    [
      `class TString {`,
      `const latin1 = (str) => Buffer.from(str.buffer, str.byteOffset, str.byteLength).latin1Slice(); const { digest } = require('#kernel'); class TString {`
    ]
  ],
  // A protected call in a coroutine remembers whether hooks were on: fengari forgot, and no hook ever ran again after the first
  // error it caught.
  "lapi.js": [
    [
      `ci.callstatus &= ~lstate.CIST_OAH | L.allowhook;`,
      `ci.callstatus = (ci.callstatus & ~lstate.CIST_OAH) | L.allowhook;`
    ],
    [`delete L.stack[--L.top]`, emptied, 16],
    [`delete L.stack[L.top]`, `L.stack[L.top] = void 0`],
    [`delete from.stack[from.top + i]`, `from.stack[from.top + i] = void 0`]
  ],
  "lstrlib.js": [
    [`(missing arguments to '%%b'"`, `(missing arguments to '%%b')"`],
    [`"strings contains zeros"`, `"string contains zeros"`]
  ],
  // A file is shown as whatever has no text, by a number; it was `[object Object]`. What does not fit into a pipe at once waits for
  // its reader; it was lost.
  "liolib.js": [
    [
      "status = status && (fs.writeSync(f.fd, prepare_string_for_write(s), 0, s.length) === s.length);",
      "if (status) require('#kernel').writeAll(f, s);"
    ],
    [
      "lua_pushstring(L, to_luastring(`file (${p.f.toString()})`));",
      `{ const lua = require('./lua.js'); lua.lua_pushfstring(L, to_luastring("file (%p)"), lua.lua_topointer(L, 1)); }`
    ]
  ],
  // What the system says of a file is said as C says it.
  "lauxlib.js": [[`message = e.message;`, `message = require('#kernel').systemText(e);`]],
  // An error of the host is always a Lua error: a state begins with a handler, which has room on any stack, and its own failure is
  // an error in error handling, not a status that Lua does not have.
  "lstate.js": [[`g.mainthread = L;`, `g.mainthread = L; g.atnativeerror = require('#kernel').nativeError;`]],
  // A float is printed as C prints it.
  "lobject.js": [
    [
      `let buff;
    if (obj.ttisinteger())
        buff = to_luastring(lua_integer2str(obj.value));
    else {
        let str = lua_number2str(obj.value);
        if (!LUA_COMPAT_FLOATSTRING && /^[-0123456789]+$/.test(str)) {  /* looks like an int? */
            str += '.0'; /* adds '.0' to result: lua_getlocaledecpoint removed as optimisation */
        }
        buff = to_luastring(str);
    }
    obj.setsvalue(luaS_bless(L, buff));`,
      `let text = require('#kernel').numberText(obj);
    let buff = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) buff[i] = text.charCodeAt(i);
    obj.setsvalue(luaS_bless(L, buff));`
    ]
  ],
  // The length of a list is looked for where it was last: at its end, one further or one less. A search went through its logarithm.
  "ltable.js": [
    [`this.flags = ~0;`, `this.flags = ~0; this.border = 0;`],
    [
      `let i = 0;
    let j = t.strong.size + 1;`,
      `let last = t.border;
    if (last > 0) {
        if (t.strong.has(last)) {
            if (!t.strong.has(last + 1)) return last;
            if (!t.strong.has(last + 2)) return t.border = last + 1;
        } else if (last > 1 && t.strong.has(last - 1)) return t.border = last - 1;
    }
    return t.border = search(t);
};

const search = function(t) {
    let i = 0;
    let j = t.strong.size + 1;`
    ]
  ],
  // What the environment sets for other users of fengari is not for us.
  "luaconf.js": [[`(process.env.FENGARICONF ? JSON.parse(process.env.FENGARICONF) : {})`, `{}`]],
  // Slots that are given up are overwritten: deleting them made an array a dictionary, and every call twice as long.
  "ldebug.js": [
    [`delete L.stack[--L.top]`, emptied],
    // An overflow has the position of the innermost function of Lua, also where a native one is what calls too deep.
    [
      `const luaG_errormsg = function(L) {`,
      `const luaG_overflow = function(L, text, levels) {
    let ci = L.ci;
    while (ci.previous !== null && !(ci.callstatus & lstate.CIST_LUA)) ci = ci.previous;
    let msg = lobject.luaO_pushfstring(L, text);
    if (ci.callstatus & lstate.CIST_LUA) luaG_addinfo(L, msg, ci.func.value.p.source, currentline(ci));
    require('#kernel').meter.overflows.set(L.stack[L.top - 1].value, levels);
    luaG_errormsg(L);
};
module.exports.luaG_overflow = luaG_overflow;

const luaG_errormsg = function(L) {`
    ]
  ],
  "lparser.js": [[`delete L.stack[--L.top]`, emptied]],
  "ltm.js": [[`delete L.stack[--L.top]`, emptied]],
  "ldo.js": [
    [`delete L.stack[--L.top]`, emptied, 3],
    [`delete L.stack[i]`, `L.stack[i] = void 0`, 2],
    [
      `lj.status = LUA_OK;

                    lapi.lua_pushcfunction`,
      `lj.status = LUA_OK;
                    if (L.ci.top < L.top + 2) L.ci.top = L.top + 2;
                    lapi.lua_pushcfunction`
    ],
    [`lj.status = -1;`, `lj.status = LUA_ERRERR;`, 2],
    [
      `ldebug.luaG_runerror(L, to_luastring("stack overflow", true))`,
      `ldebug.luaG_overflow(L, to_luastring("stack overflow", true), LUAI_MAXSTACK)`
    ],
    [
      `ldebug.luaG_runerror(L, to_luastring("JS stack overflow", true))`,
      `ldebug.luaG_overflow(L, to_luastring("JS stack overflow", true), LUAI_MAXCCALLS)`
    ]
  ],
  "lvm.js": [
    [`delete L.stack[--L.top]`, emptied, 3],
    // A constructor's list is stored from its first element on, so that a traversal meets it in order.
    [
      `let last = ((c - 1) * LFIELDS_PER_FLUSH) + n;

                for (; n > 0; n--) {
                    ltable.luaH_setint(h, last--, L.stack[ra + n]);
                }`,
      `let first = (c - 1) * LFIELDS_PER_FLUSH;

                for (let j = 1; j <= n; j++) {
                    ltable.luaH_setint(h, first + j, L.stack[ra + j]);
                }`
    ]
  ]
}
