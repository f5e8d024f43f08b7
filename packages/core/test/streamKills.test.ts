/**
 * Threads that die at any of their memory operations while streams run: each stream ends once, with what was delivered in
 * order before it; producers are left; all memory comes home.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Logger from "effect/Logger"
import * as Testing from "../src/testing/index.ts"
import * as StreamKills from "./testing/streamKills.ts"

const EVERY = 23

describe("H11-kills a thread killed before any of its memory operations, streaming", () => {
  for (const [index, shape] of StreamKills.shapes(1).entries()) {
    it.effect(`one end each, in order, all memory home: ${StreamKills.nameOf(shape)}`, () =>
      Effect.gen(function* () {
        const undisturbed = yield* StreamKills.run(shape, [])
        assert.deepEqual(undisturbed.violations, [])
        if (shape.close === "late") {
          assert.strictEqual(undisturbed.ended, 12)
          assert.isAtLeast(undisturbed.elements, 2 * (11 + 3 + 3 + 5))
          assert.strictEqual(undisturbed.blocksUsed, shape.spills)
        }
        for (const thread of StreamKills.threads) {
          const tried = yield* Testing.everywhere(
            (operation) => Testing.killAt(thread, operation),
            (fault) =>
              Effect.map(StreamKills.run(shape, [fault]), ({ violations }) =>
                assert.deepEqual(violations, [], `killed at operation ${fault.operation} of ${thread}`)
              ),
            { from: 1 + index * 5, every: EVERY }
          )
          assert.isAbove(tried, 3, thread)
        }
      }).pipe(Effect.provide(Logger.layer([])))
    )
  }
})
