/*
 * Why no loop of the engine goes on unseen by a budget (see loops.test.ts). A loop is named by its file, its function, and which one
 * it is there.
 *
 *     steps         it takes steps itself as it goes
 *     steps in f    it calls f, which does
 *     paid in f     f takes the steps of all of it at once, before or after
 *     bounded       by what
 *     never         no script gets there
 */
export const loops: Readonly<Record<string, ReadonlyArray<string>>> = {
  steps: [
    "ldebug.js collectvalidlines",
    "ldebug.js auxgetinfo",
    "ldo.js stackinuse",
    "lfunc.js luaF_getlocalname",
    "lparser.js closegoto",
    "lparser.js findlabel",
    "lparser.js findgotos",
    "lparser.js checkrepeated",
    "lstrlib.js getnum",
    "lstrlib.js str_unpack",
    "lstrlib.js classend",
    "lstrlib.js matchbalance",
    "lstrlib.js max_expand",
    "lstrlib.js match",
    "lstrlib.js nospecials",
    "lstrlib.js find_subarray",
    "lstrlib.js add_s",
    "lstrlib.js recursion of end_capture and 4",
    "ltable.js luaH_next",
    "lutf8lib.js utflen",
    "lvm.js luaV_gettable",
    "lvm.js settable",
    "lib/format.ts quoted",
    "lib/format.ts makeFormat",
    "lib/os.ts date",
    "lparser.js movegotosout"
  ],
  "steps in lua_geti": [
    "ltablib.js tinsert",
    "ltablib.js tremove",
    "ltablib.js tmove",
    "ltablib.js tmove 2",
    "ltablib.js partition 2",
    "ltablib.js partition 3",
    "ltablib.js auxsort",
    "ltablib.js recursion of auxsort",
    "ltablib.js unpack",
    "ltablib.js partition"
  ],
  "steps in addfield": ["ltablib.js tconcat"],
  "steps in lua_seti": ["ltablib.js pack"],
  "steps in match": [
    "lstrlib.js max_expand 2",
    "lstrlib.js min_expand",
    "lstrlib.js str_find_aux",
    "lstrlib.js gmatch_aux",
    "lstrlib.js str_gsub"
  ],
  "steps in iscont": [
    "lutf8lib.js byteoffset",
    "lutf8lib.js byteoffset 2",
    "lutf8lib.js byteoffset 3",
    "lutf8lib.js byteoffset 4",
    "lutf8lib.js byteoffset 5",
    "lutf8lib.js iter_aux"
  ],
  "steps in getdetails": ["lstrlib.js str_pack", "lstrlib.js str_packsize"],
  "steps in save_and_next": [
    "llex.js read_numeral",
    "llex.js skip_sep",
    "llex.js read_long_string",
    "llex.js readutf8desc",
    "llex.js readdecesc",
    "llex.js read_string",
    "llex.js llex",
    "llex.js llex 3"
  ],
  "steps in next": ["llex.js read_string 2", "llex.js llex 2"],
  "steps in getjump": [
    "lcode.js luaK_concat",
    "lcode.js removevalues",
    "lcode.js patchlistaux",
    "lcode.js luaK_patchclose",
    "lcode.js need_value"
  ],
  "steps in lua_getstack": ["lauxlib.js lastlevel", "lauxlib.js lastlevel 2", "lauxlib.js luaL_traceback"],
  "paid in DumpBlock: whatever is written": [
    "ldump.js DumpCode",
    "ldump.js DumpConstants",
    "ldump.js DumpProtos",
    "ldump.js DumpUpvalues",
    "ldump.js DumpDebug",
    "ldump.js DumpDebug 2",
    "ldump.js DumpDebug 3",
    "ldump.js recursion of DumpFunction and 1"
  ],
  "paid in lua_getstack": ["ldebug.js lua_getstack"],
  "paid in findsetreg: and registers only go down": ["ldebug.js findsetreg", "ldebug.js recursion of getobjname and 1"],
  "paid in matchbracketclass": ["lstrlib.js matchbracketclass"],
  "paid in search: the others halve or double": ["ltable.js search", "ltable.js search 2", "ltable.js search 3"],
  "paid in searchvar": ["lparser.js searchvar", "lparser.js searchupvalue", "lparser.js recursion of singlevaraux"],
  "paid in luaL_newbytes": ["lstrlib.js str_reverse", "lstrlib.js str_lower", "lstrlib.js str_upper"],
  "paid in quoted: a piece": ["lib/format.ts quoted 2"],
  "paid in luaD_checkstack: arguments and results, where room is made for many": [
    "lapi.js lua_xmove",
    "lapi.js reverse",
    "ldo.js moveresults",
    "ldo.js moveresults 2",
    "ldo.js moveresults 3",
    "ldo.js moveresults 4",
    "ldo.js moveresults 5",
    "ldo.js moveresults 6",
    "ldo.js adjust_top",
    "ldo.js adjust_top 2",
    "ldo.js tryfuncTM",
    "ldo.js resume_error",
    "lstrlib.js str_char",
    "lvm.js luaV_execute 3",
    "lvm.js luaV_execute 4",
    "lvm.js luaV_execute 5",
    "lvm.js luaV_execute 6",
    "lib/math.ts extreme",
    "liolib.js g_write",
    "lutf8lib.js utfchar",
    "lutf8lib.js utfchar 2",
    "lutf8lib.js utfchar 3"
  ],
  "paid in lua_checkstack: results": ["lstrlib.js str_byte", "lutf8lib.js codepoint"],
  "paid in luaS_eqlngstr: long strings; the others have up to 200 bytes": ["defs.js luastring_eq"],
  "bounded: an instruction each, which counts for the hook": [
    "lvm.js luaV_execute",
    "ldo.js unroll",
    "ldo.js lua_resume"
  ],
  "bounded: the slots or calls that end with it were made before": [
    "ldebug.js luaG_overflow",
    "ldo.js seterrorobj",
    "ldo.js seterrorobj 2",
    "ldo.js findpcall",
    "lfunc.js luaF_close"
  ],
  "bounded: 255 registers, parameters, upvalues or operands": [
    "ldebug.js isinstack",
    "ldebug.js getupvalname",
    "ldo.js luaD_precall",
    "ldo.js adjust_varargs",
    "ldo.js adjust_varargs 2",
    "lfunc.js luaF_initupvals",
    "lapi.js lua_pushcclosure",
    "lapi.js lua_pushcclosure 2",
    "lobject.js constructor",
    "lvm.js luaV_execute 2",
    "lvm.js getcached",
    "lvm.js pushclosure",
    "lvm.js copy2buff",
    "lvm.js luaV_concat",
    "lvm.js luaV_concat 2",
    "lvm.js luaV_concat 3"
  ],
  "bounded: a token each at least, whose bytes take steps (llex.js)": [
    "lparser.js statlist",
    "lparser.js constructor",
    "lparser.js parlist",
    "lparser.js explist",
    "lparser.js suffixedexp",
    "lparser.js subexpr",
    "lparser.js skipnoopstat",
    "lparser.js forlist",
    "lparser.js test_then_block",
    "lparser.js ifstat",
    "lparser.js localstat",
    "lparser.js funcname"
  ],
  "bounded: 200 locals, blocks, variables of an assignment or levels (enterlevel)": [
    "lparser.js adjustlocalvars",
    "lparser.js removevars",
    "lparser.js markupval",
    "lparser.js check_conflict",
    "lparser.js recursion of assignment and 33"
  ],
  "bounded: 32 captures": ["lstrlib.js capture_to_close", "lstrlib.js push_captures"],
  "bounded: 16 bytes of a number, 8 of a character, 24 of a key, 30 of a text": [
    "lstrlib.js unpackint",
    "lstrlib.js unpackint 2",
    "lstrlib.js unpacknum",
    "kernel/pack.ts writeInteger",
    "kernel/pack.ts readInteger",
    "kernel/pack.ts readInteger 2",
    "lstrlib.js str_pack 2",
    "llex.js utf8esc",
    "lobject.js luaO_utf8esc",
    "lutf8lib.js utf8_decode",
    "lstring.js luaS_hash",
    "lobject.js luaO_tostring"
  ],
  "bounded: 4,096 bytes of a numeral": [
    "kernel/parse.ts ended",
    "kernel/parse.ts text",
    "kernel/parse.ts integer",
    "kernel/parse.ts integer 2",
    "kernel/parse.ts float",
    "kernel/parse.ts parseNumber",
    "kernel/parse.ts parseBase",
    "kernel/parse.ts parseBase 2",
    "kernel/parse.ts parseBase 3"
  ],
  "bounded: 110 digits and padding, once each; six flags are an error": [
    "lib/format.ts add",
    "lib/format.ts makeFormat 2"
  ],
  "bounded: 16 copies, and then by doubling": ["lstrlib.js str_rep", "lstrlib.js str_rep 2"],
  "bounded: a few rounds": [
    "luaconf.js ldexp",
    "lobject.js luaO_int2fb",
    "lobject.js luaO_int2fb 2",
    "kernel/decimal.ts digits",
    "lib/random.ts seed",
    "lib/random.ts between 4"
  ],
  "bounded: another draw is needed with less than one half": [
    "lib/random.ts between",
    "lib/random.ts between 2",
    "lib/random.ts between 3"
  ],
  "bounded: once more at most": [
    "ldo.js recursion of luaD_precall",
    "ldo.js recursion of luaD_throw",
    "llex.js recursion of lexerror and 2",
    "lobject.js recursion of luaO_pushfstring and 1",
    "kernel/arith.ts recursion of toInteger",
    "kernel/kernel.ts recursion of prepareLoop",
    "lib/strftime.ts recursion of all and 1"
  ],
  "bounded: texts and lists of the engine's own": [
    "defs.js to_luastring",
    "lauxlib.js luaL_checkoption",
    "lobject.js luaO_pushvfstring"
  ],
  "bounded: texts for the host, which pays for what it takes (state/values.ts)": ["defs.js to_jsstring"],
  "never: own formats and dates are in its place (lib/format.ts, lib/os.ts)": [
    "lstrlib.js lua_number2strx",
    "lstrlib.js addquoted",
    "lstrlib.js scanformat",
    "lstrlib.js scanformat 2",
    "lstrlib.js addlenmod",
    "lstrlib.js str_format",
    "loslib.js strftime",
    "loslib.js checkoption",
    "loslib.js recursion of strftime"
  ],
  "never: the numbers are read by kernel/parse.ts": [
    "lobject.js lua_strx2number",
    "lobject.js lua_strx2number 2",
    "lobject.js lua_strx2number 3",
    "lobject.js l_str2dloc",
    "lobject.js l_str2d",
    "lobject.js l_str2int",
    "lobject.js l_str2int 2",
    "lobject.js l_str2int 3",
    "lobject.js l_str2int 4"
  ],
  "never: states have `math`, `print`, `load`, `require` and names of functions of their own": [
    "lmathlib.js math_min",
    "lmathlib.js math_max",
    "lbaselib.js luaB_print",
    "loadlib.js pushnexttemplate",
    "loadlib.js searchpath",
    "loadlib.js findloader_cont",
    "loadlib.js createsearcherstable",
    "linit.js luaL_openlibs",
    "lauxlib.js luaL_gsub",
    "lauxlib.js find_subarray",
    "lauxlib.js find_subarray 2",
    "lauxlib.js findfield",
    "lauxlib.js recursion of findfield",
    "lauxlib.js skipBOM",
    "lauxlib.js skipcomment",
    "lib/open.ts luaL_openlibs"
  ],
  "never: nothing calls it, or only the host": [
    "defs.js to_uristring",
    "lauxlib.js lua_writestringerror",
    "lauxlib.js lua_writestringerror 2"
  ],
  "never: compiled code is what this package has dumped, as long as the message it came in": [
    "lundump.js LoadCode",
    "lundump.js LoadConstants",
    "lundump.js LoadProtos",
    "lundump.js LoadUpvalues",
    "lundump.js LoadDebug",
    "lundump.js LoadDebug 2",
    "lundump.js LoadDebug 3",
    "lundump.js recursion of LoadFunction and 1",
    "lzio.js luaZ_read",
    "lzio.js luaZ_read 2"
  ],
  "never: at start only": [
    "edits.ts edited",
    "edits.ts edited 2",
    "edits.ts joined",
    "edits.ts joined 2",
    "instance.ts locate",
    "instance.ts verified",
    "load.ts assembled",
    "selfTest.ts selfTest",
    "lib/missing.ts onlyOpen",
    "lib/names.ts nameFunctions",
    "lib/names.ts nameFunctions 2",
    "lib/math.ts openMath",
    "lauxlib.js luaL_setfuncs",
    "lauxlib.js luaL_setfuncs 2"
  ],
  "never: what Node has is in its place": ["defs.js luastring_from"],
  "never: `debug.debug` is not there": ["ldblib.js debug"],
  "bounded: a write for each piece that the file takes; where it is full it waits as C does, at level full only": [
    "kernel/output.ts writeAll"
  ]
}
