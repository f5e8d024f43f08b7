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

  /** Whether that is what functions throw because the signal was aborted: its reason, or an error that says so. */
  static isAbort(call: Call, thrown: unknown): boolean {
    const reason: unknown = call.#controller?.signal.reason
    if (reason === undefined || typeof thrown !== "object" || thrown === null) return false
    const { cause, name } = thrown as { readonly cause?: unknown; readonly name?: unknown }
    return thrown === reason || cause === reason || name === "AbortError"
  }
}
