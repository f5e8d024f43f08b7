/**
 * Slow jobs in the log of main: one line for each, whoever has noticed it, and the limits that say what slow is. Runs on
 * main.
 */
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { SlowReport } from "../thread/slowJobs.ts"
import { SlowLimits, type SlowSettings } from "../thread/slowLimits.ts"

/** Lines in one second; the others are counted. */
const MOST_LINES = 100
const PERIOD_MILLIS = 1000
/** Limits that are kept, for reports of threads that did not know the later ones yet. */
const KEPT_LIMITS = 64

export class SlowLog {
  private readonly context: Context.Context<never>
  private readonly now: () => number
  /** The last of them hold now. */
  private readonly limits: Array<SlowLimits>
  /** Which change of them that was. */
  private version = 0
  /** By thread: the job that was reported last, and after which job it stood still. */
  private readonly reported = new Map<number, number>()
  private readonly still = new Map<number, number>()
  private lines = 0
  private since = Number.NEGATIVE_INFINITY
  private suppressed = 0

  /** Writes with the loggers of `context`. */
  constructor(context: Context.Context<never>, now: () => number, settings: SlowSettings) {
    this.limits = [new SlowLimits(settings)]
    this.context = context
    this.now = now
  }

  /** Other limits hold from now on. */
  changed(settings: SlowSettings): void {
    this.version++
    this.limits.push(new SlowLimits(settings))
    if (this.limits.length > KEPT_LIMITS) this.limits.shift()
  }

  /** `version`: of the limits that whoever noticed it knew. */
  add(report: SlowReport, version: number): void {
    const { actor, elapsedMillis, job, thread } = report
    // Other limits may have held since, of which that thread had not heard. By all of them it is slow, or it was none by those
    // under which it ended.
    const since = this.limits.slice(Math.min(-1, version - this.version - 1))
    if (since.some((limits) => elapsedMillis < limits.of(thread, actor, job)) || this.isKnown(report)) return
    const now = this.now()
    if (now - this.since >= PERIOD_MILLIS) this.begin(now)
    if (this.lines >= MOST_LINES) {
      this.suppressed++
      return
    }
    this.lines++
    this.write(inWords(report), { thread, job: `${actor}.${job}` })
  }

  /** A job that blocks its thread may be noticed by several threads, and by its own when it is over. */
  private isKnown({ begun, count, how, incarnation }: SlowReport): boolean {
    // Which one it is, of several, nobody knows: the one that it is will be reported by its thread.
    const seen = how === "still" && count > 1 ? this.still : this.reported
    if (seen.get(incarnation) === begun) return true
    seen.set(incarnation, begun)
    return false
  }

  private begin(now: number): void {
    this.end()
    this.since = now
    this.lines = 0
  }

  /** Nothing of this thread comes any more. */
  forget(incarnation: number): void {
    this.reported.delete(incarnation)
    this.still.delete(incarnation)
  }

  /** Says what had no line of its own. */
  end(): void {
    if (this.suppressed === 0) return
    const text = `${this.suppressed} more slow jobs within a second had no line of their own`
    this.suppressed = 0
    this.write(text, {})
  }

  private write(text: string, annotations: Record<string, unknown>): void {
    Effect.runForkWith(this.context)(Effect.annotateLogs(Effect.logWarning(text), annotations))
  }
}

const inWords = ({ actor, count, elapsedMillis, how, thread, ...report }: SlowReport): string => {
  const job = `${actor}.${report.job}`
  const millis = `${Math.round(elapsedMillis)} ms`
  switch (how) {
    case "runs":
      return `slow job: ${job} on thread "${thread}" runs for ${millis} so far`
    case "blocks":
      return `slow job: ${job} blocks thread "${thread}" for ${millis} so far`
    case "ended":
      return `slow job: ${job} on thread "${thread}" took ${millis}`
    case "still":
      return (
        `thread "${thread}" has not come to its event loop for ${millis}: one of ${count} jobs that are under way there ` +
        `blocks it, the latest of them ${job}`
      )
  }
}
