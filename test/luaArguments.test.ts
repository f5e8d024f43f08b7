/*
 * Arguments of another type than a function of `athd` takes: each is named by its place, what is expected there and what came, as
 * Lua's own libraries name it.
 */
import * as LuaThread from "@stevedore/lua/LuaThread"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { run, script } from "./lua/programs.ts"

const target = "handle of a thread or pool"
const work = "function or job name"
const named = "function or source text"
const id = "job id (an integer) or job name"
const key = "string or number"
const message = "message's name or id"
const object = "object's id"

/** `h` is a thread. Each is a call, the argument that is wrong, its function, and what it says of it. */
const wrong: ReadonlyArray<readonly [call: string, index: number, name: string, says: string]> = [
  ["athd.newthread({}, 'crane.lua')", 1, "newthread", "string expected, got table"],
  ["athd.newthread('n', h)", 2, "newthread", "string expected, got thread"],
  ["athd.newthread('n', 'crane.lua', 'x')", 3, "newthread", "number expected, got string"],
  ["athd.newthread('n', 'crane.lua', -1)", 3, "newthread", "milliseconds expected: a number from 0 to 2147483647"],
  ["athd.newpool(nil, 'crane.lua', 1)", 1, "newpool", "string expected, got nil"],
  ["athd.newpool('n', true, 1)", 2, "newpool", "string expected, got boolean"],
  ["athd.newpool('n', 'crane.lua')", 3, "newpool", "number expected, got no value"],
  ["athd.newpool('n', 'crane.lua', '2')", 3, "newpool", "number expected, got string"],
  ["athd.newpool('n', 'crane.lua', 1.5)", 3, "newpool", "a whole number from 1 expected"],
  ["athd.newpool('n', 'crane.lua', 1, print)", 4, "newpool", "number expected, got function"],
  ["athd.call()", 1, "call", `${target} expected, got no value`],
  ["athd.call('h', 's', 'return 1')", 1, "call", `${target} expected, got string`],
  ["athd.call(s, 's', 'return 1')", 1, "call", `${target} expected, got state`],
  ["athd.call(h)", 2, "call", `${work} expected, got no value`],
  ["athd.call(h, 5)", 2, "call", `${work} expected, got number`],
  ["athd.call(h, 's')", 3, "call", `${named} expected, got no value`],
  ["athd.call(h, 's', 5)", 3, "call", `${named} expected, got number`],
  ["athd.call(h, 's', h)", 3, "call", `${named} expected, got thread`],
  ["athd.call(h, 's', print)", 3, "call", "function of Lua or source text expected, got function of the host"],
  ["athd.call(h, print)", 2, "call", "function of Lua or source text expected, got function of the host"],
  ["h:call({})", 1, "call", `${work} expected, got table`],
  ["h:call('s', {})", 2, "call", `${named} expected, got table`],
  ["athd.send(5, 's', 'return 1')", 1, "send", `${target} expected, got number`],
  ["athd.send(h, false)", 2, "send", `${work} expected, got boolean`],
  ["athd.send(h, 's', false)", 3, "send", `${named} expected, got boolean`],
  ["athd.callby({}, h, 's', 'return 1')", 1, "callby", `${key} expected, got table`],
  ["athd.callby(1, 'h', 's', 'return 1')", 2, "callby", `${target} expected, got string`],
  ["athd.callby(1, h, {})", 3, "callby", `${work} expected, got table`],
  ["athd.callby(1, h, 's', {})", 4, "callby", `${named} expected, got table`],
  ["h:callby(true, 's', 'return 1')", 1, "callby", `${key} expected, got boolean`],
  ["athd.pushtjob(nil, 's', 'return 1')", 1, "pushtjob", `${target} expected, got nil`],
  ["athd.pushtjob(h)", 2, "pushtjob", `${id} expected, got no value`],
  ["athd.pushtjob(h, print)", 2, "pushtjob", `${id} expected, got function`],
  ["athd.pushtjob(h, 1.5, 's', 'return 1')", 2, "pushtjob", "number has no integer representation"],
  ["athd.pushtjob(h, 's', 5)", 3, "pushtjob", `${named} expected, got number`],
  ["athd.pushtjob(h, 's', 'return 1', 5)", 4, "pushtjob", "function or nil expected, got number"],
  ["athd.pushtjob(h, 7, {}, 'return 1')", 3, "pushtjob", "string expected, got table"],
  ["athd.pushtjob(h, 7, 's')", 4, "pushtjob", "string expected, got no value"],
  ["athd.pushtjob(h, 7, 's', print)", 4, "pushtjob", "string expected, got function"],
  ["athd.pushtjob(h, 7, 's', 'return 1', {})", 5, "pushtjob", "packed arguments (a string) expected, got table"],
  ["athd.pushpjob(h, 's', h)", 3, "pushpjob", `${named} expected, got thread`],
  ["athd.pushpjobby(print, h, 's', 'return 1')", 1, "pushpjobby", `${key} expected, got function`],
  ["athd.pushpjobby(1, {}, 's', 'return 1')", 2, "pushpjobby", `${target} expected, got table`],
  ["athd.pushpjobby(1, h, {})", 3, "pushpjobby", `${id} expected, got table`],
  ["athd.pushpjobby(1, h, 7, 's', 5)", 5, "pushpjobby", "string expected, got number"],
  ["athd.broadcast()", 1, "broadcast", "job name, or pool before it expected, got no value"],
  ["athd.broadcast(5, 'return 1')", 1, "broadcast", "job name, or pool before it expected, got number"],
  ["athd.broadcast(h, 5, 'return 1')", 2, "broadcast", "job name expected, got number"],
  ["athd.broadcast('s', 5)", 2, "broadcast", `${named} expected, got number`],
  ["h:broadcast('s', {})", 2, "broadcast", `${named} expected, got table`],
  ["athd.gettname('1')", 1, "gettname", "number expected, got string"],
  ["athd.setjobtimeoutlimit(1, 1)", 1, "setjobtimeoutlimit", `${target} expected, got number`],
  ["athd.setjobtimeoutlimit(h, h)", 2, "setjobtimeoutlimit", "number expected, got thread"],
  ["athd.setjobcapacity({})", 1, "setjobcapacity", "number expected, got table"],
  ["athd.setjobcapecity()", 1, "setjobcapecity", "number expected, got no value"],
  ["athd.pending('h')", 1, "pending", `${target} expected, got string`],
  ["athd.fork()", 1, "fork", "function expected, got no value"],
  ["athd.fork('f')", 1, "fork", "function expected, got string"],
  ["athd.timeout({}, print)", 1, "timeout", "number expected, got table"],
  ["athd.timeout(1, h)", 2, "timeout", "function expected, got thread"],
  ["athd.sleep(print)", 1, "sleep", "number expected, got function"],
  ["athd.wakeup()", 1, "wakeup", "value expected, got no value"],
  ["athd.wakeup(nil)", 1, "wakeup", "value expected, got nil"],
  ["athd.onwork({}, 'return 1', '')", 1, "onwork", "string expected, got table"],
  ["athd.onwork('s', {}, '')", 2, "onwork", "string expected, got table"],
  ["alua.run(msgpack.null, 'return 1')", 1, "run", "state expected, got light userdata"],
  ["athd.call(msgpack.null, 'return 1')", 1, "call", `${target} expected, got light userdata`],
  ["athd.callby(msgpack.null, h, 'return 1')", 1, "callby", `${key} expected, got light userdata`],
  ["athd.gettname(msgpack.null)", 1, "gettname", "number expected, got light userdata"],
  ["athd.broadcast('s', msgpack.null)", 2, "broadcast", `${named} expected, got light userdata`],
  ["athd.newpool('n', 'crane.lua', msgpack.null)", 3, "newpool", "number expected, got light userdata"],
  ["ahar.send({})", 1, "send", `${message} expected, got table`],
  ["ahar.call()", 1, "call", `${message} expected, got no value`],
  ["ahar.send_all(msgpack.null)", 1, "send_all", `${message} expected, got light userdata`],
  ["ahar.regmsg(h)", 1, "regmsg", `${message} expected, got thread`],
  ["ahar.sendto('1', 'm', 1)", 1, "sendto", `${object} expected, got string`],
  ["ahar.callto(-1, 'm', 1)", 1, "callto", `${object} expected, got -1`],
  ["ahar.groupadd('g', 0/0)", 2, "groupadd", `${object} expected, got nan`],
  ["ahar.leavect(2^63)", 1, "leavect", `${object} expected, got 9.2233720368548e+18`],
  ["ahar.leavect(1.5)", 1, "leavect", `${object} expected, got 1.5`],
  ["ahar.listen('m', 5)", 2, "listen", "function expected, got number"],
  ["ahar.listen('m')", 2, "listen", "function expected, got no value"],
  ["alua.run('s', 'return 1')", 1, "run", "state expected, got string"],
  ["alua.run(h, 'return 1')", 1, "run", "state expected, got thread"]
]

/** What is not the id of a message, and as what it is told. */
const ids = [
  ["0/0", "nan"],
  ["-1/0", "-inf"],
  ["2^63", "9.2233720368548e+18"],
  ["1e300", "1e+300"],
  ["7.0", "7.0"],
  ["math.mininteger", "-9223372036854775808"]
] as const

describe("arguments of another type", () => {
  it.live("are named by place, with what is expected and what came", () =>
    run(() =>
      Effect.gen(function* () {
        const main = yield* LuaThread.onMain({ entry: script("crane") })
        const calls = wrong.map(([call]) => `pcall(function() local r = ${call} end)`)
        const said = yield* main.run(
          `local h, s = athd.newthread("yard", "crane.lua"), alua.newstate()
          local said = {}
          local function note(ok, why) said[#said + 1] = why end
          ${calls.map((call) => `note(${call})`).join("\n")}
          return said`,
          [],
          { name: "office" }
        )
        const place = /^office:\d+: bad argument #(\d+) to '(?:\w+\.)?(\w+)' \(([^]*)\)$/
        const read = (said as ReadonlyArray<string>).map((text) => {
          const found = place.exec(text)
          return found === null ? text : [Number(found[1]), found[2], found[3]]
        })
        assert.deepStrictEqual(
          read,
          wrong.map(([, ...rest]) => rest)
        )
      })
    )
  )

  it.live("an id of no message is told as Lua has the number", () =>
    run(() =>
      Effect.gen(function* () {
        const main = yield* LuaThread.onMain()
        const said = yield* main.run(
          `local said = {}
          for i, id in ipairs{ ${ids.map(([id]) => id).join(", ")} } do said[i] = select(2, pcall(ahar.send, id)) end
          return said`
        )
        assert.deepStrictEqual(
          said,
          ids.map(([, told]) => `no message has the id ${told} here: register it first, ahar.regmsg(name)`)
        )
      })
    )
  )

  it.live("a handle in a state without athd is named, with what to do", () =>
    run(() =>
      Effect.gen(function* () {
        const main = yield* LuaThread.onMain({ entry: script("crane") })
        const said = yield* main.run(
          `local w, pool = athd.newthread("yard", "crane.lua"), athd.newpool("dock", "crane.lua", 1)
          alua.regmod("up", { given = function() return w end, send = function(n) return w:call("n", "return ... + 1", n) end })
          local s = alua.newstate()
          local function why(...) return tostring(select(2, pcall(...))) end
          return why(s.run, s, "return 1", w), why(s.call, s, "print", { a = { pool } }), why(s.run, s, "return up.given()"),
            s:run("return ...", w:name()), s:run("return up.send(1)")`
        )
        const remedy =
          "cannot be in a state without athd: give its name, handle:name(), or a function that sends, by alua.regmod,"
        const [direct, nested, result, ...works] = said as ReadonlyArray<unknown>
        assert.include(String(direct), `the handle 'thread: yard' ${remedy} at [1]`)
        assert.include(String(nested), `the handle 'pool: dock' ${remedy} at [1].a[1]`)
        assert.include(String(result), `the handle 'thread: yard' ${remedy} at [1]`)
        assert.deepStrictEqual(works, ["yard", 2])
      })
    )
  )
})
