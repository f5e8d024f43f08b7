/*
 * What is on its way to a client: control first, then data, each in order. Bounded in bytes, whoever does not read: who sends waits for
 * room, but no longer than a client may take to make half of it free. One that reads a little at a time would else set the pace of
 * whoever sends to all.
 */
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import * as Semaphore from "effect/Semaphore"

interface Item {
  readonly bytes: Uint8Array
  /** Of the message; an answer is missed by nobody but the client. */
  readonly messageName: string | undefined
}

export class Outgoing {
  private readonly limitBytes: number
  private readonly patienceMillis: number
  private readonly some = Latch.makeUnsafe(false)
  private control: Array<Item> = []
  private data: Array<Item> = []
  private waitingBytes = 0
  /** What is being written. */
  private current: Item | undefined = undefined
  private taken = 0
  private isClosed = false
  /** Those who wait for room: one after the other, the first of them until there is some. */
  private readonly door = Semaphore.makeUnsafe(1)
  private readonly moved = Latch.makeUnsafe(false)
  private senders = 0

  constructor(limitBytes: number, patienceMillis: number) {
    this.limitBytes = limitBytes
    this.patienceMillis = patienceMillis
  }

  /** True when it waits for the client; else what says so later, or says false: it reads too slowly, or nothing more goes to it. */
  add(bytes: Uint8Array, messageName: string | undefined, isControl: boolean): boolean | Effect.Effect<boolean> {
    if (this.isClosed) return false
    const item = { bytes, messageName }
    if (this.senders > 0 || !this.hasRoom(item)) return this.addInTurn(item, isControl)
    this.push(item, isControl)
    return true
  }

  private hasRoom({ bytes }: Item): boolean {
    return this.waitingBytes === 0 || this.waitingBytes + bytes.length <= this.limitBytes
  }

  private push(item: Item, isControl: boolean): void {
    this.waitingBytes += item.bytes.length
    ;(isControl ? this.control : this.data).push(item)
    this.some.openUnsafe()
  }

  private addInTurn(item: Item, isControl: boolean): Effect.Effect<boolean> {
    return Effect.suspend(() => {
      this.senders++
      const added = this.door.withPermit(this.addWithRoom(item, isControl))
      return Effect.ensuring(
        added,
        Effect.sync(() => void this.senders--)
      )
    })
  }

  private addWithRoom(item: Item, isControl: boolean): Effect.Effect<boolean> {
    return Effect.gen({ self: this }, function* () {
      if (!this.hasRoom(item)) {
        const roomy = yield* Effect.timeoutOption(this.roomFor(item), this.patienceMillis)
        if (roomy._tag === "None" && !(yield* this.catchesUp(item))) this.close()
      }
      if (this.isClosed) return false
      this.push(item, isControl)
      return true
    })
  }

  private roomFor(item: Item): Effect.Effect<void> {
    return Effect.gen({ self: this }, function* () {
      while (!this.isClosed && !this.isRoomy(item)) {
        this.moved.closeUnsafe()
        yield* this.moved.await
      }
    })
  }

  /** It may be this thread that had no time: before a client is judged its socket has turns, as long as it takes something in each. */
  private catchesUp(item: Item): Effect.Effect<boolean> {
    return Effect.gen({ self: this }, function* () {
      for (let taken = -1; taken !== this.taken;) {
        taken = this.taken
        yield* Effect.yieldNow
        yield* Effect.yieldNow
        if (this.isRoomy(item)) return true
      }
      return false
    })
  }

  /** There is room for it, and half of all is free: whoever waited goes on with that, and not once for each that is taken. */
  private isRoomy(item: Item): boolean {
    return this.isHalfFree && this.hasRoom(item)
  }

  private get isHalfFree(): boolean {
    return this.waitingBytes <= this.limitBytes / 2
  }

  /** The next to be written, when there is one. One at a time, so that control overtakes what has not begun. */
  readonly next: Effect.Effect<Uint8Array> = Effect.suspend(() => {
    this.current = undefined
    return Effect.flatMap(this.some.await, () => {
      const item = (this.control.length > 0 ? this.control : this.data).shift()
      if (this.control.length === 0 && this.data.length === 0) this.some.closeUnsafe()
      if (item === undefined) return this.next
      this.current = item
      this.waitingBytes -= item.bytes.length
      this.taken++
      if (this.isHalfFree) this.moved.openUnsafe()
      return Effect.succeed(item.bytes)
    })
  })

  /** Nothing more goes to it, and nobody waits for room any more. */
  close(): void {
    this.isClosed = true
    this.moved.openUnsafe()
  }

  /** The names of the messages that were not written to their end, one for each. */
  get left(): ReadonlyArray<string> {
    const items = this.current === undefined ? [] : [this.current]
    return [...items, ...this.control, ...this.data].flatMap(({ messageName }) => messageName ?? [])
  }
}
