/*
 * Every function that Lua has, with programs that give it far more than a state may hold, and that have it keep as much as it will. A
 * function that is added needs a row: luaFloods.test.ts compares with the libraries themselves.
 */

export interface Row {
  /**
   * Calls of it, as expressions; `$` stands for the arguments: many references to one string, or tables of many. Not given: the
   * function with nothing but those.
   */
  readonly calls?: ReadonlyArray<string>
  /** A statement that has the host keep something; it is run 250,000 times, `i` being which time. */
  readonly keeps?: string
  /** Why it is not called. */
  readonly not?: string
}

/** Gives nothing, takes a number or a few strings, or only looks at what it has: nothing is to be added to the plain call. */
const plain = (library: string, names: string): Record<string, Row> =>
  Object.fromEntries(names.split(" ").map((name) => [library === "" ? name : `${library}.${name}`, {}]))

const values = "function(...) return ... end"

const messages = (library: string): Record<string, Row> =>
  Object.fromEntries(
    ["debug", "info", "warn", "error"].flatMap((level): Array<[string, Row]> => [
      [`${library}.${level}`, level === "debug" ? { keeps: `${library}.${level}('line', i)` } : {}],
      [`${library}.${level}_fmt`, { calls: [`${library}.${level}_fmt(('%s'):rep(60), $)`] }]
    ])
  )

const packing = (library: string): Record<string, Row> => ({
  ...plain(library, "pack unpack unpack_one unpack_limit int64 timestamp"),
  [`${library}.array`]: { calls: [`${library}.pack(${library}.array({ $ }))`] },
  [`${library}.map`]: { calls: [`${library}.pack(${library}.map({ $ }))`] },
  [`${library}.ext`]: { calls: [`${library}.ext(1, $)`, `${library}.pack(${library}.ext(1, $), $)`] }
})

/** In a state of full trust. */
export const ofStates: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  base: {
    ...plain(
      "",
      "assert collectgarbage dofile error getmetatable ipairs loadfile next pairs rawequal rawget rawlen rawset require setmetatable tonumber type"
    ),
    load: {
      calls: ["load($)", "load(function() return ($) end, $)", "load('--' .. ($))"],
      keeps: "load('return ' .. i)"
    },
    pcall: { calls: [`pcall(${values}, $)`, "pcall(error, $)", "pcall($)"] },
    print: { keeps: "print('line', i)" },
    select: { calls: ["select(1, $)", "select('#', $)"] },
    tostring: { calls: ["tostring($)", "tostring(setmetatable({}, { __tostring = function() return ($) end }))"] },
    xpcall: { calls: [`xpcall(${values}, print, $)`, "xpcall(error, tostring, $)", "xpcall(error, print, $)"] }
  },
  string: {
    ...plain("string", "byte char dump find gmatch len lower match packsize reverse sub unpack upper"),
    "string.format": { calls: ["string.format(('%s'):rep(60), $)", "string.format(('%q'):rep(60), $)"] },
    "string.gsub": {
      calls: [
        "string.gsub($)",
        "string.gsub(($), '.', ($))",
        "string.gsub(('x'):rep(60), 'x', function() return ($) end)"
      ]
    },
    "string.pack": { calls: ["string.pack(('s'):rep(60), $)", "string.pack(('z'):rep(60), $)"] },
    "string.rep": { calls: ["string.rep(($), 60)", "string.rep('x', 60, ($))"] }
  },
  table: {
    ...plain("table", "insert pack remove unpack"),
    "table.concat": { calls: ["table.concat({ $ })", "table.concat({ $ }, ($))", "table.concat($)"] },
    "table.move": { calls: ["table.move({ $ }, 1, 60, 2)", "table.move($)"] },
    "table.sort": { calls: ["table.sort({ $ })", "table.sort({ $ }, function() return false end)"] }
  },
  utf8: plain("utf8", "char codepoint codes len offset"),
  math: plain(
    "math",
    "abs acos asin atan ceil cos cosh deg exp floor fmod frexp ldexp log log10 max min modf pow rad random randomseed sin sinh sqrt tan tanh tointeger type ult"
  ),
  coroutine: {
    ...plain("coroutine", "isyieldable running status yield"),
    "coroutine.create": { keeps: "kept[i] = coroutine.create(print)" },
    "coroutine.resume": { calls: [`coroutine.resume(coroutine.create(${values}), $)`, "coroutine.resume($)"] },
    "coroutine.wrap": {
      calls: [`coroutine.wrap(${values})($)`, "coroutine.wrap(function(...) coroutine.yield(...) end)($)"]
    }
  },
  os: {
    ...plain("os", "clock date difftime getenv remove rename setlocale time tmpname"),
    "os.execute": { not: "runs a program: full trust" },
    "os.exit": { not: "ends the process: full trust" }
  },
  io: {
    ...plain("io", "close flush input lines open output type"),
    "io.popen": { not: "runs a program: full trust" },
    "io.read": { not: "waits for a terminal: full trust" },
    "io.tmpfile": { not: "leaves a file: full trust" },
    "io.write": { not: "writes to the terminal: full trust" }
  },
  debug: plain(
    "debug",
    "debug gethook getinfo getlocal getmetatable getregistry getupvalue getuservalue sethook setlocal setmetatable setupvalue setuservalue traceback upvalueid upvaluejoin"
  ),
  package: {
    ...plain("package", "loadlib"),
    "package.searchpath": { calls: ["package.searchpath($)", "package.searchpath('x', ($))"] }
  },
  msgpack: packing("msgpack"),
  cmsgpack: packing("cmsgpack"),
  alog: messages("alog"),
  alua: {
    "alua.addinitfunc": { keeps: "alua.addinitfunc(function() return i end)" },
    "alua.call": {
      calls: [
        `alua.call(given, 'f', $)`,
        "alua.call(alua.newstate(), $)",
        "select('#', alua.call(given, 'many', 15000000, 60))"
      ]
    },
    "alua.closestate": {},
    "alua.loadfile": { calls: ["alua.loadfile(given, file, $)", "alua.loadfile(given, $)"] },
    "alua.newstate": {
      calls: ["alua.newstate($)", "alua.newstate({ name = ($) })"],
      keeps: "kept[i] = alua.newstate()"
    },
    "alua.regmod": {
      calls: [
        "alua.regmod($)",
        `(function(...) alua.regmod('m', { f = ${values} }) return alua.newstate():run('return m.f(...)', ...) end)($)`
      ],
      keeps: "alua.regmod('m' .. i, { f = print })"
    },
    "alua.reload": {},
    "alua.run": {
      calls: ["alua.run(given, 'return ...', $)", "alua.run(given, 'kept = { ... }', $)", "alua.run(given, $)"],
      keeps: "alua.run(given, 'return ' .. i)"
    },
    "alua.stats": {},
    "alua.test": { calls: ["alua.test('t', print, $)", "alua.test($)"] }
  }
}

const sent = (name: string): Row => ({ calls: [`${name}('smsg_f', ($))`, `${name}($)`] })

/** On a Lua thread beside another one, which is `other`; `object` listens to `smsg_f`. */
export const ofThreads: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  athd: {
    ...plain(
      "athd",
      "getct getctid getctname getmain gettname newpool newthread now pending setjobcapacity setjobcapecity setjobtimeoutlimit wakeup"
    ),
    "athd.broadcast": { calls: [`athd.broadcast('n', ${values}, $)`, "athd.broadcast($)"] },
    "athd.call": {
      calls: [
        `athd.call(other, ${values}, $)`,
        `athd.call(athd.getct(), ${values}, $)`,
        "athd.call(other, 'n', 'local s, t = ('.. '\"x\"):rep(15000000), {} for i = 1, 60 do t[i] = s end return table.unpack(t)')",
        "athd.call(other, $)"
      ]
    },
    "athd.callby": { calls: [`athd.callby(1, other, ${values}, $)`, "athd.callby($)"] },
    "athd.callwith": { calls: [`athd.callwith(other, 1, ${values}, $)`, "athd.callwith($)"] },
    "athd.fork": {
      calls: [`athd.fork(${values}, $)`, "athd.fork($)"],
      keeps: "athd.fork(function() athd.sleep(1e6) end)"
    },
    "athd.onwork": { calls: ["athd.onwork('n', 'return ...', $)", "athd.onwork($)"] },
    "athd.pushpjob": {
      calls: [`athd.pushpjob(other, 'n', ${values}, print, $)`, "athd.pushpjob(other, 1, 'n', 'return 1', ($))"]
    },
    "athd.pushpjobby": {
      calls: [`athd.pushpjobby(1, other, 'n', ${values}, print, $)`, "athd.pushpjobby(($), other, 'n', print)"]
    },
    "athd.pushtjob": {
      calls: [`athd.pushtjob(other, 'n', ${values}, print, $)`, "athd.pushtjob(other, 1, 'n', 'return 1', ($))"],
      keeps: "athd.pushtjob(other, 'n', 'athd.sleep(1e6)', print, i)"
    },
    "athd.queue": { calls: [`athd.queue()(${values}, $)`, "athd.queue($)"], keeps: "kept[i] = athd.queue()" },
    "athd.send": {
      calls: [`athd.send(other, ${values}, $)`, "athd.send(other, $)"],
      keeps: "athd.send(athd.getct(), 'n', 'athd.sleep(1e6)')"
    },
    "athd.sleep": {},
    "athd.timeout": {
      calls: [`athd.timeout(1, ${values}, $)`, "athd.timeout($)"],
      keeps: "athd.timeout(1e9, print, i)"
    },
    "athd.wait": { calls: ["athd.fork(athd.wait, $)"], keeps: "athd.fork(athd.wait, 't' .. i)" }
  },
  ahar: {
    ...plain("ahar", "groupclear groupdel leavect unlisten"),
    "ahar.auto_listen": { calls: ["ahar.auto_listen({ smsg_g = print, smsg_h = ($) })", "ahar.auto_listen($)"] },
    "ahar.call": sent("ahar.call"),
    "ahar.callto": { calls: ["ahar.callto(object, 'smsg_f', ($))", "ahar.callto($)"] },
    "ahar.enterct": { keeps: "ahar.enterct()" },
    "ahar.gatebc": sent("ahar.gatebc"),
    "ahar.groupadd": {
      calls: ["ahar.groupadd(($), object)", "ahar.groupadd($)"],
      keeps: "ahar.groupadd(('g'):rep(80) .. i, object)"
    },
    "ahar.groupsend": {
      calls: [
        "(function(...) for i = 1, 60 do ahar.groupadd('sixty', ahar.enterct()) end return ahar.groupsend('sixty', 'smsg_f', ...) end)($)",
        "ahar.groupsend($)"
      ]
    },
    "ahar.listen": {
      calls: ["ahar.listen('smsg_k', $)", "ahar.listen($)"],
      keeps: "ahar.listen('smsg' .. i, function() return i end)"
    },
    "ahar.regmsg": { keeps: "pcall(ahar.regmsg, ('n'):rep(50) .. i)" },
    "ahar.send": sent("ahar.send"),
    "ahar.send_all": sent("ahar.send_all"),
    "ahar.sendto": { calls: ["ahar.sendto(object, 'smsg_f', ($))", "ahar.sendto($)"] },
    "ahar.svcbc": sent("ahar.svcbc")
  }
}
