/**
 * What has become of every thread, as one thread of the system knows it: main decides and tells everybody. Whoever watches
 * first learns how things stand, so nothing is lost between that and what comes.
 */
import * as Schema from "effect/Schema"
import type * as Stream from "effect/Stream"
import { ActorErrorReason } from "../../ActorError.ts"
import type { WatchOf } from "../../ActorSystem.ts"
import type { Missed, ThreadEvent } from "../../Supervision.ts"
import { Feed } from "./feed.ts"

/** An event about one thread. */
export type LifeEvent = Exclude<ThreadEvent, Missed>

/** Threads that will not come back and whose end is still known. */
const ENDED_KEPT = 1000

const missing = (count: number): Missed => ({ _tag: "Missed", count })

export class Lives {
  /** The latest event of each thread and actor, the oldest first. */
  private readonly latest = new Map<string, LifeEvent>()
  private readonly feed = new Feed<ThreadEvent>()
  private ended = 0

  tell(event: LifeEvent): void {
    const key = `${event.thread}\n${event.actors.join("\n")}`
    if (isEnd(this.latest.get(key))) this.ended--
    // Taken out first, so that it becomes the youngest.
    this.latest.delete(key)
    this.latest.set(key, event)
    if (isEnd(event) && ++this.ended > ENDED_KEPT) this.forgetOldest()
    this.feed.tell(event)
  }

  private forgetOldest(): void {
    for (const [key, event] of this.latest) {
      if (!isEnd(event)) continue
      this.latest.delete(key)
      this.ended--
      return
    }
  }

  /** How things stand. */
  get now(): ReadonlyArray<LifeEvent> {
    return Array.from(this.latest.values())
  }

  watch(of: WatchOf): Stream.Stream<ThreadEvent> {
    const wanted = (event: ThreadEvent): boolean =>
      event._tag === "Missed" || ("thread" in of ? event.thread === of.thread : event.actors.includes(of.actor.key))
    return this.feed.stream({ first: () => this.now, wanted, missing })
  }

  end(): void {
    this.feed.end()
  }
}

const isEnd = (event: LifeEvent | undefined): boolean => event?._tag === "GaveUp" || event?._tag === "Stopped"

// -- on the control channel --------------------------------------------------------------------------------------------

/** An event with its cause as plain data: errors lose their class when they are cloned. */
export type EncodedLife = Omit<LifeEvent, "cause"> & { readonly cause?: unknown }

export const encodeReason = Schema.encodeUnknownSync(ActorErrorReason)
const readCause = Schema.decodeUnknownSync(ActorErrorReason)

export const encode = (event: LifeEvent): EncodedLife =>
  "cause" in event ? { ...event, cause: encodeReason(event.cause) } : event

export const decode = (event: EncodedLife): LifeEvent =>
  (event.cause === undefined ? event : { ...event, cause: readCause(event.cause) }) as LifeEvent
