/**
 * Options of promises, checked: code without types gives anything.
 */
import type { SendOptions } from "../../Actor.ts"
import { ActorError } from "../../ActorError.ts"
import type { PromiseOptions, Signal } from "../../ModuleActor.ts"
import { invalid } from "../options.ts"

/** An error of `Actor.promises` itself, or of a job's `with`. */
export const wrongOption = (job: string, option: string, value: unknown, remedy: string): ActorError =>
  new ActorError({
    reason: invalid(option, value, remedy),
    actor: "Actor.promises",
    job,
    thread: "",
    started: false
  })

/** The signals that leave a call, with that of its options, and those of its options that are sent. Throws what cannot work. */
export const promiseOptions = (
  job: string,
  options: SendOptions & PromiseOptions,
  before: ReadonlyArray<Signal>
): { readonly signals: ReadonlyArray<Signal>; readonly send: SendOptions } => {
  if (typeof options !== "object" || options === null) {
    throw wrongOption(job, "options", options, "give an object, such as { signal }")
  }
  const { signal, ...send } = options
  if (signal === undefined) return { signals: before, send }
  if (isSignal(signal)) return { signals: [...before, signal], send }
  throw wrongOption(job, "signal", signal, "give an AbortSignal, such as controller.signal")
}

const isSignal = (signal: unknown): signal is Signal => {
  if (typeof signal !== "object" || signal === null) return false
  const { aborted, addEventListener, removeEventListener } = signal as Partial<Signal>
  return (
    typeof aborted === "boolean" && typeof addEventListener === "function" && typeof removeEventListener === "function"
  )
}
