/**
 * Which target a job goes to, as its sender decides it.
 */
import * as Context from "effect/Context"
import * as PrimaryKey from "effect/PrimaryKey"
import type * as Rpc from "effect/rpc/Rpc"
import { type ActorErrorReason, InvalidOption, Undecodable } from "../../ActorError.ts"
import { CodecFailure } from "../../Codec.ts"
import { type Key, KeyOf } from "../../Job.ts"
import type { Routing } from "../../Routing.ts"
import type { Binding } from "./binding.ts"
import { invalid, shown } from "../options.ts"
import type { Absent } from "./nameLine.ts"
import { type ClientMethod, Target } from "./outgoing.ts"

export interface Routed {
  readonly target: Target
  /** What it was routed by; for `CurrentJob`. */
  readonly key: Key | undefined
}

/** Chooses for a payload; a reason where that cannot be. */
export type Route = (
  payload: unknown,
  chain: ReadonlyArray<number>,
  thread?: string
) => Routed | ActorErrorReason | Absent

export const makeRoute = (
  binding: Binding,
  routing: Routing<any, any> | undefined,
  rpc: Rpc.AnyWithProps,
  method: ClientMethod
): Route => {
  const tag = rpc._tag
  const chooses: unknown = routing?.key ?? Context.get(rpc.annotations, KeyOf) ?? primaryKeyOf(rpc)

  // One for all jobs, so that routing allocates nothing: the caller takes it apart before any code of the user runs. The
  // target is set before it is ever returned.
  const routed = { target: undefined as unknown as Target, key: undefined as Key | undefined }

  return (payload, chain, thread) => {
    const { entry } = binding
    if (entry === undefined) {
      const unknown = binding.unknown()
      if (unknown !== undefined) return unknown
    }
    if (thread !== undefined) {
      const target = binding.at(thread)
      if (!(target instanceof Target)) return target
      routed.target = target
      routed.key = undefined
      return routed
    }
    let key: Key | undefined
    if (entry !== undefined && entry.strategy !== "roundRobin") {
      if (entry.strategy === "consistentKey" && routing === undefined) return keyElsewhere(binding.name)
      // Rpcs that declare no key go round robin; a function that returns none is a mistake.
      if (chooses !== undefined) {
        let chosen: unknown
        try {
          chosen = typeof chooses === "function" ? chooses(payload, { tag, payload }) : chooses
        } catch (thrown) {
          return keyThrew(method, payload, thrown)
        }
        if (typeof chooses !== "function" || !isKey(chosen)) return badKey(tag, chosen)
        key = chosen
      }
    }
    const target = binding.select(key, chain)
    if (!(target instanceof Target)) return target
    routed.target = target
    routed.key = key
    return routed
  }
}

export const isKey = (key: unknown): key is Key =>
  typeof key === "string" || typeof key === "bigint" || (typeof key === "number" && !Number.isNaN(key))

/** `Rpc.make(…, { primaryKey })` makes the payload a class that knows its key; callers give its constructor's input. */
const primaryKeyOf = (rpc: Rpc.AnyWithProps): ((payload: unknown) => Key) | undefined => {
  const { prototype } = rpc.payloadSchema as { readonly prototype?: object }
  if (prototype === undefined || !PrimaryKey.isPrimaryKey(prototype)) return undefined
  return (payload) =>
    PrimaryKey.value((PrimaryKey.isPrimaryKey(payload) ? payload : rpc.payloadSchema.make(payload as never)) as never)
}

const keyElsewhere = (name: string): InvalidOption =>
  new InvalidOption({
    option: "routing",
    value: "Routing.consistentKey(function)",
    remedy: `the function lives on the thread that built "${name}" and cannot be called here; use Routing.annotatedKey with Job.KeyOf`
  })

const badKey = (tag: string, key: unknown): InvalidOption => {
  // Refused here and now: nobody is left to hear that it was rejected.
  if (key instanceof Promise) key.catch(() => {})
  return invalid(
    `the routing key of "${tag}"`,
    key,
    "use a function that returns a string, a number that is not NaN, or a bigint"
  )
}

/** A key function that throws has most likely been given a payload of the wrong shape: then that is what is said. */
const keyThrew = (method: ClientMethod, payload: unknown, thrown: unknown): ActorErrorReason => {
  try {
    method.codecs.payload.encode(payload)
  } catch (failure) {
    if (failure instanceof CodecFailure) return new Undecodable({ what: "payload", issue: failure.issue })
  }
  return new InvalidOption({
    option: `the routing key of "${method.tag}"`,
    value: `a function that threw ${shown(thrown)}`,
    remedy: "return a key for every payload that the schema allows"
  })
}
