/*
 * A gen_server of Erlang's, asked from another scheduler: `node erlang.ts '{"peer":"erlang","scenario":"ask1",…}'` prints
 * one line of JSON. Started by `spawn.ts` in place of `measure.ts`: nothing of Node is in what is measured.
 */
import { execFileSync } from "node:child_process"
import { mkdirSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { otherCpuPercent, readProcessorTimes, repository } from "./machine.ts"
import type { Measurement, MeasurementRequest } from "./measurement.ts"
import { scenarios } from "./scenarios.ts"

interface Echoed {
  readonly jobs: number
  readonly millis: number
  readonly cpuMicros: number
  readonly p50Micros: number
  readonly p99Micros: number
  readonly rssBytes: number
  /** Of the whole life of the process. */
  readonly totalCpuMicros: number
}

const source = fileURLToPath(new URL("erlang/echo.erl", import.meta.url))
const folder = fileURLToPath(new URL(".cache/benchmark/erlang", repository))

const measure = ({ measureMillis, scenario, warmUpMillis }: MeasurementRequest): Measurement => {
  const { inFlight, latency } = scenarios.get(scenario)!
  mkdirSync(folder, { recursive: true })
  execFileSync("erlc", ["-o", folder, source], { stdio: ["ignore", "ignore", "inherit"] })
  const before = readProcessorTimes()
  const numbers = [inFlight, Math.round(warmUpMillis), Math.round(measureMillis)].map(String)
  // Two schedulers, whatever the machine has: one for each end.
  const args = ["-noinput", "+S", "2:2", "-pa", folder, "-s", "echo", "main", ...numbers]
  const figures = JSON.parse(execFileSync("erl", args, { encoding: "utf8" })) as Echoed
  return {
    jobsPerSecond: (figures.jobs / figures.millis) * 1000,
    cpuMicrosPerJob: figures.cpuMicros / figures.jobs,
    p50Micros: latency ? figures.p50Micros : null,
    p99Micros: latency ? figures.p99Micros : null,
    enqueueMicros: null,
    socketP99Micros: null,
    timerTicksServed: null,
    besidePerSecond: null,
    wakeUpsPerSecond: null,
    rssMb: figures.rssBytes / 1e6,
    // The warm-up is in it on both sides, which does not matter for how much of the machine others used.
    otherCpuPercent: otherCpuPercent(before, readProcessorTimes(), figures.totalCpuMicros)
  }
}

process.stdout.write(JSON.stringify(measure(JSON.parse(process.argv[2] ?? "{}"))) + "\n")
