/** Lanes, both ends in one thread: which word changes when, and a random walk against a plain queue. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import type { Arena } from "../../src/internal/memory/arena.ts"
import { LaneConsumer, LaneProducer } from "../../src/internal/memory/lane.ts"
import * as Layout from "../../src/internal/memory/layout.ts"
import { MemoryPool } from "../../src/internal/memory/pool.ts"
import { census, make, owner, random, runs, same, word } from "./arenas.ts"

const { Lane, LaneWord } = Layout

const ends = (arena: Arena, kind: Layout.LaneKind = Lane.mail, producer = 0, consumer = 1) => {
  let woken = 0
  const out = new LaneProducer(arena, new MemoryPool(arena, producer), producer, consumer, kind)
  const into = new LaneConsumer(arena, new MemoryPool(arena, consumer), producer, consumer, kind, () => woken++)
  const base = Layout.laneAt(arena.layout, out.lane)
  return { out, into, at: (field: number) => word(arena, base + field), woken: () => woken }
}

/** Publishes a record of so many bytes, filled with its number; false when there is no room. */
const send = (arena: Arena, out: LaneProducer, bytes: number, number: number): boolean => {
  const at = out.reserve(bytes)
  if (at < 0) return false
  arena.words[at] = bytes
  arena.bytes.fill(number & 0xff, at * 4 + 4, at * 4 + bytes)
  out.publish(bytes, 1)
  return true
}

/** Reads one record: its bytes, all of which must be its number; undefined when there is none. */
const receive = (arena: Arena, into: LaneConsumer, number: number): number | undefined => {
  const at = into.next()
  if (at < 0) return undefined
  const bytes = arena.words[at]!
  for (let i = at * 4 + 4; i < at * 4 + bytes; i++) same(arena.bytes[i], number & 0xff)
  into.advance()
  return bytes
}

describe("lane", () => {
  it("a record is visible with its tail, and not before", () => {
    const arena = make()
    const { at, into, out } = ends(arena)
    const place = out.reserve(20)
    assert.strictEqual(place, Layout.firstSegmentAt(arena.layout, out.lane))
    arena.words[place] = 20
    assert.strictEqual(into.next(), -1)
    out.publish(20, 1)
    assert.strictEqual(at(LaneWord.tail), 24, "padded to 8 bytes")
    assert.strictEqual(at(LaneWord.sent), 1)
    assert.strictEqual(into.next(), place)
    assert.strictEqual(into.next(), place, "it stays until it is left")
    into.advance()
    assert.strictEqual(into.next(), -1)
    assert.strictEqual(at(LaneWord.head), 0)
    into.commit()
    assert.strictEqual(at(LaneWord.head), 24)
  })

  it("replies are not counted as jobs", () => {
    const arena = make()
    const { at, out } = ends(arena, Lane.express)
    arena.words[out.reserve(24)] = 24
    out.publish(24, 0)
    assert.strictEqual(at(LaneWord.sent), 0)
    assert.strictEqual(at(LaneWord.tail), 24)
  })

  it("a segment is linked when the last one is full, and freed when the reader goes on in it", () => {
    const arena = make()
    const { at, into, out } = ends(arena)
    const free = arena.layout.segmentCount
    const full = (arena.layout.firstSegmentWords - Layout.LINK_WORDS) * 4
    assert.isTrue(send(arena, out, full, 1), "it fills the first segment up to the link")
    assert.strictEqual(census(arena).get(0), free, "a lane's first segment is its own")
    assert.isTrue(send(arena, out, 8, 2))
    assert.strictEqual(census(arena).get(out.lane + 1), 1)
    assert.isTrue(send(arena, out, Layout.maxRecordBytes(arena.layout), 3), "the largest record takes a whole segment")
    assert.strictEqual(census(arena).get(out.lane + 1), 2)
    assert.strictEqual(receive(arena, into, 1), full)
    assert.strictEqual(receive(arena, into, 2), 8)
    assert.strictEqual(census(arena).get(out.lane + 1), 2, "still being read")
    assert.strictEqual(receive(arena, into, 3), Layout.maxRecordBytes(arena.layout))
    assert.strictEqual(census(arena).get(out.lane + 1), 1)
    assert.strictEqual(at(LaneWord.freed), 1)
    assert.strictEqual(into.next(), -1)
    assert.strictEqual(census(arena).get(out.lane + 1), 1, "a lane at rest keeps the one it rests in")
  })

  it("a place that was reserved and not used is given again", () => {
    const arena = make()
    const { into, out } = ends(arena)
    send(arena, out, 1000, 1)
    const first = out.reserve(500)
    assert.strictEqual(out.reserve(Layout.maxRecordBytes(arena.layout)), first)
    assert.strictEqual(census(arena).get(out.lane + 1), 1)
    assert.strictEqual(receive(arena, into, 1), 1000)
    assert.strictEqual(into.next(), -1, "the link alone is nothing to read")
    send(arena, out, 500, 2)
    assert.strictEqual(receive(arena, into, 2), 500)
  })

  it("mail may not hold more segments than are free, and nothing changes where there is no room", () => {
    const arena = make()
    const { at, into, out } = ends(arena)
    let sent = 0
    while (send(arena, out, 1000, sent)) sent++
    const held = census(arena).get(out.lane + 1)!
    assert.strictEqual(held, arena.layout.segmentCount / 2)
    const [tail, words] = [at(LaneWord.tail), arena.words.slice(arena.layout.owners, arena.layout.jobs)]
    assert.strictEqual(out.reserve(1000), -1)
    assert.strictEqual(at(LaneWord.tail), tail)
    assert.deepEqual(arena.words.slice(arena.layout.owners, arena.layout.jobs), words)
    // A second lane gets its share of what is left, down to the last.
    const other = ends(arena, Lane.mail, 1, 0)
    while (send(arena, other.out, 1000, 0));
    assert.isAtLeast(census(arena).get(other.out.lane + 1)!, 10)
    // Room made by the reader is room for the writer.
    for (let i = 0; i < 20; i++) assert.strictEqual(receive(arena, into, i), 1000)
    assert.isTrue(send(arena, out, 1000, sent))
  })

  it("replies find room where mail has taken all it may", () => {
    const arena = make()
    const pool = new MemoryPool(arena, 0)
    while (pool.claim(0, Lane.mail) >= 0);
    const { out } = ends(arena, Lane.express)
    let sent = 0
    while (send(arena, out, 1000, sent)) sent++
    assert.strictEqual(sent, 1 + arena.layout.segmentCount - arena.layout.mailSegmentCount)
    assert.strictEqual(census(arena).get(0) ?? 0, 0)
    for (let s = arena.layout.mailSegmentCount; s < arena.layout.segmentCount; s++) {
      assert.strictEqual(owner(arena, s), out.lane + 1)
    }
  })

  it("a wish is taken once, and a new one after that is seen", () => {
    const arena = make()
    const { at, into, out } = ends(arena)
    assert.isFalse(into.takeWanted())
    out.want()
    assert.strictEqual(at(LaneWord.wanted), 1)
    assert.isTrue(into.takeWanted())
    assert.isFalse(into.takeWanted())
    out.want()
    assert.isTrue(into.takeWanted())
  })

  it.effect.prop(
    "any sequence of sends and reads is a queue, whatever the sizes, at the wrap of the counters too",
    [Schema.Int, Schema.Boolean],
    ([seed, express]) =>
      Effect.sync(() => {
        const next = random(seed)
        const arena = make({ segmentBytes: 1024 << next(3), arenaBytes: (64 + next(64)) * 1024 })
        const kind = express ? Lane.express : Lane.mail
        const { at, into, out, woken } = ends(arena, kind)
        // Both ends and the words between them start where the counters are about to wrap, or at zero.
        const start = [0, 0x7fffffff & ~7, -8, 0x7fffff00][next(4)]!
        Object.assign(out, { tail: start })
        Object.assign(into, { tail: start, head: start })
        Atomics.store(arena.words, Layout.laneAt(arena.layout, out.lane) + LaneWord.tail, start)
        const [most, first] = [Layout.maxRecordBytes(arena.layout), arena.layout.firstSegmentWords * 4 - 8]
        const sizes = [8, 9, 16, 24, 1 + next(most), most, most - 8, first, first - 8, first - 16]
        const model: Array<{ readonly bytes: number; readonly number: number }> = []
        let [sent, read] = [0, 0]
        for (let step = 0; step < 400; step++) {
          if (next(100) < [50, 30, 70][Math.floor(step / 100) % 3]!) {
            const bytes = Math.max(8, sizes[next(sizes.length)]!)
            if (send(arena, out, bytes, sent)) model.push({ bytes, number: sent++ })
            else assert.isNotEmpty(model, "an empty lane with all the memory has room")
          } else {
            const expected = model.shift()
            assert.strictEqual(receive(arena, into, read), expected?.bytes)
            if (expected !== undefined) read++
            if (next(4) === 0) into.commit()
          }
          // Every segment is free or this lane's, and the lane's are those it claimed and did not free.
          const counts = census(arena)
          const held = counts.get(out.lane + 1) ?? 0
          same(held + (counts.get(0) ?? 0), arena.layout.segmentCount)
          same((out as any).claimed - at(LaneWord.freed), held)
          same(kind === Lane.express || held <= arena.layout.mailSegmentCount, true)
        }
        for (const { bytes, number } of model) assert.strictEqual(receive(arena, into, number), bytes)
        assert.strictEqual(into.next(), -1)
        assert.isAtMost(census(arena).get(out.lane + 1) ?? 0, 1)
        assert.strictEqual(woken(), 0)
      }),
    runs(60)
  )
})
