/**
 * Threads that die at any of their memory operations while results are read where they lie: what is read stays what it is as
 * long as its Scope is open, and all memory comes home.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as Testing from "../src/testing/index.ts"
import * as ScopedKills from "./testing/scopedKills.ts"

const EVERY = 17

describe("H10-kills a thread killed before any of its memory operations, with results read where they lie", () => {
  for (const [index, shape] of ScopedKills.shapes.entries()) {
    it.effect(`what is read stays, all memory comes home: ${ScopedKills.nameOf(shape)}`, () =>
      Effect.gen(function* () {
        const undisturbed = yield* ScopedKills.run(shape, [])
        assert.deepEqual(undisturbed.violations, [])
        assert.isAtLeast(undisturbed.reads, 10)
        assert.strictEqual(undisturbed.blocksUsed, true)
        if (shape.debug) assert.strictEqual(undisturbed.inPlace, 0)
        else assert.isAbove(undisturbed.inPlace, 0)
        for (const thread of ScopedKills.threads) {
          const tried = yield* Testing.everywhere(
            (operation) => Testing.killAt(thread, operation),
            (fault) =>
              Effect.map(ScopedKills.run(shape, [fault]), ({ violations }) =>
                assert.deepEqual(violations, [], `killed at operation ${fault.operation} of ${thread}`)
              ),
            { from: 1 + index * 4, every: EVERY }
          )
          assert.isAbove(tried, 3, thread)
        }
      }).pipe(Effect.provide(Logger.layer([])))
    )
  }
})
