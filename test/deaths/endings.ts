/** Ways in which a thread ends from inside: for the tests of deaths and for `npm run chaos`. */
export const inside = ["exit", "throw", "reject", "heap"] as const
/** And from outside. */
export const ways = [...inside, "terminate"] as const
export type Inside = (typeof inside)[number]
export type Way = (typeof ways)[number]

export const EXIT_CODE = 7
export const THROWN = "nobody catches this"
export const REJECTED = "nobody handles this"

/** To be called on the thread that is to end. It may go on for a moment, or for a turn, after that. */
export const endings: Readonly<Record<Inside, () => void>> = {
  exit: () => process.exit(EXIT_CODE),
  throw: () => {
    setImmediate(() => {
      throw new Error(THROWN)
    })
  },
  reject: () => {
    void Promise.reject(new Error(REJECTED))
  },
  heap: () => {
    const hoard: Array<unknown> = []
    // Pieces that the young generation does not hold: surviving ones, many at once, may be more than what Node allows beyond
    // the limit, and then it aborts the whole process.
    for (;;) hoard.push(new Array(64 * 1024).fill(0))
  }
}
