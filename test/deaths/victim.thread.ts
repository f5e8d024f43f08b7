import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { endings } from "./endings.ts"
import { Victim, Witness } from "./victim.protocol.ts"

export default Victim.toLayer(
  Effect.gen(function* () {
    const witness = yield* Witness
    const thread = yield* CurrentThread
    return {
      where: () => Effect.succeed(thread.name),
      echo: ({ n }) => Effect.succeed(n),
      hold: ({ n }) => Effect.andThen(Effect.orDie(witness.saw({ n })), Effect.never),
      wait: ({ n }) =>
        Effect.as(Effect.andThen(Effect.orDie(witness.saw({ n })), Effect.orDie(witness.mayEnd({ n }))), n),
      note: () => Effect.void,
      // Synchronous up to the end: what was sent before it has been answered, what was sent after it has not started.
      die: ({ how, n }) => {
        if (how === "terminate") return Effect.andThen(Effect.orDie(witness.saw({ n })), Effect.never)
        endings[how]()
        return Effect.never
      }
    }
  }),
  { concurrency: 3 }
).pipe(Layer.provide(Witness.layerRef))
