/*
 * The transports that exist, each under the same contract.
 */
import * as Testing from "@stevedore/harbor/testing"
import * as Transport from "@stevedore/harbor/Transport"
import * as Effect from "effect/Effect"
import { transportContract } from "./transport/contract.ts"

transportContract(
  "the transport inside a process",
  (maxFrameBytes) =>
    Effect.sync(() => {
      const { layer } = Transport.makeHub()
      return { one: layer({ maxFrameBytes }), other: layer({ maxFrameBytes }), settled: Effect.yieldNow }
    }),
  { reliable: true, ordered: true }
)

const simulated = (options: Testing.NetworkOptions) => (maxFrameBytes: number) =>
  Effect.map(Testing.network(options), ({ layer, settled, disconnect, reconnect }) => ({
    one: layer({ node: 1, maxFrameBytes }),
    other: layer({ node: 2, maxFrameBytes }),
    settled,
    cut: { disconnect: disconnect(1), reconnect: reconnect(1) }
  }))

transportContract("a good network", simulated({}), { reliable: true, ordered: true })

transportContract(
  "a network that delivers twice and in another order",
  simulated({ duplication: 0.5, reordering: 20 }),
  {
    reliable: true,
    ordered: false
  }
)

for (const seed of [1, 2, 3]) {
  transportContract(`a bad network (seed ${seed})`, simulated({ seed, loss: 0.2, duplication: 0.3, reordering: 10 }), {
    reliable: false,
    ordered: false
  })
}
