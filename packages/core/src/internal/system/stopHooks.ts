/**
 * The stop hooks of an actor that is served on main: the release of what its handlers' layer has acquired. They run once,
 * when the actor's layer closes or when the system stops, whichever comes first, and no longer than a stop may take.
 */
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Option from "effect/Option"
import * as Scope from "effect/Scope"
import * as Ending from "./ending.ts"
import type { MainSystem } from "./mainSystem.ts"

/** Whose stop hooks this fiber is part of: one that stops the system does not wait for itself. */
const Inside = Context.Reference<ReadonlyArray<StopHooks>>("@stevedore/core/StopHooks", { defaultValue: () => [] })

export class StopHooks {
  /** What the handlers' layer is built in. */
  readonly scope = Scope.makeUnsafe()
  private readonly main: MainSystem
  private readonly actor: string
  private readonly ended = Deferred.makeUnsafe<ReadonlyArray<string>>()
  private begun = false

  constructor(main: MainSystem, actor: string) {
    this.main = main
    this.actor = actor
  }

  /** Runs them, or waits for whoever does; returns what held it up. Never fails: a hook that does is logged. */
  run(exit: Exit.Exit<unknown, unknown>, millis: number): Effect.Effect<ReadonlyArray<string>> {
    return Effect.withFiber((fiber) => {
      const inside = Context.get(fiber.context, Inside)
      if (inside.includes(this)) return Effect.succeed([])
      if (this.begun) return Deferred.await(this.ended)
      this.begun = true
      const closing = Scope.closeUnsafe(this.scope, exit)
      const running =
        closing === undefined
          ? Effect.succeed([])
          : this.within(Effect.provideService(closing as Effect.Effect<void>, Inside, [...inside, this]), millis)
      const done = (result: Exit.Exit<ReadonlyArray<string>>): Effect.Effect<unknown> => {
        this.main.stopHooks.delete(this)
        return Deferred.done(this.ended, result)
      }
      return Effect.uninterruptible(Effect.onExit(running, done))
    })
  }

  private within(hooks: Effect.Effect<void>, millis: number): Effect.Effect<ReadonlyArray<string>> {
    return Effect.gen({ self: this }, function* () {
      const { actor, main } = this
      const { interruptGraceMillis, stopTimeoutMillis } = main.options
      // In a fiber of its own: it may never end.
      const fiber = yield* Effect.forkDetach(hooks, { startImmediately: true })
      let exit = yield* Effect.timeoutOption(Fiber.await(fiber), millis)
      const held: Array<string> = []
      if (Option.isNone(exit)) {
        held.push(Ending.endlessHook(actor))
        yield* Effect.logWarning(
          `actor "${actor}" did not stop within ${stopTimeoutMillis} ms; held by: ${held.join(", ")}`
        )
        fiber.interruptUnsafe()
        exit = yield* Effect.timeoutOption(Fiber.await(fiber), interruptGraceMillis)
      }
      if (Option.isNone(exit) || Exit.isSuccess(exit.value)) return held
      const { cause } = exit.value
      // Interrupted here: that was said.
      if (held.length > 0 && Cause.hasInterruptsOnly(cause)) return held
      yield* Ending.hookFailed([actor], "main", Cause.pretty(cause))
      return held
    })
  }
}
