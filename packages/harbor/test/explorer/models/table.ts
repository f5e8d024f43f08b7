/** The table of objects in the arena of a model: it lies where the job words do, of which no model here has any. */
import * as Layout from "../../../../core/src/internal/memory/layout.ts"
import { tiny } from "../../../../core/test/explorer/views.ts"
import { ENTRIES, ENTRY_WORDS } from "../../../src/internal/objects/layout.ts"
import { ObjectTable, type TableOptions } from "../../../src/internal/objects/table.ts"
import { origin } from "../atomics.ts"

/** Nobody reads them: the stand-in for the atomics knows where they are. */
const words = new Int32Array(0)

export interface Place {
  readonly sizes: Layout.MemorySizes
  /** Where the words behind the table begin. */
  readonly behind: number
  readonly table: (holder: number, options?: TableOptions) => ObjectTable
  /** For `take` and `holderOfThread`. */
  readonly words: Int32Array
}

/** Room for a table of `2 ** bits` entries and some words behind it. To be called again at the start of each run. */
export const placeFor = (threads: number, bits: number, behind = 0): Place => {
  const tableWords = ENTRIES + ENTRY_WORDS * 2 ** bits
  const jobCapacity = Math.ceil((tableWords + behind) / threads)
  const sizes = tiny({ maxThreads: threads, segments: 4, jobCapacity })
  origin.at = Layout.make(sizes).jobs
  return {
    sizes,
    behind: origin.at + tableWords,
    table: (holder, options) => new ObjectTable(words, bits, holder, { range: 1, ...options }),
    words
  }
}
