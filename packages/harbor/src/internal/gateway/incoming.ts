/*
 * What a client has sent and nobody has taken yet, in order. Its socket is read on meanwhile, or else nobody would see that the client
 * has gone. Bounded in messages and in bytes: over that nothing more is read of it until some of it was taken.
 */
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"

interface Item {
  readonly bytes: number
  /** Somebody waits for what comes of it, and the client itself is told that. */
  readonly isCall: boolean
  /** Completes when it is on its way. */
  readonly handle: Effect.Effect<void>
}

export class Incoming {
  private readonly limit: number
  private readonly limitBytes: number
  /** The first is being handled. */
  private readonly items: Array<Item> = []
  private waitingBytes = 0
  private handled = 0
  private readonly some = Latch.makeUnsafe(false)
  private readonly moved = Latch.makeUnsafe(false)

  constructor(limit: number, limitBytes: number) {
    this.limit = limit
    this.limitBytes = limitBytes
  }

  hasRoom(bytes: number): boolean {
    const { items, limit, limitBytes, waitingBytes } = this
    return items.length === 0 || (items.length < limit && waitingBytes + bytes <= limitBytes)
  }

  /** Where nothing waits it is handled at once, on this stack, as far as it goes. */
  push(item: Item): void {
    this.waitingBytes += item.bytes
    this.items.push(item)
    this.some.openUnsafe()
  }

  /** True when there is room for so much; false when nothing at all was taken for so long. */
  roomFor(bytes: number, patienceMillis: number): Effect.Effect<boolean> {
    return Effect.gen({ self: this }, function* () {
      while (!this.hasRoom(bytes)) {
        const { handled } = this
        this.moved.closeUnsafe()
        const moved = yield* Effect.timeoutOption(this.moved.await, patienceMillis)
        if (moved._tag === "Some") continue
        // It may be this thread that had no time: before anybody is judged, those who take have turns.
        yield* Effect.yieldNow
        yield* Effect.yieldNow
        if (handled === this.handled) return false
      }
      return true
    })
  }

  /** Completes when nothing waits any more. */
  readonly empty: Effect.Effect<void> = Effect.gen({ self: this }, function* () {
    while (this.items.length > 0) {
      this.moved.closeUnsafe()
      yield* this.moved.await
    }
  })

  /** Handles one after the other. */
  readonly run: Effect.Effect<never> = Effect.gen({ self: this }, function* () {
    for (;;) {
      const item = this.items[0]
      if (item === undefined) {
        this.some.closeUnsafe()
        yield* this.some.await
        continue
      }
      yield* item.handle
      this.items.shift()
      this.waitingBytes -= item.bytes
      this.handled++
      this.moved.openUnsafe()
    }
  })

  /** Sends that nobody has taken. */
  get unsent(): number {
    return this.items.filter(({ isCall }) => !isCall).length
  }
}
