/**
 * The methods of an actor as its users call them: ask, tell, submit. Each makes a job, hands it to the outbox of this
 * thread and turns what comes back into an Effect.
 */
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import type * as Headers from "effect/http/Headers"
import type * as Context from "effect/Context"
import type * as Rpc from "effect/rpc/Rpc"
import { type ActorError, type ActorErrorReason, Timeout, Unreachable } from "../ActorError.ts"
import type { Routing } from "../Routing.ts"
import { Ask, type ClientJob, errorOf, type Resume, Submission, Tell } from "./clientJobs.ts"
import { withMiddleware } from "./clientMiddleware.ts"
import { makeRoute } from "./clientRoute.ts"
import type { Binding } from "./directory.ts"
import * as Extension from "./extension.ts"
import { bind } from "./jobCodecs.ts"
import type { ClientMethod, Target } from "./outgoing.ts"
import type { SystemRuntime } from "./systemRuntime.ts"

export interface CallOptions {
  readonly timeout?: Duration.Input | undefined
  readonly interruption?: "wait" | "detach" | undefined
  readonly discard?: boolean | undefined
  readonly headers?: Headers.Input | undefined
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
    const method: ClientMethod = { actor: options.binding.name, tag: rpc._tag, index: index++, codecs }
    Object.defineProperty(client, tag, { enumerable: true, value: verbsOf(options, rpc, method) })
  }
  return client
}

const verbsOf = (options: ClientOptions, rpc: Rpc.AnyWithProps, method: ClientMethod): unknown => {
  const { binding, system } = options
  const { outbox } = system.loop
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
        const detail = `no layer of this actor system provides "${binding.name}", and none did within ${system.nameTimeoutMillis} ms`
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

  /** Routes, encodes and sends one job of any verb; `undefined` when it has failed or must begin again. */
  const post = <J extends ClientJob>(
    payload: unknown,
    callOptions: CallOptions | undefined,
    resume: Resume,
    again: () => Effect.Effect<unknown, unknown>,
    create: (target: Target, extension: Uint8Array | undefined) => J,
    fiber: Fiber.Fiber<unknown, unknown> | undefined
  ): J | undefined => {
    const routed = route(payload)
    if (routed === undefined) {
      resume(Effect.andThen(awaitName, again()))
      return undefined
    }
    if ("_tag" in routed) {
      resume(fail(routed))
      return undefined
    }
    const job = create(routed.target, Extension.encode(routed.key, callOptions?.headers))
    const whenFull = binding.entry?.whenFull ?? "suspend"
    const sent = outbox.send(job, payload, whenFull !== "fail")
    if (sent === true) {
      job.onAccepted()
    } else if (sent !== false) {
      resume(fail(sent, routed.target.threadName))
      return undefined
    } else if (typeof whenFull === "number" && fiber !== undefined && job.id < 0) {
      job.startTimer(fiber, whenFull, () => {
        if (outbox.withdraw(job)) job.onFailed(outbox.fullReason(job, whenFull), false)
      })
    }
    return job
  }

  /** Runs `register` as an Effect, with the calling fiber where a clock may be needed. */
  const calling = (
    callOptions: CallOptions | undefined,
    register: (resume: Resume, fiber: Fiber.Fiber<unknown, unknown> | undefined) => Effect.Effect<void> | undefined
  ): Effect.Effect<any, any> => {
    const whenFull = binding.entry?.whenFull
    if (callOptions?.timeout === undefined && (whenFull === "suspend" || whenFull === "fail")) {
      return Effect.callback((resume) => register(resume, undefined))
    }
    return Effect.withFiber((fiber) => Effect.callback((resume) => register(resume, fiber)))
  }

  const ask = (payload: unknown, callOptions?: CallOptions): Effect.Effect<unknown, unknown> =>
    callOptions?.discard === true
      ? tell(payload, callOptions)
      : calling(callOptions, (resume, fiber) => {
          const limit = limitOf(callOptions)
          const create = (target: Target, extension: Uint8Array | undefined): Ask =>
            new Ask(target, method, extension, limit.deadline, resume)
          const job = post(payload, callOptions, resume, () => ask(payload, callOptions), create, fiber)
          if (job === undefined) return undefined
          startTimeout(job, limit.millis, fiber)
          return Effect.suspend(() => leave(job, callOptions))
        })

  /** Its timeout is about the wait for room: once it is in the mailbox nobody waits for it any more. */
  const tell = (payload: unknown, callOptions?: CallOptions): Effect.Effect<void, ActorError> =>
    calling(callOptions, (resume, fiber) => {
      const create = (target: Target, extension: Uint8Array | undefined): Tell =>
        new Tell(target, method, extension, resume)
      const job = post(payload, callOptions, resume, () => tell(payload, callOptions), create, fiber)
      if (job === undefined || job.id >= 0) return undefined
      startTimeout(job, limitOf(callOptions).millis, fiber)
      return Effect.sync(() => withdraw(job))
    })

  const submit = (payload: unknown, callOptions?: CallOptions): Effect.Effect<unknown, ActorError> =>
    calling(callOptions, (resume, fiber) => {
      const limit = limitOf(callOptions)
      const accepted = (job: Submission): void => resume(Effect.succeed(handleOf(job)))
      const create = (target: Target, extension: Uint8Array | undefined): Submission =>
        new Submission(target, method, extension, limit.deadline, accepted, resume)
      const job = post(payload, callOptions, resume, () => submit(payload, callOptions), create, fiber)
      if (job === undefined) return undefined
      startTimeout(job, limit.millis, fiber)
      return job.id >= 0 ? undefined : Effect.sync(() => withdraw(job))
    })

  /** Ends the wait for a job after `millis`: cancelled if it has not started, told to stop if it has. */
  const startTimeout = (job: ClientJob, millis: number, fiber: Fiber.Fiber<unknown, unknown> | undefined): void => {
    if (fiber === undefined || millis === 0 || job.over) return
    job.startTimer(fiber, millis, () => {
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

  const handleOf = (job: Submission) => {
    // It is known to the target at once: what this fiber sends next comes after it.
    system.loop.mesh.flush()
    return {
      await: Effect.callback<unknown, unknown>((resume) => job.observe(resume)),
      cancel: Effect.sync(() => {
        if (job.over) return false
        const never = outbox.cancel(job, false)
        if (never) job.onExit(Exit.interrupt())
        return never
      })
    }
  }

  const around = (verb: typeof ask): typeof ask => withMiddleware(options.context, rpc, verb)
  return Object.assign(around(ask), { tell: around(tell), submit: around(submit) })
}

const limitOf = (options: CallOptions | undefined): { readonly millis: number; readonly deadline: number } => {
  if (options?.timeout === undefined) return noLimit
  const millis = Duration.toMillis(options.timeout)
  // A timeout of zero still is one: the job may be answered only if that takes no time at all.
  return { millis: Math.max(millis, 0.001), deadline: Date.now() + millis }
}

const noLimit = { millis: 0, deadline: 0 }
