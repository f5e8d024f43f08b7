/*
 * What a budget needs to see: native loops count their steps, and what is allocated is counted, single large pieces before they
 * are made. The meter is one for an instance; whoever sets limits puts functions of its own there (state/budget.ts).
 */
import type { Edits } from "../edits.ts"

/** What the corrected instance counts while it runs; it stands for whichever state runs. */
export interface Meter {
  /** Native steps until the next look. */
  steps: number
  /** Bytes allocated so far, as an estimate. */
  bytes: number
  /** The steps are used up: refills them, or raises. */
  exhausted: (L: any) => void
  /** Before many bytes are allocated at once: counts them, or raises. */
  allocate: (L: any, bytes: number) => void
  /** Before many bytes are allocated that are counted when they are there, as those of strings are: raises where they are too many. */
  ask: (L: any, bytes: number) => void
  /** Whether the job that runs has been ended, which nothing protects from. */
  hasEnded: (L: any) => boolean
  /** The strings that were raised where a stack overflowed, and how deep it may be. */
  readonly overflows: WeakMap<object, number>
}

export const makeMeter = (): Meter => {
  const meter: Meter = {
    steps: 2 ** 52,
    bytes: 0,
    exhausted: () => {
      meter.steps = 2 ** 52
    },
    allocate: (_, bytes) => {
      meter.bytes += bytes
    },
    ask: (L, bytes) => {
      try {
        meter.allocate(L, bytes)
      } finally {
        meter.bytes -= bytes
      }
    },
    hasEnded: () => false,
    overflows: new WeakMap()
  }
  return meter
}

const imported = `const { meter } = require('#kernel');`

/** So many bytes at once are announced before they are allocated. */
const large = 65536

const step = (L: string, count = "1") => `if ((meter.steps -= ${count}) < 0) meter.exhausted(${L});`

export const metered: Edits = {
  "lstring.js": [
    [`class TString {`, `${imported} class TString {`],
    // The walk that saw it last (state/memory.ts): a set of all that was seen would be as large as a small state.
    [`this.realstring = str;`, `this.realstring = str; this.mark = 0;`],
    // Every string of a state is made here, whoever made its bytes: here it is counted, and a long one is looked at soon.
    [
      `lua_assert(str instanceof Uint8Array);
    return new TString(L, str);`,
      `lua_assert(str instanceof Uint8Array);
    let size = str.length;
    meter.bytes += size + 290;
    if (size >= ${large}) meter.steps -= size >> 6;
    return new TString(L, str);`
    ],
    [
      `return luaS_bless(L, luastring_from(str));`,
      `if (str.length >= ${large}) meter.ask(L, str.length);
    return luaS_bless(L, new Uint8Array(str));`
    ]
  ],
  "ltable.js": [
    [`const lobject = require('./lobject.js');`, `const lobject = require('./lobject.js'); ${imported}`],
    [
      `this.id = L.l_G.id_counter++;`,
      `this.id = L.l_G.id_counter++; this.mark = 0; this.dead = 0; meter.bytes += 440;`
    ],
    [
      `t.dead_weak = void 0;
    let prev = null;`,
      `t.dead_weak = void 0; t.dead = 0; meter.bytes += 240;
    let prev = null;`
    ],
    // A key that is set to nil stays with its entry until the next insertion, for traversals: they are counted (state/memory.ts).
    [`t.strong.delete(hash);`, `t.strong.delete(hash); t.dead++;`]
  ],
  "lobject.js": [
    [`const lvm     = require('./lvm.js');`, `const lvm     = require('./lvm.js'); ${imported}`],
    [
      `this.id = L.l_G.id_counter++;

        this.p = null;`,
      `this.id = L.l_G.id_counter++; this.mark = 0; meter.bytes += 80 + 48 * n;

        this.p = null;`
    ],
    [
      `this.id = L.l_G.id_counter++;

        this.f = f;`,
      `this.id = L.l_G.id_counter++; this.mark = 0; meter.bytes += 80 + 48 * n;

        this.f = f;`
    ],
    [
      `this.id = L.l_G.id_counter++;

        this.metatable = null;`,
      `this.id = L.l_G.id_counter++; this.mark = 0; meter.bytes += 150;

        this.metatable = null;`
    ]
  ],
  "lstate.js": [
    // What the buffers of a native function take: it may call back before it has made a string of them (state/memory.ts).
    [`this.nresults = NaN;`, `this.buffered = 0; this.nresults = NaN;`],
    [
      `const ldo                  = require('./ldo.js');`,
      `const ldo                  = require('./ldo.js'); ${imported}`
    ],
    [`this.id = g.id_counter++;`, `this.id = g.id_counter++; this.mark = 0;`],
    [`let L1 = new lua_State(g);`, `let L1 = new lua_State(g); meter.bytes += 1600;`]
  ],
  "ldo.js": [
    [`const lvm      = require('./lvm.js');`, `const lvm      = require('./lvm.js'); ${imported}`],
    [
      `lua_assert(L.stack_last == L.stack.length - lstate.EXTRA_STACK);
    L.stack.length = newsize;`,
      `lua_assert(L.stack_last == L.stack.length - lstate.EXTRA_STACK);
    let grown = (newsize - L.stack.length) * 75;
    if (grown >= ${large}) meter.allocate(L, grown);
    else if (grown > 0) meter.bytes += grown;
    L.stack.length = newsize;`
    ]
  ],
  "lvm.js": [
    [`const ltm     = require('./ltm.js');`, `const ltm     = require('./ltm.js'); ${imported}`],
    [
      `let buff = new Uint8Array(tl);`,
      `if (tl >= ${large}) meter.ask(L, tl);
            let buff = new Uint8Array(tl);`
    ]
  ],
  "lauxlib.js": [
    [`class luaL_Buffer {`, `${imported} class luaL_Buffer {`],
    [
      `let newbuff = new Uint8Array(newsize);  /* create larger buffer */`,
      `if (newsize >= ${large}) meter.allocate(B.L, newsize);
        else meter.bytes += newsize;
        B.L.ci.buffered += newsize - B.b.length;
        let newbuff = new Uint8Array(newsize);  /* create larger buffer */`
    ]
  ],
  "lapi.js": [
    [`const CClosure  = lobject.CClosure;`, `const CClosure  = lobject.CClosure; ${imported}`],
    // Every native loop over a table comes here: so one that goes on too long is seen.
    [
      `const lua_geti = function(L, idx, n) {
    let t = index2addr(L, idx);`,
      `const lua_geti = function(L, idx, n) {
    ${step("L")} let t = index2addr(L, idx);`
    ],
    [
      `const lua_seti = function(L, idx, n) {`,
      `const lua_seti = function(L, idx, n) {
    ${step("L")}`
    ]
  ],
  "lstrlib.js": [
    // Each item of the pattern: many follow each other without a call.
    [
      `while (gotoinit || gotodefault) {
        gotoinit = false;`,
      `while (gotoinit || gotodefault) {
        ${step("ms.L")} gotoinit = false;`
    ],
    [
      `while (singlematch(ms, s + i, p, ep))
        i++;`,
      `while (singlematch(ms, s + i, p, ep)) { ${step("ms.L")}
        i++; }`
    ],
    [
      `let cont = 1;
        while (++s < ms.src_end) {`,
      `let cont = 1;
        while (++s < ms.src_end) {
            ${step("ms.L")}`
    ],
    [
      `const matchbracketclass = function(ms, c, p, ec) {`,
      `const matchbracketclass = function(ms, c, p, ec) {
    meter.steps -= (ec - p) >> 3;`
    ],
    [
      `if (luastring_eq(arr.subarray(i, i+sl), subarr))`,
      `${step("L", "1 + (sl >> 4)")}
        if (luastring_eq(arr.subarray(i, i+sl), subarr))`
    ],
    [
      `const find_subarray = function(arr, subarr, from_index) {`,
      `const find_subarray = function(arr, subarr, from_index, L) {`
    ],
    [`find_subarray(s.subarray(init - 1), p, 0);`, `find_subarray(s.subarray(init - 1), p, 0, L);`],
    [
      `if ((ms.src_end-s) >= len && array_cmp`,
      `if (len < 0) return null;
    ${step("ms.L", "1 + (len >> 4)")}
    if ((ms.src_end-s) >= len && array_cmp`
    ],
    // A search that goes on where it was: its state, beside the closure (state/memory.ts).
    [`let gm = new GMatchState();`, `let gm = new GMatchState(); meter.bytes += 230;`],
    [`const L_NBFD = 1;`, `const L_NBFD = 1; ${imported}`]
  ]
}

/** Mistakes of the string and table libraries that the meter's review met. */
export const libraries: Edits = {
  "lstrlib.js": [
    // A match that ends at the very beginning is one.
    [`if (res) return res;`, `if (res !== null) return res;`],
    [
      `luaL_argcheck(L, c >= 0 && c <= 255, "value out of range");`,
      `luaL_argcheck(L, c >= 0 && c <= 255, i, "value out of range");`
    ],
    // Many copies of a short text are made by doubling, none of an empty one.
    [
      `let p = luaL_buffinitsize(L, b, totallen);
        let pi = 0;`,
      `if (totallen === 0) { lua_pushliteral(L, ""); return 1; }
        let p = luaL_buffinitsize(L, b, totallen);
        let pi = 0;
        if (n > 16) {
            let unit = l + lsep, all = n * unit - lsep;
            p.set(s, 0);
            p.set(sep, l);
            for (let done = unit; done < all; done *= 2) p.copyWithin(done, 0, Math.min(done, all - done));
            luaL_pushresultsize(b, totallen);
            return 1;
        }`
    ]
  ],
  "ltablib.js": [
    [
      `for (let i = n; i >= 1; i--)  /* assign elements */
        lua_seti(L, 1, i);`,
      `for (let i = 1; i <= n; i++) {  /* assign elements, in order */
        lua_pushvalue(L, i + 1);
        lua_seti(L, 1, i);
    }
    lua_settop(L, 1);`
    ],
    [
      `let e = luaL_opt(L, luaL_checkinteger, 3, luaL_len(L, 1));`,
      `let e = lua_isnoneornil(L, 3) ? luaL_len(L, 1) : luaL_checkinteger(L, 3);`
    ],
    [
      `luaL_argcheck(L, f > 0 || e < LUA_MAXINTEGER + f, 3, "too many elements to move");`,
      `luaL_argcheck(L, f > 0 || e < 9223372036854775807 + f, 3, "too many elements to move");`
    ],
    [
      `luaL_argcheck(L, t <= LUA_MAXINTEGER - n + 1, 4, "destination wrap around");`,
      `luaL_argcheck(L, t <= 9223372036854775807 - n + 1, 4, "destination wrap around");`
    ]
  ]
}
