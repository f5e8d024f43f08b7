/*
 * The login message: a client over TCP, a gateway, two threads that know the accounts, and back, with typed errors all the way.
 * `node packages/harbor/examples/login/main.ts`
 */
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeSocket from "@effect/platform-node/NodeSocket"
import * as NodeSocketServer from "@effect/platform-node/NodeSocketServer"
import * as Actor from "@stevedore/core/Actor"
import * as Envelope from "@stevedore/harbor/Envelope"
import * as Gateway from "@stevedore/harbor/Gateway"
import * as GatewayClient from "@stevedore/harbor/GatewayClient"
import * as Harbor from "@stevedore/harbor/Harbor"
import * as Message from "@stevedore/harbor/Message"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { Accounts, Login, NotLoggedIn, UserLogin, WhoAmI } from "./messages.ts"

const entry = Actor.entry<typeof import("./accounts.thread.ts")>(new URL("./accounts.thread.ts", import.meta.url))

/** The gateway lets in who the accounts know; from then on all it passes on says who that is. */
const serve = Effect.gen(function* () {
  const harbor = yield* Harbor.Harbor
  const gateway = yield* Gateway.make({ messages: [Login, WhoAmI] })

  // A login takes a while, and others' do not wait for it.
  const login = ({ password, user }: { readonly user: string; readonly password: string }) =>
    Effect.gen(function* () {
      const connection = (yield* Envelope.current).connection!
      const { uid } = yield* harbor.call(UserLogin, { user, password }, { timeout: "5 seconds" })
      yield* gateway.identify(connection, `${uid}`)
      return { greeting: `welcome, ${user}` }
    }).pipe(Effect.catchTag("HarborError", Effect.die))
  yield* harbor.listen(Login, login, { concurrency: 16 })

  yield* harbor.listen(WhoAmI, () =>
    Effect.flatMap(Envelope.current, ({ identity }) =>
      identity === undefined ? Effect.fail(new NotLoggedIn({})) : Effect.succeed(`user ${identity}`)
    )
  )

  const server = yield* NodeSocketServer.make({ host: "127.0.0.1", port: 0 })
  yield* Effect.forkScoped(server.run(gateway.serve))
  return server.address._tag === "InetAddressV4" ? server.address.port : 0
})

const program = Effect.gen(function* () {
  const port = yield* serve
  const client = yield* GatewayClient.make(yield* NodeSocket.makeNet({ host: "127.0.0.1", port }))
  const told = (error: Message.Failure<typeof Login | typeof WhoAmI> | { readonly _tag: "HarborError" }) =>
    Console.log(`told: ${error._tag}`)

  yield* Console.log(`${Login.name} is ${Login.id.toString(16)}, ${UserLogin.name} is ${UserLogin.id.toString(16)}`)
  yield* told(yield* Effect.flip(client.call(WhoAmI, undefined)))
  yield* told(yield* Effect.flip(client.call(Login, { user: "ada", password: "apple" })))
  yield* told(yield* Effect.flip(client.call(Login, { user: "eve", password: "apple" })))
  const { greeting } = yield* client.call(Login, { user: "ada", password: "engine" })
  yield* Console.log(greeting)
  yield* Console.log(yield* client.call(WhoAmI, undefined))
  // The gateway passes on what clients may send, and nothing else: whoever tries ends its connection.
  yield* client.send(UserLogin, { user: "ada", password: "engine" })
  yield* Stream.runDrain(client.messages)
  yield* Console.log(`cut off for ${UserLogin.name}`)
})

program.pipe(
  Effect.scoped,
  Effect.provide(Accounts.layerPool({ entry, name: "accounts", size: 2 })),
  Effect.provide(Harbor.layer()),
  // Passwords are meant to take a while.
  Effect.provide(NodeActorSystem.layer({ slowAfter: "2 seconds" })),
  NodeRuntime.runMain
)
