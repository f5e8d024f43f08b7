/*
 * What the parent asks of a measuring process, and what it gets back.
 */
import type { PeerName } from "./peers.ts"
import type { ScenarioName } from "./scenarios.ts"

export interface MeasurementRequest {
  readonly peer: PeerName
  readonly scenario: ScenarioName
  readonly warmUpMillis: number
  readonly measureMillis: number
}

export interface Measurement {
  readonly jobsPerSecond: number | null
  /** User and system time of all threads of the process, for both sides of a job and for the caller. */
  readonly cpuMicrosPerJob: number | null
  readonly p50Micros: number | null
  readonly p99Micros: number | null
  /** Of a tell, in a burst of them: until it is in the mailbox. */
  readonly enqueueMicros: number | null
  /** From a message to its echo, of the socket that the worker has in some scenarios. */
  readonly socketP99Micros: number | null
  readonly timerTicksServed: number | null
  /** What went on beside the callers got done so much in a second: of a processor, or turns. Null where nothing went on. */
  readonly besidePerSecond: number | null
  /** Of all threads, when the load was over and they were left alone. */
  readonly wakeUpsPerSecond: number | null
  /** Of the process; of `boot` what one more worker takes. */
  readonly rssMb: number | null
  readonly otherCpuPercent: number | null
}

/** From here on others disturb latency and throughput so much that a figure would tell about them. */
export const busyPercent = 10

/** Whether the machine was quiet while this was measured; assumed where the system does not tell. */
export const wasQuiet = (measurement: Measurement): boolean =>
  measurement.otherCpuPercent === null || measurement.otherCpuPercent < busyPercent
