/**
 * Gives back the memory of the dead, once every living thread has acknowledged: the last step of a death. Main only.
 * Nothing but this memory waits for a slow acknowledgement; settling and starting anew do not.
 */
import * as Effect from "effect/Effect"
import type { Arena } from "../memory/arena.ts"
import * as Bell from "../memory/bell.ts"
import * as Layout from "../memory/layout.ts"
import * as ThreadRecord from "../memory/threadRecord.ts"
import type { Mesh } from "../thread/mesh.ts"
import { type Buried, bury } from "../thread/tellAccount.ts"

export class Sweeper {
  private readonly arena: Arena
  private readonly mesh: Mesh
  private readonly unswept: Array<{ readonly thread: number; readonly epoch: number }> = []
  private readonly waiting = new Set<() => void>()
  private readonly buried: (thread: number, tells: Buried) => void

  /** `buried` is told what tells a dead thread has taken with it, before its record is free. */
  constructor(mesh: Mesh, buried: (thread: number, tells: Buried) => void = () => {}) {
    this.arena = mesh.arena
    this.mesh = mesh
    this.buried = buried
  }

  /** After a confirmed exit: raises the death epoch and wakes every other thread, whatever its bell says. */
  announce(thread: number): void {
    const epoch = ThreadRecord.markDead(this.arena, thread)
    this.unswept.push({ thread, epoch })
    for (let other = 0; other < this.arena.layout.maxThreads; other++) {
      if (other !== this.mesh.thread && ThreadRecord.isAlive(this.arena, other)) Bell.wakeAlways(this.arena, other)
    }
  }

  /** Sweeps those whose death everybody has acknowledged, in the order in which they died. */
  sweep(): void {
    while (this.unswept.length > 0) {
      const { epoch, thread } = this.unswept[0]!
      // guard G38: pairs with the acknowledgement of every living thread: until then it may look at the dead one's memory
      if (!this.isAcknowledged(epoch)) return
      this.unswept.shift()
      this.sweepThread(thread)
      for (const check of Array.from(this.waiting)) check()
    }
  }

  private isAcknowledged(epoch: number): boolean {
    for (let thread = 0; thread < this.arena.layout.maxThreads; thread++) {
      if (!ThreadRecord.isAlive(this.arena, thread)) continue
      if (ThreadRecord.load(this.arena, thread, Layout.Thread.ackedEpoch) < epoch) return false
    }
    return true
  }

  private sweepThread(dead: number): void {
    const { layout } = this.arena
    const { pool } = this.mesh
    // guard G39: pairs with the dead one's claims, linked or not, and with the blocks it had taken to read
    pool.freeLanes((lane) => Layout.producerOfLane(layout, lane) === dead, dead)
    pool.recount()
    // guard G40: pairs with the second look of whoever starves
    pool.wakeStarving(this.mesh.onWake)
    // Live ends have zeroed theirs before they acknowledged; between two dead ones it is main's to do.
    for (let other = 0; other < layout.maxThreads; other++) {
      if (other !== dead && ThreadRecord.isAlive(this.arena, other)) continue
      for (const kind of [Layout.Lane.mail, Layout.Lane.express]) {
        ThreadRecord.clearLane(this.arena, Layout.laneNumber(layout, dead, other, kind))
        ThreadRecord.clearLane(this.arena, Layout.laneNumber(layout, other, dead, kind))
      }
    }
    this.buried(dead, bury(this.arena, dead))
    ThreadRecord.clear(this.arena, dead)
  }

  /** A thread whose record waits to be swept: the one that is next. */
  get next(): number | undefined {
    return this.unswept[0]?.thread
  }

  /** Completes when the thread's record may be used again. */
  awaitSwept(thread: number): Effect.Effect<void> {
    return Effect.callback<void>((resume) => {
      const check = (): void => {
        if (this.unswept.some((each) => each.thread === thread)) return
        this.waiting.delete(check)
        resume(Effect.void)
      }
      this.waiting.add(check)
      check()
      return Effect.sync(() => {
        this.waiting.delete(check)
      })
    })
  }
}
