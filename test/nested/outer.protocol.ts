/** An actor that has another one to itself. */
import * as Actor from "@stevedore/core/Actor"
import * as Effect from "effect/Effect"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

export class Outer extends Actor.Service<Outer>()("nested/Outer", [
  Rpc.make("double", { payload: { n: Schema.Number }, success: Schema.Number })
]) {}

export class Inner extends Actor.Service<Inner>()("nested/Inner", [
  Rpc.make("double", { payload: { n: Schema.Number }, success: Schema.Number })
]) {}

/** On the thread of whoever builds it. */
export const innerLayer = Inner.layerLocal(Inner.toLayer({ double: ({ n }) => Effect.as(Effect.yieldNow, 2 * n) }))
