/*
 * What the program knows of the actor, wherever it runs.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

export class Counter extends Actor.Service<Counter>()("example/Counter", [
  Rpc.make("countWords", { payload: { text: Schema.String }, success: Schema.Int })
]) {}
