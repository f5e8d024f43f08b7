/*
 * Medians, and how sure one may be of them without assuming how the figures are spread.
 */
const sorted = (values: ReadonlyArray<number>): ReadonlyArray<number> => [...values].sort((a, b) => a - b)

/** Null of nothing; the mean of the two middle ones where their count is even. */
export const median = (values: ReadonlyArray<number>): number | null => {
  if (values.length === 0) return null
  const inOrder = sorted(values)
  const upper = inOrder[Math.floor(inOrder.length / 2)]!
  const lower = inOrder[Math.floor((inOrder.length - 1) / 2)]!
  return (lower + upper) / 2
}

export interface Interval {
  readonly low: number
  readonly high: number
  /** The chance, from 0 to 1, that such an interval holds the true median. */
  readonly confidence: number
}

/**
 * The narrowest interval between two of the values, equally far from both ends, that holds the median of what they were
 * drawn from with at least 95 %: each value is a coin toss, above or below it. With fewer than 6 values all of them
 * together are less sure than that; the interval is then their range.
 */
export const medianInterval = (values: ReadonlyArray<number>): Interval | null => {
  const count = values.length
  if (count === 0) return null
  const inOrder = sorted(values)
  // The chance that at most `cut` of `count` tosses come up heads.
  let tail = 0
  let choose = 1
  let best: Interval | undefined
  for (let cut = 0; cut <= (count - 1) / 2; cut++) {
    tail += choose / 2 ** count
    choose = (choose * (count - cut)) / (cut + 1)
    const confidence = Math.max(0, 1 - 2 * tail)
    if (best !== undefined && confidence < 0.95) break
    best = { low: inOrder[cut]!, high: inOrder[count - 1 - cut]!, confidence }
  }
  return best!
}
