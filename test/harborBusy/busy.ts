/*
 * A thread with a harbor, whose event loop stands still for as long as a file is there, and says by another one that it does.
 */
import { existsSync, writeFileSync } from "node:fs"
import * as Actor from "@stevedore/core/Actor"
import * as Directory from "@stevedore/harbor/Directory"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as ObjectId from "@stevedore/harbor/ObjectId"
import * as ObjectKind from "@stevedore/harbor/ObjectKind"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

export const Ping = Message.make("busy_ping", { success: Schema.String })
export const Tell = Message.make("busy_tell")
const Thing = ObjectKind.make("busy_thing", { messages: [Tell] })

export class Busy extends Actor.Service<Busy>()("harborBusy/Busy", [
  Rpc.make("ready"),
  Rpc.make("claim", { success: ObjectId.ObjectId, error: HarborError }),
  Rpc.make("standStill", { payload: { while: Schema.String } })
]) {}

export const thread = Busy.toLayer(
  Effect.gen(function* () {
    const [directory, harbor] = [yield* Directory.Directory, yield* Harbor.Harbor]
    yield* directory.serve(Thing, { busy_tell: () => Effect.void })
    yield* harbor.register("ping", Ping, () => Effect.succeed("busy"))
    return {
      ready: () => Effect.void,
      claim: () => directory.claim(Thing),
      standStill: (given: { readonly while: string }) =>
        Effect.sync(() => {
          writeFileSync(`${given.while} now`, "")
          while (existsSync(given.while));
        })
    }
  })
).pipe(Layer.provide(Layer.merge(Harbor.layer(), Directory.layer())))
