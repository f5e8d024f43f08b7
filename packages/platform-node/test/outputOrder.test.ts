import { assert, describe, it } from "@effect/vitest"
import * as Actor from "@stevedore/core/Actor"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import { Talker } from "./fixtures/talker.protocol.ts"
import { exitOf, layer, spawn } from "./support/threads.ts"

const entry = Actor.entry<typeof import("./fixtures/talker.thread.ts")>(
  new URL("./fixtures/talker.thread.ts", import.meta.url)
)

/** While `self` runs, `see` gets what is written to this process's stdout, and nothing is shown. */
const interceptingStdout = <A, E, R>(see: (text: string) => void, self: Effect.Effect<A, E, R>) =>
  Effect.acquireUseRelease(
    Effect.sync(() => {
      const { write } = process.stdout
      process.stdout.write = ((chunk: string | Uint8Array, ...rest: ReadonlyArray<unknown>) => {
        see(typeof chunk === "string" ? chunk : Buffer.from(chunk).toString())
        const done = rest.at(-1)
        if (typeof done === "function") process.nextTick(done)
        return true
      }) as typeof process.stdout.write
      return write
    }),
    () => self,
    (write) => Effect.sync(() => void (process.stdout.write = write))
  )

describe("what a thread writes and what it logs are one order", () => {
  it.live("L0 C0 L1 C1 … through the loggers and the stdout of main", () =>
    Effect.gen(function* () {
      const seen: Array<string> = []
      const logger = Logger.make(({ message }) => void seen.push(String(message)))
      const talk = Effect.flatMap(Talker, (talker) => talker.talk({ lines: 50 })).pipe(
        Effect.provide(Layer.provide(Talker.layerThread({ entry }), NodeActorSystem.layer({ slowAfter: "never" }))),
        Effect.provide(Logger.layer([logger]))
      )
      yield* interceptingStdout((text) => void seen.push(...text.trim().split("\n")), talk)
      assert.deepStrictEqual(seen, Array.from({ length: 50 }, (_, i) => [`L${i}`, `C${i}`]).flat())
    })
  )

  for (const end of ["exit", "spin"] as const) {
    it.live(`also far ahead of main, and when the thread's end is ${end}`, () =>
      Effect.gen(function* () {
        const seen: Array<unknown> = []
        const run = Effect.gen(function* () {
          const thread = yield* spawn({ alternate: 100, end })
          thread.port.onMessage((message) => {
            seen.push(message)
            if (message === "ready" && end === "spin") void thread.terminate()
          })
          yield* exitOf(thread)
        }).pipe(Effect.provide(layer))
        yield* interceptingStdout((text) => void (text === "" || seen.push(text.trimEnd())), run)
        assert.deepStrictEqual(seen, [...Array.from({ length: 100 }, (_, i) => [i, `C${i}`]).flat(), "ready"])
      })
    )
  }
})
