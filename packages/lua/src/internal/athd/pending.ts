/**
 * How many jobs a thread or a pool has before it, as another thread knows it, or that thread itself. The figures are in shared memory; the
 * names come round from main, and a thread that has just started runs jobs before its own has: then they are waited for, as calls
 * do.
 */
import type { ActorError } from "@stevedore/core/ActorError"
import * as Effect from "effect/Effect"
import { tagOf } from "./protocol.ts"
import type { Place } from "./athd.ts"
import type { Remote, To } from "./remote.ts"
import { namedError } from "./unreached.ts"

/** The jobs of a target, as the state of that place asks. */
export const pendingOf = (
  { own, system, thread: self, hasStarted }: Place,
  remote: Remote,
  to: To
): Effect.Effect<number, ActorError> => {
  const isSelf = to.name === own.name && to.thread === own.thread
  // Its name comes round when its script has run: until then nobody can have sent it anything.
  if (isSelf && !hasStarted) return Effect.succeed(0)
  const thread = isSelf ? self.name : to.thread
  const asked = system.pending(thread === undefined ? { actor: tagOf(remote.name) } : { thread })
  const found = Effect.catchIf(
    asked,
    ({ reason }) => reason._tag === "Unreachable" && !remote.wasThere(thread),
    (error) =>
      Effect.timeoutOrElse(Effect.andThen(arrival(remote, thread), asked), {
        duration: system["~@stevedore/core/runtime"].nameTimeoutMillis,
        orElse: () => Effect.fail(error)
      })
  )
  return Effect.mapError(found, (error) => namedError(error, remote.name))
}

/** Completes when this thread has heard of it. */
const arrival = (remote: Remote, thread: string | undefined): Effect.Effect<void> =>
  Effect.callback((resume) => {
    const look = (): void => {
      if (remote.wasThere(thread)) resume(Effect.void)
    }
    // A watcher is called in the middle of the change.
    const unwatch = remote.members.watch(() => queueMicrotask(look))
    look()
    return Effect.sync(unwatch)
  })
