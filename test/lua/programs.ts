/*
 * What the tests of Lua threads have in common: a system, its log as lines, and scripts beside this file.
 */
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import type * as Scope from "effect/Scope"

export const script = (name: string): URL => new URL(`./${name}.lua`, import.meta.url)

/** Runs a program with a system of its own, on real threads; `lines` are what was logged, from any thread. */
export const run = <A, E>(
  program: (lines: ReadonlyArray<string>) => Effect.Effect<A, E, ActorSystem | Scope.Scope>
): Effect.Effect<A, unknown> =>
  Effect.suspend(() => {
    const lines: Array<string> = []
    const logger = Logger.make(({ message }) => {
      for (const each of Array.isArray(message) ? message : [message]) lines.push(String(each))
    })
    const system = NodeActorSystem.layer({
      maxThreads: 8,
      slowAfter: "never",
      startTimeout: "60 seconds",
      stopTimeout: "2 seconds"
    })
    return Effect.scoped(program(lines)).pipe(Effect.provide(Layer.provideMerge(system, Logger.layer([logger]))))
  })

/** Looks again until it is so. */
export const until = (isSo: () => boolean): Effect.Effect<void> =>
  Effect.suspend(() => (isSo() ? Effect.void : Effect.andThen(Effect.sleep("5 millis"), until(isSo))))
