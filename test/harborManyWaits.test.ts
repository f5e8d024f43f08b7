/*
 * Two objects that wait for each other, where so many others wait that what threads tell each other of them fills many messages.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Directory from "@stevedore/harbor/Directory"
import * as Harbor from "@stevedore/harbor/Harbor"
import * as Message from "@stevedore/harbor/Message"
import type * as ObjectId from "@stevedore/harbor/ObjectId"
import * as ObjectKind from "@stevedore/harbor/ObjectKind"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import { Cross, crossed, Crossing, Hold, Host, layers, MANY, Ping, Word } from "./harborCircles/crowd.ts"
import { forked, numbers } from "./platforms.ts"

const entry = Actor.entry<typeof import("./harborCircles/crowd.thread.ts")>(
  new URL("./harborCircles/crowd.thread.ts", import.meta.url)
)
const Pass = Message.make("pass")
const Wide = ObjectKind.make("wide", { messages: [Pass] })

describe("C07 objects that wait for each other among many that wait", () => {
  it.live("the circle is found where 50,000 others wait, and they go on", () =>
    Effect.gen(function* () {
      const [directory, harbor, host] = [yield* Directory.Directory, yield* Harbor.Harbor, yield* Host]
      const there = yield* host.claim()

      // Handlers here wait for one there that is busy: those waits are there.
      const allPassed = Latch.makeUnsafe()
      let passed = 0
      const pass = () =>
        Effect.suspend(() => {
          if (++passed === MANY) allPassed.openUnsafe()
          return directory.callTo(there.held, Hold, undefined)
        }).pipe(Effect.orDie)
      yield* directory.serve(Wide, { pass }, { concurrency: "unbounded", mailbox: 2 * MANY })
      const wide = yield* directory.claim(Wide)
      const calls = Effect.forEach(numbers(MANY), () => directory.callTo(wide, Pass, undefined), {
        concurrency: "unbounded",
        discard: true
      })
      const passing = yield* forked(calls)
      yield* allPassed.await

      // The one there works, and waits for the word; the one here calls it; then the one there calls that one.
      const [reached, word, called] = [Latch.makeUnsafe(), Latch.makeUnsafe(), Latch.makeUnsafe()]
      yield* harbor.listen(Word, () => Effect.andThen(reached.open, word.await))
      const cross = ({ id }: { readonly id: ObjectId.ObjectId }) =>
        crossed(Effect.andThen(called.open, directory.callTo(id, Cross, { id })))
      yield* directory.serve(Crossing, { cross })
      const here = yield* directory.claim(Crossing)
      const first = yield* forked(directory.callTo(there.crossing, Cross, { id: here }))
      yield* reached.await
      const second = yield* forked(directory.callTo(here, Cross, { id: there.crossing }))
      yield* called.await
      // It has arrived there, behind all others: the last wait is the one for the object here.
      yield* directory.callTo(there.idle, Ping, undefined)
      yield* word.open
      assert.sameMembers([yield* Fiber.join(first), yield* Fiber.join(second)], ["AskCycle", "none"])

      yield* host.go()
      yield* Fiber.join(passing)
    }).pipe(
      Effect.scoped,
      Effect.provide(Layer.provideMerge(Host.layerThread({ entry, name: "t" }), Layer.fresh(layers))),
      Effect.provide(NodeActorSystem.layer({ startTimeout: "1 minute", stopTimeout: "1 minute", slowAfter: "never" })),
      Effect.provide(Logger.layer([]))
    )
  )
})
