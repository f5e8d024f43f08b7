/*
 * One job to every thread of the actor: as many as there are, one on three of the hosts. One job at a time.
 */
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import * as TestClock from "effect/testing/TestClock"
import * as Board from "../board.ts"
import type { Host } from "../hosts.ts"
import { Refused, Subject } from "../protocol.ts"
import { actorError, begin, type Cases, closedGate, counts, interrupted } from "./support.ts"

const threadsOf = (host: Host): ReadonlyArray<string> =>
  host.name === "layerPool"
    ? ["test/Subject-0", "test/Subject-1"]
    : [host.name === "layerThread" ? "test/Subject" : "main"]

export const broadcasting: Cases = (it, host) => {
  const threads = threadsOf(host)

  it.effect("A17 a broadcast gives the exit of every thread, in their order", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      assert.deepStrictEqual(
        yield* subject.echo.broadcast({ text: "all" }),
        threads.map((thread) => ({ thread, exit: Exit.succeed("all") }))
      )
      const described = yield* subject.describe.broadcast({ later: true })
      for (const { exit, thread } of described) assert.strictEqual((yield* exit).threadName, thread)
    })
  )

  it.effect("A17 as a stream its exits come one by one, and the last one says so", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const stream = subject.echoLater.broadcast.stream({ text: "each" })
      for (let run = 0; run < 2; run++) {
        const all = yield* Stream.runCollect(stream)
        assert.sameMembers(
          all.map(({ thread }) => thread),
          [...threads]
        )
        assert.deepStrictEqual(
          all.map(({ isLast }) => isLast),
          all.map((_, i) => i === threads.length - 1)
        )
        for (const { exit } of all) assert.deepStrictEqual(exit, Exit.succeed("each"))
      }
    })
  )

  it.effect("A17 a typed error is the exit of its thread; the broadcast itself succeeds", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const exits = yield* subject.refuse.broadcast({ code: 3, later: false })
      assert.strictEqual(exits.length, threads.length)
      for (const { exit } of exits) assert.instanceOf(yield* Effect.flip(exit), Refused)
    })
  )

  it.effect("D08 A17 a refused broadcast reaches nobody and leaves nothing behind", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const before = yield* counts(host)
      const trace = Board.trace()
      const bad = { trace, label: "never", turns: "many" as never }
      const large = { trace, label: "x".repeat(2_000_000), turns: 0 }
      for (const [payload, tag] of [
        [bad, "Undecodable"],
        [large, "TooLarge"]
      ] as const) {
        assert.isFalse((yield* actorError(subject.note.broadcast(payload), tag)).started)
        assert.isFalse((yield* actorError(Stream.runDrain(subject.note.broadcast.stream(payload)), tag)).started)
      }
      const options = { to: "everybody" as never }
      const error = yield* actorError(subject.ping.broadcast(undefined, options), "InvalidOption")
      assert.include(error.message, 'use "actor"')
      yield* actorError(subject.ping.broadcast(undefined, { timeout: "some day" as never }), "InvalidOption")
      yield* subject.echo.broadcast({ text: "behind all" })
      assert.deepStrictEqual(Board.events(trace), [])
      assert.deepStrictEqual(yield* counts(host), before)
    })
  )

  it.effect("A17 interrupting a broadcast interrupts what runs, and what has not started never does", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const before = yield* counts(host)
      const trace = Board.trace()
      const gate = yield* closedGate
      const first = yield* begin(subject.hold.broadcast({ trace, gate, label: "first" }))
      yield* Board.came(gate, threads.length)
      const second = yield* begin(subject.note.broadcast({ trace, label: "never", turns: 0 }))
      const third = yield* begin(Stream.runDrain(subject.note.broadcast.stream({ trace, label: "never", turns: 0 })))
      const fibers: ReadonlyArray<Fiber.Fiber<unknown, unknown>> = [second, third, first]
      for (const fiber of fibers) {
        yield* Fiber.interrupt(fiber)
        interrupted(yield* Fiber.await(fiber))
      }
      yield* subject.echo.broadcast({ text: "behind all" })
      assert.sameMembers(
        [...Board.events(trace)],
        threads.flatMap(() => ["start first", "interrupted first"])
      )
      assert.deepStrictEqual(yield* counts(host), before)
    })
  )

  it.effect("A17 taking only the first exit of the stream cancels the rest", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const trace = Board.trace()
      const [one] = yield* Stream.runCollect(Stream.take(subject.echo.broadcast.stream({ text: "one" }), 1))
      assert.include(threads, one?.thread)
      yield* subject.echo.broadcast({ text: "behind all" })
      assert.deepStrictEqual(Board.events(trace), [])
    })
  )

  it.effect("A17 a timeout is the exit of a thread that is late, whether it had started or not", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const trace = Board.trace()
      const gate = yield* closedGate
      const held = yield* begin(subject.hold({ trace, gate, label: "first" }))
      yield* Board.came(gate)
      const all = yield* begin(subject.echo.broadcast({ text: "in time" }, { timeout: 50 }))
      yield* TestClock.adjust(50)
      const exits = yield* Fiber.join(all)
      const late = exits.filter(({ exit }) => Exit.isFailure(exit))
      const errors = yield* Effect.forEach(late, ({ exit }) => actorError(exit, "Timeout"))
      // The one that works; on a busy machine others may be late with what they have begun.
      assert.include(
        errors.map(({ started }) => started),
        false
      )
      yield* Board.open(gate)
      assert.strictEqual(yield* Fiber.join(held), "first")
    })
  )

  it.effect("A17 a broadcast of nothing to say: a payload-less Rpc", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const exits = yield* subject.ping.broadcast()
      assert.deepStrictEqual(
        exits.map(({ exit }) => exit),
        threads.map(() => Exit.void)
      )
    })
  )
}
