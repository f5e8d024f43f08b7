/*
 * Where the tests of messages run: on real threads, and on simulated ones.
 */
import * as Actor from "@stevedore/core/Actor"
import type { ActorError } from "@stevedore/core/ActorError"
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Testing from "@stevedore/core/testing"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import { type Host, thread } from "./messages.ts"

export interface Platform {
  readonly name: string
  readonly system: Layer.Layer<ActorSystem, ActorError>
  readonly entry: Actor.Entry<Actor.Handlers<Host>>
}

export const platforms: ReadonlyArray<Platform> = [
  {
    name: "real threads",
    system: NodeActorSystem.layer({ maxThreads: 6, startTimeout: "1 minute", stopTimeout: "1 minute" }),
    entry: Actor.entry<typeof import("./listener.thread.ts")>(new URL("./listener.thread.ts", import.meta.url))
  },
  { name: "simulated threads", system: Testing.layer({ maxThreads: 6, time: "auto" }), entry: Testing.entry(thread) }
]

/** What many tests say. */
export const numbers = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, index) => index)
export const forked = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.forkChild(effect, { startImmediately: true })
export const on = (thread: string) => ({ thread })
