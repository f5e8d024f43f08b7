/*
 * One measurement, in a process of its own: `node measure.ts '{"peer":"raw","scenario":"ask1",…}'` opens the peer, runs
 * the load and prints one line of JSON. Started by `spawn.ts`; by hand when a single figure is to be profiled.
 */
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
  const readAll = () => ({ processors: readProcessorTimes(), ticks: readTicks(), cpu: process.cpuUsage() })
  const peer = await entry.open(scenario)
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
  await peer.close()

  const cpuMicros = after.cpu.user + after.cpu.system - before.cpu.user - before.cpu.system
  return {
    jobsPerSecond: (result.jobs / result.elapsedMillis) * 1000,
    cpuMicrosPerJob: cpuMicros / result.jobs,
    p50Micros: result.p50Micros,
    p99Micros: result.p99Micros,
    timerTicksServed: servedFraction(before.ticks, after.ticks, result.elapsedMillis),
    rssMb: rssBytes / 1e6,
    otherCpuPercent: otherCpuPercent(before.processors, after.processors, cpuMicros)
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
