/*
 * What the owner of the tables, main, and the threads that keep copies say to each other.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Job from "@stevedore/core/Job"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import { HarborError } from "../../HarborError.ts"

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

/** A part of a change, as it travels: see parts.ts. */
export const Part = Schema.Struct({ ...Change.fields, part: Schema.Number, isLast: Schema.Boolean })

export type Part = typeof Part.Type

/** The owner, on main. */
export class Tables extends Actor.Service<Tables>()("harbor/system/tables", [
  /** Completes when every thread with a harbor knows; fails where one is there and cannot be told. */
  Rpc.make("change", { payload: { steps: Schema.Array(Step) }, error: HarborError }).annotate(Job.SlowAfter, "never"),
  /** Everybody out of that row; completes as `change`. */
  Rpc.make("clear", {
    payload: { table: Schema.Literals(["groups", "topics"]), key: Schema.String },
    error: HarborError
  }).annotate(Job.SlowAfter, "never"),
  /** All there is, for a thread that knows nothing: as it is at one time, whatever changes while its parts are on their way. */
  Rpc.make("whole", { success: Part, stream: true }).annotate(Job.SlowAfter, "never")
]) {}
