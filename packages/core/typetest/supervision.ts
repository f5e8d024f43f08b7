/*
 * What watching gives, and which options of supervision belong where.
 */
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import type * as Stream from "effect/Stream"
import * as Actor from "../src/Actor.ts"
import type { ActorError, ActorErrorReason } from "../src/ActorError.ts"
import { ActorSystem } from "../src/ActorSystem.ts"
import * as Supervision from "../src/Supervision.ts"
import { Digester } from "./digest.protocol.ts"
import { same, type Same } from "./same.ts"

const entry = Actor.entry<typeof import("./digest.thread.ts")>("x")

export const watching = Effect.gen(function* () {
  const system = yield* ActorSystem
  const events = system.watch({ actor: Digester })
  same<Same<typeof events, Stream.Stream<Supervision.ThreadEvent>>>()
  system.watch({ thread: "digest-0" })
  // @ts-expect-error a text could be either
  system.watch("digest-0")
  same<Same<typeof system.awaitFailure, Effect.Effect<never, ActorError>>>()
})

// Every event says what it is about, and the cause is one of the reasons that jobs fail with.
export const describe = (event: Supervision.ThreadEvent): string => {
  switch (event._tag) {
    case "Started":
      return `${event.thread} ${event.attempt}`
    case "Died": {
      same<Same<typeof event.cause, ActorErrorReason>>()
      same<Same<typeof event.restart, Supervision.NextStart | undefined>>()
      return event.cause.message
    }
    case "Recycled":
      return event.because
    case "GaveUp":
      return event.cause.message
    case "Stopped":
      return event.held.join()
    case "Missed":
      return `${event.count}`
  }
}

const group = Supervision.group({ restart: Supervision.within(Schedule.forever, { restarts: 1, period: 1000 }) })
export const layers = [
  Digester.layerThread({ entry, group }),
  Digester.layerThread({ entry, restart: Supervision.backoff(), onGiveUp: "escalate" }),
  Digester.layerPool({ entry, strategy: "allForOne", finishWithin: "1 second", restart: "never" }),
  // @ts-expect-error one thread has nobody to die with but its group
  Digester.layerThread({ entry, strategy: "allForOne" }),
  // @ts-expect-error a schedule that needs a service
  Digester.layerThread({ entry, restart: Schedule.fromStep(Effect.as(ActorSystem, () => Effect.never)) }),
  // @ts-expect-error not a strategy
  Digester.layerPool({ entry, strategy: "restForOne" })
]
