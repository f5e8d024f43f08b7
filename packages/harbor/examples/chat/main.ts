/*
 * A chat room over TCP: rooms are groups, presence is a last value, and a gateway stands between them and the clients.
 * `node packages/harbor/examples/chat/main.ts`
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeSocket from "@effect/platform-node/NodeSocket"
import * as Directory from "@stevedore/harbor/Directory"
import * as GatewayClient from "@stevedore/harbor/GatewayClient"
import * as Harbor from "@stevedore/harbor/Harbor"
import * as LastValues from "@stevedore/harbor/LastValues"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Queue from "effect/Queue"
import * as Stream from "effect/Stream"
import { Join, Presence, Said, Say } from "./messages.ts"
import { serve } from "./server.ts"

/** A user at a terminal: what is heard is printed when somebody looks. */
const connect = (port: number, user: string) =>
  Effect.gen(function* () {
    const socket = yield* NodeSocket.makeNet({ host: "127.0.0.1", port })
    const client = yield* GatewayClient.make(socket, { hears: [Said, Presence] })
    const heard = yield* Queue.unbounded<string>()
    yield* Effect.forkScoped(
      Stream.runForEach(client.messages, (incoming) =>
        Queue.offer(
          heard,
          incoming.name === "smsg_said"
            ? `${incoming.payload.user}: ${incoming.payload.text}`
            : `${incoming.payload.user} is ${incoming.payload.online ? "here" : "gone"}`
        )
      )
    )
    return {
      join: client.call(Join, { room: "harbor", user }),
      say: (text: string) => client.call(Say, { text }),
      hears: Effect.flatMap(Queue.take(heard), (line) => Console.log(`${user} hears: ${line}`))
    }
  })

const program = Effect.gen(function* () {
  const port = yield* serve
  const ada = yield* connect(port, "ada")
  const tooEarly = yield* Effect.flip(ada.say("hello?"))
  yield* Console.log(`ada is told: ${tooEarly._tag}`)
  yield* ada.join
  yield* ada.hears

  yield* Effect.scoped(
    Effect.gen(function* () {
      const bob = yield* connect(port, "bob")
      yield* bob.join
      yield* ada.hears
      // Bob came late, and knows who is there.
      yield* bob.hears
      yield* bob.hears
      const other = yield* connect(port, "bob")
      yield* Console.log(`the other bob is told: ${(yield* Effect.flip(other.join))._tag}`)
      yield* bob.say("good morning")
      yield* ada.hears
      yield* bob.hears
    })
  )
  yield* ada.hears
})

const live = Layer.mergeAll(Directory.layer(), LastValues.layer()).pipe(
  Layer.provideMerge(Harbor.layer()),
  Layer.provide(NodeActorSystem.layer())
)
program.pipe(Effect.scoped, Effect.provide(live), NodeRuntime.runMain)
