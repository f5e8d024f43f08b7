/**
 * Dead letters of one thread: counted in kinds until the end of the current burst, then told in one go. On main those of
 * all threads come together.
 */
import type * as Stream from "effect/Stream"
import type { DeadLetter, DeadLetterEvent } from "../../DeadLetter.ts"
import type { Missed } from "../../Supervision.ts"
import { Feed } from "../supervision/feed.ts"
import type { Outbox } from "../sending/outbox.ts"
import type { OutgoingJob, Target } from "../sending/outgoing.ts"

/** One letter. What does not say whose it is, is this thread's own. */
export type Letter = Omit<DeadLetter, "_tag" | "count" | "sender"> & Partial<Pick<DeadLetter, "sender">>

/** Counts a tell that nobody will handle, and tells of it. Of a job that was not kept, only where it was sent is known. */
export const lose = (
  outbox: Outbox,
  target: Target | undefined,
  job: OutgoingJob | undefined,
  reason: DeadLetter["reason"],
  startedNow: boolean
): void => {
  const { account, lost } = outbox.owner
  account.deadLetter()
  const actor = job?.method.actor ?? target?.actor
  // Of one that is run again only this run never started.
  const started = startedNow || (job !== undefined && job.attempt > 1)
  lost({ actor, job: job?.method.tag, thread: (job?.target ?? target)?.threadName, reason, started })
}

/** One that an actor refused: where it was sent is known when it can only have been one of `among`. */
export const loseRefused = (outbox: Outbox, among: (target: Target) => boolean, id: number): void => {
  const [target, ...others] = Array.from(outbox.targets).filter(among)
  lose(outbox, others.length === 0 ? target : undefined, outbox.tells.get(id), "Stopped", false)
}

const missing = (count: number): Missed => ({ _tag: "Missed", count })

export class DeadLetters {
  private readonly feed = new Feed<DeadLetterEvent>()
  private readonly batch = new Map<string, Omit<DeadLetter, "_tag" | "count"> & { count: number }>()
  private readonly sender: () => string
  private readonly later: (task: () => void) => void
  private readonly onTold: (letters: ReadonlyArray<DeadLetter>) => void

  /** `sender` says the name of the thread that they are of. */
  constructor(
    sender: () => string,
    later: (task: () => void) => void,
    onTold: (letters: ReadonlyArray<DeadLetter>) => void = () => {}
  ) {
    this.sender = sender
    this.later = later
    this.onTold = onTold
  }

  add(letter: Letter, count = 1): void {
    if (count <= 0) return
    const { actor, job, reason, started, thread } = letter
    const sender = "sender" in letter ? letter.sender : this.sender()
    const key = `${actor ?? ""}\n${job ?? ""}\n${sender}\n${thread}\n${reason}\n${started}`
    const known = this.batch.get(key)
    if (known !== undefined) {
      known.count += count
      return
    }
    if (this.batch.size === 0) this.later(this.flush)
    this.batch.set(key, { ...letter, sender, count })
  }

  /** Tells what has come together; before the thread ends too. */
  readonly flush = (): void => {
    if (this.batch.size === 0) return
    const letters = Array.from(this.batch.values(), (letter): DeadLetter => ({ _tag: "DeadLetter", ...letter }))
    this.batch.clear()
    this.tell(letters)
  }

  /** Letters that are complete: those of this thread, and on main those that others have told of. */
  tell(letters: ReadonlyArray<DeadLetter>): void {
    for (const letter of letters) this.feed.tell(letter)
    this.onTold(letters)
  }

  get stream(): Stream.Stream<DeadLetterEvent> {
    return this.feed.stream({ first: () => [], wanted: () => true, missing })
  }

  end(): void {
    this.flush()
    this.feed.end()
  }
}
