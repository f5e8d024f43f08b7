/*
 * "Delaying Availability of Workers": a thread is ready when its module is, whatever that waits for.
 */
import { setTimeout } from "node:timers/promises"

const initialize = async () => {
  const factor = await setTimeout(20, 2)
  return ({ a, b }: { readonly a: number; readonly b: number }): number => (a + b) * factor
}

export default await initialize()
