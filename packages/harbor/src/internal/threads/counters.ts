/*
 * What a thread has done with messages, counted.
 */
import * as Effect from "effect/Effect"
import { HarborError } from "../../HarborError.ts"

/**
 * Counts of one thread since its harbor was built: of messages to listeners. What goes to objects is in `failed` only, and what comes
 * from other processes in `received` and `failed`.
 */
export interface Counters {
  /** Messages that were in a listening thread's mailbox, one for each thread of a broadcast. */
  readonly sent: number
  /** Calls that were made here. */
  readonly called: number
  /**
   * Sends and calls that went to other processes, where nobody here listened, and broadcasts, which go there as well: not what is known to
   * have ended before anybody there had it.
   */
  readonly outside: number
  /** Messages, or parts of a broadcast, that began here, one for each handler. */
  readonly received: number
  /** Sends, calls and broadcasts that found nobody here, nor in other processes where they may go there. */
  readonly noListener: number
  /**
   * What ended before anybody had it, for another reason: since it was refused, or its time was over. A broadcast also where one thread,
   * or the way to other processes, refused it that others have had.
   */
  readonly refused: number
  /**
   * Handlers that failed here, of listeners and of objects, or died of a defect; and what could not be read for them. A call whose caller
   * gives it up, or whose listener leaves, is interrupted, and has not failed.
   */
  readonly failed: number
}

export type Counts = { -readonly [K in keyof Counters]: Counters[K] }

export const none = (): Counts => ({
  sent: 0,
  called: 0,
  outside: 0,
  received: 0,
  noListener: 0,
  refused: 0,
  failed: 0
})

/** What goes to other processes. That it has not gone there is known when it has ended. */
export const outward = <A, E>(counts: Counts, self: Effect.Effect<A, E>): Effect.Effect<A, E> =>
  Effect.suspend(() => {
    counts.outside++
    return Effect.tapError(self, (error) =>
      Effect.sync(() => {
        if (!(error instanceof HarborError) || error.delivered !== "no") return
        counts.outside--
        if (error.reason._tag === "NoListener") counts.noListener++
        else counts.refused++
      })
    )
  })
