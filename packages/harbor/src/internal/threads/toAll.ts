/*
 * One message to several threads: what cannot be sent at all is refused before anybody has it, and a thread that is gone by now is
 * nobody's loss. Used by the sending thread only.
 */
import type { ActorError } from "@stevedore/core/ActorError"
import * as Effect from "effect/Effect"
import type { HarborError } from "../../HarborError.ts"
import { isActorError, isGone } from "./failures.ts"
import type { Line, Verbs } from "./line.ts"

/** What is made of it: counted, or an error. */
export interface Fate {
  readonly reached: (threads: number) => void
  readonly nobody: () => Effect.Effect<never, HarborError>
  readonly refused: (error: ActorError) => Effect.Effect<never, HarborError>
}

export const toAll = (
  verbs: Verbs,
  given: unknown,
  lines: ReadonlyArray<Line>,
  fate: Fate
): Effect.Effect<void, HarborError> => {
  const waiting: Array<Effect.Effect<void, HarborError>> = []
  let reached = 0
  for (const line of lines) {
    const told = line.tell(verbs, given, false)
    if (told === true) reached++
    else if (!isActorError(told)) {
      waiting.push(
        told.pipe(
          Effect.map(() => fate.reached(1)),
          Effect.catch((error) => (isGone(error) ? Effect.void : fate.refused(error)))
        )
      )
    } else if (isGone(told)) continue
    // Where it is refused for what it is, nobody has it yet.
    else if (reached === 0) return fate.refused(told)
    else waiting.push(fate.refused(told))
  }
  fate.reached(reached)
  if (waiting.length === 0) return reached === 0 ? fate.nobody() : Effect.void
  return Effect.forEach(waiting, (each) => each, { concurrency: "unbounded", discard: true })
}
