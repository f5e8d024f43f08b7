/*
 * Latencies of one measurement as a histogram of fixed size: recording allocates nothing, so that measuring does not
 * bring on the garbage collections that it would then measure.
 */
const bucketMicros = 0.05
const bucketCount = 200_000 // 10 ms; whatever is slower counts as that

export const makeLatencies = () => {
  const buckets = new Uint32Array(bucketCount)
  let count = 0

  const record = (millis: number): void => {
    buckets[Math.min(bucketCount - 1, Math.floor((millis * 1000) / bucketMicros))]! += 1
    count++
  }

  /** The latency that `fraction` of all jobs did not exceed, at the upper edge of its bucket; null without jobs. */
  const percentileMicros = (fraction: number): number | null => {
    if (count === 0) return null
    const rank = Math.ceil(fraction * count)
    let seen = 0
    for (let index = 0; index < bucketCount; index++) {
      seen += buckets[index]!
      if (seen >= rank) return (index + 1) * bucketMicros
    }
    return bucketCount * bucketMicros
  }

  return { record, percentileMicros }
}
