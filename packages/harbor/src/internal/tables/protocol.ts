/*
 * What the owner of the tables, main, and the threads that keep copies say to each other.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

/** Main's id in every system. */
export const MAIN = 1

/** One member comes into a row, or leaves it. */
export const Step = Schema.Struct({
  table: Schema.Literals(["groups", "topics"]),
  add: Schema.Boolean,
  key: Schema.String,
  member: Schema.String
})

export type Step = typeof Step.Type

/**
 * What has changed between a version and the next one. Versions are counted anew in each epoch: that of one owner. The first change
 * of an epoch has all there is.
 */
export const Change = Schema.Struct({ epoch: Schema.Number, version: Schema.Number, steps: Schema.Array(Step) })

export type Change = typeof Change.Type

/** The owner, on main. */
export class Tables extends Actor.Service<Tables>()("harbor/system/tables", [
  /** Completes when every thread with a harbor knows. */
  Rpc.make("change", { payload: { steps: Schema.Array(Step) } }),
  /** Everybody out of that row; completes as `change`. */
  Rpc.make("clear", { payload: { table: Schema.Literals(["groups", "topics"]), key: Schema.String } }),
  /** All there is, for a thread that knows nothing. */
  Rpc.make("whole", { success: Change })
]) {}
