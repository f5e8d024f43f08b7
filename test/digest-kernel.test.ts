/**
 * The parts of `digest` that run in the workers, without threads: counting, and reading a file in one pass.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { createHash } from "node:crypto"
import { appendFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs"
import { createServer } from "node:net"
import { TextCounter } from "../packages/platform-node/examples/digest/countText.ts"
import { readDigest } from "../packages/platform-node/examples/digest/readDigest.ts"
import { countText } from "./digest-fixtures/oracle.ts"
import { fifo, temporaryDirectory } from "./digest-fixtures/tree.ts"

const counted = (chunks: Iterable<Uint8Array>) => {
  const counter = new TextCounter()
  for (const chunk of chunks) counter.update(chunk)
  return { lines: counter.lines, words: counter.words, longestLine: counter.longestLine }
}

/** Mostly white space and newlines, with their neighbours, so that every transition is met. */
const Byte = Schema.Literals([
  0x0a, 0x0a, 0x0d, 0x20, 0x20, 0x09, 0x0b, 0x0c, 0x08, 0x0e, 0x1f, 0x21, 0x61, 0x62, 0x8a, 0xa0, 0xff
])
const Chunks = Schema.Array(Schema.Array(Byte))

describe("counting", () => {
  it.effect.prop(
    "chunks of any size count as their whole does for the oracle",
    [Chunks],
    ([chunks]) =>
      Effect.sync(() => {
        const whole = Uint8Array.from(chunks.flat())
        assert.deepStrictEqual(counted(chunks.map((chunk) => Uint8Array.from(chunk))), countText(whole))
        assert.deepStrictEqual(counted([whole]), countText(whole))
      }),
    { arbitrary: { runs: 500 } }
  )

  it("every pair of bytes, behind white space and behind a word", () => {
    for (const front of [0x20, 0x61]) {
      for (let first = 0; first < 256; first++) {
        for (let second = 0; second < 256; second++) {
          const bytes = Uint8Array.of(front, 0x61, first, second, 0x61, 0x20)
          assert.deepStrictEqual(counted([bytes]), countText(bytes))
        }
      }
    }
  })

  it("nothing, a lone newline, a last line without one, CR before LF", () => {
    const of = (text: string) => counted([new TextEncoder().encode(text)])
    assert.deepStrictEqual(of(""), { lines: 0, words: 0, longestLine: 0 })
    assert.deepStrictEqual(of("\n"), { lines: 1, words: 0, longestLine: 0 })
    assert.deepStrictEqual(of("a\nlonger"), { lines: 1, words: 2, longestLine: 6 })
    assert.deepStrictEqual(of("abc\r\nd\r\n"), { lines: 2, words: 2, longestLine: 4 })
  })
})

describe("reading", () => {
  const read = (path: string, buffer = new Uint8Array(65_536)) => readDigest(path, buffer)

  it.effect("a large file with a small buffer, an empty one", () =>
    Effect.gen(function* () {
      const directory = yield* temporaryDirectory
      const path = `${directory}/large`
      for (const content of ["", "some words\n".repeat(500_000) + "odd"]) {
        writeFileSync(path, content)
        assert.deepStrictEqual(yield* read(path, new Uint8Array(1022)), {
          sha256: createHash("sha256").update(content).digest("hex"),
          bytes: content.length,
          ...countText(Buffer.from(content))
        })
      }
    })
  )

  /** Does something to the file after its first chunk was read, and only then. */
  const meddling = (meddle: () => void): Uint8Array => {
    const buffer = new Uint8Array(65_536)
    let done = false
    return Object.assign(buffer, {
      subarray(start: number, end: number) {
        if (!done) meddle()
        done = true
        return Uint8Array.prototype.subarray.call(buffer, start, end)
      }
    })
  }

  it.effect("a file that shrinks, grows or is written while it is read is told, not digested", () =>
    Effect.gen(function* () {
      const directory = yield* temporaryDirectory
      const path = `${directory}/changing`
      const reasonAfter = (meddle: () => void) => {
        writeFileSync(path, "x".repeat(200_000))
        return Effect.flip(readDigest(path, meddling(meddle)))
      }
      assert.strictEqual(
        yield* reasonAfter(() => truncateSync(path, 10)),
        "changed while it was read: had 200000 bytes, then 10"
      )
      assert.strictEqual(
        yield* reasonAfter(() => appendFileSync(path, "more")),
        "changed while it was read: had 200000 bytes, then 200004"
      )
      assert.strictEqual(
        yield* reasonAfter(() => truncateSync(path, 0)),
        "changed while it was read: had 200000 bytes, then 0"
      )
    })
  )

  it.effect("what is not a regular file is not opened for long: directory, FIFO, device, socket", () =>
    Effect.gen(function* () {
      const directory = yield* temporaryDirectory
      const path = directory
      mkdirSync(`${path}/directory`)
      fifo(`${path}/fifo`)
      symlinkSync("/dev/zero", `${path}/device`)
      const server = createServer()
      yield* Effect.callback<void>((resume) => void server.listen(`${path}/socket`, () => resume(Effect.void)))
      assert.strictEqual(yield* Effect.flip(read(`${path}/directory`)), "not a regular file (directory)")
      assert.strictEqual(yield* Effect.flip(read(`${path}/fifo`)), "not a regular file (FIFO)")
      assert.strictEqual(yield* Effect.flip(read(`${path}/device`)), "not a regular file (device)")
      assert.strictEqual(yield* Effect.flip(read(`${path}/socket`)), "not a regular file")
      assert.strictEqual(yield* Effect.flip(read(`${path}/missing`)), "no such file or directory")
      yield* Effect.callback<void>((resume) => void server.close(() => resume(Effect.void)))
    })
  )

  it.effect("files of /proc, which call their size 0, are read to their end", () =>
    Effect.gen(function* () {
      const content = readFileSync("/proc/version")
      const facts = yield* read("/proc/version")
      assert.strictEqual(facts.bytes, content.length)
      assert.strictEqual(facts.sha256, createHash("sha256").update(content).digest("hex"))
    })
  )

  it.effect("no descriptor stays open, whatever happened", () =>
    Effect.gen(function* () {
      const directory = yield* temporaryDirectory
      const path = `${directory}/file`
      const before = readdirSync("/proc/self/fd").length
      for (let i = 0; i < 50; i++) {
        writeFileSync(path, "x".repeat(200_000))
        yield* read(path)
        yield* Effect.flip(
          readDigest(
            path,
            meddling(() => truncateSync(path, 1))
          )
        )
        yield* Effect.flip(read(directory))
      }
      assert.strictEqual(readdirSync("/proc/self/fd").length, before)
    })
  )
})
