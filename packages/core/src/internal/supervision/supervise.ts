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
import type { NextStart } from "../../Supervision.ts"
import type { Handle } from "../system/mainHandle.ts"
import type { MainSystem } from "../system/mainSystem.ts"

/** A thread of one or several actors, through all its restarts. */
export interface Supervised {
  readonly actors: ReadonlyArray<string>
  readonly threadName: string
  readonly current: () => Handle
  /** Starts it again and lets it take its place. */
  readonly again: Effect.Effect<void, ActorError>
}

export interface Policy {
  readonly schedule: Schedule.Schedule<unknown, unknown> | "never"
  readonly onGiveUp: "stop" | "escalate"
}

/** Says for each death when the next start is, or that there is none. */
export type Decide = (cause: ActorErrorReason, attempt: number) => Effect.Effect<NextStart | undefined>

export const deciding = ({ schedule }: Policy): Effect.Effect<Decide> =>
  Effect.gen(function* () {
    if (schedule === "never") return () => Effect.succeed(undefined)
    const step = yield* Effect.catchCause(Schedule.toStep(schedule), broken)
    return (cause: ActorErrorReason, attempt: number) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) =>
        Effect.suspend(() => step?.(now, cause) ?? Cause.done()).pipe(
          Effect.map(([, delay]) => {
            const afterMillis = Duration.toMillis(delay)
            return { attempt, afterMillis, atMillis: now + afterMillis }
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
export const causeOf = (handle: Handle): Effect.Effect<ThreadDied> => Deferred.await(handle.over)

export const aboutThread = ({ actors, current, threadName }: Supervised) => ({
  actors,
  thread: threadName,
  threadId: current().incarnation
})

/** The thread will not come back; what that means for the system is up to the policy. */
export const giveUp = (
  main: MainSystem,
  supervised: Supervised,
  policy: Policy,
  cause: ActorErrorReason
): Effect.Effect<void> =>
  Effect.suspend(() => {
    const { actors, threadName } = supervised
    const escalated = policy.onGiveUp === "escalate"
    main.giveUp(actors, threadName)
    main.tellLife({ _tag: "GaveUp", ...aboutThread(supervised), cause, escalated })
    const what = `thread "${threadName}" of actor "${actors.join('", "')}" is not started again: ${cause.message}`
    // That it died was logged, and that nobody starts it again is what its layer says.
    if (!escalated) return policy.schedule === "never" ? Effect.void : Effect.logError(what)
    main.escalate(
      new ActorError({ reason: cause, actor: actors.join(", "), job: "", thread: threadName, started: false })
    )
    return Effect.logError(`${what}; the actor system stops`)
  })

/** Looks after one thread until it is stopped or given up. */
export const supervise = (main: MainSystem, supervised: Supervised, policy: Policy): Effect.Effect<void> =>
  Effect.gen(function* () {
    const decide = yield* deciding(policy)
    let attempt = 1
    main.tellLife({ _tag: "Started", ...aboutThread(supervised), attempt })
    for (;;) {
      const handle = supervised.current()
      let cause: ActorErrorReason = yield* causeOf(handle)
      // Whoever stopped it has told.
      if (handle.stoppedBy !== undefined) return
      for (let isUp = false; !isUp;) {
        const restart = yield* decide(cause, attempt + 1)
        main.tellLife({ _tag: "Died", ...aboutThread(supervised), cause, restart })
        if (restart === undefined) return yield* giveUp(main, supervised, policy, cause)
        const again = yield* comeBack(main, supervised, restart)
        attempt = restart.attempt
        isUp = Exit.isSuccess(again)
        if (Exit.isFailure(again)) {
          cause = reasonIn(again)
          // The system is stopping: nobody is started any more.
          if (cause._tag === "Stopped") return tellStopped(main, supervised, "system")
        }
      }
      main.tellLife({ _tag: "Started", ...aboutThread(supervised), attempt })
    }
  })

/** Waits as long as the schedule says, and starts it. A layer that closes meanwhile has stopped it. */
const comeBack = (main: MainSystem, supervised: Supervised, { afterMillis }: NextStart) =>
  Effect.andThen(Effect.sleep(afterMillis), Effect.exit(supervised.again)).pipe(
    Effect.onInterrupt(() => Effect.sync(() => tellStopped(main, supervised, "layer")))
  )

export const tellStopped = (main: MainSystem, supervised: Supervised, by: "layer" | "system" | "group"): void =>
  main.tellLife({ _tag: "Stopped", ...aboutThread(supervised), by, held: [] })

export const reasonIn = (exit: Exit.Failure<void, ActorError>): ActorErrorReason => {
  const error = Exit.findErrorOption(exit)
  if (error._tag === "Some") return error.value.reason
  return new ThreadDied({ confirmed: true, detail: Cause.pretty(exit.cause) })
}
