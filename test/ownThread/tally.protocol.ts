/*
 * A tally that is kept on one thread, and those who add to it from others.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorError } from "@stevedore/core/ActorError"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

export class Tally extends Actor.Service<Tally>()("ownThread/Tally", [
  /** Adds one, with pauses between reading and writing. Says where, and how many were at it. */
  Rpc.make("add", { success: Schema.Struct({ thread: Schema.Int, atOnce: Schema.Int, total: Schema.Int }) }),
  Rpc.make("note")
]) {}

export class Adder extends Actor.Service<Adder>()("ownThread/Adder", [
  Rpc.make("addOften", {
    payload: { times: Schema.Int },
    success: Schema.Array(Schema.Struct({ thread: Schema.Int, atOnce: Schema.Int })),
    error: ActorError
  }),
  Rpc.make("noteOften", { payload: { times: Schema.Int }, error: ActorError })
]) {}
export class Other extends Adder.as<Other>()("ownThread/Other") {}
