/*
 * Two names with one id, of messages that are declared alike but for that, and a thread that knows only the second of them.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Directory from "@stevedore/harbor/Directory"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import type * as ObjectId from "@stevedore/harbor/ObjectId"
import * as Topic from "@stevedore/harbor/Topic"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"

const shape = { payload: { n: Schema.Int }, success: Schema.Int }

export const First = Message.make("team_node_zone_login", shape)
export const Second = Message.make("rank_quest_node_node", shape)

const none = { error: HarborError }
const toObject = { payload: { id: Schema.BigInt }, error: HarborError }

/** By which a test has a thread do something with the second message. */
export class Knows extends Actor.Service<Knows>()("harbor-test/Knows", [
  /** Listens and subscribes for as long as the thread lives. */
  Rpc.make("listen", none),
  /** What it has had. */
  Rpc.make("had", { success: Schema.Array(Schema.String) }),
  Rpc.make("call", { ...none, success: Schema.Int }),
  Rpc.make("send", none),
  Rpc.make("broadcast", none),
  Rpc.make("publish", none),
  Rpc.make("sendTo", toObject),
  Rpc.make("callTo", { ...toObject, success: Schema.Int })
]) {}

export const thread = Knows.toLayer(
  Effect.gen(function* () {
    const [harbor, directory] = [yield* Harbor.Harbor, yield* Directory.Directory]
    const scope = yield* Effect.scope
    const here = Layer.succeed(Harbor.Harbor, harbor)
    const had: Array<string> = []
    const note = (what: string) => () => Effect.sync(() => had.push(what))
    const payload = { n: 1 }
    return {
      listen: () =>
        Effect.andThen(harbor.listen(Second, note("listen")), Topic.subscribe("topic", Second, note("topic"))).pipe(
          Effect.provide(here),
          Effect.provideService(Scope.Scope, scope)
        ),
      had: () => Effect.sync(() => had.slice()),
      call: () => harbor.call(Second, payload),
      send: () => harbor.send(Second, payload),
      broadcast: () => harbor.broadcast(Second, payload),
      publish: () => Effect.provide(Topic.publish("topic", Second, payload), here),
      sendTo: ({ id }) => directory.sendTo(id as ObjectId.ObjectId, Second, payload),
      callTo: ({ id }) => directory.callTo(id as ObjectId.ObjectId, Second, payload)
    }
  })
).pipe(Layer.provide([Harbor.layer(), Directory.layer()]))
