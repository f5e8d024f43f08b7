/*
 * How long a call may take: from when it was made, whatever it waits for on its way, and however often it is tried.
 */
import * as Clock from "effect/Clock"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"

export class Within {
  private readonly timeout: Duration.Input
  private readonly clock: Clock.Clock
  private readonly since: number
  /** Undefined where there is no end to it, and where it is no time: who is asked to keep to it says so. */
  readonly millis: number | undefined

  constructor(timeout: Duration.Input, clock: Clock.Clock) {
    this.timeout = timeout
    this.clock = clock
    this.since = clock.currentTimeMillisUnsafe()
    const millis = Option.getOrUndefined(Option.map(Duration.fromInput(timeout), Duration.toMillis))
    this.millis = millis !== undefined && millis >= 0 && Number.isFinite(millis) ? millis : undefined
  }

  /** What is left of it. */
  get leftMillis(): number | undefined {
    return this.millis === undefined ? undefined : Math.max(0, this.millis - this.waitedMillis)
  }

  /** The same, as a timeout of whatever is asked next; what is no time stays as it is. */
  get left(): Duration.Input {
    return this.leftMillis ?? this.timeout
  }

  /** Of an ask that is sent now. `waitedMillis` is core's own: see its limit.ts. */
  get options(): { readonly timeout: Duration.Input; readonly waitedMillis: number } {
    return { timeout: this.timeout, waitedMillis: this.waitedMillis }
  }

  private get waitedMillis(): number {
    return this.clock.currentTimeMillisUnsafe() - this.since
  }
}

/** Begins a call that may take so long. */
export const within = <A, E, R = never>(
  timeout: Duration.Input | undefined,
  call: (within: Within | undefined) => Effect.Effect<A, E, R>
): Effect.Effect<A, E, R> =>
  timeout === undefined ? call(undefined) : Effect.clockWith((clock) => call(new Within(timeout, clock)))
