/*
 * What is on its way to a client: control first, then data, each in order. Each is bounded in bytes, whoever does not read: who sends
 * waits for room, but no longer than a client may take to make half of it free. One that reads a little at a time would else set the
 * pace of whoever sends to all. Control has room of its own: it waits for no data, and for nobody who waits to send data.
 */
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import * as Semaphore from "effect/Semaphore"

interface Item {
  readonly bytes: Uint8Array
  /** Of the message; an answer is missed by nobody but the client. */
  readonly messageName: string | undefined
}

/** One of both kinds. */
class Lane {
  private readonly limitBytes: number
  readonly items: Array<Item> = []
  private waitingBytes = 0
  /** Bytes that have left it, ever. */
  takenBytes = 0
  /** Those who wait for room: one after the other, the first of them until there is some. */
  readonly door = Semaphore.makeUnsafe(1)
  readonly moved = Latch.makeUnsafe(false)
  senders = 0

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes
  }

  hasRoom({ bytes }: Item): boolean {
    return this.waitingBytes === 0 || this.waitingBytes + bytes.length <= this.limitBytes
  }

  /** There is room for it, and half of all is free: whoever waited goes on with that, and not once for each that is taken. */
  isRoomy(item: Item): boolean {
    return this.isHalfFree && this.hasRoom(item)
  }

  private get isHalfFree(): boolean {
    return this.waitingBytes <= this.limitBytes / 2
  }

  push(item: Item): void {
    this.waitingBytes += item.bytes.length
    this.items.push(item)
  }

  take(): Item | undefined {
    const item = this.items.shift()
    if (item === undefined) return undefined
    this.waitingBytes -= item.bytes.length
    this.takenBytes += item.bytes.length
    if (this.isHalfFree) this.moved.openUnsafe()
    return item
  }
}

export class Outgoing {
  private readonly limitBytes: number
  private readonly patienceMillis: number
  private readonly some = Latch.makeUnsafe(false)
  private readonly control: Lane
  private readonly data: Lane
  /** What is being written. */
  private current: Item | undefined = undefined
  private isClosed = false

  constructor(limitBytes: number, patienceMillis: number) {
    this.limitBytes = limitBytes
    this.patienceMillis = patienceMillis
    this.control = new Lane(limitBytes)
    this.data = new Lane(limitBytes)
  }

  /** True when it waits for the client; else what says so later, or says false: it reads too slowly, or nothing more goes to it. */
  add(bytes: Uint8Array, messageName: string | undefined, isControl: boolean): boolean | Effect.Effect<boolean> {
    if (this.isClosed) return false
    const item = { bytes, messageName }
    const lane = isControl ? this.control : this.data
    if (lane.senders > 0 || !lane.hasRoom(item)) return this.addInTurn(item, lane)
    this.push(item, lane)
    return true
  }

  private push(item: Item, lane: Lane): void {
    lane.push(item)
    this.some.openUnsafe()
  }

  private addInTurn(item: Item, lane: Lane): Effect.Effect<boolean> {
    return Effect.suspend(() => {
      lane.senders++
      const added = lane.door.withPermit(this.addWithRoom(item, lane))
      return Effect.ensuring(
        added,
        Effect.sync(() => void lane.senders--)
      )
    })
  }

  private addWithRoom(item: Item, lane: Lane): Effect.Effect<boolean> {
    return Effect.gen({ self: this }, function* () {
      if (!lane.hasRoom(item) && !(yield* this.makesRoom(item, lane))) this.close()
      if (this.isClosed) return false
      this.push(item, lane)
      return true
    })
  }

  /** False for a client that reads too slowly. */
  private makesRoom(item: Item, lane: Lane): Effect.Effect<boolean> {
    return Effect.gen({ self: this }, function* () {
      for (;;) {
        const before = this.control.takenBytes
        const roomy = yield* Effect.timeoutOption(this.roomFor(item, lane), this.patienceMillis)
        if (roomy._tag === "Some" || (yield* this.catchesUp(item, lane))) return true
        // What it has read instead went before this.
        const instead = lane === this.data ? this.control.takenBytes - before : 0
        if (instead < this.limitBytes / 2) return false
      }
    })
  }

  private roomFor(item: Item, lane: Lane): Effect.Effect<void> {
    return Effect.gen({ self: this }, function* () {
      while (!this.isClosed && !lane.isRoomy(item)) {
        lane.moved.closeUnsafe()
        yield* lane.moved.await
      }
    })
  }

  /** It may be this thread that had no time: before a client is judged its socket has turns, as long as it takes something in each. */
  private catchesUp(item: Item, lane: Lane): Effect.Effect<boolean> {
    return Effect.gen({ self: this }, function* () {
      for (let taken = -1; taken !== this.takenBytes;) {
        taken = this.takenBytes
        yield* Effect.yieldNow
        yield* Effect.yieldNow
        if (lane.isRoomy(item)) return true
      }
      return false
    })
  }

  private get takenBytes(): number {
    return this.control.takenBytes + this.data.takenBytes
  }

  /** The next to be written, when there is one. One at a time, so that control overtakes what has not begun. */
  readonly next: Effect.Effect<Uint8Array> = Effect.suspend(() => {
    this.current = undefined
    return Effect.flatMap(this.some.await, () => {
      this.current = this.control.take() ?? this.data.take()
      if (this.current !== undefined) return Effect.succeed(this.current.bytes)
      this.some.closeUnsafe()
      return this.next
    })
  })

  /** Nothing more goes to it, and nobody waits for room any more. */
  close(): void {
    this.isClosed = true
    this.control.moved.openUnsafe()
    this.data.moved.openUnsafe()
  }

  /** The names of the messages that were not written to their end, one for each. */
  get left(): ReadonlyArray<string> {
    const items = this.current === undefined ? [] : [this.current]
    return [...items, ...this.control.items, ...this.data.items].flatMap(({ messageName }) => messageName ?? [])
  }
}
