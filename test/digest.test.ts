/**
 * The program `digest` as a user runs it: a process with its threads, on real files.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { execFile } from "node:child_process"
import { chmodSync, existsSync, mkdirSync, truncateSync, writeFileSync } from "node:fs"
import { promisify, stripVTControlCharacters } from "node:util"
import * as FilePath from "../packages/platform-node/examples/digest/filePath.ts"
import { Document } from "../packages/platform-node/examples/digest/viewJson.ts"
import { factsOf, filesBelow } from "./digest-fixtures/oracle.ts"
import { digest as run, type DigestOptions, type Ended, main, repository, start } from "./digest-fixtures/spawn.ts"
import { fifo, linkTree, oddNames, plainTree, sparseFile, temporaryDirectory } from "./digest-fixtures/tree.ts"

const digest = (args: ReadonlyArray<string>, options?: DigestOptions) => Effect.promise(() => run(args, options))

/** The whole of standard output must be one document, with nothing that is not in the schema. */
const documentOf = ({ stdout }: Ended) =>
  Schema.decodeUnknownEffect(Schema.fromJsonString(Document), { onExcessProperty: "error" })(stdout)

const bytesOf = ({ path, pathHex }: { readonly path: string; readonly pathHex?: string }): Buffer =>
  pathHex === undefined ? Buffer.from(path) : Buffer.from(pathHex, "hex")

/** Every file of a document against coreutils and the oracle. */
const assertTrue = (document: Document): void => {
  const facts = factsOf(document.files.map(bytesOf))
  document.files.forEach(({ bytes, lines, longestLine, path, sha256, words }, i) => {
    assert.deepStrictEqual({ sha256, bytes, lines, words, longestLine }, facts[i]!, path)
  })
  const sum = (key: "bytes" | "lines" | "words") => facts.reduce((total, file) => total + file[key], 0)
  const { totals } = document
  assert.deepStrictEqual(
    [totals.files, totals.bytes, totals.lines, totals.words, totals.longestLine],
    [facts.length, sum("bytes"), sum("lines"), sum("words"), Math.max(0, ...facts.map((file) => file.longestLine))]
  )
}

describe("every file", () => {
  it.live("of a tree with odd names and contents is as sha256sum, wc -lc and the oracle say", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      plainTree(root)
      for (const routing of ["round-robin", "key"]) {
        const ended = yield* digest(["--json", "--threads", "2", "--routing", routing, root])
        assert.deepStrictEqual([ended.code, ended.stderr], [0, ""])
        const document = yield* documentOf(ended)
        assertTrue(document)
        assert.deepStrictEqual(
          document.files.map((file) => bytesOf(file).toString("hex")).sort(),
          filesBelow(root)
            .map((path) => path.toString("hex"))
            .sort()
        )
        assert.deepStrictEqual(document.errors, [])
        assert.deepStrictEqual(
          document.threads.map(({ name }) => name),
          ["digest-0", "digest-1"]
        )
        assert.strictEqual(
          document.threads.reduce((total, { files }) => total + files, 0),
          document.files.length
        )
      }
    })
  )

  it.live("of this repository, which is the default, is as sha256sum, wc -lc and the oracle say", () =>
    Effect.gen(function* () {
      const ended = yield* digest(["--json"])
      assert.strictEqual(ended.code, 0, ended.stderr)
      const document = yield* documentOf(ended)
      assertTrue(document)
      const paths = document.files.map(({ path }) => path)
      assert.include(paths, "packages/platform-node/examples/digest/main.ts")
      assert.include(paths, "node_modules/effect/src/Effect.ts")
      assert.deepStrictEqual(
        paths.filter((path) => path.includes("node_modules") && !path.startsWith("node_modules/effect/src/")),
        []
      )
    })
  )

  it.live("is a line of its own when piped, with what was asked for in the same order as in --json", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      plainTree(root)
      const { code, stderr, stdout } = yield* digest(["--threads", "2", root])
      assert.strictEqual(code, 0)
      assert.strictEqual(stderr, `digest: ${root}/empty directory: empty directory\n`)
      const lines = new Map(
        Array.from(stdout.matchAll(/^([0-9a-f]{64}) +(\d+) +(\d+) +(\d+) +(\d+) {2}(.*)$/gm), ([, ...cells]) => [
          cells[5]!,
          cells.slice(0, 5).join(" ")
        ])
      )
      const files = filesBelow(root)
      const facts = factsOf(files)
      assert.strictEqual(lines.size, files.length)
      files.forEach((path, i) => {
        const { bytes, lines: newlines, longestLine, sha256, words } = facts[i]!
        const expected = [sha256, bytes, newlines, words, longestLine].join(" ")
        assert.strictEqual(lines.get(FilePath.printable(FilePath.fromBytes(path))), expected)
      })
      assert.match(stdout, /\nLargest and most frequent types\n(.*\n)+ {2}\.txt /)
      assert.match(stdout, /\nThreads \(round-robin; .*\)\n {2}digest-0 .* busy .*\n {2}digest-1 .* busy .*\n/)
      assert.match(stdout, new RegExp(`\nTotal {2}${files.length} files, `))
      assert.match(stdout, /\nSpeed-up {2}\d+\.\d\d × with 2 threads against one\n.*median of 7 alternating rounds/)
    })
  )
})

describe("what cannot be read", () => {
  it.live("is a line each: links, cycles, FIFO, device, missing; all others are printed, and the code is 1", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      linkTree(root)
      fifo(`${root}/tree/fifo`)
      const args = [`${root}/tree`, `${root}/missing`]
      const plain = yield* digest(args)
      assert.strictEqual(plain.code, 1)
      assert.deepStrictEqual(plain.stderr.replaceAll(`${root}/`, "").trim().split("\n").sort(), [
        "digest: missing: no such file or directory",
        "digest: tree/broken: broken link to nowhere",
        "digest: tree/device: not a regular file (device)",
        "digest: tree/directory-link/inner/cycle: directory walked already as tree/directory-link",
        "digest: tree/fifo: not a regular file (FIFO)",
        "digest: tree/itself: link that leads in a circle",
        "digest: tree/second-directory-link: directory walked already as tree/directory-link",
        "digest: tree/twice-2: listed already as tree/twice-1"
      ])
      assert.match(plain.stdout, /\n5 files could not be read\n/)

      const json = yield* digest(["--json", ...args])
      assert.deepStrictEqual([json.code, json.stderr], [1, ""])
      const document = yield* documentOf(json)
      assertTrue(document)
      assert.strictEqual(document.files.length, 4)
      assert.strictEqual(document.totals.errors, 5)
      assert.deepStrictEqual(
        document.errors.map(({ path }) => path.replace(`${root}/`, "")),
        ["tree/fifo", "missing", "tree/broken", "tree/device", "tree/itself"]
      )
    })
  )

  it.live("permission denied is said of a file and of a directory", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      mkdirSync(`${root}/closed`)
      writeFileSync(`${root}/closed/inside`, "")
      writeFileSync(`${root}/secret`, "")
      writeFileSync(`${root}/readable`, "yes\n")
      chmodSync(`${root}/closed`, 0)
      chmodSync(`${root}/secret`, 0)
      // Nothing is closed to root: then the program runs as somebody else.
      const ended = yield* digest(["--json", root], process.getuid?.() === 0 ? { uid: 65_534 } : {})
      assert.strictEqual(ended.code, 1, ended.stderr)
      const document = yield* documentOf(ended)
      assert.deepStrictEqual(document.errors, [
        { path: `${root}/closed`, reason: "permission denied" },
        { path: `${root}/secret`, reason: "permission denied" }
      ])
      assert.deepStrictEqual(
        document.files.map(({ path }) => path),
        [`${root}/readable`]
      )
    })
  )

  it.live("a file that changes all the time is told, and the others are read", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      sparseFile(`${root}/changing`, 1 << 28)
      writeFileSync(`${root}/quiet`, "words\n")
      let length = 1 << 28
      const changing = setInterval(() => truncateSync(`${root}/changing`, --length), 1)
      const ended = yield* digest(["--json", "--threads", "1", root])
      clearInterval(changing)
      assert.strictEqual(ended.code, 1)
      const document = yield* documentOf(ended)
      assert.strictEqual(document.files.length, 1)
      assert.match(document.errors[0]!.reason, /^changed while it was read/)
    })
  )
})

describe("nothing to do", () => {
  it.live("an empty directory is a note, and no error", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      const { code, stderr, stdout } = yield* digest([root])
      assert.deepStrictEqual([code, stderr], [0, `digest: ${root}: empty directory\n`])
      assert.match(stdout, /Total {2}0 files, 0 B/)
      const json = yield* digest([root, "--json"])
      assert.strictEqual(json.code, 0)
      assert.deepStrictEqual((yield* documentOf(json)).files, [])
    })
  )
})

describe("Ctrl-C", () => {
  /** Some files, and then some that no machine reads within the test. */
  const endlessTree = (root: string) => {
    for (let i = 0; i < 5; i++) writeFileSync(`${root}/a${i}.txt`, "some words\n".repeat(i))
    for (let i = 0; i < 3; i++) sparseFile(`${root}/b${i}.bin`, 2 ** 40)
  }
  const interrupt = (args: ReadonlyArray<string>) =>
    Effect.promise(async () => {
      const running = start(args)
      await running.firstOutput
      running.process.kill("SIGINT")
      running.process.kill("SIGINT") // as `npm run` does
      return running.ended
    })

  it.live("prints what is finished and ends with 130, though threads are reading", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      endlessTree(root)
      const { code, signal, stdout } = yield* interrupt(["--threads", "2", root])
      assert.deepStrictEqual([code, signal], [130, null])
      const results = stdout.split("\n").filter((line) => /^[0-9a-f]{64} /.test(line))
      assert.isAtLeast(results.length, 1)
      assert.match(stdout, new RegExp(`\nTotal {2}${results.length} files?, `))
      assert.match(stdout, /\nInterrupted: \d of (at least )?8 files done\n$/)
    })
  )

  it.live("leaves a complete document under --json", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      endlessTree(root)
      const ended = yield* interrupt(["--json", "--threads", "2", root])
      assert.strictEqual(ended.code, 130)
      const document = yield* documentOf(ended)
      assertTrue(document)
      assert.isTrue(document.interrupted)
      assert.isAtLeast(document.files.length, 1)
      assert.isAtMost(document.files.length, 5)
    })
  )

  it.live("leaves a complete document before the pool has started", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      endlessTree(root)
      const interruptsAtOnce = 'process.once("worker", () => process.kill(process.pid, "SIGINT"))'
      const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(interruptsAtOnce)}` }
      const ended = yield* digest(["--json", "--threads", "2", root], { env })
      assert.deepStrictEqual([ended.code, ended.signal, ended.stderr], [130, null, ""])
      const document = yield* documentOf(ended)
      assertTrue(document)
      assert.deepStrictEqual([document.files, document.interrupted], [[], true])
    })
  )

  const kills = 'process.kill(process.pid, "SIGINT")'
  for (const [title, script] of [
    [
      "while the program is being loaded",
      `import { registerHooks } from "node:module"
       registerHooks({ load(url, context, next) {
         if (url.endsWith("/digest.protocol.ts")) ${kills}
         return next(url, context)
       } })`
    ],
    [
      "while the program reads its arguments",
      `let n = 0
       process.on("newListener", (name) => { if (name === "SIGINT" && ++n === 2) queueMicrotask(() => ${kills}) })`
    ]
  ] as const) {
    it.live(`leaves a complete document ${title}`, () =>
      Effect.gen(function* () {
        const root = yield* temporaryDirectory
        endlessTree(root)
        const env = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(script)}` }
        const ended = yield* digest(["--json", "--threads", "2", root], { env })
        assert.deepStrictEqual([ended.code, ended.signal, ended.stderr], [130, null, ""])
        const document = yield* documentOf(ended)
        assertTrue(document)
        assert.deepStrictEqual([document.files, document.interrupted], [[], true])
      })
    )
  }

  it.live("during the comparison with one thread leaves the report", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      for (let i = 0; i < 32; i++) writeFileSync(`${root}/${i}`, `${i}\n`.repeat(300_000))
      const ended = yield* Effect.promise(async () => {
        const running = start(["--threads", "2", root])
        running.process.stdout.on("data", (chunk) => {
          if (String(chunk).includes("\nTotal")) running.process.kill("SIGINT")
        })
        return running.ended
      })
      assert.strictEqual(ended.code, 130)
      assert.match(ended.stdout, /Total {2}32 files(.*\n)+Speed-up {2}not measured: interrupted\n$/)
    })
  )

  it.live("ends it even if nobody reads its output any more", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      mkdirSync(`${root}/many`)
      for (let i = 0; i < 3000; i++) writeFileSync(`${root}/many/${i}`, "")
      const ended = yield* Effect.promise(async () => {
        const running = start([root])
        await running.firstOutput
        running.process.stdout.pause()
        running.process.kill("SIGINT")
        const code = new Promise((resolve) => running.process.on("exit", resolve))
        const exited = await code
        running.process.stdout.resume()
        return exited
      })
      assert.strictEqual(ended, 130)
    })
  )
})

describe("arguments and output", () => {
  it.live("wrong arguments end with 2, a helpful line on standard error, nothing on standard output", () =>
    Effect.gen(function* () {
      const wrong: ReadonlyArray<readonly [ReadonlyArray<string>, RegExp]> = [
        [["--threads", "0"], /--threads: "0".*1 to 62/],
        [["--threads", "many"], /--threads.*many/],
        [["--threads"], /--threads/],
        [["--routing", "random"], /--routing.*random.*round-robin/],
        [["--no-such-flag"], /--no-such-flag/]
      ]
      for (const [args, message] of wrong) {
        const { code, stderr, stdout } = yield* digest([...args, "--json"])
        assert.deepStrictEqual([code, stdout], [2, ""], args.join(" "))
        assert.match(stderr, message)
        assert.match(stderr, /Usage: digest/)
      }
    })
  )

  it.live("--help and --version", () =>
    Effect.gen(function* () {
      const help = yield* digest(["--help"])
      assert.deepStrictEqual([help.code, help.stderr], [0, ""])
      for (const flag of ["--threads", "--routing", "--chaos", "--json", "--help", "130"])
        assert.include(help.stdout, flag)
      const version = yield* digest(["--version"])
      assert.deepStrictEqual([version.code, version.stdout], [0, "digest v0.1.0\n"])
    })
  )

  it.live("an empty path is shown as what it is", () =>
    Effect.gen(function* () {
      const { code, stderr, stdout } = yield* digest([""])
      assert.strictEqual(code, 1)
      assert.match(stdout + stderr, /^.*'': no such file or directory$/m)
    })
  )

  it.live("an argument that looks like a flag follows --", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      writeFileSync(`${root}/--json`, "a\n")
      const { code, stdout } = yield* digest(["--json", "--", "--json"], { cwd: root })
      assert.strictEqual(code, 0)
      assert.strictEqual((yield* documentOf({ stdout } as Ended)).files[0]!.path, "--json")
    })
  )

  const shell = (script: string, env: Record<string, string>) =>
    Effect.promise(() =>
      promisify(execFile)("bash", ["-c", script], {
        cwd: repository,
        env: { ...process.env, NODE: process.execPath, MAIN: main, ...env }
      })
    )

  it.live("names that are not UTF-8 can be arguments", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      plainTree(root)
      const { stderr, stdout } = yield* shell('"$NODE" "$MAIN" --json "$ROOT"/names/*', { ROOT: root })
      assert.strictEqual(stderr, "")
      const document = yield* documentOf({ stdout } as Ended)
      assertTrue(document)
      assert.strictEqual(document.files.length, oddNames.length)
    })
  )

  it.live.skipIf(!existsSync("/usr/bin/script"))(
    "on a terminal there is a bar, and colour unless NO_COLOR says otherwise",
    () =>
      Effect.gen(function* () {
        const root = yield* temporaryDirectory
        plainTree(root)
        for (const NO_COLOR of ["", "1"]) {
          const { stdout } = yield* shell(
            'unset FORCE_COLOR; script -qec \'stty cols 90; "$NODE" "$MAIN" "$ROOT"\' /dev/null </dev/null',
            {
              ROOT: root,
              TERM: "xterm",
              NO_COLOR
            }
          )
          assert.include(stdout, "\r\u001b[2K")
          assert.strictEqual(stdout.includes("\u001b[32m"), NO_COLOR === "")
          const shown = stripVTControlCharacters(stdout).split("\n")
          assert.isTrue(shown.some((line) => /━ \d+\/\d+\+? files/.test(line)))
          assert.isTrue(shown.some((line) => line.startsWith("Total  ")))
        }
      })
  )

  it.live("a reader that leaves early ends it quietly", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      for (let i = 0; i < 500; i++) writeFileSync(`${root}/${"long name ".repeat(20)}${i}`, `${i}\n`)
      const { stderr, stdout } = yield* shell('"$NODE" "$MAIN" "$ROOT" | head -1; echo "${PIPESTATUS[0]}"', {
        ROOT: root
      })
      assert.strictEqual(stderr, "")
      assert.match(stdout, /^[0-9a-f]{64} .*\n0\n$/)
    })
  )

  it.live.skipIf(!existsSync("/dev/full"))("output that cannot be written is one line and code 1", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      writeFileSync(`${root}/file`, "")
      const { stdout } = yield* shell('"$NODE" "$MAIN" "$ROOT" 2>&1 >/dev/full; echo "$?"', { ROOT: root })
      assert.strictEqual(stdout, "digest: cannot write the output: ENOSPC\n1\n")
    })
  )
})
