/*
 * Two jobs that take long, one of which is known to.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Job from "@stevedore/core/Job"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

const payload = { millis: Schema.Int }

export class Cruncher extends Actor.Service<Cruncher>()("example/Cruncher", [
  Rpc.make("crunch", { payload }),
  Rpc.make("crunchAll", { payload }).annotate(Job.SlowAfter, "10 minutes")
]) {}
