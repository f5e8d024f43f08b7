/**
 * Bell and park alone: producers publish and ring, a reader takes, parks and sleeps behind one armed `waitAsync`; a
 * timer of its own may wake its event loop at any time. Or it stops instead, as linger does, and goes on to the
 * `waitAsync` when the time for that is over.
 */
import type { Arena } from "../../../src/internal/memory/arena.ts"
import * as Bell from "../../../src/internal/memory/bell.ts"
import { Thread } from "../../../src/internal/memory/layout.ts"
import * as ThreadRecord from "../../../src/internal/memory/threadRecord.ts"
import { Event, type Model, type ThreadEnv } from "../model.ts"
import { tiny } from "../views.ts"

const READER = 0
const TIMER = Event.first

export interface BellOptions {
  /** Messages of each producer. */
  readonly messages: ReadonlyArray<number>
  /** The reader is closing: CLOSED is set, and must stay. */
  readonly closed?: boolean
  readonly timer?: boolean
  /** Before each sleep it stops. */
  readonly stops?: boolean
  /** How the first of these ends. */
  readonly timeOut?: boolean
}

/** How many messages thread `thread` has published: any word of its own line will do. */
const published = (arena: Arena, thread: number): number => ThreadRecord.load(arena, thread, Thread.turns)

const producer =
  (count: number) =>
  ({ arena, index }: ThreadEnv): void => {
    for (let i = 1; i <= count; i++) {
      ThreadRecord.store(arena, index, Thread.turns, i)
      Bell.ring(arena, READER, Bell.bitOf(index))
    }
  }

const reader =
  ({ messages, stops = false, timer = false }: BellOptions) =>
  (env: ThreadEnv): void => {
    const { arena } = env
    let armed = false
    let wakeUp = (): void => {}
    let got = 0
    const seen = messages.map(() => 0)
    let inVain = false
    for (;;) {
      // One drain: take the bits, look where they say, park; then the event loop.
      const bits = Bell.take(arena, READER)
      messages.forEach((_, i) => {
        if ((bits & Bell.bitOf(i + 1)) === 0) return
        const now = published(arena, i + 1)
        got += now - seen[i]!
        seen[i] = now
        env.note(`got ${got}`)
      })
      if (bits !== 0) inVain = false
      if (!Bell.park(arena, READER)) continue
      if (stops && !armed && !inVain) {
        inVain = !Bell.sleep(arena, READER, 10)
        env.note(inVain ? "stopped in vain" : "stopped")
        continue
      }
      if (!armed) {
        const wait = Bell.armed(arena, READER)
        if (wait === undefined) continue
        armed = true
        void wait.then(() => {
          armed = false
        })
        wakeUp = env.takeWake()
      }
      if (env.turn(timer ? [Event.bell, TIMER] : [Event.bell], false) === Event.bell) wakeUp()
    }
  }

export const bell = (options: BellOptions): Model => {
  const total = options.messages.reduce((sum, count) => sum + count, 0)
  return {
    file: import.meta.url,
    options,
    sizes: tiny({ maxThreads: options.messages.length + 1, segments: 2 }),
    raised: [
      ...(options.timer === true ? [[READER, TIMER] as const] : []),
      ...(options.timeOut === true ? [[READER, Event.timeOut] as const] : [])
    ],
    setup: (arena) => {
      if (options.closed === true) Bell.close(arena, READER)
    },
    threads: [
      { name: "R", run: reader(options) },
      ...options.messages.map((count, i) => ({ name: "PQV"[i]!, run: producer(count) }))
    ],
    final: ({ arena, threads }) => {
      const last = threads["R"]!.notes.findLast((note) => note.startsWith("got")) ?? "got 0"
      if (last !== `got ${total}`) return `lost wake-up: the reader sleeps with ${last} of ${total}`
      if (options.closed === true && !Bell.isClosed(arena, READER)) return "CLOSED was erased"
      return undefined
    }
  }
}
