/**
 * Interleavings of the shipped memory plane and of the protocol above it, at bounds that take seconds. `npm run prove` walks the
 * same models at their full bounds, `npm run prove:guards` takes each guard away.
 */
import { assert, describe, it } from "@effect/vitest"
import { readdirSync, readFileSync } from "node:fs"
import * as Shipped from "../src/internal/memory/atomics.ts"
import { unmovable } from "../src/internal/thread/moves.ts"
import { catalogueOf } from "./explorer/list.ts"
import { mutants } from "./explorer/mutants.ts"
import { explanation, run, runAll } from "./explorer/run.ts"
import { filesOf } from "./explorer/sources.ts"

const tasks = (await catalogueOf())
  .filter(({ test }) => test !== false)
  .map((model) => {
    const { test } = model
    if (test !== undefined && test !== false && "schedules" in test) {
      const random = { ...model.random!, schedules: test.schedules }
      return { model: model.name, options: {}, random, bound: `${test.schedules} schedules drawn at random` }
    }
    const preemptions = test === undefined || test === false ? model.preemptions : test.preemptions
    const bound = preemptions === undefined ? "all schedules" : `at most ${preemptions} preemptions`
    return { model: model.name, options: { preemptions }, bound }
  })

/** The requirement that a group of models shows. */
const numbers: Record<string, string> = {
  bell: "D02",
  lanes: "E01-segments",
  blocks: "E01-blocks",
  buffers: "E01-buffers",
  jobs: "H01-once",
  close: "H01-close",
  room: "A10",
  death: "H01-death",
  reuse: "H01-reuse",
  slices: "H01-slices",
  lost: "H01-lost",
  streams: "H11-streams",
  linger: "D02-linger",
  drops: "A10-drops",
  composed: "H01-composed"
}

describe("interleavings", () => {
  const reports = runAll(tasks)
  for (const [number, { bound, model }] of tasks.entries()) {
    it(`${numbers[model.split(":")[0]!]} ${model}: ${bound}`, async () => {
      const report = await reports[number]!
      assert.strictEqual(report.verdict, "holds", explanation(report))
    })
  }

  it("preempting only where it can make a difference finds the ends that preempting everywhere finds", async () => {
    const models: ReadonlyArray<readonly [string, number]> = [
      ["bell: closing, two producers, a timer", 3],
      ["lanes: two lanes share the pool", 2],
      ["jobs: two senders", 3],
      ["close: two asks, the first is cancelled", 2],
      ["room: a window of one", 2],
      ["death: an ask, the target dies", 3],
      ["reuse: a tell, the sender dies, its record tells again", 2],
      ["blocks: the target dies", 1]
    ]
    const walks = runAll(
      models.flatMap(([model, preemptions]) =>
        [false, true].map((reduces) => ({ model, options: { preemptions, reduces, tellsEnds: true } }))
      )
    )
    for (const [place, [model]] of models.entries()) {
      const [everywhere, reduced] = [await walks[2 * place]!, await walks[2 * place + 1]!]
      assert.deepStrictEqual(reduced.ends, everywhere.ends, model)
      assert.isBelow(reduced.transitions, everywhere.transitions, model)
    }
  })

  it("a cut-off that is not the stated bound is no pass", async () => {
    const report = await run("jobs: two asks", { maxStates: 1000 })
    assert.strictEqual(report.verdict, "cut off")
  })

  it("a violation comes with its schedule, and a random one with a seed that replays", async () => {
    const changes = mutants.find(({ guard }) => guard === "G06")!.changes
    const found = await run("bell: two producers", {}, changes)
    assert.strictEqual(found.verdict, "violated")
    assert.include(found.reason, "lost wake-up")
    assert.isAbove(found.schedule!.length, 5)
    const options = { schedules: 10_000, switchEvery: 3 }
    const drawn = await run("bell: two producers", {}, changes, { seed: 7, ...options })
    assert.strictEqual(drawn.verdict, "violated")
    const again = await run("bell: two producers", {}, changes, { seed: drawn.seed!, ...options, schedules: 1 })
    assert.deepStrictEqual(again.schedule, drawn.schedule)
  })

  it("a data race is found", async () => {
    const found = await run("jobs: two asks", {}, mutants.find(({ guard }) => guard === "G18")!.changes)
    assert.include(found.reason, "data race")
  })
})

describe("what is explored is what ships", () => {
  it("no copy is checked: every file of the plane is loaded as it is, and only the atomics are stood in for", async () => {
    const { loaded } = await run("jobs: one ask", { preemptions: 0 })
    const files = new Map(loaded)
    for (const [file, text] of files) assert.strictEqual(text, "shipped", file)
    const plane = ["arena", "bell", "jobTable", "lane", "layout", "pool", "units", "threadRecord"].map(
      (name) => `memory/${name}`
    )
    const above = [
      "thread/mesh",
      "sending/outbox",
      "sending/jobWindow",
      "thread/death",
      "hosting/mailRecord",
      "thread/threadLoop",
      "thread/intake",
      "thread/parking",
      "hosting/hostedActor",
      "hosting/runningJobs",
      "system/sweeper"
    ]
    for (const name of [...plane, ...above].filter((name) => name !== "memory/arena")) {
      assert.isTrue(files.has(`internal/${name}.ts`), name)
    }
    assert.isFalse(files.has("internal/memory/atomics.ts"))
    // The hash of what a line of the proof speaks of leaves none of them out.
    const hashed = ["system", "streams", "linger"].flatMap((model) =>
      filesOf({ file: new URL(`./explorer/models/${model}.ts`, import.meta.url).href })
    )
    const shipped = new URL("../src/", import.meta.url).href
    for (const file of files.keys()) assert.include(hashed, shipped + file)
  })

  it("shipped code that answers for buffers which do not move throws on whatever else ends its run", () => {
    assert.throws(() => unmovable(new RangeError("ended")), "ended")
    assert.include(unmovable(new DOMException("refused", "DataCloneError")), "refused")
  })

  it("the stand-in for the atomics has their functions, and no others", () => {
    const text = readFileSync(new URL("./explorer/atomics.ts", import.meta.url), "utf8")
    const names = Array.from(text.matchAll(/^export const (\w+): typeof Shipped\.(\w+) =/gm), ([, name, type]) => {
      assert.strictEqual(name, type)
      return name
    })
    assert.sameMembers(names, Object.keys(Shipped))
  })
})

describe("guards", () => {
  const internal = new URL("../src/internal/", import.meta.url)
  const sources = readdirSync(internal, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"))
  const texts = new Map(sources.map((name) => [name, readFileSync(new URL(name, internal), "utf8")]))

  it("every compare-and-exchange, exchange, or, and, notify is a named guard, wherever it stands", () => {
    const ordered = /Atomics\.(compareExchange|exchange|or|and|notifyAll|wait|waitAsync)\(/
    for (const [name, text] of texts) {
      if (name.endsWith("atomics.ts")) continue
      const lines = text.split("\n")
      for (const [number, line] of lines.entries()) {
        if (!ordered.test(line)) continue
        // A name speaks of one operation: not of the next one, too.
        const above = lines.slice(Math.max(0, number - 3), number)
        const before = above.slice(above.findLastIndex((each) => ordered.test(each)) + 1).join("\n")
        assert.match(before, /\/\/ guard G\d\d: /, `${name}:${number + 1} has no guard's name`)
      }
    }
  })

  it("whoever announces that it waits looks again, and that look is a named guard", () => {
    for (const [name, text] of texts) {
      const lines = text.split("\n")
      for (const [number, line] of lines.entries()) {
        if (!/\.(starve|want)\(\)|\bannounce\(outbox/.test(line)) continue
        // The look after the wishes that `announce` makes is its caller's.
        if (/const announce = /.test(lines.slice(Math.max(0, number - 12), number).join("\n"))) continue
        const around = lines.slice(Math.max(0, number - 2), number + 4).join("\n")
        assert.match(around, /\/\/ guard G\d\d: /, `${name}:${number + 1} waits without a look that has a guard's name`)
      }
    }
  })

  it("every guard has a name of its own, and a mutant without it", () => {
    const named = Array.from(texts.values()).flatMap((text) =>
      Array.from(text.matchAll(/\/\/ guard (G\d\d): /g), ([, name]) => name!)
    )
    assert.deepStrictEqual(named.toSorted(), Array.from(new Set(named)).toSorted())
    assert.sameMembers(Array.from(new Set(mutants.map(({ guard }) => guard))), named)
  })

  it("every mutant changes a place that is there, once, in the file of its guard", () => {
    for (const { changes, guard } of mutants) {
      for (const { file, find } of changes) {
        assert.strictEqual(texts.get(file)!.split(find).length, 2, `${guard}: ${JSON.stringify(find)} in ${file}`)
      }
      // An order is also broken by whoever comes too early: such mutants stand elsewhere.
      const elsewhere = ["G01", "G18", "G37"].includes(guard)
      assert.isTrue(elsewhere || changes.some(({ file }) => texts.get(file)!.includes(`guard ${guard}: `)), guard)
    }
  })
})
