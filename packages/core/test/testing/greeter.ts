/** An actor whose entry is a module, as for real threads. */
import * as Effect from "effect/Effect"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Actor from "../../src/Actor.ts"
import { CurrentThread } from "../../src/CurrentThread.ts"

export class Greeter extends Actor.Service<Greeter>()("test/Greeter", [
  Rpc.make("greet", { payload: { name: Schema.String }, success: Schema.String })
]) {}

export const greeter = Greeter.toLayer(
  Effect.map(CurrentThread, (thread) => ({
    greet: ({ name }) => Effect.succeed(`${name} from ${thread.name}`)
  }))
)
