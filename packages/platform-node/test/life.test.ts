import { assert, describe, it } from "@effect/vitest"
import { program } from "./support/program.ts"

const echo = JSON.stringify({ end: "echo" })

describe("the process", () => {
  it("H04-spawner ends by itself while threads idle", async () => {
    const outcome = await program("oneThread.ts", [echo])
    assert.deepStrictEqual(outcome, { code: 0, stdout: "", stderr: "" })
  })

  it("H04-spawner ends by itself with a listener set", async () => {
    const outcome = await program("oneThread.ts", [echo, "listen"])
    assert.deepStrictEqual(outcome, { code: 0, stdout: "", stderr: "" })
  })

  it("H04-spawner is not kept alive by a thread that writes without end", async () => {
    const outcome = await program("oneThread.ts", [JSON.stringify({ end: "chatter" }), "listen", "keepAlive", "late"])
    assert.strictEqual(outcome.code, 0)
    assert.match(outcome.stdout, /^(chatter\n)*$/)
  })

  for (const hold of ["ref", "keepAlive"]) {
    it(`H04-spawner stays for a thread's messages while held by ${hold}, and ends when let go`, async () => {
      const outcome = await program("oneThread.ts", [echo, hold, "listen", "late"])
      assert.deepStrictEqual(outcome, { code: 0, stdout: "", stderr: "" })
      const held = await program("oneThread.ts", [JSON.stringify({ end: "exit", posts: 3 }), hold, "listen", "report"])
      assert.strictEqual(held.stderr, JSON.stringify({ code: 0, messages: 4, last: "ready", shown: 0 }))
    })
  }

  it("H04-spawner held by the port of a thread that dies at once, sees its exit", async () => {
    for (const end of ["throw", "processExit", "loop"]) {
      const outcome = await program("oneThread.ts", [JSON.stringify({ end, silent: true }), "ref", "report"])
      assert.strictEqual(outcome.stderr, JSON.stringify({ code: end === "throw" ? 1 : 0, messages: 0, shown: 0 }))
    }
  })

  it("H04-spawner stays until a thread that is being terminated has exited", async () => {
    const words = ["listen", "terminate", "late", "ref", "report"]
    const outcome = await program("oneThread.ts", [JSON.stringify({ end: "spin" }), ...words])
    assert.strictEqual(outcome.stderr, JSON.stringify({ code: 1, messages: 1, last: "ready", shown: 0 }))
  })

  it("starts threads under Node options that a file of its own would not allow", async () => {
    const outcome = await program("evaluated.mjs", [])
    assert.deepStrictEqual(outcome, { code: 0, stdout: "from the thread\n", stderr: "" })
  })
})
