/*
 * Serves `Ping`. Its start hook tells `Pong`, which may not exist yet, and does not wait for it.
 */
import { ActorSystem } from "@stevedore/core/ActorSystem"
import type { ActorError } from "@stevedore/core/ActorError"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Late, Lobby, Ping, Pong } from "./refs.protocol.ts"

const outcome = <A>(send: Effect.Effect<A, ActorError>) =>
  Effect.match(send, { onFailure: (error) => error, onSuccess: () => "sent" as const })

export default Ping.toLayer(
  Effect.gen(function* () {
    const [late, lobby, pong] = [yield* Late, yield* Lobby, yield* Pong]
    const system = yield* ActorSystem
    yield* Effect.forkScoped(Effect.ignore(pong.hit.tell({ turns: 0 })))
    return {
      hit: Effect.fnUntraced(function* ({ turns }) {
        return turns === 0 ? ["ping"] : ["ping", ...(yield* pong.hit({ turns: turns - 1 }))]
      }),
      reach: Effect.fnUntraced(function* ({ text, timeoutMillis }) {
        yield* Effect.orDie(lobby.note("reaching"))
        const options = timeoutMillis === undefined ? {} : { timeout: timeoutMillis }
        return yield* Effect.all(
          [
            outcome(late.add(`${text} asked`, options)),
            outcome(late.add.tell(`${text} told`, options)),
            outcome(Effect.flatMap(late.add.submit(`${text} submitted`, options), (job) => job.await))
          ],
          { concurrency: "unbounded" }
        )
      }),
      stopSystem: () => system.stop
    }
  }),
  { concurrency: "unbounded" }
).pipe(Layer.provide([Late.layerRef, Lobby.layerRef, Pong.layerRef]))
