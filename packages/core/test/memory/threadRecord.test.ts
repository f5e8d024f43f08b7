/** Thread records and the arena's header: allotment, epochs, what a sweep leaves behind, and who may attach. */
import { assert, describe, it } from "@effect/vitest"
import * as Arena from "../../src/internal/memory/arena.ts"
import { JobTable } from "../../src/internal/memory/jobTable.ts"
import * as Layout from "../../src/internal/memory/layout.ts"
import * as ThreadRecord from "../../src/internal/memory/threadRecord.ts"

const { Thread } = Layout
const sizes = { maxThreads: 3, jobCapacity: 16, segmentBytes: 1024, arenaBytes: 64 * 1024 }

describe("thread records", () => {
  it("records are allotted once, with every earlier death acknowledged", () => {
    const arena = Arena.make(sizes)
    assert.deepEqual(
      [1, 2, 3].map((n) => ThreadRecord.allot(arena, n)),
      [0, 1, 2]
    )
    assert.strictEqual(ThreadRecord.allot(arena, 4), -1)
    ThreadRecord.markDead(arena, 2)
    ThreadRecord.markDead(arena, 1)
    assert.strictEqual(ThreadRecord.deathEpoch(arena), 2)
    assert.strictEqual(ThreadRecord.load(arena, 1, Thread.diedAtEpoch), 2)
    assert.deepEqual(
      [0, 1, 2].map((thread) => ThreadRecord.isAlive(arena, thread)),
      [true, false, false]
    )
    assert.strictEqual(ThreadRecord.allot(arena, 4), -1, "dead is not free: its memory may still be read")
    ThreadRecord.clear(arena, 2)
    assert.strictEqual(ThreadRecord.allot(arena, 4), 2)
    assert.strictEqual(ThreadRecord.load(arena, 2, Thread.ackedEpoch), 2)
    assert.isTrue(ThreadRecord.isAlive(arena, 2))
    assert.strictEqual(ThreadRecord.load(arena, 2, Thread.incarnation), 4)
  })

  it("a sweep leaves a record and its job words as new", () => {
    const arena = Arena.make(sizes)
    ThreadRecord.allot(arena, 1)
    ThreadRecord.allot(arena, 2)
    const jobs = new JobTable(arena, 1)
    for (let i = 0; i < 5; i++) jobs.begin()
    const neighbour = new JobTable(arena, 0)
    neighbour.begin()
    for (let field = 0; field < Layout.THREAD_WORDS; field++) {
      if (field !== Thread.highWater) ThreadRecord.store(arena, 1, field, 7)
    }
    ThreadRecord.clear(arena, 1)
    for (let field = 0; field < Layout.THREAD_WORDS; field++) {
      assert.strictEqual(ThreadRecord.load(arena, 1, field), 0)
    }
    assert.strictEqual(new JobTable(arena, 1).generation(4), 0)
    assert.strictEqual(neighbour.generation(0), 1)
  })

  it("a lane is cleared in all its words and no other's", () => {
    const arena = Arena.make(sizes)
    const lane = Layout.laneNumber(arena.layout, 1, 2, Layout.Lane.express)
    const base = Layout.laneAt(arena.layout, lane)
    arena.words.fill(9, base - 1, base + Layout.LANE_WORDS + 1)
    ThreadRecord.clearLane(arena, lane)
    assert.strictEqual(arena.words[base - 1], 9)
    assert.strictEqual(arena.words[base + Layout.LANE_WORDS], 9)
    assert.isTrue(arena.words.subarray(base, base + Layout.LANE_WORDS).every((word) => word === 0))
  })

  it("pending is what was sent and has not ended, through the wrap of the counters", () => {
    const arena = Arena.make(sizes)
    const sent = (from: number, count: number): void => {
      const lane = Layout.laneNumber(arena.layout, from, 2, Layout.Lane.mail)
      arena.words[Layout.laneAt(arena.layout, lane) + Layout.LaneWord.sent] = count
    }
    sent(0, 5)
    sent(1, 7)
    ThreadRecord.store(arena, 2, Thread.finished, 10)
    assert.strictEqual(ThreadRecord.pending(arena, 2), 2)
    sent(0, 0x7fffffff)
    sent(1, 3)
    ThreadRecord.store(arena, 2, Thread.finished, (0x7fffffff + 1) | 0)
    assert.strictEqual(ThreadRecord.pending(arena, 2), 2)
  })

  it("lane numbers name their ends, and no two areas overlap", () => {
    const { layout } = Arena.make({ ...sizes, maxThreads: 5 })
    const seen = new Set<number>()
    for (let producer = 0; producer < 5; producer++) {
      for (let consumer = 0; consumer < 5; consumer++) {
        for (const kind of [Layout.Lane.mail, Layout.Lane.express]) {
          const lane = Layout.laneNumber(layout, producer, consumer, kind)
          assert.isFalse(seen.has(lane))
          seen.add(lane)
          assert.strictEqual(Layout.producerOfLane(layout, lane), producer)
          assert.strictEqual(Layout.consumerOfLane(layout, lane), consumer)
        }
      }
    }
    const areas = [layout.threads, layout.lanes, layout.owners, layout.jobs, layout.firstSegments, layout.segments]
    assert.deepEqual(
      areas,
      areas.toSorted((a, b) => a - b)
    )
    assert.isAtLeast(layout.lanes, Layout.threadAt(layout, 5))
    assert.isAtLeast(layout.owners, Layout.laneAt(layout, seen.size))
    assert.isAtLeast(layout.jobs, layout.owners + layout.segmentCount)
    assert.isAtLeast(layout.firstSegments, Layout.jobsAt(layout, 5))
    assert.isAtLeast(layout.segments, Layout.firstSegmentAt(layout, seen.size))
    assert.strictEqual(layout.words, Layout.segmentAt(layout, layout.segmentCount))
  })

  it("blocks lie behind the segments, the small ones first, their owner words behind the segments'", () => {
    const layout = Layout.make({ ...sizes, smallBlocks: 17, largeBlocks: 2 })
    const [small, large] = layout.blockUnits
    assert.strictEqual(Layout.blockAt(layout, 0), Layout.segmentAt(layout, layout.segmentCount))
    assert.strictEqual(Layout.blockAt(layout, 1) - Layout.blockAt(layout, 0), (64 * 1024 + 256) / 4)
    assert.strictEqual(Layout.blockAt(layout, 17), small.at + 17 * small.words)
    assert.strictEqual(Layout.blockAt(layout, 18) - Layout.blockAt(layout, 17), (1024 * 1024 + 256) / 4)
    assert.strictEqual(layout.words, Layout.blockAt(layout, 18) + large.words)
    assert.deepStrictEqual([small.owners, large.owners], [layout.owners + layout.segmentCount, small.owners + 17])
    assert.isAtLeast(layout.jobs, large.owners + 2)
    assert.deepStrictEqual([small.mailCount, large.mailCount], [15, 1])
    assert.deepStrictEqual(
      [0, 16, 17, 18].map((block) => Layout.blockClass(layout, block)),
      [0, 0, 1, 1]
    )
    assert.strictEqual(Layout.maxBlockBytes(layout), 1024 * 1024 + 256)
    assert.strictEqual(Layout.maxBlockBytes(Layout.make({ ...sizes, smallBlocks: 2 })), 64 * 1024 + 256)
    assert.strictEqual(Layout.maxBlockBytes(Layout.make(sizes)), 0)
  })

  it("every lane may rest in a segment and mail still has one", () => {
    for (const maxThreads of [1, 2, 3, 8, 24, 64]) {
      const layout = Layout.make({ ...sizes, maxThreads, segmentBytes: 16 * 1024 })
      assert.isAbove(layout.mailSegmentCount, maxThreads * maxThreads * 2)
    }
  })

  it("a memory of another version or other sizes is refused, and says so", () => {
    const arena = Arena.make(sizes)
    assert.strictEqual(Arena.attach(arena.buffer, sizes).layout.hash, arena.layout.hash)
    assert.throws(() => Arena.attach(arena.buffer, { ...sizes, jobCapacity: 32 }), /lays memory out differently/)
    arena.words[Layout.Header.version] = Layout.VERSION + 1
    assert.throws(() => Arena.attach(arena.buffer, sizes), /make sure both load the same version/)
  })
})
