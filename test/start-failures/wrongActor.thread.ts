/*
 * An entry of another actor that has an Rpc of the same tag.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Effect from "effect/Effect"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

class Parrot extends Actor.Service<Parrot>()("start/Parrot", [
  Rpc.make("echo", { payload: { text: Schema.String }, success: Schema.String })
]) {}

export default Parrot.toLayer({ echo: ({ text }) => Effect.succeed(text) })
