/**
 * The table alone: threads take a place, claim objects and release them, more than there are entries. One may die at any
 * operation: another one sweeps what it had, and claims on.
 */
import { Event, type Model, type ThreadEnv } from "../../../../core/test/explorer/model.ts"
import { NOBODY, nodeOf, take } from "../../../src/internal/objects/table.ts"
import { Sweep } from "../../../src/internal/objects/sweep.ts"
import { placeFor } from "./table.ts"

export interface ClaimsOptions {
  /** How many objects each thread claims; it releases all but the last one, each before it claims the next. */
  readonly threads: ReadonlyArray<number>
  readonly bits: number
  /** The first one may die. The last one sweeps it then. */
  readonly dies?: boolean
}

export const claims = (options: ClaimsOptions): Model => {
  const { bits, dies = false, threads } = options
  const place = placeFor(threads.length, bits)
  const last = threads.length - 1

  const run =
    (count: number) =>
    (env: ThreadEnv): void => {
      env.note(`node ${nodeOf(place.words, env.index + 1)}`)
      const holder = take(place.words, env.index)
      env.note(`place ${holder}`)
      const table = place.table(holder)
      const claim = (): number => {
        const serial = table.claim()
        if (serial !== 0 && !table.isHere(serial)) throw new Error(`${serial} was claimed, and is not here`)
        return serial
      }
      for (let left = count; left > 0; left--) {
        const serial = claim()
        env.note(serial === 0 ? "full" : `claimed ${serial}`)
        if (serial === 0 || left === 1) continue
        table.release(serial)
        env.note(`released ${serial}`)
      }
      if (!dies || env.index !== last) return
      env.turn([Event.exit], false)
      // Whichever place it had: it may have died before it took one.
      for (let other = 0; other < threads.length; other++) {
        if (table.threadOf(other) === 0) env.note(`swept ${Sweep.begin(table, other, 0, env.index)?.finish()}`)
      }
      const serial = claim()
      env.note(serial === 0 ? "full" : `claimed ${serial}`)
    }

  return {
    file: import.meta.url,
    options,
    sizes: place.sizes,
    maxKills: 1,
    watchers: dies ? [last] : [],
    threads: threads.map((count, index) => ({
      name: `T${index}`,
      run: run(count),
      killable: dies && index === 0
    })),
    final: ({ threads: results }) => {
      const table = place.table(0)
      const all = Object.values(results)
      const places = all.flatMap(({ notes }) => notes.filter((note) => note.startsWith("place")))
      if (new Set(places).size !== places.length) return `two threads have one place: ${places.join()}`
      const nodes = new Set(all.flatMap(({ notes }) => notes.filter((note) => note.startsWith("node"))))
      if (nodes.size !== 1) return `two incarnations: ${Array.from(nodes).join()}`
      const claimed = all.flatMap(({ notes }) =>
        notes.flatMap((note) => (note.startsWith("claimed ") ? [Number(note.slice(8))] : []))
      )
      if (new Set(claimed).size !== claimed.length) return `a serial was given twice: ${claimed.join()}`
      let live = 0
      for (const { dead, notes } of all) {
        const mine = notes.flatMap((note) => (note.startsWith("claimed ") ? [Number(note.slice(8))] : []))
        for (const serial of mine) {
          const isLive = !dead && !notes.includes(`released ${serial}`)
          if (isLive) live++
          if ((table.find(serial) !== NOBODY) !== isLive) return `${serial} is ${isLive ? "lost" : "still there"}`
        }
        if (!dead && notes.includes("full") && all.every((each) => !each.dead) && threads.length <= 2 ** bits) {
          return "there was room, and it was not found"
        }
      }
      if (dies && all[0]!.dead && live < 2) return `${live} objects live where two have room`
      return live <= 2 ** bits ? undefined : `${live} objects in ${2 ** bits} entries`
    }
  }
}
