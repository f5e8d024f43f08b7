/**
 * This thread's side of last values: which topics are followed here, for whom, and how much is kept of them.
 */
import type * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import * as Stream from "effect/Stream"
import type { HarborError } from "../../HarborError.ts"
import { forHandlers } from "../threads/current.ts"
import { Cache } from "./cache.ts"
import { ended } from "./ended.ts"
import { again, Followed, type Shared } from "./followed.ts"
import type { Entry } from "./entry.ts"
import type { Run, Tell } from "./joiner.ts"
import type { Keepers } from "./protocol.ts"
import { Replay } from "./replay.ts"

export interface JoiningOptions {
  /** What this thread keeps of the topics that somebody here has joined. */
  readonly threadBytes: number
  /** What is held of parts that were fetched for those who are behind that. */
  readonly replayBytes: number
}

const FETCHES = 8

/** Told that nothing more will come, and why. */
export type End = (error: HarborError) => void

interface Place {
  readonly followed: Followed
  readonly scope: Scope.Closeable
  readonly ends: Set<End>
}

export class Joining {
  private readonly places = new Map<string, Place>()
  /** Fails when nothing is followed any more. */
  private readonly closed = Deferred.makeUnsafe<never, HarborError>()
  private readonly shared: Shared

  private constructor(shared: Shared) {
    this.shared = shared
  }

  static make(client: Keepers["Service"], options: JoiningOptions): Effect.Effect<Joining> {
    return Effect.map(Effect.context<never>(), (context) => {
      return new Joining({
        client,
        cache: new Cache(options.threadBytes, "any"),
        replay: new Replay(options.replayBytes),
        fetching: Semaphore.makeUnsafe(FETCHES),
        run: Effect.runForkWith(context)
      })
    })
  }

  /** Told of all values of the topic that there are, then of all that come, until the scope closes, or there is an end to them. */
  join<R>(
    topic: string,
    tell: (entry: Entry) => Effect.Effect<void, never, R>,
    end: End
  ): Effect.Effect<void, never, R | Scope.Scope> {
    const joined = Effect.contextWith((context: Context.Context<R>) => {
      const known = this.places.get(topic)
      const place = known ?? this.begin(topic)
      // It is run with the services of whoever joins: the R of `tell`, which a joiner knows nothing of, is in the context.
      const joiner = place.followed.join(tell as Tell, Effect.runForkWith(forHandlers(context)) as unknown as Run)
      place.ends.add(end)
      // Not before: it may end at once, and whoever is not there then would never learn that.
      if (known === undefined) this.follow(topic, place)
      return Effect.succeed({ place, joiner })
    })
    const held = Effect.asVoid(
      Effect.acquireRelease(joined, ({ joiner, place }) => {
        place.followed.leave(joiner)
        place.ends.delete(end)
        return Effect.andThen(
          joiner.leave,
          Effect.sync(() => {
            if (!place.followed.isJoined) this.end(topic, place)
          })
        )
      })
    )
    return Effect.suspend(() => (Deferred.isDoneUnsafe(this.closed) ? Effect.sync(() => end(ended())) : held))
  }

  /** The same for all topics of a message that match, those that there are and those that come; one value after the other. */
  joinMatching<R>(
    message: string,
    pattern: string,
    tell: (topic: string, entry: Entry) => Effect.Effect<void, never, R>,
    end: End
  ): Effect.Effect<void, never, R | Scope.Scope> {
    const joined = new Set<string>()
    const turn = Semaphore.makeUnsafe(1)
    const join = (place: string): Effect.Effect<void, never, R | Scope.Scope> => {
      if (joined.has(place)) return Effect.void
      joined.add(place)
      const topic = place.slice(message.length + 1)
      // What ends one of them ends them all, and is said once.
      return this.join(
        place,
        (entry) => turn.withPermit(Effect.suspend(() => tell(topic, entry))),
        () => {}
      )
    }
    const topics = Effect.suspend(() =>
      Stream.runForEach(this.shared.client.matching({ message, pattern }), (places) =>
        Effect.forEach(places, join, { discard: true })
      )
    )
    const said = (error: HarborError) => Effect.sync(() => end(error))
    const all = Effect.raceFirst(again(`the topics of "${pattern}" do not come`, topics), Deferred.await(this.closed))
    return Effect.asVoid(Effect.forkScoped(Effect.matchEffect(all, { onFailure: said, onSuccess: () => Effect.void })))
  }

  get figures(): { readonly threadBytes: number; readonly replayBytes: number } {
    return { threadBytes: this.shared.cache.bytes, replayBytes: this.shared.replay.bytes }
  }

  /** Nothing is followed any more. */
  get close(): Effect.Effect<void> {
    return Effect.suspend(() => {
      const error = ended()
      Deferred.doneUnsafe(this.closed, Effect.fail(error))
      return Effect.forEach(Array.from(this.places), ([topic, place]) => this.over(topic, place, error), {
        discard: true
      })
    })
  }

  private begin(topic: string): Place {
    const scope = Scope.makeUnsafe()
    const followed = new Followed(topic, this.shared, scope)
    const place = { followed, scope, ends: new Set<End>() }
    this.places.set(topic, place)
    return place
  }

  private follow(topic: string, place: Place): void {
    const following = Effect.matchEffect(place.followed.follow, {
      onFailure: (error) => this.over(topic, place, error),
      onSuccess: () => Effect.void
    })
    this.shared.run(Effect.asVoid(Effect.forkIn(following, place.scope, { startImmediately: true })))
  }

  /** Whoever joins from now on follows it anew. */
  private over(topic: string, place: Place, error: HarborError): Effect.Effect<void> {
    return Effect.sync(() => {
      this.end(topic, place)
      const all = Array.from(place.ends)
      place.ends.clear()
      for (const end of all) end(error)
    })
  }

  private end(topic: string, { followed, scope }: Place): void {
    if (this.places.get(topic)?.followed !== followed) return
    this.places.delete(topic)
    followed.forget()
    // Nobody waits until the other side knows.
    this.shared.run(Scope.close(scope, Exit.void))
  }
}
