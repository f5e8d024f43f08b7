import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeWorkerRunner from "@effect/platform-node/NodeWorkerRunner"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as RpcServer from "effect/rpc/RpcServer"
import { startTicks } from "../ticks.ts"
import { EchoRpcs } from "./echoRpcs.ts"

startTicks()
RpcServer.layer(EchoRpcs, { disableTracing: true, concurrency: "unbounded" }).pipe(
  Layer.provide(EchoRpcs.toLayer({ echo: (message) => Effect.succeed(message) })),
  Layer.provide(RpcServer.layerProtocolWorkerRunner),
  Layer.provide(NodeWorkerRunner.layer),
  Layer.launch,
  NodeRuntime.runMain
)
