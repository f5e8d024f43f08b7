/*
 * An entry of the same actor as another version of its protocol declares it: one field more.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Effect from "effect/Effect"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

class Echo extends Actor.Service<Echo>()("start/Echo", [
  Rpc.make("echo", { payload: { text: Schema.String, times: Schema.Number }, success: Schema.String })
]) {}

export default Echo.toLayer({ echo: ({ text, times }) => Effect.succeed(text.repeat(times)) })
