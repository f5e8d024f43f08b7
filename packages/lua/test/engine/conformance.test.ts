/*
 * The libraries, the compiler and the errors beside PUC Lua 5.3.6: a program of ours, and what PUC prints.
 */
import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { fengari } from "../../src/internal/fengari/load.ts"
import { running, wrapped } from "./running.ts"

const golden = (name: string): Buffer => readFileSync(new URL(`./golden/${name}`, import.meta.url))

describe("conformance", () => {
  it("B01 the libraries, the compiler and the errors are PUC's", () => {
    const expected = golden("conformance.puc53.txt").toString("latin1").trimEnd().split("\n")
    assert.deepStrictEqual(running().run(golden("conformance.lua"), "@conformance.lua").split("\n"), expected)
  })

  for (const [integers, F] of Object.entries({ promote: fengari, wrap32: wrapped })) {
    it(`B11 B01 looking at every place where a budget may change nothing (${integers})`, () => {
      const seldom = running(F).run(golden("conformance.lua"), "@conformance.lua")
      const { L, run } = running(F)
      const { exhausted, steps } = F.meter
      let looks = 0
      F.meter.exhausted = (asking) => {
        looks++
        F.meter.steps = 0
        assert.strictEqual(asking?.l_G, L.l_G)
      }
      F.meter.steps = 0
      try {
        // Jumps that wait for a label further out, which only a `break` or a `goto` in a block has.
        assert.strictEqual(
          run(`for i = 1, 3 do if i == 2 then break end end do do goto out end end ::out:: return 1`),
          "1"
        )
        const often = run(golden("conformance.lua"), "@conformance.lua")
        assert.deepStrictEqual(often.split("\n"), seldom.split("\n"))
      } finally {
        Object.assign(F.meter, { exhausted, steps })
      }
      assert.isAbove(looks, 1000)
    })
  }
})
