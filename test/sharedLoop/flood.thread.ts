import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Gate, Worker } from "./flood.protocol.ts"

export default Worker.toLayer(
  Effect.gen(function* () {
    const gate = yield* Gate
    const pour = Effect.gen(function* () {
      let taken = 1
      while (yield* Effect.orDie(gate.take({ of: "flood" }))) taken++
      return taken
    })
    return {
      echo: ({ n }) => Effect.succeed(n),
      flood: ({ inFlight }) =>
        Effect.map(
          Effect.all(
            Array.from({ length: inFlight }, () => pour),
            { concurrency: "unbounded" }
          ),
          (counts) => counts.reduce((sum, count) => sum + count, 0)
        ),
      askInTurn: ({ times }) =>
        Effect.forEach(Array.from({ length: times }), () => Effect.orDie(gate.take({ of: "turn" })), { discard: true })
    }
  }),
  { concurrency: "unbounded" }
).pipe(Layer.provide(Gate.layerRef))
