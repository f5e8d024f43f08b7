import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeWorkerRunner from "@effect/platform-node/NodeWorkerRunner"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as RpcServer from "effect/rpc/RpcServer"
import * as Stream from "effect/Stream"
import { makeMessage } from "../message.ts"
import { startTicks } from "../ticks.ts"
import { EchoRpcs } from "./echoRpcs.ts"

startTicks()
RpcServer.layer(EchoRpcs, { disableTracing: true, concurrency: "unbounded" }).pipe(
  Layer.provide(
    EchoRpcs.toLayer({
      echo: (message) => Effect.succeed(message),
      nine: (message) => Effect.succeed(message),
      // Its arrays are acknowledged one by one: of 4,096 the next ones would be made while it waits.
      count: () => Stream.rechunk(Stream.map(Stream.range(0, Number.MAX_SAFE_INTEGER), makeMessage), 32)
    })
  ),
  Layer.provide(RpcServer.layerProtocolWorkerRunner),
  Layer.provide(NodeWorkerRunner.layer),
  Layer.launch,
  NodeRuntime.runMain
)
