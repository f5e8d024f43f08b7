/** The pool of segments: one word each, claimed once, freed once, and who is rung when one comes back. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Bell from "../../src/internal/memory/bell.ts"
import * as Layout from "../../src/internal/memory/layout.ts"
import { MemoryPool } from "../../src/internal/memory/pool.ts"
import { census, make, owner, random, runs, same, word } from "./arenas.ts"

const { Header, Lane } = Layout
const bell = (arena: ReturnType<typeof make>, thread: number): number =>
  word(arena, Layout.threadAt(arena.layout, thread) + Layout.Thread.bell)

describe("segments", () => {
  it("a claim writes the lane's number plus one, a free writes zero", () => {
    const arena = make()
    const pool = new MemoryPool(arena, 0)
    const segment = pool.claim(5, Lane.mail)
    assert.strictEqual(owner(arena, segment), 6)
    assert.strictEqual(word(arena, Header.freeSegments), arena.layout.segmentCount - 1)
    pool.free(segment, () => assert.fail("nobody waits"))
    assert.strictEqual(owner(arena, segment), 0)
    assert.strictEqual(word(arena, Header.freeSegments), arena.layout.segmentCount)
  })

  it("threads look in different places first, and find the last free one wherever it is", () => {
    const arena = make()
    const [one, two] = [new MemoryPool(arena, 0), new MemoryPool(arena, 1)]
    assert.notStrictEqual(one.claim(0, Lane.mail), two.claim(2, Lane.mail))
    let last = -1
    for (let claimed = one.claim(0, Lane.mail); claimed >= 0; claimed = one.claim(0, Lane.mail)) last = claimed
    assert.strictEqual(two.claim(2, Lane.mail), -1)
    two.free(last, () => {})
    assert.strictEqual(two.claim(2, Lane.mail), last)
  })

  it("the last sixteenth is for replies", () => {
    const arena = make()
    const pool = new MemoryPool(arena, 0)
    for (let claimed = pool.claim(0, Lane.mail); claimed >= 0; claimed = pool.claim(0, Lane.mail)) {
      assert.isBelow(claimed, arena.layout.mailSegmentCount)
    }
    assert.strictEqual(census(arena).get(0), arena.layout.segmentCount - arena.layout.mailSegmentCount)
    assert.strictEqual(pool.claim(1, Lane.express), arena.layout.mailSegmentCount)
  })

  it("A08 a free rings those who starve, once each, and counts only who slept", () => {
    const arena = make({ maxThreads: 40, arenaBytes: 4 * 1024 * 1024 })
    const pool = new MemoryPool(arena, 0)
    const segment = pool.claim(0, Lane.mail)
    const starving = [3, 31, 32, 39]
    for (const thread of starving) new MemoryPool(arena, thread).starve()
    // The sign bit is a thread as every other.
    assert.strictEqual(word(arena, Header.starving), (1 << 3) | (1 << 31))
    assert.strictEqual(word(arena, Header.starving + 1), 1 | (1 << 7))
    assert.isTrue(Bell.park(arena, 31))
    let woken = 0
    pool.free(segment, () => woken++)
    assert.strictEqual(woken, 1, "one slept")
    for (let thread = 0; thread < 40; thread++) {
      assert.strictEqual((bell(arena, thread) & Bell.NOTICE) !== 0, starving.includes(thread), `thread ${thread}`)
    }
    assert.strictEqual(word(arena, Header.starving), 0)
    assert.strictEqual(word(arena, Header.starving + 1), 0)
    pool.free(pool.claim(0, Lane.mail), () => woken++)
    assert.strictEqual(woken, 1)
  })

  it("lanes of the dead are freed by their words, linked or not", () => {
    const arena = make()
    const pool = new MemoryPool(arena, 0)
    for (let i = 0; i < 9; i++) pool.claim(i % 3, Lane.mail)
    assert.strictEqual(
      pool.freeLanes((lane) => lane === 1),
      3
    )
    assert.strictEqual(census(arena).get(2), undefined)
    assert.strictEqual(pool.countFree(), arena.layout.segmentCount - 6)
    assert.strictEqual(
      pool.freeLanes((lane) => lane === 1),
      0
    )
  })

  it("what a thread left out of the count when it died is put right", () => {
    const arena = make()
    const pool = new MemoryPool(arena, 0)
    pool.claim(0, Lane.mail)
    // Dead between a claim and its count, or a free and its count.
    for (const off of [3, -3]) {
      Atomics.add(arena.words, Header.freeSegments, off)
      pool.recount()
      census(arena)
    }
  })

  it.effect.prop(
    "no segment is ever lost or given twice",
    [Schema.Int],
    ([seed]) =>
      Effect.sync(() => {
        const next = random(seed)
        const arena = make({ maxThreads: 4, arenaBytes: 96 * 1024 })
        const pools = [0, 1, 2, 3].map((thread) => new MemoryPool(arena, thread))
        const held = new Map<number, number>()
        for (let step = 0; step < 300; step++) {
          const pool = pools[next(4)]!
          const choice = next(20)
          if (choice === 0) {
            const dead = next(8)
            const expected = [...held.values()].filter((lane) => lane === dead).length
            assert.strictEqual(
              pool.freeLanes((lane) => lane === dead),
              expected
            )
            for (const [segment, lane] of held) if (lane === dead) held.delete(segment)
          } else if (choice < 13) {
            const lane = next(8)
            const segment = pool.claim(lane, lane % 2 === 0 ? Lane.mail : Lane.express)
            if (segment < 0) {
              assert.isAtLeast(held.size, lane % 2 === 0 ? arena.layout.mailSegmentCount : arena.layout.segmentCount)
              continue
            }
            assert.isFalse(held.has(segment))
            held.set(segment, lane)
          } else {
            const [segment] = [...held.keys()].slice(next(held.size + 1))
            if (segment === undefined) continue
            pool.free(segment, () => assert.fail("nobody waits"))
            held.delete(segment)
          }
          for (let segment = 0; segment < arena.layout.segmentCount; segment++) {
            same(owner(arena, segment), (held.get(segment) ?? -1) + 1)
          }
          same(word(arena, Header.freeSegments), arena.layout.segmentCount - held.size)
        }
      }),
    runs(40)
  )
})
