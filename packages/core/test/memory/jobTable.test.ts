/** Job words: one race decided by one word, ids that come home, generations. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { consumed, JobTable, Phase, refuse, start } from "../../src/internal/memory/jobTable.ts"
import * as Layout from "../../src/internal/memory/layout.ts"
import { make, random, runs, same, word } from "./arenas.ts"

const table = (thread = 0) => {
  const arena = make()
  const jobs = new JobTable(arena, thread)
  return { arena, jobs, at: (id: number) => word(arena, Layout.jobsAt(arena.layout, thread) + id) }
}

describe("job words", () => {
  it("a job begins queued with a new generation, and its high-water mark is there for the sweep", () => {
    const { arena, at, jobs } = table(1)
    const id = jobs.begin()
    assert.strictEqual(at(id), (1 << 3) | Phase.queued)
    assert.strictEqual(jobs.generation(id), 1)
    assert.strictEqual(word(arena, Layout.threadAt(arena.layout, 1) + Layout.Thread.highWater), 1)
    jobs.end(id)
    assert.strictEqual(at(id), 1 << 3)
    assert.strictEqual(jobs.begin(), id, "what is warm is used first")
    assert.strictEqual(at(id), (2 << 3) | Phase.queued)
    assert.strictEqual(word(arena, Layout.threadAt(arena.layout, 1) + Layout.Thread.highWater), 1)
  })

  it("of start, cancel and refuse exactly the first one wins", () => {
    const moves = [
      ["start", Phase.started],
      ["cancel", Phase.cancelled],
      ["refuse", Phase.refused]
    ] as const
    for (const first of moves) {
      const { arena, jobs } = table()
      const id = jobs.begin()
      const act = { start, refuse, cancel: (_: unknown, __: number, i: number, g: number) => jobs.cancel(i, g) }
      const run = (name: "start" | "cancel" | "refuse") => act[name](arena, 0, id, 1)
      assert.isTrue(run(first[0]))
      for (const [other] of moves) assert.isFalse(run(other), `${other} after ${first[0]}`)
      assert.strictEqual(jobs.phase(id, 1), first[1])
    }
  })

  it("another generation of the same id is never touched", () => {
    const { arena, at, jobs } = table()
    const id = jobs.begin()
    jobs.end(id)
    jobs.begin()
    assert.isFalse(start(arena, 0, id, 1))
    assert.isFalse(refuse(arena, 0, id, 1))
    assert.isFalse(jobs.cancel(id, 1))
    assert.strictEqual(jobs.phase(id, 1), Phase.free)
    assert.strictEqual(at(id), (2 << 3) | Phase.queued)
  })

  it("the target says what became of a tell and of a cancelled record", () => {
    const { arena, jobs } = table()
    const [told, cancelled] = [jobs.begin(), jobs.begin()]
    start(arena, 0, told, 1)
    consumed(arena, 0, told, 1, Phase.done)
    jobs.cancel(cancelled, 1)
    consumed(arena, 0, cancelled, 1, Phase.dropped)
    assert.strictEqual(jobs.phase(told, 1), Phase.done)
    assert.strictEqual(jobs.phase(cancelled, 1), Phase.dropped)
    assert.strictEqual(jobs.live, 2, "the ids come home only when the sender looks")
  })

  it("a full table says so and changes nothing", () => {
    const { jobs } = table()
    for (let id = 0; id < 16; id++) assert.strictEqual(jobs.begin(), id)
    assert.strictEqual(jobs.begin(), -1)
    assert.strictEqual(jobs.live, 16)
    jobs.end(7)
    assert.strictEqual(jobs.begin(), 7)
    assert.strictEqual(jobs.begin(), -1)
  })

  it("generations wrap after 24 bits and stay a positive word", () => {
    const { arena, at, jobs } = table()
    const id = jobs.begin()
    jobs.end(id)
    Atomics.store(arena.words, Layout.jobsAt(arena.layout, 0) + id, 0xffffff << 3)
    assert.strictEqual(jobs.begin(), id)
    assert.strictEqual(jobs.generation(id), 0)
    assert.strictEqual(at(id), Phase.queued)
    assert.isTrue(start(arena, 0, id, 0))
  })

  it("a neighbour's words are its own", () => {
    const arena = make()
    const [one, two] = [new JobTable(arena, 0), new JobTable(arena, 1)]
    for (let id = 0; id < 16; id++) one.begin()
    assert.strictEqual(two.begin(), 0)
    assert.strictEqual(two.generation(0), 1)
    assert.strictEqual(two.live, 1)
  })

  it.effect.prop(
    "no id serves two jobs, whatever the order of their ends",
    [Schema.Int],
    ([seed]) =>
      Effect.sync(() => {
        const next = random(seed)
        const { jobs } = table()
        const live = new Map<number, number>()
        for (let step = 0; step < 300; step++) {
          if (next(100) < 55) {
            const id = jobs.begin()
            assert.strictEqual(id < 0, live.size === 16)
            if (id < 0) continue
            assert.isFalse(live.has(id))
            live.set(id, jobs.generation(id))
          } else if (live.size > 0) {
            const id = [...live.keys()][next(live.size)]!
            jobs.end(id)
            live.delete(id)
          }
          for (const [id, generation] of live) same(jobs.phase(id, generation), Phase.queued)
          assert.strictEqual(jobs.live, live.size)
        }
      }),
    runs(40)
  )
})
