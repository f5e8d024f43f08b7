import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Victim, Witness } from "./victim.protocol.ts"

const endings = {
  exit: () => process.exit(7),
  throw: () => {
    setImmediate(() => {
      throw new Error("nobody catches this")
    })
  },
  reject: () => {
    void Promise.reject(new Error("nobody handles this"))
  },
  heap: () => {
    const hoard: Array<unknown> = []
    // Pieces that the young generation does not hold: many small survivors may be more than what Node allows beyond the
    // limit, and then it aborts the whole process.
    for (;;) hoard.push(new Array(64 * 1024).fill(0))
  },
  terminate: () => {}
}

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
