/**
 * The handlers of an actor as a Layer: built once for each thread, bound to the methods of its protocol.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { HandlerOptions } from "../../Actor.ts"
import { ActorError, type ActorErrorReason, type InvalidOption } from "../../ActorError.ts"
import type { Definition } from "../defineGroup.ts"
import { invalid } from "../options.ts"
import { type BuiltHandlers, handlersKey } from "./handlers.ts"
import * as HostedMethod from "./hostedMethod.ts"
import { ToldFailures } from "./toldFailures.ts"
import { ToldAndUnread, UNREAD, type UnreadOption } from "./unread.ts"

/** `build` is an object of handlers, or an Effect that makes one. `id` is whom messages name. */
export const handlersLayer = (
  id: string,
  served: string,
  definition: Definition,
  build: unknown,
  options: (HandlerOptions & UnreadOption) | undefined
): Layer.Layer<any, any, any> => {
  const fail = (reason: ActorErrorReason): ActorError =>
    new ActorError({ reason, actor: id, job: "", thread: "", started: false })
  return Layer.effect(
    handlersKey(served),
    Effect.gen(function* () {
      const handlers = (Effect.isEffect(build) ? yield* build as Effect.Effect<any> : build) as Handlers
      const wrong = invalidHandlers(handlers, definition)
      if (wrong !== undefined) return yield* Effect.die(fail(wrong))
      const context = yield* Effect.context<never>()
      const concurrency = options?.concurrency ?? 1
      const invalidConcurrency = checkConcurrency(concurrency)
      if (invalidConcurrency !== undefined) return yield* Effect.die(fail(invalidConcurrency))
      const unread = options?.[UNREAD]
      const told = unread === undefined ? new ToldFailures(context) : new ToldAndUnread(context, unread)
      // After the last job, while there are still loggers.
      const left = new ToldFailures(context, "was left before its end")
      yield* Effect.addFinalizer(() =>
        Effect.sync(() => {
          told.end()
          left.end()
        })
      )
      const built: BuiltHandlers = {
        actor: served,
        told,
        left,
        fingerprint: definition.fingerprint,
        context,
        concurrency: concurrency === "unbounded" ? Number.POSITIVE_INFINITY : concurrency,
        methods: Array.from(definition.requests.values(), (rpc, index) =>
          HostedMethod.make(served, rpc, index, handlerOf(handlers, rpc._tag)!, context)
        )
      }
      return built
    })
  )
}

type Handlers = Record<string, HostedMethod.Handler>

export const checkConcurrency = (concurrency: number | "unbounded"): InvalidOption | undefined =>
  concurrency === "unbounded" || (Number.isSafeInteger(concurrency) && concurrency >= 1)
    ? undefined
    : invalid("concurrency", concurrency, 'use a whole number from 1, or "unbounded"')

/** An Rpc may be called like something that every object inherits: that is no handler. */
export const handlerOf = (handlers: Handlers, name: string): HostedMethod.Handler | undefined => {
  const handler: HostedMethod.Handler | undefined = handlers[name]
  if (Object.hasOwn(handlers, name)) return handler
  return handler === Reflect.get(Object.prototype, name) ? undefined : handler
}

const invalidHandlers = (handlers: unknown, { requests }: Definition): InvalidOption | undefined => {
  const remedy = "give toLayer an object with a function for each Rpc, which returns an Effect"
  if (typeof handlers !== "object" || handlers === null) return invalid("handlers", handlers, remedy)
  for (const name of requests.keys()) {
    const handler: unknown = handlerOf(handlers as Handlers, name)
    if (typeof handler !== "function") return invalid(`the handler of "${name}"`, handler, remedy)
  }
  return undefined
}
