/**
 * Annotations that tell an actor how a job type wants to be treated. They belong to the protocol, so every thread knows
 * them.
 */
import * as Context from "effect/Context"

/** What jobs can be routed by. Equal text means the same thread: `1`, `1n` and `"1"` are one key. */
export type Key = string | number | bigint

/**
 * The key of a job type, for pools that route by `Routing.annotatedKey`: every thread that sends to the pool knows it,
 * which a function given to `Routing.consistentKey` on main cannot offer.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Context from "effect/Context"
 * import * as Rpc from "effect/rpc/Rpc"
 * import * as Schema from "effect/Schema"
 * import * as Job from "@stevedore/core/Job"
 *
 * const greet = Rpc.make("greet", { payload: { user: Schema.String } }).annotate(
 *   Job.KeyOf,
 *   (payload: { readonly user: string }) => payload.user
 * )
 * assert.equal(Context.get(greet.annotations, Job.KeyOf)?.({ user: "ada" }), "ada")
 * ```
 */
export const KeyOf = Context.Reference<((payload: any) => Key) | undefined>("@stevedore/core/Job/KeyOf", {
  defaultValue: () => undefined
})
