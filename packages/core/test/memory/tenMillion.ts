/**
 * Ten million jobs through the memory plane, both ends on this thread, and how often that made the engine collect its
 * young generation. A program of its own: it prints `{ plane, control }`, where the control allocates one object a job.
 */
import { PerformanceObserver, constants } from "node:perf_hooks"
import * as Arena from "../../src/internal/memory/arena.ts"
import * as Bell from "../../src/internal/memory/bell.ts"
import { consumed, JobTable, Phase, start } from "../../src/internal/memory/jobTable.ts"
import { LaneConsumer, LaneProducer } from "../../src/internal/memory/lane.ts"
import { Lane } from "../../src/internal/memory/layout.ts"
import { MemoryPool } from "../../src/internal/memory/pool.ts"
import * as ThreadRecord from "../../src/internal/memory/threadRecord.ts"

const JOBS = 10_000_000
/** In flight at once: several segments full. */
const BURST = 1000
const BYTES = 56

const arena = Arena.make({ maxThreads: 2, jobCapacity: 4096, segmentBytes: 16 * 1024, arenaBytes: 1024 * 1024 })
const [S, T] = [ThreadRecord.allot(arena, 1), ThreadRecord.allot(arena, 2)]
const sender = new MemoryPool(arena, S)
const target = new MemoryPool(arena, T)
let wakes = 0
const onWake = (): void => {
  wakes++
}
const jobs = new JobTable(arena, S)
const mailOut = new LaneProducer(arena, sender, S, T, Lane.mail)
const mailIn = new LaneConsumer(arena, target, S, T, Lane.mail, onWake)
const repliesOut = new LaneProducer(arena, target, T, S, Lane.express)
const repliesIn = new LaneConsumer(arena, sender, T, S, Lane.express, onWake)
const tells = new Int32Array(BURST)

const must = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(what)
}

/** Odd jobs are told, even ones asked. */
const burst = (): void => {
  const { words } = arena
  let told = 0
  for (let i = 0; i < BURST; i++) {
    const id = jobs.begin()
    const at = mailOut.reserve(BYTES)
    must(id >= 0 && at >= 0, "no room")
    words[at] = BYTES
    words[at + 1] = i & 1
    words[at + 2] = id
    words[at + 3] = jobs.generation(id)
    mailOut.publish(BYTES, 1)
    if ((i & 1) === 1) tells[told++] = id
    if ((i & 63) === 0 && Bell.woke(Bell.ring(arena, T, Bell.bitOf(S)))) onWake()
  }
  must(Bell.take(arena, T) === Bell.bitOf(S), "not rung")
  for (let at = mailIn.next(); at >= 0; at = mailIn.next()) {
    const id = words[at + 2]!
    const generation = words[at + 3]!
    must(start(arena, S, id, generation), "not started")
    if (words[at + 1] === 1) {
      consumed(arena, S, id, generation, Phase.done)
    } else {
      const reply = repliesOut.reserve(24)
      must(reply >= 0, "no room for a reply")
      words[reply] = 24
      words[reply + 2] = id
      repliesOut.publish(24, 0)
    }
    mailIn.advance()
  }
  mailIn.commit()
  must(Bell.park(arena, T), "rung again")
  if (Bell.woke(Bell.ring(arena, S, Bell.bitOf(T)))) onWake()
  Bell.take(arena, S)
  for (let at = repliesIn.next(); at >= 0; at = repliesIn.next()) {
    jobs.end(words[at + 2]!)
    repliesIn.advance()
  }
  repliesIn.commit()
  for (let i = 0; i < told; i++) {
    const id = tells[i]!
    must(jobs.phase(id, jobs.generation(id)) === Phase.done, "not done")
    jobs.end(id)
  }
  must(jobs.live === 0, "a job is left")
}

const collected: Array<number> = []
const observer = new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    // Node gives every `gc` entry a detail with its kind; the types of the general entry do not say so.
    const { kind } = (entry as unknown as { readonly detail: { readonly kind: number } }).detail
    if (kind === constants.NODE_PERFORMANCE_GC_MINOR) collected.push(entry.startTime)
  }
})
observer.observe({ entryTypes: ["gc"] })
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20))

/** How often the young generation was collected while `work` ran. */
const scavenges = async (work: () => void): Promise<number> => {
  await turn()
  const from = performance.now()
  work()
  const to = performance.now()
  // What was observed is told in later turns.
  await turn()
  return collected.filter((at) => at >= from && at <= to).length
}

const through = (count: number, each: () => void): void => {
  for (let done = 0; done < count; done += BURST) {
    burst()
    each()
  }
}

// Until the engine has compiled all of it, compiling allocates.
through(JOBS / 10, () => {})
const plane = await scavenges(() => through(JOBS, () => {}))
let kept: Array<object> = []
const control = await scavenges(() =>
  through(JOBS / 10, () => {
    kept = Array.from({ length: BURST }, (_, n) => ({ n }))
  })
)
console.log(JSON.stringify({ plane, control, kept: kept.length, wakes: wakes > 0 }))
