/**
 * The `ActorSystem` service of one thread, made from what that thread has of the system.
 */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { type ActorError, InvalidOption, ThreadDied, Timeout } from "../../ActorError.ts"
import type { ActorSystem } from "../../ActorSystem.ts"
import * as Inviting from "./inviting.ts"
import type { MainSystem } from "./mainSystem.ts"
import { membersOf } from "./members.ts"
import * as SlowAfter from "./slowAfter.ts"
import type { SystemRuntime } from "./systemRuntime.ts"
import * as Terminating from "./terminating.ts"
import * as View from "./systemView.ts"

/** The service on one thread. */
export const fromRuntime = (runtime: SystemRuntime): ActorSystem["Service"] => ({
  threads: Effect.sync(() => View.threads(runtime)),
  threadName: (id) => Effect.sync(() => View.threads(runtime).find((thread) => thread.id === id)?.name),
  pending: (of) => View.pending(runtime, of),
  info: Effect.sync(() => View.info(runtime)),
  watch: (of) => {
    const wrong = View.wrongOf("ActorSystem.watch", of)
    return wrong === undefined ? runtime.lives.watch(of) : Stream.die(View.failure(wrong))
  },
  deadLetters: runtime.loop.letters.stream,
  awaitFailure: runtime.main === undefined ? onMainOnly("awaitFailure") : Deferred.await(runtime.main.failure),
  stop: runtime.main === undefined ? onMainOnly("stop") : stopOf(runtime.main),
  kill: (threadName) => (runtime.main === undefined ? onMainOnly("kill") : Terminating.kill(runtime.main, threadName)),
  invite: (name) => (runtime.main === undefined ? onMainOnly("invite") : Inviting.invite(runtime.main, name)),
  slowAfter: (of, after) =>
    runtime.main === undefined ? onMainOnly("slowAfter") : SlowAfter.change(runtime.main, of, after),
  members: (actor) => membersOf(runtime, actor),
  shared: (name, bytes) => Effect.mapError(runtime.sharedNames.get(name, bytes), (reason) => View.failure(reason)),
  "~@stevedore/core/runtime": runtime
})

const onMainOnly = (what: string): Effect.Effect<never, ActorError> =>
  Effect.fail(
    View.failure(
      new InvalidOption({
        option: `ActorSystem.${what}`,
        value: "called on a worker thread",
        remedy: "call it on main"
      })
    )
  )

const stopOf = (main: MainSystem): Effect.Effect<void, ActorError> =>
  Effect.flatMap(main.close, ({ died, late }) => {
    const afterMillis = main.options.stopTimeoutMillis
    const held = [...late, ...died].join(", ")
    if (late.length > 0) return View.failure(new Timeout({ afterMillis, detail: `held by: ${held}` }))
    return died.length > 0 ? View.failure(new ThreadDied({ confirmed: true, detail: held })) : Effect.void
  })
