/**
 * Channels for moved buffers between simulated threads: what is posted is there at once, and stays when its poster dies. An
 * end travels as the number of its channel and its side, since messages are cloned.
 */
import type { BufferPort, MovedBuffers } from "../../ThreadSpawner.ts"
import { Queue } from "./queue.ts"
import type { SimulatedThread } from "./simulatedThread.ts"

interface End {
  readonly channel: number
  readonly side: 0 | 1
}

/** What was posted to one end, and whose that is. */
class Inbox {
  readonly posted = new Queue<MovedBuffers>()
  owner: SimulatedThread | undefined = undefined
  closed = false
}

export class Channels {
  private readonly inboxes = new Map<number, readonly [Inbox, Inbox]>()
  private made = 0

  readonly make = (): readonly [unknown, unknown] => {
    const channel = ++this.made
    this.inboxes.set(channel, [new Inbox(), new Inbox()])
    return [
      { channel, side: 0 },
      { channel, side: 1 }
    ]
  }

  open(owner: SimulatedThread, end: unknown): BufferPort {
    const { channel, side } = end as End
    const inboxes = this.inboxes.get(channel)!
    const own = inboxes[side]
    const { posted } = inboxes[side === 0 ? 1 : 0]
    own.owner = owner
    return {
      post: (key, buffers) =>
        posted.push({ key, buffers: structuredClone(buffers, { transfer: buffers as Array<ArrayBuffer> }) }),
      takeSync: () => own.posted.shift(),
      close: () => {
        own.closed = true
        own.posted.clear()
      }
    }
  }

  /** Buffers that were posted to a thread that lives, and that it has not taken. */
  get pending(): number {
    let count = 0
    for (const [one, two] of this.inboxes.values()) {
      for (const { closed, owner, posted } of [one, two]) if (!closed && owner?.dead !== true) count += posted.size
    }
    return count
  }
}
