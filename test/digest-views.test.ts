/**
 * What `digest` prints, from what it knows, without threads and without a terminal.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Schema from "effect/Schema"
import { Writable } from "node:stream"
import { stripVTControlCharacters } from "node:util"
import { Digest } from "../packages/platform-node/examples/digest/digest.protocol.ts"
import { fromStream, type Output } from "../packages/platform-node/examples/digest/output.ts"
import { report, speedUpReport } from "../packages/platform-node/examples/digest/report.ts"
import { median } from "../packages/platform-node/examples/digest/speedUp.ts"
import { type Event, Tally } from "../packages/platform-node/examples/digest/tally.ts"
import * as Text from "../packages/platform-node/examples/digest/text.ts"
import { Timeline } from "../packages/platform-node/examples/digest/timeline.ts"
import { Document, jsonView } from "../packages/platform-node/examples/digest/viewJson.ts"
import { plainView } from "../packages/platform-node/examples/digest/viewPlain.ts"
import { terminalView } from "../packages/platform-node/examples/digest/viewTerminal.ts"

const collect = (): Output & { readonly text: () => string } => {
  let text = ""
  return { write: (more) => Effect.sync(() => void (text += more)), flush: Effect.void, text: () => text }
}

const digested = (index: number, path: string | Uint8Array, tally: Tally, more: Partial<Digest> = {}): Event => ({
  _tag: "Digested",
  index,
  path,
  digest: new Digest({
    sha256: index.toString(16).padStart(64, "0"),
    bytes: 1000 * index,
    lines: index,
    words: 2 * index,
    longestLine: 80,
    thread: "digest-0",
    startedAtMillis: tally.startMillis + index,
    busyMillis: 1,
    attempt: 1,
    ...more
  })
})
const failed = (index: number, path: string | Uint8Array, reason: string): Event => ({
  _tag: "Failed",
  index,
  path,
  reason
})

const names = ["a/b.ts", "日本語/ファイル.ts", "c.json", `${"long/".repeat(40)}name.md`, "Makefile"]

/** A run with many types, two threads of which one did nothing, and a failure. */
const someTally = (): { readonly tally: Tally; readonly events: ReadonlyArray<Event> } => {
  const tally = new Tally(["digest-0", "digest-1"])
  const events = [
    ...Array.from({ length: 60 }, (_, i) => digested(i, i < names.length ? names[i]! : `x.t${i % 20}`, tally)),
    failed(60, "gone\n", "no such file or directory")
  ]
  for (const event of events) tally.add(event)
  tally.found = 61
  tally.walked = true
  tally.end()
  return { tally, events }
}

describe("--json", () => {
  const documentOf = Effect.fnUntraced(function* (
    events: (tally: Tally) => ReadonlyArray<Event>,
    interrupted: boolean
  ) {
    const output = collect()
    const view = jsonView(output)
    const tally = new Tally(["digest-0"])
    for (const event of events(tally)) {
      tally.add(event)
      yield* view.show(event, tally)
    }
    tally.end()
    yield* view.finish(tally, interrupted)
    return yield* Schema.decodeUnknownEffect(Schema.fromJsonString(Document), { onExcessProperty: "error" })(
      output.text()
    )
  })

  it.effect("nothing, one file, only a failure: always a document", () =>
    Effect.gen(function* () {
      const none = yield* documentOf(() => [], false)
      assert.deepStrictEqual([none.files, none.errors, none.interrupted], [[], [], undefined])
      const one = yield* documentOf((tally) => [digested(0, "a", tally)], false)
      assert.deepStrictEqual(
        one.files.map(({ path }) => path),
        ["a"]
      )
      const error = yield* documentOf(() => [failed(0, "b", "why")], false)
      assert.deepStrictEqual([error.files, error.errors], [[], [{ path: "b", reason: "why" }]])
      assert.strictEqual(error.totals.errors, 1)
    })
  )

  it.effect("files are in the order of the walk, whichever is ready first, also when it is interrupted", () =>
    Effect.gen(function* () {
      const shuffled = (tally: Tally) => [
        digested(3, "d", tally),
        digested(0, "a", tally),
        failed(1, "b", "why"),
        digested(5, "f", tally),
        digested(2, "c", tally),
        failed(4, "e", "why")
      ]
      const paths = (document: Document) => document.files.map(({ path }) => path)
      assert.deepStrictEqual(paths(yield* documentOf(shuffled, false)), ["a", "c", "d", "f"])
      const partial = yield* documentOf((tally) => shuffled(tally).slice(0, 4), true)
      assert.deepStrictEqual([paths(partial), partial.interrupted], [["a", "d", "f"], true])
    })
  )

  it.effect("names that are not UTF-8 can be told from one another", () =>
    Effect.gen(function* () {
      const bytes = (byte: number) => Uint8Array.of(0x61, byte)
      const { files } = yield* documentOf(
        (tally) => [digested(0, bytes(0xff), tally), digested(1, bytes(0xfe), tally), digested(2, "new\nline", tally)],
        false
      )
      assert.deepStrictEqual(
        files.map(({ path, pathHex }) => [path, pathHex]),
        [
          ["a\ufffd", "61ff"],
          ["a\ufffd", "61fe"],
          ["new\nline", undefined]
        ]
      )
    })
  )
})

describe("report", () => {
  it("fits the terminal, whatever its width", () => {
    const { tally } = someTally()
    for (const columns of [40, 56, 60, 80, 92, 100, 120, 200]) {
      const text = report(tally, { columns, paint: Text.paintWith(false) }, { routing: "key", interrupted: false })
      const [types, threads] = text.trim().split("\n\n")
      for (const line of [...types!.split("\n"), ...threads!.split("\n").slice(1)]) {
        assert.isAtMost(Text.widthOf(line), Math.max(columns, 60), line)
      }
    }
  })

  it("tells types, totals, threads and failures", () => {
    const { tally } = someTally()
    const text = report(tally, { columns: 100, paint: Text.paintWith(false) }, { routing: "key", interrupted: true })
    assert.match(text, /\n {2}\.t19 +3 +[█▉▊▋▌▍▎▏]+ +117 kB +[█▉▊▋▌▍▎▏]+ +117 +234 +80\n/)
    assert.match(text, /\n {2}\d+ others? +\d+ /)
    assert.match(text, /digest-0 .* 60 files/)
    assert.match(text, /digest-1 .* 0 % busy +0 files/)
    assert.match(text, /Total {2}60 files, 1\.8 MB, 1,770 lines, 3,540 words, longest line 80 bytes/)
    assert.match(text, /1 file could not be read\n {2}\$'gone\\n': no such file or directory\n/)
    assert.match(text, /Interrupted: 61 of 61 files done/)
  })

  it("no colour is no escape sequence, and colour is nothing else", () => {
    const { tally } = someTally()
    const options = { routing: "key", interrupted: false }
    const plain = report(tally, { columns: 100, paint: Text.paintWith(false) }, options)
    const coloured = report(tally, { columns: 100, paint: Text.paintWith(true) }, options)
    assert.strictEqual(plain, stripVTControlCharacters(plain))
    assert.notStrictEqual(coloured, plain)
    assert.strictEqual(stripVTControlCharacters(coloured), plain)
  })

  it("the speed-up says how it was measured, and when not to trust it", () => {
    const measured = {
      _tag: "Measured",
      threads: 2,
      files: 512,
      rounds: 7,
      poolMillis: 50,
      oneMillis: 90,
      median: 1.8,
      slowest: 1.5,
      fastest: 1.9
    } as const
    const page = { columns: 80, paint: Text.paintWith(false) }
    const quiet = speedUpReport({ ...measured, otherShare: 0.04 }, page)
    assert.match(quiet, /Speed-up {2}1\.80 × with 2 threads against one\n.*median of 7 .* 1\.50 to 1\.90: 512 files/)
    assert.notMatch(quiet, /busy/)
    assert.match(speedUpReport({ ...measured, otherShare: 0.33 }, page), /busy machine: other processes used 33 %/)
    assert.match(speedUpReport({ _tag: "NotMeasured", why: "one thread" }, page), /not measured: one thread/)
    assert.strictEqual(median([3, 1, 2]), 2)
    assert.strictEqual(median([4, 1, 2, 3]), 2.5)
  })
})

describe("lines", () => {
  it.effect("plain: results on standard output, the rest on standard error, each on one line", () =>
    Effect.gen(function* () {
      const [stdout, stderr] = [collect(), collect()]
      const view = plainView(stdout, stderr, "key")
      const tally = new Tally([])
      yield* view.show(digested(7, "a\nb", tally), tally)
      yield* view.show(failed(8, "c", "why"), tally)
      yield* view.show({ _tag: "Note", path: "d", text: "empty directory" }, tally)
      assert.strictEqual(stdout.text(), `${"7".padStart(64, "0")}       7000        7       14     80  $'a\\nb'\n`)
      assert.strictEqual(stderr.text(), "digest: c: why\ndigest: d: empty directory\n")
    })
  )

  it.effect("terminal: every result above the bar, the bar within the width, and no bar left at the end", () =>
    Effect.gen(function* () {
      for (const columns of [30, 60, 80, 120, 160]) {
        const stdout = collect()
        const view = terminalView(stdout, { columns }, Text.paintWith(true), "key")
        const { events, tally } = someTally()
        for (const event of events) yield* view.show(event, tally)
        const drawn = stripVTControlCharacters(stdout.text()).split("\n")
        assert.strictEqual(drawn.length, events.length + 1)
        for (const line of drawn) {
          const [before, after] = line.split("\r")
          if (columns >= 60) assert.isAtMost(Text.widthOf(before!), columns - 1)
          if (after !== undefined && !after.startsWith("✗"))
            assert.isAtMost(Text.widthOf(after), Math.max(columns - 1, 32))
        }
        const refresh = view.refresh(tally)
        tally.found++
        yield* refresh // shows what is known when it runs, not when it was made
        if (columns >= 60) assert.match(stdout.text(), /61\/62 files.*$/)
        yield* view.finish(tally, false)
        const erase = "\r\u001b[2K"
        assert.notMatch(stdout.text().slice(stdout.text().lastIndexOf(erase)), /━/)
      }
    })
  )
})

describe("text", () => {
  it("numbers for people", () => {
    assert.deepStrictEqual([0, 999, 1000, 99_949, 123_456, 999_600, 5e9].map(Text.size), [
      "0 B",
      "999 B",
      "1.0 kB",
      "99.9 kB",
      "123 kB",
      "1.0 MB",
      "5.0 GB"
    ])
    assert.deepStrictEqual([1.25, 15, 2500, 59_000, 61_000, 3_600_000].map(Text.duration), [
      "1.3 ms",
      "15 ms",
      "2.50 s",
      "59.0 s",
      "1 min 1 s",
      "60 min 0 s"
    ])
    assert.deepStrictEqual([Text.counted(1, "file"), Text.counted(1234, "file")], ["1 file", "1,234 files"])
  })

  it("bars end within an eighth of a column; what is not nothing is seen", () => {
    assert.deepStrictEqual(
      [0, 1e-9, 0.5, 1, 7].map((share) => Text.bar(share, 3)),
      ["", "▏", "█▌", "███", "███"]
    )
    assert.strictEqual(Text.sparkline([0, 0.001, 0.5, 1]), " ▁▄█")
  })

  it("a text that is too wide loses its beginning, by what is seen of it", () => {
    assert.strictEqual(Text.fit("abcdef", 6), "abcdef")
    assert.strictEqual(Text.fit("abcdef", 4), "…def")
    assert.strictEqual(Text.fit("日本語", 4), "…語")
    assert.strictEqual(Text.fit("日本語", 5), "…本語")
    assert.strictEqual(Text.fit("a👩‍👧b", 3), "…b")
  })
})

describe("timeline", () => {
  it.effect.prop(
    "no busy time is lost, however long it grows",
    [
      Schema.Array(
        Schema.Tuple([
          Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 100_000 })),
          Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 5_000 }))
        ])
      )
    ],
    ([spans]) =>
      Effect.sync(() => {
        const start = 1e12
        const timeline = new Timeline(start)
        let end = 1
        let busy = 0
        for (const [gap, length] of spans) {
          timeline.add(start + end + gap, length)
          end += gap + length
          busy += length
        }
        for (const width of [1, 7, 60, 200]) {
          const shares = timeline.shares(start + end, width)
          const shown = shares.reduce((sum, share) => sum + share, 0) * (end / width)
          assert.strictEqual(shares.length, width)
          assert.isAtMost(Math.max(...shares), 1)
          assert.isAtMost(Math.abs(shown - busy), 1e-6 + busy * 0.02 + end / 64, `${shown} of ${busy}`)
        }
      })
  )
})

describe("output", () => {
  it.effect("waits for a slow reader, and ends when he leaves", () =>
    Effect.gen(function* () {
      const pending: Array<() => void> = []
      const stream = new Writable({ highWaterMark: 8, write: (_chunk, _encoding, done) => void pending.push(done) })
      const output = fromStream(stream as NodeJS.WritableStream as NodeJS.WriteStream)
      yield* output.write("1234")
      const waiting = yield* Effect.forkChild(output.write("567890"), { startImmediately: true })
      assert.isUndefined(waiting.pollUnsafe())
      pending.shift()!()
      yield* Effect.callback<void>((resume) => void setImmediate(() => resume(Effect.void)))
      pending.shift()!()
      assert.isTrue(Exit.isSuccess(yield* Fiber.await(waiting)))
      const forever = yield* Effect.forkChild(output.write("1234567890"), { startImmediately: true })
      stream.destroy(Object.assign(new Error("left"), { code: "EPIPE" }))
      assert.strictEqual((yield* Effect.flip(Fiber.join(forever))).code, "EPIPE")
      assert.strictEqual((yield* Effect.flip(output.write("more"))).code, "EPIPE")
    })
  )
})
