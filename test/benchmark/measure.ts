/*
 * One measurement, in a process of its own: `node measure.ts '{"peer":"raw","scenario":"ask1",…}'` opens the peer, runs
 * the load and prints one line of JSON. Started by `spawn.ts`; by hand when a single figure is to be profiled.
 */
import { startBeside } from "./beside.ts"
import { readProcessorTimes } from "./machine.ts"
import { makeLoad } from "./load.ts"
import type { Measurement, MeasurementRequest } from "./measurement.ts"
import { peers } from "./peers.ts"
import { scenarios } from "./scenarios.ts"
import { servedFraction, startTicks } from "./ticks.ts"

const measure = async (request: MeasurementRequest): Promise<Measurement> => {
  const scenario = scenarios.get(request.scenario)
  const entry = peers.get(request.peer)
  if (scenario === undefined || entry === undefined) throw new Error(`No such measurement: ${JSON.stringify(request)}`)

  const readTicks = startTicks()
  const peer = await entry.open(scenario)
  const other = startBeside(scenario)
  const readAll = () => ({
    processors: readProcessorTimes(),
    ticks: readTicks(),
    cpu: process.cpuUsage(),
    beside: other.done()
  })
  let before = readAll()
  let after = before
  let rssBytes = 0
  const { load, finish } = makeLoad({
    scenario,
    warmUpMillis: request.warmUpMillis,
    measureMillis: request.measureMillis,
    onStart: () => (before = readAll()),
    onEnd: () => {
      after = readAll()
      rssBytes = process.memoryUsage.rss()
    }
  })
  await peer.run(load)
  const result = finish()
  other.end()
  await peer.close()

  const beside = before.beside === null || after.beside === null ? null : { done: after.beside - before.beside }
  // A process beside it is part of the scenario, and no disturbance.
  const besideMicros = beside !== null && scenario.beside === "process" ? beside.done * 1e6 : 0
  const cpuMicros = after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system
  return {
    jobsPerSecond: (result.jobs / result.elapsedMillis) * 1000,
    cpuMicrosPerJob: cpuMicros / result.jobs,
    p50Micros: result.p50Micros,
    p99Micros: result.p99Micros,
    timerTicksServed: servedFraction(before.ticks, after.ticks, result.elapsedMillis),
    besidePerSecond: beside === null ? null : (beside.done / result.elapsedMillis) * 1000,
    rssMb: rssBytes / 1e6,
    otherCpuPercent: otherCpuPercent(before.processors, after.processors, cpuMicros + besideMicros)
  }
}

/** What part of the machine's processors others used, in percent; null where the system does not tell. */
const otherCpuPercent = (
  before: ReturnType<typeof readProcessorTimes>,
  after: ReturnType<typeof readProcessorTimes>,
  ownMicros: number
): number | null => {
  if (before === null || after === null || after.totalMicros === before.totalMicros) return null
  const others = after.busyMicros - before.busyMicros - ownMicros
  return Math.max(0, (100 * others) / (after.totalMicros - before.totalMicros))
}

const measurement = await measure(JSON.parse(process.argv[2] ?? "{}"))
process.stdout.write(JSON.stringify(measurement) + "\n")
