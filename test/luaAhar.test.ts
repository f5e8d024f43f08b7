/*
 * Harbor from Lua (`ahar`), on real threads: messages by name, objects by id, groups, and TypeScript on the other side.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import * as Directory from "@stevedore/harbor/Directory"
import * as Gateway from "@stevedore/harbor/Gateway"
import * as GatewayClient from "@stevedore/harbor/GatewayClient"
import * as Harbor from "@stevedore/harbor/Harbor"
import * as MessageId from "@stevedore/harbor/MessageId"
import * as ObjectKind from "@stevedore/harbor/ObjectKind"
import * as LuaMessage from "@stevedore/lua/LuaMessage"
import * as LuaMsgpack from "@stevedore/lua/LuaMsgpack"
import * as LuaThread from "@stevedore/lua/LuaThread"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { clientSocket, line } from "../packages/harbor/test/gateway/sockets.ts"
import { run, script, until } from "./lua/programs.ts"

/** Runs a source in main's state beside a thread `w` that runs `quay.lua`. */
const office = (source: string) =>
  run((lines) =>
    Effect.gen(function* () {
      const main = yield* LuaThread.onMain({ entry: script("crane") })
      const returned = yield* main.run(`local w = athd.newthread("w", "quay.lua", 0)\n${source}`, [], {
        name: "office"
      })
      yield* main.idle
      return { returned, lines }
    })
  )

describe("messages from Lua", () => {
  it.live("B10 a name has one id everywhere, and what is none is refused", () =>
    Effect.gen(function* () {
      const { returned } = yield* office(`
        local ok, why = pcall(ahar.regmsg, "no name")
        local ok2, why2 = pcall(ahar.send, 12345, "")
        local ok3, why3 = pcall(ahar.listen, print, print)
        return ahar.regmsg("smsg_weigh"), w:call("id", "return ahar.regmsg('smsg_weigh')"), why.message, why2, why3
      `)
      const [id, there, why, why2, why3] = returned as ReadonlyArray<unknown>
      assert.strictEqual(id, MessageId.of("smsg_weigh"))
      assert.strictEqual(there, id)
      assert.match(String(why), /no name/)
      assert.match(String(why2), /no message has the id 12345 here: register it first/)
      assert.match(String(why3), /bad argument #1 to .*\(message's name or id expected, got /)
    })
  )

  it.live("B10 what cannot be in a message is named by its field, and a handle with what to send for it", () =>
    Effect.gen(function* () {
      const { returned } = yield* office(`
        local replies = { w, { 1, { at = w } }, { boxes = { print } } }
        ahar.listen("smsg_reply", function(_, _, _, data) return replies[msgpack.unpack(data)] end)
        ahar.listen("smsg_two", function() return 1, w end)
        local told = {}
        for i, data in ipairs(replies) do told[i] = select(2, pcall(ahar.call, "smsg_reply", data)) end
        for i = 1, #replies do told[3 + i] = select(2, pcall(ahar.call, "smsg_reply", i)).message end
        told[7] = select(2, pcall(ahar.call, "smsg_two", "")).message
        ahar.unlisten("smsg_reply") ahar.unlisten("smsg_two")
        return told, w:name()`)
      const refused = "a thread handle cannot be in what may leave the process: send its name, handle:name(),"
      const [told, name] = returned as [ReadonlyArray<string>, string]
      assert.strictEqual(name, "w")
      const ends = [
        `${refused} at data`,
        `${refused} at data[2].at`,
        "cannot serialize a function at data.boxes[1]",
        `${refused} at reply`,
        `${refused} at reply[2].at`,
        "cannot serialize a function at reply.boxes[1]",
        `${refused} at reply[2]`
      ]
      for (const [i, end] of ends.entries()) assert.isTrue(told[i]?.endsWith(end), told[i])
    })
  )

  it.live(
    "B10 a handle that a script has packed itself is bytes to ahar, and a handle again only where a script unpacks it",
    () =>
      Effect.gen(function* () {
        const { returned } = yield* office(`
        ahar.listen("smsg_berth", function(_, _, _, data) return msgpack.unpack(data) == w and data end)
        ahar.listen("smsg_bytes", function(_, _, _, data) return msgpack.unpack(data).where end)
        local bytes = msgpack.pack(w)
        local back = ahar.call("smsg_berth", bytes)
        local ok, refused = pcall(ahar.call, "smsg_bytes", msgpack.pack({ where = w }))
        ahar.unlisten("smsg_berth") ahar.unlisten("smsg_bytes")
        return back == bytes, msgpack.unpack(back):name(), ok, refused.message, bytes`)
        const [same, name, ok, refused, bytes] = returned as ReadonlyArray<unknown>
        assert.deepStrictEqual([same, name, ok], [true, "w", false])
        assert.include(String(refused), "a thread handle cannot be in what may leave the process")
        const error = yield* Effect.flip(LuaMsgpack.decode(bytes as Uint8Array))
        assert.include(error.message, "an extension of type 112 has no counterpart in JavaScript")
      })
  )

  it.live("B10 listen, send, call, unlisten; by name or id, packed or not", () =>
    Effect.gen(function* () {
      const { returned } = yield* office(`
        local weigh = ahar.regmsg("smsg_weigh")
        local first = ahar.call(weigh, { 2, 3 })
        local same = ahar.call("smsg_weigh", msgpack.pack({ 2, 3 }))
        ahar.send("smsg_note", "said")
        local several = ahar.call("smsg_several", "")
        local noted = w:call("noted", "return noted")
        local ok, why = pcall(ahar.call, "smsg_raises", {})
        local was = w:call("stop", "return ahar.unlisten('smsg_weigh'), ahar.unlisten('smsg_weigh')")
        local ok2, gone = pcall(ahar.call, weigh, {})
        return first, same, several, noted, why.message, was, gone._tag, gone.message
      `)
      const [first, same, several, noted, why, was, tag, gone] = returned as ReadonlyArray<unknown>
      assert.deepStrictEqual([first, same, several, noted], [5, 5, [1, "two"], "0 smsg_note said"])
      assert.match(String(why), /quay\.lua:\d+: too heavy/)
      assert.strictEqual(was, true)
      assert.deepStrictEqual([tag, /nobody|listens/i.test(String(gone))], ["HarborError", true])
    })
  )

  it.live("B10 to everybody who listens, and the old way of saying so once", () =>
    Effect.gen(function* () {
      const { returned, lines } = yield* office(`
        local heard = 0
        function smsg_all(cid, mid, name, data) heard = heard + #data; athd.wakeup("all") end
        local names = ahar.auto_listen()
        for _, send in ipairs { ahar.svcbc, ahar.send_all } do send("smsg_all", "abc") end
        ahar.sendto(0, "smsg_all", "abc")
        ahar.sendto(0, "smsg_all", "abc")
        while heard < 12 do athd.wait("all") end
        local there
        repeat athd.sleep(1) there = w:call("heard", "return heard") until there == 12
        local ok, e = pcall(ahar.gatebc, "cmsg_news", "")
        return names, heard, there, ok, tostring(e)
      `)
      const [names, heard, there, ok, error] = returned as ReadonlyArray<unknown>
      assert.deepStrictEqual([names, heard, there, ok], [["smsg_all"], 12, 12, false])
      assert.match(String(error), /no thread has a gateway/)
      assert.strictEqual(lines.filter((line) => line.includes("deprecated")).length, 1)
    })
  )

  it.live(
    "B10 what a function gives that cannot be a reply is logged with its place in Lua, and no stack of JavaScript",
    () =>
      Effect.gen(function* () {
        const { lines, returned } = yield* office(`
        function smsg_lost()
          return { crate = print }
        end
        ahar.auto_listen()
        w:call("listens", [[
          ahar.listen("smsg_there", function() return { [msgpack.null] = 1 } end)
        ]])
        for _, send in ipairs { ahar.send, ahar.svcbc, ahar.send_all } do send("smsg_lost", "") end
        ahar.send("smsg_there", "")
        return select(2, pcall(ahar.call, "smsg_lost", "")).message
      `)
        assert.strictEqual(returned, "cannot serialize a function at reply.crate")
        yield* until(() => lines.filter((line) => line.includes("at reply")).length >= 4)
        const [lost, there] = ["smsg_lost", "smsg_there"].map((name) => lines.filter((line) => line.includes(name)))
        assert.deepStrictEqual([lost?.length, there?.length], [3, 1])
        for (const line of lost!) {
          assert.match(
            line,
            /LuaCodecError: cannot serialize a function at reply\.crate\nstack traceback:\n\toffice:\d+: in the function that listens for 'smsg_lost'/
          )
        }
        assert.match(
          there![0]!,
          /msgpack\.null cannot be a key at reply\nstack traceback:\n\tlistens:1: in the function that listens for 'smsg_there'/
        )
        for (const line of lines) assert.notMatch(line, /^\s+at /m)
      })
  )

  it.live("B10 objects: they enter a thread, are sent to and asked wherever they are, move, and leave", () =>
    Effect.gen(function* () {
      const { returned } = yield* office(`
        local berth = w:call("enter", "local id = ahar.enterct(); berths = { [id] = 'berth' }; return id")
        local function where() return ahar.callto(berth, "smsg_where", {}) end
        local first = where()
        ahar.sendto(berth, "smsg_note", "to it")
        local noted
        repeat athd.sleep(1) noted = w:call("noted", "return noted") until noted
        function smsg_where(cid, mid, name, data, rid) return athd.getctname(), rid == berth end
        ahar.auto_listen()
        local own = ahar.enterct()
        local moved = ahar.enterct(berth)
        local then_ = where()
        ahar.leavect(berth)
        local ok, e = pcall(where)
        return first, noted, then_, moved == berth, own ~= berth, math.type(berth), e._tag
      `)
      const [first, noted, then, ...rest] = returned as ReadonlyArray<unknown>
      assert.deepStrictEqual(first, ["w", "berth"])
      assert.match(String(noted), /^0 smsg_note to it$/)
      assert.deepStrictEqual(then, ["main", true])
      assert.deepStrictEqual(rest, [true, true, "integer", "HarborError"])
    })
  )

  it.live(
    "B10 what is sent to an object is through when it is in the mailbox of its thread, also where that is busy",
    () =>
      run(() =>
        Effect.gen(function* () {
          const folder = yield* Effect.acquireRelease(
            Effect.sync(() => mkdtempSync(join(tmpdir(), "ahar-"))),
            (folder) => Effect.sync(() => rmSync(folder, { recursive: true }))
          )
          const [closed, open] = [join(folder, "closed"), join(folder, "open")]
          writeFileSync(closed, "")
          const main = yield* LuaThread.onMain({ entry: script("crane"), sandbox: "full", limits: { slice: 0 } })
          const returned = yield* main.run(
            `local closed, open = ...
           local w = athd.newthread("w", "quay.lua", 0)
           local berth = w:call("enter", "return ahar.enterct()")
           ahar.sendto(berth, "smsg_all", "a")
           ahar.groupadd("gang", berth)
           local ends = {}
           athd.fork(function()
             -- Nothing else runs on that thread until we open.
             w:call("busy", "repeat until os.rename(..., ...)", open)
             ends[#ends + 1] = "busy"
             athd.wakeup(ends)
           end)
           athd.sleep(0)
           ahar.sendto(berth, "smsg_all", "bc")
           ahar.groupsend("gang", "smsg_all", "def")
           ends[#ends + 1] = "sent"
           os.rename(closed, open)
           athd.wait(ends)
           local heard
           repeat athd.sleep(1) heard = w:call("heard", "return heard") until heard == 6
           w:call("leave", "ahar.leavect(...)", berth)
           local ok, e = pcall(ahar.sendto, berth, "smsg_all", "x")
           return ends, ok, e._tag`,
            [closed, open]
          )
          assert.deepStrictEqual(returned, [["sent", "busy"], false, "HarborError"])
        })
      )
  )

  it.live(
    "B10 what is sent to an object and has no function there is logged there in words: message, object, thread",
    () =>
      run((lines) =>
        Effect.gen(function* () {
          const main = yield* LuaThread.onMain({ entry: script("crane") })
          const returned = yield* main.run(`
          local w = athd.newthread("w", "quay.lua", 0)
          local berth = w:call("enter", "return ahar.enterct()")
          local ok, e = pcall(ahar.sendto, berth, "smsg_none", 1)
          ahar.sendto(berth, "smsg_all", "a")
          ahar.sendto(berth, "smsg_none", 1)
          ahar.groupadd("gang", berth)
          return e.message, ahar.groupsend("gang", "smsg_nobody", 1), berth`)
          const [problem, count, berth] = returned as ReadonlyArray<unknown>
          assert.strictEqual(problem, "nobody listens for 'smsg_none' on w")
          assert.strictEqual(count, 1)
          yield* until(() => lines.length >= 2)
          assert.deepStrictEqual(lines, [
            `nobody listens for 'smsg_none' on w: what main has sent to the object ${berth} is lost`,
            `nobody listens for 'smsg_nobody' on w: what main has sent to the object ${berth} is lost`
          ])
        })
      )
  )

  it.live("B10 groups reach who is in them, and lose who has left", () =>
    Effect.gen(function* () {
      const { returned } = yield* office(`
        local ids = {}
        for i = 1, 3 do ids[i] = w:call("enter", "return ahar.enterct()") ahar.groupadd("gang", ids[i]) end
        local three = ahar.groupsend("gang", "smsg_all", "x")
        ahar.groupdel("gang", ids[1])
        local two = ahar.groupsend("gang", "smsg_all", "x")
        w:call("leave", "ahar.leavect(...)", ids[2])
        local one, again = ahar.groupsend("gang", "smsg_all", "x"), ahar.groupsend("gang", "smsg_all", "x")
        ahar.groupclear("gang")
        return three, two, one, again, ahar.groupsend("gang", "smsg_all", "x")
      `)
      assert.deepStrictEqual(returned, [3, 2, 1, 1, 0])
    })
  )

  it.live("B10 TypeScript listens to scripts, and sends to them", () =>
    run(() =>
      Effect.gen(function* () {
        const harbor = yield* Harbor.Harbor
        const heard: Array<unknown> = []
        yield* harbor.listen(LuaMessage.make("smsg_to_ts"), (data) =>
          Effect.gen(function* () {
            heard.push(yield* LuaMsgpack.decode(data))
            return yield* LuaMsgpack.encode({ from: "ts" })
          })
        )
        const w = yield* LuaThread.make({ name: "w", entry: script("quay") })
        assert.deepStrictEqual(yield* w.run("return ahar.call('smsg_to_ts', { crates = { 1, 2 } })"), { from: "ts" })
        yield* w.run("ahar.send('smsg_to_ts', 'bare')").pipe(Effect.ignore)
        yield* until(() => heard.length >= 1)
        assert.deepStrictEqual(heard[0], { crates: [1, 2] })
        const reply = yield* harbor.call(LuaMessage.make("smsg_weigh"), yield* LuaMsgpack.encode([4, 5]))
        assert.strictEqual(yield* LuaMsgpack.decode(reply), 9)
        const error = yield* Effect.flip(harbor.call(LuaMessage.make("smsg_raises"), yield* LuaMsgpack.encode({})))
        assert.strictEqual(error._tag, "LuaRuntimeError")
        assert.match(error.message, /too heavy/)
      }).pipe(Effect.provide(Harbor.layer()))
    )
  )

  it.live(
    "B10 a client's connection is sent to where its gateway claims an object for it, as api.md says of sendto",
    () =>
      run(() =>
        Effect.gen(function* () {
          const [asks, told] = [LuaMessage.make("cmsg_asks"), LuaMessage.make("smsg_told")]
          const Guest = ObjectKind.make("guest", { messages: [told] })
          const directory = yield* Directory.Directory
          const main = yield* LuaThread.onMain({ entry: script("crane") })
          yield* main.run(`ahar.listen("cmsg_asks", function(cid)
          local ok, problem = pcall(ahar.sendto, cid, "smsg_told", { "news" })
          return { ok, tostring(problem) }
        end)`)
          /** What the client of such a gateway is told, and what the handler says of that. */
          const clientOf = (claim?: Gateway.Options["claim"]) =>
            Effect.gen(function* () {
              const gateway = yield* Gateway.make({ messages: [asks], claim })
              if (claim !== undefined) {
                yield* directory.serve(Guest, {
                  smsg_told: (data, { id }) => Effect.as(Effect.orDie(gateway.sendTo(id, told, data)), data)
                })
              }
              const made = yield* line()
              yield* Effect.forkScoped(gateway.serve(made.socket), { startImmediately: true })
              const client = yield* GatewayClient.make(clientSocket(made), { hears: [told] })
              const reply = yield* LuaMsgpack.decode(yield* client.call(asks, new Uint8Array()))
              return { client, reply }
            })
          const { reply } = yield* clientOf()
          assert.match(String(reply), /^false,HarborError: .*no object has the id/)
          const claimed = yield* clientOf(directory.claim(Guest))
          assert.match(String(claimed.reply), /^true/)
          const documented = readFileSync(new URL("../packages/lua/docs/api.md", import.meta.url), "utf8")
          assert.match(documented, /^\| `sendto\(.*a client's connection, where .* `claim: directory\.claim\(kind\)`/m)
          const [heard] = yield* Stream.runCollect(Stream.take(claimed.client.messages, 1))
          assert.deepStrictEqual([heard?.name, yield* LuaMsgpack.decode(heard!.payload)], ["smsg_told", ["news"]])
        }).pipe(Effect.provide(Layer.merge(Directory.layer(), Harbor.layer())))
      )
  )

  it.live("B10 what handlers print and log goes where the program's lines go, of objects, too", () =>
    run((lines) =>
      Effect.gen(function* () {
        const source = `
          ahar.listen("smsg_says", function(_, _, _, data, rid) print("printed by " .. athd.getctname(), rid ~= 0) end)
          local rid = ahar.enterct()
          ahar.call("smsg_says", 1)
          ahar.callto(rid, "smsg_says", 1)`
        yield* Effect.flatMap(LuaThread.onMain(), ({ run }) => run(source))
        yield* Effect.flatMap(LuaThread.make({ name: "t" }), ({ run }) => run(source.replaceAll("says", "tells")))
        yield* until(() => lines.length >= 4)
        const said = (thread: string) => ["false", "true"].map((isObject) => `printed by ${thread}\t${isObject}`)
        assert.deepStrictEqual(lines, [...said("main"), ...said("t")])
      })
    )
  )
})
