/*
 * An actor that main serves leaves its name beside a thread that hears of nothing: it waits for that no longer than for any other stop.
 */
import * as Actor from "@stevedore/core/Actor"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Scope from "effect/Scope"
import * as Board from "./conformance/board.ts"
import { Computing, Progress } from "./prompt/computing.protocol.ts"

const entry = Actor.entry<typeof import("./prompt/computing.thread.ts")>(
  new URL("./prompt/computing.thread.ts", import.meta.url)
)

/** What was logged while main's actor left its name, and the system ended afterwards. */
const logged = Effect.gen(function* () {
  const lines: Array<string> = []
  const logger = Logger.make(({ message }) => void lines.push(String(message)))
  yield* Effect.gen(function* () {
    const jobs = yield* Computing
    const [gate, begun] = [Board.gate(), Board.gate()]
    const scope = Scope.makeUnsafe()
    yield* Layer.buildWithScope(Progress.layerHere(Progress.toLayer({ part: () => Effect.void })), scope)
    const asked = yield* Effect.forkChild(jobs.stands({ gate, begun }), { startImmediately: true })
    assert.isTrue(Board.standBefore(begun))
    yield* Scope.close(scope, Exit.void)
    yield* Board.open(gate)
    assert.isTrue(yield* Fiber.join(asked))
  }).pipe(
    Effect.provide(Computing.layerThread({ entry, slowAfter: "never" })),
    Effect.provide(NodeActorSystem.layer({ maxThreads: 2, stopTimeout: "100 millis", slowAfter: "never" })),
    Effect.provide(Logger.layer([logger]))
  )
  return lines
})

describe("layerHere beside a thread that does not yield", () => {
  it.live("its scope closes in the time that a stop may take, says so, and the system ends afterwards", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* logged, [
        'not every thread has heard within 100 ms that actor "prompt/Progress" leaves; held by: a thread that does not yield'
      ])
    })
  )
})
