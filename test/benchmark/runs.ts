/*
 * Several saved runs as one: the figures of a cell are those of all runs, and ratios are taken within each.
 */
import * as Schema from "effect/Schema"
import type { Bar, CellName, Check, Figure, Term } from "./bars.ts"
import { peers } from "./peers.ts"
import { Report, type Row } from "./report.ts"
import { type Interval, median, medianInterval } from "./statistics.ts"

const decode = Schema.decodeUnknownSync(Report, { onExcessProperty: "error" })

export const readRun = (json: string): Report => decode(JSON.parse(json))

/** Throws where they are not of one commit, one machine and one command: their median would be of nothing. */
export const assertAlike = (runs: ReadonlyArray<Report>): void => {
  for (const property of [
    (run: Report) => run.commit,
    (run: Report) => JSON.stringify(run.machine),
    (run: Report) => run.command
  ]) {
    const different = [...new Set(runs.map(property))]
    if (different.length > 1) throw new Error(`These runs are no table: ${different.join(" and ")}`)
  }
}

const isOf = (row: Row, { peer, pinned, scenario }: CellName): boolean => {
  const entry = peers.get(peer)!
  return (
    row.scenario === scenario &&
    row.pinned === pinned &&
    row.peer === entry.peer &&
    row.validate === entry.validate &&
    row.linger === entry.linger &&
    row.jit === entry.jit
  )
}

const figureOf = (run: Report, cell: CellName, figure: Figure): number | null =>
  run.rows.find((row) => isOf(row, cell))?.[figure] ?? null

/** The figures of a cell, of the runs that have one. */
export const figuresOf = (runs: ReadonlyArray<Report>, cell: CellName, figure: Figure): ReadonlyArray<number> =>
  runs.map((run) => figureOf(run, cell, figure)).filter((value) => value !== null)

/** More is better of what gets done, less of what it takes. */
const moreIsBetter: ReadonlySet<Figure> = new Set<Figure>(["jobsPerSecond", "timerTicksServed", "besidePerSecond"])

export const best = (figure: Figure, values: ReadonlyArray<number>): number | null =>
  values.length === 0 ? null : moreIsBetter.has(figure) ? Math.max(...values) : Math.min(...values)

/** Null unless all peers that it is about were measured: the best of those that are left is not the best. */
const ofTerm = (run: Report, { figure, peers, pinned, scenario }: Term): number | null => {
  const values = peers.map((peer) => figureOf(run, { scenario, peer, pinned }, figure))
  const known = values.filter((value) => value !== null)
  return known.length === values.length ? best(figure, known) : null
}

const ofCheck = (run: Report, { how, other, own, per }: Check): number | null => {
  const ours = ofTerm(run, own)
  const theirs = other === undefined ? null : ofTerm(run, other)
  if (ours === null || (other !== undefined && theirs === null)) return null
  return (theirs === null ? ours : how === "÷" ? ours / theirs : ours - theirs) / per
}

export interface Result {
  readonly check: Check
  readonly median: number
  readonly interval: Interval
  /** How many runs have a figure. */
  readonly runs: number
  readonly met: boolean
  readonly reached: boolean
}

const meets = (value: number, is: Check["is"], limit: number): boolean => (is === "≤" ? value <= limit : value >= limit)

const resultOf = (runs: ReadonlyArray<Report>, check: Check): Result | undefined => {
  const values = runs.map((run) => ofCheck(run, check)).filter((value) => value !== null)
  const middle = median(values)
  if (middle === null) return undefined
  return {
    check,
    median: middle,
    interval: medianInterval(values)!,
    runs: values.length,
    met: meets(middle, check.is, check.gate),
    reached: check.goal !== undefined && meets(middle, check.is, check.goal)
  }
}

export interface Judged {
  readonly bar: Bar
  /** One for each way to meet it; those that no run has a figure for are left out. */
  readonly results: ReadonlyArray<Result>
}

export const judge = (runs: ReadonlyArray<Report>, bars: ReadonlyArray<Bar>): ReadonlyArray<Judged> =>
  bars.map((bar) => ({
    bar,
    results: [bar.check, bar.or]
      .map((check) => (check === undefined ? undefined : resultOf(runs, check)))
      .filter((result) => result !== undefined)
  }))
