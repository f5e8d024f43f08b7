/**
 * The figures of a system as one thread of it can read them, out of shared memory and out of its own counters.
 */
import { Thread } from "../memory/layout.ts"
import * as ThreadRecord from "../memory/threadRecord.ts"
import { deadLetters } from "../thread/tellAccount.ts"
import type { SystemRuntime } from "./systemRuntime.ts"

export interface Series {
  readonly id: string
  readonly kind: "counter" | "gauge"
  readonly attributes: Readonly<Record<string, string>>
  /** Whose it is: another one may have the same name later. */
  readonly of: unknown
  readonly read: () => number
}

/** Those that there are now. */
export const seriesOf = (runtime: SystemRuntime): ReadonlyArray<Series> => [
  ...(runtime.main === undefined ? [] : [...ofSystem(runtime), ...ofThreads(runtime)]),
  ...ofJobs(runtime)
]

const ofSystem = ({ loop }: SystemRuntime): ReadonlyArray<Series> => {
  const series = (id: string, kind: Series["kind"], read: () => number): Series => ({
    id,
    kind,
    attributes: {},
    of: loop,
    read
  })
  return [
    series("stevedore_jobs_in_flight", "gauge", () => {
      loop.outbox.reclaim()
      return loop.outbox.jobs.live
    }),
    series("stevedore_sends_waiting", "gauge", () => loop.outbox.waiting),
    series("stevedore_dead_letters", "counter", () => deadLetters(loop.arena)),
    series("stevedore_segments_free", "gauge", () => loop.mesh.pool.countFree())
  ]
}

const ofThreads = ({ directory, loop: { arena } }: SystemRuntime): ReadonlyArray<Series> =>
  directory.threads.flatMap(({ incarnation, name, thread }) => {
    const about = { attributes: { thread: name }, of: incarnation }
    // Its record may serve another thread by now.
    const isIt = (): boolean => ThreadRecord.load(arena, thread, Thread.incarnation) === incarnation
    const word = (field: number) => () => (isIt() ? ThreadRecord.load(arena, thread, field) : 0)
    return [
      {
        id: "stevedore_thread_jobs_pending",
        kind: "gauge" as const,
        ...about,
        read: () => (isIt() ? ThreadRecord.pending(arena, thread) : 0)
      },
      { id: "stevedore_thread_jobs_ended", kind: "counter" as const, ...about, read: word(Thread.finished) },
      { id: "stevedore_thread_busy_millis", kind: "counter" as const, ...about, read: word(Thread.busyMillis) },
      { id: "stevedore_thread_rings", kind: "counter" as const, ...about, read: word(Thread.rings) },
      { id: "stevedore_thread_linger_hits", kind: "counter" as const, ...about, read: word(Thread.lingerHits) },
      { id: "stevedore_thread_linger_millis", kind: "counter" as const, ...about, read: word(Thread.lingerMillis) }
    ]
  })

const ofJobs = ({ loop }: SystemRuntime): ReadonlyArray<Series> =>
  Array.from(loop.actors.values()).flatMap((actor) =>
    actor.jobs.methods.flatMap(({ tag }, method): ReadonlyArray<Series> => {
      const attributes = { thread: loop.threadName(loop.thread), actor: actor.name, job: tag }
      const about = { attributes, of: actor }
      const figures = actor.jobs.figuresOf(method)
      return [
        { id: "stevedore_jobs_begun", kind: "counter", ...about, read: () => figures.begun },
        { id: "stevedore_jobs_failed", kind: "counter", ...about, read: () => figures.failed },
        { id: "stevedore_jobs_fiber_millis", kind: "counter", ...about, read: () => figures.fiberMillis }
      ]
    })
  )
