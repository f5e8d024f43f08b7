/*
 * Where an error says that it is: on a line of the script, also where that waits, or is in a queue.
 */
import * as LuaThread from "@stevedore/lua/LuaThread"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { run } from "./lua/programs.ts"

/** What a job that fails says. */
const failing = (source: string) =>
  run(() =>
    Effect.gen(function* () {
      const one = yield* LuaThread.make({ name: "one", limits: { instructions: 100_000 } })
      return yield* Effect.flip(one.run(source, [], { name: "job" }))
    })
  )

describe("the place of an error", () => {
  /** Each waits, and costs more than it has while it does: line 3 is that of the wait. */
  const endless: Readonly<Record<string, string>> = {
    "the job itself": "\nwhile true do\nathd.sleep(0) end",
    "a function called by a native one": "\nwhile true do\npcall(athd.sleep, 0) end",
    "a coroutine": "local co = coroutine.wrap(function()\nwhile true do\nathd.sleep(0) end end)\nco()",
    "a coroutine of a coroutine":
      "local co = coroutine.wrap(function() local co = coroutine.wrap(function()\nwhile true do\nathd.sleep(0) end end)\nco() end)\nco()",
    "a queue": "local gate = athd.queue() gate(function()\nwhile true do\nathd.sleep(0) end end)",
    "a queue that is entered again and again":
      "local gate = athd.queue()\nlocal function wait() athd.sleep(0) end while true do gate(\nwait) end"
  }
  for (const [name, source] of Object.entries(endless)) {
    it.live(`B11 a limit that is met in a wait has the line of the wait: ${name}`, () =>
      Effect.gen(function* () {
        const error = yield* failing(source)
        const line = name.endsWith("again") ? 2 : 3
        assert.strictEqual((error as Error).message, `the job had 100000 instructions: job:${line}`)
      })
    )
  }

  it.live("B04 a queue that cannot be waited for is an error at the line that enters it", () =>
    Effect.gen(function* () {
      const error = yield* failing(`local gate = athd.queue()
        athd.fork(function() gate(athd.sleep, 1e9) end) athd.sleep(0)
        table.sort({ 1, 2 }, function()
          gate(print)
        end)`)
      assert.match((error as Error).message, /^job:4: cannot wait here/)
    })
  )

  it.live("B04 what fails in a queue has the script's lines only", () =>
    Effect.gen(function* () {
      const error = yield* failing("local gate = athd.queue()\ngate(function()\nathd.sleep(0) error('boom') end)")
      assert.instanceOf(error, Error)
      const { message, traceback } = error as Error & { readonly traceback: string }
      assert.strictEqual(message, "job:3: boom")
      assert.deepStrictEqual(traceback.split("\n"), [
        "stack traceback:",
        "\t[JS]: in local 'gate'",
        "\tjob:2: in main chunk"
      ])
    })
  )
})
