/**
 * What a thread reports when it does not start, or how it ended, as reasons and texts for those who wait.
 */
import { type ActorErrorReason, EntryMismatch, InvalidOption, StartFailed } from "../../ActorError.ts"
import type { ThreadExit } from "../../ThreadSpawner.ts"
import type { ToMain } from "./control.ts"
import { shown } from "../options.ts"

/** Fields one by one: an Error's own `cause` is not enumerable, so a spread would lose it. */
export const withEntry = (reason: StartFailed | EntryMismatch, entry: string): StartFailed | EntryMismatch =>
  reason._tag === "StartFailed"
    ? new StartFailed({ cause: reason.cause, entry, detail: reason.detail })
    : new EntryMismatch({ entry, expected: reason.expected, found: reason.found })

export const reasonOf = (failure: Extract<ToMain, { readonly _tag: "failed" }>["failure"]): ActorErrorReason =>
  failure._tag === "mismatch"
    ? new EntryMismatch({ entry: "", expected: failure.expected, found: failure.found })
    : new StartFailed({ cause: failure._tag, entry: "", detail: failure.detail })

export const hung = (entry: string, afterMillis: number): StartFailed =>
  new StartFailed({
    cause: "hung",
    entry,
    detail: `${entry} was not ready after ${afterMillis} ms: does it wait for something at its top level, or in the Layer it exports?`
  })

export const noRoom = (maxThreads: number): InvalidOption =>
  new InvalidOption({
    option: "maxThreads",
    value: `${maxThreads}, main included, and all are in use`,
    remedy: "raise maxThreads of the actor system's layer, or start fewer threads"
  })

/** In one line, for messages; where it happened is in the log. */
export const summary = (exit: ThreadExit): string => {
  const { code, error } = exit
  if (error === undefined) return codeOf(code)
  return (error instanceof Error ? `${error.name}: ${error.message}` : shown(error)).replaceAll(/\s*\n\s*/g, " ")
}

export const describeExit = (exit: ThreadExit): string => {
  if (exit.error instanceof Error) return exit.error.stack ?? `${exit.error.name}: ${exit.error.message}`
  return exit.error === undefined ? codeOf(exit.code) : shown(exit.error)
}

const codeOf = (code: number | undefined): string =>
  code === undefined
    ? "without detaching; somebody else started it, so its exit code is not known"
    : `exit code ${code}`
