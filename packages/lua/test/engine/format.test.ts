/*
 * `string.format` and `tostring` beside what PUC Lua 5.3 gives (golden/format.puc53.txt).
 */
import { readFileSync } from "node:fs"
import { assert, describe, it } from "@effect/vitest"
import { bare, running, value, wrapped } from "./running.ts"

const golden = (name: string): Buffer => readFileSync(new URL(`./golden/${name}`, import.meta.url))
const program = golden("format.lua")
const expected = golden("format.puc53.txt").toString("latin1").trimEnd().split("\n")

const lines = (run: (source: Uint8Array) => string): ReadonlyArray<string> => run(program).split("\n")

/** An integral number beyond 32 bits, in either spelling. */
const integral = /1e\+15|3e\+15|1000000000000000|3000000000000000/g

describe("string.format", () => {
  it("B01 all 754 lines are PUC's, byte for byte, with integers of 32 bits", () => {
    assert.strictEqual(expected.length, 754)
    assert.deepStrictEqual(lines(running(wrapped).run), expected)
  })

  it("B01 and with integers of every size, but for integral numbers that print as such", () => {
    const ours = lines(running().run)
    assert.strictEqual(ours.length, 754)
    const differ = ours.filter((line, i) => line !== expected[i])
    // The value 1e15 in each row's second column, and where it is printed itself.
    assert.isBelow(differ.length, 25)
    for (const [i, line] of ours.entries()) {
      assert.strictEqual(line.replace(integral, "#"), expected[i]!.replace(integral, "#"))
    }
  })

  it("B01 bare fengari gives others in hundreds of lines", () => {
    const theirs = lines(running(bare).run)
    assert.isAbove(expected.filter((line, i) => line !== theirs[i]).length, 300)
  })

  it("B01 values between two decimals go to the even one", () => {
    assert.strictEqual(
      value(`string.format("%.0f %.0f %.0f %.1f %.2f %.3e", 0.5, 1.5, 2.5, 0.25, 1.125, 1.0005)`),
      "0 2 2 0.2 1.12 1.000e+00"
    )
    // All 54 digits of the double, and zeros.
    assert.strictEqual(
      value(`string.format("%.99f", 1/3)`),
      "0.333333333333333314829616256247390992939472198486328125" + "0".repeat(45)
    )
    assert.strictEqual(value(`#string.format("%.99f", -1.7976931348623157e308)`), "410")
  })

  it("B01 errors of formats say what is wrong", () => {
    const message = (format: string, ...args: ReadonlyArray<string>) =>
      value(`pcall(string.format, ${[`"${format}"`, ...args].join(", ")})`)
    assert.include(message("%y", "1"), "invalid option '%y' to 'format'")
    assert.include(message("%", "1"), "invalid option")
    assert.include(message("%d"), "no value")
    assert.include(message("%d", "1.5"), "number has no integer representation")
    assert.include(message("%d", "{}"), "number expected, got table")
    assert.include(message("%123d", "1"), "invalid format (width or precision too long)")
    assert.include(message("%------d", "1"), "invalid format (repeated flags)")
    assert.include(message("%5s", `"a\\0b"`), "string contains zeros")
    assert.include(message("%q", "{}"), "value has no literal form")
  })

  it("B01 texts are bytes, cut and filled as such", () => {
    assert.strictEqual(
      value(`string.format("%5s|%-5s|%.2s|%s", "ab", "ab", "\\228\\184\\173", "\\0\\255")`),
      "   ab|ab   |\xe4\xb8|\0\xff"
    )
    assert.strictEqual(value(`string.format("%q", "a\\n\\0001\\r\\"")`), `"a\\\n\\0001\\13\\""`)
    assert.strictEqual(
      value(`load("return " .. string.format("%q", 0.1))() == 0.1, string.format("%q", math.mininteger)`),
      "true\t0x8000000000000000"
    )
    assert.strictEqual(value(`string.format("%c%c|%3c", 0, 255, 65)`), "\0\xff|  A")
  })
})
