import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Layout from "../../packages/core/src/internal/memory/layout.ts"
import { SCRIBBLE, Scribbler, Victim } from "./corruption.protocol.ts"

export default Scribbler.toLayer(
  Effect.gen(function* () {
    const system = yield* ActorSystem
    const victim = yield* Victim
    return {
      // The first segments of main's lanes to everybody else: what has been read there already does not matter.
      scribble: () =>
        Effect.sync(() => {
          const { arena, mesh } = system["~@stevedore/core/runtime"].loop
          const { layout, words } = arena
          for (let thread = 1; thread < layout.maxThreads; thread++) {
            if (thread === mesh.thread) continue
            const at = Layout.firstSegmentAt(layout, Layout.laneNumber(layout, 0, thread, Layout.Lane.mail))
            words.fill(SCRIBBLE, at, at + layout.firstSegmentWords)
          }
        }),
      ask: () =>
        Effect.match(victim.echo({ n: 1 }), {
          onFailure: ({ reason }) => `${reason._tag}: ${reason.message}`,
          onSuccess: () => "answered"
        }),
      echo: ({ n }) => Effect.succeed(n)
    }
  })
).pipe(Layer.provide(Victim.layerRef))
