/**
 * The envelope of a last value: it comes to its handler as no job of this thread, and yet `Envelope.current` tells what it is, who
 * published it, and whether it was told before.
 */
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import { CurrentJob } from "@stevedore/core/CurrentJob"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Scope from "effect/Scope"
import type * as Message from "../../Message.ts"
import { returned } from "../handler.ts"
import { logWarning } from "../logged.ts"
import { CurrentCarried } from "../threads/current.ts"
import { NOBODYS_JOB } from "../threads/nested.ts"
import type { Entry } from "./entry.ts"

/** Gives a handler what it may ask for. The publisher's name is empty where nobody of that id is there any more. */
const withEnvelope = <A, E, R>(
  handled: Effect.Effect<A, E, R>,
  system: ActorSystem["Service"],
  message: Message.Any,
  topic: string,
  { publisher, stale }: Entry
): Effect.Effect<A, E, Exclude<R, CurrentJob>> =>
  Effect.flatMap(Effect.zip(system.threadName(publisher), Clock.currentTimeMillis), ([name = "", now]) => {
    const job = {
      actor: `harbor/${message.name}`,
      name: NOBODYS_JOB,
      id: 0,
      sender: { id: publisher, name },
      key: undefined,
      deadline: undefined,
      enqueuedAt: now,
      startedAt: now,
      attempt: 1
    }
    const surroundings = Context.make(CurrentJob, job).pipe(Context.add(CurrentCarried, { topic, redelivered: stale }))
    return Effect.provideContext(handled, surroundings) as Effect.Effect<A, E, Exclude<R, CurrentJob>>
  })

/** Tells a handler of one value. It never fails: what the handler fails of is logged, and the next one told. */
export const told = <E, R>(
  handle: () => Effect.Effect<void, E, R>,
  system: ActorSystem["Service"],
  message: Message.Any,
  topic: string,
  entry: Entry
): Effect.Effect<void, never, Exclude<R, CurrentJob | Scope.Scope>> => {
  const logged = (cause: Cause.Cause<unknown>) =>
    logWarning(`a last value of "${message.name}" on "${topic}" was not handled`, cause)
  try {
    const handled = returned(message.name, handle())
    if (Exit.isExit(handled) && Exit.isSuccess(handled)) return Exit.void
    const caught = Effect.catchCause(Effect.scoped(withEnvelope(handled, system, message, topic, entry)), logged)
    return Effect.withFiber((fiber) => {
      const run = Effect.runForkWith(fiber.context)
      // What is no Effect, deeper in a handler, ends its fiber past all that would catch it.
      fiber.addObserver((exit) => {
        if (Exit.isFailure(exit) && !Cause.hasInterrupts(exit.cause)) run(logged(exit.cause))
      })
      return caught as Effect.Effect<void, never, Exclude<R, CurrentJob | Scope.Scope>>
    })
  } catch (thrown) {
    return logged(Cause.die(thrown))
  }
}
