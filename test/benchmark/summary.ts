/*
 * From repeated measurements to one row: medians of what may be told, null for the rest.
 */
import type { Cell } from "./collect.ts"
import { type Measurement, wasQuiet } from "./measurement.ts"
import { type PeerName, peers } from "./peers.ts"
import type { Row } from "./report.ts"
import { median } from "./statistics.ts"

export interface Summary {
  /** What the command line calls the peer. */
  readonly name: PeerName
  readonly row: Row
  /** The lowest and the highest of the figures behind a row's median, for the table. */
  readonly range: (figure: keyof Measurement) => readonly [number, number] | null
  readonly measurements: number
  readonly quietMeasurements: number
}

/** Told on a busy machine too: memory, wake-ups, how busy it was, and, bound to one processor, the work that a job is. */
const survivesOthers = (figure: keyof Measurement, pinned: boolean): boolean =>
  ["rssMb", "wakeUpsPerSecond", "otherCpuPercent"].includes(figure) || (figure === "cpuMicrosPerJob" && pinned)

/** `needed`: how many quiet measurements a figure wants that others can spoil. */
export const summarize = (cell: Cell, needed: number): Summary => {
  const quiet = cell.measurements.filter((measurement) => wasQuiet(measurement))
  const values = (figure: keyof Measurement): ReadonlyArray<number> => {
    const usable = quiet.length >= needed ? quiet : survivesOthers(figure, cell.pinned) ? cell.measurements : []
    return usable.map((measurement) => measurement[figure]).filter((value) => value !== null)
  }
  const figure = (name: keyof Measurement, digits: number): number | null => {
    const middle = median(values(name))
    return middle === null ? null : Number(middle.toFixed(digits))
  }
  const { jit, linger, peer, validate } = peers.get(cell.peer)!
  return {
    name: cell.peer,
    row: {
      scenario: cell.scenario,
      peer,
      pinned: cell.pinned,
      validate,
      linger,
      jit,
      jobsPerSecond: figure("jobsPerSecond", 0),
      cpuMicrosPerJob: figure("cpuMicrosPerJob", 3),
      p50Micros: figure("p50Micros", 2),
      p99Micros: figure("p99Micros", 2),
      enqueueMicros: figure("enqueueMicros", 3),
      socketP99Micros: figure("socketP99Micros", 1),
      timerTicksServed: figure("timerTicksServed", 3),
      besidePerSecond: figure("besidePerSecond", 3),
      wakeUpsPerSecond: figure("wakeUpsPerSecond", 2),
      rssMb: figure("rssMb", 1),
      otherCpuPercent: figure("otherCpuPercent", 1)
    },
    range: (name) => {
      const all = values(name)
      return all.length === 0 ? null : [Math.min(...all), Math.max(...all)]
    },
    measurements: cell.measurements.length,
    quietMeasurements: quiet.length
  }
}
