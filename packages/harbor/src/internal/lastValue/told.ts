/**
 * The envelope of a last value: it comes to its handler as no job of this thread, and yet `Envelope.current` tells what it is, who
 * published it, and whether it was told before.
 */
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import { CurrentJob } from "@stevedore/core/CurrentJob"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Message from "../../Message.ts"
import { CurrentCarried } from "../threads/current.ts"
import { NOBODYS_JOB } from "../threads/nested.ts"
import type { Entry } from "./entry.ts"

/** Gives a handler what it may ask for. The publisher's name is empty where nobody of that id is there any more. */
export const told = <A, E, R>(
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
