/**
 * What befalls a simulated thread exactly before one of its memory operations.
 */
import type { InvalidOption } from "../../ActorError.ts"
import { invalid, shown } from "../options.ts"

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

export const invalidFaults = (faults: unknown): InvalidOption | undefined => {
  if (!Array.isArray(faults)) return invalid("faults", faults, `use an array of what ${MAKERS} return`)
  for (const fault of faults as ReadonlyArray<unknown>) {
    if (!(fault instanceof OneFault)) return invalid("faults", fault, `use what ${MAKERS} return`)
    const remedy = remedyOf(fault)
    if (remedy !== undefined) return invalid("faults", textOf(fault), remedy)
  }
  return undefined
}

const MAKERS = "killAt, freezeAt, stickAt and delayAt"

const remedyOf = ({ effect, operation, thread }: OneFault): string | undefined => {
  if (typeof thread !== "string" || thread === "") return "name a thread: a text that is not empty"
  if (!Number.isSafeInteger(operation) || operation < 1) return "operations count from 1, in whole numbers"
  if (thread === "main" && effect._tag !== "delay") return "main runs the test: it can only be delayed"
  if (effect._tag !== "delay" || (Number.isSafeInteger(effect.steps) && effect.steps >= 0)) return undefined
  return "let the others take a whole number of steps, from 0; freezeAt stops it until it is thawed"
}

const textOf = ({ effect, operation, thread }: Fault): string => {
  const by = effect._tag === "delay" ? ` by ${shown(effect.steps)} steps` : ""
  return `${effect._tag} ${shown(thread)}${by} before its memory operation ${shown(operation)}`
}

export const describe = (fault: Fault): string => `${textOf(fault)}${fault.struck ? "" : " (not reached)"}`

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
