/*
 * The tables as a thread knows them: a copy that follows main's, change by change.
 */
import type { ActorError } from "@stevedore/core/ActorError"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { HarborError } from "../../HarborError.ts"
import { ofTables } from "../threads/failures.ts"
import type { Change, Step } from "./protocol.ts"
import { matches } from "./topics.ts"
import { TwoWay } from "./twoWay.ts"

/** A subscription: of that thread, to a message, the nth there. */
export const subscriber = (thread: number, messageName: string, nth: number): string =>
  `${thread} ${messageName} ${nth}`

export const threadOf = (member: string): number => Number.parseInt(member, 10)

const messageOf = (member: string): string => member.slice(member.indexOf(" ") + 1, member.lastIndexOf(" "))

/** Answers that are kept for topics that are published to; then they are looked for anew. */
const MOST_KEPT = 10_000

export class Copy {
  private groups = new TwoWay()
  private topics = new TwoWay()
  private epoch = 0
  /** Undefined until it has the whole. */
  private version: number | undefined
  /** Changes that came before the whole. */
  private early: Array<Change> = []
  /** The patterns of this thread's subscriptions: they outlive main's harbor, and the next owner is told of them. */
  readonly own = new Map<string, string>()
  /** Which threads have subscribed, by message and topic, as long as nothing changes. */
  private readonly kept = new Map<string, ReadonlyArray<number>>()
  private whole = Deferred.makeUnsafe<void, ActorError>()

  /** Completes when there is a copy. Fails where main has none to give, as soon as that is known of whoever asks. */
  ready(messageName: string): Effect.Effect<void, HarborError> {
    return Effect.suspend(() => Effect.mapError(Deferred.await(this.whole), (error) => ofTables(messageName, error)))
  }

  /** It has none, and is asked again: who waits learns it. */
  absent(error: ActorError): void {
    const waited = this.whole
    this.whole = Deferred.makeUnsafe()
    Deferred.doneUnsafe(waited, Exit.fail(error))
  }

  get isReady(): boolean {
    return this.version !== undefined
  }

  begin(whole: Change): void {
    this.epoch = whole.epoch
    this.version = whole.version
    this.take(whole.steps)
    const early = this.early
    this.early = []
    for (const change of early) this.apply(change)
    Deferred.doneUnsafe(this.whole, Exit.void)
  }

  /** They come in order. */
  apply(change: Change): void {
    if (this.version === undefined) {
      this.early.push(change)
    } else if (change.epoch > this.epoch || (change.epoch === this.epoch && change.version > this.version)) {
      // Another owner's first one: it has what this thread told it, too.
      if (change.epoch > this.epoch) {
        this.groups = new TwoWay()
        this.topics = new TwoWay()
        this.kept.clear()
      }
      this.epoch = change.epoch
      this.version = change.version
      this.take(change.steps)
    }
  }

  private take(steps: ReadonlyArray<Step>): void {
    for (const { add, key, member, table } of steps) {
      const rows = this[table]
      if (add) rows.add(key, member)
      else rows.remove(key, member)
      if (table === "topics") this.kept.clear()
    }
  }

  /** What a new owner has to know: groups belong to no thread, so each one that has a copy tells all of them. */
  get held(): ReadonlyArray<Step> {
    const { groups, own } = this
    const inGroups = groups.keys.flatMap((key) =>
      groups.membersOf(key).map((member): Step => ({ table: "groups", add: true, key, member }))
    )
    return [...inGroups, ...Array.from(own, ([member, key]): Step => ({ table: "topics", add: true, key, member }))]
  }

  /** The threads that have subscribed to a topic for that message. */
  subscribed(messageName: string, topic: string): ReadonlyArray<number> {
    const id = `${messageName} ${topic}`
    const known = this.kept.get(id)
    if (known !== undefined) return known
    const threads = new Set<number>()
    for (const pattern of this.topics.keys) {
      if (!matches(pattern, topic)) continue
      for (const member of this.topics.membersOf(pattern)) {
        if (messageOf(member) === messageName) threads.add(threadOf(member))
      }
    }
    if (this.kept.size === MOST_KEPT) this.kept.clear()
    const found = Array.from(threads)
    this.kept.set(id, found)
    return found
  }

  /** The members of a group, in the order in which they came. */
  group(name: string): ReadonlyArray<string> {
    return this.groups.membersOf(name)
  }

  groupsOf(member: string): ReadonlyArray<string> {
    return this.groups.keysOf(member)
  }
}
