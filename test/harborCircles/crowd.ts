/*
 * Objects of which thousands wait for one that is busy, beside two that wait for each other.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Directory from "@stevedore/harbor/Directory"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as ObjectId from "@stevedore/harbor/ObjectId"
import * as ObjectKind from "@stevedore/harbor/ObjectKind"
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"

const id = { id: ObjectId.ObjectId }

/** Takes as long as the host says. */
export const Hold = Message.make("hold")
/** Completes at once: whatever was sent there before has arrived. */
export const Ping = Message.make("ping")
/** Waits for main's word, then calls that object; says how that ended. */
export const Cross = Message.make("cross", { payload: id, success: Schema.String })
/** Main's word. */
export const Word = Message.make("word")

export const Held = ObjectKind.make("held", { messages: [Hold, Ping] })
export const Crossing = ObjectKind.make("crossing", { messages: [Cross] })

export class Host extends Actor.Service<Host>()("harborCrowd/Host", [
  Rpc.make("claim", {
    success: Schema.Struct({ held: ObjectId.ObjectId, idle: ObjectId.ObjectId, crossing: ObjectId.ObjectId }),
    error: HarborError
  }),
  Rpc.make("go")
]) {}

export const MANY = 50_000

/** What a call of another object has come to. */
export const crossed = (called: Effect.Effect<unknown, HarborError>): Effect.Effect<string> =>
  Effect.match(called, {
    onSuccess: () => "none",
    onFailure: ({ reason }) => (reason._tag === "Actor" ? reason.cause._tag : reason._tag)
  })

export const layers = Layer.merge(Directory.layer(), Harbor.layer())

export const hosted = Host.toLayer(
  Effect.gen(function* () {
    const [directory, harbor] = [yield* Directory.Directory, yield* Harbor.Harbor]
    const go = Latch.makeUnsafe()
    yield* directory.serve(Held, { hold: () => go.await, ping: () => Effect.void }, { mailbox: 2 * MANY })
    yield* directory.serve(Crossing, {
      cross: ({ id }) => crossed(Effect.andThen(harbor.call(Word, undefined), directory.callTo(id, Cross, { id })))
    })
    return {
      claim: () =>
        Effect.all({
          held: directory.claim(Held),
          idle: directory.claim(Held),
          crossing: directory.claim(Crossing)
        }),
      go: () => Effect.asVoid(go.open)
    }
  })
).pipe(Layer.provide(layers))
