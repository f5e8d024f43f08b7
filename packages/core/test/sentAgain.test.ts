/*
 * What is sent again after a death is encoded again: it arrives as what its sender's objects hold then. On simulated threads.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Logger from "effect/Logger"
import * as Rpc from "effect/rpc/Rpc"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Stream from "effect/Stream"
import * as Actor from "../src/Actor.ts"
import * as ActorSystem from "../src/ActorSystem.ts"
import * as Buffers from "../src/Buffers.ts"
import { CurrentJob } from "../src/CurrentJob.ts"
import type { DeadLetterEvent } from "../src/DeadLetter.ts"
import * as Job from "../src/Job.ts"
import * as Testing from "../src/testing/index.ts"

class Sink extends Actor.Service<Sink>()("again/Sink", [
  Rpc.make("hang"),
  Rpc.make("note", { payload: { name: Schema.String, data: Schema.Uint8Array }, success: Schema.String }),
  Rpc.make("twice", { payload: { data: Schema.Uint8Array }, success: Schema.String }).annotate(Job.Idempotent, true),
  Rpc.make("keep", { payload: { data: Job.transfer(Schema.Uint8Array) }, success: Schema.String })
]) {}

/** The threads share a heap here: what their handlers have seen is to be found in one list. */
const run = <A, E>(
  program: (seen: ReadonlyArray<string>) => Effect.Effect<A, E, Sink | ActorSystem.ActorSystem | Testing.Simulation>
) => {
  const seen: Array<string> = []
  const note = (name: string, data: Uint8Array) =>
    Effect.sync(() => {
      const text = `${name} ${data[0]}`
      seen.push(text)
      return text
    })
  const entry = Testing.entry(
    Sink.toLayer({
      hang: () => Effect.never,
      note: ({ data, name }) => note(name, data),
      // Hangs where it runs for the first time.
      twice: ({ data }) =>
        Effect.flatMap(CurrentJob, ({ attempt }) => (attempt === 1 ? Effect.never : note("twice", data))),
      keep: ({ data }) => note("kept", data)
    })
  )
  return Effect.suspend(() => program(seen)).pipe(
    Effect.provide(Sink.layerThread({ entry, restart: Schedule.spaced("1 millis") })),
    Effect.provide(Testing.layer({ time: "auto" })),
    Effect.provide(Logger.layer([])),
    Effect.scoped
  )
}

/** A job that runs, and does not end: what is sent after it has not started when its thread dies. */
const hang = Effect.gen(function* () {
  const job = yield* (yield* Sink).hang.submit()
  yield* (yield* Testing.Simulation).quiet
  assert.isTrue(yield* job.started)
})
const kill = Effect.flatMap(ActorSystem.ActorSystem, (system) => system.kill(Sink.key))
const forked = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.forkChild(effect, { startImmediately: true })
/** Behind everything that was sent before. */
const caughtUp = Effect.flatMap(Sink, (sink) => sink.note({ name: "last", data: Uint8Array.of(0) }))

/** What is told of dead letters from now on. */
const letters = Effect.gen(function* () {
  const events: Array<DeadLetterEvent> = []
  const { deadLetters } = yield* ActorSystem.ActorSystem
  yield* forked(Stream.runForEach(deadLetters, (event) => Effect.sync(() => events.push(event))))
  return events
})

/** Bytes of `value` in a buffer of the thread's own, for `use`, whose Scope has closed when this is done. */
const lent = <A, E, R>(value: number, use: (data: Uint8Array) => Effect.Effect<A, E, R>) =>
  Effect.scoped(Effect.flatMap(Buffers.acquire(20_000), (data) => use(data.fill(value))))

describe("a job that is sent again after a death", () => {
  it.live(
    "H16-restart arrives as what its objects hold then, whatever the verb; a copy that nobody changes as it was",
    () =>
      run((seen) =>
        Effect.gen(function* () {
          const sink = yield* Sink
          yield* hang
          const bytes = Uint8Array.of(1)
          yield* sink.note.tell({ name: "told", data: bytes })
          assert.strictEqual(sink.note.tellUnsafe({ name: "told at once", data: bytes }), "accepted")
          const payload = { name: "submitted", data: Uint8Array.of(1) }
          const submitted = yield* sink.note.submit(payload)
          const asked = yield* forked(sink.note({ name: "asked", data: bytes }))
          yield* forked(sink.note.broadcast({ name: "to all", data: bytes }))
          yield* sink.note.tell({ name: "copied", data: bytes.slice() })
          bytes[0] = 2
          payload.name = "changed"
          assert.isTrue(yield* kill)
          yield* caughtUp
          const [told, others] = [seen.slice(0, 2), seen.slice(2)]
          assert.deepStrictEqual(told, ["told 2", "told at once 2"])
          assert.deepStrictEqual(others, ["changed 1", "asked 2", "to all 2", "copied 1", "last 0"])
          assert.strictEqual(yield* submitted.await, "changed 1")
          assert.strictEqual(yield* Fiber.join(asked), "asked 2")
        })
      )
  )

  it.live("H16-restart also where it had started, and may run twice", () =>
    run(() =>
      Effect.gen(function* () {
        const sink = yield* Sink
        const bytes = Uint8Array.of(1)
        const submitted = yield* sink.twice.submit({ data: bytes })
        yield* (yield* Testing.Simulation).quiet
        assert.isTrue(yield* submitted.started)
        bytes[0] = 2
        assert.isTrue(yield* kill)
        assert.strictEqual(yield* submitted.await, "twice 2")
      })
    )
  )

  it.live("where no thread dies, a job arrives as it was when it was sent", () =>
    run((seen) =>
      Effect.gen(function* () {
        const sink = yield* Sink
        const bytes = Uint8Array.of(1)
        yield* sink.note.tell({ name: "told", data: bytes })
        bytes[0] = 2
        yield* caughtUp
        assert.deepStrictEqual(seen, ["told 1", "last 0"])
      })
    )
  )

  it.live(
    "H16-restart with a view whose Scope has closed: Undecodable, started: false, and a dead letter if told",
    () =>
      run((seen) =>
        Effect.gen(function* () {
          const sink = yield* Sink
          const events = yield* letters
          yield* hang
          yield* lent(1, (data) => sink.note.tell({ name: "told", data }))
          const submitted = yield* lent(2, (data) => sink.note.submit({ name: "submitted", data }))
          const copied = yield* lent(3, (data) => sink.note.submit({ name: "copied", data: data.slice() }))
          const moved = yield* lent(4, (data) => sink.keep.submit({ data }))
          assert.isTrue(yield* kill)
          assert.strictEqual(yield* copied.await, "copied 3")
          yield* caughtUp
          assert.deepStrictEqual(seen, ["copied 3", "last 0"])
          const [closed, lost] = [yield* Effect.flip(submitted.await), yield* Effect.flip(moved.await)]
          assert.deepStrictEqual([closed.reason._tag, closed.started], ["Undecodable", false])
          assert.include(closed.message, "A view whose handler or Scope has ended")
          // What was moved was lost with its thread, and is not sent again.
          assert.deepStrictEqual([lost.reason._tag, lost.started], ["ThreadDied", false])
          yield* (yield* Testing.Simulation).quiet
          const of = { actor: Sink.key, job: "note", sender: "main", thread: Sink.key }
          assert.deepStrictEqual(events, [
            { _tag: "DeadLetter", ...of, reason: "Undecodable", started: false, count: 1 }
          ])
        })
      )
  )

  it.live("H16-restart with a short view whose Scope has closed: it is not looked at", () =>
    run(() =>
      Effect.gen(function* () {
        const sink = yield* Sink
        yield* hang
        const short = yield* lent(1, (data) => sink.note.submit({ name: "short", data: data.subarray(0, 2047) }))
        const long = yield* lent(2, (data) => sink.note.submit({ name: "long", data: data.subarray(0, 2048) }))
        assert.isTrue(yield* kill)
        assert.match(yield* short.await, /^short /)
        assert.strictEqual((yield* Effect.flip(long.await)).reason._tag, "Undecodable")
      })
    )
  )

  it.live("H16-restart with a view whose memory its thread has again: what is there then", () =>
    run((seen) =>
      Effect.gen(function* () {
        const sink = yield* Sink
        yield* hang
        const at = yield* lent(1, (data) => Effect.as(sink.note.tell({ name: "told", data }), data.byteOffset))
        yield* Effect.scoped(
          Effect.gen(function* () {
            const again = Effect.repeat(Buffers.acquire(20_000), { until: ({ byteOffset }) => byteOffset === at })
            const data = (yield* again).fill(2)
            // Its own Scope is open until there is an answer.
            const open = yield* forked(sink.note({ name: "open", data }))
            assert.isTrue(yield* kill)
            assert.strictEqual(yield* Fiber.join(open), "open 2")
          })
        )
        assert.deepStrictEqual(seen, ["told 2", "open 2"])
      })
    )
  )
})
