/**
 * One Rpc of a hosted actor with its handler, bound once when the handlers are built on their thread.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { Headers } from "effect/http/Headers"
import * as Rpc from "effect/rpc/Rpc"
import * as RpcSchema from "effect/rpc/RpcSchema"
import type { RequestId } from "effect/rpc/RpcMessage"
import { Reentrant, Scoped } from "../../Job.ts"
import { isWrapper, notAnEffect, poured } from "./handled.ts"
import { bind, type BoundJobCodecs } from "../jobCodecs.ts"
import type { StreamOut } from "./streamOut.ts"

/** What Effect's RpcGroup gives handlers as their second argument. */
export interface HandlerOptions {
  readonly client: Rpc.ServerClient
  readonly requestId: RequestId
  readonly headers: Headers
  readonly rpc: Rpc.AnyWithProps
}

export type Handler = (payload: any, options: HandlerOptions) => any

export interface HostedMethod {
  readonly tag: string
  /** Its place in the protocol, the same on both sides: what records carry. */
  readonly index: number
  readonly rpc: Rpc.AnyWithProps
  readonly codecs: BoundJobCodecs
  /** See `Job.Reentrant`. */
  readonly reentrant: boolean
  /** See `Job.Scoped`. */
  readonly scoped: boolean
  /** May throw what the handler throws; the effect needs what the actor's context holds, a Scope and the job. */
  readonly invoke: (payload: unknown, options: HandlerOptions) => Rpc.WrapperOr<HandlerEffect>
  /** Instead of that for a stream: the effect sends its elements there, and ends with it. */
  readonly pour:
    ((payload: unknown, options: HandlerOptions, out: StreamOut) => Rpc.WrapperOr<HandlerEffect>) | undefined
}

export type HandlerEffect = Effect.Effect<unknown, unknown, any>

export const make = (
  actor: string,
  rpc: Rpc.AnyWithProps,
  index: number,
  handler: Handler,
  context: Context.Context<never>
): HostedMethod => {
  const codecs = bind(rpc, context)
  const reentrant = Context.get(rpc.annotations, Reentrant)
  const isStream = RpcSchema.isStreamSchema(rpc.successSchema)
  const scoped = Context.get(rpc.annotations, Scoped) && !isStream
  const method = { tag: rpc._tag, index, rpc, codecs, reentrant, scoped, invoke: handler, pour: undefined }
  if (rpc.middlewares.size === 0 && !isStream) return method
  const middlewares = Array.from(rpc.middlewares, (tag) => Context.getUnsafe(context, tag))
  const around = (handled: HandlerEffect, options: HandlerOptions, payload: unknown): HandlerEffect => {
    // What each of them provides and fails with was checked when the layer was typed; here they are only put around.
    let effect: any = handled
    for (const middleware of middlewares) effect = (middleware as any)(effect, { ...options, payload })
    return effect
  }
  if (isStream) {
    return {
      ...method,
      pour: (payload, options, out) => {
        const returned: unknown = handler(payload, options)
        if (isWrapper(returned)) {
          return Rpc.wrapMap(returned, (handled) => around(poured(actor, rpc._tag, handled, out), options, payload))
        }
        return around(poured(actor, rpc._tag, returned, out), options, payload)
      }
    }
  }
  const returned = (handled: unknown): Rpc.WrapperOr<HandlerEffect> =>
    typeof handled === "object" && handled !== null
      ? (handled as Rpc.WrapperOr<HandlerEffect>)
      : notAnEffect(actor, rpc._tag, handled)
  return {
    ...method,
    invoke: (payload, options) =>
      Rpc.wrapMap(returned(handler(payload, options)), (handled) => {
        const effect = Effect.isEffect(handled) ? handled : notAnEffect(actor, rpc._tag, handled)
        return around(effect as HandlerEffect, options, payload)
      })
  }
}
