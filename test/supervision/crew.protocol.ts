/*
 * An actor of a crew, under three names: it can be held up, counts what it has done in this life, and can be ended.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Job from "@stevedore/core/Job"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

export class First extends Actor.Service<First>()("crew/First", [
  Rpc.make("count", { payload: { key: Schema.Int }, success: Schema.Struct({ thread: Schema.Int, jobs: Schema.Int }) }),
  /** Passes a gate. */
  Rpc.make("pass", { payload: { gate: Schema.Int, key: Schema.Int }, success: Schema.Int }),
  /** Comes to the gate of each attempt in turn; the last one passes. */
  Rpc.make("again", { payload: { gates: Schema.Array(Schema.Int) }, success: Schema.Int }).annotate(
    Job.Idempotent,
    true
  ),
  Rpc.make("exit")
]) {}
export class Second extends First.as<Second>()("crew/Second") {}
export class Third extends First.as<Third>()("crew/Third") {}
