/**
 * Jobs of a module as promises, for code outside of Effect. Any thread.
 */
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { SendOptions } from "../../Actor.ts"
import { ActorError } from "../../ActorError.ts"
import type { ModuleJob, ModuleStream, PromiseOptions, Signal } from "../../ModuleActor.ts"
import { shown } from "../options.ts"
import { inTurn } from "./inTurn.ts"
import { promiseOptions, wrongOption } from "./promiseOptions.ts"
import { untilAborted } from "./untilAborted.ts"

type Job = ModuleJob<ReadonlyArray<unknown>, unknown>
type Streaming = ModuleStream<ReadonlyArray<unknown>, unknown>

/** Each job as a function that returns a promise. */
export const ofJobs = (
  jobs: Record<string, unknown>,
  options: PromiseOptions | undefined,
  context: Context.Context<never>
): Record<PropertyKey, unknown> => {
  if (typeof jobs !== "object" || jobs === null) {
    throw wrongOption("", "jobs", jobs, "give what Actor.fromModule starts, or that Effect and a layer")
  }
  const out: Record<PropertyKey, unknown> = Object.create(null)
  const signals = options === undefined ? none : promiseOptions("", options, none).signals
  for (const name of Object.keys(jobs)) {
    const job = jobs[name] as Job | Streaming
    const value = "submit" in job ? promiseJob(name, job, signals, context) : iterated(name, job, signals, context)
    Object.defineProperty(out, name, { enumerable: true, value })
  }
  return out
}

const none: ReadonlyArray<Signal> = []

const promiseJob = (name: string, job: Job, signals: ReadonlyArray<Signal>, context: Context.Context<never>): unknown =>
  Object.assign((...args: ReadonlyArray<unknown>) => run(job(...args), signals, context), {
    tell: (...args: ReadonlyArray<unknown>) => run(job.tell(...args), signals, context),
    with: (options: SendOptions & PromiseOptions) => {
      const more = promiseOptions(name, options, signals)
      return promiseJob(name, job.with(more.send), more.signals, context)
    }
  })

/** A stream as what `for await` takes: each iteration calls the function anew, and leaving it leaves the call. */
const iterated = (
  name: string,
  job: Streaming,
  signals: ReadonlyArray<Signal>,
  context: Context.Context<never>
): unknown => {
  const iterable = (stream: Stream.Stream<unknown, ActorError>): AsyncIterable<unknown> => {
    const elements = Stream.mapError(stream, (error) => errorOf(Cause.fail(error)))
    const failed = (error: unknown): void => void Effect.runForkWith(context)(failedBesides(Cause.die(error)))
    return inTurn(untilAborted(Stream.toAsyncIterableWith(elements, context), signals, failed))
  }
  return Object.assign((...args: ReadonlyArray<unknown>) => iterable(job(...args)), {
    tell: (...args: ReadonlyArray<unknown>) => run(job.tell(...args), signals, context),
    with: (options: SendOptions & PromiseOptions) => {
      const more = promiseOptions(name, options, signals)
      return iterated(name, job.with(more.send), more.signals, context)
    }
  })
}

/** Runs what makes the jobs in a scope of its own, which is closed by `Symbol.asyncDispose`, or when that fails. */
export const ofEffect = async (
  start: Effect.Effect<Record<string, unknown>, unknown, any>,
  options: PromiseOptions & { readonly layer: Layer.Layer<any, unknown> }
): Promise<Record<PropertyKey, unknown>> => {
  const { signals } = promiseOptions("", options, none)
  if (!Layer.isLayer(options.layer)) {
    throw wrongOption("", "layer", options.layer, "give the layer that start needs, such as NodeActorSystem.layer()")
  }
  const scope = Scope.makeUnsafe()
  let closed: Promise<void> | undefined
  const close = (): Promise<void> => (closed ??= Effect.runPromise(Scope.close(scope, Exit.void)))
  const started = Effect.gen(function* () {
    const services = yield* Layer.buildWithScope(options.layer, scope)
    const context = Context.add(services, Scope.Scope, scope) as Context.Context<never>
    return { context, jobs: yield* Effect.provideContext(start, context as Context.Context<any>) }
  })
  try {
    const { context, jobs } = await run(started, signals, Context.empty())
    const out = ofJobs(jobs, options, context)
    Object.defineProperty(out, Symbol.asyncDispose, { value: close })
    return out
  } catch (error) {
    await Effect.runPromise(Effect.catchCause(Scope.close(scope, Exit.void), failedBesides))
    throw error
  }
}

const run = <A>(
  effect: Effect.Effect<A, unknown>,
  signals: ReadonlyArray<Signal>,
  context: Context.Context<never>
): Promise<A> =>
  new Promise((resolve, reject) => {
    const before = signals.find(({ aborted }) => aborted)
    if (before !== undefined) return reject(before.reason)
    const fiber = Effect.runForkWith(context)(effect)
    const abort = (): void => fiber.interruptUnsafe()
    for (const signal of signals) signal.addEventListener("abort", abort, { once: true })
    fiber.addObserver((exit) => {
      for (const signal of signals) signal.removeEventListener("abort", abort)
      if (Exit.isSuccess(exit)) return resolve(exit.value)
      const by = Cause.hasInterrupts(exit.cause) ? signals.find(({ aborted }) => aborted) : undefined
      if (by !== undefined) Effect.runForkWith(context)(failedBesides(exit.cause))
      reject(by === undefined ? errorOf(exit.cause) : by.reason)
    })
  })

/** What finalizers fail with where a promise is rejected with something else. */
const failedBesides = (cause: Cause.Cause<unknown>): Effect.Effect<void> => {
  const reasons = cause.reasons.filter((reason) => !Cause.isInterruptReason(reason))
  if (reasons.length === 0) return Effect.void
  return Effect.logWarning(`a finalizer of jobs as promises failed: ${Cause.pretty(Cause.fromReasons(reasons))}`)
}

/** What the function threw, if it is an error; else an error that says what happened. */
const errorOf = (cause: Cause.Cause<unknown>): Error => {
  const error = Cause.squash(cause)
  if (error instanceof ActorError && error.reason._tag === "Threw" && error.reason.cause instanceof Error) {
    return error.reason.cause
  }
  return error instanceof Error ? error : new Error(`it failed with ${shown(error)}`, { cause: error })
}
