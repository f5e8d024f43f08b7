import { CurrentJob } from "@stevedore/core/CurrentJob"
import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Effect from "effect/Effect"
import { Fragile } from "./fragile.protocol.ts"

export default Fragile.toLayer(
  Effect.gen(function* () {
    const { id } = yield* CurrentThread
    let jobs = 0
    return {
      where: () => Effect.sync(() => ({ thread: id, jobs: ++jobs })),
      exit: ({ code }) => Effect.sync(() => process.exit(code)),
      hang: () => Effect.never,
      always: () => Effect.sync(() => process.exit(1)),
      // The first attempt takes its thread with it.
      attempts: () =>
        Effect.flatMap(CurrentJob, ({ attempt }) => Effect.sync(() => (attempt === 1 ? process.exit(1) : attempt)))
    }
  })
)
