/**
 * The objects of one thread: what arrives for them, in order, and how they move to another thread and come from there.
 * Everything is synchronous and of this thread; only the table is shared.
 *
 * A move, from `old` to `next`. What says that something has come before it, `passed`, `done` and `cancelled`, is behind that in the
 * lane of the two threads; all other news waits for nothing that is sent to objects, or to anybody else:
 *
 * 1. `old` asks `next` to prepare, and goes on as before. `next` answers whether it has handlers for that kind.
 * 2. `old` says in the table that the object is moving to `next`, and only then tells every thread, itself too.
 *    What they send from now on goes to `next`, which holds it.
 * 3. Each of them acknowledges to `old`, behind all that it had sent there, also what still waits for room. `old` holds what
 *    arrives meanwhile.
 * 4. When all have acknowledged, and no handler of the object runs any more, `old` sends on what it holds, in order, and
 *    then the object's state: from here on it is `next`'s.
 * 5. `next` has its handlers take what was sent on, then what it held, and says so to `old`.
 *
 * A thread that is gone has acknowledged: those who stay behind are told of it when all that it had sent has arrived. If it
 * is `next`, or `old` before step 4, the object ends with it, and whoever still holds messages for it refuses them.
 */
import { NOBODY, type ObjectTable } from "./table.ts"
import { OwnedObjects } from "./owned.ts"
import { type MoveEnd, type MoveNews, type OwnHandler, type Surroundings, UNREADABLE } from "./surroundings.ts"
import { UnderWay } from "./underWay.ts"

/** An object on its way from here. */
interface Departure<Message> {
  readonly to: number
  readonly row: number
  readonly ended: (how: MoveEnd) => void
  /** Somebody has to say something of it, and finds no room. */
  readonly late: () => void
  /** The one of its handlers that it does not wait for, as long as that is at work. */
  own: OwnHandler | undefined
  step: "asked" | "moving" | "sent"
  /** Who has not acknowledged yet. */
  readonly waiting: Set<number>
  readonly held: Array<Message>
}

/** An object on its way to here. */
interface Arrival<Message> {
  readonly from: number
  /** Sent on by the thread that has it. */
  readonly forwarded: Array<Message>
  readonly direct: Array<Message>
}

/** An object whose handlers are at work: what they do not take yet, in order. */
interface Busy<Message> {
  running: number
  readonly queue: Array<Message>
}

export class ThreadObjects<Message> {
  readonly table: ObjectTable
  private readonly around: Surroundings<Message>
  private readonly owned = new OwnedObjects()
  private readonly busy = new Map<number, Busy<Message>>()
  private readonly departures = new Map<number, Departure<Message>>()
  private readonly arrivals = new Map<number, Arrival<Message>>()
  /** What this thread sends to objects, and cannot yet. */
  readonly underWay = new UnderWay()

  constructor(table: ObjectTable, around: Surroundings<Message>) {
    this.table = table
    this.around = around
  }

  /** Objects that live here. */
  get count(): number {
    return this.owned.count
  }

  /** Objects on their way from here or to here. */
  get moving(): number {
    return this.departures.size + this.arrivals.size
  }

  /** The serial of a new object; 0 when the table is full. */
  claim(kind: number, state: unknown): number {
    const serial = this.table.claim()
    if (serial !== 0) this.table.setLocal(serial, this.owned.add(serial, kind, state))
    return serial
  }

  /** Ends an object that lives here. False when it does not, or is on its way to another thread. */
  release(serial: number): boolean {
    const { table } = this
    if (!table.isHere(serial)) return false
    this.owned.remove(table.local(serial))
    table.release(serial)
    const busy = this.busy.get(serial)
    this.busy.delete(serial)
    for (const message of busy?.queue ?? []) this.around.refuse(message, "NoReceiver")
    const departure = this.departures.get(serial)
    this.departures.delete(serial)
    departure?.ended("lost")
    return true
  }

  /** This thread has its state. */
  has(serial: number): boolean {
    return this.rowOf(serial) !== NOBODY
  }

  /** The state of an object that this thread has. */
  state(serial: number): unknown {
    const row = this.rowOf(serial)
    return row === NOBODY ? undefined : this.owned.state(row)
  }

  /** False when this thread does not have it. */
  setState(serial: number, state: unknown): boolean {
    const row = this.rowOf(serial)
    if (row === NOBODY) return false
    this.owned.set(row, state)
    return true
  }

  /** Also on its way from here, as long as its handlers may be at work. */
  private rowOf(serial: number): number {
    if (this.table.isHere(serial)) return this.table.local(serial)
    const departure = this.departures.get(serial)
    return departure?.step === "moving" ? departure.row : NOBODY
  }

  /** Nobody takes messages of that kind here any more: its objects end. */
  end(kind: number): void {
    for (const serial of this.owned.ofKind(kind)) {
      const departure = this.departures.get(serial)
      if (departure?.step === "moving") this.cancel(serial, departure)
      else this.release(serial)
    }
  }

  /** A message for an object has arrived, `isForwarded` by the thread that the object came from. */
  receive(serial: number, message: Message, isForwarded: boolean): void {
    const arrival = this.arrivals.get(serial)
    if (arrival !== undefined) {
      ;(isForwarded ? arrival.forwarded : arrival.direct).push(message)
      return
    }
    const departure = this.departures.get(serial)
    if (departure?.step === "moving") {
      departure.held.push(message)
      return
    }
    const holder = this.table.find(serial)
    if (holder === NOBODY) this.around.refuse(message, "NoReceiver")
    else if (holder !== this.table.holder) this.around.forward(holder, serial, message)
    else this.take(serial, message)
  }

  /**
   * Moves an object to the thread at place `to`, and calls back when it has, or has not. False when it does not live here or
   * is on its way already. `own`: a handler of it, at work, that waits for this. `late` is called back where it waits for somebody
   * who cannot say what he has to for want of room, and for longer than a handler would; it goes on.
   */
  move(
    serial: number,
    to: number,
    own: OwnHandler | undefined,
    ended: (how: MoveEnd) => void,
    late: () => void = () => {}
  ): boolean {
    const { around, table } = this
    if (!table.isHere(serial) || this.departures.has(serial)) return false
    if (to === table.holder) {
      ended("moved")
      return true
    }
    const row = table.local(serial)
    const kind = this.owned.kind(row)
    const state = around.pack(kind, this.owned.state(row))
    if (state === UNREADABLE) {
      ended("unwritable")
      return true
    }
    this.departures.set(serial, { to, row, ended, late, own, step: "asked", waiting: new Set(), held: [] })
    around.tell(to, { _tag: "prepare", serial, from: table.holder, kind: around.kindName(kind), state })
    return true
  }

  /** No handler of its own waits for its move any more. */
  unexempt(serial: number): void {
    const departure = this.departures.get(serial)
    if (departure !== undefined) departure.own = undefined
  }

  /** A thread that lives could not be told: of all there is to tell only a state can be too much. */
  untold(to: number, { _tag, serial }: MoveNews): void {
    const departure = this.departures.get(serial)
    if (departure === undefined || (_tag !== "prepare" && _tag !== "done")) return
    this.departures.delete(serial)
    if (_tag === "prepare") return departure.ended("large")
    // Its state has grown since it was asked about: nobody has it any more.
    this.table.abandon(serial, to)
    this.around.tell(to, { _tag: "cancelled", serial, from: this.table.holder })
    departure.ended("lost")
  }

  /** What another thread, or this one, says of a move. */
  hear(news: MoveNews): void {
    const { around, table } = this
    const { from, serial } = news
    switch (news._tag) {
      case "prepare": {
        const isServed = around.kindOf(news.kind) !== undefined
        if (isServed) this.arrivals.set(serial, { from, forwarded: [], direct: [] })
        around.tell(from, { _tag: "prepared", serial, from: table.holder, isServed })
        return
      }
      case "prepared":
        return this.depart(serial, from, news.isServed)
      case "cancelled":
        return this.giveUp(serial)
      case "moving":
        return this.pass(serial, from)
      case "late":
        return this.departures.get(serial)?.late()
      case "passed": {
        const departure = this.departures.get(serial)
        if (departure?.waiting.delete(from) === true) this.sendOff(serial, departure)
        return
      }
      case "done":
        return this.arrive(serial, from, news.kind, news.state)
      case "arrived": {
        const departure = this.departures.get(serial)
        this.departures.delete(serial)
        departure?.ended(news.isHere ? "moved" : "lost")
        return
      }
    }
  }

  /** The thread at that place is gone, and all that it had sent has arrived. */
  gone(holder: number): void {
    for (const [serial, departure] of this.departures) {
      if (departure.to === holder) this.lose(serial, departure)
      else if (departure.waiting.delete(holder)) this.sendOff(serial, departure)
    }
    for (const [serial, arrival] of this.arrivals) {
      if (arrival.from === holder) this.giveUp(serial)
    }
  }

  // -- handlers ------------------------------------------------------------------------------------------------------

  private take(serial: number, message: Message): void {
    const busy = this.busy.get(serial)
    if (busy === undefined) return this.run(serial, message)
    const kind = this.owned.kind(this.table.local(serial))
    if (busy.queue.length >= this.around.mailbox(kind)) return this.around.refuse(message, "Full")
    busy.queue.push(message)
    this.takeNext(serial, busy)
  }

  private takeNext(serial: number, busy: Busy<Message>): void {
    const { around, busy: all, owned, table } = this
    while (busy.queue.length > 0 && all.get(serial) === busy && table.isHere(serial)) {
      if (busy.running >= around.concurrency(owned.kind(table.local(serial)))) return
      this.run(serial, busy.queue.shift()!)
    }
    if (busy.running === 0 && busy.queue.length === 0 && all.get(serial) === busy) all.delete(serial)
  }

  private run(serial: number, message: Message): void {
    const { around, owned, table } = this
    const row = table.local(serial)
    const whenDone = around.run(serial, owned.kind(row), owned.state(row), message)
    // Most have done with it at once, and leave nothing behind.
    if (whenDone === undefined) return
    let busy = this.busy.get(serial)
    if (busy === undefined) this.busy.set(serial, (busy = { running: 0, queue: [] }))
    busy.running++
    whenDone(() => this.ran(serial, busy))
  }

  private ran(serial: number, busy: Busy<Message>): void {
    busy.running--
    // It has been released since, or has moved without waiting for this one.
    if (this.busy.get(serial) !== busy) return
    const departure = this.departures.get(serial)
    if (departure?.step === "moving") this.sendOff(serial, departure)
    else this.takeNext(serial, busy)
  }

  // -- moves ---------------------------------------------------------------------------------------------------------

  /** Step 2. */
  private depart(serial: number, from: number, isServed: boolean): void {
    const { around, table } = this
    const departure = this.departures.get(serial)
    if (departure === undefined) {
      // It was released meanwhile.
      if (isServed) around.tell(from, { _tag: "cancelled", serial, from: table.holder })
      return
    }
    if (!isServed) {
      this.departures.delete(serial)
      departure.ended("refused")
      return
    }
    departure.step = "moving"
    // guard O02: before anybody is told; pairs with the `find` of each thread, whose acknowledgement stands behind what it sent here
    table.depart(serial, departure.to)
    const everyone = around.everyone()
    for (const thread of everyone) departure.waiting.add(thread)
    for (const thread of everyone) around.tell(thread, { _tag: "moving", serial, from: table.holder })
  }

  /** Step 3. From now on this thread finds the other one. */
  private pass(serial: number, old: number): void {
    const { around, table, underWay } = this
    const say = (_tag: "passed" | "late"): void => around.tell(old, { _tag, serial, from: table.holder })
    const inTime = underWay.isNone(old) ? undefined : around.whenLate(() => say("late"))
    const passed = (): void => {
      inTime?.()
      say("passed")
    }
    // guard O14: behind what this thread has looked up before, also where that still waits for room; pairs with O06
    underWay.behind(old, passed)
  }

  /** Step 4, when it is time. */
  private sendOff(serial: number, departure: Departure<Message>): void {
    const { around, owned, table } = this
    const [busy, { own, row }] = [this.busy.get(serial), departure]
    // guard O06: nothing comes here any more that another thread will not be asked for; pairs with each one's `passed`
    if (departure.step !== "moving" || departure.waiting.size > 0) return
    // guard O09: what they do to its state goes along; pairs with `ran`
    if (busy !== undefined && busy.running > (own === undefined || own.isOver ? 0 : 1)) return
    const kind = owned.kind(row)
    const state = around.pack(kind, owned.state(row))
    if (state === UNREADABLE) return this.cancel(serial, departure)
    departure.step = "sent"
    if (own !== undefined) own.hasLeft = true
    this.busy.delete(serial)
    owned.remove(row)
    // guard O07: before `done`, in the order in which they came; pairs with `arrive`, which takes them first
    for (const message of busy?.queue ?? []) around.forward(departure.to, serial, message)
    for (const message of departure.held) around.forward(departure.to, serial, message)
    around.tell(departure.to, { _tag: "done", serial, from: table.holder, kind: around.kindName(kind), state })
  }

  /** Step 5. */
  private arrive(serial: number, from: number, name: string, packed: unknown): void {
    const { around, table } = this
    const arrival = this.arrivals.get(serial)
    const kind = around.kindOf(name)
    if (arrival === undefined) return
    const state = kind === undefined ? UNREADABLE : around.unpack(kind, packed)
    if (kind === undefined || state === UNREADABLE) {
      this.giveUp(serial)
      return around.tell(from, { _tag: "arrived", serial, from: table.holder, isHere: false })
    }
    this.arrivals.delete(serial)
    table.setLocal(serial, this.owned.add(serial, kind, state))
    table.arrive(serial)
    around.tell(from, { _tag: "arrived", serial, from: table.holder, isHere: true })
    // guard O08: what was sent on before what came straight; pairs with step 4
    for (const message of [...arrival.forwarded, ...arrival.direct]) this.receive(serial, message, false)
  }

  /** The thread that it moves to is gone. */
  private lose(serial: number, departure: Departure<Message>): void {
    if (departure.step === "moving") return this.drop(serial, departure)
    this.departures.delete(serial)
    // Nobody had been told: it stays.
    departure.ended(departure.step === "asked" ? "gone" : "lost")
  }

  /** It ends on its way from here, and who waits for it there lives. */
  private cancel(serial: number, departure: Departure<Message>): void {
    // guard O15: what it holds is refused; pairs with `giveUp`
    this.around.tell(departure.to, { _tag: "cancelled", serial, from: this.table.holder })
    this.drop(serial, departure)
  }

  private drop(serial: number, departure: Departure<Message>): void {
    const busy = this.busy.get(serial)
    this.departures.delete(serial)
    this.busy.delete(serial)
    this.owned.remove(departure.row)
    this.table.abandon(serial, departure.to)
    for (const message of [...(busy?.queue ?? []), ...departure.held]) this.around.refuse(message, "ObjectLost")
    departure.ended("lost")
  }

  /** It ends on its way to here. */
  private giveUp(serial: number): void {
    const arrival = this.arrivals.get(serial)
    if (arrival === undefined) return
    this.arrivals.delete(serial)
    // The entry names this thread, unless its move had not begun.
    this.table.abandon(serial, this.table.holder)
    for (const message of [...arrival.forwarded, ...arrival.direct]) this.around.refuse(message, "ObjectLost")
  }
}
