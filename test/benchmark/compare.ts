/*
 * Whether a change made Stevedore faster: `node test/benchmark/compare.ts --base <other checkout>` measures this
 * checkout and the other in turns and prints the median of the pairs' ratios; `--against <peer>` measures two peers so. Two runs of the same code minutes apart
 * may differ by more than most changes do; two within the same seconds hardly.
 */
import { resolve } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { copyCheckout } from "./checkout.ts"
import { canPin, repository } from "./machine.ts"
import type { Measurement } from "./measurement.ts"
import { listOf, parse, positive, warmUpMillis, WrongArguments } from "./options.ts"
import { peers } from "./peers.ts"
import { type ScenarioName, scenarioNames } from "./scenarios.ts"
import { prime, spawnMeasurement } from "./spawn.ts"
import { median, medianInterval } from "./statistics.ts"

const usage = `node test/benchmark/compare.ts --base <path of another checkout> [options]
node test/benchmark/compare.ts --against <another peer, as stevedore-linger-off> [options]

  --peer p           what is measured of this checkout (stevedore)
  --scenarios a,b    ${scenarioNames.join(", ")} (ask1,ask256x1)
  --placement p      pinned (one core, the steady figure), or free
  --pairs n          how many pairs (10)
  --seconds s        how long one measurement takes (1)`

const readOptions = () =>
  parse(() => {
    const { values } = parseArgs({
      options: {
        base: { type: "string" },
        peer: { type: "string", default: "stevedore" },
        against: { type: "string" },
        scenarios: { type: "string", default: "ask1,ask256x1" },
        placement: { type: "string", default: "pinned" },
        pairs: { type: "string" },
        seconds: { type: "string" }
      }
    })
    const { against, base, peer } = values
    if (base === undefined && against === undefined) {
      throw new WrongArguments("--base or --against is missing: with what shall this be compared?")
    }
    const [own] = listOf("peer", peer, [...peers.keys()])
    const [other] = against === undefined ? [own] : listOf("peer", against, [...peers.keys()])
    return {
      base: base === undefined ? fileURLToPath(repository) : resolve(base),
      compared: [other!, own!] as const,
      scenarios: listOf("scenario", values.scenarios, scenarioNames),
      pinned: listOf("placement", values.placement, ["pinned", "free"])[0] === "pinned",
      pairs: Math.ceil(positive("--pairs", values.pairs, 10)),
      measureMillis: 1000 * positive("--seconds", values.seconds, 1)
    }
  })

type Pair = readonly [base: Measurement, own: Measurement]

const figures = [
  "cpuMicrosPerJob",
  "jobsPerSecond",
  "p50Micros",
  "p99Micros",
  "besidePerSecond",
  "wakeUpsPerSecond"
] as const

const printPairs = (scenario: ScenarioName, pinned: boolean, pairs: ReadonlyArray<Pair>): void => {
  process.stdout.write(`${scenario}${pinned ? ", pinned to one core" : ""}, ${pairs.length} pairs\n`)
  for (const figure of figures) {
    const of = (side: 0 | 1) => pairs.map((pair) => pair[side][figure]).filter((value) => value !== null)
    const ratios = pairs.flatMap(([base, own]) => {
      const [before, after] = [base[figure], own[figure]]
      return before === null || after === null ? [] : [after / before]
    })
    const interval = medianInterval(ratios)
    if (interval === null) continue
    const show = (value: number | null) => (value ?? Number.NaN).toPrecision(4)
    process.stdout.write(
      `  ${figure.padEnd(16)} base ${show(median(of(0)))}  this ${show(median(of(1)))}  ratio ${show(median(ratios))}` +
        `  (${show(interval.low)} to ${show(interval.high)}, ${(100 * interval.confidence).toFixed(0)} % sure)\n`
    )
  }
  const others = pairs.flat().map((measurement) => measurement.otherCpuPercent ?? 0)
  process.stdout.write(
    `  others used ${median(others)?.toFixed(0)} % of the machine, at most ${Math.max(...others).toFixed(0)} %\n`
  )
}

const compare = async (): Promise<void> => {
  const { base, compared, scenarios, pinned, pairs, measureMillis } = readOptions()
  if (pinned && !canPin())
    throw new Error("Binding to a processor needs taskset, which this machine lacks: --placement free")
  const folders = [copyCheckout(base, "base"), copyCheckout(fileURLToPath(repository), "this")] as const
  for (const side of [0, 1] as const) await prime(compared[side], { pinned, folder: folders[side] })
  for (const scenario of scenarios) {
    const request = { scenario, warmUpMillis: warmUpMillis(measureMillis), measureMillis }
    const measure = (side: 0 | 1) =>
      spawnMeasurement({ ...request, peer: compared[side] }, { pinned, folder: folders[side] })
    const measured: Array<Pair> = []
    for (let pair = 0; pair < pairs; pair++) {
      // Whoever goes first in one pair goes second in the next.
      const first = pair % 2 === 0 ? 0 : 1
      const one = await measure(first)
      const other = await measure(first === 0 ? 1 : 0)
      measured.push(first === 0 ? [one, other] : [other, one])
    }
    printPairs(scenario, pinned, measured)
  }
}

process.on("SIGINT", () => process.exit(130))

try {
  await compare()
} catch (error) {
  const wrong = error instanceof WrongArguments
  process.stderr.write(wrong ? `${error.message}\n\n${usage}\n` : `${(error as Error).message}\n`)
  process.exitCode = wrong ? 2 : 1
}
