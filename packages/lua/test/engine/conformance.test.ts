/*
 * The libraries, the compiler and the errors beside PUC Lua 5.3.6: a program of ours, and what PUC prints.
 */
import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { running } from "./running.ts"

const golden = (name: string): Buffer => readFileSync(new URL(`./golden/${name}`, import.meta.url))

describe("conformance", () => {
  it("B01 the libraries, the compiler and the errors are PUC's", () => {
    const expected = golden("conformance.puc53.txt").toString("latin1").trimEnd().split("\n")
    assert.deepStrictEqual(running().run(golden("conformance.lua"), "@conformance.lua").split("\n"), expected)
  })
})
