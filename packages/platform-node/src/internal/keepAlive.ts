/*
 * A handle that keeps the process alive while ref'd: a timer that never does anything. `ref` and `unref` cost about
 * 10 ns each, as a port's would, and a timer needs no channel.
 *
 * They are counted, because one spawner may serve several actor systems (layers are memoised): a system that has become
 * idle must not let go of what another one holds.
 */

// The longest delay a timer takes; 24 days.
const longestMillis = 2 ** 31 - 1

export interface KeepAlive {
  readonly ref: () => void
  /** Lets go once it was called as often as `ref`. */
  readonly unref: () => void
  /** After this, `ref` does nothing. */
  readonly close: () => void
}

export const make = (): KeepAlive => {
  let timer: NodeJS.Timeout | undefined = setInterval(() => {}, longestMillis).unref()
  let holders = 0
  return {
    ref: () => {
      if (++holders === 1) timer?.ref()
    },
    unref: () => {
      if (holders > 0 && --holders === 0) timer?.unref()
    },
    close: () => {
      clearInterval(timer)
      timer = undefined
    }
  }
}
