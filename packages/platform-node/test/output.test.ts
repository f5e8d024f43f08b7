import { assert, describe, it } from "@effect/vitest"
import { numberedLines, program } from "./support/program.ts"

const mebibyte = 1024 * 1024

describe("what a thread writes", () => {
  for (const end of ["exit", "processExit", "throw", "reject", "loop"] as const) {
    it(`3 MiB of lines and the last message arrive, in order, before its end by ${end}`, async () => {
      const boot = { stdoutBytes: 3 * mebibyte, stderr: ["to stderr\n"], posts: 1000, end, code: 5 }
      const outcome = await program("oneThread.ts", [JSON.stringify(boot), "ref", "report"])
      assert.isTrue(outcome.stdout === numberedLines(3 * mebibyte), "every line, once")
      const code = { exit: 5, processExit: 5, throw: 1, reject: 1, loop: 0 }[end]
      assert.strictEqual(
        outcome.stderr,
        `to stderr\n${JSON.stringify({ code, messages: 1001, last: "ready", shown: outcome.stdout.length })}`
      )
      assert.strictEqual(outcome.code, 0)
    })
  }

  for (const end of ["spin", "memory"] as const) {
    it(`lines arrive from a thread that never returns to its loop (${end})`, async () => {
      const boot = { stdoutBytes: mebibyte / 2, end }
      const outcome = await program("oneThread.ts", [JSON.stringify(boot), "ref", "listen", "terminate"])
      assert.isTrue(outcome.stdout === numberedLines(mebibyte / 2), "every line, once")
      assert.strictEqual(outcome.code, 0)
    })
  }

  it("text of any encoding, bytes, and shared bytes arrive as written", async () => {
    const outcome = await program("writes.ts", [])
    assert.strictEqual(outcome.stdout, "plain ünïcödé 🚢\nlatin é\nbytes\nshared\nlogged { a: 1 }\n")
    assert.strictEqual(outcome.stderr, "warned\n")
    assert.strictEqual(outcome.code, 0)
  })

  it("a stream piped to stdout waits for main instead of filling its memory", async () => {
    const outcome = await program("pipes.ts", [])
    const { bytes, mostAheadBytes } = JSON.parse(outcome.stderr)
    assert.strictEqual(bytes, 32 * mebibyte)
    assert.strictEqual(outcome.stdout.length, 32 * mebibyte)
    assert.isAtMost(mostAheadBytes, 4 * mebibyte)
  })

  it("does not inherit stdin", async () => {
    const outcome = await program("oneThread.ts", [JSON.stringify({ end: "stdin" }), "ref", "report"])
    assert.strictEqual(outcome.stderr, JSON.stringify({ code: 0, messages: 2, last: "stdin ended", shown: 0 }))
  })
})
