/**
 * Debug mode on real threads: one of them writes over what another one has yet to read. It is found before it is read,
 * reported with a dump, and ends in typed errors; everybody else goes on.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Actor from "@stevedore/core/Actor"
import { ActorError, type ArenaCorrupt } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schedule from "effect/Schedule"
import * as Stream from "effect/Stream"
import { setEnvironmentData } from "node:worker_threads"
import { Scribbler, Victim, Word, WORDS } from "./corruption/corruption.protocol.ts"

const words = new Int32Array(new SharedArrayBuffer(8))
setEnvironmentData(WORDS, words.buffer)

const victim = Actor.entry<typeof import("./corruption/victim.thread.ts")>(
  new URL("./corruption/victim.thread.ts", import.meta.url)
)
const scribbler = Actor.entry<typeof import("./corruption/scribbler.thread.ts")>(
  new URL("./corruption/scribbler.thread.ts", import.meta.url)
)

const numbers = Array.from({ length: 12 }, (_, n) => n)

/** What main has sent to a victim that stands still is written over; then the victim goes on. */
const struck = Effect.gen(function* () {
  for (const word of Object.values(Word)) Atomics.store(words, word, 0)
  const there = yield* Victim
  const block = yield* there.block.submit()
  const blocked = Atomics.waitAsync(words, Word.blocked, 0)
  if (blocked.async) yield* Effect.promise(() => blocked.value)
  const asks = yield* Effect.forEach(numbers, (n) =>
    Effect.forkChild(Effect.exit(there.echo({ n })), { startImmediately: true })
  )
  const writer = yield* Scribbler
  yield* writer.scribble()
  Atomics.store(words, Word.go, 1)
  Atomics.notify(words, Word.go)
  return { blocked: yield* Effect.exit(block.await), exits: yield* Effect.forEach(asks, Fiber.join) }
})

const live = (lines: Array<string>, restart: Schedule.Schedule<unknown> | "never") =>
  Scribbler.layerThread({ name: "scribbler", entry: scribbler }).pipe(
    Layer.provideMerge(Victim.layerThread({ name: "victim", entry: victim, restart })),
    Layer.provideMerge(NodeActorSystem.layer({ maxThreads: 4, debug: true })),
    Layer.provide(Logger.layer([Logger.make(({ message }) => void lines.push(String(message)))]))
  )

const reasonOf = (exit: Exit.Exit<unknown, unknown>): ArenaCorrupt => {
  const error = Exit.findErrorOption(exit)
  assert.isTrue(error._tag === "Some" && error.value instanceof ActorError, String(exit))
  const { reason } = (error as { readonly value: ActorError }).value
  assert.strictEqual(reason._tag, "ArenaCorrupt", String(reason))
  return reason as ArenaCorrupt
}

describe("D01-debug a thread writes over what another one has yet to read", () => {
  it.live("without restart: what was sent there fails with the dump, once logged; the others go on", () => {
    const lines: Array<string> = []
    return Effect.gen(function* () {
      const { blocked, exits } = yield* struck
      for (const exit of exits) {
        const { dump, what } = reasonOf(exit)
        assert.match(what, /1515870810|5a5a5a5a/)
        assert.match(
          dump,
          /^mail from "main" \(record 0\) to "victim" \(record \d\), record 1 at word \d+, \d+ bytes read of/
        )
        assert.match(dump, /\n> \d+:( 5a5a5a5a){8}/)
      }
      // It ran before its thread looked at what came behind it: its answer may have come out, or not.
      if (Exit.isFailure(blocked)) reasonOf(blocked)
      // Another sender learns it as well, if not from the dump.
      assert.match(yield* (yield* Scribbler).ask(), /^ArenaCorrupt: the shared memory of the actor system is corrupt/)
      const ended = lines.filter((line) => line.includes('thread "victim" is ended: the shared memory'))
      assert.strictEqual(ended.length, 1, lines.join("\n"))
      assert.include(ended[0], "5a5a5a5a 5a5a5a5a")
      const writer = yield* Scribbler
      assert.deepEqual(yield* Effect.forEach(numbers, (n) => writer.echo({ n })), numbers)
      reasonOf(yield* Effect.exit((yield* Victim).echo({ n: 1 })))
      const system = yield* ActorSystem
      const ends = Stream.filter(system.watch({ thread: "victim" }), ({ _tag }) => _tag === "GaveUp")
      const [gaveUp] = yield* Stream.runCollect(Stream.take(ends, 1))
      assert.isTrue(gaveUp?._tag === "GaveUp" && gaveUp.cause._tag === "ArenaCorrupt", String(gaveUp))
      const { jobsInFlight, sendsWaiting } = yield* system.info
      assert.deepEqual({ jobsInFlight, sendsWaiting }, { jobsInFlight: 0, sendsWaiting: 0 })
    }).pipe(Effect.provide(live(lines, "never")))
  })

  it.live("with restart: what had not started runs on the next one, which has lanes as new", () => {
    const lines: Array<string> = []
    return Effect.gen(function* () {
      const { exits } = yield* struck
      assert.deepEqual(
        exits,
        numbers.map((n) => Exit.succeed(n))
      )
      assert.strictEqual(yield* (yield* Scribbler).ask(), "answered")
      assert.isTrue(lines.some((line) => line.includes('thread "victim" is ended')))
    }).pipe(Effect.provide(live(lines, Schedule.spaced("1 millis"))))
  })
})
