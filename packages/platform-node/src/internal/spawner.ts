/*
 * `ThreadSpawner` on `node:worker_threads`. The module that threads run is a parameter, so that tests can start threads
 * of their own.
 */
import { ActorError, StartFailed } from "@stevedore/core/ActorError"
import { ThreadSpawner, type SpawnedThread, type SpawnRequest } from "@stevedore/core/ThreadSpawner"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as bufferPort from "./bufferPort.ts"
import * as foreignThread from "./foreignThread.ts"
import * as keepAlive from "./keepAlive.ts"
import { candidates, existing } from "./moduleFile.ts"
import * as resourceLimits from "./resourceLimits.ts"
import * as spawnedThread from "./spawnedThread.ts"

const startFailed = (thread: string, cause: "missing" | "threw", entry: string, detail: string) =>
  new ActorError({
    reason: new StartFailed({ cause, entry, detail }),
    actor: "",
    job: "",
    thread,
    started: false
  })

const refused = (request: SpawnRequest, main: URL, error: unknown) => {
  const code = error instanceof Error && "code" in error ? error.code : undefined
  const detail =
    code === "ERR_WORKER_INIT_FAILED"
      ? `the system refuses another thread (${String(error)}): use fewer threads or a smaller resourceLimits.stackSizeMb, or raise the limits on processes and memory (ulimit -u, ulimit -v, the container's pids limit)`
      : String(error)
  return startFailed(request.name, "threw", main.href, detail)
}

/** Starts threads that run the module at `main`, a `.ts` URL whose file may have become `.js` in a build. */
export const layer = (main: URL): Layer.Layer<ThreadSpawner> =>
  Layer.effect(
    ThreadSpawner,
    Effect.gen(function* () {
      const file = existing(main)
      const living = new Set<SpawnedThread>()
      const handle = keepAlive.make()
      yield* Effect.addFinalizer(() =>
        Effect.sync(() => {
          handle.close()
          // Whoever spawned a thread ends it; this is for what was forgotten, and waits for nothing.
          for (const thread of living) void thread.terminate()
        })
      )
      return ThreadSpawner.of({
        keepAlive: handle,
        foreign: foreignThread.make,
        channel: bufferPort.channel,
        openEnd: bufferPort.open,
        spawn: (request) =>
          Effect.suspend(() => {
            if (file === undefined) {
              const tried = candidates(main).map((candidate) => candidate.href)
              const detail = `the module that threads run was not found, tried ${tried.join(" and ")}; a bundle that holds @stevedore/platform-node needs the entry "internal/threadMain": "@stevedore/platform-node/thread" beside its own`
              return Effect.fail(startFailed(request.name, "missing", main.href, detail))
            }
            const invalid = resourceLimits.check(request.name, request.resourceLimits ?? {})
            if (invalid !== undefined) return Effect.fail(invalid)
            try {
              const thread = spawnedThread.start(file.href, request, () => living.delete(thread))
              living.add(thread)
              return Effect.succeed(thread)
            } catch (error) {
              return Effect.fail(refused(request, file, error))
            }
          })
      })
    })
  )
