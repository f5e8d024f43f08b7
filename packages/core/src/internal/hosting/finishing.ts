/**
 * The jobs of a thread's actors come to their end before the thread does, main's like any other's.
 */
import * as Effect from "effect/Effect"
import type * as Fiber from "effect/Fiber"
import type { HostedActor } from "./hostedActor.ts"
import { chainOf } from "../jobInfo.ts"
import type { ThreadLoop } from "../thread/threadLoop.ts"

/** How many jobs of an actor wait for what this fiber does: its own, if it is a handler's, and those that asked for it. */
export const waitingIn = (actor: HostedActor, fiber: Fiber.Fiber<unknown, unknown>): number =>
  chainOf(fiber).filter((instance) => instance === actor.instance).length

/** Completes when an actor has nothing more to do, but for jobs that wait for whoever waits here. */
export const idle = (actor: HostedActor): Effect.Effect<void> =>
  Effect.withFiber((fiber) =>
    Effect.callback<void>((resume) => actor.whenIdle(() => resume(Effect.void), waitingIn(actor, fiber)))
  )

const allIdle = (actors: ReadonlyArray<HostedActor>): Effect.Effect<void> =>
  Effect.forEach(actors, idle, { concurrency: "unbounded", discard: true })

/** Lets the actors of this thread finish what they have; returns what still ran when the time was over. */
export const finish = (loop: ThreadLoop, millis: number): Effect.Effect<ReadonlyArray<string>> =>
  Effect.gen(function* () {
    const actors = Array.from(loop.actors.values())
    const sent = Effect.callback<void>((resume) => loop.whenSent(() => resume(Effect.void)))
    const finished = yield* Effect.timeoutOption(Effect.andThen(allIdle(actors), sent), millis)
    if (finished._tag === "Some") return []
    const held = actors.flatMap((actor) => actor.held)
    if (loop.mesh.held > 0) held.push(`${loop.mesh.held} replies for which there is no memory`)
    return held
  })

/**
 * What has not finished is refused where it has not started, and interrupted where it runs. What this fiber is the last
 * to hold up goes on when it does.
 */
export const refuse = (loop: ThreadLoop): Effect.Effect<void> =>
  Effect.withFiber((fiber) => {
    for (const actor of loop.actors.values()) actor.refuseAll(waitingIn(actor, fiber))
    return Effect.void
  })

/** After `refuse`: waits for the finalizers of what was interrupted, so long. */
export const unwind = (loop: ThreadLoop, millis: number): Effect.Effect<void> =>
  Effect.asVoid(Effect.timeoutOption(allIdle(Array.from(loop.actors.values())), millis))
