/**
 * Lanes alone: producers that share the pool of segments with one consumer. Each record needs a segment of its own, so
 * producers wait for memory, and the consumer frees what they wait for.
 */
import * as Bell from "../../../src/internal/memory/bell.ts"
import { LaneConsumer, LaneProducer } from "../../../src/internal/memory/lane.ts"
import { Header, Lane, type LaneKind } from "../../../src/internal/memory/layout.ts"
import { MemoryPool } from "../../../src/internal/memory/pool.ts"
import type { Model, ThreadEnv } from "../model.ts"
import { Event } from "../model.ts"
import { tiny } from "../views.ts"

const CONSUMER = 0
/** Bytes of a record: with its link it fills a segment. */
const FULL = 48

export interface LanesOptions {
  /** Records of each producer. */
  readonly records: ReadonlyArray<number>
  /** Bytes of each producer's records, where they do not fill a segment. */
  readonly bytes?: ReadonlyArray<number>
  readonly segments: number
  readonly kind?: LaneKind
  /** Main counts the free segments meanwhile, as after a sweep. */
  readonly recounts?: boolean
}

/** Sleeps until the bell is rung, and takes what it says. */
const makeSleep = (env: ThreadEnv): (() => number) => {
  let armed = false
  let wakeUp = (): void => {}
  return () => {
    for (;;) {
      const bits = Bell.take(env.arena, env.index)
      if (bits !== 0) return bits
      if (!Bell.park(env.arena, env.index)) continue
      if (!armed) {
        const wait = Bell.armed(env.arena, env.index)
        if (wait === undefined) continue
        armed = true
        void wait.then(() => {
          armed = false
        })
        wakeUp = env.takeWake()
      }
      env.turn([Event.bell], false)
      wakeUp()
    }
  }
}

const producer =
  (count: number, bytes: number, kind: LaneKind) =>
  (env: ThreadEnv): void => {
    const { arena, index } = env
    const sleep = makeSleep(env)
    const pool = new MemoryPool(arena, index)
    const lane = new LaneProducer(arena, pool, index, CONSUMER, kind)
    for (let i = 1; i <= count; i++) {
      let at = lane.reserve(bytes)
      while (at < 0) {
        pool.starve()
        at = lane.reserve(bytes)
        if (at < 0) sleep()
      }
      arena.words[at] = bytes
      for (let word = 1; word < bytes / 4; word++) arena.words[at + word] = index * 16 + i
      lane.publish(bytes, 1)
      Bell.ring(arena, CONSUMER, Bell.bitOf(index))
    }
  }

const consumer =
  (producers: number, kind: LaneKind) =>
  (env: ThreadEnv): void => {
    const { arena } = env
    const sleep = makeSleep(env)
    const pool = new MemoryPool(arena, CONSUMER)
    const lanes = Array.from(
      { length: producers },
      (_, i) => new LaneConsumer(arena, pool, i + 1, CONSUMER, kind, () => {})
    )
    const next = lanes.map(() => 1)
    for (;;) {
      const bits = sleep()
      for (const [i, lane] of lanes.entries()) {
        if ((bits & Bell.bitOf(i + 1)) === 0) continue
        for (let at = lane.next(); at >= 0; at = lane.next()) {
          const [bytes, value] = [arena.words[at]!, arena.words[at + 1]!]
          const expected = (i + 1) * 16 + next[i]!++
          if (bytes <= 0 || value !== expected) throw new Error(`read ${value}, not ${expected}`)
          env.note(`got ${value}`)
          lane.advance()
        }
        lane.commit()
      }
    }
  }

export const lanes = (options: LanesOptions): Model => {
  const { bytes, kind = Lane.mail, recounts = false, records, segments } = options
  return {
    file: import.meta.url,
    options,
    // One more segment is the reserve, which mail may not use.
    sizes: tiny({ maxThreads: records.length + 1, segments: segments + 1, firstSegmentBytes: 56 }),
    threads: [
      { name: "C", run: consumer(records.length, kind) },
      ...records.map((count, i) => ({ name: "PQV"[i]!, run: producer(count, bytes?.[i] ?? FULL, kind) })),
      ...(recounts ? [{ name: "M", run: ({ arena }: ThreadEnv) => new MemoryPool(arena, 0).recount() }] : [])
    ],
    final: ({ arena, threads, word }) => {
      const got = threads["C"]!.notes.length
      const total = records.reduce((sum, count) => sum + count, 0)
      if (got !== total) return `the consumer sleeps with ${got} of ${total} records`
      const free = new MemoryPool(arena, 0).countFree()
      // A claim or a free may be under way while main counts: it is an approximation, off by that one.
      if (Math.abs(free - word(Header.freeSegments)) > (recounts ? 1 : 0)) {
        return `${free} segments are free, ${word(Header.freeSegments)} are said to be`
      }
      // A lane that has left its first segment rests in one of the pool.
      const resting = records.filter((count) => count > 1).length
      if (free !== segments + 1 - resting) return `${segments + 1 - resting - free} segments are lost`
      return undefined
    }
  }
}
