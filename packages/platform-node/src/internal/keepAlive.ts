/*
 * A handle that keeps the process alive while ref'd: a timer that never does anything. `ref` and `unref` cost about
 * 10 ns each, as a port's would, and a timer needs no channel.
 */

// The longest delay a timer takes; 24 days.
const longestMillis = 2 ** 31 - 1

export interface KeepAlive {
  readonly ref: () => void
  readonly unref: () => void
  /** After this, `ref` does nothing. */
  readonly close: () => void
}

export const make = (): KeepAlive => {
  let timer: NodeJS.Timeout | undefined = setInterval(() => {}, longestMillis).unref()
  return {
    ref: () => void timer?.ref(),
    unref: () => void timer?.unref(),
    close: () => {
      clearInterval(timer)
      timer = undefined
    }
  }
}
