/*
 * The load that a peer's callers carry, on the main thread of a measuring process: it makes the messages, checks every
 * echo, and watches the clock. It goes through three phases, warming up, measuring, done. The clock is read from the
 * completions themselves and not from a timer, since some peers leave timers no turn.
 */
import { isEcho, makeMessage, makeNine, type Message, withData } from "./message.ts"
import { makeLatencies } from "./latencies.ts"
import type { Scenario } from "./scenarios.ts"
import { median } from "./statistics.ts"

export interface Load {
  readonly inFlight: number
  /** How many tells make a burst. */
  readonly burst: number
  /** What a caller awaits before each job; undefined where it asks at once. One for each caller. */
  readonly schedule: () => (() => Promise<void>) | undefined
  /** The next message to send. */
  readonly next: () => Message
  /** Checks an answer, which is as old as now unless the caller knows better; false when the caller is to stop. */
  readonly settle: (sent: Message, received: Message, answeredAt?: number) => boolean
  /** How many messages were made. */
  readonly sent: () => number
  /** Takes a burst of tells for settled that took so long to send; false when the caller is to stop. */
  readonly told: (sent: number, handled: number, enqueueMillis: number) => boolean
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
  readonly enqueueMicros: number | null
}

/** Reading the clock at each completion would be a visible part of the fastest peers' cost. */
const completionsPerClockReading = 64

/** More than there are in flight wherever latencies are recorded. */
const rememberedJobs = 1024

/** Waits until the next time is due; one that has gone by is left out. */
const every = (millis: number): (() => Promise<void>) => {
  const start = performance.now()
  let slot = 0
  return () => {
    slot = Math.max(slot + 1, Math.ceil((performance.now() - start) / millis))
    const { promise, resolve } = Promise.withResolvers<void>()
    setTimeout(resolve, Math.max(0, start + slot * millis - performance.now()))
    return promise
  }
}

/** How many jobs it takes until the compiler has come to rest, also for peers that run a lot of code for each. */
const warmUpJobs = 30_000

/**
 * How many times as long as a fast peer a slow one may take to get there: of processor time, since on a machine that
 * others keep busy the compiler gets as little of it as the jobs; or of the clock, for peers that mostly wait, and where
 * jobs come by a schedule.
 */
const warmUpPatience = 4
const warmUpPatienceByClock = 10
const warmUpPatienceBySchedule = 2.5

export const makeLoad = (options: LoadOptions) => {
  const { burst, data, everyMillis, inFlight, latency, nine } = options.scenario
  const clockMask = latency ? 0 : completionsPerClockReading - 1
  const latencies = makeLatencies()
  /** Data that nobody has at the moment: what was moved there comes back, so nothing is allocated here. */
  const spare = Array.from({ length: data === undefined ? 0 : inFlight }, () => new Uint8Array(data!.bytes).fill(7))
  let phase: "warming" | "measuring" | "done" = "warming"
  let sent = 0
  let settled = 0
  const sentAt = new Float64Array(rememberedJobs)
  let opened = performance.now()
  const begun = process.cpuUsage()
  let settledAtStart = 0
  let result: LoadResult | undefined
  const enqueueMicros: Array<number> = []

  const isPatienceOver = (elapsedMillis: number): boolean => {
    // No patience makes them more.
    if (everyMillis > 0) return elapsedMillis >= warmUpPatienceBySchedule * options.warmUpMillis
    const { system, user } = process.cpuUsage(begun)
    return (
      (system + user) / 1000 >= warmUpPatience * options.warmUpMillis ||
      elapsedMillis >= warmUpPatienceByClock * options.warmUpMillis
    )
  }

  const isWarm = (elapsedMillis: number): boolean =>
    elapsedMillis >= options.warmUpMillis &&
    (settled >= warmUpJobs || isPatienceOver(elapsedMillis)) &&
    // Each caller has come round twice: what is measured is the steady state and not the first burst.
    settled >= 2 * inFlight

  const readClock = (id: number, answeredAt?: number) => {
    const now = performance.now()
    if (phase === "measuring") {
      if (latency) latencies.record((answeredAt ?? now) - sentAt[id % rememberedJobs]!)
      if (now - opened < options.measureMillis) return
      phase = "done"
      options.onEnd()
      const percentile = (fraction: number) => (latency ? latencies.percentileMicros(fraction) : null)
      result = {
        jobs: settled - settledAtStart,
        elapsedMillis: now - opened,
        p50Micros: percentile(0.5),
        p99Micros: percentile(0.99),
        enqueueMicros: median(enqueueMicros)
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
    burst,
    schedule: () => (everyMillis === 0 ? undefined : every(everyMillis)),
    next: () => {
      const id = sent++
      const message =
        data === undefined
          ? makeMessage(id)
          : nine
            ? makeNine(id, spare.pop()!)
            : withData(makeMessage(id), spare.pop()!)
      if (latency) sentAt[message.id % rememberedJobs] = performance.now()
      return message
    },
    settle: (message, received, answeredAt) => {
      if (data !== undefined) spare.push((data.how === "moved" ? received : message).data!)
      if (!isEcho(message, received, data?.bytes)) {
        throw new Error(`Asked with ${JSON.stringify(message)}, answered with ${JSON.stringify(received)}`)
      }
      settled++
      if ((settled & clockMask) === 0) readClock(message.id, answeredAt)
      return phase !== "done"
    },
    sent: () => sent,
    told: (sentUntilThen, handled, enqueueMillis) => {
      if (handled !== sentUntilThen) throw new Error(`Of ${sentUntilThen} tells ${handled} were handled`)
      if (phase === "measuring") enqueueMicros.push((enqueueMillis * 1000) / burst)
      settled += burst
      readClock(sentUntilThen)
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
