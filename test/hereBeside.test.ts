/*
 * An actor that main serves leaves its name beside a thread that hears of nothing: it waits for that no longer than for any other stop.
 */
import * as Actor from "@stevedore/core/Actor"
import type { ActorError } from "@stevedore/core/ActorError"
import type { ActorSystem } from "@stevedore/core/ActorSystem"
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

const served = Progress.layerHere(Progress.toLayer({ part: () => Effect.void }))

/** Runs the second while a thread stands before a gate, then opens it and ends the system: what was logged. */
const beside = <A>(
  before: Effect.Effect<A, ActorError, ActorSystem>,
  meanwhile: (prepared: A) => Effect.Effect<unknown, unknown, ActorSystem>
) =>
  Effect.gen(function* () {
    const lines: Array<string> = []
    const logger = Logger.make(({ message }) => void lines.push(String(message)))
    const limits = { startTimeout: "5 seconds", stopTimeout: "100 millis" } as const
    yield* Effect.gen(function* () {
      const jobs = yield* Computing
      const prepared = yield* before
      const [gate, begun] = [Board.gate(), Board.gate()]
      const asked = yield* Effect.forkChild(jobs.stands({ gate, begun }), { startImmediately: true })
      assert.isTrue(Board.standBefore(begun))
      yield* meanwhile(prepared)
      yield* Board.open(gate)
      assert.isTrue(yield* Fiber.join(asked))
    }).pipe(
      Effect.provide(Computing.layerThread({ entry, slowAfter: "never" })),
      Effect.provide(NodeActorSystem.layer({ maxThreads: 2, slowAfter: "never", ...limits })),
      Effect.provide(Logger.layer([logger]))
    )
    return lines
  })

const unheard = (what: string, millis: number) =>
  `not every thread has heard within ${millis} ms that actor "prompt/Progress" ${what}; held by: a thread that does not yield`

describe("layerHere beside a thread that does not yield", () => {
  it.live("its scope closes in the time that a stop may take, says so, and the system ends afterwards", () =>
    Effect.gen(function* () {
      const scope = Scope.makeUnsafe()
      const logged = yield* beside(Layer.buildWithScope(served, scope), () => Scope.close(scope, Exit.void))
      assert.deepStrictEqual(logged, [unheard("leaves", 100)])
    })
  )

  it.live("fails when it has waited as long as a start may take", () =>
    Effect.gen(function* () {
      const logged = yield* beside(Effect.void, () =>
        Effect.gen(function* () {
          const { reason } = yield* Effect.flip(Effect.scoped(Layer.build(served)))
          assert.strictEqual(reason._tag, "Unreachable")
          assert.include(reason.message, unheard("is served", 5000))
        })
      )
      // It had joined where it was heard.
      assert.deepStrictEqual(logged, [unheard("leaves", 100)])
    })
  )
})
