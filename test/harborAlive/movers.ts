/*
 * A thread with objects, for a main that does nothing but wait for it.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Directory from "@stevedore/harbor/Directory"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as ObjectId from "@stevedore/harbor/ObjectId"
import * as Message from "@stevedore/harbor/Message"
import * as ObjectKind from "@stevedore/harbor/ObjectKind"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

export const Where = Message.make("where", { success: Schema.String })
export const Thing = ObjectKind.make("thing", { messages: [Where], state: Schema.Int })

export class Mover extends Actor.Service<Mover>()("harborAlive/Mover", [
  Rpc.make("claim", { success: ObjectId.ObjectId, error: HarborError })
]) {}

export const movers = Mover.toLayer(
  Effect.gen(function* () {
    const directory = yield* Directory.Directory
    yield* directory.serve(Thing, { where: () => Effect.succeed("mover") })
    return { claim: () => directory.claim(Thing, 1) }
  })
).pipe(Layer.provide(Directory.layer()))
