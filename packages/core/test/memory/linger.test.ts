/** When a thread stays awake, and when it sleeps: the policy alone, with a clock that the test moves. */
import { assert, describe, it } from "@effect/vitest"
import * as Bell from "../../src/internal/memory/bell.ts"
import { Thread } from "../../src/internal/memory/layout.ts"
import * as ThreadRecord from "../../src/internal/memory/threadRecord.ts"
import { watch } from "../../src/internal/memory/watcher.ts"
import { type LingerOptions, staying } from "../../src/internal/thread/linger.ts"
import { Parking, SLEEP_MILLIS } from "../../src/internal/thread/parking.ts"
import { Next } from "../../src/internal/thread/rest.ts"
import { make } from "./arenas.ts"

const names = Object.fromEntries(Object.entries(Next).map(([name, value]) => [value, name]))

/** Thread 1 of 3. The clock stands still but for a microsecond at each look. */
const setup = (options: Partial<LingerOptions> & { readonly worker?: boolean } = {}) => {
  const arena = make({ maxThreads: 3 })
  const state = { millis: 1000, wanted: false, stoodBy: 0, taken: 0, burst: false }
  const now = (): number => {
    // Somebody else has the processor for two milliseconds before one of the next looks.
    state.millis += state.taken-- === 1 ? 2 : 0.001
    return state.millis
  }
  const { worker = false, ...given } = options
  const linger = staying({
    option: "adaptive",
    parallelism: 3,
    isLoopWanted: worker ? () => state.wanted : undefined,
    ...given
  })!({ arena, thread: 1, now, stoodBy: (millis) => void (state.stoodBy += millis), hearsBurst: () => state.burst })
  return {
    arena,
    state,
    linger,
    came: (afterMillis: number) => {
      state.millis += afterMillis
      linger.came(state.millis)
    },
    next: (isAwaiting = true, isBusy = false) => names[linger.next(isAwaiting, isBusy)],
    hits: () => ThreadRecord.load(arena, 1, Thread.lingerHits),
    millis: () => ThreadRecord.load(arena, 1, Thread.lingerMillis)
  }
}

describe("linger", () => {
  it("not after the first records, nor where they come seldom", () => {
    const { came, next, hits, millis } = setup()
    assert.strictEqual(next(), "park")
    for (const gap of [1, 1, 0.2, 5]) {
      came(gap)
      assert.strictEqual(next(), "park")
    }
    assert.deepStrictEqual([hits(), millis()], [0, 0])
  })

  it("main polls between turns while answers are to come, and sleeps when none has come for a while", () => {
    const { came, next, state, linger, hits } = setup()
    came(1)
    came(0.05)
    assert.strictEqual(next(false), "park", "nothing is awaited: nothing holds an idle main")
    came(0.05)
    assert.strictEqual(next(), "turn")
    assert.isTrue(linger.polls(true))
    assert.isFalse(linger.polls(false))
    came(0.01)
    assert.strictEqual(hits(), 1)
    assert.strictEqual(next(), "turn")
    state.millis += 0.1
    assert.isFalse(linger.polls(true))
    assert.strictEqual(next(), "park")
    assert.strictEqual(next(), "park", "it stays asleep until it is rung")
    assert.strictEqual(hits(), 1)
  })

  it("nobody looks out while more threads are awake than the machine runs", () => {
    const { arena, came, next, linger } = setup({ parallelism: 2 })
    came(1)
    came(0.05)
    assert.strictEqual(next(), "park", "all three are awake")
    Bell.park(arena, 2)
    came(30)
    came(0.05)
    assert.strictEqual(next(), "turn")
    Bell.ring(arena, 2, Bell.bitOf(0))
    assert.isFalse(linger.polls(true), "who was rung is about to be awake")
    ThreadRecord.markDead(arena, 2)
    came(30)
    came(0.05)
    assert.strictEqual(next(), "turn", "the dead are not awake, however they died")
  })

  it("nobody stays awake for 20 ms after more threads were awake than the machine runs", () => {
    for (const worker of [true, false]) {
      const { arena, came, next, state } = setup({ parallelism: 2, worker })
      came(1)
      came(0.05)
      assert.strictEqual(next(), "park", "all three are awake")
      Bell.park(arena, 2)
      for (const gap of [0.1, 0.15, 0.1]) {
        came(gap)
        assert.strictEqual(next(), "park", "two are, but a moment ago it were three")
      }
      assert.strictEqual(state.stoodBy, 0)
      for (let n = 0; n < 140; n++) came(0.15)
      assert.strictEqual(next(), "turn")
    }
  })

  it("main polls for as long as it takes to wake a worker and itself where that takes long", () => {
    const { came, linger, next, state } = setup()
    came(1)
    came(0.15)
    assert.strictEqual(next(), "turn")
    state.millis += 0.05
    assert.isTrue(linger.polls(true))
    state.millis += 0.01
    assert.isFalse(linger.polls(true))
    assert.strictEqual(next(), "park")
  })

  it("a worker looks at its bell, gives the event loop a turn, and then stops", () => {
    const { arena, came, next, state, hits } = setup({ worker: true })
    came(1)
    came(0.05)
    assert.strictEqual(next(false), "turn", "nothing came while it looked")
    assert.isAbove(state.stoodBy, 0.005 - 1e-9)
    assert.strictEqual(next(false), "stop")
    Bell.ring(arena, 1, Bell.bitOf(0))
    came(0.05)
    assert.strictEqual(next(false), "again", "it was rung while it looked")
    assert.strictEqual(hits(), 1)
  })

  it("nobody looks out for some time after somebody else had the processor meanwhile", () => {
    for (const worker of [true, false]) {
      const { came, linger, next, state } = setup({ worker })
      came(1)
      came(0.05)
      if (!worker) assert.strictEqual(next(), "turn")
      // A worker looks at the clock twice before it looks out.
      state.taken = worker ? 3 : 1
      if (worker) assert.strictEqual(next(), "turn")
      else assert.isFalse(linger.polls(true))
      came(0.05)
      came(0.05)
      const stood = state.stoodBy
      assert.strictEqual(next(), worker ? "turn" : "park")
      assert.strictEqual(state.stoodBy, stood, "it did not look out")
      came(25)
      came(0.05)
      if (worker) assert.deepStrictEqual([next(), state.stoodBy > stood], ["turn", true])
      else assert.strictEqual(next(), "turn")
    }
  })

  it("a worker whose event loop is wanted does not stop, and one that waits for its own fibers does not look out", () => {
    const { came, next, state } = setup({ worker: true })
    came(1)
    came(0.05)
    state.wanted = true
    assert.strictEqual(next(false, true), "turn")
    assert.strictEqual(state.stoodBy, 0)
    assert.strictEqual(next(false, true), "park")
  })

  it("a worker stops once, and where one thread runs at a time without looking out", () => {
    const { came, linger, next, state } = setup({ worker: true, parallelism: 1 })
    came(1)
    came(0.05)
    assert.deepStrictEqual([next(false), next(false)], ["turn", "stop"])
    assert.strictEqual(state.stoodBy, 0)
    linger.stoppedInVain()
    assert.strictEqual(next(false), "park")
  })

  it("a Duration: always for so long, whoever else is awake, in turns of the event loop", () => {
    const { came, next, state, millis } = setup({ worker: true, option: 5, parallelism: 1 })
    came(1000)
    assert.strictEqual(next(false), "turn")
    state.millis += 4
    assert.strictEqual(next(false), "turn")
    state.millis += 2
    assert.strictEqual(next(false), "park")
    assert.strictEqual(millis(), 6)
  })

  it("a Duration: sleeps at times while somebody is in a burst, since its bell does not say what he publishes then", () => {
    const { came, linger, next, state } = setup({ worker: true, option: 1000 })
    came(1)
    assert.strictEqual(next(false), "turn")
    assert.isTrue(linger.polls(false))
    state.burst = true
    assert.isFalse(linger.polls(false))
    assert.strictEqual(next(false), "park")
    came(0.05)
    assert.strictEqual(next(false), "turn", "what was rung may be answered soon")
    assert.isTrue(linger.polls(false))
    state.millis += 2
    assert.isFalse(linger.polls(false))
    assert.strictEqual(next(false), "park")
  })
})

describe("a thread that stops", () => {
  it("does not when it was rung before, and is rung while it stands", () => {
    const arena = make()
    const parking = new Parking(arena, 1, () => {})
    Bell.ring(arena, 1, Bell.bitOf(0))
    assert.isTrue(parking.stop(), "what came is to be taken")
    assert.strictEqual(Bell.take(arena, 1), Bell.bitOf(0))
    const before = performance.now()
    assert.isFalse(parking.stop(), "its time is over")
    assert.isAtLeast(performance.now() - before, SLEEP_MILLIS - 1)
    assert.isFalse(Bell.isRung(arena, 1))
    assert.isTrue(Bell.woke(Bell.ring(arena, 1, Bell.bitOf(0))), "it counts as asleep until it takes")
    assert.isTrue(Bell.isRung(arena, 1))
  })

  it("does not while a wake-up is armed, which would come later for nothing", () => {
    const arena = make()
    const parking = new Parking(arena, 1, () => {})
    assert.isTrue(parking.park())
    Bell.take(arena, 1)
    const operations: Array<string> = []
    const before = (_: Int32Array, operation: string): void => void operations.push(operation)
    watch({ before, notifyAll: () => false, waitAsync: () => undefined })
    assert.isFalse(parking.stop())
    watch(undefined)
    assert.notInclude(operations, "wait")
    assert.include(operations, "compareExchange", "it is parked all the same")
    Bell.release(arena, 1)
  })
})
