/*
 * One actor under two tags: each is a service of its own, and has threads of its own.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

export class Resizer extends Actor.Service<Resizer>()("example/Resizer", [
  Rpc.make("resize", { payload: { image: Schema.String }, success: Schema.String })
]) {}

/** For those who wait in front of a screen. */
export class Express extends Resizer.as<Express>()("example/Express") {}
