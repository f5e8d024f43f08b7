/**
 * What is left of anything: as the operating system, Node and the shared memory say it. Compared before and after.
 */
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"

export const leftOfProcess = () => ({
  threads: fs.readdirSync("/proc/self/task").length,
  // The folder that is being read is one itself, each time.
  descriptors: fs.readdirSync("/proc/self/fd").length,
  // An Immediate is gone by the next turn: the program itself is run by them.
  resources: process
    .getActiveResourcesInfo()
    .filter((resource) => resource !== "Immediate")
    .sort()
})

export const leftOfMemory = (system: ActorSystem["Service"]) => {
  const { arena } = system["~@stevedore/core/runtime"].loop
  const { firstSegments, jobs, lanes, maxThreads, owners, threads } = arena.layout
  const used = (from: number, to: number): number => arena.words.subarray(from, to).reduce((n, w) => n + (w ? 1 : 0), 0)
  return Effect.map(system.info, (info) => ({
    ...info,
    records: Array.from({ length: maxThreads }, (_, t) => arena.words[threads + t * 64 + 32]).filter(Boolean).length,
    // Main's own words keep their generations; all phases are free.
    busyJobs: arena.words.subarray(jobs, firstSegments).filter((word) => (word & 7) !== 0).length,
    jobsOfOthers: used(jobs + arena.layout.jobCapacity, firstSegments),
    lanes: used(lanes, owners),
    owned: used(owners, jobs)
  }))
}
