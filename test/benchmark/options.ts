/*
 * The command line of `npm run bench`.
 */
import { parseArgs } from "node:util"
import { cellsOf } from "./cells.ts"
import type { Plan } from "./collect.ts"
import { peers } from "./peers.ts"
import { scenarioNames } from "./scenarios.ts"

export const usage = `npm run bench -- [options]

  --json             one JSON document on stdout and nothing else: what table.ts makes tables of
  --quick            every peer and scenario that a bar names in at most 4 minutes, shorter measurements
  --peers a,b        ${[...peers.keys()].join(", ")}
  --scenarios a,b    ${scenarioNames.join(", ")}
                     with one of both given, whatever these can do; else what bars and tables name
  --with-ring        beside what is physically possible: two threads that never sleep, for that alone
  --with-erlang      beside a gen_server of the Erlang that is installed
  --placement p      free, or pinned to one core; both unless given
  --reps n           quiet measurements for each figure (5; with --quick as many of 3 as fit)
  --seconds s        how long one measurement takes (2; with --quick 0.5)
  --patience s       how long repetitions are begun while figures lack quiet ones (900; with --quick 205)
  --help`

/** What the user asked for in a way that cannot be done; its message is for them. */
export class WrongArguments extends Error {}

export interface Options {
  readonly help: boolean
  readonly json: boolean
  readonly plan: Plan
}

const placements = ["free", "pinned"] as const

const oneOf = <A extends string>(what: string, given: string, known: ReadonlyArray<A>): A => {
  const found = known.find((name) => name === given)
  if (found === undefined) throw new WrongArguments(`There is no ${what} "${given}": ${known.join(", ")}`)
  return found
}

export const listOf = <A extends string>(
  what: string,
  given: string | undefined,
  known: ReadonlyArray<A>
): ReadonlyArray<A> => (given === undefined ? known : given.split(",").map((name) => oneOf(what, name.trim(), known)))

export const positive = (what: string, given: string | undefined, otherwise: number): number => {
  const value = given === undefined ? otherwise : Number(given)
  if (!(value > 0 && Number.isFinite(value)))
    throw new WrongArguments(`${what} takes a positive number, not "${given}"`)
  return value
}

/** How long a fast peer works before it is measured; `load.ts` says what a slow one gets. */
export const warmUpMillis = (measureMillis: number): number => Math.min(2000, measureMillis)

export const parse = <T>(read: () => T): T => {
  try {
    return read()
  } catch (error) {
    throw error instanceof WrongArguments ? error : new WrongArguments((error as Error).message)
  }
}

/** What this machine can do; asked only where it is wanted, and says itself why not. */
export interface Possible {
  readonly pinned: () => boolean
  readonly erlang: () => boolean
}

export const parseOptions = (args: ReadonlyArray<string>, possible: Possible): Options =>
  parse(() => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        json: { type: "boolean", default: false },
        quick: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
        "with-erlang": { type: "boolean", default: false },
        "with-ring": { type: "boolean", default: false },
        peers: { type: "string" },
        scenarios: { type: "string" },
        placement: { type: "string" },
        reps: { type: "string" },
        seconds: { type: "string" },
        patience: { type: "string" }
      }
    })
    const { quick } = values
    const measureMillis = 1000 * positive("--seconds", values.seconds, quick ? 0.5 : 2)
    const repetitions = Math.ceil(positive("--reps", values.reps, quick ? 3 : 5))
    return {
      help: values.help,
      json: values.json,
      plan: {
        cells: cellsOf({
          peers: values.peers === undefined ? undefined : listOf("peer", values.peers, [...peers.keys()]),
          scenarios: values.scenarios === undefined ? undefined : listOf("scenario", values.scenarios, scenarioNames),
          placements: listOf("placement", values.placement, placements).filter(
            (placement) => values.help || placement === "free" || possible.pinned()
          ),
          extras: [
            ...(values["with-erlang"] && possible.erlang() ? (["erlang"] as const) : []),
            ...(values["with-ring"] ? (["raw-ring"] as const) : [])
          ]
        }),
        isPatient: !quick || values.patience !== undefined,
        repetitions,
        needed: quick ? 1 : repetitions,
        warmUpMillis: warmUpMillis(measureMillis),
        measureMillis,
        deadlineMillis: 1000 * positive("--patience", values.patience, quick ? 205 : 900)
      }
    }
  })
