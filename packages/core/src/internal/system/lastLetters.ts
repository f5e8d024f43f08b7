/**
 * What main tells of the tells that a dead thread answered for, beyond what that thread has told itself: as much as its
 * record says, and no more. Whose they were and where they went is then only known in part. Runs on main.
 */
import type { ActorErrorReason } from "../../ActorError.ts"
import type { DeadLetter } from "../../DeadLetter.ts"
import type { DeadLetters } from "../thread/deadLetters.ts"
import type { Buried } from "../thread/tellAccount.ts"
import type { Handle } from "./mainHandle.ts"

/** A thread that has ended, as main remembers it: of one record the latest. */
export interface Ended {
  readonly name: string
  readonly actors: ReadonlyArray<string>
  /** It was asked to stop. */
  readonly stopping: boolean
  readonly lettersTold: number
  readonly reason: ActorErrorReason
}

/** What is remembered of a thread, all it has posted having been read. */
export const identityOf = ({ actors, lettersTold, name, stoppedBy }: Handle): Omit<Ended, "reason"> => {
  return { name, actors, stopping: stoppedBy !== undefined, lettersTold }
}

/** Nothing is known but that they are. */
const unknown: Omit<DeadLetter, "_tag" | "count"> = {
  actor: undefined,
  job: undefined,
  sender: undefined,
  thread: undefined,
  reason: "unknown",
  started: "unknown"
}

export const tellLast = (letters: DeadLetters, ended: Ended, buried: Buried): void => {
  const { actors, lettersTold, name, reason, stopping } = ended
  // Where both ends have died nobody looks at the word any more: this is what its phase says.
  const sent = { ...unknown, sender: name, reason: "ThreadDied" } as const
  letters.add({ ...sent, started: true }, buried.started)
  // What is idempotent may have run before.
  letters.add(sent, buried.queued + buried.inHand)
  letters.add({ ...sent, reason: "Stopped" }, buried.refused)
  letters.add(
    { ...unknown, actor: actors.length === 1 ? actors[0] : undefined, thread: name, reason: reason._tag },
    buried.inherited
  )
  // It counted those and died before the end of the burst in which it would have told of them. One that stops counts
  // what dead threads have told it, too.
  const sender = stopping ? undefined : name
  letters.add({ ...unknown, sender }, buried.counted - lettersTold)
}
