/*
 * Which waits are a circle.
 */
import { byMarks, circleOf, Circles } from "../src/internal/objects/circles.ts"
import { markOf } from "../src/internal/objects/chain.ts"
import type { WaitingFor } from "../src/internal/objects/wire.ts"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"

const small = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 5 }))
const Waits = Schema.Array(
  Schema.Struct({ serial: small, isMove: Schema.Boolean, by: small, isOnlyOne: Schema.Boolean })
).check(Schema.isMinLength(1), Schema.isMaxLength(8))

/** How many steps it takes from one wait back to it, by going all ways as far as there are waits. */
const lengthOf = (all: ReadonlyArray<WaitingFor>): number | undefined => {
  const isNext = (from: WaitingFor, to: WaitingFor): boolean =>
    to.marks.includes(markOf(from.serial, true)) || (from.isMove && to.marks.includes(markOf(from.serial, false)))
  let reached = new Set([all[0]!])
  for (let steps = 1; steps <= all.length; steps++) {
    reached = new Set(all.filter((to) => Array.from(reached).some((from) => isNext(from, to))))
    if (reached.has(all[0]!)) return steps
  }
  return undefined
}

describe("a circle of waits", () => {
  it.effect.prop("is found if and only if there is one, and the shortest", { waits: Waits }, ({ waits }) =>
    Effect.sync(() => {
      const all = waits.map(({ by, isMove, isOnlyOne, serial }, id) => ({
        thread: 0,
        since: 0,
        id,
        serial,
        isMove,
        marks: [markOf(by, isOnlyOne)]
      }))
      const circle = circleOf(all[0]!, byMarks(all))
      assert.strictEqual(circle?.length, lengthOf(all))
      if (circle !== undefined) assert.strictEqual(circle[0], all[0])
    })
  )

  it.effect("of one that waits for its object's only slot is one as soon as that object moves", () =>
    Effect.gen(function* () {
      const services = yield* Effect.context<never>()
      const circles = new Circles({
        thread: 0,
        nestedWaitMillis: 1000,
        fork: Effect.runForkWith(services),
        now: () => 0,
        others: Effect.succeed([])
      })
      const moving = new Set<number>()
      const failed: Array<ReadonlyArray<number>> = []
      const enter = (serial: number) =>
        circles.enter(
          {
            serial,
            isMove: () => moving.has(serial),
            chain: () => [markOf(serial, false), 1],
            fail: (serials) => failed.push(serials)
          },
          false
        )
      enter(1)
      enter(2)
      circles.judgeAll(1)
      assert.deepStrictEqual(failed, [])
      moving.add(1)
      circles.judgeAll(2)
      assert.deepStrictEqual(failed, [])
      circles.judgeAll(1)
      assert.deepStrictEqual(failed, [[1, 1]])
      assert.strictEqual(circles.size, 1)
      circles.close()
    })
  )
})
