/*
 * What the worker of every peer does with tells: looks at each, which has to be the one that is due, and says how many it
 * was and when it began with the last.
 */
import { isEcho, makeMessage, type Message } from "./message.ts"

export interface Told {
  readonly count: number
  /** By the clock that all threads of a process have in common; 0 where nobody asks for it. */
  readonly startedAt: number
}

/** Milliseconds of the clock that all threads of a process have in common, with fractions. */
export const commonNow = (): number => Number(process.hrtime.bigint()) / 1e6

let offset: number | undefined

/** A time of the common clock as this thread's `performance.now()` would have told it. */
export const fromCommon = (millis: number): number => millis - (offset ??= commonNow() - performance.now())

/** `timed`: the clock is read for each, which would be a visible part of a tell's cost where that is measured. */
export const makeTold = () => {
  let count = 0
  let startedAt = 0
  return {
    told: (message: Message, timed: boolean): void => {
      if (timed) startedAt = commonNow()
      if (!isEcho(makeMessage(count), message)) {
        throw new Error(`Message ${count} was due and ${JSON.stringify(message)} came`)
      }
      count++
    },
    soFar: (): Told => ({ count, startedAt })
  }
}
