/*
 * H11: streams between worker threads, and what becomes of them when their producer's or their reader's thread dies or
 * stops.
 */
import { assert, describe, it } from "@effect/vitest"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as Board from "./conformance/board.ts"
import { actorError, begin, closedGate } from "./conformance/cases/support.ts"
import { entries } from "./streams/hosts.ts"
import { Reader, Streamer } from "./streams/protocol.ts"

const system = Layer.merge(NodeActorSystem.layer({ stopTimeout: "2 seconds", maxThreads: 8 }), Logger.layer([]))

const streamer = Streamer.layerThread({ entry: entries.unbounded, name: "producer" })
const reader = Reader.layerThread({ entry: entries.reader, name: "reader" })
const both = Layer.merge(reader, streamer).pipe(Layer.provideMerge(system))

const held = (trace: number, gate: number, label = "it") =>
  ({ trace, gate, cleaning: 0, elements: 3, as: "plain", label }) as const

describe("H11 streams between threads", () => {
  it.live("a worker reads another worker's stream, and passes one on", () =>
    Effect.gen(function* () {
      const reader = yield* Reader
      assert.strictEqual(yield* reader.sum({ to: 2000, array: 100 }), 2_001_000)
      const sum = Stream.runFold(
        reader.relay({ to: 2000, array: 7 }, { streamBufferSize: 5 }),
        () => 0,
        (sum, n) => sum + n
      )
      assert.strictEqual(yield* sum, 2_001_000)
      assert.deepStrictEqual(yield* Stream.runCollect(Stream.take(reader.relay({ to: 1e9, array: 9 }), 3)), [1, 2, 3])
    }).pipe(Effect.provide(both))
  )

  it.live("H11-deaths the producer's thread dies: what was sent is read, then ThreadDied; the next run goes on", () =>
    Effect.gen(function* () {
      const { kill } = yield* ActorSystem
      const streamer = yield* Streamer
      const trace = Board.trace()
      const gate = yield* closedGate
      const seen: Array<number> = []
      const reading = yield* begin(
        Stream.runForEach(streamer.hold(held(trace, gate)), (n) => Effect.sync(() => seen.push(n)))
      )
      yield* Board.came(gate)
      const queued = yield* begin(Stream.runCollect(streamer.count({ to: 3, array: 1 })))
      yield* Fiber.join(queued)
      assert.isTrue(yield* kill("producer"))
      const error = yield* actorError(Fiber.join(reading), "ThreadDied")
      assert.strictEqual(error.started, true)
      assert.deepStrictEqual(seen, [1, 2, 3])
      assert.deepStrictEqual(yield* Stream.runCollect(streamer.count({ to: 3, array: 1 })), [1, 2, 3])
    }).pipe(Effect.scoped, Effect.provide(both))
  )

  it.live("H11-deaths the reader's thread dies: its producer is interrupted, others go on", () =>
    Effect.gen(function* () {
      const { kill } = yield* ActorSystem
      const streamer = yield* Streamer
      const reader = yield* Reader
      const trace = Board.trace()
      const gate = yield* closedGate
      const remote = yield* begin(reader.hang({ trace, gate, label: "remote", cleaning: 0 }))
      const own = yield* begin(Stream.runCollect(streamer.hold(held(trace, gate, "own"))))
      yield* Board.came(gate, 2)
      yield* Board.until(trace, (events) => events.includes("took one"))
      assert.isTrue(yield* kill("reader"))
      yield* actorError(Fiber.join(remote), "ThreadDied")
      yield* Board.until(trace, (events) => events.includes("interrupted remote"))
      yield* Board.open(gate)
      assert.deepStrictEqual(yield* Fiber.join(own), [1, 2, 3])
      yield* Board.until(trace, (events) => events.includes("end own"))
    }).pipe(Effect.scoped, Effect.provide(both))
  )

  it.live("H11-deaths a producer that waits for credit is left too when its reader dies", () =>
    Effect.gen(function* () {
      const { kill } = yield* ActorSystem
      const reader = yield* Reader
      const streamer = yield* Streamer
      const trace = Board.trace()
      // Nobody ever takes from it: it fills its credit and waits.
      const idle = yield* closedGate
      const waiting = yield* begin(Stream.runForEach(reader.relay({ to: 1e9, array: 1 }), () => Board.pass(idle)))
      yield* Board.came(idle)
      assert.isTrue(yield* kill("reader"))
      yield* Board.open(idle)
      yield* actorError(Fiber.join(waiting), "ThreadDied")
      const key = `after ${trace}`
      assert.deepStrictEqual(yield* Stream.runCollect(Stream.take(streamer.endless({ key, trace }), 2)), [1, 2])
    }).pipe(Effect.scoped, Effect.provide(both))
  )

  it.live("a stop lets a stream come to its end, and interrupts what does not within stopTimeout", () =>
    Effect.gen(function* () {
      const trace = Board.trace()
      const gate = yield* closedGate
      const endless = yield* closedGate
      const scope = yield* Scope.make()
      const context = yield* Layer.buildWithScope(streamer, scope)
      const client = yield* Effect.provide(Streamer, context)
      const ending = yield* begin(Stream.runCollect(client.hold(held(trace, gate, "ending"))))
      const staying = yield* begin(Stream.runCollect(client.hold(held(trace, endless, "staying"))))
      yield* Board.came(gate)
      yield* Board.came(endless)
      const closing = yield* begin(Scope.close(scope, Exit.void))
      yield* Board.open(gate)
      assert.deepStrictEqual(yield* Fiber.join(ending), [1, 2, 3])
      const error = yield* actorError(Fiber.join(staying), "ThreadDied")
      assert.strictEqual(error.started, true)
      yield* Fiber.join(closing)
      assert.sameMembers([...Board.events(trace)].slice(2), ["end ending", "interrupted staying"])
    }).pipe(Effect.scoped, Effect.provide(system))
  )
})
