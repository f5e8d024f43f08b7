/*
 * What a job leaves to what it begins and does not wait for: forks, timers, pushes and what follows them.
 */
import type * as Context from "effect/Context"

export interface Begun {
  /** How often the state's jobs had been killed when that job started: what has killed it has killed this, too. */
  readonly kills: number
  /** What is on its lines as their job; undefined: it was none, as where a script is loaded. */
  readonly job: unknown
  /** What it runs in, where the program of that job's sender has said something of it, a level, annotations or a span. */
  readonly context: Context.Context<never> | undefined
}
