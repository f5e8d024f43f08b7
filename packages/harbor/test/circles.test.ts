/*
 * Which waits are a circle.
 */
import { byMarks, circleOf } from "../src/internal/objects/circles.ts"
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
})
