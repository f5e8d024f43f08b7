/*
 * Payloads and results above a segment: they travel in blocks, arrive as they were sent, and leave nothing behind.
 */
import { assert } from "@effect/vitest"
import type * as ActorError from "@stevedore/core/ActorError"
import * as Codec from "@stevedore/core/Codec"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Schema from "effect/Schema"
import * as Board from "../board.ts"
import { Subject } from "../protocol.ts"
import { actorError, begin, type Cases, type Client, closedGate, interrupted } from "./support.ts"

const KIB = 1024
/** Where a body begins to need another place: bytes behind the envelope of a job, and of a reply, in a segment; a block. */
const boundaries = {
  "a segment, for a payload": 16 * KIB - 8 - 40,
  "a segment, for a result": 16 * KIB - 8 - 24,
  "a small block": 64 * KIB + 256,
  "a large block": 1024 * KIB + 256
}
const LIMIT = boundaries["a large block"]

const payload = Codec.make(Schema.Struct({ data: Schema.Uint8Array })).bind(Context.empty())
const result = Codec.make(Schema.Uint8Array).bind(Context.empty())

/** Bytes that differ from place to place and from length to length. */
const dataOf = (length: number): Uint8Array => {
  const data = new Uint8Array(length)
  for (let i = 0, value = length; i < length; i++) {
    value = (Math.imul(value, 1103515245) + 12345) >>> 0
    data[i] = value >>> 16
  }
  return data
}

/** Data whose encoded form takes exactly that many bytes. */
const filling = (codec: Codec.BoundCodec, wrap: (data: Uint8Array) => unknown, bytes: number): Uint8Array => {
  let length = bytes
  for (let i = 0; i < 4; i++) length -= codec.encode(wrap(new Uint8Array(length))) - bytes
  return dataOf(length)
}

/** What travels with a payload: the routing key, where there is one. */
const beside = (subject: Client): Effect.Effect<number, unknown> =>
  Effect.gen(function* () {
    const data = new Uint8Array(2_000_000)
    const { reason } = yield* actorError(subject.length({ data }), "TooLarge")
    return (reason as ActorError.TooLarge).bytes - payload.encode({ data })
  })

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

export const large: Cases = (it, host) => {
  for (const [name, boundary] of Object.entries(boundaries)) {
    it.effect(`E01-blocks payload and result arrive whole, up to and beyond the end of ${name}`, () =>
      Effect.gen(function* () {
        const subject = yield* Subject
        yield* subject.ping()
        const before = yield* host.figures
        const extra = yield* beside(subject)
        for (const offset of [-33, -16, -9, -8, -1, 0, 1, 8, 9, 33]) {
          const bytes = boundary + offset
          for (const data of [
            filling(payload, (data) => ({ data }), bytes - extra),
            filling(result, (data) => data, bytes)
          ]) {
            const sent = payload.encode({ data }) + extra
            // Data that lies behind its message is padded: a few bytes more or less.
            if (Math.abs(sent - LIMIT) <= 8) continue
            if (sent > LIMIT) {
              const { reason } = yield* actorError(subject.reverse({ data }), "TooLarge")
              assert.include(reason, { what: "payload", limitBytes: LIMIT })
              assert.closeTo((reason as ActorError.TooLarge).bytes, sent, 8)
              continue
            }
            const answer = yield* subject.reverse({ data })
            assert.isTrue(same(answer, data.toReversed()), `${bytes} bytes`)
            // Nothing of it is shared: it does not change with the memory that it came through.
            assert.isFalse(answer.buffer instanceof SharedArrayBuffer)
          }
        }
        assert.deepStrictEqual(blocksOf(yield* host.figures), blocksOf(before))
      })
    )
  }

  it.effect.prop(
    "E01-blocks payloads of all lengths, many at once, each comes back as it was sent",
    { seed: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1e9 })) },
    ({ seed }) =>
      Effect.gen(function* () {
        const subject = yield* Subject
        const sizes = Array.from({ length: 24 }, (_, i) => {
          const [, boundary] = Object.entries(boundaries)[(seed + i) % 3]!
          return Math.max(0, boundary + ((seed >> (i % 16)) % 4096) - 2048)
        })
        const answers = yield* Effect.forEach(sizes, (size) => subject.reverse({ data: dataOf(size) }), {
          concurrency: "unbounded"
        })
        for (const [i, size] of sizes.entries()) assert.isTrue(same(answers[i]!, dataOf(size).toReversed()), `${size}`)
      }),
    { arbitrary: { runs: 8 } } as never
  )
}

export const largeQueued: Cases = (it, host) => {
  it.effect("E01-blocks behind a busy actor, cancelled and not: blocks are home when all is over", () =>
    Effect.gen(function* () {
      const subject = yield* Subject
      yield* subject.ping()
      const before = yield* host.figures
      const gate = yield* closedGate
      const trace = Board.trace()
      const held = yield* begin(subject.hold({ trace, label: "first", gate }))
      yield* Board.until(trace, (events) => events.includes("start first"))
      const waiting = []
      const leaving = []
      for (let i = 0; i < 20; i++) {
        const data = dataOf(20_000 + i * 5000)
        const fiber = yield* begin(subject.reverse({ data }))
        if (i % 3 === 0) leaving.push(fiber)
        else waiting.push({ fiber, data })
      }
      for (const fiber of leaving) {
        yield* Fiber.interrupt(fiber)
        interrupted(yield* Fiber.await(fiber))
      }
      yield* Board.open(gate)
      assert.strictEqual(yield* Fiber.join(held), "first")
      for (const { data, fiber } of waiting) assert.isTrue(same(yield* Fiber.join(fiber), data.toReversed()))
      yield* subject.ping()
      assert.deepStrictEqual(blocksOf(yield* host.figures), blocksOf(before))
    })
  )
}

const blocksOf = ({
  largeBlocksFree,
  smallBlocksFree
}: {
  readonly largeBlocksFree: number
  readonly smallBlocksFree: number
}) => ({ largeBlocksFree, smallBlocksFree })
