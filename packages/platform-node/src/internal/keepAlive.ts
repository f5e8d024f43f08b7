/*
 * A handle that keeps the process alive while ref'd: a timer that never does anything. (Not a port: a timer is counted
 * in JavaScript, so `ref` and `unref`, which a busy system calls often, stay off the C++ boundary.)
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
