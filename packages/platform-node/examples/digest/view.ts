/**
 * What the user sees while files are read. There are three: lines with a progress bar below on a terminal, plain lines
 * for a pipe or a file, and one JSON document.
 */
import type * as Effect from "effect/Effect"
import type { OutputClosed } from "./output.ts"
import type { SpeedUp } from "./speedUp.ts"
import type { Event, Tally } from "./tally.ts"

export interface View {
  /** Shows one event; the tally has it already. Completes when the reader can take more. */
  readonly show: (event: Event, tally: Tally) => Effect.Effect<void, OutputClosed>
  /** Time went by: draws again what changes with it. */
  readonly refresh: (tally: Tally) => Effect.Effect<void, OutputClosed>
  /** All files are read, or the user had enough of it. */
  readonly finish: (tally: Tally, interrupted: boolean) => Effect.Effect<void, OutputClosed>
  /** The comparison with one thread: none for a view that does not show it. */
  readonly speedUp?: {
    readonly begin: Effect.Effect<void, OutputClosed>
    readonly end: (result: SpeedUp) => Effect.Effect<void, OutputClosed>
  }
}
