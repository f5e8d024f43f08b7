/**
 * Dead letters in the log of main: the first at once, then at most one line in an interval, with how many there were that
 * had no line of their own. No timer: what comes after the interval, or the end of the system, brings the rest.
 */
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { DeadLetter } from "../../DeadLetter.ts"

export class DeadLetterLog {
  private readonly context: Context.Context<never>
  private readonly everyMillis: number
  private lastLine = Number.NEGATIVE_INFINITY
  private suppressed = 0

  /** Writes with the loggers and the clock of `context`; never, when `everyMillis` is infinite. */
  constructor(context: Context.Context<never>, everyMillis: number) {
    this.context = context
    this.everyMillis = everyMillis
  }

  add(letters: ReadonlyArray<DeadLetter>): void {
    if (this.everyMillis === Number.POSITIVE_INFINITY || letters.length === 0) return
    const now = Context.get(this.context, Clock.Clock).currentTimeMillisUnsafe()
    if (now - this.lastLine < this.everyMillis) {
      for (const { count } of letters) this.suppressed += count
      return
    }
    this.lastLine = now
    this.write(letters.map(inWords).join("; "))
  }

  /** What had no line of its own by the end of the system. */
  end(): void {
    if (this.suppressed > 0) this.write("")
  }

  private write(what: string): void {
    const others = this.suppressed === 0 ? "" : `${this.suppressed} that had no line of their own`
    this.suppressed = 0
    const text = [what, others].filter((part) => part !== "").join(", and before that ")
    Effect.runForkWith(this.context)(Effect.logWarning(`dead letters: ${text}`))
  }
}

const progress = { true: "which had started", false: "which never started", unknown: "which may have started" }

const inWords = ({ actor, count, job, reason, sender, started, thread }: DeadLetter): string => {
  const from = sender === undefined ? "" : ` from "${sender}"`
  const to = thread === undefined ? "" : ` to "${thread}"`
  const name = job === undefined ? (actor ?? "a tell") : `${actor}.${job}`
  const why = reason === "unknown" ? "why is not known" : reason
  return `${count} × ${name}${from}${to}, ${progress[`${started}`]} (${why})`
}
