/**
 * The handlers of an actor as a service: what `toLayer` provides and a hosting thread looks for, keyed by the actor's id
 * (Effect's own key for handlers is the bare tag, which two actors on one thread would share).
 */
import * as Context from "effect/Context"
import { HostedActor } from "./hostedActor.ts"
import * as HostedMethod from "./hostedMethod.ts"
import type { ThreadLoop } from "../thread/threadLoop.ts"
import type { ToldFailures } from "./toldFailures.ts"

export interface BuiltHandlers {
  readonly actor: string
  readonly fingerprint: string
  readonly methods: ReadonlyArray<HostedMethod.HostedMethod>
  readonly context: Context.Context<never>
  /** Jobs that may run at once; `Infinity` for unbounded. */
  readonly concurrency: number
  /** What becomes of tells that fail. */
  readonly told: ToldFailures
  /** And of jobs that were left. */
  readonly left: ToldFailures
}

const PREFIX = "@stevedore/core/Handlers/"

export const handlersKey = (actor: string): Context.Key<any, BuiltHandlers> =>
  Context.Service<any, BuiltHandlers>(`${PREFIX}${actor}`)

/** All handlers that a context holds: for messages about an entry that serves something else. */
export const builtHandlersIn = (context: Context.Context<never>): ReadonlyArray<BuiltHandlers> =>
  Array.from(context.mapUnsafe)
    .filter(([key]) => key.startsWith(PREFIX))
    .map(([, value]) => value as BuiltHandlers)

/** Makes an instance on this thread that runs these handlers. */
export const host = (loop: ThreadLoop, instance: number, name: string, handlers: BuiltHandlers): HostedActor => {
  const actor = new HostedActor({
    instance,
    name,
    methods: handlers.methods,
    context: handlers.context,
    concurrency: handlers.concurrency,
    told: handlers.told,
    left: handlers.left,
    owner: {
      mesh: loop.mesh,
      account: loop.account,
      lost: (letter) => loop.letters.add(letter),
      finished: (peer) => loop.finished(peer),
      ready: (ready) => loop.actorReady(ready),
      fibers: (delta) => loop.fibersChanged(delta),
      threadName: (thread) => loop.threadName(thread),
      slow: loop.slow,
      millis: loop.eventLoop.millis,
      now: loop.eventLoop.now
    }
  })
  loop.actors.set(instance, actor)
  return actor
}
