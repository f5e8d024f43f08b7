/*
 * The tables as main owns them: it takes changes in the order in which they come, gives them a version, and tells all threads. While
 * they are being told the next changes gather, and are told together.
 */
import { ActorSystem } from "@stevedore/core/ActorSystem"
import type { ActorError } from "@stevedore/core/ActorError"
import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { type HarborError, RemoteDefect } from "../../HarborError.ts"
import { failure, ofActor } from "../threads/failures.ts"
import { Node } from "../threads/node.ts"
import { partBytesIn, partsOf } from "./parts.ts"
import { type Change, MAIN, type Part, type Step, Tables } from "./protocol.ts"
import { TwoWay } from "./twoWay.ts"

/** Changes that are told together, and whether anybody waits for that. */
interface Batch {
  readonly steps: Array<Step>
  readonly told: Deferred.Deferred<void, HarborError>
  isAwaited: boolean
}

const newBatch = (): Batch => ({ steps: [], told: Deferred.makeUnsafe(), isAwaited: false })

/** All owners are main's, which is one thread for as long as a system lives. */
let epochs = 0

export class Owner {
  private readonly epoch = ++epochs
  private readonly tables = { groups: new TwoWay(), topics: new TwoWay() }
  private version = 0
  private batch = newBatch()
  private telling = false
  private readonly tell: (change: Change) => Effect.Effect<void, HarborError>
  private readonly fork: (effect: Effect.Effect<void>) => void

  constructor(tell: (change: Change) => Effect.Effect<void, HarborError>, fork: (effect: Effect.Effect<void>) => void) {
    this.tell = tell
    this.fork = fork
  }

  /**
   * Completes when all threads know; also where nothing changes, since what did before may be under way. Fails where one is there that
   * cannot be told.
   */
  change(steps: ReadonlyArray<Step>): Effect.Effect<void, HarborError> {
    return Effect.suspend(() => {
      const { batch } = this
      for (const step of steps) {
        const table = this.tables[step.table]
        const changed = step.add ? table.add(step.key, step.member) : table.remove(step.key, step.member)
        if (changed) batch.steps.push(step)
      }
      batch.isAwaited = true
      if (!this.telling) {
        this.telling = true
        this.fork(this.tellAll)
      }
      return Deferred.await(batch.told)
    })
  }

  private readonly tellAll: Effect.Effect<void> = Effect.gen({ self: this }, function* () {
    while (this.batch.isAwaited) {
      const { steps, told } = this.batch
      this.batch = newBatch()
      const { epoch } = this
      // Copies that are of another epoch begin anew by its first change, also where there is nothing in it.
      const isChange = steps.length > 0 || this.version === 0
      const exit = isChange ? yield* Effect.exit(this.tell({ epoch, version: ++this.version, steps })) : Exit.void
      Deferred.doneUnsafe(told, exit)
    }
    this.telling = false
  })

  clear(table: Step["table"], key: string): Effect.Effect<void, HarborError> {
    return Effect.suspend(() =>
      this.change(this.tables[table].membersOf(key).map((member) => ({ table, add: false, key, member })))
    )
  }

  /** Threads have gone: so have their subscriptions. */
  forget(isThere: (thread: number) => boolean): Effect.Effect<void, HarborError> {
    return Effect.suspend(() => {
      const { topics } = this.tables
      const gone = topics.members.filter((member) => !isThere(Number.parseInt(member, 10)))
      const steps = gone.flatMap((member) =>
        topics.keysOf(member).map((key): Step => ({ table: "topics", add: false, key, member }))
      )
      return steps.length === 0 ? Effect.void : this.change(steps)
    })
  }

  /** With what is about to be told: to come into a row twice, or to leave it twice, changes nothing. */
  get whole(): Change {
    const steps = (["groups", "topics"] as const).flatMap((table) =>
      this.tables[table].keys.flatMap((key) =>
        this.tables[table].membersOf(key).map((member): Step => ({ table, add: true, key, member }))
      )
    )
    return { epoch: this.epoch, version: this.version, steps }
  }
}

/** A thread that could not be told, or asked, and is there all the same, is after so long. */
const AGAIN_MILLIS = 100

/** What it would come to each time. Otherwise whoever is there has room after a while, and who is not will be known to be gone. */
const lasting = (thread: string, cause: Cause.Cause<ActorError>): HarborError | undefined => {
  const error = cause.reasons.find(Cause.isFailReason)?.error
  const tag = error?.reason._tag
  if (error !== undefined) return tag === "TooLarge" || tag === "Undecodable" ? ofActor("", error) : undefined
  return Cause.hasInterruptsOnly(cause) ? undefined : failure("", new RemoteDefect({}), thread, "maybe")
}

const failureOf = <A, E>(use: Effect.Effect<A, E>): Effect.Effect<ReadonlyArray<E>> =>
  Effect.match(use, { onFailure: (error) => [error], onSuccess: () => [] })

/** Of what nobody waits for. */
const said = <A>(otherwise: A, use: Effect.Effect<A, HarborError>): Effect.Effect<A> =>
  use.pipe(
    Effect.catch((error) =>
      Effect.as(Effect.logError("a thread does not know all groups and subscriptions", error), otherwise)
    )
  )

/** Served on main for as long as the layer is open. */
export const ownerLayer: Layer.Layer<Tables, ActorError, ActorSystem | Node> = Layer.unwrap(
  Effect.gen(function* () {
    const [nodes, system] = [yield* Node, yield* ActorSystem]
    const partBytes = partBytesIn(system)
    const fork = Effect.runForkWith(yield* Effect.context<never>())
    const there = system.members(Node)
    let isOver = false
    yield* Effect.addFinalizer(() => Effect.sync(() => void (isOver = true)))

    /** As `use` comes to it, and then `again`, until one succeeds or the thread is gone: who is, knows nothing and sends nothing. */
    const untilGone = <A>(
      thread: string,
      again: Effect.Effect<A, ActorError>,
      first = again
    ): Effect.Effect<A | undefined, HarborError> =>
      Effect.gen(function* () {
        const isGone = (): boolean => isOver || there.now.every((one) => one.thread !== thread)
        for (let use = first; ; use = again) {
          const exit: Exit.Exit<A, ActorError> = yield* Effect.exit(use)
          if (Exit.isSuccess(exit)) return exit.value
          const error = lasting(thread, exit.cause)
          if (error !== undefined) return yield* error
          if (isGone()) return undefined
          yield* Effect.sleep(AGAIN_MILLIS)
          if (isGone()) return undefined
        }
      })

    /** Why which threads could not be told, if any could not. */
    const tellPart = (part: Part): Effect.Effect<ReadonlyArray<HarborError>> =>
      // Who waited for it has been told that this owner has closed.
      isOver
        ? Effect.succeed([])
        : Effect.matchCauseEffect(nodes.apply.broadcast(part), {
            onSuccess: (told) =>
              Effect.map(
                Effect.forEach(
                  told.filter(({ exit }) => Exit.isFailure(exit)),
                  ({ exit, thread }) => failureOf(untilGone(thread, nodes.apply(part, { thread }), exit)),
                  { concurrency: "unbounded" }
                ),
                (failures) => failures.flat()
              ),
            onFailure: (cause) => {
              const error = lasting("", cause)
              // Otherwise there is nobody.
              return Effect.succeed(error === undefined ? [] : [error])
            }
          })

    const owner = new Owner(
      // Where one thread cannot be told, all others are.
      (change) =>
        Effect.flatMap(
          Effect.forEach(partsOf(change, partBytes), (part) => Effect.suspend(() => tellPart(part))),
          (failures) => failures.flat()[0] ?? Effect.void
        ),
      (effect) => void fork(effect)
    )
    // Before the tables are served, so it is closed behind them: who asked for them while they were gathered is answered.
    const gathering = yield* Scope.fork(yield* Effect.scope)
    const gathered = Deferred.makeUnsafe<void>()
    /** Threads whose harbors lived on without main's tell what they hold, before anything else is changed or asked. */
    const gather = Effect.gen(function* () {
      const held = yield* Effect.forEach(
        there.now.filter(({ id }) => id !== MAIN),
        // Who is gone by now holds nothing.
        ({ thread }) => said([], untilGone(thread, Stream.runCollect(nodes.held({}, { thread })))),
        { concurrency: "unbounded" }
      )
      const steps = held.flatMap((parts) => (parts ?? []).flat())
      if (held.length > 0) yield* said(undefined, owner.change(steps))
      Deferred.doneUnsafe(gathered, Exit.void)
      // Who has died since, was seen before there was anything to forget.
      look()
    })
    const whenGathered = <A, E>(then: Effect.Effect<A, E>): Effect.Effect<A, E> =>
      Effect.andThen(Deferred.await(gathered), then)
    const look = (): void => {
      const threads = new Set(there.now.map(({ id }) => id))
      fork(
        said(
          undefined,
          owner.forget((thread) => threads.has(thread))
        )
      )
    }
    const watching = Layer.effectDiscard(
      Effect.andThen(
        Effect.acquireRelease(
          Effect.sync(() => there.watch(look)),
          (unwatch) => Effect.sync(unwatch)
        ),
        Effect.forkIn(gather, gathering)
      )
    )
    const handlers = Tables.toLayer(
      {
        change: ({ steps }) => whenGathered(owner.change(steps)),
        clear: ({ key, table }) => whenGathered(owner.clear(table, key)),
        whole: () =>
          Stream.unwrap(whenGathered(Effect.sync(() => Stream.fromIterable(partsOf(owner.whole, partBytes)))))
      },
      { concurrency: "unbounded" }
    )
    return Layer.provideMerge(watching, Tables.layerMain(handlers))
  })
)
