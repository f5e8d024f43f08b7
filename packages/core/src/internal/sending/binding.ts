/**
 * One name as one thread sees it: the places (threads) where the actor is served, and which of them a job goes to. A
 * place keeps its jobs while its thread is started again.
 */
import * as HashRing from "effect/HashRing"
import * as PrimaryKey from "effect/PrimaryKey"
import { Stopped, type ActorErrorReason } from "../../ActorError.ts"
import type { Key } from "../../Job.ts"
import type { ActorEntry, MemberEntry } from "../system/directory.ts"
import { Fifo } from "../fifo.ts"
import { invalid } from "../options.ts"
import { Thread } from "../memory/layout.ts"
import * as ThreadRecord from "../memory/threadRecord.ts"
import type { Mesh } from "../thread/mesh.ts"
import * as Orphans from "../thread/orphans.ts"
import type { Outbox } from "./outbox.ts"
import { type OutgoingJob, Target } from "./outgoing.ts"
import { spread } from "./spread.ts"
import { isAddressed } from "./addressed.ts"
import { Absent, NameLine } from "./nameLine.ts"

/** It is for that thread and no other. */
const isBound = (job: OutgoingJob): boolean => job.stays || isAddressed(job)

/** A thread of an actor, by its name: the same place after a restart. */
class Place {
  readonly name: string
  incarnation = 0
  target: Target | undefined = undefined
  /** Jobs that a death has left, waiting for the next thread. */
  held = new Fifo<OutgoingJob>()

  constructor(name: string) {
    this.name = name
  }

  get isLive(): boolean {
    return this.target !== undefined && this.target.gone === undefined
  }

  [PrimaryKey.symbol](): string {
    return spread(this.name)
  }
}

/** A place as a broadcast sees it: it stays the same when its thread is started again. */
export interface Seat {
  readonly thread: string
  /** Who has it, as `Binding.at` tells: when it was asked for, and now. */
  readonly found: Target | ActorErrorReason | Absent
  readonly find: () => Target | ActorErrorReason | Absent
}

export class Binding {
  readonly name: string
  entry: ActorEntry | undefined = undefined
  /** It existed once: what is sent now fails at once instead of waiting for it to appear. */
  known = false
  /** It is about to be taken away: what is sent now fails at once. */
  ended = false
  private places: ReadonlyArray<Place> = []
  private ring: HashRing.HashRing<Place> | undefined
  private turn: number
  private readonly mesh: Mesh
  private readonly outbox: Outbox
  readonly line = new NameLine()

  constructor(name: string, mesh: Mesh, outbox: Outbox) {
    this.name = name
    this.mesh = mesh
    this.outbox = outbox
    // Senders start their turns at different places, so that few jobs of many threads spread evenly too.
    this.turn = mesh.thread
  }

  update(entry: ActorEntry | undefined): void {
    // Who waits for a name that is gone waits on: it may be provided again.
    if (entry === undefined) this.change(undefined)
    else this.line.serve(() => this.change(entry))
  }

  private change(entry: ActorEntry | undefined): void {
    const before = new Map(this.places.map((place) => [place.name, place]))
    const retired: Array<Target> = []
    const places = (entry?.members ?? []).map((member) => {
      const place = before.get(member.threadName) ?? new Place(member.threadName)
      before.delete(member.threadName)
      if (member.state === "up" && place.incarnation !== member.incarnation && this.isAlive(member)) {
        if (place.target !== undefined) retired.push(place.target)
        this.occupy(place, member, entry!)
      }
      return place
    })
    this.places = places
    this.ring = undefined
    this.entry = entry
    if (entry !== undefined) this.known = true
    this.ended = false
    for (const gone of before.values()) {
      if (gone.target !== undefined) {
        if (entry?.joined !== undefined) this.moveWaiting(gone.target)
        retired.push(gone.target)
      }
      this.release(gone)
    }
    for (const place of places)
      if (entry?.members.find((each) => each.threadName === place.name)?.state === "dead") this.release(place)
    // Those who waited there hear of it now, and may look here again.
    for (const target of retired) this.outbox.retire(target)
  }

  /** For good: what waits fails, and so does whatever is sent later. */
  end(): void {
    this.line.serve(() => {
      this.change(undefined)
      // Also of a name that never was: nobody waits for it to appear.
      this.known = true
      this.ended = true
    })
  }

  /** A snapshot may be older than a death that this thread has dealt with. */
  private isAlive({ incarnation, thread }: MemberEntry): boolean {
    const { arena } = this.mesh
    return ThreadRecord.load(arena, thread, Thread.incarnation) === incarnation && ThreadRecord.isAlive(arena, thread)
  }

  private occupy(place: Place, member: MemberEntry, entry: ActorEntry): void {
    const peer = this.mesh.peer(member.thread)
    // What a death has left comes before anything that was sent since.
    const first = place.held
    place.held = new Fifo()
    this.outbox.stranded.delete(first)
    const target = this.outbox.target(peer, member.instance, member.threadName, entry.window, member.serial, first)
    if (entry.restarts || entry.joined !== undefined) target.onOrphaned = (job) => this.orphaned(place, job)
    target.actor = this.name
    if (entry.whenFull === "dropNewest") target.drops = "newest"
    if (entry.whenFull === "dropOldest") target.drops = "oldest"
    place.target = target
    place.incarnation = member.incarnation
  }

  /**
   * The thread of a place has died: unkeyed jobs go to another one at once, keyed ones and those that were sent to it by its
   * name wait for its successor; for the news of its end where there will be none.
   */
  private orphaned(place: Place, job: OutgoingJob): void {
    const other = this.entry?.strategy === "roundRobin" && !isBound(job) ? this.next([]) : undefined
    if (other !== undefined) {
      Orphans.adopt(this.outbox, job, other)
    } else if (this.places.includes(place)) {
      this.hold(place, job)
    } else {
      Orphans.reject(this.outbox, job, this.goneReason(place))
    }
  }

  private hold(place: Place, job: OutgoingJob): void {
    place.held.push(job)
    job.queue = place.held
    this.outbox.stranded.add(place.held)
    this.outbox.owner.busy()
  }

  /** Nobody will take this place: what it holds goes elsewhere, or nowhere. */
  private release(place: Place): void {
    this.outbox.stranded.delete(place.held)
    for (let job = place.held.shift(); job !== undefined; job = place.held.shift()) {
      const target = isBound(job) ? undefined : this.next([])
      if (target === undefined) Orphans.reject(this.outbox, job, this.goneReason(place))
      else Orphans.adopt(this.outbox, job, target)
    }
  }

  /** One of several leaves that live on: what waits for room there goes to the others, behind what waits for them. */
  private moveWaiting(target: Target): void {
    if (target.gone !== undefined) return
    for (const job of target.waiting.all()) {
      // One that is being sent right now, further up the stack, goes its way.
      const other = isBound(job) || job.id >= 0 ? undefined : this.next([])
      if (other === undefined || !target.waiting.remove(job)) continue
      Orphans.adopt(this.outbox, job, other)
    }
  }

  /** What a send finds as long as no layer has provided the name. */
  unknown(): Absent | undefined {
    return this.isUnknown ? new Absent(this.line, () => !this.isUnknown) : undefined
  }

  private get isUnknown(): boolean {
    return this.entry === undefined && !this.known
  }

  /** The target on the thread of that name, whatever the routing says. */
  at(threadName: string): Target | ActorErrorReason | Absent {
    const mustWait = this.line.mustWait()
    const found = this.lookAt(threadName)
    return found === undefined || (mustWait && found instanceof Target)
      ? new Absent(this.line, () => this.lookAt(threadName) !== undefined, threadName)
      : found
  }

  private lookAt(threadName: string): Target | ActorErrorReason | undefined {
    if (this.ended) return new Stopped({})
    const place = this.places.find((each) => each.name === threadName)
    if (place !== undefined) return this.inPlace(place)
    const names = this.places.map(({ name }) => name).join(", ")
    return invalid("thread", threadName, `name one of the threads of "${this.name}": ${names}`)
  }

  private inPlace(place: Place): Target | ActorErrorReason | undefined {
    if (this.ended) return new Stopped({})
    return place.isLive ? place.target : this.isComing(place) ? undefined : this.goneReason(place)
  }

  /**
   * The target for a job with this key; with `undefined`, the next in turn. Members in `chain` wait for this very ask: unkeyed
   * jobs pass them over where they can.
   */
  select(key: Key | undefined, chain: ReadonlyArray<number> = []): Target | ActorErrorReason | Absent {
    const found = this.line.mustWait() ? undefined : this.look(key, chain)
    return found ?? new Absent(this.line, () => this.isDecided(key))
  }

  private look(key: Key | undefined, chain: ReadonlyArray<number>): Target | ActorErrorReason | undefined {
    if (this.ended) return new Stopped({})
    if (key !== undefined && this.places.length > 0) return this.inPlace(this.keyed(key))
    const target = this.next(chain)
    if (target !== undefined) return target
    const [first] = this.places
    return this.places.some((place) => this.isComing(place)) ? undefined : this.goneReason(first)
  }

  /** Whether `look` finds anything: without taking a turn. */
  private isDecided(key: Key | undefined): boolean {
    if (this.ended) return true
    if (key !== undefined && this.places.length > 0) return this.inPlace(this.keyed(key)) !== undefined
    return this.places.some((place) => place.isLive) || !this.places.some((place) => this.isComing(place))
  }

  /** All its places, for a job to each; a reason where there are none. */
  seats(): ReadonlyArray<Seat> | ActorErrorReason | Absent {
    const mustWait = this.line.mustWait()
    if (this.ended) return new Stopped({})
    const unknown = this.unknown()
    if (unknown !== undefined) return unknown
    const seats = this.places
      .filter((place) => place.target !== undefined || this.isComing(place))
      .map((place): Seat => ({
        thread: place.name,
        found: this.seat(place, mustWait),
        find: () => this.seat(place, this.line.mustWait())
      }))
    return seats.length > 0 ? seats : this.goneReason(undefined)
  }

  private seat(place: Place, mustWait: boolean): Target | ActorErrorReason | Absent {
    const found = mustWait ? undefined : this.inPlace(place)
    return found ?? new Absent(this.line, () => this.inPlace(place) !== undefined, place.name)
  }

  private next(chain: ReadonlyArray<number>): Target | undefined {
    const { places } = this
    let waitsItself: Target | undefined
    for (let tried = 0; tried < places.length; tried++) {
      const place = places[this.turn++ % places.length]!
      if (!place.isLive) continue
      const target = place.target!
      if (chain.length === 0 || !target.serial || !chain.includes(target.instance)) return target
      waitsItself ??= target
    }
    return waitsItself
  }

  /** Its thread has died and another one will take its place. */
  private isComing(place: Place): boolean {
    if (this.entry?.restarts !== true || place.isLive || place.target?.gone === "stopped") return false
    // Another layer may have taken its name.
    if (!this.places.includes(place)) return false
    return this.entry.members.some((member) => member.threadName === place.name && member.state !== "dead")
  }

  private goneReason(place: Place | undefined): ActorErrorReason {
    const gone = place?.target?.gone
    return gone === undefined || gone === "stopped" ? new Stopped({}) : gone
  }

  private keyed(key: Key): Place {
    if (this.places.length === 1) return this.places[0]!
    this.ring ??= HashRing.addMany(HashRing.make<Place>(), this.places)
    const place = HashRing.get(this.ring, spread(String(key)))!
    if (place.isLive || this.isComing(place) || place.target?.gone === "stopped") return place
    // Nobody will take this place: the rest serve its keys, also before main's word of it has come.
    const rest = this.places.filter((each) => each !== place)
    if (!rest.some((each) => each.isLive)) return place
    this.places = rest
    this.ring = undefined
    return this.keyed(key)
  }

  get targets(): ReadonlyArray<Target> {
    return this.places.flatMap(({ target }) => (target === undefined ? [] : [target]))
  }
}
