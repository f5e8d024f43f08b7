/** What a chaos run has found, as a table, and what of it must not be. */
import { isDeepStrictEqual } from "node:util"
import type { Tally } from "./chaos.protocol.ts"
import { ways } from "../deaths/endings.ts"
import type { Kills } from "./kills.ts"

export interface Found {
  readonly count: number
  readonly seed: number
  readonly millis: number
  readonly deaths: ReadonlyArray<Kills>
  readonly bootsMillis: ReadonlyArray<number>
  readonly tallies: ReadonlyArray<Tally>
  readonly asksAfter: number
  readonly passedAfter: number
  readonly tellsHandled: number
  /** Tells that began to end their thread, and so never ended. */
  readonly ending: number
  readonly deadLetters: number
  readonly before: unknown
  readonly after: unknown
}

const sum = (numbers: ReadonlyArray<number>): number => numbers.reduce((a, b) => a + b, 0)
export const median = (numbers: ReadonlyArray<number>): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN

/** With few of them the one in the middle says little on a machine with much to do: then the slowest one counts. */
const isFew = (boots: ReadonlyArray<number>): boolean => boots.length < 20
const bootOf = (boots: ReadonlyArray<number>): number => (isFew(boots) ? Math.max(...boots) : median(boots))

const totals = ({ deaths, tallies, bootsMillis }: Found) => {
  const all = (field: "sent" | "answered" | "died" | "settledTwice" | "told"): number =>
    sum(tallies.map((tally) => tally[field]))
  const wrong = tallies.flatMap((tally) => tally.wrong)
  const gaps = deaths.flatMap(({ gapsMillis }) => gapsMillis)
  return {
    deaths: sum(deaths.map((each) => each.deaths)),
    byWay: ways.map((way) => [way, sum(deaths.map(({ byWay }) => byWay[way]))] as const),
    sent: all("sent"),
    answered: all("answered"),
    died: all("died"),
    settledTwice: all("settledTwice"),
    told: all("told"),
    wrong,
    unsettled: all("sent") - all("answered") - all("died") - wrong.length,
    gap: median(gaps),
    boot: bootOf(bootsMillis)
  }
}

/** Each line says what must not be. */
export const check = (found: Found): ReadonlyArray<string> => {
  const { boot, deaths, gap, settledTwice, told, unsettled, wrong } = totals(found)
  const failures: Array<string> = [...wrong]
  const must = (holds: boolean, text: string): void => {
    if (!holds) failures.push(text)
  }
  must(deaths >= found.count, `only ${deaths} of ${found.count} threads died`)
  must(unsettled === 0, `${unsettled} jobs are not settled`)
  must(settledTwice === 0, `${settledTwice} jobs were settled twice`)
  // What ends a thread is a tell, too, which nobody has counted as told. Not counted by the deaths: under load a thread may
  // run out of memory by itself. And any thread may die in the middle of a tell that it has handled.
  const missing = told + found.ending - found.tellsHandled - found.deadLetters
  must(missing <= 0, `${missing} tells are neither handled nor dead letters`)
  must(-missing <= deaths, `${-missing} tells more are handled or dead letters than were told`)
  must(
    isDeepStrictEqual(found.before, found.after),
    `left: ${JSON.stringify(found.after)}, not ${JSON.stringify(found.before)}`
  )
  must(found.passedAfter === found.asksAfter, `only ${found.passedAfter} of ${found.asksAfter} asks passed afterwards`)
  must(gap <= 2 * boot, `a place stays empty for ${gap} ms, twice a start is ${2 * boot} ms`)
  return failures
}

export const show = (found: Found, failures: ReadonlyArray<string>): string => {
  const { answered, boot, byWay, deaths, died, gap, sent, settledTwice, told, unsettled } = totals(found)
  const number = (n: number): string => Math.round(n).toLocaleString("en")
  const rows: ReadonlyArray<readonly [string, string]> = [
    ["threads killed", `${number(deaths)} in ${number(found.millis / 1000)} s, seed ${found.seed}`],
    ["  how", byWay.map(([way, n]) => `${way} ${n}`).join(", ")],
    ["asks and submits sent by three threads", number(sent)],
    ["  answered", number(answered)],
    ["  failed: started on a thread that died", number(died)],
    ["  unsettled", number(unsettled)],
    ["  settled twice", number(settledTwice)],
    ["tells taken", number(told)],
    ["  handled, dead letters", `${number(found.tellsHandled)}, ${number(found.deadLetters)}`],
    ["  dead letters that ended their thread", number(found.ending)],
    ["gap until a place is served again, median", `${number(gap)} ms`],
    [`start of a thread in the same run, ${isFew(found.bootsMillis) ? "slowest" : "median"}`, `${number(boot)} ms`],
    ["asks afterwards that passed", `${number(found.passedAfter)} of ${number(found.asksAfter)}`],
    ["threads, descriptors, memory left", isDeepStrictEqual(found.before, found.after) ? "as before" : "not as before"]
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  return [
    ...rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`),
    ...failures.map((each) => `FAILED: ${each}`)
  ].join("\n")
}
