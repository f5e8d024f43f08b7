import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Effect from "effect/Effect"
import { Prey, type Tally } from "./chaos.protocol.ts"
import { begin } from "./load.ts"

/** The handlers of both senders, for one thread. */
export const handlers = Effect.gen(function* () {
  const system = yield* ActorSystem
  const prey = yield* Prey
  let end: Effect.Effect<Tally> | undefined
  return {
    begin: ({ seed }: { readonly seed: number }) =>
      Effect.map(begin(system, prey, seed), (stop) => {
        end = stop
      }),
    end: () => end!
  }
})
