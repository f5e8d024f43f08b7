/**
 * Threads that die at any of their memory operations, or stand there and do not end: what was sent adds up, and all memory
 * comes home. Here at a few of
 * the operations; `npm run prove:kills` tries every one.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as Testing from "../src/testing/index.ts"
import * as Kills from "./testing/kills.ts"

/** Coprime to whatever repeats in a run, so that other operations of a cycle are met each time. */
const EVERY = 11

describe("D01-kills a thread killed before any of its memory operations", () => {
  const shapes = [
    ...Kills.shapes(1),
    ...Kills.spilling(1),
    ...Kills.dropping(1),
    ...Kills.moving(1),
    ...Kills.sticking(1)
  ]
  for (const [index, shape] of shapes.entries()) {
    it.effect(`conservation, nothing twice, all memory home: ${Kills.nameOf(shape)}`, () =>
      Effect.gen(function* () {
        const undisturbed = yield* Kills.run(shape, [])
        assert.deepEqual(undisturbed.violations, [])
        assert.isAbove(undisturbed.succeeded, shape.drops === true ? 8 : 10)
        assert.strictEqual(undisturbed.blocksUsed, shape.spills === true)
        assert.strictEqual(undisturbed.buffersCame > 10, shape.moves === true)
        for (const thread of Kills.threadsOf(shape)) {
          const tried = yield* Testing.everywhere(
            (operation) => Kills.faultOf(shape, thread, operation),
            (fault) =>
              Effect.map(Kills.run(shape, [fault]), ({ violations }) =>
                assert.deepEqual(violations, [], `struck at operation ${fault.operation} of ${thread}`)
              ),
            { from: 1 + index * 3, every: shape.sticks === true ? 2 * EVERY + 1 : EVERY }
          )
          assert.isAbove(tried, 3, thread)
        }
      }).pipe(Effect.provide(Logger.layer([])))
    )
  }
})
