/**
 * One Rpc of a hosted actor with its handler, bound once when the handlers are built on their thread.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { Headers } from "effect/http/Headers"
import * as Rpc from "effect/rpc/Rpc"
import type { RequestId } from "effect/rpc/RpcMessage"
import { Reentrant } from "../Job.ts"
import { bind, type BoundJobCodecs } from "./jobCodecs.ts"
import { shown } from "./options.ts"

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

/** What a handler returned that is no Effect may be anything. */
export const isWrapper = (returned: unknown): returned is Rpc.Wrapper<HandlerEffect> =>
  typeof returned === "object" && returned !== null && Rpc.isWrapper(returned)

/** What plain JavaScript may return from a handler instead of an Effect, as the defect of that job. */
export const notAnEffect = (actor: string, tag: string, returned: unknown): Exit.Exit<never> => {
  const isPromise = returned instanceof Promise
  // Nobody looks at it, and a rejection that nobody looks at would end the thread.
  if (isPromise) returned.catch(() => {})
  const what = isPromise ? "a Promise" : typeof returned === "function" ? "a function" : shown(returned).slice(0, 100)
  const remedy = isPromise ? "wrap it in Effect.tryPromise(() => …)" : "return Effect.succeed(…)"
  const defect = new TypeError(`the handler of "${tag}" of ${actor} returned ${what}, which is no Effect: ${remedy}`)
  // Where we noticed it is nothing that helps.
  defect.stack = `${defect.name}: ${defect.message}`
  return Exit.die(defect)
}

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
