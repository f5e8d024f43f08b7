/**
 * Which job this handler works on.
 */
import * as Context from "effect/Context"

/** What is known about a job while it runs. Times are milliseconds since 1970, taken on the thread that is named. */
export interface JobInfo {
  readonly actor: string
  /** The Rpc's tag. */
  readonly name: string
  /** Unique among the jobs that its sender has in flight. */
  readonly id: number
  readonly sender: { readonly id: number; readonly name: string }
  /** What it was routed by, in a pool that routes by key. */
  readonly key: string | number | bigint | undefined
  /** When the sender stops waiting; `undefined` for never. */
  readonly deadline: number | undefined
  /** When it was sent, by the sender's clock, once for each burst of sends. */
  readonly enqueuedAt: number
  readonly startedAt: number
  /** 1 the first time; more when it is run again after a crash. */
  readonly attempt: number
}

/**
 * The job that the current handler works on. Provided to every handler that is an Effect, on the hosting thread.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as Rpc from "effect/rpc/Rpc"
 * import * as Schema from "effect/Schema"
 * import * as Actor from "@stevedore/core/Actor"
 * import { CurrentJob } from "@stevedore/core/CurrentJob"
 *
 * class Self extends Actor.Service<Self>()("docs/Self", [Rpc.make("describe", { success: Schema.String })]) {}
 *
 * const program = Effect.gen(function*() {
 *   const self = yield* Self
 *   assert.equal(yield* self.describe(), "docs/Self.describe from main")
 * })
 * const handlers = Self.toLayer({
 *   describe: () => Effect.map(CurrentJob, (job) => `${job.actor}.${job.name} from ${job.sender.name}`)
 * })
 * await Effect.runPromise(Effect.provide(program, Self.layerLocal(handlers)))
 * ```
 */
export class CurrentJob extends Context.Service<CurrentJob, JobInfo>()("@stevedore/core/CurrentJob") {}
