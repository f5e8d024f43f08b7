/*
 * The actor that the entries here serve, or fail to.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

export class Echo extends Actor.Service<Echo>()("start/Echo", [
  Rpc.make("echo", { payload: { text: Schema.String }, success: Schema.String })
]) {}

/** Served on main: a start hook says here that it has come so far. */
export class Board extends Actor.Service<Board>()("start/Board", [Rpc.make("arrived", { payload: Schema.String })]) {}
