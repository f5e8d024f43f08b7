/**
 * How a pool chooses the thread for a job. The choice is made on the sending thread.
 */
import type { Key } from "./Job.ts"

/** A strategy for jobs of type `Job` with payloads of type `Payload`; one that asks for less fits where more is known. */
export interface Routing<in Payload, in Job> {
  readonly "~@stevedore/core/Routing": (payload: Payload, job: Job) => void
  readonly strategy: "roundRobin" | "consistentKey" | "annotatedKey"
  readonly key: ((payload: any, job: any) => Key) | undefined
}

const make = (strategy: Routing<any, any>["strategy"], key: Routing<any, any>["key"]): Routing<any, any> => ({
  "~@stevedore/core/Routing": () => {},
  strategy,
  key
})

/**
 * Each job to the next thread, in turn; every sending thread counts for itself and starts at another place. The default.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Routing from "@stevedore/core/Routing"
 *
 * assert.equal(Routing.roundRobin.strategy, "roundRobin")
 * ```
 */
export const roundRobin: Routing<unknown, unknown> = make("roundRobin", undefined)

/**
 * Jobs with the same key always go to the same thread, in order. `key(payload, job)`: take the second, which is
 * `{ tag, payload }` and narrows by `tag`, when the payloads of the protocol differ. The function lives on the thread
 * that builds the pool; for pools that other threads send to as well, use `annotatedKey`.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Routing from "@stevedore/core/Routing"
 *
 * const byUser = Routing.consistentKey((payload: { readonly user: string }) => payload.user)
 * assert.equal(byUser.key?.({ user: "ada" }, undefined), "ada")
 * ```
 */
export const consistentKey = <Payload, Job>(key: (payload: Payload, job: Job) => Key): Routing<Payload, Job> =>
  make("consistentKey", key)

/**
 * Like `consistentKey`, with the key that each Rpc declares by `Job.KeyOf` (or its `primaryKey`). Rpcs that declare none
 * go round robin. Works from every thread.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Routing from "@stevedore/core/Routing"
 *
 * assert.equal(Routing.annotatedKey.strategy, "annotatedKey")
 * ```
 */
export const annotatedKey: Routing<unknown, unknown> = make("annotatedKey", undefined)
