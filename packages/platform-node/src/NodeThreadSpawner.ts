/**
 * Starts the threads of an actor system on `node:worker_threads`. `NodeActorSystem.layer` brings it along; use it by
 * itself to build an `ActorSystem` from its parts. Works on the main thread only.
 */
import type { ThreadSpawner } from "@stevedore/core/ThreadSpawner"
import type * as Layer from "effect/Layer"
import * as spawner from "./internal/spawner.ts"

/**
 * Threads as Node's Workers.
 *
 * - What a thread writes to stdout and stderr appears on main's, in the thread's order and in its place among the
 *   thread's logs, also when it is terminated right after; only beyond 1 MiB that main has not shown yet can a
 *   *terminated* thread lose its last lines.
 * - Threads get a copy of the environment variables as they are when the thread starts, Node's options, and no stdin.
 * - Threads use Node's compile cache: the program's own if it turned one on, else `NODE_COMPILE_CACHE`, else a folder
 *   in the system's temporary folder. `NODE_DISABLE_COMPILE_CACHE=1` turns it off.
 * - A thread or its output does not keep the process alive; `keepAlive` and a ref'd port do.
 *
 * `spawn` fails with the reason `InvalidOption` for resource limits that cannot work, and with `StartFailed` when the
 * system refuses another thread. Threads that still run when the layer's scope closes are terminated.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import { ThreadSpawner } from "@stevedore/core/ThreadSpawner"
 * import * as NodeThreadSpawner from "@stevedore/platform-node/NodeThreadSpawner"
 * import * as Effect from "effect/Effect"
 *
 * const error = await ThreadSpawner.use((spawner) =>
 *   spawner.spawn({ name: "tiny-0", boot: {}, resourceLimits: { maxOldGenerationSizeMb: 1 } })
 * ).pipe(Effect.flip, Effect.provide(NodeThreadSpawner.layer), Effect.runPromise)
 *
 * assert.equal(error.reason._tag, "InvalidOption")
 * assert.match(error.message, /maxOldGenerationSizeMb is 1: set a number of megabytes, at least 16/)
 * ```
 */
export const layer: Layer.Layer<ThreadSpawner> = spawner.layer(new URL("./internal/threadMain.ts", import.meta.url))
