/**
 * What all verbs of one Rpc share: waiting for the actor's name, for room and for the end of a job, each no longer than the
 * caller and the actor allow.
 */
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import type * as Context from "effect/Context"
import type * as Rpc from "effect/rpc/Rpc"
import { type ActorError, type ActorErrorReason, Timeout, Unreachable, WrongThread } from "../../ActorError.ts"
import type { Routing } from "../../Routing.ts"
import type { Binding } from "./binding.ts"
import { type ClientJob, errorOf, type Leavable, type Resume, type Tell } from "./clientJobs.ts"
import { instanceOn, type WhenFull } from "../system/directory.ts"
import { chainOf, instancesOf } from "../jobInfo.ts"
import { type CallOptions, type Limit, limitOf, noLimit } from "./limit.ts"
import type { Absent } from "./nameLine.ts"
import type { ToldFailures } from "../hosting/toldFailures.ts"
import type { Outbox } from "./outbox.ts"
import type { ClientMethod } from "./outgoing.ts"
import type { Submission } from "./submitted.ts"
import type { SystemRuntime } from "../system/systemRuntime.ts"
import type { ThreadLoop } from "../thread/threadLoop.ts"

/** A client of one name on one thread. */
export interface ClientOptions {
  readonly system: SystemRuntime
  readonly binding: Binding
  /** The id under which its handlers are built: the same for all its tags. */
  readonly served: string
  readonly requests: ReadonlyMap<string, Rpc.AnyWithProps>
  readonly context: Context.Context<never>
  /** The routing the pool was built with, when it was built on this thread. */
  readonly routing: Routing<any, any> | undefined
  /** Where failures of jobs go that were submitted and detached. */
  readonly unseen: ToldFailures
  /** And of streams that had failed when they were left, before their consumer came to that. */
  readonly left: ToldFailures
}

export type Verb = (payload: unknown, callOptions?: CallOptions) => Effect.Effect<any, any>

/** Made once per client and Rpc. */
export class Calls {
  readonly method: ClientMethod
  readonly binding: Binding
  readonly system: SystemRuntime
  readonly outbox: Outbox
  /** Debug mode: dies where it is used on another thread, before anything is done there. */
  readonly notElsewhere: (() => void) | undefined

  constructor(options: Pick<ClientOptions, "binding" | "system">, method: ClientMethod) {
    this.method = method
    this.binding = options.binding
    this.system = options.system
    this.outbox = options.system.loop.outbox
    this.notElsewhere = debugHere(options.system.loop, method)
  }

  /** The same Rpc under another name of its actor. */
  under(binding: Binding): Calls {
    return new Calls({ binding, system: this.system }, { ...this.method, actor: binding.name })
  }

  fail(reason: ActorErrorReason, thread = ""): Exit.Exit<never, ActorError> {
    return Exit.fail(errorOf(this.method, thread, reason, false))
  }

  /** A call whose options make sense. */
  guarded(
    verb: (payload: unknown, callOptions: CallOptions | undefined, limit: Limit) => Effect.Effect<any, any>
  ): Verb {
    return (payload, callOptions) => {
      if (callOptions === undefined) return verb(payload, undefined, noLimit)
      const limit = limitOf(callOptions, this.system.loop.eventLoop.millis)
      return "_tag" in limit ? this.fail(limit) : verb(payload, callOptions, limit)
    }
  }

  /**
   * The fiber that runs a call, where it matters: where no actor is hosted no handler can be the caller, and nobody waits for
   * room, or for the end, by a clock.
   */
  fiberOf(callOptions: CallOptions | undefined): Fiber.Fiber<unknown, unknown> | undefined {
    const isTimed = callOptions?.timeout !== undefined || typeof this.binding.entry?.whenFull !== "string"
    return isTimed || this.system.loop.actors.size > 0 ? Fiber.getCurrent() : undefined
  }

  /** Runs `register` as an Effect, with the calling fiber where it matters. */
  calling(
    callOptions: CallOptions | undefined,
    register: (resume: Resume, fiber: Fiber.Fiber<unknown, unknown> | undefined) => Effect.Effect<void> | undefined
  ): Effect.Effect<any, any> {
    return Effect.callback((resume) => register(resume, this.fiberOf(callOptions)))
  }

  /** The outcome of a tell that waits, for its port or in its target's line. */
  untilKnown(job: Tell): Effect.Effect<void, unknown> {
    return Effect.callback((resume) => {
      if (job.outcome !== undefined) return resume(job.outcome)
      job.resume = resume
      return Effect.sync(() => this.withdraw(job))
    })
  }

  /** The outcome of a submit that waits for the port of its pair of threads: the first that moves anything. */
  untilHandedOut(job: Submission): Effect.Effect<unknown, unknown> {
    let outcome: Effect.Effect<any, any> | undefined
    let resume: Resume = (effect) => {
      outcome = effect
    }
    // Now, since a fiber may pause before it runs what is returned.
    job.whenHandedOut((effect) => resume(effect))
    return Effect.callback((later) => {
      if (outcome !== undefined) return later(outcome)
      resume = later
      return Effect.sync(() => this.withdraw(job))
    })
  }

  namesOf(chain: ReadonlyArray<number>): ReadonlyArray<string> {
    const { directory, loop } = this.system
    return instancesOf(chain).map((instance) => {
      // A thread that has just started runs jobs before its own names have come round.
      const own = loop.actors.get(instance)
      return own === undefined ? directory.instanceName(instance) : instanceOn(own.name, loop.threadName(loop.thread))
    })
  }

  // -- waiting for the name ------------------------------------------------------------------------------------------

  /** Begins again when somebody is there, with what is then left of a timeout. */
  onceThere(
    absent: Absent,
    payload: unknown,
    callOptions: CallOptions | undefined,
    again: Verb
  ): Effect.Effect<any, any> {
    const limit = limitOf(callOptions, this.system.loop.eventLoop.millis)
    if ("_tag" in limit) return this.fail(limit)
    const wait = this.awaitTurn(absent)
    if (limit.millis === 0) return Effect.andThen(wait, again(payload, callOptions))
    const { thread } = absent
    const detail = this.binding.known
      ? `"${this.binding.name}" is being started again`
      : `no layer of this actor system provides "${this.binding.name}" yet`
    const orElse = () => this.fail(new Timeout({ afterMillis: limit.millis, detail }), thread)
    return Effect.flatMap(Clock.currentTimeMillis, (since) =>
      Effect.timeoutOrElse(wait, { duration: limit.leftMillis, orElse }).pipe(
        Effect.andThen(Clock.currentTimeMillis),
        Effect.flatMap((now) => {
          const waitedMillis = limit.millis - limit.leftMillis + now - since
          return again(payload, { ...callOptions, waitedMillis })
        })
      )
    )
  }

  /** Waits for a name that no layer has provided yet, or for a thread that is away, as long as a start may take. */
  private awaitTurn(absent: Absent): Effect.Effect<void, ActorError> {
    const { binding, system } = this
    const wait = Effect.callback<void, ActorError>((resume) => {
      const leave = absent.wait(() => resume(Effect.void))
      return Effect.sync(leave)
    }).pipe(
      Effect.timeoutOrElse({
        duration: system.nameTimeoutMillis,
        orElse: () => {
          const detail = binding.known
            ? `"${binding.name}" is being started again, and was not ready within ${system.nameTimeoutMillis} ms`
            : `no layer of this actor system provides "${binding.name}", and none did within ${system.nameTimeoutMillis} ms`
          return this.fail(new Unreachable({ detail }), absent.thread)
        }
      })
    )
    return Effect.acquireUseRelease(
      Effect.sync(() => system.loop.hold()),
      () => wait,
      (release) => Effect.sync(release)
    )
  }

  // -- waiting for room ----------------------------------------------------------------------------------------------

  /** Ends the wait for room after the time the actor allows, or, inside a handler, after `nestedWait` if that is less. */
  limitWait(job: ClientJob, whenFull: WhenFull, fiber: Fiber.Fiber<unknown, unknown>): void {
    const chain = chainOf(fiber)
    const allowed = typeof whenFull === "number" ? whenFull : Number.POSITIVE_INFINITY
    const millis = chain.length === 0 ? allowed : Math.min(allowed, this.system.nestedWaitMillis)
    if (millis === Number.POSITIVE_INFINITY) return
    job.startTimer(fiber, millis, () => {
      // It was in the mailbox since, and may wait again, but for the next thread.
      if (job.told) return
      const names = chain.length === 0 ? undefined : this.namesOf(chain)
      // There is room perhaps, and whoever has made it computes since.
      this.outbox.pump()
      if (this.outbox.withdraw(job)) job.onFailed(this.outbox.fullReason(job, millis, names), false)
    })
  }

  withdraw(job: ClientJob): void {
    job.stopTimer()
    if (this.outbox.withdraw(job)) job.over = true
  }

  // -- waiting for the end -------------------------------------------------------------------------------------------

  /** Ends the wait for a job in time: cancelled if it has not started, told to stop if it has. */
  startTimeout(job: ClientJob, limit: Limit, fiber: Fiber.Fiber<unknown, unknown> | undefined): void {
    const { leftMillis, millis } = limit
    if (fiber === undefined || millis === 0 || job.over) return
    const { outbox } = this
    job.startTimer(fiber, leftMillis, () => {
      // Where this thread has computed until now, the answer lies there perhaps, and came in time.
      if (!this.system.loop.draining) this.system.loop.readExpress()
      if (job.over) return
      const started = job.id >= 0 ? !outbox.cancel(job, true) : !outbox.withdraw(job)
      job.onFailed(new Timeout({ afterMillis: millis, detail: "" }), started)
    })
  }

  /** The asker was interrupted: the job provably never starts, or its handler's finalizers have run, within grace. */
  leave(job: Leavable, callOptions: CallOptions | undefined): Effect.Effect<void> {
    const { outbox } = this
    job.stopTimer()
    if (job.over) return Effect.void
    if (job.id < 0) {
      this.withdraw(job)
      return Effect.void
    }
    const detach = callOptions?.interruption === "detach"
    if (outbox.cancel(job, detach) || detach) return Effect.void
    const { interruptGraceMillis } = this.system
    return Effect.callback<void>((resume) => job.whenOver(() => resume(Effect.void))).pipe(
      Effect.timeoutOrElse({
        duration: interruptGraceMillis,
        orElse: () => {
          outbox.abandon(job)
          return Effect.logWarning(
            `${job.method.actor}.${job.method.tag} on ${job.target.threadName} was interrupted and has not ended within ` +
              `${interruptGraceMillis} ms; its asker goes on without it`
          )
        }
      })
    )
  }
}

/** Throws on any other thread than the loop's; nothing where nobody looks: without debug mode, and on real threads. */
const debugHere = (loop: ThreadLoop, method: ClientMethod) => {
  const { trespasser } = loop.eventLoop
  if (loop.arena.layout.markBytes === 0 || trespasser === undefined) return undefined
  return (): void => {
    const used = trespasser()
    if (used === undefined) return
    const own = loop.threadName(loop.thread)
    throw errorOf(method, used, new WrongThread({ own, used }), false)
  }
}
