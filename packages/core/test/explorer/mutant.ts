/** A guard of the shipped source that is taken away, and the files where that is done. */
import type { Mutation } from "./hooks.ts"

export interface Mutant {
  readonly guard: string
  /** What is done without. */
  readonly without: string
  readonly changes: ReadonlyArray<Mutation>
  /** Models that are tried in order, until one finds it. */
  readonly models: ReadonlyArray<string>
  /** Of those models, where their own bound is not wanted. */
  readonly preemptions?: number
}

export const change = (file: string, find: string, replace: string): Mutation => ({ file, find, replace })

export const bell = (find: string, replace: string): Mutation => change("memory/bell.ts", find, replace)
export const units = (find: string, replace: string): Mutation => change("memory/units.ts", find, replace)
export const pool = (find: string, replace: string): Mutation => change("memory/pool.ts", find, replace)
export const jobTable = (find: string, replace: string): Mutation => change("memory/jobTable.ts", find, replace)
export const lane = (find: string, replace: string): Mutation => change("memory/lane.ts", find, replace)
export const mesh = (find: string, replace: string): Mutation => change("thread/mesh.ts", find, replace)
export const ringing = (find: string, replace: string): Mutation => change("thread/ringing.ts", find, replace)
export const outbox = (find: string, replace: string): Mutation => change("sending/outbox.ts", find, replace)
export const closing = (find: string, replace: string): Mutation => change("sending/closing.ts", find, replace)
export const dropping = (find: string, replace: string): Mutation => change("sending/dropping.ts", find, replace)
export const waitingSends = (find: string, replace: string): Mutation =>
  change("sending/waitingSends.ts", find, replace)
export const threadLoop = (find: string, replace: string): Mutation => change("thread/threadLoop.ts", find, replace)
export const death = (find: string, replace: string): Mutation => change("thread/death.ts", find, replace)
export const mailRecord = (find: string, replace: string): Mutation => change("hosting/mailRecord.ts", find, replace)
export const sweeper = (find: string, replace: string): Mutation => change("system/sweeper.ts", find, replace)

export const cas = (phase: string): string => `    Atomics.compareExchange(
      arena.words,
      Layout.jobsAt(arena.layout, sender) + id,
      queued,
      word(generation, Phase.${phase})
    ) === queued`
export const noCas = (
  phase: string
): string => `    Atomics.load(arena.words, Layout.jobsAt(arena.layout, sender) + id) === queued &&
    (Atomics.store(arena.words, Layout.jobsAt(arena.layout, sender) + id, word(generation, Phase.${phase})), true)`
