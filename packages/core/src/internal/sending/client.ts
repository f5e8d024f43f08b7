/**
 * The methods of an actor as its users call them: ask, tell, submit. Each makes a job, hands it to the outbox of this
 * thread and turns what comes back into an Effect.
 */
import * as Clock from "effect/Clock"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Headers from "effect/http/Headers"
import * as Context from "effect/Context"
import type * as Rpc from "effect/rpc/Rpc"
import {
  type ActorError,
  type ActorErrorReason,
  AskCycle,
  InvalidOption,
  Timeout,
  Unreachable,
  WrongThread
} from "../../ActorError.ts"
import { Idempotent, Reentrant } from "../../Job.ts"
import type { Routing } from "../../Routing.ts"
import {
  Ask,
  CheckedJob,
  type ClientJob,
  errorOf,
  type HandOut,
  type Resume,
  Submission,
  SubmittedJob,
  Tell
} from "./clientJobs.ts"
import { withMiddleware } from "./clientMiddleware.ts"
import { makeRoute } from "./clientRoute.ts"
import type { Binding } from "./binding.ts"
import type { WhenFull } from "../system/directory.ts"
import { chainOf, noChain } from "../jobInfo.ts"
import * as Extension from "../extension.ts"
import { bind } from "../jobCodecs.ts"
import { invalid, signedMillisOf } from "../options.ts"
import type { ClientMethod, Target } from "./outgoing.ts"
import type { SystemRuntime } from "../system/systemRuntime.ts"
import type { ThreadLoop } from "../thread/threadLoop.ts"

export interface CallOptions {
  readonly timeout?: Duration.Input | undefined
  readonly interruption?: "wait" | "detach" | undefined
  readonly discard?: boolean | undefined
  readonly headers?: Headers.Input | undefined
  /** Ours: what of the timeout went by before the actor's name was known. */
  readonly waitedMillis?: number
}

/** A client of one name on one thread. */
export interface ClientOptions {
  readonly system: SystemRuntime
  readonly binding: Binding
  readonly requests: ReadonlyMap<string, Rpc.AnyWithProps>
  readonly context: Context.Context<never>
  /** The routing the pool was built with, when it was built on this thread. */
  readonly routing: Routing<any, any> | undefined
}

/** Makes the service value: one function for each Rpc, with the other verbs on it. */
export const make = (options: ClientOptions): Record<string, unknown> => {
  // No prototype, and defined rather than assigned: an Rpc may be called `__proto__` or `constructor`.
  const client = Object.create(null)
  let index = 0
  for (const [tag, rpc] of options.requests) {
    const codecs = bind(rpc, options.context)
    const method: ClientMethod = {
      actor: options.binding.name,
      tag: rpc._tag,
      index: index++,
      codecs,
      idempotent: Context.get(rpc.annotations, Idempotent)
    }
    Object.defineProperty(client, tag, { enumerable: true, value: verbsOf(options, rpc, method) })
  }
  return client
}

type Verb = (payload: unknown, callOptions?: CallOptions) => Effect.Effect<any, any>

const verbsOf = (options: ClientOptions, rpc: Rpc.AnyWithProps, method: ClientMethod): unknown => {
  const { binding, system } = options
  const { outbox } = system.loop
  const reentrant = Context.get(rpc.annotations, Reentrant)
  const route = makeRoute(binding, options.routing, rpc, method)

  const fail = (reason: ActorErrorReason, thread = ""): Exit.Exit<never, ActorError> =>
    Exit.fail(errorOf(method, thread, reason, false))

  /** Waits for a name that no layer has provided yet, as long as a start may take. */
  const awaitName = Effect.callback<void, ActorError>((resume) => {
    const cancel = binding.whenKnown(() => resume(Effect.void))
    return Effect.sync(cancel)
  }).pipe(
    Effect.timeoutOrElse({
      duration: system.nameTimeoutMillis,
      orElse: () => {
        const detail = binding.known
          ? `"${binding.name}" is being started again, and was not ready within ${system.nameTimeoutMillis} ms`
          : `no layer of this actor system provides "${binding.name}", and none did within ${system.nameTimeoutMillis} ms`
        return fail(new Unreachable({ detail }))
      }
    }),
    (wait) =>
      Effect.acquireUseRelease(
        Effect.sync(() => system.loop.hold()),
        () => wait,
        (release) => Effect.sync(release)
      )
  )

  /** Begins again when the name is known, with what is then left of a timeout. */
  const onceKnown = (payload: unknown, callOptions: CallOptions | undefined, again: Verb): Effect.Effect<any, any> => {
    const limit = limitOf(callOptions, system.loop.eventLoop.millis)
    if ("_tag" in limit) return fail(limit)
    if (limit.millis === 0) return Effect.andThen(awaitName, again(payload, callOptions))
    const detail = `no layer of this actor system provides "${binding.name}" yet`
    const orElse = () => fail(new Timeout({ afterMillis: limit.millis, detail }))
    return Effect.flatMap(Clock.currentTimeMillis, (since) =>
      Effect.timeoutOrElse(awaitName, { duration: limit.leftMillis, orElse }).pipe(
        Effect.andThen(Clock.currentTimeMillis),
        Effect.flatMap((now) => {
          const waitedMillis = limit.millis - limit.leftMillis + now - since
          return again(payload, { ...callOptions, waitedMillis })
        })
      )
    )
  }

  /** Routes, encodes and sends one job of any verb; `undefined` when it has failed or must begin again. */
  const post = <J extends ClientJob>(
    payload: unknown,
    callOptions: CallOptions | undefined,
    resume: Resume,
    again: Verb,
    create: (target: Target, extension: Uint8Array | undefined) => J,
    fiber: Fiber.Fiber<unknown, unknown> | undefined,
    waits: boolean
  ): J | undefined => {
    const chain = waits ? chainOf(fiber) : noChain
    const routed = route(payload, chain)
    if (routed === undefined) {
      resume(onceKnown(payload, callOptions, again))
      return undefined
    }
    if ("_tag" in routed) {
      resume(fail(routed))
      return undefined
    }
    const { key, target } = routed
    if (!reentrant && isCycle(target, chain)) {
      resume(fail(new AskCycle({ chain: namesOf([...chain, target.instance]) }), target.threadName))
      return undefined
    }
    const headers = callOptions === undefined ? noHeaders : Extension.headersOf(callOptions.headers)
    if (headers !== noHeaders && headers instanceof InvalidOption) {
      resume(fail(headers))
      return undefined
    }
    const carried = system.carrier.of(fiber ?? Fiber.getCurrent())
    const job = create(target, Extension.encode(key, headers, chain, carried))
    const whenFull = binding.entry?.whenFull ?? "suspend"
    const sent = outbox.send(job, payload, whenFull !== "fail")
    if (sent === true) {
      job.onAccepted()
    } else if (sent !== false) {
      resume(fail(sent, target.threadName))
      return undefined
    } else if (fiber !== undefined && job.id < 0) {
      limitWait(job, whenFull, fiber)
    }
    return job
  }

  /** Ends the wait for room after the time the actor allows, or, inside a handler, after `nestedWait` if that is less. */
  const limitWait = (job: ClientJob, whenFull: WhenFull, fiber: Fiber.Fiber<unknown, unknown>): void => {
    const chain = chainOf(fiber)
    const allowed = typeof whenFull === "number" ? whenFull : Number.POSITIVE_INFINITY
    const millis = chain.length === 0 ? allowed : Math.min(allowed, system.nestedWaitMillis)
    if (millis === Number.POSITIVE_INFINITY) return
    job.startTimer(fiber, millis, () => {
      const names = chain.length === 0 ? undefined : namesOf(chain)
      if (outbox.withdraw(job)) job.onFailed(outbox.fullReason(job, millis, names), false)
    })
  }

  const namesOf = (chain: ReadonlyArray<number>): ReadonlyArray<string> =>
    chain.map((instance) => system.directory.instanceName(instance))

  /** Runs `register` as an Effect, with the calling fiber where a clock may be needed. */
  const calling = (
    callOptions: CallOptions | undefined,
    register: (resume: Resume, fiber: Fiber.Fiber<unknown, unknown> | undefined) => Effect.Effect<void> | undefined
  ): Effect.Effect<any, any> => {
    const whenFull = binding.entry?.whenFull
    // Where no actor is hosted, no handler can be the caller.
    const plain = system.loop.actors.size === 0 && (whenFull === "suspend" || whenFull === "fail")
    if (plain && callOptions?.timeout === undefined) {
      return Effect.callback((resume) => register(resume, undefined))
    }
    return Effect.withFiber((fiber) => Effect.callback((resume) => register(resume, fiber)))
  }

  /** A call whose options make sense. */
  const guarded =
    (verb: (payload: unknown, callOptions: CallOptions | undefined, limit: Limit) => Effect.Effect<any, any>): Verb =>
    (payload, callOptions) => {
      if (callOptions === undefined) return verb(payload, undefined, noLimit)
      const limit = limitOf(callOptions, system.loop.eventLoop.millis)
      return "_tag" in limit ? fail(limit) : verb(payload, callOptions, limit)
    }

  const ask: Verb = guarded((payload, callOptions, limit) =>
    callOptions?.discard === true
      ? tell(payload, callOptions)
      : calling(callOptions, (resume, fiber) => {
          const create = (target: Target, extension: Uint8Array | undefined): Ask =>
            new Ask(target, method, extension, limit.deadline, resume)
          const job = post(payload, callOptions, resume, ask, create, fiber, true)
          if (job === undefined) return undefined
          startTimeout(job, limit, fiber)
          return Effect.suspend(() => leave(job, callOptions))
        })
  )

  /** Its timeout is about the wait for room: once it is in the mailbox nobody waits for it any more. */
  const tell: Verb = guarded((payload, callOptions, limit) =>
    calling(callOptions, (resume, fiber) => {
      const create = (target: Target, extension: Uint8Array | undefined): Tell =>
        new Tell(target, method, extension, resume)
      const job = post(payload, callOptions, resume, tell, create, fiber, false)
      if (job === undefined || job.id >= 0) return undefined
      startTimeout(job, limit, fiber)
      return Effect.sync(() => withdraw(job))
    })
  )

  const submit: Verb = guarded((payload, callOptions, limit) =>
    calling(callOptions, (resume, fiber) => {
      const create = (target: Target, extension: Uint8Array | undefined): Submission =>
        new Submission(target, method, extension, limit.deadline, resume, handOut)
      const job = post(payload, callOptions, resume, submit, create, fiber, false)
      if (job === undefined) return undefined
      startTimeout(job, limit, fiber)
      return job.id >= 0 ? undefined : Effect.sync(() => withdraw(job))
    })
  )

  /** Ends the wait for a job in time: cancelled if it has not started, told to stop if it has. */
  const startTimeout = (job: ClientJob, limit: Limit, fiber: Fiber.Fiber<unknown, unknown> | undefined): void => {
    const { leftMillis, millis } = limit
    if (fiber === undefined || millis === 0 || job.over) return
    job.startTimer(fiber, leftMillis, () => {
      const started = job.id >= 0 ? !outbox.cancel(job, true) : !outbox.withdraw(job)
      job.onFailed(new Timeout({ afterMillis: millis, detail: "" }), started)
    })
  }

  const withdraw = (job: ClientJob): void => {
    job.stopTimer()
    if (outbox.withdraw(job)) job.over = true
  }

  /** The asker was interrupted: the job provably never starts, or its handler's finalizers have run, within grace. */
  const leave = (job: Ask, callOptions: CallOptions | undefined): Effect.Effect<void> => {
    job.stopTimer()
    if (job.over) return Effect.void
    if (job.id < 0) {
      withdraw(job)
      return Effect.void
    }
    const detach = callOptions?.interruption === "detach"
    if (outbox.cancel(job, detach) || detach) return Effect.void
    return Effect.callback<void>((resume) => job.whenOver(() => resume(Effect.void))).pipe(
      Effect.timeoutOrElse({
        duration: system.interruptGraceMillis,
        orElse: () => {
          outbox.abandon(job)
          return Effect.logWarning(
            `${method.actor}.${method.tag} on ${job.target.threadName} was interrupted and has not ended within ` +
              `${system.interruptGraceMillis} ms; its asker goes on without it`
          )
        }
      })
    )
  }

  /** Debug mode: dies where it is used on another thread, before anything is done there. */
  const notElsewhere = debugHere(system.loop, method)

  const handOut: HandOut = (job) => {
    // It is known to the target at once: what this fiber sends next comes after it.
    system.loop.mesh.flush()
    if (notElsewhere === undefined) return new SubmittedJob(job, cancelSubmitted)
    return new CheckedJob(job, cancelSubmitted, notElsewhere)
  }

  const cancelSubmitted = (job: Submission): boolean => {
    if (job.over) return false
    const never = job.id < 0 ? outbox.withdraw(job) : outbox.cancel(job, false)
    if (never) job.onExit(Exit.interrupt())
    return never
  }

  const here = (verb: Verb): Verb =>
    notElsewhere === undefined
      ? verb
      : (payload, callOptions) =>
          Effect.suspend(() => {
            notElsewhere()
            return verb(payload, callOptions)
          })
  const around = (verb: Verb): Verb => withMiddleware(options.context, rpc, here(verb))
  return Object.assign(around(ask), { tell: around(tell), submit: around(submit) })
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

/** An ask to an instance that works on one job at a time, and whose job waits for this ask. Or so long that it must be one. */
const isCycle = (target: Target, chain: ReadonlyArray<number>): boolean =>
  chain.length > 0 && (chain.length > MOST_WAITING || (target.serial && chain.includes(target.instance)))

const MOST_WAITING = 64
const noHeaders = Headers.empty

/** How long a call may take, how much of it is left, and until when. Zero millis: no limit. */
interface Limit {
  readonly millis: number
  readonly leftMillis: number
  readonly deadline: number
}

const noLimit: Limit = { millis: 0, leftMillis: 0, deadline: 0 }

const limitOf = (callOptions: CallOptions | undefined, now: () => number): Limit | ActorErrorReason => {
  if (callOptions === undefined || callOptions === null) return noLimit
  const { interruption, timeout } = callOptions
  if (interruption !== undefined && interruption !== "wait" && interruption !== "detach") {
    return invalid("interruption", interruption, 'use "wait" or "detach"')
  }
  if (timeout === undefined) return noLimit
  const millis = signedMillisOf(timeout)
  if (millis === undefined) {
    return invalid("timeout", timeout, 'use a Duration, such as "1 second", or milliseconds')
  }
  if (millis === Number.POSITIVE_INFINITY) return noLimit
  const leftMillis = millis - (callOptions.waitedMillis ?? 0)
  // No time at all: it is not even sent.
  if (leftMillis <= 0) return new Timeout({ afterMillis: Math.max(millis, 0), detail: "" })
  return { millis, leftMillis, deadline: now() + leftMillis }
}
