/*
 * The Lua module `athd` on real threads: what a script can do with threads, pools and itself, as the original engine has it, and
 * what is new. What scripts print is what is looked at.
 */
import * as LuaThread from "@stevedore/lua/LuaThread"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Scope from "effect/Scope"
import { run, script, until } from "./lua/programs.ts"

/** Runs a source in main's state, until all that it has begun has ended; what it returned, and what was printed. */
const office = (source: string, entry?: URL) =>
  run((lines) =>
    Effect.gen(function* () {
      const main = yield* LuaThread.onMain({ entry: entry ?? script("crane") })
      const returned = yield* main.run(source, [], { name: "office" })
      yield* main.idle
      return { returned, lines }
    })
  )

describe("the programs of the original's manual", () => {
  it.live("B03 the office and its yard", () =>
    run((lines) =>
      Effect.gen(function* () {
        const main = yield* LuaThread.onMain({ entry: script("office") })
        yield* main.idle
        // A busy machine's warnings of slow jobs are not what the programs print.
        const printed = () => lines.filter((line) => !line.startsWith("slow job"))
        yield* until(() => printed().length >= 5)
        const sorted = printed()
          .map((line) => line.replace(/yard-[01]$/, "yard-n"))
          .toSorted()
        assert.deepStrictEqual(sorted, ["area\t12", "hello crew\tyard-n", "ready: yard-n", "ready: yard-n", "sum\t60"])
      })
    )
  )

  it.live("B03 a state that replaces athd.onwork keeps its meaning", () =>
    Effect.gen(function* () {
      const { returned } = yield* office(`
        local w = athd.newthread("w", "crane.lua", 0)
        w:call("replace", [[
          seen = {}
          function athd.onwork(name, source, packed) seen[#seen + 1] = name; return load(source)(packed) end
        ]])
        local answers, asked = {}, 0
        function athd.ondone(id, result) answers[id] = msgpack.unpack(result); athd.wakeup("answered") end
        for id = 1, 5 do
          athd.pushtjob(w, id, "half", "local n = msgpack.unpack((...)); return n / 2", msgpack.pack(id))
        end
        while #answers < 5 do athd.wait("answered") end
        return answers, w:call("seen", "return seen")
      `)
      assert.deepStrictEqual(returned, [[0.5, 1, 1.5, 2, 2.5], Array.from({ length: 5 }, () => "half")])
    })
  )
})

describe("threads made by scripts", () => {
  it.live("B02 a thread, and a pool made on a worker", () =>
    Effect.gen(function* () {
      const { returned } = yield* office(`
        local one = athd.newthread("one", "crane.lua", 100)
        local names = one:call("make", function()
          local pool = athd.newpool("pool", "crane.lua", 2, 100)
          local names = {}
          for i = 1, 2 do names[i] = pool:call("name", function() return athd.getctname() end) end
          table.sort(names)
          return names, pool
        end)
        return names, one:name(), tostring(one), type(one), one == athd.newthread
      `)
      assert.deepStrictEqual(returned, [["pool-0", "pool-1"], "one", "thread: one", "userdata", false])
    })
  )

  it.live("B02 what cannot be made raises, and says why", () =>
    Effect.gen(function* () {
      const { returned } = yield* office(`
        local function why(...)
          local ok, e = pcall(...)
          return ok, type(e) == "table" and e.message or e
        end
        athd.newthread("taken", "crane.lua", 0)
        return { why(athd.newthread, "taken", "crane.lua", 0) }, { why(athd.newthread, "w", "nowhere.lua", 0) },
          { why(athd.newthread, "w", "broken.lua", 0) }, { why(athd.newpool, "p", "crane.lua", 0, 0) },
          { why(athd.newthread, "", "crane.lua", 0) }, { why(athd.newpool, "p", "crane.lua", 2.5, 0) },
          { why(athd.call, "yard", "x", "return 1") }, { why(athd.setjobcapecity, 10) },
          { why(athd.newthread, "sheds", "crane.lua", 0, athd.newpool("sheds", "crane.lua", 1, 0)) },
          { why(athd.newpool, "sheds", "crane.lua", 1, 0) }, { why(athd.newthread, "a\\xff", "crane.lua", 0) }
      `)
      const texts = (returned as ReadonlyArray<readonly [boolean, string]>).map(([ok, text]) => {
        assert.isFalse(ok)
        return text
      })
      assert.match(
        texts[0]!,
        /name is taken: give the thread a name that no other Lua thread or pool of this program has/
      )
      assert.match(texts[1]!, /^no script 'nowhere\.lua' below the folders of this state$/)
      assert.match(texts[2]!, /broken\.lua:4: /)
      assert.match(texts[3]!, /bad argument #3 to '(athd\.)?newpool' \(a whole number from 1 expected\)/)
      assert.match(texts[4]!, /a name of 1 to 100 bytes expected/)
      assert.match(texts[5]!, /a whole number from 1 expected/)
      assert.match(texts[6]!, /bad argument #1 to '(athd\.)?call' \(handle of a thread or pool expected, got string\)/)
      assert.match(texts[7]!, /before the first thread is made/)
      for (const text of texts.slice(8, 10)) {
        assert.strictEqual(text, texts[0]!.replace("taken:", "sheds:").replace("name is taken", "name is sheds"))
      }
      assert.match(texts[10]!, /bad argument #1 to '(athd\.)?newthread' \(a name in UTF-8 expected, not a\\xff\)/)
    })
  )

  it.live(
    "B05 a thread can be asked how much it has before it from the first moment: its script asks, and its first job",
    () =>
      run(() =>
        Effect.gen(function* () {
          const names = ["a", "b", "c", "d", "e", "f"]
          const asked = yield* Effect.forEach(
            names,
            (name) =>
              Effect.flatMap(LuaThread.make({ name, entry: script("asks") }), (thread) =>
                thread.run("return asked, athd.pending(athd.getct())")
              ),
            { concurrency: "unbounded" }
          )
          assert.deepStrictEqual(
            asked,
            names.map(() => [0, 1])
          )
        })
      )
  )

  it.live("B05 main can be asked how much it has before it, by a thread and by itself, until its state is gone", () =>
    run(() =>
      Effect.gen(function* () {
        const one = yield* LuaThread.make({ name: "one" })
        const asked = "return athd.pending(athd.getmain()), athd.getmain():pending()"
        // The thread counts what has ended once for each round of its loop, which may be after the answer.
        const settles = (least: number) => `
          while athd.pending(athd.getmain()) > ${least} do athd.sleep(1) end
          return athd.pending(athd.getmain())`
        const scope = yield* Scope.make()
        const main = yield* Scope.provide(LuaThread.onMain(), scope)
        assert.deepStrictEqual(yield* main.run(asked), [1, 1])
        assert.strictEqual(yield* one.run(settles(0)), 0)
        yield* one.run(`
          for n = 1, 3 do athd.send(athd.getmain(), "n", function() come = (come or 0) + 1 athd.wait(come) end) end
          while athd.call(athd.getmain(), "n", "return come") ~= 3 do end`)
        assert.strictEqual(yield* one.run(settles(3)), 3)
        assert.deepStrictEqual(yield* main.run(asked), [4, 4])
        yield* main.run("for n = 1, 3 do athd.wakeup(n) end")
        assert.strictEqual(yield* one.run(settles(0)), 0)
        yield* Scope.close(scope, Exit.void)
        const error = yield* Effect.flip(one.run(`while true do ${settles(0)} end`.replace("return ", "_ = ")))
        assert.include(error.message, "main has no Lua state, and none was made in time: LuaThread.onMain makes it")
      })
    )
  )

  it.live("B05 who am I, and how large my mailboxes are", () =>
    Effect.gen(function* () {
      const { returned } = yield* office(`
        athd.setjobcapecity(1000)
        local w = athd.newthread("w", "crane.lua", 0)
        athd.setjobtimeoutlimit(w, 1000)
        local id, name, same = w:call("who", function(main)
          return athd.getctid(), athd.getctname(), athd.getmain() == main and athd.getct() ~= main
        end, athd.getmain())
        -- The answer may be here before the thread has counted its job as done: how soon is nobody's promise, that is.
        while w:pending() > 0 do athd.sleep(1) end
        return athd.gettname(id) == name, same, athd.gettname(1), athd.getctname(), athd.getct() == athd.getmain(),
          athd.gettname(4711), math.type(athd.getctid()), w:pending(), athd.now() > 1.7e12, tostring(athd.now()):match("^%d+$") ~= nil
      `)
      assert.deepStrictEqual(returned, [true, true, "main", "main", true, undefined, "integer", 0, true, true])
    })
  )
})

describe("names", () => {
  it.live(
    "B12 of jobs, scripts, keys, messages and groups are short, whatever a script gives: nothing large is made of them",
    () =>
      Effect.gen(function* () {
        const { returned } = yield* office(`
        local w, long = athd.newthread("w", "crane.lua", 0), ("x"):rep(5000)
        local problems = {}
        for i, f in ipairs({
          function() athd.send(w, long, "return 1") end,
          function() athd.call(w, long, "return 1") end,
          function() athd.pushtjob(w, 1, long, "return 1", "") end,
          function() athd.newthread("q", long, 0) end,
          function() athd.newpool("q", long, 1, 0) end,
          function() athd.callby(long, athd.newpool("p", "crane.lua", 1, 0), "return 1") end,
          function() ahar.listen(long, print) end,
          function() ahar.regmsg(long) end,
          function() ahar.groupadd(long, 1) end
        }) do
          problems[i] = select(2, pcall(f))
        end
        return table.unpack(problems, 1, 9)
      `)
        for (const problem of returned as ReadonlyArray<string>) assert.match(problem, /at most 4096/)
        assert.lengthOf(returned as ReadonlyArray<string>, 9)
      })
  )
})

describe("work for other threads", () => {
  it.live("B03 by id: once packed, in every number of results; 0 wants no answer", () =>
    Effect.gen(function* () {
      const { lines } = yield* office(`
        local w = athd.newthread("w", "crane.lua", 0)
        function athd.ondone(id, result) print(id, #result, msgpack.unpack(result)) end
        athd.pushtjob(w, 1, "none", "return", "")
        athd.pushtjob(w, 2, "one", "return {1, 2}", "")
        athd.pushtjob(w, 3, "two", "return 1, 2", "")
        athd.pushtjob(w, 4, "bytes", "return (...)", "\\0\\255raw")
        athd.pushtjob(w, 0, "silent", "lift(5)", "")
        athd.pushtjob(w, 5, "after", "return lifted", "")
        athd.pushtjob(w, 6, "text", "return msgpack.unpack((...))", msgpack.pack("hi"))
      `)
      assert.deepStrictEqual(
        lines.map((line) => line.replace(/table: 0x\w+/, "table")),
        ["1\t1\tnil", "2\t3\ttable", "3\t3\ttable", "4\t7\t\0\ufffdraw", "5\t1\t5", "6\t3\thi"]
      )
    })
  )

  it.live("B03 what fails reaches its sender: athd.onerror, else the log", () =>
    Effect.gen(function* () {
      const { lines } = yield* office(`
        local w = athd.newthread("w", "crane.lua", 0)
        athd.pushtjob(w, 1, "logged", "error('lost')", "")
        while athd.pending() > 0 do athd.sleep(1) end
        function athd.onerror(id, err) print(id, err.message, err._tag, err.value and err.value.code) end
        athd.pushtjob(w, 2, "fails", "local x = nil; return x.y", "")
        athd.pushtjob(w, 3, "typed", "fall()", "")
        athd.pushtjob(w, 4, "syntax", "return return", "")
        athd.pushtjob(w, 5, "bare", "return print", "")
      `)
      const [logged, ...told] = lines
      assert.match(
        logged!,
        /^the job 'logged' failed: logged:1: lost\nstack traceback:\n\t\[JS\]: in global 'error'\n\tlogged:1: in /
      )
      assert.match(told[0]!, /^2\tfails:1: attempt to index a nil value \(local 'x'\)\tLuaRuntimeError\tnil$/)
      assert.match(told[1]!, /^3\t.*\tLuaRuntimeError\t7$/)
      assert.match(told[2]!, /^4\tsyntax:1: .*\tLuaSyntaxError\tnil$/)
      assert.match(told[3]!, /^5\tcannot serialize a function\tLuaCodecError\tnil$/)
    })
  )

  it.live("B03 functions: dumped, with their arguments, and what they would take along is named", () =>
    Effect.gen(function* () {
      const { returned, lines } = yield* office(`
        local pool = athd.newpool("p", "crane.lua", 2, 0)
        athd.pushpjob(pool, "sum", function(...)
          local sum = 0
          for i = 1, select("#", ...) do sum = sum + (select(i, ...) or 100) end
          return sum, "of", select("#", ...)
        end, function(...) print(...) end, 1, nil, 3)
        athd.pushpjobby("key", pool, "source", "return ...", function(a, b) print(a, b.c[1]) end, "x", { c = { true } })
        athd.pushpjob(pool, "unheard", function() return 1 end)
        local crates, hidden = 3, 4
        local ok, why = pcall(athd.pushpjob, pool, "bad", function() return crates + hidden end, nil)
        local hosted, text = pcall(athd.call, pool, "host", print)
        return why, text
      `)
      assert.deepStrictEqual(lines.toSorted(), ["104\tof\t3", "x\ttrue"])
      const [why, text] = returned as ReadonlyArray<string>
      assert.include(why!, "upvalues ('crates', 'hidden')")
      assert.include(text!, "function of Lua or source text expected, got function of the host")
    })
  )

  it.live("B03 a job id is an integer, of a thread as of a pool", () =>
    Effect.gen(function* () {
      const { returned } = yield* office(`
        local w, pool = athd.newthread("w", "crane.lua", 0), athd.newpool("p", "crane.lua", 1, 0)
        local function told(f, ...) return select(2, pcall(f, ...)) end
        return told(athd.pushtjob, w, 1.5, "half", "return 1", ""), told(athd.pushpjob, pool, 0/0, "none", "return 1", ""),
          told(athd.pushpjobby, "key", pool, 1/0, "endless", "return 1", ""), told(athd.pushtjob, w, 3.0, "whole", "return 1", "")
      `)
      const problem = (index: number) =>
        new RegExp(`bad argument #${index} to '[\\w.]+' \\(number has no integer representation\\)`)
      const [half, none, endless, whole] = returned as ReadonlyArray<string | undefined>
      for (const text of [half, none]) assert.match(text!, problem(2))
      assert.match(endless!, problem(3))
      assert.notExists(whole)
    })
  )

  it.live("B03 the same key goes to the same thread, key 0 to any", () =>
    Effect.gen(function* () {
      const { returned } = yield* office(`
        local pool = athd.newpool("p", "crane.lua", 3, 0)
        local where, spread = {}, {}
        for i = 1, 30 do
          local name = athd.callby("ship-" .. i % 10, pool, "where", "return athd.getctname()")
          local key = i % 10
          if where[key] and where[key] ~= name then return "moved" end
          where[key] = name
          spread[athd.callby(0, pool, "where", "return athd.getctname()")] = true
        end
        local again = pool:callby("ship-3", "where", "return athd.getctname()")
        local n = 0
        for _ in pairs(spread) do n = n + 1 end
        return again == where[3], n
      `)
      assert.deepStrictEqual(returned, [true, 3])
    })
  )

  it.live("B04 call returns all results, and raises with both stacks", () =>
    Effect.gen(function* () {
      const { returned } = yield* office(`
        local w = athd.newthread("w", "crane.lua", 0)
        local a, b, c, n = athd.call(w, "many", "return 1, nil, 'three', select('#', ...)", nil, nil)
        local function outer() return w:call("deep", function() local function inner() error("stuck") end inner() end) end
        local ok, e = pcall(outer)
        local ok2, thrown = pcall(athd.call, w, "typed", "fall()")
        local text = tostring(e)
        return a, b, c, n, e.message, text:find("in upvalue 'inner'") ~= nil or text:find("in local 'inner'") ~= nil,
          text:find("outer") ~= nil or text:find("office") ~= nil, thrown.value.crates[2]
      `)
      const [a, b, c, n, message, ...rest] = returned as ReadonlyArray<unknown>
      assert.deepStrictEqual([a, b, c, n], [1, undefined, "three", 2])
      assert.match(String(message), /^office:\d+: stuck$/)
      assert.deepStrictEqual(rest, [true, true, "b"])
    })
  )

  it.live("B04 a job may call back whoever called it, while that one waits", () =>
    Effect.gen(function* () {
      const { returned } = yield* office(`
        local w = athd.newthread("w", "crane.lua", 0)
        function answer(n) return n * 2 end
        return athd.call(w, "there", function(main, n)
          return athd.call(main, "back", "return answer(...)", n) + 1
        end, athd.getmain(), 20)
      `)
      assert.strictEqual(returned, 41)
    })
  )

  it.live("B07 a broadcast reaches every Lua thread, main too, and counts who has completed it", () =>
    Effect.gen(function* () {
      const { returned, lines } = yield* office(`
        local pool = athd.newpool("p", "crane.lua", 2, 0)
        local one = athd.newthread("one", "crane.lua", 0)
        local n, results, errors = athd.broadcast("name", function(extra) return athd.getctname() .. extra end, "!")
        local failed, _, why = athd.broadcast("some", "if athd.getctname() == 'p-1' then error('no') end")
        local inPool = pool:broadcast("lift", "return lift(1)")
        athd.broadcast("later", "return 1", function(n, results) print(n, results.one) end)
        return n, results, failed, why["p-1"].message, inPool, errors["p-1"]
      `)
      const [n, results, failed, why, inPool, none] = returned as ReadonlyArray<unknown>
      assert.deepStrictEqual([n, failed, inPool, none], [4, 3, 2, undefined])
      assert.deepStrictEqual(results, { main: "main!", one: "one!", "p-0": "p-0!", "p-1": "p-1!" })
      assert.match(String(why), /some:1: no/)
      assert.deepStrictEqual(lines, ["4\t1"])
    })
  )

  it.live("B02 a handle travels inside the process, and is refused when it comes from outside", () =>
    Effect.gen(function* () {
      const { returned } = yield* office(`
        local w = athd.newthread("w", "crane.lua", 0)
        local back, same, nested = w:call("give", function(main, box)
          return athd.getct(), main == athd.getmain(), box.where:call("n", "return athd.getctname()")
        end, athd.getmain(), { where = athd.getmain() })
        local packed = msgpack.pack({ to = { athd.getct() } })
        local here = msgpack.unpack(packed).to[1] == athd.getmain()
        -- One byte of what only this process knows is another one.
        local at = packed:find("main", 1, true) - 10
        local forged = packed:sub(1, at - 1) .. string.char((packed:byte(at) + 1) % 256) .. packed:sub(at + 1)
        local ok, why = pcall(msgpack.unpack, forged)
        -- Nor does a handle show what another one's bytes would be.
        local ok2, why2 = pcall(msgpack.unpack, (packed:gsub("main", "mail")))
        return back == w, same, nested, here, why, why2
      `)
      const [...all] = returned as ReadonlyArray<unknown>
      assert.deepStrictEqual(all.slice(0, 4), [true, true, "main", true])
      for (const why of all.slice(4)) {
        assert.include(String(why), "a thread handle cannot come from outside the process at to[1]")
      }
      assert.strictEqual(all.length, 6)
    })
  )
})

describe("jobs of one state", () => {
  it.live("B04 fork, sleep, timeout: they interleave where they wait", () =>
    Effect.gen(function* () {
      const { lines, returned } = yield* office(`
        athd.fork(function(a, b)
          print("forked", a, b)
          athd.wakeup("forked")
          athd.wait("go on")
          print("goes on")
          athd.wakeup("done")
        end, 1, nil)
        print("first")
        athd.wait("forked")
        athd.timeout(2, function(x) print("timeout", x) athd.wakeup("in time") end, "x")
        athd.wait("in time")
        athd.wakeup("go on")
        athd.wait("done")
        local since = athd.now()
        athd.sleep(5)
        return athd.now() - since >= 4
      `)
      assert.deepStrictEqual(lines, ["first", "forked\t1\tnil", "timeout\tx", "goes on"])
      assert.strictEqual(returned, true)
    })
  )

  it.live("B04 wait and wakeup, by whatever is agreed on", () =>
    Effect.gen(function* () {
      const { returned, lines } = yield* office(`
        local key, co, ready = {}, nil, 0
        local function waits(...) ready = ready + 1 athd.wait(...) end
        athd.fork(function() waits(key) print("a") end)
        athd.fork(function() waits(key) print("b") end)
        athd.fork(function() co = coroutine.running() waits() print("c") end)
        athd.fork(function() waits("text") print("d") end)
        while ready < 4 do athd.sleep(1) end
        local woken = { athd.wakeup(key), athd.wakeup(co), athd.wakeup("te" .. "xt"), athd.wakeup(key), athd.wakeup(key) }
        return woken, pcall(athd.wakeup, nil)
      `)
      const [woken, ok, why] = returned as ReadonlyArray<unknown>
      assert.deepStrictEqual([woken, ok], [[true, true, true, true, false], false])
      assert.include(String(why), "value expected, got nil")
      assert.deepStrictEqual(lines, ["a", "c", "d", "b"])
    })
  )

  it.live("B04 a queue lets one job in at a time, in order, itself again, and goes on after an error", () =>
    Effect.gen(function* () {
      const { returned, lines } = yield* office(`
        local alone, inside, most = athd.queue(), 0, 0
        local function enter(n)
          inside = inside + 1
          most = math.max(most, inside)
          athd.sleep(2)
          print(n)
          inside = inside - 1
          return n, alone(function() return "again" end)
        end
        local begun = 0
        for n = 1, 5 do athd.fork(function() begun = begun + 1 alone(enter, n) end) end
        while begun < 5 do athd.sleep(1) end
        local ok, why = pcall(alone, function() error({ code = 3 }) end)
        local n, again = alone(enter, 6)
        return most, ok, why.code, n, again
      `)
      assert.deepStrictEqual(returned, [1, false, 3, 6, "again"])
      assert.deepStrictEqual(lines, ["1", "2", "3", "4", "5", "6"])
    })
  )

  it.live(
    "B04 whoever is in a queue is a job: it enters again from a coroutine, and what a coroutine keeps ends with it",
    () =>
      Effect.gen(function* () {
        const { returned, lines } = yield* office(`
        local alone = athd.queue()
        local again = alone(function()
          return coroutine.wrap(function() return alone(function() return "again" end) end)()
        end)
        local left = coroutine.wrap(function() alone(function() coroutine.yield() print("left") end) end)
        athd.fork(function() left() print("entered") end)
        local isIn = false
        athd.fork(function()
          alone(function() left() print("alone") isIn = true athd.sleep(1) print("still alone") end)
        end)
        while not isIn do athd.sleep(0) end
        alone(print, "next")
        return again
      `)
        assert.strictEqual(returned, "again")
        assert.deepStrictEqual(lines, ["entered", "left", "alone", "still alone", "next"])
      })
  )

  it.live(
    "B04 a job that is ended inside a queue, or before its turn, leaves it: by a limit, a timeout, an interruption",
    () =>
      run(() =>
        Effect.gen(function* () {
          const one = yield* LuaThread.make({ name: "one", entry: script("crane"), limits: { instructions: 1e6 } })
          yield* one.run("gate, inside = athd.queue(), 0")
          const enter = one.run("return gate(function() return 'entered' end)")
          const stay = "gate(function() inside = inside + 1 athd.sleep(1e9) end)"
          const isInside = (count: number): Effect.Effect<void, LuaThread.JobError> =>
            Effect.flatMap(one.run("return inside"), (inside) => (inside === count ? Effect.void : isInside(count)))
          const limited = yield* Effect.flip(one.run("gate(function() while true do end end)"))
          assert.strictEqual(limited._tag, "LuaLimitError")
          assert.strictEqual(yield* enter, "entered")
          const late = yield* Effect.flip(one.run(stay, [], { timeout: "50 millis" }))
          assert.strictEqual(late._tag === "ActorError" && late.reason._tag, "Timeout")
          assert.strictEqual(yield* enter, "entered")
          const first = yield* Effect.forkChild(one.run(stay))
          yield* isInside(2)
          const second = yield* Effect.forkChild(one.run(stay))
          const third = yield* Effect.forkChild(enter)
          yield* Fiber.interrupt(second)
          yield* Fiber.interrupt(first)
          assert.strictEqual(yield* Fiber.join(third), "entered")
          assert.strictEqual(yield* one.run("return inside"), 2)
        })
      )
  )

  it.live("B04 what is no time is a wrong argument", () =>
    Effect.gen(function* () {
      const { returned } = yield* office(`
        local w = athd.newthread("w", "crane.lua", 2^31 - 1)
        athd.sleep(0) athd.sleep("1") w:setjobtimeoutlimit(0.5)
        local told = {}
        local function try(...) told[#told + 1] = select(2, pcall(...)) end
        for _, ms in ipairs({ 0 / 0, -1, -0.5, 2^31, 2^60, 1 / 0, 1 << 62 }) do
          try(athd.sleep, ms)
          try(athd.timeout, ms, print)
          try(athd.setjobtimeoutlimit, w, ms)
          try(athd.newthread, "x", "crane.lua", ms)
          try(athd.newpool, "x", "crane.lua", 1, ms)
        end
        try(athd.sleep) try(athd.newthread, "x", "crane.lua", {})
        for _, n in ipairs({ 0 / 0, -1, 2^60, 1.5, 1 / 0 }) do
          try(athd.newpool, "x", "crane.lua", n, 0)
          try(athd.setjobcapecity, n)
          try(athd.gettname, n)
        end
        return told
      `)
      const told = returned as ReadonlyArray<unknown>
      assert.lengthOf(told, 7 * 5 + 2 + 5 * 3)
      for (const [index, text] of told.entries()) {
        assert.match(String(text), /^bad argument #[1-4] to '.*' \(.*expected.*\)$/)
        if (index < 35) assert.include(String(text), "(milliseconds expected: a number from 0 to 2147483647)")
      }
    })
  )

  it.live("B04 what a forked job raises is logged", () =>
    Effect.gen(function* () {
      const { lines } = yield* office(`athd.fork(function() error("unheard") end) athd.sleep(1)`)
      assert.strictEqual(lines.length, 1)
      assert.match(lines[0]!, /athd\.fork failed/)
    })
  )
})

describe("modules whose files wait for jobs", () => {
  it.live("B08 a job that requires one, and that its file waits for, is told: here, and by way of another thread", () =>
    Effect.gen(function* () {
      const { returned } = yield* office(`
        local w = athd.newthread("w", "crane.lua", 0)
        local want = "return select(2, pcall(require, 'crates'))"
        local function said(file)
          package.loaded.crates, package.preload.crates = nil, function() return { said = file() } end
          return require("crates").said
        end
        return {
          said(function() return athd.getct():call("want", want) end),
          said(function()
            local pass = function(main, want) return main:call("want", want) end
            return w:call("pass", pass, athd.getct(), want)
          end),
          said(function() return select(3, athd.broadcast(athd.getct(), "want", "require 'crates'")).main.message end),
          said(function() return athd.getct():call("free", "return 'free'") end)
        }`)
      const circle = "crates -> crates, by a job that the file of 'crates' waits for"
      const [here, through, broadcast, free] = returned as ReadonlyArray<string>
      for (const said of [here, through, broadcast]) assert.include(said, circle)
      assert.strictEqual(free, "free")
    })
  )
})
