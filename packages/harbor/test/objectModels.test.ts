/*
 * Interleavings of the shared table of objects and of moves between threads, over the shipped source, at bounds that take
 * seconds. `npm run prove` walks the same models at their full bounds, `npm run prove:guards` takes each guard away.
 */
import { assert, describe, it } from "@effect/vitest"
import { readdirSync, readFileSync } from "node:fs"
import { catalogueOf } from "../../core/test/explorer/list.ts"
import { explanation, run, runAll } from "../../core/test/explorer/run.ts"
import { filesOf } from "../../core/test/explorer/sources.ts"
import { mutants } from "./explorer/mutants.ts"
import { harbor } from "./explorer/subject.ts"

const tasks = (await catalogueOf(harbor)).flatMap(({ name, preemptions, test }) => {
  if (test === false || (test !== undefined && "schedules" in test)) return []
  const bound = test === undefined ? preemptions : test.preemptions
  return [{ model: name, options: { preemptions: bound }, bound }]
})

/** The requirement that a group of models shows. */
const numbers: Record<string, string> = { table: "C06-table", moves: "C07-moves" }

describe("interleavings of harbor", () => {
  const reports = runAll(tasks, [], harbor)
  for (const [number, { bound, model }] of tasks.entries()) {
    const text = bound === undefined ? "all schedules" : `at most ${bound} preemptions`
    it(`${numbers[model.split(":")[0]!]} ${model}: ${text}`, async () => {
      const report = await reports[number]!
      assert.strictEqual(report.verdict, "holds", explanation(report))
    })
  }

  it("what is explored is what ships, and only the atomics are stood in for", async () => {
    const { loaded } = await run("moves: one sender", { preemptions: 0 }, [], undefined, harbor)
    const files = new Map(loaded)
    for (const [file, text] of files) assert.strictEqual(text, "shipped", file)
    const here = ["table", "owned", "threadObjects", "surroundings", "underWay", "layout"].map(
      (name) => `internal/objects/${name}.ts`
    )
    assert.sameMembers(Array.from(files.keys()), [...here, "internal/objects/sweep.ts"])
    // The hash of what a line of the proof speaks of leaves none of them out.
    const hashed = filesOf({ file: new URL("./explorer/models/moves.ts", import.meta.url).href })
    for (const file of here) assert.include(hashed, harbor.shipped + file)
  })
})

describe("guards of harbor", () => {
  const internal = new URL("../src/internal/", import.meta.url)
  const sources = readdirSync(internal, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"))
  const texts = new Map(sources.map((name) => [name, readFileSync(new URL(name, internal), "utf8")]))

  it("every compare-and-exchange is a named guard", () => {
    for (const [name, text] of texts) {
      if (name.endsWith("atomics.ts")) continue
      const lines = text.split("\n")
      for (const [number, line] of lines.entries()) {
        if (!/Atomics\.compareExchange\(/.test(line)) continue
        const above = lines.slice(Math.max(0, number - 2), number).join("\n")
        assert.match(above, /\/\/ guard O\d\d: /, `${name}:${number + 1} has no guard's name`)
      }
    }
  })

  it("every guard has a name of its own, and a mutant without it, which changes a place that is there, once", () => {
    const named = Array.from(texts.values()).flatMap((text) =>
      Array.from(text.matchAll(/\/\/ guard (O\d\d): /g), ([, name]) => name!)
    )
    assert.deepStrictEqual(named.toSorted(), mutants.map(({ guard }) => guard).toSorted())
    for (const { changes, guard } of mutants) {
      for (const { file, find } of changes) {
        assert.strictEqual(texts.get(file)!.split(find).length, 2, `${guard}: ${JSON.stringify(find)} in ${file}`)
      }
      assert.isTrue(
        changes.some(({ file }) => texts.get(file)!.includes(`guard ${guard}: `)),
        guard
      )
    }
  })
})
