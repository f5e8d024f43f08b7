/**
 * Two threads sweep the place of one that is gone, and a third takes the place as soon as it is free, and claims: what it
 * has claimed is not swept with what was there before.
 */
import type { Model } from "../../../../core/test/explorer/model.ts"
import { NOBODY, take } from "../../../src/internal/objects/table.ts"
import { placeFor } from "./table.ts"

export interface SweepsOptions {
  /** How many the third one claims, and how many the dead one had. */
  readonly claims: number
}

const DEAD = 0
const NEXT = 100

export const sweeps = (options: SweepsOptions): Model => {
  const { claims } = options
  const place = placeFor(3, 1)
  return {
    file: import.meta.url,
    options,
    sizes: place.sizes,
    setup: () => {
      // Of no other place than that of the dead one may anybody take.
      for (let holder = 0; take(place.words, holder) !== NOBODY; holder++);
      const dead = place.table(DEAD)
      for (let left = claims; left > 0; left--) dead.claim()
    },
    threads: [
      ...["A", "B"].map((name, index) => ({
        name,
        run: (env: Parameters<Model["threads"][number]["run"]>[0]): void => {
          env.note(`swept ${place.table(index + 1).sweep(DEAD, DEAD)}`)
        }
      })),
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
      const counts = ["A", "B"].flatMap((name) => threads[name]!.notes)
      if (counts.toSorted().join() !== `swept -1,swept ${claims}`) return counts.join()
      for (const note of threads["N"]!.notes) {
        const serial = Number(note.slice("claimed ".length))
        if (serial === 0 || place.table(DEAD).find(serial) !== DEAD) return `${note}, and it was swept`
      }
      return undefined
    }
  }
}
