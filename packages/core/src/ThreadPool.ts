/**
 * A pool of threads, each of which serves several actors: jobs of all of them share the threads. An actor on a pool of its
 * own is `TheActor.layerPool`.
 */
import type * as Layer from "effect/Layer"
import type * as Actor from "./Actor.ts"
import type { ActorError } from "./ActorError.ts"
import type { ActorSystem } from "./ActorSystem.ts"
import { hostSeveral } from "./internal/hostLayer.ts"
import type { Routing } from "./Routing.ts"

/** Options of a pool that serves several actors: those of `layerPool`, for all of them. */
export interface Options<Actors extends ReadonlyArray<Actor.Any>> extends Omit<
  Actor.PoolOptions<never, never>,
  "entry" | "name" | "routing"
> {
  /** The threads are called `name-0`, `name-1` and so on. */
  readonly name: string
  /** A module whose default export serves all of `actors`, as `Layer.mergeAll` puts handlers together. */
  readonly entry: Actor.Entry<Actor.HandlersOf<Actors[number]>>
  /** The actors that live on every thread of the pool, each with its own mailboxes, windows and order. */
  readonly actors: Actors
  /**
   * How the thread of a job is chosen, for all of them. One key means one thread, whichever actor it is for. The function of
   * `Routing.consistentKey` says what it takes: `(payload: { readonly user: string }) => payload.user`, or as its second
   * argument `job: Actor.JobsOf<typeof Orders | typeof Bills>`. Default: `Routing.roundRobin`, of each actor for itself.
   */
  readonly routing?: Routing<Actor.JobsOf<Actors[number]>["payload"], Actor.JobsOf<Actors[number]>> | undefined
}

/**
 * Several actors on a pool of threads, all of them provided. Fails as `Thread.layer` does.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 * import * as Rpc from "effect/rpc/Rpc"
 * import * as Schema from "effect/Schema"
 * import * as Actor from "@stevedore/core/Actor"
 * import { CurrentThread } from "@stevedore/core/CurrentThread"
 * import * as Routing from "@stevedore/core/Routing"
 * import * as Testing from "@stevedore/core/testing"
 * import * as ThreadPool from "@stevedore/core/ThreadPool"
 *
 * const payload = { user: Schema.String }
 * class Orders extends Actor.Service<Orders>()("docs/Orders", [Rpc.make("order", { payload, success: Schema.String })]) {}
 * class Bills extends Actor.Service<Bills>()("docs/Bills", [Rpc.make("bill", { payload, success: Schema.String })]) {}
 * // both.thread.ts: export default Layer.mergeAll(orders, bills)
 * const where = Effect.map(CurrentThread, (thread) => thread.name)
 * const both = Layer.mergeAll(Orders.toLayer({ order: () => where }), Bills.toLayer({ bill: () => where }))
 *
 * const program = Effect.gen(function*() {
 *   const [orders, bills] = [yield* Orders, yield* Bills]
 *   assert.equal(yield* orders.order({ user: "ada" }), yield* bills.bill({ user: "ada" }))
 * })
 * const pool = ThreadPool.layer({
 *   name: "shop",
 *   entry: Testing.entry(both),
 *   actors: [Orders, Bills],
 *   size: 4,
 *   routing: Routing.consistentKey(({ user }: { readonly user: string }) => user)
 * })
 * await Effect.runPromise(program.pipe(Effect.provide(pool), Effect.provide(Testing.layer({ time: "auto" }))))
 * ```
 */
export const layer = <const Actors extends ReadonlyArray<Actor.Any>>(
  options: Options<Actors>
): Layer.Layer<Actor.Self<Actors[number]>, ActorError, ActorSystem | Actor.Needs<Actors[number]>> =>
  hostSeveral(options?.actors, options as never, options?.size, (index) => `${options.name}-${index}`)
