/*
 * What main and the thread say to each other.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

export class Greeter extends Actor.Service<Greeter>()("example/Greeter", [
  Rpc.make("greet", { payload: { name: Schema.String }, success: Schema.String })
]) {}
