/*
 * Noise, faults and malice on the line. `node packages/harbor/test/mutated/run.ts` does it with a million frames.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { pollution } from "./mutated/pollution.ts"
import { sendMutated } from "./mutated/peer.ts"

describe("mutated frames", () => {
  it.live("C12-mutated harm nobody: no crash, no hang, no prototype, and the same connection answers", () =>
    Effect.gen(function* () {
      const polluted = pollution()
      const { counters, handled, slow } = yield* sendMutated(4000, 42)
      assert.deepStrictEqual(polluted(), [])
      assert.deepStrictEqual(slow, [])
      assert.isAbove(counters.malformed, 200, "many were no frames")
      assert.isAbove(counters.delivered, 2000, "most got as far as a decoder")
      assert.isAbove(counters.refused + counters.deadLetters, 2000, "and no further")
      assert.isAbove(handled, 50)
    })
  )
})
