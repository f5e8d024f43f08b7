/**
 * One thread that serves several actors: fewer threads than actors, by configuration alone. An actor on a thread of its own
 * is `TheActor.layerThread`.
 */
import type * as Layer from "effect/Layer"
import type * as Actor from "./Actor.ts"
import type { ActorError } from "./ActorError.ts"
import type { ActorSystem } from "./ActorSystem.ts"
import { hostSeveral } from "./internal/hostLayer.ts"

/** Options of a thread that serves several actors: those of `layerThread`, for all of them. */
export interface Options<Actors extends ReadonlyArray<Actor.Any>> extends Omit<
  Actor.ThreadOptions<never>,
  "entry" | "name"
> {
  /** The thread's name. */
  readonly name: string
  /** A module whose default export serves all of `actors`, as `Layer.mergeAll` puts handlers together. */
  readonly entry: Actor.Entry<Actor.HandlersOf<Actors[number]>>
  /**
   * The actors that live there, each with its own mailbox, window and order. They share the thread's time: a handler that
   * computes keeps the others waiting. Two tags of one actor are two instances of the same handlers.
   */
  readonly actors: Actors
}

/**
 * Several actors on one thread, all of them provided. When the thread dies it is started again, with all of them. Fails with
 * `EntryMismatch` when the entry does not serve one of them, with `InvalidOption` when there are none, or one twice.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Layer from "effect/Layer"
 * import * as Rpc from "effect/rpc/Rpc"
 * import * as Schema from "effect/Schema"
 * import * as Actor from "@stevedore/core/Actor"
 * import * as Testing from "@stevedore/core/testing"
 * import * as Thread from "@stevedore/core/Thread"
 *
 * class Reader extends Actor.Service<Reader>()("docs/Reader", [Rpc.make("read", { success: Schema.String })]) {}
 * class Counter extends Actor.Service<Counter>()("docs/Counter", [
 *   Rpc.make("count", { payload: { text: Schema.String }, success: Schema.Number })
 * ]) {}
 * // both.thread.ts: export default Layer.mergeAll(reader, counter)
 * const reader = Reader.toLayer({ read: () => Effect.succeed("two words") })
 * const counter = Counter.toLayer({ count: ({ text }) => Effect.succeed(text.split(" ").length) })
 *
 * const program = Effect.gen(function*() {
 *   const text = yield* (yield* Reader).read()
 *   assert.equal(yield* (yield* Counter).count({ text }), 2)
 * })
 * const host = Thread.layer({
 *   name: "text",
 *   entry: Testing.entry(Layer.mergeAll(reader, counter)),
 *   actors: [Reader, Counter]
 * })
 * await Effect.runPromise(program.pipe(Effect.provide(host), Effect.provide(Testing.layer({ time: "auto" }))))
 * ```
 */
export const layer = <const Actors extends ReadonlyArray<Actor.Any>>(
  options: Options<Actors>
): Layer.Layer<Actor.Self<Actors[number]>, ActorError, ActorSystem | Actor.Needs<Actors[number]>> =>
  hostSeveral(options?.actors, options, 1, () => options.name)
