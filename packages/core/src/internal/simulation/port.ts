/**
 * The two ends of a control channel between simulated threads: messages are cloned, and arrive in order in later turns.
 */
import type { ThreadPort } from "../../ThreadSpawner.ts"
import { Queue } from "./queue.ts"
import type { SimulatedThread } from "./simulatedThread.ts"

export class SimulatedPort implements ThreadPort {
  private readonly owner: SimulatedThread
  private readonly arrived = new Queue<unknown>()
  private other: SimulatedPort | undefined
  private listener: ((message: unknown) => void) | undefined
  private closed = false

  constructor(owner: SimulatedThread) {
    this.owner = owner
  }

  static pair(one: SimulatedThread, two: SimulatedThread): readonly [SimulatedPort, SimulatedPort] {
    const first = new SimulatedPort(one)
    const second = new SimulatedPort(two)
    first.other = second
    second.other = first
    return [first, second]
  }

  post(message: unknown): void {
    const { other } = this
    if (this.closed || other === undefined || other.closed) return
    other.arrived.push(structuredClone(message))
    other.owner.message(other.deliver)
  }

  private readonly deliver = (): void => {
    if (this.closed || this.listener === undefined || this.arrived.size === 0) return
    this.listener(this.arrived.shift())
  }

  takeSync(): unknown {
    return this.arrived.shift()
  }

  onMessage(listener: (message: unknown) => void): void {
    this.listener = listener
    for (let i = 0; i < this.arrived.size; i++) this.owner.message(this.deliver)
  }

  ref(): void {}

  unref(): void {}

  close(): void {
    this.closed = true
  }
}
