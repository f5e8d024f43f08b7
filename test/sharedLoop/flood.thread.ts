import { connect, createServer } from "node:net"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Gate, Worker } from "./flood.protocol.ts"

/** Sends to itself, one message after the other. */
const echoes = (times: number) =>
  Effect.callback<void>((resume) => {
    const server = createServer((socket) => socket.pipe(socket))
    server.listen(0, "127.0.0.1", () => {
      const socket = connect((server.address() as { readonly port: number }).port, "127.0.0.1", () =>
        socket.write("ping")
      )
      let left = times
      socket.on("data", () => {
        if (--left > 0) return void socket.write("ping")
        socket.destroy()
        server.close()
        resume(Effect.void)
      })
    })
  })

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
        Effect.forEach(Array.from({ length: times }), () => Effect.orDie(gate.take({ of: "turn" })), { discard: true }),
      livesOn: ({ times }) =>
        Effect.andThen(
          Effect.forEach(Array.from({ length: times }), () => Effect.sleep(1), { discard: true }),
          echoes(times)
        )
    }
  }),
  { concurrency: "unbounded" }
).pipe(Layer.provide(Gate.layerRef))
