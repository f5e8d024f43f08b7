/*
 * Serves `Pong`, which knows `Ping` and `Lobby`.
 */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Lobby, Ping, Pong } from "./refs.protocol.ts"

export default Pong.toLayer(
  Effect.gen(function* () {
    const [lobby, ping] = [yield* Lobby, yield* Ping]
    return {
      hit: Effect.fnUntraced(function* ({ turns }) {
        if (turns === 0) return ["pong"]
        // Every third time over main.
        const next = turns % 3 === 2 ? lobby.hit({ turns: turns - 1 }) : ping.hit({ turns: turns - 1 })
        return ["pong", ...(yield* next)]
      })
    }
  }),
  { concurrency: "unbounded" }
).pipe(Layer.provide(Lobby.layerRef), Layer.provide(Ping.layerRef))
