/*
 * Actors that know each other by name only.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorError } from "@stevedore/core/ActorError"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

/** Two that ask each other, `turns` times, and say through whose hands it went. */
const hit = Rpc.make("hit", {
  payload: { turns: Schema.Int },
  success: Schema.Array(Schema.String),
  error: ActorError
})

export class Ping extends Actor.Service<Ping>()("refs/Ping", [
  hit,
  /** Asks, tells and submits to `Late`; what each came to. */
  Rpc.make("reach", {
    payload: { text: Schema.String, timeoutMillis: Schema.optionalKey(Schema.Finite) },
    success: Schema.Array(Schema.Union([Schema.Literal("sent"), ActorError]))
  }),
  /** What a worker may not do with the system. */
  Rpc.make("stopSystem", { error: ActorError })
]) {}

export class Pong extends Actor.Service<Pong>()("refs/Pong", [hit]) {}

/** Served on main: what the others have to say. */
export class Lobby extends Actor.Service<Lobby>()("refs/Lobby", [
  Rpc.make("note", { payload: Schema.String }),
  Rpc.make("hit", { payload: { turns: Schema.Int }, success: Schema.Array(Schema.String), error: ActorError })
]) {}

/** Starts long after it has been sent to. */
export class Late extends Actor.Service<Late>()("refs/Late", [
  Rpc.make("add", { payload: Schema.String, success: Schema.Int }),
  Rpc.make("all", { success: Schema.Array(Schema.String) })
]) {}
