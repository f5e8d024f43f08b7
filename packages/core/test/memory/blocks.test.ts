/** Spill blocks: claimed for a lane, held by their reader, freed once; who gets which, and what deaths leave. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { LaneConsumer, LaneProducer } from "../../src/internal/memory/lane.ts"
import * as Layout from "../../src/internal/memory/layout.ts"
import { MemoryPool } from "../../src/internal/memory/pool.ts"
import { make, random, runs, same, word } from "./arenas.ts"

const { Lane } = Layout
const SMALL = 64 * 1024 + 256
const LARGE = 1024 * 1024 + 256
type Arena = ReturnType<typeof make>

const owner = (arena: Arena, block: number): number => word(arena, arena.layout.blockUnits[0].owners + block)
const free = (arena: Arena): ReadonlyArray<number> =>
  arena.layout.blockUnits.map(({ freeCount }) => word(arena, freeCount))
const noWake = (): void => assert.fail("nobody waits")

/** Both ends of a lane from thread 0 to thread 1. */
const lane = (arena: Arena, kind: Layout.LaneKind = Lane.mail) => ({
  out: new LaneProducer(arena, new MemoryPool(arena, 0), 0, 1, kind),
  into: new LaneConsumer(arena, new MemoryPool(arena, 1), 0, 1, kind, noWake),
  pool: new MemoryPool(arena, 1)
})

describe("E01-blocks blocks", () => {
  it("the owner word says whose: the lane's, its reader's, nobody's", () => {
    const arena = make({ smallBlocks: 4, largeBlocks: 2 })
    const { into, out, pool } = lane(arena)
    const block = out.claimBlock(100)
    assert.strictEqual(owner(arena, block), out.lane + 1)
    assert.deepEqual(free(arena), [3, 2])
    pool.holdBlock(block)
    assert.strictEqual(owner(arena, block), -2, "thread 1")
    assert.deepEqual(free(arena), [3, 2], "still taken")
    into.freeBlock(block)
    assert.strictEqual(owner(arena, block), 0)
    assert.deepEqual(free(arena), [4, 2])
  })

  it("each length takes the smallest class that holds it; the largest one holds no more than it has", () => {
    const arena = make({ smallBlocks: 8, largeBlocks: 8 })
    const { out } = lane(arena)
    assert.isBelow(out.claimBlock(SMALL), 8)
    assert.isAtLeast(out.claimBlock(SMALL + 1), 8)
    assert.isAtLeast(out.claimBlock(LARGE), 8)
    assert.strictEqual(out.claimBlock(LARGE + 1), -1)
    assert.deepEqual(free(arena), [7, 6])
  })

  it("an exhausted class is stood in for by the larger one, and then there is none", () => {
    const arena = make({ smallBlocks: 2, largeBlocks: 2 })
    const { out } = lane(arena, Lane.express)
    assert.deepEqual(
      Array.from({ length: 5 }, () => out.claimBlock(1)),
      [0, 1, 2, 3, -1]
    )
    const other = make({ smallBlocks: 2 })
    assert.deepEqual([lane(other).out.claimBlock(1), lane(other).out.claimBlock(SMALL + 1)], [0, -1])
    assert.strictEqual(lane(make()).out.claimBlock(1), -1, "no blocks at all")
  })

  it("the last sixteenth of each class is for replies", () => {
    const arena = make({ smallBlocks: 20, largeBlocks: 2, maxThreads: 16 })
    const taken = []
    // Each from a lane of its own: none has more than its share.
    for (let consumer = 0; consumer < 20; consumer++) {
      const out = new LaneProducer(arena, new MemoryPool(arena, 0), consumer % 16, consumer >> 4, Lane.mail)
      taken.push(out.claimBlock(1))
    }
    assert.deepEqual(
      taken.filter((block) => block >= 18 && block < 20),
      []
    )
    assert.deepEqual(
      taken.filter((block) => block >= 20),
      [20],
      "one of the two large ones"
    )
    const reply = lane(arena, Lane.express).out
    assert.deepEqual(
      [1, 2, 3, 4].map(() => reply.claimBlock(1)),
      [18, 19, 21, -1]
    )
  })

  it("A10 one stuck pair gets half of a class, and the next one half of what is left", () => {
    const arena = make({ smallBlocks: 64, maxThreads: 3 })
    const share = (consumer: number): number => {
      const out = new LaneProducer(arena, new MemoryPool(arena, 0), 0, consumer, Lane.mail)
      let count = 0
      while (out.claimBlock(1) >= 0) count++
      return count
    }
    assert.deepEqual([share(1), share(2)], [32, 16])
  })

  it("what waits behind a busy actor counts for its lane until it is freed", () => {
    const arena = make({ smallBlocks: 4 })
    const { into, out, pool } = lane(arena)
    const [first, second] = [out.claimBlock(1), out.claimBlock(1)]
    assert.strictEqual(out.claimBlock(1), -1)
    pool.holdBlock(first)
    assert.strictEqual(out.claimBlock(1), -1, "held, not free")
    into.freeBlock(first)
    assert.isAtLeast(out.claimBlock(1), 0)
    pool.holdBlock(second)
  })

  it("a free rings those who wait for memory", () => {
    const arena = make({ smallBlocks: 2 })
    const pool = new MemoryPool(arena, 0)
    const block = pool.claimBlock(0, 0, Lane.mail)
    new MemoryPool(arena, 1).starve()
    pool.freeBlock(block, () => {})
    const bell = word(arena, Layout.threadAt(arena.layout, 1) + Layout.Thread.bell)
    assert.notStrictEqual(bell, 0)
    assert.strictEqual(word(arena, Layout.Header.starving), 0)
  })

  it("H01-death a scan finds what lanes had claimed and what the dead one held, and nothing else", () => {
    const arena = make({ smallBlocks: 8, largeBlocks: 8, maxThreads: 3 })
    const pool = new MemoryPool(arena, 0)
    const dead = [pool.claimBlock(0, 4, Lane.express), pool.claimBlock(1, 5, Lane.express)]
    const held = pool.claimBlock(0, 9, Lane.express)
    new MemoryPool(arena, 2).holdBlock(held)
    const others = [pool.claimBlock(0, 8, Lane.express), pool.claimBlock(1, 9, Lane.express)]
    pool.holdBlock(others[1]!)
    assert.strictEqual(
      pool.freeLanes((lane) => lane === 4 || lane === 5),
      2
    )
    assert.deepEqual(
      dead.map((block) => owner(arena, block)),
      [0, 0]
    )
    assert.strictEqual(owner(arena, held), -3, "it reads, it lives")
    assert.strictEqual(
      pool.freeLanes(() => false, 2),
      1
    )
    assert.deepEqual(
      [held, ...others].map((block) => owner(arena, block)),
      [0, 9, -1]
    )
    assert.deepEqual(free(arena), [7, 7])
  })

  it("what a death between a claim and its count has left out is put right", () => {
    const arena = make({ smallBlocks: 4, largeBlocks: 4 })
    const pool = new MemoryPool(arena, 0)
    pool.claimBlock(0, 0, Lane.mail)
    for (const { freeCount } of arena.layout.blockUnits) Atomics.store(arena.words, freeCount, 17)
    pool.recount()
    assert.deepEqual(free(arena), [3, 4])
    assert.deepEqual([pool.countFreeBlocks(0), pool.countFreeBlocks(1)], [3, 4])
  })

  it.effect.prop(
    "whatever claims, holds, frees and deaths come, every block has one owner, and the counts agree",
    { seed: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1e9 })) },
    ({ seed }) =>
      Effect.sync(() => {
        const next = random(seed)
        const arena = make({ smallBlocks: next(20) + 2, largeBlocks: next(6) + 2, maxThreads: 4 })
        const pools = [0, 1, 2, 3].map((thread) => new MemoryPool(arena, thread))
        const owners = new Map<number, number>()
        for (let step = 0; step < 400; step++) {
          const thread = next(4)
          const pool = pools[thread]!
          const mine = Array.from(owners.keys()).filter((block) => owners.get(block) === -(thread + 1))
          const lanes = Array.from(owners.keys()).filter((block) => owners.get(block)! > 0)
          if (next(2) === 0) {
            const lane = next(32)
            const block = pool.claimBlock(next(2), lane, lane % 2 === 0 ? Lane.mail : Lane.express)
            if (block >= 0) same(owners.has(block), false, "taken twice")
            if (block >= 0) owners.set(block, lane + 1)
          } else if (lanes.length > 0 && next(3) > 0) {
            const block = lanes[next(lanes.length)]!
            pool.holdBlock(block)
            owners.set(block, -(thread + 1))
          } else if (mine.length > 0 && next(8) > 0) {
            const block = mine[next(mine.length)]!
            pool.freeBlock(block, noWake)
            owners.delete(block)
          } else if (next(10) === 0) {
            const leaves = (by: number): boolean => by === -(thread + 1) || (by - 1) >> 3 === thread
            pool.freeLanes((lane) => lane >> 3 === thread, thread)
            for (const [block, by] of owners) if (leaves(by)) owners.delete(block)
          }
        }
        const [small, large] = arena.layout.blockUnits
        for (let block = 0; block < small.count + large.count; block++)
          same(owner(arena, block), owners.get(block) ?? 0)
        const counts = [pools[0]!.countFreeBlocks(0), pools[0]!.countFreeBlocks(1)]
        assert.deepEqual(free(arena), counts)
        same(counts[0]! + counts[1]!, small.count + large.count - owners.size)
      }),
    runs(200)
  )
})
