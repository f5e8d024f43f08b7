/*
 * The bytes of reference implementations: lua-MessagePack 0.5.2 (vec.mp.txt) and lua-cmsgpack (vec.cm.txt), made by running vec.lua
 * in PUC Lua 5.3. Where ours are others on purpose, both are stated here.
 */
import { assert, describe, it } from "@effect/vitest"
import { readFileSync } from "node:fs"
import { newState, run } from "./state.ts"

const text = (name: string): string => readFileSync(new URL(name, import.meta.url), "utf8")
const lines = (name: string): ReadonlyArray<string> => text(name).trimEnd().split("\n")

const made = (): ReadonlyArray<string> => {
  const L = newState()
  run(
    L,
    `lines = {}
     package.loaded.MessagePack = msgpack
     function print(...)
       local texts = table.pack(...)
       for i = 1, texts.n do texts[i] = tostring(texts[i]) end
       lines[#lines + 1] = table.concat(texts, "\\t")
     end`
  )
  run(L, text("vec.lua"))
  return run(L, `return table.concat(lines, "\\n")`)[0]!.split("\n")
}

let own: ReadonlyArray<string> | undefined
const ours = () => (own ??= made())

const differences = (reference: ReadonlyArray<string>): ReadonlyArray<readonly [string, string]> =>
  ours().flatMap((line, index) => (line === reference[index] ? [] : [[reference[index]!, line] as const]))

const cut = "78".repeat(32)

describe("B06 the reference vectors", () => {
  it("lua-MessagePack: all, save str 8 where it has str 16, and the order of one map", () => {
    const reference = lines("vec.mp.txt")
    assert.lengthOf(reference, 64)
    assert.deepStrictEqual(differences(reference), [
      // Its default is MessagePack of before 2013, which had no str 8.
      [`39\tda0020${cut}`, `39\td920${cut}`],
      [`40\tda00ff${"78".repeat(17)}..#258 h47826`, `40\td9ff${"78".repeat(18)}..#257 h52624`],
      // { [1] = 1, [3] = 3 }: PUC has its own order, ours is that of insertion.
      ["55\t8203030101", "55\t8201010303"]
    ])
  })

  it("lua-cmsgpack: all, save its float 32, its 3.0 as the integer 3, and the order of one map", () => {
    assert.deepStrictEqual(differences(lines("vec.cm.txt")), [
      ["24\tca3fc00000", "24\tcb3ff8000000000000"],
      ["25\tcabfc00000", "25\tcbbff8000000000000"],
      ["30\t03", "30\tcb4008000000000000"],
      ["31\t00", "31\tcb8000000000000000"],
      ["32\tca7f800000", "32\tcb7ff0000000000000"],
      ["33\tcaff800000", "33\tcbfff0000000000000"],
      ["34\tca40200000", "34\tcb4004000000000000"],
      ["35\tca42c88000", "35\tcb4059100000000000"],
      ["50\t9401a161c3ca40200000", "50\t9401a161c3cb4004000000000000"],
      ["55\t8203030101", "55\t8201010303"],
      ["57\t81ca3fc0000002", "57\t81cb3ff800000000000002"]
    ])
  })
})
