/*
 * Stop hooks that go wrong, on a thread, on main and on `layerLocal`: whatever they do is told, and the stop goes on.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Actor from "@stevedore/core/Actor"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import * as Board from "./conformance/board.ts"
import { actorError, begin, closedGate } from "./conformance/cases/support.ts"
import { Living, livingHandlers, script } from "./conformance/life.ts"

const entry = Actor.entry<typeof import("./conformance/life.thread.ts")>(
  new URL("./conformance/life.thread.ts", import.meta.url)
)

const onThread = Living.layerThread({ entry, name: "odd" })
const onMain = Living.layerMain(livingHandlers)

const logs = () => {
  const lines: Array<string> = []
  const logger = Logger.make<unknown, void>(({ logLevel, message }) => {
    lines.push(`${logLevel} ${String(message)}`)
  })
  return { lines, layer: Logger.layer([logger]) }
}

/** Its layer in a scope of its own, which the test closes. */
const started = <E, R>(actor: Layer.Layer<Living, E, R>) =>
  Effect.gen(function* () {
    const scope = yield* Scope.fork(yield* Effect.scope)
    const context = yield* Layer.buildWithScope(Layer.fresh(actor), scope)
    return { client: Context.get(context, Living), close: Scope.close(scope, Exit.void) }
  })

/** What becomes of the thread after its start, up to its stop. */
const lifeOf = (thread: string) =>
  Effect.flatMap(ActorSystem, (system) =>
    begin(
      system.watch({ thread }).pipe(
        Stream.dropWhile((event) => event._tag === "Started"),
        Stream.take(1),
        Stream.runCollect
      )
    )
  )

describe("a thread that ends by itself while it stops", () => {
  for (const [atStop, summary, line] of [
    ["throws", "Error: will not stop", /^Error thread "odd" died: Error: will not stop\n +at .*life\.ts/],
    ["exits", "exit code 3", /^Error thread "odd" died: exit code 3$/]
  ] as const) {
    for (const by of ["layer", "system"] as const) {
      it.live(`A19 is told as at any other time, by the log, the events and the stop: ${atStop}, ${by}`, () => {
        const { layer: logging, lines } = logs()
        return Effect.gen(function* () {
          script({ trace: Board.trace(), atStop })
          const { client, close } = yield* started(onThread)
          yield* client.work({ label: "" })
          const events = yield* lifeOf("odd")
          if (by === "layer") yield* close
          else {
            const error = yield* actorError((yield* ActorSystem).stop, "ThreadDied")
            assert.include(error.message, `thread "odd" ended while stopping: ${summary}`)
          }
          const [event] = yield* Fiber.join(events)
          const held = [`it ended while stopping: ${summary}`]
          assert.deepInclude(event, { _tag: "Stopped", thread: "odd", by, held })
          assert.lengthOf(lines, 2)
          assert.match(lines[0]!, line)
          assert.strictEqual(lines[1], `Warn thread "odd" did not stop in order: ${held[0]}`)
        }).pipe(
          Effect.scoped,
          Effect.provide(NodeActorSystem.layer({ slowAfter: "never" }).pipe(Layer.provideMerge(logging)))
        )
      })
    }
  }

  it.live("A19 is no fault when it was killed", () => {
    const { layer: logging, lines } = logs()
    return Effect.gen(function* () {
      const stopping = yield* closedGate
      script({ trace: Board.trace(), stopping })
      const { close } = yield* started(onThread)
      const events = yield* lifeOf("odd")
      const closing = yield* begin(close)
      yield* Board.came(stopping)
      assert.isTrue(yield* (yield* ActorSystem).kill("odd"))
      yield* Fiber.join(closing)
      assert.deepInclude((yield* Fiber.join(events))[0], { _tag: "Stopped", held: [] })
      assert.deepStrictEqual(lines, [])
    }).pipe(
      Effect.scoped,
      Effect.provide(NodeActorSystem.layer({ slowAfter: "never" }).pipe(Layer.provideMerge(logging)))
    )
  })
})

describe("a stop hook that fails", () => {
  for (const [thread, actor] of [
    ["odd", onThread],
    ["main", onMain],
    ["main", Living.layerLocal(livingHandlers, { slowAfter: "never" })]
  ] as const) {
    it.live(`A02 is logged with its actor and thread, and holds up nothing: ${thread}`, () => {
      const { layer: logging, lines } = logs()
      return Effect.gen(function* () {
        script({ trace: Board.trace(), atStop: "fails" })
        const { client, close } = yield* started(actor)
        yield* client.work({ label: "" })
        yield* close
        assert.lengthOf(lines, 1)
        const text = `Warn a stop hook of actor "test/Living" on thread "${thread}" failed: Error: will not stop\n`
        assert.isTrue(lines[0]!.startsWith(text), lines[0])
      }).pipe(
        Effect.scoped,
        Effect.provide(NodeActorSystem.layer({ slowAfter: "never" }).pipe(Layer.provideMerge(logging)))
      )
    })
  }
})

describe("a stop hook that does not end", () => {
  for (const [name, actor, who] of [
    ["odd", onThread, 'thread "odd"'],
    ["test/Living", onMain, 'actor "test/Living"']
  ] as const) {
    for (const by of ["layer", "system"] as const) {
      it.live(`A19 H04-deadline is named at the deadline, and left: ${who}, ${by}`, () => {
        const { layer: logging, lines } = logs()
        return Effect.gen(function* () {
          script({ trace: Board.trace(), atStop: "hangs" })
          const { client, close } = yield* started(actor)
          yield* client.work({ label: "" })
          const hook = `a stop hook of "${name}" that did not end`
          if (by === "layer") yield* close
          else {
            const error = yield* actorError((yield* ActorSystem).stop, "Timeout")
            assert.include(error.message, `held by: ${hook}`)
            yield* close
          }
          assert.deepStrictEqual(lines, [`Warn ${who} did not stop within 50 ms; held by: ${hook}`])
        }).pipe(
          Effect.scoped,
          Effect.provide(
            NodeActorSystem.layer({ slowAfter: "never", stopTimeout: 50, interruptGrace: 10 }).pipe(
              Layer.provideMerge(logging)
            )
          )
        )
      })
    }
  }

  it.effect("A19 on layerLocal has the default stop timeout", () => {
    const { layer: logging, lines } = logs()
    return Effect.gen(function* () {
      script({ trace: Board.trace(), atStop: "hangs" })
      const { close } = yield* started(Living.layerLocal(livingHandlers, { slowAfter: "never" }))
      const closing = yield* begin(close)
      yield* TestClock.adjust("1 second")
      assert.isUndefined(closing.pollUnsafe())
      yield* TestClock.adjust("9 seconds")
      yield* TestClock.adjust("1 second")
      yield* Fiber.join(closing)
      const hook = 'a stop hook of "test/Living" that did not end'
      assert.deepStrictEqual(lines, [`Warn actor "test/Living" did not stop within 10000 ms; held by: ${hook}`])
    }).pipe(Effect.scoped, Effect.provide(logging))
  })
})
