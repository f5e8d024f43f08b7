/**
 * Threads that die are started again, each for itself, as long as their schedule allows. Runs on main, as long as the
 * layer's scope. Threads that live and die together: see crew.ts.
 */
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Pull from "effect/Pull"
import * as Schedule from "effect/Schedule"
import { ActorError, type ActorErrorReason, ThreadDied } from "../../ActorError.ts"
import type { Death, Handle } from "../system/mainHandle.ts"
import type { MainSystem } from "../system/mainSystem.ts"
import type { Place, When } from "./place.ts"

/** A thread of one or several actors, through all its restarts. */
export interface Supervised {
  readonly place: Place
  readonly current: () => Handle
  /** Starts it again and lets it take its place. */
  readonly again: Effect.Effect<void, ActorError>
}

export interface Policy {
  readonly schedule: Schedule.Schedule<unknown, unknown> | "never"
  readonly onGiveUp: "stop" | "escalate"
}

/** Says for each death when the next start is, or that there is none. */
export type Decide = (cause: ActorErrorReason) => Effect.Effect<When | undefined>

export const deciding = ({ schedule }: Policy): Effect.Effect<Decide> =>
  Effect.gen(function* () {
    if (schedule === "never") return () => Effect.succeed(undefined)
    const step = yield* Effect.catchCause(Schedule.toStep(schedule), broken)
    return (cause: ActorErrorReason) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) =>
        Effect.suspend(() => step?.(now, cause) ?? Cause.done()).pipe(
          Effect.map(([, delay]) => {
            const afterMillis = Duration.toMillis(delay)
            return { afterMillis, atMillis: now + afterMillis }
          }),
          Pull.catchDone(() => Effect.succeed(undefined)),
          Effect.catchCause(broken)
        )
      )
  })

/** A schedule that throws allows nothing more: the thread is given up, which its senders learn. */
const broken = (cause: Cause.Cause<unknown>): Effect.Effect<undefined> =>
  Cause.hasInterruptsOnly(cause)
    ? Effect.interrupt
    : Effect.as(Effect.logError(`a restart schedule failed: ${Cause.pretty(cause)}`), undefined)

/** The end of an incarnation, as the reason that its jobs and those who watch are given. */
export const causeOf = (handle: Handle): Effect.Effect<Death> => Deferred.await(handle.over)

/** The thread will not come back; what that means for the system is up to the policy. */
export const giveUp = (main: MainSystem, place: Place, policy: Policy, cause: ActorErrorReason): Effect.Effect<void> =>
  Effect.suspend(() => {
    const { actors, threadName } = place
    const escalated = policy.onGiveUp === "escalate"
    main.giveUp(actors, threadName)
    place.gaveUp(cause, escalated)
    const what = `thread "${threadName}" of actor "${actors.join('", "')}" is not started again: ${cause.message}`
    // That it died was logged, and that nobody starts it again is what its layer says.
    if (!escalated) return policy.schedule === "never" ? Effect.void : Effect.logError(what)
    main.escalate(
      new ActorError({ reason: cause, actor: actors.join(", "), job: "", thread: threadName, started: false })
    )
    return Effect.logError(`${what}; the actor system stops`)
  })

/** Looks after one thread until it is stopped or given up. Its layer settles the place when it closes. */
export const supervise = (main: MainSystem, supervised: Supervised, policy: Policy): Effect.Effect<void> =>
  Effect.gen(function* () {
    const decide = yield* deciding(policy)
    const { again, current, place } = supervised
    for (;;) {
      place.started()
      const handle = current()
      let cause: ActorErrorReason = yield* causeOf(handle)
      if (handle.stoppedBy !== undefined) return
      for (let isUp = false; !isUp;) {
        const next = yield* decide(cause)
        place.died(cause, next)
        if (next === undefined) return yield* giveUp(main, place, policy, cause)
        const started = yield* Effect.andThen(Effect.sleep(next.afterMillis), Effect.exit(again))
        isUp = Exit.isSuccess(started)
        if (Exit.isFailure(started)) {
          cause = reasonIn(started)
          // The system is stopping: nobody is started any more.
          if (cause._tag === "Stopped") return
        }
      }
    }
  })

export const reasonIn = (exit: Exit.Failure<void, ActorError>): ActorErrorReason => {
  const error = Exit.findErrorOption(exit)
  if (error._tag === "Some") return error.value.reason
  return new ThreadDied({ confirmed: true, detail: Cause.pretty(exit.cause) })
}
