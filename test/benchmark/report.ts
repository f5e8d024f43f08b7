/*
 * The document that `npm run bench -- --json` prints, as a Schema: what is printed is checked against it first.
 */
import * as Schema from "effect/Schema"
import { peerNames } from "./peers.ts"
import { scenarioNames } from "./scenarios.ts"

/** Null where the machine was too busy, or where the scenario has no such figure. */
const Figure = Schema.NullOr(Schema.Finite)

export const Row = Schema.Struct({
  scenario: Schema.Literals(scenarioNames),
  peer: Schema.Literals(peerNames),
  /** All threads bound to one processor (`taskset -c 0`): what the code costs, without wake-ups across processors. */
  pinned: Schema.Boolean,
  validate: Schema.NullOr(Schema.Literals(["both", "receive", "none"])),
  /** Of Stevedore: whether threads stay awake for a moment after a job. */
  linger: Schema.NullOr(Schema.Literals(["adaptive", "off"])),
  /** Whether Schemas could become generated code; null where a library has none. */
  jit: Schema.NullOr(Schema.Boolean),
  jobsPerSecond: Figure,
  /** User and system time of the whole process, both sides and the caller. */
  cpuMicrosPerJob: Figure,
  p50Micros: Figure,
  p99Micros: Figure,
  /** Of a tell, in a burst of 1,000: until it is in the mailbox. */
  enqueueMicros: Figure,
  /** From a message to its echo, of the socket that the worker has in the scenarios `loop-…`. */
  socketP99Micros: Figure,
  /**
   * From 0 to 1: the part of a drift-free 10 ms schedule that was served, on main or a worker, whichever less; in the
   * scenarios `loop-…` of 5 ms, on the worker.
   */
  timerTicksServed: Figure,
  /** Beside `neighbour`: the part of a processor that the other process had. Beside `mixed`: turns in a second. */
  besidePerSecond: Figure,
  /** Of all threads of the process in the scenario `idle`, after its load: going to sleep, voluntarily, counts as one. */
  wakeUpsPerSecond: Figure,
  /** Of the process; in `boot…` what one more worker takes. */
  rssMb: Figure,
  /** What others used of all processors while this was measured. */
  otherCpuPercent: Figure
})

export type Row = typeof Row.Type

export const Report = Schema.Struct({
  rows: Schema.Array(Row),
  machine: Schema.Struct({
    cpu: Schema.String,
    cores: Schema.Int,
    memoryMb: Schema.Int,
    system: Schema.String,
    node: Schema.String
  }),
  commit: Schema.String,
  /** Year, month and day, UTC. */
  date: Schema.String,
  command: Schema.String,
  /** Where a start was measured: what the imports of a worker cost in one, each after those before it. */
  imports: Schema.optional(
    Schema.Array(Schema.Struct({ module: Schema.String, millis: Schema.Finite, modules: Schema.Int }))
  )
})

export type Report = typeof Report.Type

/** The report as one line of JSON; throws where it is not what the Schema says, an unknown field included. */
export const printReport = (report: Report): string => {
  const encoded = Schema.encodeUnknownSync(Report, { onExcessProperty: "error" })(report)
  return JSON.stringify(encoded)
}
