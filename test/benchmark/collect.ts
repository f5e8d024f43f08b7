/*
 * Repeats the measurements until there are enough. Peers follow each other closely within one scenario and take turns
 * in who comes first, so that what the machine does from minute to minute falls on all of them alike.
 */
import type { CellName } from "./bars.ts"
import { type Measurement, wasQuiet } from "./measurement.ts"
import { prime, spawnMeasurement } from "./spawn.ts"

export interface Plan {
  /** In groups whose cells are measured one right after the other. */
  readonly cells: ReadonlyArray<ReadonlyArray<CellName>>
  /** How many measurements on a quiet machine are wanted of each cell. */
  readonly repetitions: number
  /** How many of them it takes before a figure is told that a busy machine would spoil. */
  readonly needed: number
  readonly warmUpMillis: number
  readonly measureMillis: number
  /** After this no further repetition starts, and one under way is left off; the first is completed if `isPatient`. */
  readonly deadlineMillis: number
  /** If not, cells that nobody came to are left without figures rather than waited for. */
  readonly isPatient: boolean
}

/** What was measured of one peer in one scenario and placement. */
export interface Cell extends CellName {
  readonly measurements: Array<Measurement>
}

export interface Progress {
  /** Called before each measurement. */
  readonly measuring: (cell: Cell, repetition: number) => void
  /** Called when one failed; the peer is left out of that cell from then on. */
  readonly failed: (cell: Cell, error: Error) => void
}

export const collect = async (plan: Plan, progress: Progress): Promise<ReadonlyArray<Cell>> => {
  const started = performance.now()
  const late = () => performance.now() - started > plan.deadlineMillis
  const groups = plan.cells.map((group) => group.map((name): Cell => ({ ...name, measurements: [] })))
  // First what is told on a busy machine too, on which time may not suffice for all.
  const order = groups.toSorted(([one], [other]) => Number(other!.pinned) - Number(one!.pinned))
  const broken = new Set<Cell>()
  const wanted = (cell: Cell) =>
    !broken.has(cell) && cell.measurements.filter((measurement) => wasQuiet(measurement)).length < plan.repetitions

  // A peer that cannot start says so in its first measurement.
  for (const peer of new Set(plan.cells.flat().map((cell) => cell.peer)))
    await prime(peer, { pinned: false }).catch(() => undefined)

  for (let repetition = 0; groups.flat().some(wanted); repetition++) {
    for (const group of order) {
      // A cell is measured again together with its whole group: ratios want the same minute.
      if (!group.some(wanted)) continue
      for (const cell of rotate(group, repetition)) {
        if (broken.has(cell)) continue
        if ((repetition > 0 || !plan.isPatient) && late()) return groups.flat()
        progress.measuring(cell, repetition)
        const { peer, scenario, pinned } = cell
        const { warmUpMillis, measureMillis } = plan
        try {
          cell.measurements.push(await spawnMeasurement({ peer, scenario, warmUpMillis, measureMillis }, { pinned }))
        } catch (error) {
          broken.add(cell)
          progress.failed(cell, error as Error)
        }
      }
    }
  }
  return groups.flat()
}

const rotate = <A>(values: ReadonlyArray<A>, by: number): ReadonlyArray<A> => {
  const first = by % values.length
  return [...values.slice(first), ...values.slice(0, first)]
}
