/*
 * An actor that tries what cannot be.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorError } from "@stevedore/core/ActorError"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

export class Late extends Actor.Service<Late>()("example/Late", [
  Rpc.make("enlarge", { payload: { jobCapacity: Schema.Int }, error: ActorError })
]) {}
