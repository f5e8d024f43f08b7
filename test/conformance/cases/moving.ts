/*
 * What is marked `Job.transfer`: moved both ways, whatever its size and wherever it stands, and never shared.
 */
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Board from "../board.ts"
import { Parcel, Subject } from "../protocol.ts"
import { actorError, begin, type Cases, closedGate, counts, interrupted } from "./support.ts"

const parcel = (): typeof Parcel.Type => {
  const shared = new ArrayBuffer(64)
  return {
    name: "all of it",
    array: [new Uint8Array(3).fill(1), new Uint8Array(2_000_000).fill(2), new Uint8Array(0)],
    option: Option.some(new Uint8Array(shared, 8, 16).fill(3)),
    union: new Float64Array([1.5, -0, Number.NaN]),
    optional: new Uint8Array([4, 5]).buffer,
    view: new DataView(shared, 32, 8),
    copied: new Uint8Array(5000).fill(6)
  }
}

export const moving: Cases = (it, host) => {
  it.effect("H10 moved both ways, nested, with the sender's byteLength 0 afterwards", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      yield* subject.ping()
      const before = yield* counts(host)
      const sent = parcel()
      const { bytes, parcel: back } = yield* subject.pass(sent)
      assert.strictEqual(bytes, 3 + 2_000_000 + 16 + 24 + 2 + 8 + 5000)
      for (const each of [
        ...sent.array,
        Option.getOrThrow(sent.option),
        sent.union,
        sent.optional,
        sent.view?.buffer
      ]) {
        assert.strictEqual((each as ArrayBuffer).byteLength, 0)
      }
      assert.strictEqual(sent.copied.byteLength, 5000)
      const same = parcel()
      assert.deepStrictEqual(back.array, same.array)
      assert.deepStrictEqual(back.union, same.union)
      assert.deepStrictEqual(back.optional, same.optional)
      assert.deepStrictEqual(back.copied, same.copied)
      // A view of a part comes with all of its buffer, and two views of one buffer are so again.
      const part = Option.getOrThrow(back.option)
      assert.deepStrictEqual([part.byteOffset, part.byteLength, part.buffer.byteLength], [8, 16, 64])
      assert.strictEqual(back.view?.buffer, part.buffer)
      assert.deepStrictEqual(yield* counts(host), before)
    })
  )

  it.effect("H10 many at once, of any size, come back in order, each its own", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const sizes = [0, 1, 100, 20_000, 70_000, 3_000_000]
      const answers = yield* Effect.forEach(
        Array.from({ length: 60 }, (_, index) => index),
        (index) => subject.raise({ data: new Uint8Array(sizes[index % sizes.length]!).fill(index) }),
        { concurrency: "unbounded" }
      )
      answers.forEach((answer, index) => {
        assert.strictEqual(answer.byteLength, sizes[index % sizes.length])
        assert.isTrue(answer.every((each) => each === index + 1))
      })
    })
  )

  it.effect("H10 shared memory, and what was moved before, is refused by its path, and all else stays here", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const refused = (sent: ReturnType<typeof parcel>) =>
        Effect.map(actorError(subject.pass(sent), "Undecodable"), ({ message }) => {
          assert.include(message, "the payload cannot cross threads: ")
          return message
        })
      const shared = { ...parcel(), array: [new Uint8Array(1), new Uint8Array(new SharedArrayBuffer(8))] }
      const issue = yield* refused(shared)
      assert.include(issue, "Shared memory")
      assert.include(issue, '["array"][1]')
      assert.strictEqual(shared.array[0]!.byteLength, 1)
      const twice = parcel()
      yield* subject.pass(twice)
      assert.include(yield* refused(twice), "moved before")
      const pooled = { ...parcel(), array: [new Uint8Array(9), Buffer.from("in a pool")] }
      assert.include(yield* refused(pooled), "cannot be moved")
      assert.strictEqual(pooled.array[0]!.byteLength, 9)
      assert.strictEqual(pooled.array[1]!.byteLength, 9)
    })
  )

  it.effect("H10 too large without the mark: the error names it", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      const { message } = yield* actorError(subject.reverse({ data: new Uint8Array(2_000_000) }), "TooLarge")
      assert.include(message, "Job.transfer")
    })
  )
}

export const movingQueued: Cases = (it, host) => {
  it.effect("H10 behind a busy actor, cancelled and not: order is kept, and nothing is left", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      yield* subject.ping()
      const before = yield* counts(host)
      const gate = yield* closedGate
      const trace = Board.trace()
      const held = yield* begin(subject.hold({ trace, label: "first", gate }))
      yield* Board.until(trace, (events) => events.includes("start first"))
      const kept = []
      for (let i = 0; i < 12; i++) {
        const data = new Uint8Array(1000 + i).fill(i)
        const fiber = yield* begin(subject.raise({ data }))
        if (i % 3 === 0) interrupted(yield* Effect.andThen(Fiber.interrupt(fiber), Fiber.await(fiber)))
        else kept.push({ fiber, i })
      }
      yield* Board.open(gate)
      yield* Fiber.join(held)
      for (const { fiber, i } of kept)
        assert.deepStrictEqual(yield* Fiber.join(fiber), new Uint8Array(1000 + i).fill(i + 1))
      yield* subject.ping()
      assert.deepStrictEqual(yield* counts(host), before)
    })
  )
}
