/**
 * What `digest` finds, and under which names.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import * as FilePath from "../packages/platform-node/examples/digest/filePath.ts"
import { type Found, walk } from "../packages/platform-node/examples/digest/walk.ts"
import { filesBelow } from "./digest-fixtures/oracle.ts"
import { fifo, linkTree, plainTree, temporaryDirectory } from "./digest-fixtures/tree.ts"

const found = (roots: ReadonlyArray<FilePath.FilePath>, skip?: ReadonlySet<string>) =>
  Effect.promise(async () => {
    const all: Array<Found> = []
    for await (const one of walk(roots, { skip })) all.push(one)
    return all
  })

/** One line for each, relative to the root. */
const lines = (all: ReadonlyArray<Found>, root: string): Array<string> =>
  all.map((one) => {
    const path = FilePath.printable(one.path)
    const text = one._tag === "File" ? path : one._tag === "Note" ? `${path}: ${one.text}` : `${path}! ${one.reason}`
    return text.replaceAll(`${root}/`, "")
  })

const hex = (path: FilePath.FilePath) => FilePath.toBytes(path).toString("hex")

describe("walk", () => {
  it.effect("finds every file that find lists, once, by its exact bytes", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      plainTree(root)
      const all = yield* found([root])
      const files = all.filter(({ _tag }) => _tag === "File")
      assert.deepStrictEqual(
        files.map(({ path }) => hex(path)).sort(),
        filesBelow(root)
          .map((path) => path.toString("hex"))
          .sort()
      )
      assert.deepStrictEqual(
        lines(
          all.filter(({ _tag }) => _tag !== "File"),
          root
        ),
        ["empty directory: empty directory"]
      )
    })
  )

  it.effect("follows links when everything with an own name is listed, once by real path", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      linkTree(root)
      assert.deepStrictEqual(lines(yield* found([`${root}/tree`]), root), [
        "tree/broken! broken link to nowhere",
        "tree/device! not a regular file (device)",
        "tree/directory-link/file.txt",
        "tree/directory-link/inner/deeper.txt",
        "tree/file-link",
        "tree/itself! link that leads in a circle",
        "tree/second-directory-link: directory walked already as tree/directory-link",
        "tree/twice-1",
        "tree/twice-2: listed already as tree/twice-1",
        "tree/directory-link/inner/cycle: directory walked already as tree/directory-link"
      ])
    })
  )

  it.effect("prefers a file's own name to a link, wherever the link is", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      linkTree(root)
      const all = lines(yield* found([root]), root)
      for (const own of ["real/file.txt", "real/inner/deeper.txt", "outside/only-by-link.txt", "outside/twice.txt"]) {
        assert.include(all, own)
      }
      assert.include(all, "tree/file-link: listed already as outside/only-by-link.txt")
      assert.include(all, "tree/directory-link: directory walked already as real")
    })
  )

  it.effect("lists a file once when arguments overlap, in any order", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      mkdirSync(`${root}/a/b`, { recursive: true })
      writeFileSync(`${root}/a/b/file`, "")
      writeFileSync(`${root}/a/other`, "")
      const roots = [`${root}/a/b/file`, `${root}/a/b`, `${root}/a`, `${root}/a/other`, `${root}/a/b/`]
      for (const order of [roots, roots.toReversed()]) {
        const files = (yield* found(order)).filter(({ _tag }) => _tag === "File")
        assert.deepStrictEqual(files.map(({ path }) => String(path).replace(/\/+/g, "/")).sort(), [
          `${root}/a/b/file`,
          `${root}/a/other`
        ])
      }
    })
  )

  it.effect("keeps the argument as it was given", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      mkdirSync(`${root}/a`)
      writeFileSync(`${root}/a/file`, "")
      const path = (argument: string) => Effect.map(found([argument]), ([one]) => one!.path)
      assert.strictEqual(yield* path(`${root}/./a`), `${root}/./a/file`)
      assert.strictEqual(yield* path(`${root}/a/`), `${root}/a/file`)
      assert.strictEqual(yield* path(`${root}/a/../a`), `${root}/a/../a/file`)
      assert.strictEqual(yield* path(`${root}/a/file`), `${root}/a/file`)
    })
  )

  it.effect("a link to a directory that holds a file which was listed before", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      mkdirSync(`${root}/far`)
      mkdirSync(`${root}/near`)
      writeFileSync(`${root}/far/file`, "")
      symlinkSync("../far/file", `${root}/near/1-file`)
      symlinkSync("../far", `${root}/near/2-directory`)
      assert.deepStrictEqual(lines(yield* found([`${root}/near`]), root), [
        "near/1-file",
        "near/2-directory/file: listed already as near/1-file"
      ])
    })
  )

  it.effect("says what cannot be read, and goes on", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      fifo(`${root}/fifo`)
      writeFileSync(`${root}/file`, "")
      const server = createServer()
      yield* Effect.callback<void>((resume) => void server.listen(`${root}/socket`, () => resume(Effect.void)))
      const roots = [`${root}/missing`, `${root}/file/below`, "", root, "/dev/null"]
      assert.deepStrictEqual(lines(yield* found(roots), root), [
        "missing! no such file or directory",
        "file/below! not a directory",
        "''! no such file or directory",
        "fifo! not a regular file (FIFO)",
        "file",
        "socket! not a regular file (socket)",
        "/dev/null! not a regular file (device)"
      ])
      yield* Effect.callback<void>((resume) => void server.close(() => resume(Effect.void)))
    })
  )

  it.effect("leaves out directories by name, below the arguments only", () =>
    Effect.gen(function* () {
      const root = yield* temporaryDirectory
      mkdirSync(`${root}/node_modules/node_modules`, { recursive: true })
      writeFileSync(`${root}/node_modules/file`, "")
      writeFileSync(`${root}/node_modules/node_modules/file`, "")
      assert.deepStrictEqual(lines(yield* found([`${root}/node_modules`], new Set(["node_modules"])), root), [
        "node_modules/file"
      ])
      assert.deepStrictEqual(lines(yield* found([root], new Set(["node_modules"])), root), [])
    })
  )
})

describe("names", () => {
  it("shows odd names as the shell would quote them, and others as they are", () => {
    const shown = (name: string | ReadonlyArray<number>) =>
      FilePath.printable(typeof name === "string" ? name : FilePath.fromBytes(Uint8Array.from(name)))
    assert.strictEqual(shown("plain/ünï 日本\\x.ts"), "plain/ünï 日本\\x.ts")
    assert.strictEqual(shown("new\nline\t'q'\\"), "$'new\\nline\\t\\'q\\'\\\\'")
    assert.strictEqual(shown("\u001b[31mred"), "$'\\x1b[31mred'")
    assert.strictEqual(shown("a\u202eb\u{e0001}"), "$'a\\u202eb\\U000e0001'")
    assert.strictEqual(shown("$'a'"), "$'$\\'a\\''")
    assert.strictEqual(shown([0x64, 0xc3, 0xbc, 0x2f, 0xff, 0x61]), "$'dü/\\xffa'")
  })

  it("type of a file by its name", () => {
    assert.strictEqual(FilePath.typeOf("a/b.test.TS"), ".ts")
    for (const none of ["Makefile", ".gitignore", "a.b/c", "a.", "x.this-is-no-ending-at-all", "a/.profile"]) {
      assert.strictEqual(FilePath.typeOf(none), "(none)")
    }
  })

  it.effect.prop(
    "bytes of a path come back, whatever they are",
    { bytes: Schema.Array(Schema.Literals([0x2f, 0x61, 0xc3, 0xa9, 0xff])) },
    ({ bytes }) =>
      Effect.sync(() => {
        const path = FilePath.fromBytes(Uint8Array.from(bytes))
        assert.strictEqual(hex(path), Buffer.from(bytes).toString("hex"))
        assert.strictEqual(hex(FilePath.join(path, "x")), hex(path) + (bytes.at(-1) === 0x2f ? "78" : "2f78"))
      })
  )
})
