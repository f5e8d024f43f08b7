/*
 * Everything around the interpreter that makes, reads or shows a number: the scanner and the constants, the tables' keys, the C API.
 */
import { type Edit, type Edits, joined } from "../edits.ts"

const integral = `((n|0) === n || Number.isInteger(n))`
const slot = `((n|0) === n ? new TValue(LUA_TNUMINT, n|0) : new TValue(LUA_TNUMFLT, n))`

const numbers: Edits = {
  "lobject.js": [
    [
      `const ltm     = require('./ltm.js');`,
      `const ltm     = require('./ltm.js'); const { arith, parseNumber, setNumber } = require('#kernel');`
    ],
    [
      `let s2i = l_str2int(s);
    if (s2i !== null) {   /* try as an integer */
        o.setivalue(s2i.n);
        return s2i.i+1;
    } else {   /* else try as a float */
        s2i = l_str2d(s);
        if (s2i !== null) {
            o.setfltvalue(s2i.n);
            return s2i.i+1;
        } else
            return 0;  /* conversion failed */
    }`,
      `return parseNumber(s, o);`
    ],
    [`L.stack[L.top-1].setivalue(argp[a++]);`, `setNumber(L.stack[L.top-1], argp[a++]);`],
    [
      `let res = (typeof p3 === "number") ? L.stack[p3] : p3;`,
      `return arith(L, op, p1, p2, (typeof p3 === "number") ? L.stack[p3] : p3); let res;`
    ]
  ],
  "llex.js": [
    [
      `if (obj.ttisinteger()) {
        seminfo.i = obj.value;`,
      `if (!obj.ttisfloat()) {
        seminfo.i = obj.value;`
    ]
  ],
  "lcode.js": [
    [
      `return new TValue(LUA_TNUMINT, e.u.ival);`,
      `return new TValue(typeof e.u.ival === "bigint" ? 35 : LUA_TNUMINT, e.u.ival);`
    ],
    [
      `let o = new TValue(LUA_TNUMINT, n);
    return addk(fs, k, o);`,
      `let o = new TValue(typeof n === "bigint" ? 35 : LUA_TNUMINT, n);
    return addk(fs, k, o);`
    ],
    [`if (res.ttisinteger()) {`, `if (!res.ttisfloat()) {`]
  ],
  "ldump.js": [
    [
      `case LUA_TNUMINT:
                DumpInteger(o.value, D);
                break;`,
      `case LUA_TNUMINT:
                DumpInteger(o.value, D);
                break;
            case 35: {
                let wide = new DataView(new ArrayBuffer(9));
                wide.setUint8(0, o.value < 0n ? 1 : 0);
                wide.setBigUint64(1, BigInt.asUintN(64, o.value), true);
                DumpBlock(new Uint8Array(wide.buffer), 9, D);
                break;
            }`
    ]
  ],
  "lundump.js": [
    [
      `case LUA_TNUMINT:
                    f.k.push(new lobject.TValue(LUA_TNUMINT, this.LoadInteger()));
                    break;`,
      `case LUA_TNUMINT:
                    f.k.push(new lobject.TValue(LUA_TNUMINT, this.LoadInteger()));
                    break;
                case 35: {
                    let block = this.read(9);
                    let wide = new DataView(block.buffer, block.byteOffset, 9);
                    let constant = new lobject.TValue();
                    setNumber(constant, wide.getUint8(0) ? wide.getBigInt64(1, true) : wide.getBigUint64(1, true));
                    f.k.push(constant);
                    break;
                }`
    ],
    [`const lobject`, `const { setNumber } = require('#kernel'); const lobject`]
  ],
  "ltable.js": [
    [
      `const lstate  = require('./lstate.js');`,
      `const lstate  = require('./lstate.js'); const { keyOfFloat, setNumber, tagOf } = require('#kernel');`
    ],
    [
      `if (isNaN(key.value))
                return ldebug.luaG_runerror(L, to_luastring("table index is NaN", true));
            /* fall through */`,
      `if (isNaN(key.value))
                return ldebug.luaG_runerror(L, to_luastring("table index is NaN", true));
            return keyOfFloat(key.value);
        case 35:`
    ],
    [
      `if ((key.ttisfloat() && (kv|0) === kv)) { /* does index fit in an integer? */
            /* insert it as an integer */
            k = new lobject.TValue(LUA_TNUMINT, kv);
        } else {`,
      `if (key.ttisfloat() && ((kv|0) === kv || typeof hash === "bigint")) { /* does index fit in an integer? */
            /* insert it as an integer */
            k = new lobject.TValue(LUA_TNUMINT, 0);
            setNumber(k, hash + (typeof hash === "bigint" ? 0n : 0));
        } else {`
    ],
    [`lua_assert(typeof key == "number" && (key|0) === key);`, `lua_assert(typeof key == "number");`],
    [
      `lua_assert(typeof key == "number" && (key|0) === key && value instanceof lobject.TValue);`,
      `lua_assert(typeof key == "number" && value instanceof lobject.TValue);`
    ],
    [`let k = new lobject.TValue(LUA_TNUMINT, key);`, `let k = new lobject.TValue(tagOf(key), key);`],
    [`if (j > LUA_MAXINTEGER / 2) {  /* overflow? */`, `if (j > 4503599627370496) {  /* overflow? */`]
  ],
  "lapi.js": [
    [
      `const TValue    = lobject.TValue;`,
      `const TValue    = lobject.TValue; const { clamped, isInteger, tagOf, toInteger } = require('#kernel');`
    ],
    [`fengari_argcheck(typeof n === "number" && (n|0) === n);`, `fengari_argcheck${integral};`],
    [`L.stack[L.top] = new TValue(LUA_TNUMINT, n);`, `L.stack[L.top] = ${slot};`, 3],
    // A loop over positions counts in doubles: from 2^53 on it would stand still, or miss what it is after.
    [
      `const lua_geti = function(L, idx, n) {`,
      `const farPosition = function(L) {
    require('./lauxlib.js').luaL_error(L, to_luastring("positions from 2^53 on are for t[i] only"));
};
const lua_geti = function(L, idx, n) {
    if ((n|0) !== n && (n >= 9007199254740992 || n <= -9007199254740992)) farPosition(L);`
    ],
    [
      `const lua_seti = function(L, idx, n) {`,
      `const lua_seti = function(L, idx, n) {
    if ((n|0) !== n && (n >= 9007199254740992 || n <= -9007199254740992)) farPosition(L);`
    ],
    // What the C API gives as an integer is one up to 2^53 exactly; beyond there is none (toJsNumber has it).
    [
      `return lvm.tointeger(index2addr(L, idx));`,
      `let o = index2addr(L, idx);
    if (o.type === LUA_TNUMINT) return o.value;
    let n = toInteger(o);
    return typeof n === "bigint" ? false : n;`
    ],
    [
      `const lua_tonumber = function`,
      `/* a position or a count: beyond 2^53 is far enough */ module.exports.lua_toposition = function(L, idx) { let o = index2addr(L, idx); return o.type === LUA_TNUMINT ? o.value : clamped(toInteger(o)); }; const lua_tonumber = function`
    ],
    [
      `return index2addr(L, idx).ttisinteger();`,
      `let o = index2addr(L, idx); return o.type === LUA_TNUMINT || isInteger(o);`
    ]
  ],
  "lauxlib.js": [
    [`let l = lua_tointegerx(L, -1);`, `let l = lua_toposition(L, -1);`],
    [`class luaL_Buffer {`, `const { lua_toposition } = require('./lapi.js'); class luaL_Buffer {`],
    [
      `if (lua_isinteger(L, idx))
                    lua_pushfstring(L, p_I, lua_tointeger(L, idx));
                else
                    lua_pushfstring(L, p_f, lua_tonumber(L, idx));`,
      `lua_pushvalue(L, idx);
                lua_tolstring(L, -1);`
    ],
    [
      `const luaL_optinteger = function(L, arg, def) {`,
      `const luaL_checkposition = function(L, arg) {
    let d = require('./lapi.js').lua_toposition(L, arg);
    if (d === false) interror(L, arg);
    return d;
};
module.exports.luaL_checkposition = luaL_checkposition;
module.exports.luaL_optposition = function(L, arg, def) { return luaL_opt(L, luaL_checkposition, arg, def); };
const luaL_optinteger = function(L, arg, def) {`
    ]
  ]
}

/** Integers of 64 bits in `string.pack` and `string.unpack`, and in `tonumber` with a base. */
const packed: Edits = {
  "lstrlib.js": [
    [
      `const SZINT = 4; // Size of lua_Integer`,
      `const SZINT = 8; const { fits, readInteger, setNumber, toInteger, writeInteger } = require('#kernel');
const { TValue } = require('./lobject.js');
const checkInteger = function(L, arg) {
    let at = L.ci.funcOff + arg;
    let n = at < L.top ? toInteger(L.stack[at]) : false;
    return n === false ? luaL_checkinteger(L, arg) : n;
};
const pushInteger = function(L, n) {
    let tv = new TValue(19, 0);
    setNumber(tv, n);
    L.stack[L.top++] = tv;
};`
    ],
    ...[
      "108 /*'l'*/: r.size = 4",
      "76  /*'L'*/: r.size = 4",
      "106 /*'j'*/: r.size = 4",
      "74  /*'J'*/: r.size = 4",
      "84  /*'T'*/: r.size = 4"
    ].map((option): Edit => [option, option.replace("= 4", "= 8")]),
    [`case 115 /*'s'*/: r.size = getnumlimit(h, fmt, 4);`, `case 115 /*'s'*/: r.size = getnumlimit(h, fmt, 8);`],
    [
      `let n = luaL_checkinteger(L, arg);
                if (size < SZINT) {  /* need overflow check? */
                    let lim = 1 << (size * 8) - 1;
                    luaL_argcheck(L, -lim <= n && n < lim, arg, "integer overflow");
                }
                packint(b, n, h.islittle, size, n < 0);`,
      `let n = checkInteger(L, arg);
                luaL_argcheck(L, fits(n, size, true), arg, "integer overflow");
                packint(b, n, h.islittle, size, true);`
    ],
    [
      `let n = luaL_checkinteger(L, arg);
                if (size < SZINT)
                    luaL_argcheck(L, (n>>>0) < (1 << (size * NB)), arg, "unsigned overflow");
                packint(b, n>>>0, h.islittle, size, false);`,
      `let n = checkInteger(L, arg);
                luaL_argcheck(L, fits(n, size, false), arg, "unsigned overflow");
                packint(b, n, h.islittle, size, false);`
    ],
    [
      `let buff = luaL_prepbuffsize(b, size);
    buff[islittle ? 0 : size - 1] = n & MC;  /* first byte */
    for (let i = 1; i < size; i++) {
        n >>= NB;
        buff[islittle ? i : size - 1 - i] = n & MC;
    }
    if (neg && size > SZINT) {  /* negative number need sign extension? */
        for (let i = SZINT; i < size; i++)  /* correct extra bytes */
            buff[islittle ? i : size - 1 - i] = MC;
    }`,
      `writeInteger(luaL_prepbuffsize(b, size), n, islittle, size, neg);`
    ],
    [`size >= 4 /* sizeof(size_t) */ || len < (1 << (size * NB)),`, `size >= 4 || len < 2 ** (size * NB),`],
    [
      `let res = 0;
    let limit = size <= SZINT ? size : SZINT;`,
      `let res = readInteger(str, islittle, size, issigned), limit = size;
    if (res === undefined) luaL_error(L, to_luastring("%d-byte integer does not fit into Lua Integer"), size);
    return res;`
    ],
    [
      `opt === Kint);
                lua_pushinteger(L, res);`,
      `opt === Kint);
                pushInteger(L, res);`
    ],
    [
      `let len = unpackint(L, data.subarray(pos), h.islittle, size, 0);
                luaL_argcheck(L, pos + len + size <= ld, 2, "data string too short");`,
      `let len = Number(unpackint(L, data.subarray(pos), h.islittle, size, 0));
                luaL_argcheck(L, len >= 0 && pos + len + size <= ld, 2, "data string too short");`
    ],
    [`if (e === -1) e = data.length - pos;`, `if (e === -1) e = data.length;`]
  ],
  "lbaselib.js": [
    [
      `let n = b_str2int(s, base);
        if (n !== null) {
            lua_pushinteger(L, n);
            return 1;
        }`,
      `let n = require('#kernel').parseBase(s, base);
        if (n !== undefined) {
            lua_pushnil(L);
            require('#kernel').setNumber(L.stack[L.top - 1], n);
            return 1;
        }`
    ]
  ]
}

const positions: Edits = Object.fromEntries(
  ["lstrlib.js", "ltablib.js", "lutf8lib.js", "lbaselib.js", "ldblib.js"].map((file) => [
    file,
    [
      [`    luaL_checkinteger,`, `    luaL_checkposition: luaL_checkinteger,`],
      [`    luaL_optinteger,`, `    luaL_optposition: luaL_optinteger,`]
    ]
  ])
)

/** Everything about integers of 64 bits. */
export const wideIntegers: Edits = joined(numbers, positions, packed)
