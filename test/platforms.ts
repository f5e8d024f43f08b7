/*
 * Where tests of several threads run: on real threads, and on simulated ones.
 */
import type { ActorError } from "@stevedore/core/ActorError"
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Testing from "@stevedore/core/testing"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"

/** With the entries of its threads, by the names that a test gives them. */
export type Platform<Entries> = Entries & {
  readonly name: string
  readonly system: Layer.Layer<ActorSystem, ActorError>
}

/** The real threads first. */
export const platformsOf = <Entries extends object>(
  real: Entries,
  simulated: Entries
): readonly [Platform<Entries>, Platform<Entries>] => [
  {
    ...real,
    name: "real threads",
    system: NodeActorSystem.layer({ maxThreads: 6, startTimeout: "1 minute", stopTimeout: "1 minute" })
  },
  {
    ...simulated,
    name: "simulated threads",
    system: Testing.layer({ maxThreads: 6, time: "auto" })
  }
]

/** What many tests say. */
export const numbers = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, index) => index)
export const forked = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.forkChild(effect, { startImmediately: true })
export const on = (thread: string) => ({ thread })
