/*
 * What a job of Lua is compared with: the same payload and the same result, a handler of TypeScript.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Effect from "effect/Effect"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

export class Native extends Actor.Service<Native>()("bench/Native", [
  Rpc.make("add", { payload: { a: Schema.Number, b: Schema.Number }, success: Schema.Number })
]) {}

export default Native.toLayer({ add: ({ a, b }) => Effect.succeed(a + b) })
