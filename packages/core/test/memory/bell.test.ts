/** The bell: which bits change when, who is woken, and that CLOSED stays. */
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import * as Bell from "../../src/internal/memory/bell.ts"
import * as Layout from "../../src/internal/memory/layout.ts"
import { make, random, runs, word } from "./arenas.ts"

const at = (arena: ReturnType<typeof make>, thread: number): number =>
  word(arena, Layout.threadAt(arena.layout, thread) + Layout.Thread.bell)

describe("bell", () => {
  it("A08 the first ring after the park wakes, nobody else has to", () => {
    const arena = make()
    assert.isFalse(Bell.woke(Bell.ring(arena, 1, Bell.bitOf(0))), "it does not sleep")
    assert.strictEqual(Bell.take(arena, 1), 1)
    assert.isTrue(Bell.park(arena, 1))
    assert.strictEqual(at(arena, 1), Bell.WAITING)
    assert.isTrue(Bell.woke(Bell.ring(arena, 1, Bell.bitOf(5))))
    assert.isFalse(Bell.woke(Bell.ring(arena, 1, Bell.bitOf(6))))
    assert.isFalse(Bell.woke(Bell.ring(arena, 1, Bell.NOTICE)))
    assert.strictEqual(Bell.take(arena, 1), (1 << 5) | (1 << 6) | Bell.NOTICE, "WAITING is no one's message")
    assert.strictEqual(at(arena, 1), 0)
  })

  it("a park after a ring fails and changes nothing", () => {
    const arena = make()
    Bell.ring(arena, 1, Bell.bitOf(3))
    assert.isFalse(Bell.park(arena, 1))
    assert.strictEqual(at(arena, 1), 1 << 3)
  })

  it("from the 25th sender on bits are shared", () => {
    assert.strictEqual(Bell.bitOf(23), 1 << 23)
    assert.strictEqual(Bell.bitOf(24), 1)
    assert.strictEqual(Bell.bitOf(63), 1 << 15)
  })

  it("CLOSED is told to whoever rings, stays through take and park, and keeps nobody asleep", () => {
    const arena = make()
    Bell.ring(arena, 1, 1)
    Bell.close(arena, 1)
    assert.isTrue(Bell.isClosed(arena, 1))
    assert.strictEqual(Bell.take(arena, 1), 1)
    assert.isTrue(Bell.isClosed(arena, 1))
    assert.isTrue(Bell.park(arena, 1))
    assert.strictEqual(at(arena, 1), Bell.CLOSED | Bell.WAITING)
    const before = Bell.ring(arena, 1, 1)
    assert.notStrictEqual(before & Bell.CLOSED, 0)
    assert.isTrue(Bell.woke(before))
    assert.isFalse(Bell.park(arena, 1))
    assert.strictEqual(Bell.take(arena, 1), 1)
    assert.strictEqual(at(arena, 1), Bell.CLOSED)
  })

  it("main's call after a death sets NOTICE whatever the word says", () => {
    const arena = make()
    assert.isTrue(Bell.park(arena, 1))
    Bell.ring(arena, 1, 2)
    Bell.wakeAlways(arena, 1)
    assert.strictEqual(Bell.take(arena, 1), 2 | Bell.NOTICE)
  })

  it.live("an armed wait resolves at the ring, at the unconditional wake, and at the release", () =>
    Effect.gen(function* () {
      const arena = make()
      const wakes = [() => void Bell.ring(arena, 1, 1), () => Bell.wakeAlways(arena, 1), () => Bell.release(arena, 1)]
      for (const wake of wakes) {
        Bell.take(arena, 1)
        assert.isTrue(Bell.park(arena, 1))
        const armed = Bell.armed(arena, 1)
        assert.isDefined(armed)
        wake()
        yield* Effect.promise(() => armed!)
      }
    })
  )

  it("arming fails when it was rung after the park", () => {
    const arena = make()
    assert.isTrue(Bell.park(arena, 1))
    Bell.ring(arena, 1, 1)
    assert.isUndefined(Bell.armed(arena, 1))
  })

  it.effect.prop(
    "every bit that was rung is taken exactly once, and a sleeper is always woken",
    [Schema.Int],
    ([seed]) =>
      Effect.sync(() => {
        const next = random(seed)
        const arena = make()
        let [asleep, closed, rung] = [false, false, 0]
        for (let step = 0; step < 200; step++) {
          switch (next(4)) {
            case 0: {
              const bit = next(8) === 0 ? Bell.NOTICE : Bell.bitOf(next(64))
              const woke = Bell.woke(Bell.ring(arena, 1, bit))
              assert.strictEqual(woke, asleep && rung === 0)
              rung |= bit
              break
            }
            case 1:
              assert.strictEqual(Bell.take(arena, 1), rung)
              rung = 0
              asleep = false
              break
            case 2: {
              if (asleep) break
              const parked = Bell.park(arena, 1)
              assert.strictEqual(parked, rung === 0)
              asleep = parked
              break
            }
            default:
              if (next(20) === 0) {
                Bell.close(arena, 1)
                closed = true
              }
          }
          const expected = rung | (asleep ? Bell.WAITING : 0) | (closed ? Bell.CLOSED : 0)
          assert.strictEqual(at(arena, 1), expected)
        }
      }),
    runs(60)
  )
})
