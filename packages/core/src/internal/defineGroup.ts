/**
 * Checks a protocol when an actor is defined, so that what cannot work fails at import time and names the place.
 */
import * as Context from "effect/Context"
import { hasProperty } from "effect/Predicate"
import * as Rpc from "effect/rpc/Rpc"
import * as RpcGroup from "effect/rpc/RpcGroup"
import { SlowAfter, Validate } from "../Job.ts"
import { limitOf, shown } from "./options.ts"
import { compile, fingerprint } from "./jobCodecs.ts"
import { MOST_METHODS } from "./record.ts"

export interface Definition {
  readonly group: RpcGroup.RpcGroup<any>
  readonly requests: ReadonlyMap<string, Rpc.AnyWithProps>
  /** Job types that say by themselves from when on they are slow, in milliseconds. */
  readonly slowAfter: Readonly<Record<string, number>>
  /** Equal in two threads whose declarations of the actor are equal. */
  readonly fingerprint: string
}

export const defineGroup = (id: string, rpcs: ReadonlyArray<Rpc.Any> | RpcGroup.RpcGroup<any>): Definition => {
  checkId(id)
  if (isGroup(rpcs) ? !hasProperty(rpcs, "requests") : !rpcs.every(Rpc.isRpc)) {
    throw new Error(
      `Actor "${id}" is defined with an array of Rpcs or an RpcGroup, as Rpc.make and RpcGroup.make return them`
    )
  }
  const count = isGroup(rpcs) ? rpcs.requests.size : rpcs.length
  if (count > MOST_METHODS) {
    throw new Error(
      `Actor "${id}" declares ${count} Rpcs, and an actor may have ${MOST_METHODS}: define several actors`
    )
  }
  const group = isGroup(rpcs) ? rpcs : RpcGroup.make(...rpcs)
  if (!isGroup(rpcs) && group.requests.size !== rpcs.length) {
    const tags = rpcs.map((rpc) => rpc._tag)
    const twice = tags.find((tag, index) => tags.indexOf(tag) !== index)
    throw new Error(`Actor "${id}" declares Rpc "${twice}" twice`)
  }
  const requests = group.requests as ReadonlyMap<string, Rpc.AnyWithProps>
  for (const rpc of requests.values()) {
    check(id, rpc)
    checkValidate(id, rpc)
  }
  return {
    group,
    requests,
    slowAfter: slowAfter(id, requests.values()),
    fingerprint: [id, ...Array.from(requests.values(), fingerprint)].join("\n")
  }
}

const sides: ReadonlySet<unknown> = new Set(["both", "receive", "none"])

const checkValidate = (id: string, { _tag, annotations }: Rpc.AnyWithProps): void => {
  const given: unknown = Context.get(annotations, Validate)
  if (sides.has(given)) return
  throw new Error(`Actor "${id}", Rpc "${_tag}": Job.Validate is ${shown(given)}: use "both", "receive" or "none"`)
}

const slowAfter = (id: string, rpcs: Iterable<Rpc.AnyWithProps>): Record<string, number> => {
  const limits: Record<string, number> = Object.create(null)
  for (const { _tag, annotations } of rpcs) {
    const given = Context.get(annotations, SlowAfter)
    if (given === undefined) continue
    const millis = limitOf(given)
    if (millis === undefined) {
      const remedy = 'use a Duration such as "1 second", or "never"'
      throw new Error(`Actor "${id}", Rpc "${_tag}": Job.SlowAfter is ${shown(given)}: ${remedy}`)
    }
    limits[_tag] = millis
  }
  return limits
}

/** An actor's name in the whole system, also under a second tag. */
export const checkId = (id: string): void => {
  if (typeof id !== "string" || id === "") {
    throw new Error(`an actor's id is a non-empty string such as "app/Digester", got ${shown(id)}`)
  }
}

const isGroup = (rpcs: ReadonlyArray<Rpc.Any> | RpcGroup.RpcGroup<any>): rpcs is RpcGroup.RpcGroup<any> =>
  !Array.isArray(rpcs)

const check = (id: string, rpc: Rpc.AnyWithProps): void => {
  if (rpc._tag === "") throw new Error(`Actor "${id}" declares an Rpc whose name is empty: give it one to call it by`)
  try {
    compile(rpc)
  } catch (cause) {
    throw new Error(`Actor "${id}", ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}
