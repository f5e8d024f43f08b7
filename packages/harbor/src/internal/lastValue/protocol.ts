/**
 * What the thread that orders last values is asked by all others.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Job from "@stevedore/core/Job"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import { HarborError } from "../../HarborError.ts"
import * as Wire from "./wire.ts"

const error = HarborError

export const Figures = Schema.Struct({
  /** Values in memory, and what they take of `memoryBytes`. */
  values: Schema.Int,
  bytes: Schema.Int,
  /** Values that have left memory for want of room: for the store, or for good where there is none. */
  evicted: Schema.Int,
  /** Publishes that were refused for want of room, or because the value is too large. */
  refused: Schema.Int,
  /** Publishes that wait for room now. */
  waiting: Schema.Int,
  /** Values that are not written down yet. */
  unwritten: Schema.Int
})

export class Keepers extends Actor.Service<Keepers>()("harbor/system/LastValues", [
  Rpc.make("publish", {
    payload: { topic: Schema.String, key: Schema.String, value: Schema.Uint8Array, schema: Schema.String },
    success: Wire.Version,
    error
  }),
  /** That key of the topic has no value any more. */
  Rpc.make("forget", { payload: { topic: Schema.String, key: Schema.String }, success: Wire.Version, error }),
  /** Places of a message whose topics match a pattern: those that there are, then those that come; one may come again. */
  Rpc.make("matching", {
    payload: { message: Schema.String, pattern: Schema.String },
    success: Schema.Array(Schema.String),
    error,
    stream: true
  }).annotate(Job.SlowAfter, "never"),
  /** `untilEmpty`: it ends where the topic has no value and all has been told. `matching` says when it has one again. */
  Rpc.make("follow", {
    payload: { topic: Schema.String, after: Wire.Version, untilEmpty: Schema.Boolean },
    success: Wire.Batch,
    error,
    stream: true
  }).annotate(Job.SlowAfter, "never"),
  Rpc.make("read", {
    payload: { topic: Schema.String, after: Wire.Version, limitBytes: Schema.Int },
    success: Wire.Batch,
    error
  }).annotate(Job.Idempotent, true),
  Rpc.make("flush", { error }).annotate(Job.SlowAfter, "2 seconds"),
  Rpc.make("figures", { success: Figures })
]) {}
