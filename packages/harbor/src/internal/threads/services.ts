/*
 * The services of handlers whose jobs begin with those of somebody else: of who listened to the same message on that thread before, or of
 * the directory of their thread.
 */
import * as Context from "effect/Context"
import * as References from "effect/References"
import * as Tracer from "effect/Tracer"

/** What a job has brought, by who sent it, and its handler's services with that. */
interface Brought {
  readonly annotations: unknown
  readonly span: unknown
  readonly minimum: unknown
  readonly level: unknown
  readonly services: Context.Context<never>
}

/**
 * Without what a sender's program may send along: annotations, and levels of logs. What is made with such a context gives its jobs
 * just what was sent with them.
 */
export const bare = <R>(context: Context.Context<R>): Context.Context<R> => {
  const services = new Map(context.mapUnsafe)
  const { size } = services
  for (const { key } of [References.CurrentLogAnnotations, References.MinimumLogLevel, References.CurrentLogLevel]) {
    services.delete(key)
  }
  return services.size === size ? context : Context.makeUnsafe(services)
}

export class HandlerServices {
  private readonly own: Context.Context<never>
  private readonly job: string | undefined
  /** Most jobs bring the same: nothing. */
  private latest: Brought | undefined = undefined

  /** Those that a handler was given with, and the name under which it logs, if that is not the job's. */
  constructor(own: Context.Context<never>, job?: string) {
    this.own = own
    this.job = job
  }

  /** With what a job has brought that began with a `bare` context. The job itself, and its Scope, are not among them. */
  in(job: Context.Context<never>): Context.Context<never> {
    const annotations = Context.getOrUndefined(job, References.CurrentLogAnnotations)
    const span = Context.getOrUndefined(job, Tracer.ParentSpan)
    const minimum = Context.getOrUndefined(job, References.MinimumLogLevel)
    const level = Context.getOrUndefined(job, References.CurrentLogLevel)
    const { latest } = this
    const isSame = latest?.annotations === annotations && latest?.span === span
    if (latest !== undefined && isSame && latest.minimum === minimum && latest.level === level) return latest.services
    const services = new Map<string, unknown>(this.own.mapUnsafe)
    services.set(References.CurrentLogAnnotations.key, {
      ...Context.get(this.own, References.CurrentLogAnnotations),
      ...annotations,
      ...(this.job === undefined ? undefined : { job: this.job })
    })
    if (span !== undefined) services.set(Tracer.ParentSpan.key, span)
    if (minimum !== undefined) services.set(References.MinimumLogLevel.key, minimum)
    if (level !== undefined) services.set(References.CurrentLogLevel.key, level)
    this.latest = { annotations, span, minimum, level, services: Context.makeUnsafe(services) }
    return this.latest.services
  }
}
