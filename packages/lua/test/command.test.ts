/*
 * The command `stevedore-lua`, as somebody types it: scripts, their arguments and exit codes, and a session with its input in a pipe.
 */
import { assert, describe, it } from "@effect/vitest"
import { spawn } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll } from "vitest"

const command = fileURLToPath(new URL("../src/node/internal/cli/main.ts", import.meta.url))
const folder = mkdtempSync(join(tmpdir(), "stevedore-lua-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

const run = (args: ReadonlyArray<string>, input = ""): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", command, ...args], { cwd: folder })
    let [out, err] = ["", ""]
    child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text))
    child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text))
    child.on("error", reject)
    child.on("close", (code) => resolve({ code, out, err }))
    child.stdin.end(input)
  })

/** The same, where whoever reads goes away after the first piece: `| head -1`. */
const cut = (args: ReadonlyArray<string>, from: "stdout" | "stderr" = "stdout"): Promise<Omit<Ended, "out">> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", command, ...args], {
      cwd: folder,
      timeout: 60_000
    })
    let err = ""
    child[from].once("data", () => child[from].destroy())
    child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text))
    child.on("error", reject)
    child.on("close", (code) => resolve({ code, err }))
    child.stdin.end()
  })

const script = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return name
}

describe("stevedore-lua", () => {
  it("runs a file with its arguments: what it prints is standard output, what it logs standard error", async () => {
    script("shelf.lua", "return { weight = function(box) return #box end }")
    const file = script(
      "main.lua",
      `print(arg[0], #arg, ...)
       alog.warn("low")
       print(require("shelf").weight({ 1, 2, 3 }), #msgpack.pack({ 1 }))
       io.write("as it is\\n")`
    )
    const { code, err, out } = await run([file, "a", "-b"])
    assert.strictEqual(out, "main.lua\t2\ta\t-b\n3\t2\nas it is\n")
    assert.match(err, /^\d\d:\d\d:\d\d\.\d{3} WARN \(.*main\.lua:2\) low\n$/)
    assert.strictEqual(code, 0)
  })

  it("a script that fails: where, the way there, and exit code 1", async () => {
    const { code, err, out } = await run([
      script("bad.lua", "local function f() error('no good') end\nprint('so far')\nf()")
    ])
    assert.strictEqual(out, "so far\n")
    assert.match(
      err,
      /^stevedore-lua: .*bad\.lua:1: no good\nstack traceback:\n(?:.*\n)*.*bad\.lua:3: in main chunk\n$/
    )
    assert.strictEqual(code, 1)
  })

  it("a strict script finds no file: nobody has named a folder for it", async () => {
    script("crate.lua", "print('read')")
    const tries = "print(pcall(athd.newthread, 't', 'crate.lua', 0)) print(pcall(require, 'crate'))"
    const { err, out } = await run(["--sandbox", "strict", script("guest.lua", tries)])
    assert.match(out, /^false\t.*no script 'crate\.lua'.*\nfalse\tmodule 'crate' not found:/, err)
  })

  it("what goes wrong has exit code 1, a command line that makes no sense 2, and says how it is used", async () => {
    const cases: ReadonlyArray<readonly [ReadonlyArray<string>, number, RegExp]> = [
      [["missing.lua"], 1, /no module '.*missing\.lua'/],
      [["-e", "x = = 1"], 1, /\(command line\):1: unexpected symbol near '='/],
      [["--sandbox", "strict", "-e", "os.exit(9)"], 1, /attempt to call .*exit/],
      [["--loud"], 2, /unknown option --loud\nusage: stevedore-lua/],
      [["-e"], 2, /-e needs the text to run\nusage: stevedore-lua/],
      [["--sandbox=none"], 2, /--sandbox is strict, standard, full, not none\nusage: stevedore-lua/]
    ]
    const ended = await Promise.all(cases.map(([args]) => run(args)))
    for (const [index, [args, expected, message]] of cases.entries()) {
      const { code, err, out } = ended[index]!
      assert.match(err, message)
      assert.strictEqual(code, expected, args.join(" "))
      assert.strictEqual(out, "")
    }
  })

  it("a script from standard input, from the command line, and its own exit code", async () => {
    assert.deepStrictEqual(
      await Promise.all([
        run(["-", "a"], "print('piped', ...)"),
        run([], "print(1 + 1)"),
        run(["-e", "x = 2", "-e", "print(x)"]),
        run(["-e", "os.exit(7)"])
      ]),
      [
        { code: 0, out: "piped\ta\n", err: "" },
        { code: 0, out: "2\n", err: "" },
        { code: 0, out: "2\n", err: "" },
        { code: 7, out: "", err: "" }
      ]
    )
  })

  it("-e runs before the script, which finds what it has set; where it fails, the script is not run", async () => {
    const file = script("after.lua", "print(athd.getctname(), before, ...)")
    const set = "before = athd.newthread('early', 'early.lua', 0):call('x', 'return answer')"
    script("early.lua", "answer = athd.call(athd.getmain(), 'x', 'return 42')")
    const alua = "before = #arg alua.newstate()"
    assert.deepStrictEqual(
      await Promise.all([
        run(["-e", set, file, "a"]),
        run(["-e", set, "-", "b"], "print('piped', before, ...)"),
        // Whether there is a prompt at the end of the input is a matter of time.
        run(["-e", alua, "-i", file, "c"], "before\n").then((ended) => ({
          ...ended,
          out: ended.out.replaceAll("> ", "")
        })),
        run(["-e", "error('no good')", file]).then(({ code, out }) => ({ code, out, err: "" }))
      ]),
      [
        { code: 0, out: "main\t42\ta\n", err: "" },
        { code: 0, out: "piped\t42\tb\n", err: "" },
        { code: 0, out: `main\t1\tc\n${(await run(["-v"])).out}1\n`, err: "" },
        { code: 1, out: "", err: "" }
      ]
    )
  })

  it("several -e are run one after the other, each a chunk of its own: locals, `return`, lines, and one that fails", async () => {
    const each = (...texts: ReadonlyArray<string>) => run(texts.flatMap((text) => ["-e", text]))
    const [locals, returns, calls, fails, places] = await Promise.all([
      each("local x = 1", "print(x)"),
      each("return 1", "print(2)"),
      each("f = print f()", "(print)(2)"),
      each("print(1)", "x x"),
      each("print(1)", "error('no good')", "print(3)")
    ])
    const good = { code: 0, err: "" }
    assert.deepStrictEqual(locals, { ...good, out: "nil\n" })
    assert.deepStrictEqual(returns, { ...good, out: "2\n" })
    assert.deepStrictEqual(calls, { ...good, out: "\n2\n" })
    assert.deepStrictEqual([fails.code, fails.out], [1, "1\n"])
    assert.match(fails.err, /^stevedore-lua: \(command line\):1: syntax error near 'x'/)
    assert.deepStrictEqual([places.code, places.out], [1, "1\n"])
    assert.match(places.err, /^stevedore-lua: \(command line\):1: no good\n/)
  })

  it("-e runs before standard input has ended; where it fails, or exits, nobody reads that", async () => {
    const open = (source: string) => {
      const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", command, "-e", source, "-"])
      child.stdout.setEncoding("utf8")
      return child
    }
    const ended = (child: ReturnType<typeof open>): Promise<number | null> =>
      new Promise((resolve) => child.on("close", resolve))
    const early = open("print('early')")
    let out = ""
    early.stdout.on("data", (text: string) => {
      out += text
      // The input is open until the text has run.
      if (out === "early\n") early.stdin.end("print('piped')")
    })
    const fails = open("error('no good')")
    const exits = open("athd.timeout(1, os.exit, 7)")
    const codes = await Promise.all([early, fails, exits].map(ended))
    assert.deepStrictEqual([out, codes], ["early\npiped\n", [0, 1, 7]])
  })

  it("B02 a script may make threads: what they print is printed, and the end waits for what is under way", async () => {
    script("yard.lua", "alog.info('ready')\nprint('on ' .. athd.getctname())")
    const file = script(
      "office.lua",
      `local yard = athd.newthread("yard", "yard.lua", 100)
       function athd.ondone(id, result) print(id, msgpack.unpack(result)) end
       athd.pushtjob(yard, 7, "area", "local box = msgpack.unpack((...)) return box.w * box.h", msgpack.pack({ w = 3, h = 4 }))
       athd.timeout(20, function() print("later", athd.call(yard, function() return athd.getctname() end)) end)
       print("the script is through", athd.getctname(), ...)`
    )
    const { code, err, out } = await run([file, "x"])
    const [first, ...rest] = out.trimEnd().split("\n").toSorted()
    assert.deepStrictEqual([first, ...rest], ["7\t12", "later\tyard", "on yard", "the script is through\tmain\tx"])
    assert.match(err, /INFO \(yard, .*yard\.lua:1\) ready/)
    assert.strictEqual(code, 0)
  })

  it("B02 a thread whose script fails: said where it is made, and exit code 1", async () => {
    script("broken.lua", "local x = = 1")
    const { code, err } = await run([script("makes.lua", "athd.newthread('yard', 'broken.lua', 100)")])
    assert.match(err, /^stevedore-lua: .*broken\.lua:1: unexpected symbol near '='/)
    assert.strictEqual(code, 1)
  })

  it("B10 what fails where nobody waits: message, line and Lua's traceback, on whichever thread", async () => {
    script("crane.lua", "function fall() error('dropped') end")
    const file = script(
      "loses.lua",
      `local crane = athd.newthread("crane", "crane.lua", 0)
       athd.fork(function() error("forked") end)
       athd.timeout(1, function() local x = nil; x.y = 1 end)
       athd.pushtjob(crane, "named", "fall()", nil)
       athd.pushtjob(crane, 3, "numbered", "fall()", "")
       athd.pushtjob(crane, "done", "return 1", function() error("afterwards") end)
       athd.send(crane, "sent", "fall()")
       crane:call("all of it", "return 1")
       athd.sleep(50)`
    )
    const { code, err } = await run([file])
    assert.strictEqual(code, 1)
    const traceback = String.raw`\nstack traceback:\n(?:\t.*\n)*`
    for (const [what, why, where] of [
      ["athd.fork failed", "forked", "loses.lua:2"],
      ["athd.timeout failed", String.raw`attempt to index a nil value \(local 'x'\)`, "loses.lua:3"],
      ["the job 'named' failed", "dropped", "crane.lua:1"],
      ["the job 'numbered' failed", "dropped", "crane.lua:1"],
      ["what follows the job 'done' failed", "afterwards", "loses.lua:6"],
      [String.raw`was told to this actor and failed: \S*LuaRuntimeError`, "dropped", "crane.lua:1"]
    ]) {
      assert.match(err, new RegExp(`${what}: \\S*${where}: ${why}${traceback}\\t\\S*${where}: in `))
    }
    assert.notMatch(err, /^\s+at /m)
  })

  it("B10 what athd.send has sent and cannot run, or packs, is logged with its place in Lua, and no stack of JavaScript", async () => {
    script("quay.lua", "")
    const file = script(
      "sends.lua",
      `local quay = athd.newthread("quay", "quay.lua", 0)
       quay:send("unpacked", function()
         return { a = print }
       end)
       quay:send("named", "return print")
       quay:send("wrong", "x x")
       quay:call("all of it", "return 1")`
    )
    const { err } = await run([file])
    for (const [problem, place] of [
      [
        String.raw`LuaCodecError: cannot serialize a function at \[1\]\.a`,
        String.raw`\S*sends\.lua:2: in the function that was sent`
      ],
      [String.raw`LuaCodecError: cannot serialize a function at \[1\]`, "in the job 'named'"],
      ["LuaSyntaxError: wrong:1: syntax error near 'x'", "in the job 'wrong'"]
    ] as const) {
      assert.match(err, new RegExp(`was told to this actor and failed: \\S*${problem}\nstack traceback:\n\t${place}\n`))
    }
    assert.notMatch(err, /^\s+at /m)
  })

  it("B10 what fails where nobody waits, on whichever thread, is exit code 1; what a script logs is not, nor is a session", async () => {
    script("idler.lua", "function fall() error('dropped') end")
    for (const [source, code] of [
      ["athd.fork(function() athd.sleep(1) error('late') end)", 1],
      ["athd.timeout(1, function() error('late') end)", 1],
      [
        "local idler = athd.newthread('idler', 'idler.lua', 0) idler:send('sent', 'fall()') idler:call('x', 'return 1')",
        0
      ],
      ["local idler = athd.newthread('idler', 'idler.lua', 0) idler:call('x', 'athd.fork(fall) athd.sleep(1)')", 1],
      ["athd.fork(function() pcall(error, 'caught') alog.error('low') end)", 0],
      ["athd.timeout(1, error) athd.timeout(20, function() os.exit(0) end)", 0]
    ] as const) {
      assert.strictEqual((await run(["-e", source])).code, code, source)
    }
    assert.strictEqual((await run(["-i", "-e", "athd.fork(error)"], "athd.fork(error)\n")).code, 0)
  })

  it("whoever reads goes away: it ends silently, with the code of a command that SIGPIPE ended", async () => {
    const ended = await Promise.all([
      cut(["-e", "while true do print('y') end"]),
      cut(["-e", "while true do io.write('y\\n') end"]),
      cut(["-e", "athd.timeout(1, function() while true do print('y') end end)"])
    ])
    for (const each of ended) assert.deepStrictEqual(each, { code: 141, err: "" })
    assert.strictEqual((await cut(["-e", "while true do alog.info('y') end"], "stderr")).code, 141)
  })

  it("bytes that are no UTF-8 are printed as they are, on each thread, in order with those that are", async () => {
    script("bytes.lua", "print('\\xff', 'one')")
    const file = script(
      "latin.lua",
      "print('\\200\\255a', 1) print('é') athd.newthread('yard', 'bytes.lua', 0) print('\\xe2\\x82')"
    )
    const out = await new Promise<string>((resolve, reject) => {
      const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", command, file], { cwd: folder })
      let out = ""
      child.stdout.setEncoding("latin1").on("data", (text: string) => (out += text))
      child.on("error", reject)
      child.on("close", () => resolve(out))
    })
    assert.strictEqual(out, "\xc8\xffa\t1\n\xc3\xa9\n\xff\tone\n\xe2\x82\n")
  })

  it("a reader that is slow gets all that io.write has written", async () => {
    const child = spawn(
      process.execPath,
      [
        "--disable-warning=ExperimentalWarning",
        command,
        "-e",
        "for i = 1, 40000 do io.write(i, '\\n') end io.write(('x'):rep(300000)) print('.')"
      ],
      { cwd: folder }
    )
    let length = 0
    // Once it has filled the pipe, it is read.
    child.stdout.once("readable", () => child.stdout.on("data", (bytes: Uint8Array) => (length += bytes.length)))
    assert.strictEqual(await new Promise((resolve) => child.on("close", resolve)), 0)
    assert.strictEqual(length, 228_894 + 300_002)
  })

  it("threads write as main does", async () => {
    script("writes.lua", "io.write('out ', 1, '\\n') io.stderr:write('err\\n')")
    const ended = await run(["-e", "athd.newthread('yard', 'writes.lua', 0)"])
    assert.deepStrictEqual(ended, { code: 0, out: "out 1\n", err: "err\n" })
  })

  it("a fork that waits for ever keeps it running until an interrupt; what listens does not", async () => {
    const listens = await run(["-e", "ahar.listen('smsg_never', print) print('listens')"])
    assert.deepStrictEqual([listens.code, listens.out], [0, "listens\n"])
    const waits = "athd.fork(athd.wait, 'never') athd.timeout(50, function() print('last') end)"
    const ended = await new Promise<readonly [number | null, NodeJS.Signals | null]>((resolve, reject) => {
      const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", command, "-e", waits])
      // Nothing is left then but the fork: it would end by itself, with 0.
      child.stdout.once("data", () => setTimeout(() => child.kill("SIGINT"), 100))
      child.on("error", reject)
      child.on("close", (code, signal) => resolve([code, signal]))
    })
    assert.deepStrictEqual(ended, [130, null])
  })

  it("a signal that ends a session while a line runs, or waits, is an interrupt to it", async () => {
    const ended = ["while true do end", "athd.wait('never')"].map(
      (line) =>
        new Promise<readonly [number | null, string]>((resolve, reject) => {
          const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", command, "-i"])
          let [out, err] = ["", ""]
          child.stdout.setEncoding("utf8").on("data", (text: string) => {
            if (!out.includes("begun") && (out += text).includes("begun")) child.kill("SIGTERM")
          })
          child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text))
          child.on("error", reject)
          child.on("close", (code) => resolve([code, err]))
          child.stdin.write(`print("begun") ${line}\n`)
        })
    )
    const interrupted = [130, "interrupted\n"] as const
    assert.deepStrictEqual(await Promise.all(ended), [interrupted, interrupted])
  })

  it("os.exit on another thread ends that thread, which is started again; in its script it is an error of who makes it", async () => {
    script("mortal.lua", "print('started')")
    script("stillborn.lua", "os.exit(3)")
    const { code, out } = await run([
      "-e",
      `local mortal = athd.newthread("mortal", "mortal.lua", 0)
       local ok, e = pcall(mortal.call, mortal, "x", "os.exit(5)")
       print(ok, e.message:match("exit code 5"), mortal:call("x", "return 1"))
       print(select(2, pcall(athd.newthread, "stillborn", "stillborn.lua", 0)).message:match("exit code 3"))`
    ])
    assert.deepStrictEqual([out, code], ["started\nstarted\nfalse\texit code 5\t1\nexit code 3\n", 1])
  })

  it("a callback or a native call that never ends is ended by the signals that end a command", async () => {
    const sources = {
      callback: "print('begun') string.gsub('a', 'a', function() while true do end end)",
      compare: "print('begun') table.sort({ 1, 2, 3 }, function() while true do end end)",
      pattern: "print('begun') local a = ('a?'):rep(40) string.find(('a'):rep(40), a .. ('a'):rep(41))"
    }
    const ended = Object.values(sources).flatMap((source) =>
      (["SIGINT", "SIGTERM"] as const).map(
        (sent) =>
          new Promise<boolean>((resolve, reject) => {
            const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", command, "-e", source])
            let again: NodeJS.Timeout | undefined
            // One that comes before it has held the thread for long waits for its end.
            child.stdout.once("data", () => (again = setInterval(() => child.kill(sent), 50)))
            child.on("error", reject)
            child.on("close", (code, signal) => {
              clearInterval(again)
              // Where it came before the callback, it is as for any other script.
              resolve(signal === sent || code === 130)
            })
          })
      )
    )
    assert.deepStrictEqual(await Promise.all(ended), [true, true, true, true, true, true])
  })

  it("a signal that comes in a callback is not lost: it ends the command when that has ended", async () => {
    // What an ordinary one takes, and so long that signals are let go of.
    const ended = [2, 4].flatMap((seconds) =>
      (["SIGINT", "SIGTERM"] as const).map(
        (sent) =>
          new Promise<boolean>((resolve, reject) => {
            const source = `string.gsub("a", "a", function()
              print("begun")
              local began = os.time()
              while os.time() - began < ${seconds} do end
            end)
            athd.wait("never")`
            const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", command, "-e", source], {
              timeout: 60_000,
              killSignal: "SIGKILL"
            })
            child.stdout.once("data", () => child.kill(sent))
            child.on("error", reject)
            // Where this process was slow to send it, the system has ended it.
            child.on("close", (code, signal) => resolve(code === 130 || signal === sent))
          })
      )
    )
    assert.deepStrictEqual(await Promise.all(ended), [true, true, true, true])
  })

  it("--help and --version", async () => {
    const { out } = await run(["--help"])
    assert.match(out, /^usage: stevedore-lua/)
    assert.include(out, "keeps it running until an interrupt")
    assert.match((await run(["-v"])).out, /^stevedore-lua \d+\.\d+\.\d+, Lua 5\.3/)
  })

  const answers = async (
    lines: ReadonlyArray<string>
  ): Promise<readonly [ReadonlyArray<string>, string, number | null]> => {
    const { code, err, out } = await run(["-i"], lines.join("\n") + "\n")
    const [, ...shown] = out.replaceAll(/^(?:>>? )+/gm, "").split("\n")
    return [shown.filter((line) => line !== ""), err, code]
  }

  it("a session: expressions are shown, statements run, inputs go on until they are complete", async () => {
    const [shown, err, code] = await answers([
      "1 + 1",
      "x = {",
      "1, 2",
      "}",
      "#x",
      "= 's', nil",
      "for i = 1, 2 do",
      "print(i)",
      "end",
      "",
      "function f(",
      ")",
      "return 3 end f()",
      "f() + f()",
      "--[[ a comment",
      "]] 'after'"
    ])
    assert.deepStrictEqual(shown, ["2", "2", "s\tnil", "1", "2", "6", "after"])
    assert.strictEqual(err, "")
    assert.strictEqual(code, 0)
  })

  it("a session outlives its errors, each with what was typed and nothing of ours", async () => {
    const [shown, err, code] = await answers([
      "error('boom')",
      "x x",
      "error({})",
      "error(setmetatable({}, { __tostring = function() return 'shown' end }))",
      "msgpack.pack(print)",
      "coroutine.wrap(function() error('deep') end)()",
      "'still here'"
    ])
    assert.deepStrictEqual(shown, ["still here"])
    assert.strictEqual(code, 0)
    const blocks = err.trimEnd().split(/\n(?!\t|stack)/)
    assert.deepStrictEqual(
      blocks.map((block) => block.split("\n")[0]),
      [
        "stdin:1: boom",
        "stdin:1: syntax error near 'x'",
        "(error object is a table value)",
        "shown",
        "stdin:1: cannot serialize a function",
        // As PUC has it: `wrap` says where it was called, too.
        "stdin:1: stdin:1: deep"
      ]
    )
    assert.match(blocks[0]!, /^stdin:1: boom\nstack traceback:\n\t\[JS\]: in .*error'\n\tstdin:1: in main chunk$/)
  })

  it("at a terminal an interrupt ends what runs, what waits, or what was typed, and the session goes on", async () => {
    // `script` gives the command a terminal of its own.
    const shell = `${process.execPath} --disable-warning=ExperimentalWarning ${command}`
    const child = spawn("script", ["-qec", shell, "/dev/null"], { cwd: folder })
    let out = ""
    let look = (): void => {}
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      // Where the cursor stands behind a prompt, which is when the line may be typed.
      out += text.replaceAll("\x1b[3G", "<ready>").replaceAll("\x1b[4G", "<more>")
      look()
    })
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve))
    /** Types, and waits until that is shown after what was shown before. */
    const type = async (keys: string, shown: RegExp): Promise<void> => {
      const from = out.length
      child.stdin.write(keys)
      await new Promise<void>((resolve) => {
        look = () => {
          if (shown.test(out.slice(from))) resolve()
        }
        look()
      })
    }
    const prompt = /> <ready>$/
    await type("", prompt)
    await type("print('begun') while true do end\r", /begun\r\n$/)
    await type("\x03", /interrupted\r\n.*> <ready>$/s)
    await type("print('begun') athd.sleep(1e9)\r", /begun\r\n$/)
    await type("\x03", /interrupted\r\n.*> <ready>$/s)
    // Nothing else is heard there; what was typed before it is gone, what comes later is not.
    await type("print('begun') string.gsub('a', 'a', function() while true do end end)\r", /begun\r\n$/)
    await type("gone\x03", /interrupted\r\n.*> <ready>$/s)
    // What else the session has begun goes on.
    await type("athd.fork(function() athd.wait('word') print('woken') end)\r", prompt)
    await type("print('begun') table.sort({ 1, 2 }, function() while true do end end)\r", /begun\r\n$/)
    await type("\x03", /interrupted\r\n.*> <ready>$/s)
    await type("athd.wakeup('word') athd.sleep(1)\r", /woken\r\n.*> <ready>$/s)
    await type("for i = 1, 2 do\r", />> <more>$/)
    await type("\x03", prompt)
    await type("'still ' .. 'here'\r", /still here\r\n.*> <ready>$/s)
    await type("athd.timeout(1e9, print)\r", prompt)
    child.stdin.write("\x04")
    assert.strictEqual(await ended, 0)
  })

  it("a session after a script has what the script made; an input that is cut off is said to be", async () => {
    const { code, err, out } = await run(["-i", script("before.lua", "box = { w = 3 }")], "box.w\nfunction f()\n")
    assert.match(out, /> 3\n/)
    assert.strictEqual(err, "stdin: unexpected end of input\n")
    assert.strictEqual(code, 0)
  })
})
