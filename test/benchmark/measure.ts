/*
 * One measurement, in a process of its own: `node measure.ts '{"peer":"raw","scenario":"ask1",…}'` opens the peer, runs
 * the load and prints one line of JSON. Started by `spawn.ts`; by hand when a single figure is to be profiled.
 */
import { startBeside } from "./beside.ts"
import { otherCpuPercent, readProcessorTimes } from "./machine.ts"
import { wakeUpsPerSecond } from "./idle.ts"
import { makeLoad } from "./load.ts"
import type { Measurement, MeasurementRequest } from "./measurement.ts"
import { peers } from "./peers.ts"
import { scenarios } from "./scenarios.ts"
import { startClient } from "./socket.ts"
import { servedFraction, startTicks } from "./ticks.ts"

const measure = async (request: MeasurementRequest): Promise<Measurement> => {
  const scenario = scenarios.get(request.scenario)
  const entry = peers.get(request.peer)
  if (scenario === undefined || entry === undefined) throw new Error(`No such measurement: ${JSON.stringify(request)}`)

  const ticks = startTicks(scenario)
  const peer = await entry.open(scenario)
  const socket = ticks.port === undefined ? undefined : await startClient(ticks.port)
  const other = startBeside(scenario)
  const readAll = () => ({
    processors: readProcessorTimes(),
    ticks: ticks.read(),
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
    onStart: () => {
      socket?.start()
      before = readAll()
    },
    onEnd: () => {
      socket?.end()
      after = readAll()
      rssBytes = process.memoryUsage.rss()
    }
  })
  await peer.run(load)
  const result = finish()
  const socketP99Micros = socket === undefined ? null : await socket.p99Micros()
  other.end()
  const wakeUps = scenario.idleAfter ? await wakeUpsPerSecond(5 * request.measureMillis) : null
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
    enqueueMicros: result.enqueueMicros,
    socketP99Micros,
    timerTicksServed: scenario.idleAfter
      ? null
      : servedFraction(before.ticks, after.ticks, result.elapsedMillis, ticks.periodMillis),
    besidePerSecond: beside === null ? null : (beside.done / result.elapsedMillis) * 1000,
    wakeUpsPerSecond: wakeUps,
    rssMb: rssBytes / 1e6,
    otherCpuPercent: otherCpuPercent(before.processors, after.processors, cpuMicros + besideMicros)
  }
}

const measurement = await measure(JSON.parse(process.argv[2] ?? "{}"))
process.stdout.write(JSON.stringify(measurement) + "\n")
