/*
 * `node test/benchmark/mesh/main.ts`: one lane for each pair of threads, as Stevedore ships, against one queue for each
 * target into which all senders write, in the two shapes that are known to be fast. Everything else is the same: codec,
 * record, bell, when it is rung, how a sender waits for room. Each measurement is a process of its own with real
 * threads; the designs take turns, and their ratios are taken within a turn.
 */
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { canPin, describeCommit, describeMachine, repository } from "../machine.ts"
import { listOf, parse, positive, WrongArguments } from "../options.ts"
import { median, medianInterval } from "../statistics.ts"
import type { MeshMeasurement, MeshRequest } from "./measure.ts"
import { type Design, designs } from "./queue.ts"

const usage = `node test/benchmark/mesh/main.ts [options]

  --rounds n         how often each design is measured (11)
  --seconds s        how long one measurement takes, and its warm-up (0.5)
  --senders a,b      1, 2, 3 (all)
  --in-flight a,b    messages of one sender that may be under way: 256, 10000 (256)
  --placement p      free, or pinned to one core; both unless given`

const names: Readonly<Record<Design, string>> = {
  lanes: "a lane for each pair",
  bytes: "byte queue, claimed tail",
  cells: "ring of cells"
}

const options = () =>
  parse(() => {
    const { values } = parseArgs({
      options: {
        rounds: { type: "string" },
        seconds: { type: "string" },
        senders: { type: "string" },
        "in-flight": { type: "string", default: "256" },
        placement: { type: "string" }
      }
    })
    return {
      rounds: Math.ceil(positive("--rounds", values.rounds, 11)),
      millis: 1000 * positive("--seconds", values.seconds, 0.5),
      senders: listOf("number of senders", values.senders, ["1", "2", "3"]).map(Number),
      inFlight: listOf("number in flight", values["in-flight"], ["256", "10000"]).map(Number),
      placements: listOf("placement", values.placement, ["pinned", "free"])
    }
  })

const compileCache = fileURLToPath(new URL(".cache/benchmark/compiled", repository))

const measure = (request: MeshRequest, pinned: boolean): Promise<MeshMeasurement> =>
  new Promise((resolve, reject) => {
    const pin = pinned ? ["taskset", "-c", "0"] : []
    const script = fileURLToPath(new URL("measure.ts", import.meta.url))
    const [command, ...args] = [...pin, process.execPath, script, JSON.stringify(request)]
    const child = spawn(command!, args, {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
      timeout: request.warmUpMillis + request.measureMillis + 60_000,
      killSignal: "SIGKILL"
    })
    let output = ""
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text))
    child.on("error", reject)
    child.on("close", (code) => {
      if (code === 0) resolve(JSON.parse(output) as MeshMeasurement)
      else reject(new Error(`${request.design} with ${request.senders} senders exited with code ${code}`))
    })
  })

type Rounds = Readonly<Record<Design, ReadonlyArray<MeshMeasurement>>>
type Figure = keyof MeshMeasurement

/** How much of it a design took, lanes being 1: the median of the rounds, and where it lies for sure. */
const ratioOf = (rounds: Rounds, design: Design, figure: Figure): string => {
  if (design === "lanes") return "1"
  const ratios = rounds[design].map((measured, round) => measured[figure] / rounds.lanes[round]![figure])
  const interval = medianInterval(ratios)!
  return `${median(ratios)!.toFixed(2)} (${interval.low.toFixed(2)}–${interval.high.toFixed(2)})`
}

const medianOf = (rounds: Rounds, design: Design, figure: Figure): number =>
  median(rounds[design].map((measured) => measured[figure]))!

const printRows = (where: string, rounds: Rounds): void => {
  for (const design of designs) {
    const cpu = medianOf(rounds, design, "cpuMicrosPerMessage").toFixed(2)
    const rate = (medianOf(rounds, design, "messagesPerSecond") / 1e6).toFixed(2)
    const cells = [
      where,
      names[design],
      cpu,
      ratioOf(rounds, design, "cpuMicrosPerMessage"),
      rate,
      ratioOf(rounds, design, "messagesPerSecond")
    ]
    process.stdout.write(`| ${cells.join(" | ")} |\n`)
  }
}

/** What two senders get through while a third has stopped in the middle of a send. */
const printStalled = async (pinned: boolean, millis: number): Promise<void> => {
  for (const design of designs) {
    const request = { design, senders: 3, inFlight: 256, stalls: true, warmUpMillis: millis, measureMillis: millis }
    const { messagesPerSecond } = await measure(request, pinned)
    const where = `3, ${pinned ? "pinned" : "free"}, one stopped within a send`
    process.stdout.write(`| ${where} | ${names[design]} | | | ${(messagesPerSecond / 1e6).toFixed(2)} | |\n`)
  }
}

const compare = async (): Promise<void> => {
  const { inFlight: depths, millis, placements, rounds: count, senders: counts } = options()
  if (placements.includes("pinned") && !canPin()) {
    throw new Error("Binding to a processor needs taskset, which this machine lacks: --placement free")
  }
  const { cores, cpu, node, system } = describeMachine()
  process.stdout.write(
    `${cpu}, ${cores} cores, ${system}, Node ${node}, commit ${describeCommit()}, ${count} rounds\n\n`
  )
  process.stdout.write("| senders | design | CPU µs per message | ratio | million messages/s | ratio |\n")
  process.stdout.write("| --- | --- | --: | --: | --: | --: |\n")
  // Fills the compile cache, so that the first measurement is like the others.
  for (const design of designs) {
    await measure({ design, senders: 1, inFlight: 256, warmUpMillis: 1, measureMillis: 1 }, false)
  }
  for (const placement of placements) {
    await printStalled(placement === "pinned", millis)
    for (const inFlight of depths) {
      for (const senders of counts) {
        const rounds: Record<Design, Array<MeshMeasurement>> = { lanes: [], bytes: [], cells: [] }
        for (let round = 0; round < count; round++) {
          // Whoever goes first in one round goes last in the next.
          const turn = round % 2 === 0 ? designs : designs.toReversed()
          for (const design of turn) {
            const request = { design, senders, inFlight, warmUpMillis: millis, measureMillis: millis }
            rounds[design].push(await measure(request, placement === "pinned"))
          }
        }
        printRows(`${senders}, ${placement}, ${inFlight} in flight`, rounds)
      }
    }
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
