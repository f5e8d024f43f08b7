/*
 * What the message has brought that a handler works on: for its fiber, and for nothing that is begun there for longer.
 */
import { CurrentJob } from "@stevedore/core/CurrentJob"
import * as Context from "effect/Context"
import * as Option from "effect/Option"
import * as Scope from "effect/Scope"
import * as Tracer from "effect/Tracer"
import type { Carried } from "../carried.ts"
import { bare } from "./services.ts"

export const CurrentCarried = Context.Reference<Carried>("@stevedore/harbor/CurrentCarried", {
  defaultValue: () => ({})
})

/** Not written to but by the end of the handler, and by a move of its own. */
export interface CurrentObjectInfo {
  readonly serial: number
  /** By which whoever it waits for knows it (chain.ts). */
  readonly mark: number
  /** It has moved, and did not wait for this handler, which is in nobody's way any more. */
  hasLeft: boolean
  /** The handler has ended. What it has forked may go on. */
  isOver: boolean
}

/** The object whose handler this fiber runs. */
export class CurrentObject extends Context.Service<CurrentObject, CurrentObjectInfo>()(
  "@stevedore/harbor/internal/CurrentObject"
) {}

/** The last value of which this fiber, or whoever has begun it, is told: one for each that a subscriber is told of. */
export const CurrentTelling = Context.Reference<object | undefined>("@stevedore/harbor/internal/CurrentTelling", {
  defaultValue: () => undefined
})

/** One for each message from another process that a listener handles. */
export interface Handling {
  /** Those whose listeners it has leave, for as long as it waits for their ends. */
  readonly waitsFor: Set<Handling>
}

/** The message from another process at which this fiber, or whoever has begun it, is at work. */
export const CurrentHandling = Context.Reference<Handling | undefined>("@stevedore/harbor/internal/CurrentHandling", {
  defaultValue: () => undefined
})

/** For what is begun in a handler, and is no part of its job: what it works on is nothing to that. */
export const withoutMessage = <R>(context: Context.Context<R>): Context.Context<R> =>
  // What R says is there says nothing of these, which whoever runs in a handler has besides.
  Context.omit(
    CurrentJob,
    CurrentObject,
    CurrentCarried,
    CurrentTelling,
    CurrentHandling
  )(context as unknown as Context.Context<CurrentJob | CurrentObject>) as unknown as Context.Context<R>

/**
 * For handlers: what each message has of its own, a Scope among it, they have not of where they were given, nor the span that this was
 * in the middle of; in a handler, nor what the sender of its message has sent along.
 */
export const forHandlers = <R>(context: Context.Context<R>): Context.Context<R> => {
  // Casts as above: a handler's R never says the Scope, which each message brings, nor a span, which is looked up where it is there.
  const given = Context.omit(
    Scope.Scope,
    Tracer.ParentSpan
  )(
    withoutMessage(context as unknown as Context.Context<Scope.Scope | Tracer.ParentSpan>)
  ) as unknown as Context.Context<R>
  return Option.isSome(Context.getOption(context, CurrentJob)) ? bare(given) : given
}

/** With the job, its Scope and what has come with its message, of the fiber that runs it. */
export const withJob = (services: Context.Context<never>, job: Context.Context<never>): Context.Context<never> => {
  // The fiber of a job has both, whatever the type of its effect says.
  const own = job as Context.Context<CurrentJob | Scope.Scope>
  return services.pipe(
    Context.add(CurrentJob, Context.get(own, CurrentJob)),
    Context.add(Scope.Scope, Context.get(own, Scope.Scope)),
    Context.add(CurrentCarried, Context.get(own, CurrentCarried))
  )
}
