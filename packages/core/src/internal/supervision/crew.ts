/**
 * Threads that live and die together: when one dies the others finish what they have started, end, and all are started
 * again in order. Runs on main, as long as there is a layer whose threads belong to it.
 */
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Queue from "effect/Queue"
import * as Scope from "effect/Scope"
import type { ActorError, ActorErrorReason } from "../../ActorError.ts"
import type { NextStart } from "../../Supervision.ts"
import { recycle } from "./leaving.ts"
import type { Handle } from "../system/mainHandle.ts"
import type { MainSystem } from "../system/mainSystem.ts"
import { parallelism } from "../system/parallelism.ts"
import {
  aboutThread,
  causeOf,
  deciding,
  giveUp,
  type Policy,
  reasonIn,
  type Supervised,
  tellStopped
} from "./supervise.ts"

export interface CrewPolicy extends Policy {
  /** How long the others may take to finish what they have started. */
  readonly finishMillis: number
}

/** The threads of one layer. Units start in the order in which they joined, and end in the opposite one. */
interface Unit {
  readonly threads: ReadonlyArray<Supervised>
  readonly scope: Scope.Scope
  left: boolean
}

interface Death {
  readonly unit: Unit
  readonly thread: Supervised
  readonly handle: Handle
}

/** A thread that died, or did not come back, and why. */
interface Failed {
  readonly thread: Supervised
  readonly cause: ActorErrorReason
}

const hasExited = (handle: Handle): boolean => Deferred.isDoneUnsafe(handle.over)

export class Crew {
  private readonly main: MainSystem
  private readonly policy: CrewPolicy
  private readonly deaths = Effect.runSync(Queue.unbounded<Death>())
  private units: ReadonlyArray<Unit> = []
  private running: Fiber.Fiber<void> | undefined
  private attempt = 1

  constructor(main: MainSystem, policy: CrewPolicy) {
    this.main = main
    this.policy = policy
  }

  /** The threads, which are up, belong to it as long as the scope is open. */
  join(threads: ReadonlyArray<Supervised>): Effect.Effect<void, never, Scope.Scope> {
    return Effect.gen({ self: this }, function* () {
      const unit: Unit = { threads, scope: yield* Effect.scope, left: false }
      this.units = [...this.units, unit]
      this.tellStarted(unit)
      this.running ??= Effect.runForkWith(this.main.options.context)(this.look)
      yield* Effect.addFinalizer(() => this.leave(unit))
    })
  }

  private leave(unit: Unit): Effect.Effect<void> {
    return Effect.suspend(() => {
      unit.left = true
      const isIn = this.units.includes(unit)
      this.units = this.units.filter((each) => each !== unit)
      // Those that were to come back will not.
      for (const thread of unit.threads) {
        const handle = thread.current()
        if (isIn && hasExited(handle) && handle.stoppedBy === undefined) tellStopped(this.main, thread, "layer")
      }
      const { running } = this
      if (this.units.length > 0 || running === undefined) return Effect.void
      this.running = undefined
      this.attempt = 1
      return Fiber.interrupt(running)
    })
  }

  private tellStarted(unit: Unit): void {
    for (const thread of unit.threads) {
      this.main.tellLife({ _tag: "Started", ...aboutThread(thread), attempt: this.attempt })
      const handle = thread.current()
      Effect.runForkWith(this.main.options.context)(Deferred.await(handle.over)).addObserver(() => {
        Queue.offerUnsafe(this.deaths, { unit, thread, handle })
      })
    }
  }

  /** Not of an earlier life, not asked for, and not the consequence of another one. */
  private isNews({ handle, thread, unit }: Death): boolean {
    const asked = handle.stoppedBy !== undefined || handle.recycledWith !== undefined
    return !unit.left && !asked && handle === thread.current()
  }

  private readonly look: Effect.Effect<void> = Effect.gen({ self: this }, function* () {
    const decide = yield* deciding(this.policy)
    for (;;) {
      const death = yield* Queue.take(this.deaths)
      if (!this.isNews(death)) continue
      const { thread } = death
      const told = new Set<Handle>()
      let failed: Failed | undefined = { thread, cause: yield* causeOf(death.handle) }
      while (failed !== undefined) {
        const { cause, thread } = failed
        const restart = yield* decide(cause, this.attempt + 1)
        this.main.tellLife({ _tag: "Died", ...aboutThread(thread), cause, restart })
        if (restart === undefined) return yield* this.giveUp(thread, cause)
        told.add(thread.current())
        yield* this.endOthers(thread, told)
        yield* this.tellOtherDeaths(told, restart)
        const now = yield* Clock.currentTimeMillis
        yield* Effect.sleep(Math.max(0, restart.atMillis - now))
        this.attempt = restart.attempt
        failed = yield* this.startAll
        // The system is stopping: nobody is started any more.
        if (failed?.cause._tag === "Stopped") return this.tellAllStopped("system")
      }
      for (const unit of this.units) this.tellStarted(unit)
    }
  })

  /** In the opposite order of their start, one unit after the other, all within one time. */
  private endOthers(because: Supervised, told: Set<Handle>): Effect.Effect<void> {
    return Effect.gen({ self: this }, function* () {
      const end = (yield* Clock.currentTimeMillis) + this.policy.finishMillis
      for (const unit of this.units.toReversed()) {
        const millis = Math.max(0, end - (yield* Clock.currentTimeMillis))
        const living = unit.threads.filter((thread) => !hasExited(thread.current()))
        yield* Effect.forEach(living, (thread) => this.endOne(thread, because, millis, told), {
          concurrency: "unbounded"
        })
      }
    })
  }

  private endOne(thread: Supervised, because: Supervised, millis: number, told: Set<Handle>): Effect.Effect<void> {
    const handle = thread.current()
    told.add(handle)
    const ended = Effect.andThen(recycle(this.main, handle, because.threadName, millis), Deferred.await(handle.over))
    return Effect.map(ended, () => {
      if (handle.stoppedBy !== undefined) return
      this.main.tellLife({ _tag: "Recycled", ...aboutThread(thread), because: because.threadName })
    })
  }

  /** Those that died by themselves, at the same time as the one that is dealt with. */
  private tellOtherDeaths(told: Set<Handle>, restart: NextStart): Effect.Effect<void> {
    const others = this.units.flatMap(({ threads }) => threads).filter((thread) => !told.has(thread.current()))
    return Effect.forEach(
      others.filter((thread) => hasExited(thread.current())),
      (thread) =>
        Effect.map(causeOf(thread.current()), (cause) => {
          told.add(thread.current())
          this.main.tellLife({ _tag: "Died", ...aboutThread(thread), cause, restart })
        }),
      { discard: true }
    )
  }

  /** Starts those that have ended, in order. The first one that does not start is the next death. */
  private readonly startAll: Effect.Effect<Failed | undefined> = Effect.gen({ self: this }, function* () {
    for (const unit of this.units) {
      const ended = unit.threads.filter((thread) => hasExited(thread.current()))
      // No more at once than can run: a start has a deadline.
      const exits = yield* Effect.forEach(ended, (thread) => this.startOne(unit, thread), {
        concurrency: parallelism()
      })
      if (unit.left) continue
      const at = exits.findIndex(Exit.isFailure)
      if (at >= 0) return { thread: ended[at]!, cause: reasonIn(exits[at] as Exit.Failure<void, ActorError>) }
    }
    return undefined
  })

  /** As a part of its layer: one that closes meanwhile interrupts it. */
  private startOne(unit: Unit, thread: Supervised): Effect.Effect<Exit.Exit<void, ActorError>> {
    return Effect.flatMap(Effect.forkIn(thread.again, unit.scope), Fiber.await)
  }

  /** None of them is started again: who lives finishes all it has, as when a layer closes. */
  private giveUp(thread: Supervised, cause: ActorErrorReason): Effect.Effect<void> {
    return Effect.gen({ self: this }, function* () {
      const units = this.units.toReversed()
      this.running = undefined
      this.units = []
      this.attempt = 1
      for (const unit of units) {
        const living = unit.threads.filter((each) => !hasExited(each.current()))
        yield* this.main.stopThreads(
          living.map((each) => each.current()),
          "group"
        )
        for (const each of unit.threads) {
          if (each === thread) continue
          this.main.giveUp(each.actors, each.threadName)
          if (!living.includes(each)) tellStopped(this.main, each, "group")
        }
      }
      yield* giveUp(this.main, thread, this.policy, cause)
    })
  }

  private tellAllStopped(by: "system"): void {
    const { units } = this
    this.running = undefined
    this.units = []
    for (const { threads } of units) {
      for (const thread of threads) if (hasExited(thread.current())) tellStopped(this.main, thread, by)
    }
  }
}
