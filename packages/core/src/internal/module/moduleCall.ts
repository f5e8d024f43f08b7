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
   * Whether that is what functions throw because the signal was aborted: nothing, its reason, an error that says so (`AbortError`), or
   * one of their own around it. A text says nothing that is sure.
   */
  static isAbort(call: Call, thrown: unknown): boolean {
    const reason: unknown = call.#controller?.signal.reason
    if (reason === undefined) return false
    try {
      return thrown === undefined || causesOf(thrown).some((each) => each === reason || each.name === "AbortError")
    } catch {
      // A getter that throws: it says nothing either.
      return false
    }
  }
}

interface Named {
  readonly name?: unknown
  readonly cause?: unknown
}

/** Errors that have each other as their causes have no end. */
const DEPTH = 16

const causesOf = (thrown: unknown): ReadonlyArray<Named> => {
  const causes: Array<Named> = []
  for (let at = thrown; typeof at === "object" && at !== null && causes.length < DEPTH; at = causes.at(-1)!.cause) {
    causes.push(at)
  }
  return causes
}
