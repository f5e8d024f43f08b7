/**
 * What befalls a simulated thread exactly before one of its memory operations.
 */
import { InvalidOption } from "../../ActorError.ts"
import { invalid } from "../options.ts"

/** Made by the constructors of `@stevedore/core/testing`; each strikes once. */
export interface Fault {
  readonly thread: string
  /** Before which of its memory operations, counted from 1. */
  readonly operation: number
  /** `steps`: how many of the others' steps it stands there. */
  readonly effect:
    | { readonly _tag: "kill" }
    | { readonly _tag: "freeze" }
    | { readonly _tag: "stick" }
    | { readonly _tag: "delay"; readonly steps: number }
  /** Whether it has struck. */
  readonly struck: boolean
}

export class OneFault implements Fault {
  readonly thread: string
  readonly operation: number
  readonly effect: Fault["effect"]
  struck = false

  constructor(thread: string, operation: number, effect: Fault["effect"]) {
    this.thread = thread
    this.operation = operation
    this.effect = effect
  }
}

export const faultsOf = (faults: ReadonlyArray<Fault>): ReadonlyArray<OneFault> =>
  faults.filter((fault) => fault instanceof OneFault)

export const invalidFaults = (faults: ReadonlyArray<Fault>): InvalidOption | undefined => {
  for (const fault of faults) {
    if (!(fault instanceof OneFault)) {
      return new InvalidOption({
        option: "faults",
        value: "an object",
        remedy: "use killAt, freezeAt, stickAt or delayAt"
      })
    }
    if (!Number.isSafeInteger(fault.operation) || fault.operation < 1) {
      return invalid("faults", describe(fault), "operations count from 1")
    }
    if (fault.thread === "main" && fault.effect._tag !== "delay") {
      return invalid("faults", describe(fault), "main runs the test: it can only be delayed")
    }
  }
  return undefined
}

export const describe = ({ effect, operation, struck, thread }: Fault): string =>
  `${effect._tag} "${thread}" before its memory operation ${operation}${struck ? "" : " (not reached)"}`

/**
 * Thrown where a thread dies, through whatever it was doing: nothing of the thread runs after it. No code of this library
 * catches it, and fibers that do are not run any further.
 */
export class Killed extends Error {
  constructor(thread: string, operations: number) {
    super(`thread "${thread}" is dead; it ended at its memory operation ${operations}`)
    this.name = "Killed"
  }
}
