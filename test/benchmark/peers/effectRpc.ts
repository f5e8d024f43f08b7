/*
 * Effect's own worker pool: `RpcClient` over `layerProtocolWorker`, all jobs at once on a worker, tracing off.
 */
import { Worker } from "node:worker_threads"
import * as NodeWorker from "@effect/platform-node/NodeWorker"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as ManagedRuntime from "effect/ManagedRuntime"
import * as RpcClient from "effect/rpc/RpcClient"
import type { RpcClientError } from "effect/rpc/RpcClientError"
import { effectCallers, streamReader } from "../effectCallers.ts"
import type { Load } from "../load.ts"
import type { Message } from "../message.ts"
import type { Peer } from "../peers.ts"
import type { Scenario } from "../scenarios.ts"
import { EchoRpcs } from "./echoRpcs.ts"

type Ask = (message: Message) => Effect.Effect<Message, RpcClientError>

export const open = async (scenario: Scenario): Promise<Peer> => {
  const protocol = RpcClient.layerProtocolWorker({
    size: scenario.workers,
    concurrency: Math.ceil(scenario.inFlight / scenario.workers)
  }).pipe(Layer.provide(NodeWorker.layer(() => new Worker(new URL("./effectRpc.worker.ts", import.meta.url)))))
  const runtime = ManagedRuntime.make(protocol)
  const program = Effect.fnUntraced(function* (load: Load) {
    const client = yield* RpcClient.make(EchoRpcs, { disableTracing: true })
    if (scenario.verb === "stream") return yield* streamReader(client.count(undefined, { streamBufferSize: 256 }), load)
    const ask = (scenario.nine ? client.nine : client.echo) as Ask
    yield* effectCallers(ask, load)
  }, Effect.scoped)
  await runtime.runPromise(Effect.void)
  return { run: (load) => runtime.runPromise(program(load)), close: () => runtime.dispose() }
}
