/**
 * The time of a simulation: stands still until somebody moves it. It is a TestClock, so `TestClock.adjust` works; moving
 * it lets everything that a moment causes happen before the next moment comes.
 */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { TestClock } from "effect/testing/TestClock"

interface Sleeper {
  readonly until: number
  readonly resume: (effect: Effect.Effect<void>) => void
}

export class SimulatedClock implements TestClock {
  private millis = 0
  /** The earliest last; of equals the first to sleep last. */
  private readonly sleepers: Array<Sleeper> = []
  private readonly around: Clock.Clock
  /** Completes when no thread can run. */
  private readonly quiet: Effect.Effect<void>

  constructor(around: Clock.Clock, quiet: Effect.Effect<void>) {
    this.around = around
    this.quiet = quiet
  }

  readonly currentTimeMillisUnsafe = (): number => this.millis
  readonly currentTimeNanosUnsafe = (): bigint => BigInt(Math.round(this.millis * 1000)) * 1000n
  readonly monotonicTimeNanosUnsafe = (): bigint => this.currentTimeNanosUnsafe()
  readonly currentTimeMillis = Effect.sync(() => this.millis)
  readonly currentTimeNanos = Effect.sync(() => this.currentTimeNanosUnsafe())
  readonly monotonicTimeNanos = Effect.sync(() => this.currentTimeNanosUnsafe())

  sleep(duration: Duration.Duration): Effect.Effect<void> {
    return Effect.callback((resume) => {
      const until = this.millis + Duration.toMillis(duration)
      if (until <= this.millis) return resume(Effect.void)
      const sleeper: Sleeper = { until, resume }
      let at = this.sleepers.length
      while (at > 0 && this.sleepers[at - 1]!.until <= until) at--
      this.sleepers.splice(at, 0, sleeper)
      return Effect.sync(() => {
        const index = this.sleepers.indexOf(sleeper)
        if (index >= 0) this.sleepers.splice(index, 1)
      })
    })
  }

  /** When the next one wakes; `undefined` when nobody sleeps, or only for ever. */
  get next(): number | undefined {
    const until = this.sleepers.at(-1)?.until
    return until === undefined || until === Number.POSITIVE_INFINITY ? undefined : until
  }

  get sleeping(): number {
    return this.sleepers.length
  }

  /** Moves to the moment when the next one wakes, and wakes it. */
  wakeNext(): void {
    const sleeper = this.sleepers.pop()!
    this.millis = sleeper.until
    sleeper.resume(Effect.void)
  }

  setTime(timestamp: number): Effect.Effect<void> {
    const step: Effect.Effect<void> = Effect.flatMap(this.quiet, () => {
      const { next } = this
      if (next === undefined || next > timestamp) {
        this.millis = timestamp
        return this.quiet
      }
      this.wakeNext()
      return step
    })
    return step
  }

  adjust(duration: Duration.Input): Effect.Effect<void> {
    const millis = Duration.toMillis(Duration.fromInputUnsafe(duration))
    return Effect.suspend(() => this.setTime(this.millis + millis))
  }

  withLive<A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> {
    const outer = this.around as Clock.Clock & Partial<Pick<TestClock, "withLive">>
    return outer.withLive?.(effect) ?? Effect.provideService(effect, Clock.Clock, outer)
  }
}
