/**
 * What a test gives to the kit, checked before anything is done with it.
 */
import type { InvalidOption } from "../../ActorError.ts"
import { invalid } from "../options.ts"
import { invalidFaults } from "./fault.ts"

/** Of a simulation: those that are not its actor system's, which checks its own. */
export const invalidOptions = (options: {
  readonly seed?: unknown
  readonly preemption?: unknown
  readonly time?: unknown
  readonly faults?: unknown
  readonly importModule?: unknown
}): InvalidOption | undefined => {
  const { faults = [], importModule, preemption = 0, seed = 1, time = "manual" } = options
  if (!Number.isSafeInteger(seed)) return invalid("seed", seed, "use an integer")
  if (!(typeof preemption === "number" && preemption >= 0 && preemption <= 1)) {
    return invalid("preemption", preemption, "use a probability, 0 to 1")
  }
  if (time !== "manual" && time !== "auto") return invalid("time", time, 'use "manual" or "auto"')
  if (importModule !== undefined && typeof importModule !== "function") {
    return invalid("importModule", importModule, "use a function that imports the module at a URL, or leave it out")
  }
  return invalidFaults(faults)
}

/** Of a walk through operations. */
export const invalidWalk = (from: unknown, every: unknown): InvalidOption | undefined =>
  notFrom(1, "from", from, "operations count from 1") ?? notFrom(1, "every", every, "1 tries each operation")

export const invalidFill = (what: unknown, leave: unknown): InvalidOption | undefined => {
  if (what === "everything" || what === "mail" || what === "blocks") {
    return notFrom(0, "leave", leave, "so many segments stay free")
  }
  return invalid("what", what, 'use "everything", "mail" or "blocks"')
}

const notFrom = (least: number, option: string, value: unknown, why: string): InvalidOption | undefined =>
  Number.isSafeInteger(value) && (value as number) >= least
    ? undefined
    : invalid(option, value, `use a whole number from ${least}: ${why}`)
