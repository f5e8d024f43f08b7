/**
 * An object was on its way to a thread that has died: the one that it comes from frees its entry, main sweeps the dead one's
 * place, and both of them claim anew, in the only entry that there is.
 */
import { Event, type Model, type ThreadEnv } from "../../../../core/test/explorer/model.ts"
import { NOBODY, take } from "../../../src/internal/objects/table.ts"
import { Sweep } from "../../../src/internal/objects/sweep.ts"
import { placeFor } from "./table.ts"

export interface AbandonsOptions {
  /** How often each of the two tries to claim: what it has got it keeps. */
  readonly claims: number
}

const FROM = 0
const MAIN = 1
const DEAD = 2

export const abandons = (options: AbandonsOptions): Model => {
  const place = placeFor(2, 0)
  const claim = (env: ThreadEnv, table: ReturnType<typeof place.table>): void => {
    for (let left = options.claims; left > 0; left--) {
      const serial = table.claim()
      if (serial !== 0) env.note(`claimed ${serial}`)
    }
  }
  return {
    file: import.meta.url,
    options,
    sizes: place.sizes,
    setup: () => {
      for (const thread of [FROM, MAIN, DEAD]) take(place.words, thread)
    },
    threads: [
      {
        name: "F",
        run: (env) => {
          const table = place.table(FROM)
          const serial = table.claim()
          table.depart(serial, DEAD)
          env.raise(MAIN, Event.first)
          env.note(table.abandon(serial, DEAD) ? "abandoned" : "was told")
          claim(env, table)
        }
      },
      {
        name: "M",
        run: (env) => {
          const table = place.table(MAIN)
          env.turn([Event.first], false)
          env.note(`swept ${Sweep.begin(table, DEAD, DEAD, MAIN)?.finish()}`)
          claim(env, table)
        }
      }
    ],
    final: ({ threads }) => {
      const notes = Object.values(threads).flatMap((each) => each.notes)
      const claimed = notes.flatMap((note) => (note.startsWith("claimed ") ? [Number(note.slice(8))] : []))
      if (claimed.length !== 1) return `${claimed.length} were claimed where one has room: ${claimed.join()}`
      if (place.table(FROM).find(claimed[0]!) === NOBODY)
        return `${claimed[0]!} was freed by somebody who meant another one`
      const freed = notes.filter((note) => note === "abandoned" || note === "swept 1").length
      return freed === 1 ? undefined : `the lost object was freed ${freed} times`
    }
  }
}
