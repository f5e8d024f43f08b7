/**
 * Which actors exist, as main decides it. Every change makes a new snapshot, which main pushes to all threads.
 */
import { type ActorErrorReason, InvalidOption } from "../ActorError.ts"
import { type ActorEntry, emptySnapshot, type MemberEntry, type Snapshot, type ThreadEntry } from "./directory.ts"

export class Names {
  snapshot: Snapshot = emptySnapshot
  private readonly actors = new Map<string, ActorEntry>()

  /** Takes a name; a reason when it is taken: two layers of one actor need two tags. */
  add(entry: ActorEntry): ActorErrorReason | undefined {
    if (this.actors.has(entry.name)) {
      return new InvalidOption({
        option: "the actor's id",
        value: `"${entry.name}", which this actor system serves already`,
        remedy: 'give the second one a tag of its own: class Other extends TheActor.as<Other>()("app/Other") {}'
      })
    }
    this.actors.set(entry.name, entry)
    return undefined
  }

  /** False when there was no such name. */
  remove(name: string): boolean {
    return this.actors.delete(name)
  }

  /** Takes away what other threads serve. False when there was nothing. */
  removeServedElsewhere(thread: number): boolean {
    const before = this.actors.size
    for (const [name, { members }] of this.actors) {
      if (members.every((member) => member.thread !== thread)) this.actors.delete(name)
    }
    return this.actors.size < before
  }

  /** A thread has ended: its place waits for another one, or pools go on with the rest. */
  removeMember(incarnation: number): void {
    for (const [name, entry] of this.actors) {
      const dead = entry.members.find((member) => member.incarnation === incarnation)
      if (dead === undefined) continue
      if (entry.restarts) this.setMember(name, { ...dead, state: "restarting" })
      else this.giveUp(name, dead.threadName)
    }
  }

  /** Another thread has taken the place of that name. */
  setMember(name: string, member: MemberEntry): void {
    const entry = this.actors.get(name)
    if (entry === undefined) return
    const members = entry.members.map((each) => (each.threadName === member.threadName ? member : each))
    this.actors.set(name, { ...entry, members })
  }

  /** No thread will take that place again. The last one stays, so that senders learn how it ended. */
  giveUp(name: string, threadName: string): void {
    const entry = this.actors.get(name)
    if (entry === undefined) return
    const rest = entry.members.filter((member) => member.threadName !== threadName)
    const members = rest.length > 0 ? rest : entry.members.map((member) => ({ ...member, state: "dead" as const }))
    this.actors.set(name, { ...entry, members })
  }

  next(epoch: number, threads: ReadonlyArray<ThreadEntry>): Snapshot {
    const actors = Array.from(this.actors.values())
    this.snapshot = { version: this.snapshot.version + 1, epoch, threads, actors }
    return this.snapshot
  }
}
