/*
 * How long a worker takes to start, and what it takes: `node boot.ts '{"peer":"stevedore","scenario":"boot",…}'` prints
 * one line of JSON. Started by `spawn.ts` in place of `measure.ts`.
 */
import { type Boots, ensureBuilt, isWarm, type Made, run } from "./built.ts"
import { otherCpuPercent, readProcessorTimes } from "./machine.ts"
import type { Measurement, MeasurementRequest } from "./measurement.ts"
import { median } from "./statistics.ts"

const boot = async ({ peer, scenario }: MeasurementRequest): Promise<Measurement> => {
  await ensureBuilt()
  const made: Made = { bundled: scenario.startsWith("boot-bundled"), warm: scenario.endsWith("-warm") }
  if (made.warm && !isWarm(made)) {
    for (const each of ["raw", "stevedore"]) run("main.js", each, made)
  }
  const before = readProcessorTimes()
  const { allMicros, cpuMicros, grownMb, millis } = run<Boots>("main.js", peer, made)
  return {
    jobsPerSecond: null,
    cpuMicrosPerJob: cpuMicros / millis.length,
    p50Micros: 1000 * median(millis)!,
    p99Micros: null,
    enqueueMicros: null,
    socketP99Micros: null,
    timerTicksServed: null,
    besidePerSecond: null,
    wakeUpsPerSecond: null,
    rssMb: grownMb,
    otherCpuPercent: otherCpuPercent(before, readProcessorTimes(), allMicros)
  }
}

process.stdout.write(JSON.stringify(await boot(JSON.parse(process.argv[2] ?? "{}"))) + "\n")
