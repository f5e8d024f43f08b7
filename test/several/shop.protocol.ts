/*
 * Three small actors that can live together on one thread.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorError } from "@stevedore/core/ActorError"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

/** Where a job ran, and which job of its actor it was there. */
const Place = Schema.Struct({ thread: Schema.String, nth: Schema.Int })
const payload = { user: Schema.String }

export class Orders extends Actor.Service<Orders>()("several/Orders", [
  Rpc.make("order", { payload, success: Place }),
  /** Ends only when it is released. */
  Rpc.make("hold", { payload }),
  Rpc.make("exit")
]) {}

export class Bills extends Actor.Service<Bills>()("several/Bills", [
  Rpc.make("bill", { payload, success: Place }),
  Rpc.make("release")
]) {}

/** Asks the other two. */
export class Clerk extends Actor.Service<Clerk>()("several/Clerk", [
  Rpc.make("serve", { payload, success: Schema.Array(Place), error: ActorError })
]) {}

/** The same handlers under a second tag. */
export class Rush extends Orders.as<Rush>()("several/Rush") {}
