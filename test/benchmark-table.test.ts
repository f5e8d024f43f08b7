/*
 * The tables of the documents are what the script makes of the runs that are saved beside it; and what it makes of runs
 * whose figures are known is right.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "@effect/vitest"
import { barsOn, namedCells } from "./benchmark/bars.ts"
import { cellsOf } from "./benchmark/cells.ts"
import { bars, besideEarlier, losses, main } from "./benchmark/markdown.ts"
import { makeNine, isEcho } from "./benchmark/message.ts"
import { extras, peers } from "./benchmark/peers.ts"
import type { Report, Row } from "./benchmark/report.ts"
import { assertAlike, judge } from "./benchmark/runs.ts"
import { scenarios } from "./benchmark/scenarios.ts"
import { committed, render } from "./benchmark/table.ts"

const row = (peer: Row["peer"], figures: Partial<Row>): Row => ({
  scenario: "ask256x1",
  peer,
  pinned: true,
  validate: peers.get(peer)!.validate,
  linger: peers.get(peer)!.linger,
  jit: peers.get(peer)!.jit,
  jobsPerSecond: null,
  cpuMicrosPerJob: null,
  p50Micros: null,
  p99Micros: null,
  enqueueMicros: null,
  socketP99Micros: null,
  timerTicksServed: null,
  besidePerSecond: null,
  wakeUpsPerSecond: null,
  rssMb: null,
  otherCpuPercent: 2,
  ...figures
})

const pools = ["piscina", "tinypool", "workerpool", "poolifier"] as const

const run = (own: number, best: number, more: ReadonlyArray<Row> = []): Report => ({
  rows: [
    row("stevedore", { cpuMicrosPerJob: own }),
    // Another setting of the same peer, in the same scenario: no figure of the bar's.
    { ...row("stevedore", { cpuMicrosPerJob: 100 * own }), linger: "off" },
    ...pools.map((peer, index) => row(peer, { cpuMicrosPerJob: best + index })),
    ...more
  ],
  machine: { cpu: "any", cores: 2, memoryMb: 1, system: "any", node: "v24.21.0" },
  commit: "0123456789abcdef",
  date: "2026-11-21",
  command: "npm run bench -- --quick --json"
})

const judgedOf = (runs: ReadonlyArray<Report>) => judge(runs, barsOn(2))[0]!

describe("the tables of the benchmark", () => {
  it("are in the documents as the saved runs make them", async () => {
    const documentOf = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), "utf8")
    // Before there are any, no document may speak of them.
    if (committed().length === 0) return assert.notInclude(documentOf("README.md"), "benchmark.md")
    for (const [file, text] of await render(committed())) {
      assert.strictEqual(documentOf(file), text, `${file}: node test/benchmark/table.ts --write`)
    }
  })

  it("say of each bar by itself how it is measured, and where it stands", () => {
    const rows = readFileSync(new URL("benchmark/README.md", import.meta.url), "utf8").split("\n")
    const told = (scenario: string, figure: string): boolean =>
      rows.some((text) => {
        const [, options, fields] = text.split(" | ")
        return options?.includes(scenario) && fields?.includes(`\`${scenario}\``) && fields.includes(`\`${figure}\``)
      })
    const missing = barsOn(2)
      .flatMap(({ check, or }) => [check.own, check.other, or?.own])
      .filter((term) => term !== undefined && !told(term.scenario, term.figure))
    assert.deepStrictEqual(missing, [])
  })

  it("stand where the documents have a place for them, and nothing else is touched", async () => {
    const folder = mkdtempSync(join(tmpdir(), "stevedore-table-"))
    try {
      const file = join(folder, "run.json")
      writeFileSync(file, JSON.stringify(run(1, 4)))
      const readme = (await render([file])).get("README.md")!
      assert.include(readme, "| 256 in flight, one core: CPU µs per job | **1.00**")
      const outside = (text: string) => text.replace(/<!-- benchmark:begin -->[\s\S]*<!-- benchmark:end -->/, "")
      assert.strictEqual(outside(readme), outside(readFileSync(new URL("../README.md", import.meta.url), "utf8")))
      assert.include((await render([file])).get("packages/core/docs/benchmark.md"), "## What was to be reached")
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it("take ratios within each run, to the best pool of that run, and their median", () => {
    const { results } = judgedOf([run(1, 4), run(2, 4), run(3, 4)])
    assert.strictEqual(results[0]!.median, 0.5)
    assert.deepInclude(results[0]!.interval, { low: 0.25, high: 0.75 })
    assert.isFalse(results[0]!.met)
    const met = judgedOf([run(1, 4)]).results[0]!
    assert.isTrue(met.met)
    assert.isTrue(met.reached, "the goal is a quarter")
  })

  it("say that a bar has no figure, rather than one without all that it is about", () => {
    const all = run(1, 4)
    const without = { ...all, rows: all.rows.filter(({ peer }) => peer !== "tinypool") }
    assert.deepStrictEqual(judgedOf([without]).results, [])
    assert.include(bars([without], barsOn(2).slice(0, 1)), "not measured on a quiet machine")
  })

  it("tell what was lost", () => {
    const lost = losses([run(3, 4)], barsOn(2).slice(0, 1))
    assert.include(lost, "0.75 ×, not ≤ 0.333 ×")
    assert.notInclude(losses([run(1, 4)], barsOn(2).slice(0, 1)), "Not met")
  })

  it("make the best of each line bold", () => {
    const line = main([run(1, 4)], ["stevedore", "piscina", "raw"], false).split("\n")[2]!
    assert.match(line, /CPU µs per job \| \*\*1\.00\*\* \| 4\.00 \| –/)
  })

  it("say which peers are further from raw than they were before, and why", () => {
    const raw = row("raw", { cpuMicrosPerJob: 1 })
    // Piscina at 4.25 as before, the next ones at other distances.
    const atomics = row("raw-atomics", { cpuMicrosPerJob: 2 })
    const { text, unexplained } = besideEarlier([run(1, 4.25, [raw, atomics])])
    assert.match(text, /CPU per job \| piscina \| 4\.25 × \| 4\.25 × \| [−+]0 %/)
    assert.match(text, /CPU per job \| poolifier \| 7\.25 × \| 2\.22 × \| \*\*\+227 %\*\*/)
    assert.match(text, /jobs per second \| piscina \| – \|/)
    // Of each that is too far away something is said.
    assert.deepStrictEqual(unexplained, ["raw-atomics"])
    assert.include(text, "- raw-atomics: nobody has found out yet why.")
    assert.include(text, "- poolifier: raw takes")
    assert.notInclude(text, "- piscina: ")
  })

  it("are of one commit", () => {
    assert.throws(() => assertAlike([run(1, 4), { ...run(1, 4), commit: "fedcba" }]), /no table/)
  })
})

describe("the cells that are measured", () => {
  const quick = { peers: undefined, scenarios: undefined, placements: ["free", "pinned"], extras } as const

  it("are all those that bars and tables name, and their peers can do them", () => {
    const measured = new Set(
      cellsOf(quick)
        .flat()
        .map((cell) => JSON.stringify(cell))
    )
    for (const cell of namedCells) {
      assert.isTrue(peers.get(cell.peer)!.can(scenarios.get(cell.scenario)!), `${cell.peer} ${cell.scenario}`)
      assert.isTrue(measured.has(JSON.stringify(cell)), JSON.stringify(cell))
    }
  })

  it("leave Erlang and the ring out unless they are wanted", () => {
    const all = cellsOf({ ...quick, extras: [] }).flat()
    assert.isFalse(all.some(({ peer }) => peer === "erlang" || peer === "raw-ring"))
  })
})

describe("the adapters of the peers", () => {
  it("have at most 40 lines, so that they do no work which ours does not do", () => {
    const here = new URL("benchmark/peers/", import.meta.url)
    // Ours has every scenario; `ring` and `least` are both ends of a peer, and no adapter.
    const others = readdirSync(here).filter((file) => !/^stevedore|^ring\.ts$|^least\.ts$|\.d\.ts$/.test(file))
    assert.isAtLeast(others.length, 15)
    const long = others.filter((file) => readFileSync(new URL(file, here), "utf8").split("\n").length - 1 > 40)
    assert.deepStrictEqual(long, [])
  })
})

describe("the message of nine fields", () => {
  const make = () => makeNine(7, new Uint8Array(32).fill(7))

  it("is its own echo, and no other", () => {
    assert.isTrue(isEcho(make(), structuredClone(make()), 32))
    const wrong = { at: new Date(0), active: true, city: "", email: "", score: 1, data: new Uint8Array(32) }
    for (const [field, value] of Object.entries(wrong)) {
      assert.isFalse(isEcho(make(), { ...make(), [field]: value }, 32), field)
    }
  })
})
