/*
 * Serves `Clerk`.
 */
import type { SystemOptions } from "@stevedore/core/ActorSystem"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Clerk } from "./clerk.protocol.ts"

export default Clerk.toLayer(
  Effect.gen(function* () {
    const released = yield* Deferred.make<void>()
    let kept = 0
    return {
      resize: (sizes: SystemOptions) =>
        Effect.scoped(Layer.build(NodeActorSystem.layer(sizes))).pipe(
          Effect.match({ onFailure: (error) => error, onSuccess: () => "done" as const })
        ),
      keep: () =>
        Effect.andThen(
          Effect.sync(() => kept++),
          Deferred.await(released)
        ),
      kept: () => Effect.sync(() => kept),
      release: () => Effect.asVoid(Deferred.succeed(released, undefined))
    }
  }),
  { concurrency: "unbounded" }
)
