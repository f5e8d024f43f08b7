/*
 * Saved runs as Markdown tables.
 */
import type { Bar, CellName, Check, Figure } from "./bars.ts"
import { earlier, reasons, tolerance } from "./earlier.ts"
import { type PeerName, peers } from "./peers.ts"
import type { Report } from "./report.ts"
import { best, figuresOf, judge, type Judged, type Result } from "./runs.ts"
import type { ScenarioName } from "./scenarios.ts"
import { median, medianInterval } from "./statistics.ts"

/** Three digits that matter: 1.23, 12.3, 123, 1,234. */
const short = (value: number): string => {
  const size = Math.abs(value)
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : 2
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

const table = (lines: ReadonlyArray<ReadonlyArray<string>>): string => {
  const [head, ...rest] = lines.map((line) => `| ${line.join(" | ")} |`)
  return [head, `|${lines[0]!.map(() => "---").join("|")}|`, ...rest].join("\n")
}

interface Line {
  readonly says: string
  readonly scenario: ScenarioName
  readonly pinned: boolean
  readonly figure: Figure
  readonly times: number
}

const line = (says: string, scenario: ScenarioName, placement: "free" | "pinned", figure: Figure, times = 1): Line => ({
  says,
  scenario,
  pinned: placement === "pinned",
  figure,
  times
})

const cpu = "cpuMicrosPerJob"
const p50 = "p50Micros"

const lines: ReadonlyArray<Line> = [
  line("256 in flight, one core: CPU µs per job", "ask256x1", "pinned", cpu),
  line("the same, and each handler runs in a fiber", "fiber256x1", "pinned", cpu),
  line("nine fields, one core: CPU µs per job", "nine256x1", "pinned", cpu),
  line("256 in flight: 1,000 jobs/s", "ask256x1", "free", "jobsPerSecond", 1e-3),
  line("10,000 in flight: 1,000 jobs/s", "ask10kx1", "free", "jobsPerSecond", 1e-3),
  line("10,000 in flight: ticks of 10 ms served, %", "ask10kx1", "free", "timerTicksServed", 100),
  line("one in flight: p50 µs", "ask1", "free", p50),
  line("one in flight: p99 µs", "ask1", "free", "p99Micros"),
  line("one in flight: CPU µs per job", "ask1", "free", cpu),
  line("one in flight, one core: p50 µs", "ask1", "pinned", p50),
  line("tell: 1,000 jobs/s, all handled", "tell", "free", "jobsPerSecond", 1e-3),
  line("tell: until its handler starts, p50 µs", "start1", "free", p50),
  line("a million tells at once: CPU µs each", "million", "free", cpu),
  line("a million tells at once: MB of the process then", "million", "free", "rssMb"),
  line("64 KiB there and back: p50 µs", "copy64k", "free", p50),
  line("1 MiB there and back: p50 µs", "copy1m", "free", p50),
  line("1 MiB moved there and back: p50 µs", "move1m", "free", p50),
  line("start of a worker: ms", "boot", "free", p50, 1e-3),
  line("start of a worker out of a bundle: ms", "boot-bundled", "free", p50, 1e-3)
]

const figures = (runs: ReadonlyArray<Report>, { figure, pinned, scenario, times }: Line, peer: PeerName) =>
  figuresOf(runs, { scenario, peer, pinned } satisfies CellName, figure).map((value) => value * times)

const peersShown: ReadonlyArray<PeerName> = [...peers.values()]
  .filter(({ name, peer }) => name === peer)
  .map(({ name }) => name)

/** Peers that were measured at all: Erlang is where it was wanted. */
export const columns = (runs: ReadonlyArray<Report>): ReadonlyArray<PeerName> =>
  peersShown.filter((peer) => runs.some(({ rows }) => rows.some((row) => row.peer === peer)))

const titles: Readonly<Partial<Record<PeerName, string>>> = {
  stevedore: "Stevedore",
  "effect-rpc": "Effect RPC",
  erlang: "Erlang"
}

/** No event loop, or no sleep. */
const isBare = (peer: PeerName): boolean => ["raw-atomics", "raw-spin", "raw-ring"].includes(peer)

/** The best of each line is bold; `intervals`: with the interval of each median. */
export const main = (runs: ReadonlyArray<Report>, shown: ReadonlyArray<PeerName>, intervals: boolean): string => {
  const rows = lines.flatMap((each) => {
    const medians = shown.map((peer) => median(figures(runs, each, peer)))
    const known = medians.filter((value) => value !== null)
    const usable = medians.filter((value, index) => value !== null && !isBare(shown[index]!)) as ReadonlyArray<number>
    // For the reader of all of it a line that nobody has a figure for is one, too.
    if (known.length === 0) return intervals ? [[each.says, ...shown.map(() => "–")]] : []
    // Alone, one is no winner.
    const first = usable.length > 1 ? best(each.figure, usable) : undefined
    const cells = medians.map((value, index) => {
      if (value === null) return "–"
      const text = value === first ? `**${short(value)}**` : short(value)
      const interval = medianInterval(figures(runs, each, shown[index]!))!
      return intervals && interval.low < interval.high
        ? `${text} (${short(interval.low)}–${short(interval.high)})`
        : text
    })
    return [[each.says, ...cells]]
  })
  return table([["", ...shown.map((peer) => titles[peer] ?? peer)], ...rows])
}

const range = (values: ReadonlyArray<number>): string => {
  const ends = [Math.round(Math.min(...values)), Math.round(Math.max(...values))]
  return ends[0] === ends[1] ? `${ends[0]}` : `${ends[0]} to ${ends[1]}`
}

/** On what, when, by what command, and how busy others were. */
export const heading = (runs: ReadonlyArray<Report>): string => {
  const [{ command, commit, machine }] = runs as [Report]
  const dates = [...new Set(runs.map(({ date }) => date))].sort().join(" and ")
  const loads = runs
    .map(({ rows }) => median(rows.flatMap((row) => row.otherCpuPercent ?? [])))
    .filter((load) => load !== null)
  const all = runs.flatMap(({ rows }) => rows)
  const quiet = all.filter(({ otherCpuPercent }) => otherCpuPercent !== null && otherCpuPercent < 10).length
  const count = runs.length === 1 ? "one run" : `the median of ${runs.length} runs`
  return `\`${command}\`, ${count}, ${machine.cores} × ${machine.cpu}, ${machine.system}, Node ${machine.node}, ${dates}, commit
${commit.slice(0, 12)}. Others used ${loads.length === 0 ? "?" : range(loads)} % of the machine; ${quiet} of ${all.length} measurements were made
while it was quiet, and – stands where none was (or where a peer has no such thing): CPU on one core is told in any case,
latency and throughput never. Every peer in a process of its own, every echo checked; ours with validation on both sides.
\`raw-spin\` burns a core for 100 µs of each wait, \`raw-ring\` two all the time: what is physically possible. These and
\`raw-atomics\` leave the worker no event loop. In bold the best of those that a program could be written with.`
}

const limit = ({ gate, is, unit }: Check): string => `${is} ${Number(gate.toPrecision(3))} ${unit}`

const shownResult = ({ check, median }: Result): string => `${short(median)} ${check.unit}`

const isMet = ({ results }: Judged): boolean => results.some(({ met }) => met)

const verdict = (judged: Judged): string => {
  if (judged.results.length === 0) return "not measured on a quiet machine"
  if (!isMet(judged)) return "**no**"
  return judged.results.some(({ reached }) => reached) ? "yes, the goal too" : "yes"
}

/** Each bar: what it came to, and whether that is enough. */
export const bars = (runs: ReadonlyArray<Report>, all: ReadonlyArray<Bar>): string =>
  table([
    ["", "median", "interval", "runs", "gate", "goal", "met"],
    ...judge(runs, all).map((judged) => {
      const { bar, results } = judged
      const checks = [bar.check, bar.or].filter((check) => check !== undefined)
      const each = (show: (result: Result) => string) => (results.length === 0 ? "–" : results.map(show).join(", "))
      const goals = checks.map(({ goal, unit }) =>
        goal === undefined ? undefined : `${Number(goal.toPrecision(3))} ${unit}`
      )
      return [
        bar.says,
        each(shownResult),
        each(({ interval }) => `${short(interval.low)}–${short(interval.high)}`),
        each(({ runs }) => `${runs}`),
        checks.map(limit).join(" or "),
        goals.filter((goal) => goal !== undefined).join(" or ") || "–",
        verdict(judged)
      ]
    })
  ])

/** What was not reached, in a few lines. */
export const losses = (runs: ReadonlyArray<Report>, all: ReadonlyArray<Bar>): string => {
  const judged = judge(runs, all)
  const measured = judged.filter(({ results }) => results.length > 0)
  const lost = measured.filter((each) => !isMet(each))
  const text = `Of ${judged.length} bars ([all of them](packages/core/docs/benchmark.md), and what the settings cost) ${measured.length - lost.length} are met, ${lost.length}
are not, and ${judged.length - measured.length} have no figure of a quiet machine.`
  const missed = lost.map(
    ({ bar, results }) =>
      `- ${bar.says}: ${results.map(shownResult).join(", ")}, not ${results.map(({ check }) => limit(check)).join(" or ")}`
  )
  return missed.length === 0 ? text : [`${text} Not met:`, missed.join("\n")].join("\n\n")
}

const settings: ReadonlyArray<readonly [string, PeerName]> = [
  ["as it is", "stevedore"],
  ['checks left out (`Job.Validate: "none"`)', "stevedore-unchecked"],
  ["no generated code (`--disallow-code-generation-from-strings`)", "stevedore-no-jit"],
  ['`linger: "off"`', "stevedore-linger-off"]
]

export const variants = (runs: ReadonlyArray<Report>): string => {
  const shown = lines.filter(({ says }) => says.includes("CPU µs per job") || says.startsWith("one in flight: p50"))
  return table([
    ["", ...settings.map(([says]) => says)],
    ...shown.map((each) => [
      each.says,
      ...settings.map(([, peer]) => {
        const value = median(figures(runs, each, peer))
        return value === null ? "–" : short(value)
      })
    ])
  ])
}

export const imports = (runs: ReadonlyArray<Report>): string => {
  const all = runs.flatMap((run) => run.imports ?? [])
  const modules = [...new Set(all.map(({ module }) => module))]
  const rows = modules.map((module) => {
    const of = all.filter((each) => each.module === module)
    return [`\`${module}\``, short(median(of.map(({ millis }) => millis))!), `${of[0]!.modules}`]
  })
  return `Built JavaScript in a worker without a compile cache, each after those above it.\n\n${table([["", "ms", "modules"], ...rows])}`
}

/** How far each peer is from raw here, and was in an earlier measurement; with a reason where the two are far apart. */
export const besideEarlier = (
  runs: ReadonlyArray<Report>
): { readonly text: string; readonly unexplained: ReadonlyArray<PeerName> } => {
  const apart = new Set<PeerName>()
  const rows = earlier.flatMap(({ figure, pinned, ratios, says }) =>
    (Object.entries(ratios) as ReadonlyArray<[PeerName, number]>).map(([peer, then]) => {
      const now = median(
        runs.flatMap((run) => {
          const of = (peer: PeerName) => figuresOf([run], { scenario: "ask256x1", peer, pinned }, figure)[0]
          const [own, raw] = [of(peer), of("raw")]
          return own === undefined || raw === undefined ? [] : [own / raw]
        })
      )
      if (now === null) return [says, peer, "–", `${short(then)} ×`, "–"]
      const change = now / then - 1
      const isApart = Math.abs(change) > tolerance
      if (isApart) apart.add(peer)
      const shown = `${change > 0 ? "+" : "−"}${Math.round(100 * Math.abs(change))} %`
      return [says, peer, `${short(now)} ×`, `${short(then)} ×`, isApart ? `**${shown}**` : shown]
    })
  )
  const unexplained = [...apart].filter((peer) => reasons[peer] === undefined)
  const why = [...apart].map((peer) => `- ${peer}: ${reasons[peer] ?? "nobody has found out yet why."}`)
  const rowsOf = table([["256 in flight", "", "÷ raw", "÷ raw before", ""], ...rows])
  return { text: [rowsOf, why.join("\n")].join("\n\n"), unexplained }
}
