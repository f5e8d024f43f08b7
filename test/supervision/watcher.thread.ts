import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { Watcher } from "./watcher.protocol.ts"

const subscribed = Deferred.makeUnsafe<void>()

export default Watcher.toLayer(
  {
    watch: ({ last, thread }) =>
      Effect.flatMap(ActorSystem, (system) =>
        system.watch({ thread }).pipe(
          Stream.tap(() => Deferred.succeed(subscribed, undefined)),
          Stream.map(({ _tag }) => _tag),
          Stream.takeUntil((tag) => tag === last),
          Stream.runCollect
        )
      ),
    watching: () => Deferred.await(subscribed),
    exit: () => Effect.sync(() => process.exit(1))
  },
  { concurrency: 2 }
)
