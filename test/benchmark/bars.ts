/*
 * What Stevedore has to reach beside the others in the same run, as data: `table.ts` says of saved runs what was met, and
 * `--quick` measures exactly the cells that are named here.
 */
import { type PeerName, pools } from "./peers.ts"
import type { Row } from "./report.ts"
import type { ScenarioName } from "./scenarios.ts"

export type Figure = Exclude<keyof Row, "scenario" | "peer" | "pinned" | "validate" | "linger" | "jit">

export interface CellName {
  readonly scenario: ScenarioName
  readonly peer: PeerName
  readonly pinned: boolean
}

/** A figure of one cell, or of whichever of several peers is best in it. */
export interface Term {
  readonly scenario: ScenarioName
  readonly pinned: boolean
  readonly figure: Figure
  readonly peers: ReadonlyArray<PeerName>
}

export interface Check {
  readonly own: Term
  /** What it is held against; nothing where the figure itself is looked at. */
  readonly other: Term | undefined
  readonly how: "÷" | "−"
  /** What one unit of the figure is divided by to be shown, and what that is called. */
  readonly per: number
  readonly unit: string
  readonly is: "≤" | "≥"
  readonly gate: number
  readonly goal: number | undefined
}

export interface Bar {
  readonly says: string
  readonly check: Check
  /** Enough by itself. */
  readonly or: Check | undefined
}

const free = false
const pinned = true
const own: ReadonlyArray<PeerName> = ["stevedore"]
const raw: ReadonlyArray<PeerName> = ["raw"]
const lingerOff: ReadonlyArray<PeerName> = ["stevedore-linger-off"]

const term = (scenario: ScenarioName, isPinned: boolean, figure: Figure, peers = own): Term => ({
  scenario,
  pinned: isPinned,
  figure,
  peers
})

/** Ours divided by theirs. */
const ratio = (
  is: Check["is"],
  gate: number,
  [scenario, isPinned, figure]: readonly [ScenarioName, boolean, Figure],
  against: ReadonlyArray<PeerName> | Term,
  goal?: number
): Check => ({
  own: term(scenario, isPinned, figure),
  other: "peers" in against ? (against as Term) : term(scenario, isPinned, figure, against as ReadonlyArray<PeerName>),
  how: "÷",
  per: 1,
  unit: "×",
  is,
  gate,
  goal
})

const value = (
  is: Check["is"],
  gate: number,
  [scenario, isPinned, figure]: readonly [ScenarioName, boolean, Figure],
  [per, unit]: readonly [number, string],
  goal?: number
): Check => ({ own: term(scenario, isPinned, figure), other: undefined, how: "÷", per, unit, is, gate, goal })

/** What ours takes more than raw's. */
const more = (gate: number, scenario: ScenarioName, figure: Figure, [per, unit]: readonly [number, string]): Check => ({
  own: term(scenario, free, figure),
  other: term(scenario, free, figure, raw),
  how: "−",
  per,
  unit,
  is: "≤",
  gate,
  goal: undefined
})

const bar = (says: string, check: Check, or?: Check): Bar => ({ says, check, or })

const micros = [1, "µs"] as const
const millis = [1000, "ms"] as const
const percent = [0.01, "%"] as const

const loops = (["loop-idle", "loop-trickle", "loop-saturated"] as const).flatMap((scenario) => {
  const name = `A worker's own 5 ms interval, ${scenario.slice(5)}`
  return [
    bar(`${name}: ticks served`, value("≥", 90, [scenario, free, "timerTicksServed"], percent)),
    bar(`${name}: its echo socket, p99`, value("≤", 5, [scenario, free, "socketP99Micros"], millis))
  ]
})

/** `cores`: what is left for a second worker depends on it. */
export const barsOn = (cores: number): ReadonlyArray<Bar> => [
  bar(
    "256 in flight, pinned: CPU per job ÷ best pool",
    ratio("≤", 1 / 3, ["ask256x1", pinned, "cpuMicrosPerJob"], pools, 1 / 4)
  ),
  bar("256 in flight, pinned: CPU per job ÷ raw", ratio("≤", 0.6, ["ask256x1", pinned, "cpuMicrosPerJob"], raw, 0.5)),
  bar(
    "256 in flight, pinned: CPU per job ÷ Effect RPC",
    ratio("≤", 1 / 12, ["ask256x1", pinned, "cpuMicrosPerJob"], ["effect-rpc"], 1 / 20)
  ),
  bar("nine fields, pinned: CPU per job ÷ best pool", ratio("≤", 0.5, ["nine256x1", pinned, "cpuMicrosPerJob"], pools)),
  bar("256 in flight: jobs/s ÷ best pool", ratio("≥", 3, ["ask256x1", free, "jobsPerSecond"], pools, 4)),
  bar(
    "256 in flight: jobs/s of two workers ÷ one",
    ratio("≥", cores >= 3 ? 1 : 0.9, ["ask256x2", free, "jobsPerSecond"], term("ask256x1", free, "jobsPerSecond"))
  ),
  bar("10,000 in flight: jobs/s ÷ best pool", ratio("≥", 3, ["ask10kx1", free, "jobsPerSecond"], pools)),
  bar("10,000 in flight: jobs/s ÷ raw", ratio("≥", 1.5, ["ask10kx1", free, "jobsPerSecond"], raw)),
  bar("10,000 in flight: ticks of 10 ms served", value("≥", 90, ["ask10kx1", free, "timerTicksServed"], percent)),
  bar(
    "one in flight: p50 ÷ raw, or p50",
    ratio("≤", 0.15, ["ask1", free, "p50Micros"], raw),
    value("≤", 5, ["ask1", free, "p50Micros"], micros, 3)
  ),
  bar("one in flight: CPU per job ÷ raw", ratio("≤", 0.6, ["ask1", free, "cpuMicrosPerJob"], raw)),
  bar("one in flight, pinned: p50 ÷ raw", ratio("≤", 1, ["ask1", pinned, "p50Micros"], raw, 0.6)),
  bar("one job a millisecond: CPU ÷ linger off", ratio("≤", 1.05, ["trickle", free, "cpuMicrosPerJob"], lingerOff)),
  bar("8 workers: jobs/s ÷ linger off", ratio("≥", 0.95, ["oversubscribed", free, "jobsPerSecond"], lingerOff)),
  bar("8 workers: p99 ÷ linger off", ratio("≤", 1.5, ["oversubscribed", free, "p99Micros"], lingerOff)),
  bar(
    "a busy neighbour's processor time ÷ linger off",
    ratio("≥", 0.95, ["neighbour", free, "besidePerSecond"], lingerOff)
  ),
  bar("idle after traffic, 4 workers: wake-ups − raw's", more(10, "idle", "wakeUpsPerSecond", [1, "/s"])),
  bar("tell: jobs/s ÷ raw", ratio("≥", 3, ["tell", free, "jobsPerSecond"], raw)),
  bar("tell: until it is in the mailbox", value("≤", 0.6, ["tell", free, "enqueueMicros"], micros)),
  bar("tell: until its handler starts, p50", value("≤", 10, ["start1", free, "p50Micros"], micros)),
  bar("64 KiB there and back: p50 ÷ raw", ratio("≤", 0.7, ["copy64k", free, "p50Micros"], raw)),
  bar("1 MiB there and back: p50 ÷ raw", ratio("≤", 0.8, ["copy1m", free, "p50Micros"], raw)),
  bar("1 MiB, three in flight: p50 ÷ raw", ratio("≤", 0.8, ["copy1m-3", free, "p50Micros"], raw)),
  bar("1 MiB, three in flight, memory for one: p50 ÷ raw", ratio("≤", 1.15, ["copy1m-full", free, "p50Micros"], raw)),
  bar("1 MiB moved: p50 ÷ raw", ratio("≤", 1, ["move1m", free, "p50Micros"], raw)),
  bar("start of a worker − an empty one", more(200, "boot", "p50Micros", millis)),
  bar("start of a worker − an empty one, warm compile cache", more(140, "boot-warm", "p50Micros", millis)),
  bar("start of a worker − an empty one, bundled", more(200, "boot-bundled", "p50Micros", millis)),
  bar("start of a worker − an empty one, bundled, warm", more(140, "boot-bundled-warm", "p50Micros", millis)),
  bar("memory of a worker − an empty one", more(40, "boot", "rssMb", [1, "MB"])),
  ...loops,
  bar(
    "submit, then await, pinned: CPU ÷ ask",
    ratio("≤", 1.2, ["submit256x1", pinned, "cpuMicrosPerJob"], term("ask256x1", pinned, "cpuMicrosPerJob"))
  ),
  bar(
    "own thread's actor, pinned: CPU ÷ ask",
    ratio("≤", 0.5, ["own256x1", pinned, "cpuMicrosPerJob"], term("ask256x1", pinned, "cpuMicrosPerJob"))
  )
]

/** Beside the bars: what the settings cost, and the physical floor. */
const beside: ReadonlyArray<CellName> = [
  ...(["raw-atomics", "raw-spin"] as const).flatMap((peer) => [
    { scenario: "ask1", peer, pinned: free } as const,
    { scenario: "ask256x1", peer, pinned: free } as const,
    { scenario: "ask256x1", peer, pinned } as const
  ]),
  ...(["stevedore-unchecked", "stevedore-no-jit"] as const).flatMap((peer) => [
    { scenario: "ask256x1", peer, pinned } as const,
    { scenario: "nine256x1", peer, pinned } as const
  ]),
  { scenario: "ask256x1", peer: "stevedore-linger-off", pinned },
  { scenario: "ask1", peer: "stevedore-linger-off", pinned: free },
  { scenario: "ask1", peer: "piscina", pinned: free },
  { scenario: "ask1", peer: "effect-rpc", pinned: free },
  { scenario: "ask256x1", peer: "raw", pinned: free },
  { scenario: "ask256x1", peer: "effect-rpc", pinned: free },
  { scenario: "nine256x1", peer: "raw", pinned },
  { scenario: "ask10kx1", peer: "effect-rpc", pinned: free },
  { scenario: "fiber256x1", peer: "stevedore", pinned },
  { scenario: "million", peer: "stevedore", pinned: free },
  { scenario: "million", peer: "raw", pinned: free },
  { scenario: "mixed", peer: "stevedore", pinned: free },
  { scenario: "start1", peer: "raw", pinned: free },
  { scenario: "loop-saturated", peer: "raw", pinned: free },
  { scenario: "ask1", peer: "raw-ring", pinned: free },
  { scenario: "ask256x1", peer: "raw-ring", pinned: free },
  { scenario: "ask1", peer: "erlang", pinned: free },
  { scenario: "ask256x1", peer: "erlang", pinned: free },
  { scenario: "ask256x1", peer: "erlang", pinned }
]

const terms = (checked: Bar): ReadonlyArray<Term> =>
  [checked.check, checked.or].flatMap((check) => [check?.own, check?.other]).filter((found) => found !== undefined)

/** The cells that bars and tables are made of. */
export const namedCells: ReadonlyArray<CellName> = [
  ...barsOn(1)
    .flatMap(terms)
    .flatMap(({ peers, pinned, scenario }) => peers.map((peer): CellName => ({ scenario, peer, pinned }))),
  ...beside
]
