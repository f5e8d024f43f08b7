/*
 * Threads of the fixture `ports.ts`, through the spawner as a system uses it.
 */
import { ThreadSpawner, type SpawnedThread, type SpawnRequest, type ThreadExit } from "@stevedore/core/ThreadSpawner"
import * as Effect from "effect/Effect"
import * as spawner from "../../src/internal/spawner.ts"
import type { Boot } from "../fixtures/ports.ts"

/** Threads that do what their `boot` says. */
export const layer = spawner.layer(new URL("../fixtures/ports.ts", import.meta.url))

export const spawn = (boot: Boot, options?: Partial<SpawnRequest>) =>
  ThreadSpawner.use((self) => self.spawn({ name: "fixture-0", boot, ...options }))

export const exitOf = (thread: SpawnedThread): Effect.Effect<ThreadExit> =>
  Effect.callback((resume) => thread.onExit((exit) => resume(Effect.succeed(exit))))

/** Everything that has arrived. */
export const takeAll = (thread: SpawnedThread): Array<unknown> => {
  const messages: Array<unknown> = []
  for (let next = thread.port.takeSync(); next !== undefined; next = thread.port.takeSync()) messages.push(next)
  return messages
}

/** The next message. Sets the listener. */
export const nextOf = (thread: SpawnedThread): Effect.Effect<unknown> =>
  Effect.callback((resume) => thread.port.onMessage((message) => resume(Effect.succeed(message))))

/** What a fixture posts: its numbers, then that it is ready. */
export const posted = (count: number): Array<unknown> => [
  ...Array.from({ length: count }, (_, index) => index),
  "ready"
]
