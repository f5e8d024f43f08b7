/*
 * The load that a peer's callers carry, on the main thread of a measuring process: it makes the messages, checks every
 * echo, and watches the clock. It goes through three phases, warming up, measuring, done. The clock is read from the
 * completions themselves and not from a timer, since some peers leave timers no turn.
 */
import { isEcho, makeMessage, type Message } from "./message.ts"
import { makeLatencies } from "./latencies.ts"
import type { Scenario } from "./scenarios.ts"

export interface Load {
  readonly inFlight: number
  /** The next message to send. */
  readonly next: () => Message
  /** Checks an answer; false when the caller is to stop. */
  readonly settle: (sent: Message, received: Message) => boolean
}

export interface LoadOptions {
  readonly scenario: Scenario
  readonly warmUpMillis: number
  readonly measureMillis: number
  /** Called once at each end of the measured interval, so that others can read their counters at the same moment. */
  readonly onStart: () => void
  readonly onEnd: () => void
}

export interface LoadResult {
  readonly jobs: number
  readonly elapsedMillis: number
  readonly p50Micros: number | null
  readonly p99Micros: number | null
}

/** Reading the clock at each completion would be a visible part of the fastest peers' cost. */
const completionsPerClockReading = 64

/** How many jobs it takes until the compiler has come to rest, also for peers that run a lot of code for each. */
const warmUpJobs = 30_000

/** How many times as long as a fast peer a slow one may take to get there. */
const warmUpPatience = 2.5

export const makeLoad = (options: LoadOptions) => {
  const { inFlight, latency } = options.scenario
  const clockMask = latency ? 0 : completionsPerClockReading - 1
  const latencies = makeLatencies()
  let phase: "warming" | "measuring" | "done" = "warming"
  let sent = 0
  let settled = 0
  let sentAt = 0
  let opened = performance.now()
  let settledAtStart = 0
  let result: LoadResult | undefined

  const isWarm = (elapsedMillis: number): boolean =>
    elapsedMillis >= options.warmUpMillis &&
    (settled >= warmUpJobs || elapsedMillis >= warmUpPatience * options.warmUpMillis) &&
    // Each caller has come round twice: what is measured is the steady state and not the first burst.
    settled >= 2 * inFlight

  const readClock = () => {
    const now = performance.now()
    if (phase === "measuring") {
      if (latency) latencies.record(now - sentAt)
      if (now - opened < options.measureMillis) return
      phase = "done"
      options.onEnd()
      const percentile = (fraction: number) => (latency ? latencies.percentileMicros(fraction) : null)
      result = {
        jobs: settled - settledAtStart,
        elapsedMillis: now - opened,
        p50Micros: percentile(0.5),
        p99Micros: percentile(0.99)
      }
    } else if (phase === "warming" && isWarm(now - opened)) {
      phase = "measuring"
      settledAtStart = settled
      options.onStart()
      opened = performance.now()
    }
  }

  const load: Load = {
    inFlight,
    next: () => {
      const message = makeMessage(sent++)
      if (latency) sentAt = performance.now()
      return message
    },
    settle: (message, received) => {
      if (!isEcho(message, received)) {
        throw new Error(`Asked with ${JSON.stringify(message)}, answered with ${JSON.stringify(received)}`)
      }
      settled++
      if ((settled & clockMask) === 0) readClock()
      return phase !== "done"
    }
  }

  /** The figures, after the peer's `run` came back; throws when a job was lost or the load was left too early. */
  const finish = (): LoadResult => {
    if (result === undefined) throw new Error(`The callers stopped in phase "${phase}" after ${settled} jobs`)
    if (sent !== settled) throw new Error(`${sent} jobs were sent and ${settled} settled`)
    return result
  }

  return { load, finish }
}
