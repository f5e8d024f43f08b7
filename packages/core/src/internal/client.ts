/**
 * The methods of an actor as its users call them: ask, tell, submit. Each makes a job, hands it to the outbox of this
 * thread and turns what comes back into an Effect.
 */
import * as Context from "effect/Context"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import * as Headers from "effect/http/Headers"
import * as PrimaryKey from "effect/PrimaryKey"
import type * as Rpc from "effect/rpc/Rpc"
import { ActorError, type ActorErrorReason, InvalidOption, Timeout, Unreachable } from "../ActorError.ts"
import { type Key, KeyOf } from "../Job.ts"
import type { Routing } from "../Routing.ts"
import type { Binding } from "./directory.ts"
import { bind } from "./jobCodecs.ts"
import { encodeKey } from "./jobInfo.ts"
import { type ClientMethod, OutgoingJob, Target } from "./outbox.ts"
import type { SystemRuntime } from "./systemRuntime.ts"

export interface CallOptions {
  readonly timeout?: Duration.Input | undefined
  readonly interruption?: "wait" | "detach" | undefined
  readonly discard?: boolean | undefined
  readonly headers?: Headers.Input | undefined
}

interface Method extends ClientMethod {
  readonly rpc: Rpc.AnyWithProps
  readonly key: ((payload: any) => Key) | undefined
}

/** A client of one name on one thread. */
export interface ClientOptions {
  readonly system: SystemRuntime
  readonly binding: Binding
  readonly group: { readonly requests: ReadonlyMap<string, Rpc.Any> }
  readonly context: Context.Context<never>
  /** The routing the pool was built with, when it was built on this thread. */
  readonly routing: Routing<any, any> | undefined
}

/** An ask, or a submit: somebody wants its exit. */
class AskJob extends OutgoingJob {
  private readonly resume: (exit: Effect.Effect<unknown, unknown>) => void
  private timer: Fiber.Fiber<unknown, unknown> | undefined = undefined
  private left: (() => void) | undefined = undefined

  constructor(
    target: Target,
    method: ClientMethod,
    key: Uint8Array | undefined,
    deadline: number,
    resume: (exit: Effect.Effect<unknown, unknown>) => void
  ) {
    super(target, method, true, key, deadline)
    this.resume = resume
  }

  onAccepted(): void {}

  onExit(exit: Exit.Exit<unknown, unknown>): void {
    this.timer?.interruptUnsafe()
    this.resume(exit)
    this.left?.()
  }

  onFailed(reason: ActorErrorReason, started: boolean | "unknown"): void {
    this.onExit(Exit.fail(errorOf(this.method, this.target.threadName, reason, started)))
  }

  /** Calls `onTime` after a while by the clock of `fiber`, unless the job is over by then. */
  startTimer(fiber: Fiber.Fiber<unknown, unknown>, millis: number, onTime: () => void): void {
    const timer = Effect.runForkWith(fiber.context)(Effect.sleep(millis))
    this.timer = timer
    timer.addObserver((exit) => {
      if (Exit.isSuccess(exit)) onTime()
    })
  }

  /** Calls back when the reply of a job whose asker was interrupted has come. */
  whenOver(left: () => void): void {
    this.left = left
  }
}

class TellJob extends OutgoingJob {
  private readonly resume: (exit: Effect.Effect<void, ActorError>) => void

  constructor(
    target: Target,
    method: ClientMethod,
    key: Uint8Array | undefined,
    resume: (exit: Effect.Effect<void, ActorError>) => void
  ) {
    super(target, method, false, key, 0)
    this.resume = resume
  }

  onAccepted(): void {
    this.resume(Effect.void)
  }
  onExit(): void {}
  onFailed(reason: ActorErrorReason, started: boolean | "unknown"): void {
    this.resume(Effect.fail(errorOf(this.method, this.target.threadName, reason, started)))
  }
}

const errorOf = (
  method: ClientMethod,
  thread: string,
  reason: ActorErrorReason,
  started: boolean | "unknown"
): ActorError => new ActorError({ reason, actor: method.actor, job: method.tag, thread, started })

/** A job that was submitted: in the mailbox, with its exit to come. */
export interface SubmittedJob {
  readonly await: Effect.Effect<unknown, unknown>
  readonly cancel: Effect.Effect<boolean>
}

/** Makes the service value: one function for each Rpc, with the other verbs on it. */
export const make = (options: ClientOptions): Record<string, unknown> => {
  const client = Object.create(null)
  let index = 0
  for (const [tag, rpc] of options.group.requests) {
    const method = makeMethod(options, rpc as Rpc.AnyWithProps, index++)
    Object.defineProperty(client, tag, { enumerable: true, value: verbsOf(options, method) })
  }
  return client
}

const makeMethod = (options: ClientOptions, rpc: Rpc.AnyWithProps, index: number): Method => ({
  actor: options.binding.name,
  tag: rpc._tag,
  index,
  rpc,
  codecs: bind(rpc, options.context),
  key: keyFunction(options.routing, rpc)
})

const keyFunction = (routing: Routing<any, any> | undefined, rpc: Rpc.AnyWithProps): Method["key"] => {
  const tag = rpc._tag
  const given = routing?.key
  if (given !== undefined) return (payload) => given(payload, { tag, payload })
  return Context.get(rpc.annotations, KeyOf)
}

const verbsOf = (options: ClientOptions, method: Method): unknown => {
  const { binding, system } = options
  const { outbox } = system.loop

  /** The target for this payload, a reason it cannot be sent, or `undefined` while the name is not known. */
  const route = (payload: unknown): Routed | ActorErrorReason | undefined => {
    const { entry } = binding
    if (entry === undefined && !binding.known) return undefined
    let key: Key | undefined
    if (entry !== undefined && entry.strategy !== "roundRobin") {
      if (entry.strategy === "consistentKey" && options.routing === undefined) return keyElsewhere(binding.name)
      key = method.key?.(payload) ?? primaryKeyOf(payload)
    }
    const target = binding.select(key)
    return target instanceof Target ? { target, key: key === undefined ? undefined : encodeKey(key) } : target
  }
  const failed = (reason: ActorErrorReason): Exit.Exit<never, ActorError> =>
    Exit.fail(errorOf(method, "", reason, false))

  /** Waits for a name that no layer has provided yet, as long as a start may take. */
  const awaitName = Effect.callback<void, ActorError>((resume) => {
    const cancel = binding.whenKnown(() => resume(Effect.void))
    const release = system.loop.hold()
    return Effect.sync(() => {
      cancel()
      release()
    })
  }).pipe(
    Effect.timeoutOrElse({
      duration: system.nameTimeoutMillis,
      orElse: () =>
        failed(
          new Unreachable({
            detail: `no layer of this actor system provides "${binding.name}", and none did within ${system.nameTimeoutMillis} ms`
          })
        )
    })
  )

  const send = (
    payload: unknown,
    callOptions: CallOptions | undefined,
    fiber: Fiber.Fiber<unknown, unknown> | undefined,
    resume: (exit: Effect.Effect<unknown, unknown>) => void
  ): AskJob | undefined => {
    const routed = route(payload)
    if (routed === undefined) {
      resume(Effect.andThen(awaitName, ask(payload, callOptions)))
      return undefined
    }
    if (!isRouted(routed)) {
      resume(failed(routed))
      return undefined
    }
    const timeout = callOptions?.timeout
    const timeoutMillis = timeout === undefined ? 0 : Duration.toMillis(Duration.fromInputUnsafe(timeout))
    const deadline = timeout === undefined ? 0 : Date.now() + timeoutMillis
    const job = new AskJob(routed.target, method, routed.key, deadline, resume)
    const { whenFull } = binding.entry!
    const sent = outbox.send(job, payload, whenFull !== "fail")
    if (typeof sent !== "boolean") {
      resume(Exit.fail(errorOf(method, routed.target.threadName, sent, false)))
      return undefined
    }
    if (fiber !== undefined && timeout !== undefined) {
      job.startTimer(fiber, timeoutMillis, () => {
        const started = job.id >= 0 ? !outbox.cancel(job, true) : !outbox.withdraw(job)
        job.onFailed(new Timeout({ afterMillis: timeoutMillis, detail: "" }), started)
      })
    } else if (fiber !== undefined && !sent && typeof whenFull === "number") {
      job.startTimer(fiber, whenFull, () => {
        if (outbox.withdraw(job)) job.onFailed(outbox.fullReason(job, whenFull), false)
      })
    }
    return job
  }

  const ask = (payload: unknown, callOptions?: CallOptions): Effect.Effect<unknown, unknown> => {
    if (callOptions?.discard === true) return tell(payload)
    if (callOptions?.timeout === undefined && typeof binding.entry?.whenFull !== "number") {
      return Effect.callback((resume) => {
        const job = send(payload, callOptions, undefined, resume)
        return job === undefined ? undefined : Effect.suspend(() => leave(job, callOptions))
      })
    }
    return Effect.withFiber((fiber) =>
      Effect.callback((resume) => {
        const job = send(payload, callOptions, fiber, resume)
        return job === undefined ? undefined : Effect.suspend(() => leave(job, callOptions))
      })
    )
  }

  /** The asker was interrupted: the job provably never starts, or its handler's finalizers have run, within grace. */
  const leave = (job: AskJob, callOptions: CallOptions | undefined): Effect.Effect<void> => {
    if (job.over) return Effect.void
    if (job.id < 0) {
      outbox.withdraw(job)
      job.over = true
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

  const tell = (payload: unknown): Effect.Effect<void, ActorError> =>
    Effect.callback<void, ActorError>((resume) => {
      const routed = route(payload)
      if (routed === undefined) {
        resume(Effect.andThen(awaitName, tell(payload)))
        return undefined
      }
      if (!isRouted(routed)) {
        resume(failed(routed))
        return undefined
      }
      const { whenFull } = binding.entry!
      const job = new TellJob(routed.target, method, routed.key, resume)
      const sent = outbox.send(job, payload, whenFull !== "fail")
      if (sent === true) resume(Effect.void)
      else if (sent !== false) resume(Exit.fail(errorOf(method, routed.target.threadName, sent, false)))
      else return withdrawing(job, whenFull, resume)
      return undefined
    })

  /** A tell that waits for room: leaves when it is interrupted, or after the time the actor allows. */
  const withdrawing = (
    job: TellJob,
    whenFull: "suspend" | "fail" | number,
    resume: (exit: Effect.Effect<void, ActorError>) => void
  ): Effect.Effect<void> => {
    const timer =
      typeof whenFull === "number"
        ? setTimeout(() => {
            if (outbox.withdraw(job)) job.onFailed(outbox.fullReason(job, whenFull), false)
          }, whenFull)
        : undefined
    void resume
    return Effect.sync(() => {
      clearTimeout(timer)
      outbox.withdraw(job)
    })
  }

  const submit = (payload: unknown, callOptions?: CallOptions): Effect.Effect<SubmittedJob, ActorError> =>
    Effect.callback<SubmittedJob, ActorError>((resume) => {
      void callOptions
      const routed = route(payload)
      if (routed === undefined) {
        resume(Effect.andThen(awaitName, submit(payload, callOptions)))
        return undefined
      }
      if (!isRouted(routed)) {
        resume(failed(routed))
        return undefined
      }
      const handle = new Submission(routed.target, method, routed.key, (self) => resume(Effect.succeed(handleOf(self))))
      const { whenFull } = binding.entry!
      const sent = outbox.send(handle, payload, whenFull !== "fail")
      if (sent === true) handle.onAccepted()
      else if (sent !== false) resume(Exit.fail(errorOf(method, routed.target.threadName, sent, false)))
      else return Effect.sync(() => outbox.withdraw(handle))
      return undefined
    })

  const handleOf = (job: Submission): SubmittedJob => {
    // What this fiber sends next comes after it, and it is known to the target without waiting for the burst's end.
    system.loop.mesh.flush()
    return {
      await: Effect.callback((resume) => job.observe(resume)),
      cancel: Effect.sync(() => {
        if (job.over) return false
        const never = outbox.cancel(job, false)
        if (never) job.onExit(Exit.interrupt())
        return never
      })
    }
  }

  const withMiddleware = clientMiddleware(options, method, ask)
  return Object.assign(withMiddleware, { tell, submit })
}

interface Routed {
  readonly target: Target
  readonly key: Uint8Array | undefined
}

const isRouted = (routed: Routed | ActorErrorReason): routed is Routed => "target" in routed

const primaryKeyOf = (payload: unknown): Key | undefined =>
  PrimaryKey.isPrimaryKey(payload) ? PrimaryKey.value(payload) : undefined

const keyElsewhere = (name: string): InvalidOption =>
  new InvalidOption({
    option: "routing",
    value: "Routing.consistentKey(function)",
    remedy: `the function lives on the thread that built "${name}" and cannot be called here; use Routing.annotatedKey with Job.KeyOf`
  })

/** A submitted job keeps its exit for whoever awaits it, before or after it has come. */
class Submission extends OutgoingJob {
  private readonly accepted: (self: Submission) => void
  private exit: Exit.Exit<unknown, unknown> | undefined = undefined
  private readonly observers = new Set<(exit: Effect.Effect<unknown, unknown>) => void>()

  constructor(
    target: Target,
    method: ClientMethod,
    key: Uint8Array | undefined,
    accepted: (self: Submission) => void
  ) {
    super(target, method, true, key, 0)
    this.accepted = accepted
  }

  onAccepted(): void {
    this.accepted(this)
  }

  onExit(exit: Exit.Exit<unknown, unknown>): void {
    this.exit = exit
    for (const observer of this.observers) observer(exit)
    this.observers.clear()
  }

  onFailed(reason: ActorErrorReason, started: boolean | "unknown"): void {
    this.onExit(Exit.fail(errorOf(this.method, this.target.threadName, reason, started)))
    if (this.id < 0) this.accepted(this)
  }

  observe(resume: (exit: Effect.Effect<unknown, unknown>) => void): Effect.Effect<void> | undefined {
    if (this.exit !== undefined) {
      resume(this.exit)
      return undefined
    }
    this.observers.add(resume)
    return Effect.sync(() => {
      this.observers.delete(resume)
    })
  }
}

/** Runs the client side of the Rpc's middleware around the ask, as `RpcClient` does. */
const clientMiddleware = (
  options: ClientOptions,
  method: Method,
  ask: (payload: unknown, callOptions?: CallOptions) => Effect.Effect<unknown, unknown>
): ((payload: unknown, callOptions?: CallOptions) => Effect.Effect<unknown, unknown>) => {
  const middlewares: Array<any> = []
  for (const tag of method.rpc.middlewares) {
    const middleware = options.context.mapUnsafe.get(`${tag.key}/Client`)
    if (middleware !== undefined) middlewares.push(middleware)
  }
  // A plain function in any case: what hangs on it must not end up on the inner one.
  if (middlewares.length === 0) return (payload, callOptions) => ask(payload, callOptions)
  let requests = 0
  return (payload, callOptions) => {
    const headers = callOptions?.headers === undefined ? Headers.empty : Headers.fromInput(callOptions.headers)
    const request = { _tag: "Request", id: ++requests, tag: method.tag, payload, headers }
    const run = (request: { readonly payload: unknown }, index: number): Effect.Effect<unknown, unknown> =>
      index < 0
        ? ask(request.payload, callOptions)
        : middlewares[index]({ rpc: method.rpc, request, next: (next: any) => run(next, index - 1) })
    return run(request, middlewares.length - 1)
  }
}
