/**
 * The keeper as an actor: its handlers, what runs beside it, and whose end it hears of.
 */
import { ActorSystem } from "@stevedore/core/ActorSystem"
import { CurrentJob } from "@stevedore/core/CurrentJob"
import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { HarborError } from "../../HarborError.ts"
import type { LastValueStore } from "../../LastValueStore.ts"
import { logWarning } from "../logged.ts"
import { Keeper, type KeeperOptions } from "./keeper.ts"
import { Keepers } from "./protocol.ts"

/**
 * Keepers without a store that this thread has had. Who follows from one to the next, on a thread that lives on, must not take the
 * first values of the next one for those that it has.
 */
let lives = 0

/**
 * Built on the thread that orders. It writes down what is left when it closes. `closing` is for who follows: their jobs end by
 * nothing else, and whoever closes an actor waits for its jobs.
 */
export const handlers = (
  options: KeeperOptions,
  store: LastValueStore["Service"] | undefined,
  closing: Effect.Effect<void>
) =>
  Keepers.toLayer(
    Effect.gen(function* () {
      const epoch = store === undefined ? ++lives : yield* store.begin
      const keeper = new Keeper(options, store, epoch)
      yield* Effect.forkScoped(keeper.run, { startImmediately: true })
      yield* Effect.forkScoped(
        Effect.andThen(
          closing,
          Effect.sync(() => keeper.close())
        ),
        { startImmediately: true }
      )
      // Where the system stops, too, when other threads have ended, which may publish until then: nobody waits for more.
      const { lastCalls } = (yield* ActorSystem)["~@stevedore/core/runtime"].main!
      const close = () => keeper.close()
      yield* Effect.acquireRelease(
        Effect.sync(() => lastCalls.add(close)),
        () => Effect.sync(() => lastCalls.delete(close))
      )
      const watched = yield* publishers(keeper)
      return {
        publish: (publish) =>
          Effect.flatMap(CurrentJob, ({ sender }) => {
            watched(sender)
            return keeper.publish({ ...publish, publisher: sender.id, stale: false })
          }),
        forget: ({ key, topic }) => Effect.flatMap(CurrentJob, ({ sender }) => keeper.forget(topic, key, sender.id)),
        matching: ({ message, pattern }) => keeper.topics(message, pattern),
        follow: ({ after, topic, untilEmpty }) => keeper.follow(topic, after, untilEmpty),
        read: ({ after, limitBytes, topic }) => keeper.read(topic, after, limitBytes),
        flush: () => keeper.flush,
        figures: () => Exit.succeed(keeper.figures)
      }
    }),
    { concurrency: "unbounded" }
  )

interface Publisher {
  readonly id: number
  readonly name: string
}

/** Threads that have published are watched, each until it ends: then what they published is stale. */
const publishers = (
  keeper: Keeper
): Effect.Effect<(publisher: Publisher) => void, never, ActorSystem | CurrentThread | Scope.Scope> =>
  Effect.gen(function* () {
    const system = yield* ActorSystem
    const here = yield* CurrentThread
    const scope = yield* Effect.scope
    const context = yield* Effect.context<never>()
    // By id. At most one for each thread that lives: it leaves when its thread has ended.
    const watched = new Set<number>()

    const hasEnded = ({ id }: Publisher) => Effect.map(system.threadName(id), (name) => name === undefined)
    const end = (publisher: Publisher): Effect.Effect<void, HarborError> =>
      system.watch({ thread: publisher.name }).pipe(
        Stream.mapEffect(() => hasEnded(publisher)),
        Stream.takeUntil((ended) => ended),
        Stream.runDrain,
        Effect.andThen(Effect.sync(() => watched.delete(publisher.id))),
        Effect.andThen(keeper.ended(publisher.id))
      )
    const logged = (publisher: Publisher) =>
      Effect.catchCause(end(publisher), (cause) =>
        logWarning(`last values of thread "${publisher.name}", which has ended, are not marked as stale`, cause)
      )
    return (publisher) => {
      if (publisher.id === here.id || watched.has(publisher.id)) return
      watched.add(publisher.id)
      Effect.runForkWith(context)(Effect.forkIn(logged(publisher), scope))
    }
  })
