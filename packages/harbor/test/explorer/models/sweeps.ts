/**
 * Two threads sweep the place of one that is gone, and a third takes the place as soon as it is free, and claims: what it
 * has claimed is not swept with what was there before. The first of the two may die in the middle of it, and then two others
 * take over what it had begun.
 */
import { Event, type Model, type ThreadEnv } from "../../../../core/test/explorer/model.ts"
import { Sweep } from "../../../src/internal/objects/sweep.ts"
import { NOBODY, take } from "../../../src/internal/objects/table.ts"
import { placeFor } from "./table.ts"

export interface SweepsOptions {
  /** How many the one that takes the place claims, and how many the dead one had. */
  readonly claims: number
  /** The first that sweeps may die. */
  readonly dies?: boolean
}

const DEAD = 0
const NEXT = 100
/** Threads with a place have the same number as an id. */
const FIRST = 1

export const sweeps = (options: SweepsOptions): Model => {
  const { claims, dies = false } = options
  const sweepers = dies ? ["A", "B", "C"] : ["A", "B"]
  const place = placeFor(sweepers.length + 1, 1)
  /** Of the dead one. */
  let lost: Array<number> = []
  const sweeper =
    (id: number) =>
    (env: ThreadEnv): void => {
      const table = place.table(id)
      if (!dies || id === FIRST) {
        env.note(`swept ${Sweep.begin(table, DEAD, DEAD, id)?.finish() ?? NOBODY}`)
        return
      }
      env.turn([Event.exit], false)
      const isGone = (thread: number): boolean => thread === FIRST
      // Whether it had begun or not.
      Sweep.begin(table, DEAD, DEAD, id)?.finish()
      Sweep.takeOver(table, DEAD, isGone, id)?.finish()
      env.note("over")
    }
  return {
    file: import.meta.url,
    options,
    sizes: place.sizes,
    maxKills: 1,
    watchers: dies ? [1, 2] : [],
    setup: () => {
      // Of no other place than that of the dead one may anybody take.
      for (let holder = 0; take(place.words, holder) !== NOBODY; holder++);
      const dead = place.table(DEAD)
      lost = Array.from({ length: claims }, () => dead.claim())
    },
    threads: [
      ...sweepers.map((name, index) => ({ name, run: sweeper(FIRST + index), killable: dies && index === 0 })),
      {
        name: "N",
        run: (env) => {
          // Waits for its turn as a thread that starts does: by trying again.
          for (let tries = 0; tries < 3; tries++) {
            const holder = take(place.words, NEXT)
            if (holder === NOBODY) continue
            const table = place.table(holder)
            for (let left = claims; left > 0; left--) env.note(`claimed ${table.claim()}`)
            return
          }
        }
      }
    ],
    final: ({ threads }) => {
      const counts = sweepers.flatMap((name) => threads[name]!.notes.filter((note) => note.startsWith("swept")))
      if (!dies && counts.toSorted().join() !== `swept -1,swept ${claims}`) return counts.join()
      const table = place.table(DEAD)
      for (const note of threads["N"]!.notes) {
        const serial = Number(note.slice("claimed ".length))
        if (serial === 0 || table.find(serial) !== DEAD) return `${note}, and it was swept`
      }
      const isSwept = !threads["A"]!.dead || sweepers.slice(1).every((name) => threads[name]!.notes.includes("over"))
      if (!isSwept) return undefined
      for (const serial of lost) if (table.find(serial) !== NOBODY) return `${serial} of the dead one is still there`
      const holder = table.threadOf(DEAD)
      return holder === NOBODY || holder === NEXT ? undefined : `the place of the dead one says ${holder}`
    }
  }
}
