/*
 * Threads with gateways, and clients who note what they hear.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Gateway from "@stevedore/harbor/Gateway"
import * as GatewayClient from "@stevedore/harbor/GatewayClient"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Rpc from "effect/rpc/Rpc"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { clientSocket, line } from "../../packages/harbor/test/gateway/sockets.ts"

export const Ping = Message.make("cmsg_ping")
export const News = Message.make("smsg_news", {
  payload: {
    n: Schema.Int,
    of: Schema.String.pipe(Schema.withConstructorDefault(Effect.succeed("today")))
  }
})

/** A thread that has gateways, and clients behind them. */
export class Gate extends Actor.Service<Gate>()("harbor-test/Gate", [
  /** Opens one more gateway, with so many clients. */
  Rpc.make("open", { payload: { clients: Schema.Int }, error: HarborError }),
  Rpc.make("close"),
  Rpc.make("broadcast", { payload: { n: Schema.Int }, error: HarborError }),
  /** What each of its clients has heard, when each has heard so many. */
  Rpc.make("heard", { payload: { count: Schema.Int }, success: Schema.Array(Schema.Array(Schema.String)) })
]) {}

const client = (gateway: Gateway.Gateway, heard: Array<string>) =>
  Effect.gen(function* () {
    const made = yield* line()
    yield* Effect.forkScoped(gateway.serve(made.socket), { startImmediately: true })
    const { messages } = yield* GatewayClient.make(clientSocket(made), { hears: [News] })
    yield* Effect.forkScoped(
      Stream.runForEach(messages, ({ payload }) => Effect.sync(() => void heard.push(`${payload.n} ${payload.of}`)))
    )
  })

export const opened = (clients: number, all: Array<Array<string>>) =>
  Effect.gen(function* () {
    const gateway = yield* Gateway.make({ messages: [Ping] })
    for (let index = 0; index < clients; index++) {
      const heard: Array<string> = []
      all.push(heard)
      yield* client(gateway, heard)
    }
  })

/** Turns of the event loop until each has heard so many. */
export const heardBy = (
  all: ReadonlyArray<ReadonlyArray<string>>,
  count: number
): Effect.Effect<ReadonlyArray<ReadonlyArray<string>>> =>
  Effect.suspend(() =>
    all.every((heard) => heard.length >= count)
      ? Effect.succeed(all)
      : Effect.andThen(Effect.sleep(1), heardBy(all, count))
  )

export const gate = Gate.toLayer(
  Effect.gen(function* () {
    const harbor = yield* Harbor.Harbor
    const all: Array<Array<string>> = []
    let scope = Scope.makeUnsafe()
    return {
      open: ({ clients }) => Effect.provideService(Scope.provide(opened(clients, all), scope), Harbor.Harbor, harbor),
      close: () =>
        Effect.suspend(() => {
          const left = scope
          scope = Scope.makeUnsafe()
          return Scope.close(left, Exit.void)
        }),
      broadcast: ({ n }) => harbor.gateBroadcast(News, { n }),
      heard: ({ count }) => heardBy(all, count)
    }
  }),
  { concurrency: "unbounded" }
).pipe(Layer.provide(Harbor.layer()))
