/*
 * How pieces of an ask are measured.
 */
import { median } from "../statistics.ts"

/** Callers of a loop, each with one job at a time. */
export const inFlight = 256

const jobs = 1000 * inFlight
const rounds = 5

/** Processor time of one job, in nanoseconds, when the compiler has come to rest. */
export const nanosOf = async (run: (jobs: number) => void | Promise<void>): Promise<number> => {
  await run(jobs)
  const each: Array<number> = []
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage()
    await run(jobs)
    const { system, user } = process.cpuUsage(before)
    each.push(((system + user) * 1000) / jobs)
  }
  return median(each)!
}
