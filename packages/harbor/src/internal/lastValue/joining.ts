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
import type { Joiner, Run, Tell } from "./joiner.ts"
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
  /** Among which it is found while it is followed. */
  readonly places: Map<string, Place>
  readonly scope: Scope.Closeable
  /** By the clock of this thread. */
  readonly began: number
  readonly ends: Set<End>
  /** Each is to be called when there is nothing any more. */
  readonly joined: Map<Joiner, () => void>
  isOver: boolean
}

export class Joining {
  /** Of topics that were joined by name, for as long as somebody has. */
  private readonly places = new Map<string, Place>()
  /** Of those that match a pattern, for as long as they have values: topics may come and go, as sessions do. */
  private readonly passing = new Map<string, Place>()
  /** Counts what it was told of topics that have values, and when they began to be followed: which of the two came first. */
  private clock = 0
  /** Fails when nothing is followed any more. */
  private readonly closed = Deferred.makeUnsafe<never, HarborError>()
  private readonly shared: Shared
  private readonly stopTimeoutMillis: number

  private constructor(shared: Shared, stopTimeoutMillis: number) {
    this.shared = shared
    this.stopTimeoutMillis = stopTimeoutMillis
  }

  /** `stopTimeoutMillis`: how long one who leaves waits for its handler. */
  static make(client: Keepers["Service"], options: JoiningOptions, stopTimeoutMillis: number): Effect.Effect<Joining> {
    return Effect.map(Effect.context<never>(), (context) => {
      const shared = {
        client,
        cache: new Cache(options.threadBytes, "any"),
        replay: new Replay(options.replayBytes),
        fetching: Semaphore.makeUnsafe(FETCHES),
        run: Effect.runForkWith(context)
      }
      return new Joining(shared, stopTimeoutMillis)
    })
  }

  /** Told of all values of the topic that there are, then of all that come, until the scope closes, or there is an end to them. */
  join<R>(
    topic: string,
    tell: (entry: Entry) => Effect.Effect<void, never, R>,
    end: End
  ): Effect.Effect<void, never, R | Scope.Scope> {
    const joined = this.enter(this.places, topic, tell, end)
    return Effect.suspend(() => (Deferred.isDoneUnsafe(this.closed) ? Effect.sync(() => end(ended())) : joined))
  }

  /** The same for all topics of a message that match, those that there are and those that come; one value after the other. */
  joinMatching<R>(
    message: string,
    pattern: string,
    tell: (topic: string, entry: Entry) => Effect.Effect<void, never, R>,
    end: End
  ): Effect.Effect<void, never, R | Scope.Scope> {
    const turn = Semaphore.makeUnsafe(1)
    /** When it was said of each topic that it has values; one that has none any more is forgotten. */
    const said = new Map<string, number>()
    const all = Effect.gen({ self: this }, function* () {
      const scope = yield* Effect.scope
      const context = yield* Effect.context<R>()
      const join = (place: string): Effect.Effect<void> => {
        const own = Scope.forkUnsafe(scope)
        const topic = place.slice(message.length + 1)
        const told = (entry: Entry) =>
          this.inTurn(
            turn,
            Effect.suspend(() => tell(topic, entry))
          )
        const left = (began: number): Effect.Effect<void> => {
          if (said.get(place)! > began && scope.state._tag === "Open") return join(place)
          said.delete(place)
          return Effect.void
        }
        const isEmpty = (began: number): void => {
          this.shared.run(
            Effect.andThen(
              Scope.close(own, Exit.void),
              Effect.suspend(() => left(began))
            )
          )
        }
        // What ends one of them ends them all, and is said once.
        const joined = this.enter(this.passing, place, told, () => {}, isEmpty)
        return Effect.provideContext(Scope.provide(joined, own), context)
      }
      const hasValues = (place: string): Effect.Effect<void> => {
        const isNew = !said.has(place)
        said.set(place, ++this.clock)
        return isNew ? join(place) : Effect.void
      }
      yield* Stream.runForEach(this.shared.client.matching({ message, pattern }), (places) =>
        Effect.forEach(places, hasValues, { discard: true })
      )
    })
    const told = Effect.raceFirst(again(`the topics of "${pattern}" do not come`, all), Deferred.await(this.closed))
    const over = (error: HarborError) => Effect.sync(() => end(error))
    return Effect.asVoid(Effect.forkScoped(Effect.matchEffect(told, { onFailure: over, onSuccess: () => Effect.void })))
  }

  /** The turn ends with the fiber, which is of this value alone: what is no Effect, in a handler, ends it without unwinding. */
  private inTurn<R>(turn: Semaphore.Semaphore, effect: Effect.Effect<void, never, R>): Effect.Effect<void, never, R> {
    return Effect.withFiber((fiber) => {
      const own = Scope.makeUnsafe()
      fiber.addObserver(() => void this.shared.run(Scope.close(own, Exit.void)))
      return Effect.andThen(Scope.provide(turn.takeScoped(1), own), effect)
    })
  }

  /** `isEmpty`: has heard of everything, and nothing is there; of a place that was followed since then. */
  private enter<R>(
    places: Map<string, Place>,
    topic: string,
    tell: (entry: Entry) => Effect.Effect<void, never, R>,
    end: End,
    isEmpty?: (began: number) => void
  ): Effect.Effect<void, never, R | Scope.Scope> {
    const joined = Effect.contextWith((context: Context.Context<R>) => {
      const known = places.get(topic)
      const place = known ?? this.begin(places, topic)
      // It is run with the services of whoever joins: the R of `tell`, which a joiner knows nothing of, is in the context.
      const joiner = place.followed.join(tell as Tell, Effect.runForkWith(forHandlers(context)) as unknown as Run)
      place.ends.add(end)
      if (isEmpty !== undefined) place.joined.set(joiner, () => joiner.atRest(() => isEmpty(place.began)))
      return Effect.succeed({ place, joiner, isNew: known === undefined })
    })
    const left = ({ joiner, place }: { readonly joiner: Joiner; readonly place: Place }): Effect.Effect<void> => {
      place.followed.leave(joiner)
      place.ends.delete(end)
      place.joined.delete(joiner)
      return Effect.andThen(
        joiner.isBusy ? this.inTime(topic, joiner.leave) : joiner.leave,
        Effect.sync(() => {
          if (!place.followed.isJoined) this.end(place)
        })
      )
    }
    return Effect.map(Effect.acquireRelease(joined, left), ({ isNew, joiner, place }) => {
      // Not before: what is told may close the scope, and a topic may end at once; whoever is not there then would never learn that.
      joiner.wake()
      if (isNew) this.follow(place)
    })
  }

  /** What is being told may wait for whoever has it leave: two that have each other leave do. */
  private inTime(topic: string, leaving: Effect.Effect<void>): Effect.Effect<void> {
    const { stopTimeoutMillis } = this
    const late = `who was told of last values of "${topic}" leaves, and its handler has not ended within ${stopTimeoutMillis} ms: nobody waits for it`
    return Effect.timeoutOrElse(leaving, { duration: stopTimeoutMillis, orElse: () => Effect.logWarning(late) })
  }

  get figures(): { readonly threadBytes: number; readonly replayBytes: number } {
    return { threadBytes: this.shared.cache.bytes, replayBytes: this.shared.replay.bytes }
  }

  /** Nothing is followed any more. */
  get close(): Effect.Effect<void> {
    return Effect.suspend(() => {
      const error = ended()
      Deferred.doneUnsafe(this.closed, Effect.fail(error))
      const all = [...this.places.values(), ...this.passing.values()]
      return Effect.forEach(all, (place) => this.over(place, error), { discard: true })
    })
  }

  private begin(places: Map<string, Place>, topic: string): Place {
    const scope = Scope.makeUnsafe()
    const followed = new Followed(topic, this.shared, scope, places === this.passing)
    const place = {
      followed,
      places,
      scope,
      began: ++this.clock,
      ends: new Set<End>(),
      joined: new Map(),
      isOver: false
    }
    places.set(topic, place)
    return place
  }

  private follow(place: Place): void {
    const following = Effect.matchEffect(place.followed.follow, {
      onFailure: (error) => this.over(place, error),
      onSuccess: () => Effect.sync(() => this.isEmpty(place))
    })
    this.shared.run(Effect.asVoid(Effect.forkIn(following, place.scope, { startImmediately: true })))
  }

  /** Whoever joins from now on follows it anew. */
  private over(place: Place, error: HarborError): Effect.Effect<void> {
    return Effect.sync(() => {
      this.end(place)
      const all = Array.from(place.ends)
      place.ends.clear()
      for (const end of all) end(error)
    })
  }

  /** The same; who has joined leaves when it has heard of all. */
  private isEmpty(place: Place): void {
    this.leaves(place)
    for (const empty of Array.from(place.joined.values())) empty()
  }

  private leaves({ followed, places }: Place): void {
    if (places.get(followed.topic)?.followed === followed) places.delete(followed.topic)
  }

  private end(place: Place): void {
    if (place.isOver) return
    place.isOver = true
    this.leaves(place)
    place.followed.forget()
    // Nobody waits until the other side knows.
    this.shared.run(Scope.close(place.scope, Exit.void))
  }
}
