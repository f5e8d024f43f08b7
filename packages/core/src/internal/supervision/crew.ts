/**
 * Threads that live and die together: when one dies the others finish what they have started, end, and all are started
 * again in order. Runs on main, as long as there is a layer whose threads belong to it.
 *
 * What is told of each is its place's business (place.ts). The crew goes by these states, and not by the order in which it
 * hears of things:
 *
 * - A place is *fallen* when its thread has ended by itself and nobody has told so. All that have fallen when the crew looks
 *   are one death to the schedule: one step, each told with the same restart.
 * - Then those that are up end, and what falls until the time of the restart has come (also of a layer that joined meanwhile)
 *   belongs to the same restart: it is told with it, and who is up ends too.
 * - Who is *away* is started, in order, and told to be up at once. Who does not come up is the next death.
 * - A layer that leaves takes its places with it: nothing waits for them, and what they come to is no death. The layer settles
 *   them.
 */
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Queue from "effect/Queue"
import * as Scope from "effect/Scope"
import type { ActorError, ActorErrorReason } from "../../ActorError.ts"
import { recycle } from "./leaving.ts"
import type { MainSystem } from "../system/mainSystem.ts"
import { parallelism } from "../system/parallelism.ts"
import type { When } from "./place.ts"
import { deciding, giveUp, type Policy, reasonIn, type Supervised } from "./supervise.ts"

export interface CrewPolicy extends Policy {
  /** How long the others may take to finish what they have started. */
  readonly finishMillis: number
}

/** The threads of one layer. Units start in the order in which they joined, and end in the opposite one. */
interface Unit {
  readonly threads: ReadonlyArray<Supervised>
  readonly scope: Scope.Scope
  readonly left: Deferred.Deferred<void>
}

/** A thread that died, or did not come back, and why. */
interface Failed {
  readonly thread: Supervised
  readonly cause: ActorErrorReason
}

const hasLeft = ({ left }: Unit): boolean => Deferred.isDoneUnsafe(left)

/** A start that was interrupted says that the layer of the thread closes. */
const isFailure = (exit: Exit.Exit<void, ActorError>): exit is Exit.Failure<void, ActorError> =>
  Exit.isFailure(exit) && !Exit.hasInterrupts(exit)

export class Crew {
  private readonly main: MainSystem
  private readonly policy: CrewPolicy
  /** Something has fallen since the crew has looked. */
  private readonly news = Effect.runSync(Queue.sliding<void>(1))
  private units: ReadonlyArray<Unit> = []
  private running: Fiber.Fiber<void> | undefined

  constructor(main: MainSystem, policy: CrewPolicy) {
    this.main = main
    this.policy = policy
  }

  /** The threads, which are up, belong to it as long as the scope is open. */
  join(threads: ReadonlyArray<Supervised>): Effect.Effect<void, never, Scope.Scope> {
    return Effect.gen({ self: this }, function* () {
      const unit: Unit = { threads, scope: yield* Effect.scope, left: Deferred.makeUnsafe() }
      this.units = [...this.units, unit]
      for (const thread of threads) this.startedOne(thread)
      this.running ??= Effect.runForkWith(this.main.options.context)(this.look)
      yield* Effect.addFinalizer(() => this.leave(unit))
    })
  }

  private leave(unit: Unit): Effect.Effect<void> {
    return Effect.suspend(() => {
      Deferred.doneUnsafe(unit.left, Effect.void)
      this.units = this.units.filter((each) => each !== unit)
      const { running } = this
      if (this.units.length > 0 || running === undefined) return Effect.void
      this.running = undefined
      return Fiber.interrupt(running)
    })
  }

  private startedOne({ current, place }: Supervised): void {
    place.started()
    Effect.runForkWith(this.main.options.context)(Deferred.await(current().over)).addObserver(() => {
      Queue.offerUnsafe(this.news, undefined)
    })
  }

  private get fallen(): ReadonlyArray<Failed> {
    return this.units.flatMap(({ threads }) =>
      threads.flatMap((thread) => {
        const cause = thread.place.untold
        return cause === undefined ? [] : [{ thread, cause }]
      })
    )
  }

  private readonly look: Effect.Effect<void> = Effect.gen({ self: this }, function* () {
    const decide = yield* deciding(this.policy)
    for (;;) {
      let failed = this.fallen
      if (failed.length === 0) yield* Queue.take(this.news)
      while (failed.length > 0) {
        const { cause, thread } = failed[0]!
        // The system is stopping: nobody is started any more.
        if (cause._tag === "Stopped") return
        const next = yield* decide(cause)
        for (const each of failed) each.thread.place.died(each.cause, next)
        if (next === undefined) return yield* this.giveUp(thread, cause)
        yield* this.endAll(thread, next)
        failed = yield* this.startAll
      }
    }
  })

  /** Until the time of the next start has come, all that are up when one falls end. */
  private endAll(first: Supervised, next: When): Effect.Effect<void> {
    return Effect.gen({ self: this }, function* () {
      for (let because: Supervised | undefined = first; ;) {
        if (because !== undefined) yield* this.endOthers(because)
        const { fallen } = this
        for (const { cause, thread } of fallen) thread.place.died(cause, next)
        because = fallen[0]?.thread
        if (because !== undefined) continue
        const millis = next.atMillis - (yield* Clock.currentTimeMillis)
        if (millis <= 0) return
        yield* Effect.timeoutOption(Queue.take(this.news), millis)
      }
    })
  }

  /** In the opposite order of their start, one unit after the other, all within one time. */
  private endOthers(because: Supervised): Effect.Effect<void> {
    return Effect.gen({ self: this }, function* () {
      const end = (yield* Clock.currentTimeMillis) + this.policy.finishMillis
      for (const unit of this.units.toReversed()) {
        if (hasLeft(unit)) continue
        const millis = Math.max(0, end - (yield* Clock.currentTimeMillis))
        const ending = Effect.forEach(unit.threads, (thread) => this.endOne(thread, because, millis), {
          concurrency: "unbounded",
          discard: true
        })
        // Its layer stops those of a unit that leaves.
        yield* Effect.raceFirst(ending, Deferred.await(unit.left))
      }
    })
  }

  private endOne({ current, place }: Supervised, because: Supervised, millis: number): Effect.Effect<void> {
    return Effect.suspend(() => {
      const handle = current()
      const isAsked = handle.stoppedBy !== undefined
      if (!place.isUp || isAsked || handle.cause !== undefined) return Effect.void
      const name = because.place.threadName
      const ended = Effect.andThen(recycle(this.main, handle, name, millis), Deferred.await(handle.over))
      return Effect.map(ended, () => {
        if (handle.stoppedBy === undefined) place.recycled(name)
      })
    })
  }

  /** Starts those that are away, in order. Those that do not start are the next death. */
  private readonly startAll: Effect.Effect<ReadonlyArray<Failed>> = Effect.gen({ self: this }, function* () {
    for (const unit of this.units) {
      const away = unit.threads.filter(({ place }) => place.isAway)
      // No more at once than can run: a start has a deadline.
      const exits = yield* Effect.forEach(away, (thread) => this.startOne(unit, thread), {
        concurrency: parallelism()
      })
      if (hasLeft(unit)) continue
      const failed = exits.flatMap((exit, at): ReadonlyArray<Failed> => {
        return isFailure(exit) ? [{ thread: away[at]!, cause: reasonIn(exit) }] : []
      })
      if (failed.length > 0) return failed
    }
    return []
  })

  /** As a part of its layer: one that closes meanwhile interrupts it. */
  private startOne(unit: Unit, thread: Supervised): Effect.Effect<Exit.Exit<void, ActorError>> {
    return Effect.flatMap(Effect.forkIn(thread.again, unit.scope), (fiber) =>
      Effect.tap(Fiber.await(fiber), (exit) => Effect.sync(() => Exit.isSuccess(exit) && this.startedOne(thread)))
    )
  }

  /** None of them is started again: who lives finishes all it has, as when a layer closes. */
  private giveUp(thread: Supervised, cause: ActorErrorReason): Effect.Effect<void> {
    return Effect.gen({ self: this }, function* () {
      const units = this.units.toReversed()
      this.running = undefined
      this.units = []
      for (const { threads } of units) {
        const living = threads.filter(({ place }) => place.isUp)
        yield* this.main.stopThreads(
          living.map(({ current }) => current()),
          "group"
        )
        for (const { place } of threads) {
          if (place === thread.place) continue
          this.main.giveUp(place.actors, place.threadName)
          place.settle("group")
        }
      }
      yield* giveUp(this.main, thread.place, this.policy, cause)
    })
  }
}
