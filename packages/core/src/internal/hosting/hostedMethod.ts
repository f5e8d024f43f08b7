/**
 * One Rpc of a hosted actor with its handler, bound once when the handlers are built on their thread.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { Headers } from "effect/http/Headers"
import * as Rpc from "effect/rpc/Rpc"
import type { RequestId } from "effect/rpc/RpcMessage"
import { Reentrant } from "../../Job.ts"
import { notAnEffect } from "./handled.ts"
import { bind, type BoundJobCodecs } from "../jobCodecs.ts"

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
  /** May throw what the handler throws; the effect needs what the actor's context holds, a Scope and the job. */
  readonly invoke: (payload: unknown, options: HandlerOptions) => Rpc.WrapperOr<HandlerEffect>
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
  if (rpc.middlewares.size === 0) return { tag: rpc._tag, index, rpc, codecs, reentrant, invoke: handler }
  const returned = (handled: unknown): Rpc.WrapperOr<HandlerEffect> =>
    typeof handled === "object" && handled !== null
      ? (handled as Rpc.WrapperOr<HandlerEffect>)
      : notAnEffect(actor, rpc._tag, handled)
  const middlewares = Array.from(rpc.middlewares, (tag) => Context.getUnsafe(context, tag))
  return {
    tag: rpc._tag,
    index,
    rpc,
    codecs,
    reentrant,
    invoke: (payload, options) =>
      Rpc.wrapMap(returned(handler(payload, options)), (handled) => {
        let effect: any = Effect.isEffect(handled) ? handled : notAnEffect(actor, rpc._tag, handled)
        for (const middleware of middlewares) effect = (middleware as any)(effect, { ...options, payload })
        return effect as HandlerEffect
      })
  }
}
