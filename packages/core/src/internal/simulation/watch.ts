/**
 * Stands at the door to the shared memory while there are simulations, and tells each operation to the one it belongs to.
 */
import { watch, type Watcher } from "../memory/watcher.ts"
import type { Simulation } from "./simulation.ts"

const simulations = new Set<Simulation>()
let lastWords: Int32Array | undefined
let last: Simulation | undefined

const ownerOf = (words: Int32Array): Simulation | undefined => {
  if (words === lastWords) return last
  let owner: Simulation | undefined
  for (const each of simulations) if (each.knows(words)) owner = each
  if (owner === undefined) for (const each of simulations) if (each.adopt(words)) owner = each
  // Those of nobody may be somebody's in a moment.
  if (owner !== undefined) {
    lastWords = words
    last = owner
  }
  return owner
}

const watcher: Watcher = {
  before: (words) => ownerOf(words)?.before(words),
  notifyAll: (words, index) => {
    const owner = ownerOf(words)
    owner?.notify(index)
    return owner !== undefined
  },
  waitAsync: (words, index) => ownerOf(words)?.sleep(words, index)
}

export const add = (simulation: Simulation): void => {
  simulations.add(simulation)
  watch(watcher)
}

export const remove = (simulation: Simulation): void => {
  simulations.delete(simulation)
  lastWords = undefined
  last = undefined
  if (simulations.size === 0) watch(undefined)
}
