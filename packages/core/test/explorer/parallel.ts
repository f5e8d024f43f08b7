/** Does what takes long on all cores: so many at a time as there are, each in a worker of its own. */
import { availableParallelism } from "node:os"

/** Calls `work` for each item, the first ones first, and gives the results in the order of the items. */
export const inParallel = async <A, B>(items: ReadonlyArray<A>, work: (item: A) => Promise<B>): Promise<Array<B>> => {
  const results = new Array<B>(items.length)
  let next = 0
  const lane = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) results[at] = await work(items[at]!)
  }
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), items.length) }, lane))
  return results
}
