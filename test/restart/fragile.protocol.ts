/*
 * An actor whose thread ends when it is told to.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Job from "@stevedore/core/Job"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

export class Fragile extends Actor.Service<Fragile>()("restart/Fragile", [
  Rpc.make("where", { payload: { key: Schema.Int }, success: Schema.Struct({ thread: Schema.Int, jobs: Schema.Int }) }),
  Rpc.make("exit", { payload: { code: Schema.Int } }),
  Rpc.make("hang"),
  Rpc.make("always").annotate(Job.Idempotent, true),
  Rpc.make("attempts", { success: Schema.Int }).annotate(Job.Idempotent, true)
]) {}
