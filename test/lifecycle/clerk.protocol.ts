/*
 * An actor whose work takes a while.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

export class Clerk extends Actor.Service<Clerk>()("lifecycle/Clerk", [
  Rpc.make("now", { payload: Schema.String, success: Schema.String }),
  /** Answers after some time, and says so on stdout. */
  Rpc.make("later", { payload: Schema.String, success: Schema.String }),
  /** Computes for some time without a turn of its loop. */
  Rpc.make("busy", { payload: { millis: Schema.Finite } })
]) {}
