/**
 * Jobs that nobody will handle, and that nobody waits for: tells whose actor was stopping, or whose thread has died. An
 * ask, or a tell that is not in the mailbox yet, fails instead. Read them with `ActorSystem.deadLetters`.
 */
import type { ActorErrorReason } from "./ActorError.ts"
import type { Missed } from "./Supervision.ts"

/**
 * Tells of one kind that ended in the same instant. What they carried is not kept.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import type { DeadLetter } from "@stevedore/core/DeadLetter"
 *
 * const letter: DeadLetter = {
 *   _tag: "DeadLetter",
 *   actor: "app/Mailer",
 *   job: "send",
 *   sender: "main",
 *   thread: "app/Mailer",
 *   reason: "Stopped",
 *   started: false,
 *   count: 3
 * }
 * assert.equal(letter.count, 3)
 * ```
 */
export interface DeadLetter {
  readonly _tag: "DeadLetter"
  /** The actor; mostly unknown when the sender has died too, and with it what it knew. */
  readonly actor: string | undefined
  /** The Rpc, where the sender still knew it: for actors whose threads are restarted. */
  readonly job: string | undefined
  /**
   * The thread that sent them, and the one they were sent to, as far as that is known. Of what a dead thread had told one
   * that died later only the latter is; of what a thread had told one that died before it, only the former.
   */
  readonly sender: string | undefined
  readonly thread: string | undefined
  /** What an ask would have failed with. Unknown of letters whose sender died before it could tell of them. */
  readonly reason: ActorErrorReason["_tag"] | "unknown"
  /** The handler had begun, in this run or, of what is `Job.Idempotent`, in an earlier one. */
  readonly started: boolean | "unknown"
  readonly count: number
}

/** What `ActorSystem.deadLetters` tells. */
export type DeadLetterEvent = DeadLetter | Missed
