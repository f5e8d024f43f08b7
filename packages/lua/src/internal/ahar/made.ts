/**
 * What scripts of a state have put into harbor's tables, which no walk of the state finds: objects, and members of groups. It counts
 * as held by the state until somebody has taken it back, which may be another thread: so it is held against the tables as this
 * thread knows them whenever the state is counted.
 */
import { Directory } from "@stevedore/harbor/Directory"
import * as Group from "@stevedore/harbor/Group"
import type * as ObjectId from "@stevedore/harbor/ObjectId"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import { costs, made } from "../state/memory.ts"
import type { Pending } from "../state/pending.ts"
import type { State } from "../state/state.ts"
import type { HarborHere } from "./here.ts"

export class Made implements Pending {
  readonly stays = true
  private readonly state: State
  private readonly thread: string
  private readonly objects = new Set<bigint>()
  /** The members of each group, with what each of them takes. */
  private readonly groups = new Map<string, Map<bigint, number>>()
  private here: HarborHere | undefined
  private total = 0

  constructor(state: State, thread: string) {
    this.state = state
    this.thread = thread
    state.pending.add(this)
  }

  /** Read by whoever counts what the state holds. */
  get bytes(): number {
    if (this.here !== undefined && this.total > 0) this.compare(this.here)
    return this.total
  }

  /** As the harbor of this thread knows it from now on. */
  knows(here: HarborHere): void {
    this.here = here
  }

  addObject(id: bigint): void {
    if (this.objects.has(id)) return
    this.objects.add(id)
    this.count(costs.object)
  }

  removeObject(id: bigint): void {
    if (this.objects.delete(id)) this.total -= costs.object
  }

  /** `bytes`: on all threads. */
  addMember(group: string, id: bigint, bytes: number): void {
    const members = this.groups.get(group) ?? new Map<bigint, number>()
    if (members.has(id)) return
    this.groups.set(group, members.set(id, bytes))
    this.count(bytes)
  }

  removeMember(group: string, id: bigint): void {
    const members = this.groups.get(group)
    if (members === undefined) return
    this.total -= members.get(id) ?? 0
    members.delete(id)
    if (members.size === 0) this.groups.delete(group)
  }

  removeGroup(group: string): void {
    for (const id of Array.from(this.groups.get(group)?.keys() ?? [])) this.removeMember(group, id)
  }

  private count(bytes: number): void {
    this.total += bytes
    made(this.state, bytes)
  }

  /** Forgets what others have taken back, or taken over. */
  private compare(here: HarborHere): void {
    const directory = Context.get(here, Directory)
    const compared = Effect.gen({ self: this }, function* () {
      for (const id of this.objects) {
        const where = yield* directory.where(id as ObjectId.ObjectId)
        if (Option.getOrUndefined(where) !== this.thread) this.removeObject(id)
      }
      for (const [group, members] of this.groups) {
        const there = new Set<bigint>(yield* Group.members(group))
        for (const id of members.keys()) if (!there.has(id)) this.removeMember(group, id)
      }
    })
    const exit = Effect.runSyncExit(Effect.provideContext(compared, here))
    // The copy of this thread is about to come anew: what is counted stays so until the next time.
    if (Exit.isFailure(exit)) return
  }
}
