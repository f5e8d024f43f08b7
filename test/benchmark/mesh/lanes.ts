/*
 * What ships: a queue of its own for each pair of threads, with the classes of Stevedore's data plane as they are.
 */
import * as Arena from "../../../packages/core/src/internal/memory/arena.ts"
import * as Bell from "../../../packages/core/src/internal/memory/bell.ts"
import { LaneConsumer, LaneProducer } from "../../../packages/core/src/internal/memory/lane.ts"
import { Lane } from "../../../packages/core/src/internal/memory/layout.ts"
import { MemoryPool } from "../../../packages/core/src/internal/memory/pool.ts"
import { type Inlet, type Memory, type Outlet, type Shared, sizes, target, threadOf } from "./queue.ts"

export class LaneOutlet implements Outlet {
  readonly memory: Memory
  private readonly lane: LaneProducer

  constructor(shared: Shared, sender: number) {
    const arena = Arena.attach(shared.arena, sizes(shared.senders))
    const thread = threadOf(sender)
    this.memory = arena
    this.lane = new LaneProducer(arena, new MemoryPool(arena, thread), thread, target, Lane.mail)
  }

  reserve(bytes: number): number {
    return this.lane.reserve(bytes)
  }

  publish(_at: number, bytes: number): void {
    // 0: the count of jobs, from which pending counts are made, is no part of a queue.
    this.lane.publish(bytes, 0)
  }
}

export class LaneInlet implements Inlet {
  readonly memory: Memory
  private readonly lanes: ReadonlyArray<LaneConsumer>
  private dirty = 0

  constructor(shared: Shared) {
    const arena = Arena.attach(shared.arena, sizes(shared.senders))
    const pool = new MemoryPool(arena, target)
    this.memory = arena
    this.lanes = Array.from(
      { length: shared.senders },
      (_, sender) => new LaneConsumer(arena, pool, threadOf(sender), target, Lane.mail, () => {})
    )
  }

  rung(bits: number): void {
    this.dirty |= bits
  }

  drain(limit: number, visit: (at: number) => void): boolean {
    for (let sender = 0; sender < this.lanes.length; sender++) {
      const bit = Bell.bitOf(threadOf(sender))
      if ((this.dirty & bit) !== 0 && !this.drainLane(this.lanes[sender]!, limit, visit)) this.dirty &= ~bit
    }
    return this.dirty !== 0
  }

  private drainLane(lane: LaneConsumer, limit: number, visit: (at: number) => void): boolean {
    for (let i = 0; i < limit; i++) {
      const at = lane.next()
      if (at < 0) {
        if (i > 0) lane.commit()
        return false
      }
      visit(at)
      lane.advance()
    }
    lane.commit()
    return true
  }
}
