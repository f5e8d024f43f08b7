/*
 * A dictionary that every thread keeps for itself.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

export class Dictionary extends Actor.Service<Dictionary>()("example/Dictionary", [
  Rpc.make("load", { payload: { words: Schema.Array(Schema.String) }, success: Schema.Int }),
  Rpc.make("has", { payload: { word: Schema.String }, success: Schema.Boolean })
]) {}
