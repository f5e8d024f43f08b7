/**
 * Tells whose payload cannot be decoded where they come to: besides what is logged of each failure, an extension that carries jobs
 * of its own is told of them, since no handler of its has heard of that job.
 */
import * as Cause from "effect/Cause"
import type * as Context from "effect/Context"
import { Undecodable } from "../../ActorError.ts"
import { ToldFailures } from "./toldFailures.ts"

/** An option of handlers, for extensions of this library. */
export const UNREAD = "~@stevedore/core/unread"

export interface UnreadOption {
  /** Called on the hosting thread for each tell whose payload cannot be decoded. */
  readonly [UNREAD]?: (() => void) | undefined
}

export class ToldAndUnread extends ToldFailures {
  private readonly unread: () => void

  constructor(context: Context.Context<never>, unread: () => void) {
    super(context)
    this.unread = unread
  }

  override report(job: string, cause: Cause.Cause<unknown>): void {
    super.report(job, cause)
    if (isUndecoded(cause)) this.unread()
  }
}

/** The error may be a Proxy whose traps throw. Nobody catches that here: it would end the thread. */
const isUndecoded = (cause: Cause.Cause<unknown>): boolean => {
  try {
    const [only] = cause.reasons
    if (only === undefined || !Cause.isFailReason(only)) return false
    const { error } = only
    return error instanceof Undecodable && error.what === "payload"
  } catch {
    return false
  }
}
