/**
 * How far off the number of free units may be: it is counted next to the owner words, so threads that are between the two,
 * or died there, leave it off by one each, until it is counted again.
 */
import { afterEach, assert, describe, it } from "@effect/vitest"
import * as Layout from "../../src/internal/memory/layout.ts"
import { MemoryPool } from "../../src/internal/memory/pool.ts"
import { watch } from "../../src/internal/memory/watcher.ts"
import { make, word } from "./arenas.ts"

const { Header, Lane } = Layout
const nobody = { notifyAll: () => false, waitAsync: () => undefined }
afterEach(() => watch(undefined))

class Died extends Error {}

/** The thread is gone before it counts what it has claimed or freed. */
const diesBeforeCounting = (work: () => void): void => {
  watch({
    ...nobody,
    before: (_, operation, index) => {
      if (operation === "add" && index === Header.freeSegments) throw new Died()
    }
  })
  assert.throws(work, Died)
  watch(undefined)
}

const setting = () => {
  const arena = make({ maxThreads: 8, arenaBytes: 256 * 1024 })
  const pools = Array.from({ length: 8 }, (_, thread) => new MemoryPool(arena, thread))
  const [main] = pools
  /** What is said to be free, less what is. */
  const off = (): number => word(arena, Header.freeSegments) - main!.countFree()
  return { arena, main: main!, off, pools }
}

describe("H07 the number of free segments", () => {
  it("H07-recount is off by one for each thread that died before it counted, either way, and right after a sweep", () => {
    const { main, off, pools } = setting()
    for (const [index, pool] of pools.slice(1, 4).entries()) {
      diesBeforeCounting(() => pool.claim(10 + index, Lane.mail))
      assert.strictEqual(off(), index + 1, "a claim: too many are said to be free")
    }
    for (const pool of pools.slice(4)) {
      const segment = pool.claim(99, Lane.mail)
      diesBeforeCounting(() => pool.free(segment, () => {}))
    }
    assert.strictEqual(off(), 3 - 4, "a free: too few")
    main.recount()
    assert.strictEqual(off(), 0)
  })

  it("H07-recount is off by one for each thread that is between the two when it is counted again, and no more", () => {
    const { main, off, pools } = setting()
    // Seven threads, one inside of the other: each has its segment and has not counted it when the sweep does.
    const claimAll = (thread: number): void => {
      if (thread === pools.length) return main.recount()
      let inside = false
      watch({
        ...nobody,
        before: (_, operation, index) => {
          if (operation !== "add" || index !== Header.freeSegments || inside) return
          inside = true
          claimAll(thread + 1)
        }
      })
      pools[thread]!.claim(thread, Lane.mail)
    }
    claimAll(1)
    watch(undefined)
    assert.strictEqual(off(), -7, "counted by the sweep, and then by those who claimed")
    main.recount()
    assert.strictEqual(off(), 0)
  })

  it("H07-recount leaves it as it is when somebody claims while it is counted; the next sweep puts it right", () => {
    const { main, off, pools } = setting()
    diesBeforeCounting(() => pools[1]!.claim(1, Lane.mail))
    watch({
      ...nobody,
      before: (_, operation, index) => {
        if (operation !== "compareExchange" || index !== Header.freeSegments) return
        watch(undefined)
        pools[2]!.claim(2, Lane.mail)
      }
    })
    main.recount()
    assert.strictEqual(off(), 1, "the one that died, and nothing else")
    main.recount()
    assert.strictEqual(off(), 0)
  })
})
