/*
 * One message to several threads: what cannot be sent at all is refused before anybody has it, where one of them cannot be told, the
 * others are, and a thread that is gone by now is nobody's loss. Used by the sending thread only.
 */
import type { ActorError } from "@stevedore/core/ActorError"
import * as Effect from "effect/Effect"
import type { HarborError } from "../../HarborError.ts"
import { isActorError, isGone, partly } from "./failures.ts"
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
  const waiting: Array<Effect.Effect<void>> = []
  const refused: Array<ActorError> = []
  let reached = 0
  for (const line of lines) {
    const told = line.tell(verbs, given, false)
    if (told === true) reached++
    else if (!isActorError(told)) {
      const onSuccess = (): void => {
        reached++
        fate.reached(1)
      }
      const onFailure = (error: ActorError): void => {
        if (!isGone(error)) refused.push(error)
      }
      waiting.push(Effect.match(told, { onSuccess, onFailure }))
    } else if (isGone(told)) continue
    // Where it is refused for what it is, nobody has it yet: those that wait have not begun to.
    else if (reached === 0) return fate.refused(told)
    else refused.push(told)
  }
  fate.reached(reached)
  const end = Effect.suspend((): Effect.Effect<void, HarborError> => {
    if (refused.length > 0) return Effect.mapError(fate.refused(refused[0]!), reached > 0 ? partly : (error) => error)
    return reached === 0 ? fate.nobody() : Effect.void
  })
  if (waiting.length === 0) return end
  return Effect.andThen(
    Effect.forEach(waiting, (each) => each, { concurrency: "unbounded", discard: true }),
    end
  )
}
