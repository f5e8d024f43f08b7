/**
 * What `this` is in a function that was called from another thread.
 */
import type { ModuleCall } from "../../ModuleActor.ts"

/** `this` of one call. The signal is made when it is asked for: most functions never do. */
export class Call implements ModuleCall {
  #controller: AbortController | undefined = undefined
  #aborted = false

  get signal(): AbortSignal {
    this.#controller ??= new AbortController()
    if (this.#aborted) this.#controller.abort()
    return this.#controller.signal
  }

  static abort(call: Call): void {
    call.#aborted = true
    call.#controller?.abort()
  }

  /**
   * Whether that is what functions throw because the signal was aborted: nothing, its reason, an error that says so (`AbortError`),
   * several of them (`Promise.any`), or one of their own around it. A text says nothing that is sure.
   */
  static isAbort(call: Call, thrown: unknown): boolean {
    const reason: unknown = call.#controller?.signal.reason
    if (reason === undefined) return false
    try {
      return thrown === undefined || saysSo(thrown, reason, { left: MOST })
    } catch {
      // A getter that throws: it says nothing either.
      return false
    }
  }
}

interface Thrown {
  readonly name?: unknown
  readonly cause?: unknown
  readonly errors?: unknown
}

/** Errors that are looked at: those that have each other as their causes have no end. */
const MOST = 64
const SEVERAL = 8

const saysSo = (thrown: unknown, reason: unknown, looks: { left: number }): boolean => {
  if (typeof thrown !== "object" || thrown === null || looks.left-- <= 0) return false
  const { cause, errors, name }: Thrown = thrown
  if (thrown === reason || name === "AbortError" || saysSo(cause, reason, looks)) return true
  if (!Array.isArray(errors) || errors.length === 0) return false
  // The first ones speak for the others: there may be as many as were begun.
  for (let i = 0; i < Math.min(errors.length, SEVERAL); i++) if (!saysSo(errors[i], reason, looks)) return false
  return true
}
