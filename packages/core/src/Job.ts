/**
 * Annotations that tell an actor how a job type wants to be treated. They belong to the protocol, so every thread knows
 * them.
 */
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import type * as Schema from "effect/Schema"
import { markMoved } from "./internal/codec/wireSchema.ts"

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

/**
 * Marks binary data of a payload, a result or an error that is moved to the other thread instead of copied: a typed array,
 * a `DataView` or an `ArrayBuffer`, of any size, anywhere inside of structs, arrays, options and unions. Use it for
 * megabytes; below some 100 KiB a copy costs less.
 *
 * What moves is the whole `ArrayBuffer`, in both directions: for its sender it is detached afterwards (`byteLength` 0),
 * also the part of it that a view did not show, and every other view of it. The receiver has a view of the same part.
 *
 * It stays with its sender if the call fails before it was sent (`Undecodable`, `MailboxFull`, `Stopped` before sending).
 * From the moment a send waits or is in the mailbox the buffer belongs to the job, and whatever happens to that is what
 * happens to it: a job that is cancelled, refused or dies with its thread has lost it. Such a job is not sent again after
 * a death, whatever its actor's `restart` and `Job.Idempotent` say: `ThreadDied`, with `started: false` if it had not begun.
 *
 * Refused as `Undecodable`, naming the path: shared memory, since both threads would have it, and a buffer that was moved
 * before; and, naming no path, what Node does not let go (views of its pool of small Buffers, a `WebAssembly.Memory`).
 *
 * Throws, when the schema is made, where `schema` is not binary data itself but contains some or is transformed from it.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Rpc from "effect/rpc/Rpc"
 * import * as Schema from "effect/Schema"
 * import * as Actor from "@stevedore/core/Actor"
 * import * as Job from "@stevedore/core/Job"
 *
 * const Pixels = Job.transfer(Schema.Uint8Array)
 *
 * class Filter extends Actor.Service<Filter>()("app/Filter", [
 *   Rpc.make("invert", { payload: { pixels: Pixels }, success: Pixels })
 * ]) {}
 *
 * const handlers = Filter.toLayer({
 *   invert: ({ pixels }) => Effect.sync(() => pixels.map((each) => 255 - each))
 * })
 *
 * const program = Effect.gen(function*() {
 *   const filter = yield* Filter
 *   const pixels = new Uint8Array(4_000_000)
 *   const inverted = yield* filter.invert({ pixels })
 *   assert.equal(pixels.byteLength, 0)
 *   assert.equal(inverted.byteLength, 4_000_000)
 *   assert.equal(inverted[0], 255)
 * })
 * await Effect.runPromise(Effect.provide(program, Filter.layerLocal(handlers)))
 * ```
 */
export const transfer = <S extends Schema.Top & { readonly Type: ArrayBufferLike | ArrayBufferView }>(schema: S): S =>
  markMoved(schema)

/**
 * From when on a job of this type counts as slow, whatever its thread and its layer say: main logs a warning, once for each,
 * while it runs. For those that are known to take long, or that must not.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Context from "effect/Context"
 * import * as Rpc from "effect/rpc/Rpc"
 * import * as Job from "@stevedore/core/Job"
 *
 * const reindex = Rpc.make("reindex").annotate(Job.SlowAfter, "10 minutes")
 * assert.equal(Context.get(reindex.annotations, Job.SlowAfter), "10 minutes")
 * ```
 */
export const SlowAfter = Context.Reference<Duration.Input | "never" | undefined>("@stevedore/core/Job/SlowAfter", {
  defaultValue: () => undefined
})

/**
 * A job type whose handler reads binary data of its payload where it lies in shared memory, without a copy: for payloads of more
 * than a segment (16 KiB) that are only looked at. The views are valid until the job has been answered; they are then another
 * job's memory. A handler that keeps one, or works on in the background, has to copy it (`data.slice()`). In debug mode such
 * views are detached when they are over, so that whoever goes on using one finds out. Not for streams.
 *
 * They are views of shared memory, which some APIs refuse or share instead of copying: `crypto.subtle`, `new Response`,
 * `postMessage`. What they are sent on with is a copy.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Rpc from "effect/rpc/Rpc"
 * import * as Schema from "effect/Schema"
 * import * as Actor from "@stevedore/core/Actor"
 * import * as Job from "@stevedore/core/Job"
 *
 * class Sums extends Actor.Service<Sums>()("app/Sums", [
 *   Rpc.make("sum", { payload: { data: Schema.Uint8Array }, success: Schema.Number }).annotate(Job.Scoped, true)
 * ]) {}
 *
 * const handlers = Sums.toLayer({
 *   sum: ({ data }) => Effect.sync(() => data.reduce((sum, each) => sum + each, 0))
 * })
 *
 * const program = Effect.gen(function*() {
 *   const sums = yield* Sums
 *   assert.equal(yield* sums.sum({ data: new Uint8Array(100_000).fill(2) }), 200_000)
 * })
 * await Effect.runPromise(Effect.provide(program, Sums.layerLocal(handlers)))
 * ```
 */
export const Scoped = Context.Reference<boolean>("@stevedore/core/Job/Scoped", { defaultValue: () => false })

/**
 * Which sides look at what a job type carries: `"both"`, the default; `"receive"`, where the sender's type checker is
 * trusted; `"none"`, where the handler's is, too. Of payloads, results and the elements of streams: types of fields are
 * looked at and transformations run in any case, checks (`Schema.Int`, a length, a filter) are then left out. What errors
 * carry is always checked. A whole protocol has it by
 * `RpcGroup.annotateRpcs`.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Rpc from "effect/rpc/Rpc"
 * import * as Schema from "effect/Schema"
 * import * as Actor from "@stevedore/core/Actor"
 * import * as Job from "@stevedore/core/Job"
 *
 * const Even = Schema.Number.check(Schema.makeFilter((n: number) => n % 2 === 0, { expected: "an even number" }))
 * const half = Rpc.make("half", { payload: { of: Even }, success: Schema.Number })
 *
 * class Halves extends Actor.Service<Halves>()("docs/Halves", [half.annotate(Job.Validate, "none")]) {}
 * const handlers = Halves.toLayer({ half: ({ of }) => Effect.succeed(of / 2) })
 *
 * const program = Effect.gen(function*() {
 *   const halves = yield* Halves
 *   assert.equal(yield* halves.half({ of: 3 }), 1.5)
 * })
 * await Effect.runPromise(Effect.provide(program, Halves.layerLocal(handlers)))
 * ```
 */
export const Validate = Context.Reference<"both" | "receive" | "none">("@stevedore/core/Job/Validate", {
  defaultValue: () => "both"
})
