/*
 * Which part of the sources the time went to, by the samples of a `.cpuprofile`.
 */
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

interface CallFrame {
  readonly functionName: string
  readonly url: string
}

interface CpuProfile {
  readonly startTime: number
  readonly endTime: number
  readonly nodes: ReadonlyArray<{ readonly id: number; readonly callFrame: CallFrame }>
  readonly samples: ReadonlyArray<number>
  readonly timeDeltas: ReadonlyArray<number>
}

export interface Room {
  readonly name: string
  /** Part of the time in which the thread was busy, 0 to 1. */
  readonly share: number
  /** Where most of that was, as function and share of the whole. */
  readonly functions: ReadonlyArray<readonly [string, number]>
}

/** What is left out: warming up, and starting. */
const leftOut = 0.5

const roomOf = ({ functionName, url }: CallFrame): string => {
  const internal = /\/internal\/(\w+)\//.exec(url)
  if (url.includes("/packages/core/src/")) return internal === null ? "core" : internal[1]!
  if (url.includes("/effect/")) return "effect"
  if (url.includes("/msgpackr/")) return "msgpackr"
  if (url.includes("/test/benchmark/")) return "the caller itself"
  if (functionName === "(garbage collector)") return "garbage collector"
  // Code that is generated for a schema has no file.
  return url === "" ? (functionName === "" ? "codec" : "engine") : "node"
}

const busiest = (times: ReadonlyMap<string, number>): ReadonlyArray<readonly [string, number]> =>
  [...times].sort((one, other) => other[1] - one[1])

/** The rooms of the one profile in that folder, the busiest first. */
export const roomsOf = (folder: string): ReadonlyArray<Room> => {
  const [file] = readdirSync(folder)
  const profile = JSON.parse(readFileSync(join(folder, file!), "utf8")) as CpuProfile
  const frames = new Map(profile.nodes.map(({ callFrame, id }) => [id, callFrame]))
  const from = profile.startTime + (profile.endTime - profile.startTime) * leftOut
  const rooms = new Map<string, Map<string, number>>()
  let time = profile.startTime
  let total = 0
  for (const [index, id] of profile.samples.entries()) {
    const delta = profile.timeDeltas[index]!
    time += delta
    const frame = frames.get(id)!
    if (time < from || frame.functionName === "(idle)") continue
    const name = roomOf(frame)
    const functions = rooms.get(name) ?? new Map<string, number>()
    rooms.set(name, functions)
    const called = frame.functionName === "" ? "(anonymous)" : frame.functionName
    functions.set(called, (functions.get(called) ?? 0) + delta)
    total += delta
  }
  const sums = new Map(
    Array.from(rooms, ([name, functions]) => [name, [...functions.values()].reduce((a, b) => a + b)])
  )
  return busiest(sums).map(([name, sum]) => ({
    name,
    share: sum / total,
    functions: busiest(rooms.get(name)!)
      .slice(0, 4)
      .map(([called, spent]) => [called, spent / total] as const)
  }))
}
