/*
 * An entry of another actor that has an Rpc of the same tag.
 */
import * as Effect from "effect/Effect"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Actor from "../src/Actor.ts"

export class Other extends Actor.Service<Other>()("app/Other", [
  Rpc.make("digest", { payload: { path: Schema.Number }, success: Schema.Number })
]) {}

export default Other.toLayer({ digest: ({ path }) => Effect.succeed(path) })
