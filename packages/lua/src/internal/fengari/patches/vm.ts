/*
 * The interpreter's arithmetic: two integers whose result fits 32 bits and floats are done in place, all else by the kernel,
 * where integers go on exactly instead of wrapping.
 */
import type { Edit, Edits } from "../edits.ts"

const operands = `let op1 = RKB(L, base, k, i);
                let op2 = RKC(L, base, k, i);
                let numberop1, numberop2;
`

/** Two floats, or a float and an integer: in place if no integer can come of it. */
const floats = (operator: string, code: number) => `
                let type1 = op1.type, type2 = op2.type, result;
                if ((type1 === LUA_TNUMFLT && (type2 === LUA_TNUMFLT || type2 === LUA_TNUMINT) || type1 === LUA_TNUMINT && type2 === LUA_TNUMFLT) &&
                    (result = op1.value ${operator} op2.value, (result|0) !== result) && result < 9007199254740992 && result > -9007199254740992) {
                    L.stack[ra].setfltvalue(result);
                } else {
                    arith(L, ${code}, op1, op2, L.stack[ra]);
                }`

const tried = (name: string) => `} else {
                    ltm.luaT_trybinTM(L, op1, op2, L.stack[ra], ltm.TMS.TM_${name});
                }`

const bothInteger = `if (op1.ttisinteger() && op2.ttisinteger()) {`
const bothNumbers = `(numberop1 = tonumber(op1)) !== false && (numberop2 = tonumber(op2)) !== false) {`
const bothIntegral = `if ((numberop1 = tointeger(op1)) !== false && (numberop2 = tointeger(op2)) !== false) {`
const fastIntegers = `if (op1.type === LUA_TNUMINT && op2.type === LUA_TNUMINT) {`

/** Addition, subtraction: exact in a double, so it only has to be seen whether it fits. */
const sum = (name: string, operator: string, code: number): Edit => [
  `${operands}
                ${bothInteger}
                    L.stack[ra].setivalue((op1.value ${operator} op2.value)|0);
                } else if (${bothNumbers}
                    L.stack[ra].setfltvalue(numberop1 ${operator} numberop2);
                ${tried(name)}
                break;`,
  `let op1 = RKB(L, base, k, i);
                let op2 = RKC(L, base, k, i);
                ${fastIntegers}
                    let sum = op1.value ${operator} op2.value;
                    let into = L.stack[ra];
                    if ((sum|0) === sum) into.setivalue(sum);
                    else into.setfltvalue(sum);
                    break;
                }${floats(operator, code)}
                break;`
]

const bits = (name: string, operator: string, code: number): Edit => [
  `${operands}
                ${bothIntegral}
                    L.stack[ra].setivalue(numberop1 ${operator} numberop2);
                ${tried(name)}`,
  `let op1 = RKB(L, base, k, i);
                let op2 = RKC(L, base, k, i);
                ${fastIntegers}
                    L.stack[ra].setivalue(op1.value ${operator} op2.value);
                } else {
                    arith(L, ${code}, op1, op2, L.stack[ra]);
                }`
]

export const vm: Edits = {
  "lvm.js": [
    [
      `const ldebug  = require('./ldebug.js');`,
      `const ldebug  = require('./ldebug.js'); const { LUA_TNUMI64, arith, power, prepareLoop, stepLoop, toInteger, toNumber } = require('#kernel');`
    ],
    sum("ADD", "+", 0),
    sum("SUB", "-", 1),
    [
      `${operands}
                ${bothInteger}
                    L.stack[ra].setivalue(luaV_imul(op1.value, op2.value));
                } else if (${bothNumbers}
                    L.stack[ra].setfltvalue(numberop1 * numberop2);
                ${tried("MUL")}
                break;`,
      `let op1 = RKB(L, base, k, i);
                let op2 = RKC(L, base, k, i);
                ${fastIntegers}
                    let product = op1.value * op2.value;
                    if ((product|0) === product) {
                        L.stack[ra].setivalue(product|0);
                        break;
                    } else if (product < 9007199254740992 && product > -9007199254740992) {
                        L.stack[ra].setfltvalue(product);
                        break;
                    }
                }${floats("*", 2)}
                break;`
    ],
    [
      `${operands}
                ${bothInteger}
                    L.stack[ra].setivalue(luaV_mod(L, op1.value, op2.value));
                } else if (${bothNumbers}
                    L.stack[ra].setfltvalue(luai_nummod(L, numberop1, numberop2));
                ${tried("MOD")}`,
      `let op1 = RKB(L, base, k, i);
                let op2 = RKC(L, base, k, i);
                if (op1.type === LUA_TNUMINT && op2.type === LUA_TNUMINT && op2.value !== 0) {
                    let d = op2.value, m = op1.value % d;
                    L.stack[ra].setivalue(m !== 0 && (m ^ d) < 0 ? m + d : m|0);
                } else {
                    arith(L, 3, op1, op2, L.stack[ra]);
                }`
    ],
    [
      `L.stack[ra].setfltvalue(Math.pow(numberop1, numberop2));`,
      `L.stack[ra].setfltvalue(power(numberop1, numberop2));`
    ],
    [
      `${operands}
                ${bothInteger}
                    L.stack[ra].setivalue(luaV_div(L, op1.value, op2.value));
                } else if (${bothNumbers}
                    L.stack[ra].setfltvalue(Math.floor(numberop1 / numberop2));
                ${tried("IDIV")}`,
      `let op1 = RKB(L, base, k, i);
                let op2 = RKC(L, base, k, i);
                if (op1.type === LUA_TNUMINT && op2.type === LUA_TNUMINT && op2.value > 0) {
                    L.stack[ra].setivalue(Math.floor(op1.value / op2.value)|0);
                } else {
                    arith(L, 6, op1, op2, L.stack[ra]);
                }`
    ],
    bits("BAND", "&", 7),
    bits("BOR", "|", 8),
    bits("BXOR", "^", 9),
    [
      `${operands}
                ${bothIntegral}
                    L.stack[ra].setivalue(luaV_shiftl(numberop1, numberop2));
                ${tried("SHL")}`,
      `let op1 = RKB(L, base, k, i);
                let op2 = RKC(L, base, k, i), shl;
                if (op1.type === LUA_TNUMINT && op2.type === LUA_TNUMINT && op2.value >= 0 && op2.value < 22 &&
                    (shl = op1.value * (1 << op2.value), (shl|0) === shl)) {
                    L.stack[ra].setivalue(shl|0);
                } else {
                    arith(L, 10, op1, op2, L.stack[ra]);
                }`
    ],
    [
      `${operands}
                ${bothIntegral}
                    L.stack[ra].setivalue(luaV_shiftl(numberop1, -numberop2));
                ${tried("SHR")}`,
      `let op1 = RKB(L, base, k, i);
                let op2 = RKC(L, base, k, i);
                if (op1.type === LUA_TNUMINT && op2.type === LUA_TNUMINT && op1.value >= 0 && op2.value >= 0 && op2.value < 32) {
                    L.stack[ra].setivalue(op1.value >>> op2.value);
                } else {
                    arith(L, 11, op1, op2, L.stack[ra]);
                }`
    ],
    [
      `let numberop;

                if (op.ttisinteger()) {
                    L.stack[ra].setivalue((-op.value)|0);
                } else if ((numberop = tonumber(op)) !== false) {
                    L.stack[ra].setfltvalue(-numberop);
                } else {
                    ltm.luaT_trybinTM(L, op, op, L.stack[ra], ltm.TMS.TM_UNM);
                }`,
      `if (op.type === LUA_TNUMINT && op.value !== -2147483648) {
                    L.stack[ra].setivalue(0 - op.value);
                } else {
                    arith(L, 12, op, op, L.stack[ra]);
                }`
    ],
    [
      `if (op.ttisinteger()) {
                    L.stack[ra].setivalue(~op.value);
                } else {
                    ltm.luaT_trybinTM(L, op, op, L.stack[ra], ltm.TMS.TM_BNOT);
                }`,
      `if (op.type === LUA_TNUMINT) {
                    L.stack[ra].setivalue(~op.value);
                } else {
                    arith(L, 13, op, op, L.stack[ra]);
                }`
    ],
    [
      `if (L.stack[ra].ttisinteger()) { /* integer loop? */
                    let step = L.stack[ra + 2].value;
                    let idx = (L.stack[ra].value + step)|0;
                    let limit = L.stack[ra + 1].value;

                    if (0 < step ? idx <= limit : limit <= idx) {
                        ci.l_savedpc += i.sBx;
                        L.stack[ra].chgivalue(idx);  /* update internal index... */
                        L.stack[ra + 3].setivalue(idx);
                    }
                } else { /* floating loop */
                    let step = L.stack[ra + 2].value;
                    let idx = L.stack[ra].value + step;
                    let limit = L.stack[ra + 1].value;

                    if (0 < step ? idx <= limit : limit <= idx) {
                        ci.l_savedpc += i.sBx;
                        L.stack[ra].chgfltvalue(idx);  /* update internal index... */
                        L.stack[ra + 3].setfltvalue(idx);
                    }
                }`,
      `let index = L.stack[ra], step = L.stack[ra + 2], idx;
                if (index.type === LUA_TNUMINT && step.type === LUA_TNUMINT && (idx = index.value + step.value, (idx|0) === idx)) {
                    let limit = L.stack[ra + 1].value;
                    if (0 < step.value ? idx <= limit : limit <= idx) {
                        ci.l_savedpc += i.sBx;
                        index.value = idx;  /* update internal index... */
                        L.stack[ra + 3].setivalue(idx);
                    }
                } else if (stepLoop(index, L.stack[ra + 1], step, L.stack[ra + 3])) {
                    ci.l_savedpc += i.sBx;
                }`
    ],
    [
      `let init = L.stack[ra];
                let plimit = L.stack[ra + 1];
                let pstep = L.stack[ra + 2];
                let forlim;

                if (init.ttisinteger() && pstep.ttisinteger() && (forlim = forlimit(plimit, pstep.value))) {
                    /* all values are integer */
                    let initv = forlim.stopnow ? 0 : init.value;
                    plimit.value = forlim.ilimit;
                    init.value = (initv - pstep.value)|0;
                } else { /* try making all values floats */
                    let nlimit, nstep, ninit;
                    if ((nlimit = tonumber(plimit)) === false)
                        ldebug.luaG_runerror(L, to_luastring("'for' limit must be a number", true));
                    L.stack[ra + 1].setfltvalue(nlimit);
                    if ((nstep = tonumber(pstep)) === false)
                        ldebug.luaG_runerror(L, to_luastring("'for' step must be a number", true));
                    L.stack[ra + 2].setfltvalue(nstep);
                    if ((ninit = tonumber(init)) === false)
                        ldebug.luaG_runerror(L, to_luastring("'for' initial value must be a number", true));
                    L.stack[ra].setfltvalue(ninit - nstep);
                }
`,
      `prepareLoop(L, L.stack[ra], L.stack[ra + 1], L.stack[ra + 2]);
`
    ],
    // Numbers of different forms are equal if their values are: a bigint and a double compare exactly.
    [`return (t1.value === t2.value) ? 1 : 0;`, `return (t1.value == t2.value) ? 1 : 0;`],
    [
      `const luaV_tointeger = function(obj, mode) {`,
      `const luaV_tointeger = toInteger; const unused_tointeger = function(obj, mode) {`
    ],
    [
      `return o.ttisinteger() ? o.value : luaV_tointeger(o, 0);`,
      `return o.type === LUA_TNUMINT ? o.value : toInteger(o, 0);`
    ],
    [
      `const tonumber = function(o) {
    if (o.ttnov() === LUA_TNUMBER)
        return o.value;

    if (cvt2num(o)) {  /* string convertible to number? */
        let v = new lobject.TValue();
        if (lobject.luaO_str2num(o.svalue(), v) === (o.vslen() + 1))
            return v.value;
    }

    return false;
};`,
      `const tonumber = function(o) {
    return o.type === LUA_TNUMINT || o.type === LUA_TNUMFLT ? o.value : toNumber(o);
};`
    ]
  ]
}
