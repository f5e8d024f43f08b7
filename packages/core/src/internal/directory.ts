/**
 * Names: which actor instances exist on which threads. Main decides, and pushes a whole snapshot to every thread at each
 * change; each thread keeps one `Binding` a name, which chooses the target of a job.
 */
import * as HashRing from "effect/HashRing"
import * as PrimaryKey from "effect/PrimaryKey"
import { Stopped, type ActorErrorReason } from "../ActorError.ts"
import type { Key } from "../Job.ts"
import type { Routing } from "../Routing.ts"
import { Thread } from "./memory/layout.ts"
import * as ThreadRecord from "./memory/threadRecord.ts"
import type { Mesh } from "./mesh.ts"
import type { Outbox } from "./outbox.ts"
import type { Target } from "./outgoing.ts"
import { spread } from "./spread.ts"

/** One instance of an actor. Structured-cloneable, as everything in a snapshot. */
export interface MemberEntry {
  readonly thread: number
  readonly incarnation: number
  readonly instance: number
  readonly threadName: string
}

/** What to do when there is no room: wait, wait so many milliseconds, or fail. */
export type WhenFull = "suspend" | "fail" | number

export interface ActorEntry {
  /** The service's id, under which clients look for it. */
  readonly name: string
  readonly strategy: Routing<any, any>["strategy"]
  readonly window: number
  readonly whenFull: WhenFull
  readonly members: ReadonlyArray<MemberEntry>
}

export interface ThreadEntry {
  readonly thread: number
  readonly incarnation: number
  readonly name: string
}

export interface Snapshot {
  readonly version: number
  /** Deaths up to here are dealt with before this is applied. */
  readonly epoch: number
  readonly threads: ReadonlyArray<ThreadEntry>
  readonly actors: ReadonlyArray<ActorEntry>
}

export const emptySnapshot: Snapshot = { version: 0, epoch: 0, threads: [], actors: [] }

class Member {
  readonly target: Target
  readonly key: string
  constructor(target: Target, key: string) {
    this.target = target
    this.key = key
  }
  [PrimaryKey.symbol](): string {
    return spread(this.key)
  }
}

const isDead = ({ target }: Member): boolean => target.gone !== undefined && target.gone !== "stopped"

/** One name as this thread sees it. */
export class Binding {
  readonly name: string
  entry: ActorEntry | undefined = undefined
  /** It existed once: what is sent now fails at once instead of waiting for it to appear. */
  known = false
  private members: ReadonlyArray<Member> = []
  private ring: HashRing.HashRing<Member> | undefined
  private turn: number
  private readonly waiting = new Set<() => void>()

  constructor(name: string, turn: number) {
    this.name = name
    this.turn = turn
  }

  update(entry: ActorEntry | undefined, mesh: Mesh, outbox: Outbox): void {
    const before = new Map(this.members.map((member) => [member.key, member]))
    const members: Array<Member> = []
    for (const each of entry?.members ?? []) {
      // A snapshot may be older than a death that this thread has dealt with.
      if (ThreadRecord.load(mesh.arena, each.thread, Thread.incarnation) !== each.incarnation) continue
      if (!ThreadRecord.isAlive(mesh.arena, each.thread)) continue
      const key = `${each.threadName}/${each.incarnation}/${each.instance}`
      const known = before.get(key)
      before.delete(key)
      members.push(
        known ?? new Member(outbox.target(mesh.peer(each.thread), each.instance, each.threadName, entry!.window), key)
      )
    }
    this.members = members
    this.ring = undefined
    this.entry = entry
    // Those who waited there hear of it now, and may look here again.
    for (const gone of before.values()) outbox.retire(gone.target)
    if (entry === undefined) return
    this.known = true
    const waiting = Array.from(this.waiting)
    this.waiting.clear()
    for (const resume of waiting) resume()
  }

  /** Calls back once when the name appears. Returns how to stop waiting. */
  whenKnown(resume: () => void): () => void {
    this.waiting.add(resume)
    return () => {
      this.waiting.delete(resume)
    }
  }

  /** The target for a job with this key; with `undefined`, the next in turn. */
  select(key: Key | undefined): Target | ActorErrorReason {
    const { members } = this
    if (key !== undefined && members.length > 0) return this.keyed(key).target
    for (let tried = 0; tried < members.length; tried++) {
      const { target } = members[this.turn++ % members.length]!
      if (target.gone === undefined) return target
    }
    const gone = members[0]?.target.gone
    return gone === undefined || gone === "stopped" ? new Stopped({}) : gone
  }

  private keyed(key: Key): Member {
    if (this.members.length === 1) return this.members[0]!
    this.ring ??= HashRing.addMany(HashRing.make<Member>(), this.members)
    const member = HashRing.get(this.ring, spread(String(key)))!
    if (!isDead(member)) return member
    // This thread has dealt with the death, while main's word of it is on its way: the rest serve the key already.
    const rest = this.members.filter((each) => !isDead(each))
    if (rest.length === 0) return member
    this.members = rest
    this.ring = undefined
    return this.keyed(key)
  }

  get targets(): ReadonlyArray<Target> {
    return this.members.map((member) => member.target)
  }
}

/** All names of one thread. */
export class Directory {
  private snapshot = emptySnapshot
  private readonly bindings = new Map<string, Binding>()
  private readonly mesh: Mesh
  private readonly outbox: Outbox

  constructor(mesh: Mesh, outbox: Outbox) {
    this.mesh = mesh
    this.outbox = outbox
  }

  apply(snapshot: Snapshot): void {
    if (snapshot.version <= this.snapshot.version) return
    this.snapshot = snapshot
    for (const binding of this.bindings.values()) this.refresh(binding)
  }

  private refresh(binding: Binding): void {
    const entry = this.snapshot.actors.find((actor) => actor.name === binding.name)
    if (entry !== undefined || binding.known) binding.update(entry, this.mesh, this.outbox)
  }

  binding(name: string): Binding {
    const known = this.bindings.get(name)
    if (known !== undefined) return known
    // Senders start their turns at different members, so that few jobs of many threads spread evenly too.
    const binding = new Binding(name, this.mesh.thread)
    this.bindings.set(name, binding)
    this.refresh(binding)
    return binding
  }

  threadName(thread: number): string {
    return this.snapshot.threads.find((each) => each.thread === thread)?.name ?? `#${thread}`
  }

  get threads(): ReadonlyArray<ThreadEntry> {
    return this.snapshot.threads
  }
}
