/*
 * Who counts, and tells of each number.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

export class Counter extends Actor.Service<Counter>()("example/Counter", [
  Rpc.make("primes", { payload: { from: Schema.Int }, success: Schema.Int, stream: true }),
  /** Numbers that were looked at by all streams so far. */
  Rpc.make("looked", { success: Schema.Int })
]) {}
