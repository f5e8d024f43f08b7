/*
 * A thread with a harbor, whose event loop stands still for as long as a file is there, and says by another one that it does.
 */
import { existsSync, writeFileSync } from "node:fs"
import * as Actor from "@stevedore/core/Actor"
import * as Harbor from "@stevedore/harbor/Harbor"
import * as Message from "@stevedore/harbor/Message"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

export const Ping = Message.make("busy_ping", { success: Schema.String })

export class Busy extends Actor.Service<Busy>()("harborBusy/Busy", [
  Rpc.make("ready"),
  Rpc.make("standStill", { payload: { while: Schema.String } })
]) {}

export const thread = Busy.toLayer(
  Effect.gen(function* () {
    const harbor = yield* Harbor.Harbor
    yield* harbor.register("ping", Ping, () => Effect.succeed("busy"))
    return {
      ready: () => Effect.void,
      standStill: (given: { readonly while: string }) =>
        Effect.sync(() => {
          writeFileSync(`${given.while} now`, "")
          while (existsSync(given.while));
        })
    }
  })
).pipe(Layer.provide(Harbor.layer()))
