/**
 * The client side of an Rpc's middleware, run around every verb as `RpcClient` runs it around a request. What a submit
 * returns through it is the handle.
 */
import type * as Context from "effect/Context"
import type * as Effect from "effect/Effect"
import type * as Headers from "effect/http/Headers"
import type * as Rpc from "effect/rpc/Rpc"
import { InvalidOption } from "../../ActorError.ts"
import { areOptions, type CallOptions } from "./limit.ts"
import { headersOf } from "../extension.ts"

type Verb = (payload: unknown, options?: CallOptions) => Effect.Effect<unknown, unknown>

interface Request {
  readonly _tag: "Request"
  readonly id: number
  readonly tag: string
  readonly payload: unknown
  readonly headers: Headers.Headers
}

type Middleware = (options: {
  readonly rpc: Rpc.AnyWithProps
  readonly request: Request
  readonly next: (request: Request) => Effect.Effect<unknown, unknown>
}) => Effect.Effect<unknown, unknown>

export const clientMiddlewares = (
  context: Context.Context<never>,
  rpc: Rpc.AnyWithProps
): ReadonlyArray<Middleware> => {
  const middlewares: Array<Middleware> = []
  for (const tag of rpc.middlewares) {
    const middleware = context.mapUnsafe.get(`${tag.key}/Client`)
    if (middleware !== undefined) middlewares.push(middleware as Middleware)
  }
  return middlewares
}

/** A new function in any case: what hangs on a method must not end up on the inner one. */
export const withMiddleware = (context: Context.Context<never>, rpc: Rpc.AnyWithProps, verb: Verb): Verb => {
  const middlewares = clientMiddlewares(context, rpc)
  if (middlewares.length === 0) return (payload, options) => verb(payload, options)
  let requests = 0
  return (payload, options) => {
    const headers = headersOf(options?.headers)
    // The verb itself says so.
    if (headers instanceof InvalidOption || !areOptions(options)) return verb(payload, options)
    const run = (request: Request, index: number): Effect.Effect<unknown, unknown> =>
      index < 0
        ? verb(request.payload, { ...options, headers: request.headers })
        : middlewares[index]!({ rpc, request, next: (next) => run(next, index - 1) })
    return run({ _tag: "Request", id: ++requests, tag: rpc._tag, payload, headers }, middlewares.length - 1)
  }
}
