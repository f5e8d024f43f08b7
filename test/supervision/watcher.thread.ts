import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { Watcher } from "./watcher.protocol.ts"

export default Watcher.toLayer({
  watch: ({ last, thread }) =>
    Effect.flatMap(ActorSystem, (system) =>
      system.watch({ thread }).pipe(
        Stream.map(({ _tag }) => _tag),
        Stream.takeUntil((tag) => tag === last),
        Stream.runCollect
      )
    ),
  exit: () => Effect.sync(() => process.exit(1))
})
