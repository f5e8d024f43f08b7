/** A small actor for tests that open and close much. */
import * as Actor from "@stevedore/core/Actor"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

export class Nap extends Actor.Service<Nap>()("stress/Nap", [
  Rpc.make("echo", { payload: { n: Schema.Number, data: Schema.Uint8Array }, success: Schema.Number }),
  Rpc.make("note", { payload: { n: Schema.Number, data: Schema.Uint8Array } }),
  Rpc.make("never", { payload: { n: Schema.Number, data: Schema.Uint8Array } })
]) {}
