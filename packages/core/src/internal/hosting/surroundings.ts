/**
 * What surrounds a handler that runs: the services of its actor, its job's name on what it logs, and what its sender's
 * program has sent along. Made once for each job type; only jobs that carry something get more. Runs on the hosting thread.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as References from "effect/References"
import * as Scope from "effect/Scope"
import * as Tracer from "effect/Tracer"
import { CurrentJob } from "../../CurrentJob.ts"
import { type Carried, own } from "../carried.ts"
import type { HandlerEffect } from "./hostedMethod.ts"
import type { RunningInfo } from "../jobInfo.ts"

/** How the jobs of one type have fared on this thread. Counts, and milliseconds of those that ran as fibers. */
export interface Figures {
  begun: number
  failed: number
  fiberMillis: number
}

export class Surroundings implements Figures {
  begun = 0
  failed = 0
  fiberMillis = 0
  /** The job's full name. */
  private readonly job: string
  private readonly thread: string
  private readonly services: ReadonlyMap<string, unknown>
  private readonly context: Context.Context<never>
  /** The actor's handlers were built with a tracer: each job is a span. */
  readonly traced: boolean

  constructor(job: string, thread: string, context: Context.Context<never>) {
    this.job = job
    this.thread = thread
    const services = new Map<string, unknown>(context.mapUnsafe)
    this.traced = services.has(Tracer.Tracer.key) && Context.get(context, References.TracerEnabled)
    // Whoever built the layer was in the middle of something that jobs are no part of.
    services.delete(Tracer.ParentSpan.key)
    services.set(References.CurrentLogAnnotations.key, own(this.annotations(context, undefined)))
    this.services = services
    this.context = Context.makeUnsafe(services)
  }

  private annotations(
    context: Context.Context<never>,
    sent: Carried["annotations"]
  ): Readonly<Record<string, unknown>> {
    return { ...Context.get(context, References.CurrentLogAnnotations), ...sent, thread: this.thread, job: this.job }
  }

  /**
   * What surrounds one job. Two services laid over those of its type, which copies none of them, and lets its fiber keep
   * what fibers look up in their context; one that carries something gets a context of its own.
   */
  of(
    built: Context.Context<never>,
    carried: Carried | undefined,
    scope: Scope.Scope,
    info: RunningInfo
  ): Context.Context<any> {
    const context = carried === undefined ? this.context : this.carrying(built, carried)
    return Context.addUnsafe(Context.addUnsafe(context, Scope.Scope.key, scope), CurrentJob.key, info)
  }

  private carrying(built: Context.Context<never>, carried: Carried): Context.Context<never> {
    const services = new Map(this.services)
    const { annotations, level, minimum, span } = carried
    if (span !== undefined) services.set(Tracer.ParentSpan.key, external(span))
    if (annotations !== undefined) {
      services.set(References.CurrentLogAnnotations.key, this.annotations(built, annotations))
    }
    if (minimum !== undefined) services.set(References.MinimumLogLevel.key, minimum)
    if (level !== undefined) services.set(References.CurrentLogLevel.key, level)
    return Context.makeUnsafe(services)
  }

  /** The job as a span of its own, whose parent is what its sender was in the middle of. */
  span(effect: HandlerEffect, info: RunningInfo): HandlerEffect {
    const { attempt, enqueuedAt, key, sender, startedAt } = info
    return Effect.withSpan(effect, this.job, {
      kind: "server",
      captureStackTrace: false,
      attributes: {
        thread: this.thread,
        sender: sender.name,
        attempt,
        queuedMillis: Math.max(0, startedAt - enqueuedAt),
        ...(key === undefined ? undefined : { key: String(key) })
      }
    })
  }
}

const external = ([traceId, spanId, sampled]: NonNullable<Carried["span"]>): Tracer.ExternalSpan =>
  Tracer.externalSpan({ traceId, spanId, sampled })
