/*
 * Messages that nobody will handle, or that failed where they were handled, and of which no sender waits to hear.
 */
import type { DeadLetterEvent } from "@stevedore/core/DeadLetter"
import * as Effect from "effect/Effect"
import * as PubSub from "effect/PubSub"
import * as Stream from "effect/Stream"

/** See `Harbor.deadLetters`. */
export interface DeadMessage {
  readonly messageName: string
  /** The threads, as far as they are known. */
  readonly sender: string | undefined
  readonly thread: string | undefined
  /** Why: what an actor's job fails with, or `"HandlerFailed"`. */
  readonly reason: string
  readonly count: number
}

const PREFIX = "harbor/"

/** What a reader may be behind; then the oldest give way. */
const CAPACITY = 1024

export class DeadLetters {
  private readonly failures: PubSub.PubSub<DeadMessage>
  readonly stream: Stream.Stream<DeadMessage>

  constructor(failures: PubSub.PubSub<DeadMessage>, system: Stream.Stream<DeadLetterEvent>) {
    this.failures = failures
    const lost = system.pipe(
      Stream.filter((event) => event._tag === "DeadLetter" && event.actor?.startsWith(PREFIX) === true),
      Stream.map((event): DeadMessage => {
        const { actor, count, reason, sender, thread } = event as Extract<DeadLetterEvent, { _tag: "DeadLetter" }>
        return { messageName: actor!.slice(actor!.lastIndexOf("/") + 1), sender, thread, reason, count }
      })
    )
    this.stream = Stream.merge(lost, Stream.fromPubSub(failures))
  }

  /** A handler of this thread has failed, and nobody waits for what it returns. */
  failed(messageName: string, thread: string): void {
    PubSub.publishUnsafe(this.failures, {
      messageName,
      sender: undefined,
      thread,
      reason: "HandlerFailed",
      count: 1
    })
  }
}

export const make = (system: Stream.Stream<DeadLetterEvent>): Effect.Effect<DeadLetters> =>
  Effect.map(PubSub.sliding<DeadMessage>(CAPACITY), (failures) => new DeadLetters(failures, system))
