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

/**
 * A job type that may run although its actor works on one job at a time, when it is asked by the very job that is under
 * way, directly or through others. The handler sees the actor's state in the middle of that job.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Context from "effect/Context"
 * import * as Rpc from "effect/rpc/Rpc"
 * import * as Job from "@stevedore/core/Job"
 *
 * const progress = Rpc.make("progress").annotate(Job.Reentrant, true)
 * assert.equal(Context.get(progress.annotations, Job.Reentrant), true)
 * ```
 */
export const Reentrant = Context.Reference<boolean>("@stevedore/core/Job/Reentrant", { defaultValue: () => false })

/**
 * A job type that may run twice without harm: when its thread dies while it runs, and the actor is restarted, it is run
 * again instead of failing with `ThreadDied`. At least once, instead of at most once.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Context from "effect/Context"
 * import * as Rpc from "effect/rpc/Rpc"
 * import * as Job from "@stevedore/core/Job"
 *
 * const digest = Rpc.make("digest").annotate(Job.Idempotent, true)
 * assert.equal(Context.get(digest.annotations, Job.Idempotent), true)
 * ```
 */
export const Idempotent = Context.Reference<boolean>("@stevedore/core/Job/Idempotent", { defaultValue: () => false })
