/*
 * An actor that keeps jobs as long as it is told to, and tries to set the sizes of the system it runs in.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorError } from "@stevedore/core/ActorError"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

const sizes = {
  maxThreads: Schema.optionalKey(Schema.Number),
  jobCapacity: Schema.optionalKey(Schema.Number),
  segmentBytes: Schema.optionalKey(Schema.Number),
  arenaBytes: Schema.optionalKey(Schema.Number),
  smallBlocks: Schema.optionalKey(Schema.Number)
}

export class Clerk extends Actor.Service<Clerk>()("capacity/Clerk", [
  Rpc.make("resize", { payload: sizes, success: Schema.Union([ActorError, Schema.Literal("done")]) }),
  Rpc.make("keep"),
  Rpc.make("kept", { success: Schema.Number }),
  Rpc.make("release")
]) {}
