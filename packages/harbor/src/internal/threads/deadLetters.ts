/*
 * Messages that nobody will handle, or that failed where they were handled, and of which no sender waits to hear.
 */
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import type { DeadLetterEvent } from "@stevedore/core/DeadLetter"
import * as Effect from "effect/Effect"
import * as PubSub from "effect/PubSub"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { type Counts, none } from "./counters.ts"

/** See `Harbor.deadLetters`. */
export interface DeadMessage {
  /**
   * Of what was on its way to a thread that died, nobody has read more than whom it was for: where that is no message (objects,
   * say), the name of harbor's own actor: `"harbor/system/objects"`. `""`, which no message is called, where not even that is known:
   * mostly of what its sender, too, has died with, as what a thread has sent to itself. What your program has told actors of its own is
   * among those.
   */
  readonly messageName: string
  /** The threads, as far as they are known; `node 7` for who has sent it from another process. */
  readonly sender: string | undefined
  readonly thread: string | undefined
  /**
   * Why: what an actor's job fails with, or `"unknown"`, `"HandlerFailed"`, `"Malformed"` for bytes that cannot be written (`listenEncoded`) and for
   * what cannot be read where it comes to, or how the connection of a client has ended that it was for (`Gateway.Cut`).
   */
  readonly reason: string
  readonly count: number
}

const PREFIX = "harbor/"

/** Harbor's own actors, beside those of messages and of services. No message has such a name. */
const OWN = `${PREFIX}system/`

const nameOf = (actor: string): string => (actor.startsWith(OWN) ? actor : actor.slice(actor.lastIndexOf("/") + 1))

/** What a reader may be behind; then the oldest give way. */
const CAPACITY = 1024

export class DeadLetters {
  /** In one line, with what the system tells of: undefined is the last one. */
  private readonly all: PubSub.PubSub<DeadMessage | undefined>
  private hasEnded = false
  /** Of the thread. */
  readonly counts: Counts = none()
  readonly stream: Stream.Stream<DeadMessage>
  /** Takes those that nobody will handle to main, from another thread. */
  elsewhere: ((message: DeadMessage) => void) | undefined = undefined

  private readonly system: ActorSystem["Service"]

  constructor(all: PubSub.PubSub<DeadMessage | undefined>, system: ActorSystem["Service"]) {
    this.all = all
    this.system = system
    this.stream = Stream.unwrap(
      Effect.map(PubSub.subscribe(all), (subscription) =>
        // Who comes when it was told hears nothing of that.
        this.hasEnded ? Stream.empty : Stream.fromSubscription(subscription)
      )
    ).pipe(Stream.takeWhile((message) => message !== undefined))
  }

  /** What was sent from here and refused is told at once, and not when this thread sends again: nothing comes back of it. */
  look(): void {
    const { loop } = this.system["~@stevedore/core/runtime"]
    if (loop.isReleased) return
    loop.outbox.reclaim()
    loop.letters.flush()
  }

  /** What the system tells of: what is for actors of the program's is theirs to hear of. */
  told(event: DeadLetterEvent): void {
    if (event._tag !== "DeadLetter") return
    // Of what both ends have died with nobody knows whose it was: better told, by no name, than missed.
    const { actor = PREFIX, count, reason, sender, thread } = event
    if (!actor.startsWith(PREFIX)) return
    PubSub.publishUnsafe(this.all, { messageName: nameOf(actor), sender, thread, reason, count })
  }

  /** The streams of those who read end, when they have read what is there. */
  end(): void {
    this.look()
    this.hasEnded = true
    PubSub.publishUnsafe(this.all, undefined)
  }

  /** A handler of this thread has failed, and nobody waits for what it returns. */
  failed(messageName: string, thread: string, reason: string): void {
    this.lost({ messageName, sender: undefined, thread, reason, count: 1 })
  }

  /** A handler of an object has failed, or could not be given its message. */
  count(): void {
    this.counts.failed++
  }

  lost(message: DeadMessage): void {
    PubSub.publishUnsafe(this.all, message)
    if (message.reason !== "HandlerFailed") this.elsewhere?.(message)
  }
}

const known = new WeakMap<object, DeadLetters>()

/** Those of the harbor of the thread that has that system's service, if it has one. */
export const lettersOf = (system: ActorSystem["Service"]): DeadLetters | undefined =>
  known.get(system["~@stevedore/core/runtime"])

/** They hear of the system's own until the scope closes. */
export const make = (system: ActorSystem["Service"]): Effect.Effect<DeadLetters, never, Scope.Scope> =>
  Effect.gen(function* () {
    const letters = new DeadLetters(yield* PubSub.sliding<DeadMessage | undefined>(CAPACITY), system)
    known.set(system["~@stevedore/core/runtime"], letters)
    const hearing = Stream.runForEach(system.deadLetters, (event) => Effect.sync(() => letters.told(event)))
    yield* Effect.forkScoped(hearing, { startImmediately: true })
    return letters
  })
