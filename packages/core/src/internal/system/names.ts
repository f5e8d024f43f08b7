/**
 * Which actors exist, as main decides it. Main pushes what has changed to all threads, and all of it to one that starts.
 */
import { type ActorErrorReason, InvalidOption } from "../../ActorError.ts"
import {
  instanceOn,
  type ActorEntry,
  type Joining,
  type MemberEntry,
  type News,
  type ThreadEntry
} from "./directory.ts"

const otherTag = 'give the second one a tag of its own: class Other extends TheActor.as<Other>()("app/Other") {}'

export class Names {
  private readonly actors = new Map<string, ActorEntry>()
  /** What nobody has been told yet. */
  private readonly changed = new Set<string>()
  private version = 0
  private epoch = 0
  private threads: ReadonlyArray<ThreadEntry> = []

  /** Takes a name; a reason when it is taken: two layers of one actor need two tags. */
  add(entry: ActorEntry, remedy = otherTag): ActorErrorReason | undefined {
    if (this.actors.has(entry.name)) {
      return new InvalidOption({
        option: "the actor's id",
        value: `"${entry.name}", which this actor system serves already`,
        remedy
      })
    }
    this.set(entry)
    return undefined
  }

  /** One more thread serves that name; a reason when it cannot be one of those that do. */
  join(joining: Joining, member: MemberEntry): ActorErrorReason | undefined {
    const { fingerprint, jobs, name, served, whenFull, window } = joining
    const entry = this.actors.get(name)
    const refused = entry === undefined ? undefined : refusal(entry, joining, member)
    if (refused !== undefined) return refused
    const members = [...(entry?.members ?? []), member]
    this.set({
      name,
      served,
      strategy: "roundRobin",
      window,
      whenFull,
      restarts: false,
      jobs,
      joined: fingerprint,
      members
    })
    return undefined
  }

  /** A member has left: the name goes with the last one. False when it was none. */
  leave(name: string, instance: number): boolean {
    const entry = this.actors.get(name)
    if (entry?.joined === undefined) return false
    const members = entry.members.filter((member) => member.instance !== instance)
    if (members.length === entry.members.length) return false
    if (members.length === 0) this.remove(name)
    else this.set({ ...entry, members })
    return true
  }

  /** A thread that is about to end leaves whatever it has joined. False when that was nothing. */
  leaveAll(incarnation: number): boolean {
    let left = false
    for (const { joined, members, name } of Array.from(this.actors.values())) {
      const member = joined === undefined ? undefined : members.find((each) => each.incarnation === incarnation)
      if (member !== undefined) left = this.leave(name, member.instance) || left
    }
    return left
  }

  /** False when there was no such name. */
  remove(name: string): boolean {
    if (!this.actors.delete(name)) return false
    this.changed.add(name)
    return true
  }

  private set(entry: ActorEntry): void {
    this.actors.set(entry.name, entry)
    this.changed.add(entry.name)
  }

  /** Takes away what other threads serve. False when there was nothing. */
  removeServedElsewhere(thread: number): boolean {
    const before = this.actors.size
    for (const [name, { members }] of this.actors) {
      if (members.every((member) => member.thread !== thread)) this.remove(name)
    }
    return this.actors.size < before
  }

  /** A thread has ended: its place waits for another one, or pools go on with the rest. */
  removeMember(incarnation: number): void {
    for (const [name, entry] of this.actors) {
      const dead = entry.members.find((member) => member.incarnation === incarnation)
      if (dead === undefined) continue
      if (entry.joined !== undefined) this.leave(name, dead.instance)
      else if (entry.restarts) this.setMember(name, { ...dead, state: "restarting" })
      else this.giveUp(name, dead.threadName)
    }
  }

  /** Another thread has taken the place of that name. */
  setMember(name: string, member: MemberEntry): void {
    const entry = this.actors.get(name)
    if (entry === undefined) return
    const members = entry.members.map((each) => (each.threadName === member.threadName ? member : each))
    this.set({ ...entry, members })
  }

  /** No thread will take that place again. The last one stays, so that senders learn how it ended. */
  giveUp(name: string, threadName: string): void {
    const entry = this.actors.get(name)
    if (entry === undefined) return
    const rest = entry.members.filter((member) => member.threadName !== threadName)
    const members = rest.length > 0 ? rest : entry.members.map((member) => ({ ...member, state: "dead" as const }))
    this.set({ ...entry, members })
  }

  /** What has changed since the last time, for those who knew all up to then. */
  next(epoch: number, threads: ReadonlyArray<ThreadEntry>): News {
    this.version++
    this.epoch = epoch
    this.threads = threads
    const names = Array.from(this.changed)
    this.changed.clear()
    const actors = names.flatMap((name) => this.actors.get(name) ?? [])
    const removed = names.filter((name) => !this.actors.has(name))
    return { version: this.version, epoch, threads, whole: false, actors, removed }
  }

  /** All that has been told up to now, for one that knew nothing. */
  get all(): News {
    const { epoch, threads, version } = this
    return { version, epoch, threads, whole: true, actors: Array.from(this.actors.values()), removed: [] }
  }
}

/** Why a thread cannot serve that name beside those that do. */
const refusal = (entry: ActorEntry, joining: Joining, member: MemberEntry): InvalidOption | undefined => {
  const { joined, members, name, whenFull, window } = entry
  const refuse = (value: string, remedy: string) => new InvalidOption({ option: "layerHere", value, remedy })
  if (joined === undefined) {
    return refuse(
      `of "${name}", which another layer of this actor system serves already`,
      "use layerHere on all threads that serve it, or give this one a tag of its own: class Other extends " +
        'TheActor.as<Other>()("app/Other") {}'
    )
  }
  const first = instanceOn(name, members[0]!.threadName)
  if (joined !== joining.fingerprint) {
    return refuse(
      `of another version of "${name}" than ${first}: the Rpcs or schemas of the two differ`,
      "let all threads import one declaration of the actor"
    )
  }
  if (members.some(({ incarnation }) => incarnation === member.incarnation)) {
    return refuse(`of "${name}" twice on thread "${member.threadName}"`, "build it once for each thread")
  }
  if (window !== joining.window || whenFull !== joining.whenFull) {
    return refuse(
      `of "${name}" with window ${joining.window} and whenFull ${joining.whenFull}, where ${first} has ${window} and ${whenFull}`,
      "give all threads that serve it the same options"
    )
  }
  return undefined
}
