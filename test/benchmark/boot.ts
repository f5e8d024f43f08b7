/*
 * How long a worker takes to start, and what it takes: `node boot.ts '{"peer":"stevedore","scenario":"boot",…}'` prints
 * one line of JSON. Started by `spawn.ts` in place of `measure.ts`.
 */
import { type Boots, ensureBuilt, isWarm, run } from "./built.ts"
import { otherCpuPercent, readProcessorTimes } from "./machine.ts"
import type { Measurement, MeasurementRequest } from "./measurement.ts"
import { median } from "./statistics.ts"

const boot = async ({ peer, scenario }: MeasurementRequest): Promise<Measurement> => {
  await ensureBuilt()
  const warm = scenario === "boot-warm"
  if (warm && !isWarm()) {
    for (const each of ["raw", "stevedore"]) run("main.js", each, true)
  }
  const before = readProcessorTimes()
  const { cpuMicros, grownMb, millis } = run<Boots>("main.js", peer, warm)
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
    otherCpuPercent: otherCpuPercent(before, readProcessorTimes(), cpuMicros)
  }
}

process.stdout.write(JSON.stringify(await boot(JSON.parse(process.argv[2] ?? "{}"))) + "\n")
