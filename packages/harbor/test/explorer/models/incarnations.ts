/**
 * A node whose serials run out: two threads claim and release in a table where each entry has one generation in an
 * incarnation of the node. Whoever needs the next incarnation first draws it, and both go by the same one; no id is given twice.
 */
import type { Model, ThreadEnv } from "../../../../core/test/explorer/model.ts"
import { nodeOf, take } from "../../../src/internal/objects/table.ts"
import { placeFor } from "./table.ts"

export interface IncarnationsOptions {
  /** How many objects each thread claims, each after it has released the one before. */
  readonly threads: ReadonlyArray<number>
}

/** One bit of an entry's number, one of its generation, of which 0 is passed over. */
const SERIAL_BITS = 2
const INCARNATIONS = 4

export const incarnations = (options: IncarnationsOptions): Model => {
  const { threads } = options
  const place = placeFor(threads.length, 1, INCARNATIONS)
  const tableOf = (holder: number, drawn: number) => {
    let next = drawn
    return place.table(holder, { serialBits: SERIAL_BITS, incarnations: INCARNATIONS, draw: () => next++ })
  }
  const run =
    (count: number) =>
    (env: ThreadEnv): void => {
      nodeOf(place.words, 1)
      // Each draws others, and the first of them one that was drawn before.
      const table = tableOf(take(place.words, env.index), 1 + 10 * env.index)
      for (let left = count; left > 0; left--) {
        const serial = table.claim()
        if (serial === 0) throw new Error("there was room, and it was not found")
        const node = table.nodeOf(serial)
        const low = serial % 2 ** SERIAL_BITS
        if (table.serialOf(node, low) !== serial) throw new Error(`${node}.${low} is not what was claimed`)
        if (!table.isHere(serial)) throw new Error(`${node}.${low} is not here`)
        env.note(`${node}.${low}`)
        if (left > 1) table.release(serial)
      }
    }
  return {
    file: import.meta.url,
    options,
    sizes: place.sizes,
    threads: threads.map((count, index) => ({ name: `T${index}`, run: run(count) })),
    final: ({ threads: results }) => {
      const ids = Object.values(results).flatMap(({ notes }) => notes)
      if (new Set(ids).size !== ids.length) return `an id was given twice: ${ids.join()}`
      const seen = tableOf(0, 99)
      for (const { notes } of Object.values(results)) {
        const [node, low] = notes.at(-1)!.split(".").map(Number)
        const serial = seen.serialOf(node!, low!)
        if (seen.find(serial) < 0) return `${notes.at(-1)!}, which lives, is nobody's to others`
      }
      return undefined
    }
  }
}
