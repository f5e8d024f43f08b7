/**
 * What is logged of jobs that failed and of which nobody else hears: told to an actor (on its thread), or submitted and
 * detached (on the sender's). So many in a second are shown in full, the others counted, so that an actor whose every job
 * fails does not bury all else.
 */
import * as Cause from "effect/Cause"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import { printable } from "../carriedCause.ts"

/** Failures that are shown in one period, the first ones. */
const SHOWN = 10
const PERIOD_MILLIS = 1000

export class ToldFailures {
  private readonly context: Context.Context<never>
  private shown = 0
  /** Those of this period that are not shown, by their job's name. */
  private readonly more = new Map<string, number>()
  private period: Fiber.Fiber<void> | undefined

  private readonly how: string

  /** `context`: what the loggers are taken from. `how`: what became of these jobs before they failed. */
  constructor(context: Context.Context<never>, how = "was told to this actor") {
    this.context = context
    this.how = how
  }

  report(job: string, cause: Cause.Cause<unknown>): void {
    if (Cause.hasInterruptsOnly(cause)) return
    if (this.period === undefined) this.begin()
    if (this.shown >= SHOWN) {
      this.more.set(job, (this.more.get(job) ?? 0) + 1)
      return
    }
    this.shown++
    this.log(`${job} ${this.how} and failed: ${userPart(cause)}`)
  }

  private begin(): void {
    this.period = Effect.runForkWith(this.context)(Effect.sleep(PERIOD_MILLIS))
    this.period.addObserver((exit) => {
      if (Exit.isSuccess(exit)) this.end()
    })
  }

  /** The period is over, or the actor: says how many were not shown. */
  end(): void {
    this.period?.interruptUnsafe()
    this.period = undefined
    this.shown = 0
    for (const [job, count] of this.more) {
      this.log(`${job} ${this.how} and failed ${count} more times within a second; these are not shown`)
    }
    this.more.clear()
  }

  private log(text: string): void {
    Effect.runForkWith(this.context)(Effect.logWarning(text))
  }
}

/** Where this package lies, unless it was bundled with the user's own code. */
const ours = /^(.*\/)internal\/hosting\/toldFailures\.[jt]s$/.exec(new URL(import.meta.url).pathname)?.[1]
const isLibrary = /node:|[\\/]node_modules[\\/](?:.*[\\/])?(?:effect|@effect|@stevedore)[\\/]/

/** The cause as text, its stacks without what is not the user's. */
const userPart = (cause: Cause.Cause<unknown>): string => {
  let text: string
  try {
    text = Cause.pretty(printable(cause))
  } catch {
    return "a defect that cannot be shown"
  }
  const isForeign = (line: string): boolean =>
    /^\s+at /.test(line) && (isLibrary.test(line) || (ours !== undefined && line.includes(ours)))
  return text
    .split("\n")
    .filter((line) => !isForeign(line))
    .join("\n")
}
