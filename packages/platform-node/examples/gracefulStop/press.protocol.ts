/*
 * A press that prints one sheet after the other.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

export class Press extends Actor.Service<Press>()("example/Press", [
  Rpc.make("print", { payload: { sheet: Schema.Int }, success: Schema.String })
]) {}
