/*
 * Checks the limits of a thread's heap before Node sees them: it takes any value in silence, ignores what is not a
 * number, and a heap or stack too small for Node itself ends the whole process instead of failing one thread.
 */
import { ActorError, InvalidOption } from "@stevedore/core/ActorError"
import type { ResourceLimits } from "@stevedore/core/ThreadSpawner"

// The least with which a thread was seen to fail alone, or to work, under this package's own boot; then some.
const leastMb: Readonly<Record<keyof ResourceLimits, number>> = {
  maxOldGenerationSizeMb: 16,
  maxYoungGenerationSizeMb: 1,
  codeRangeSizeMb: 1,
  stackSizeMb: 0.5
}

const isKnown = (key: string): key is keyof ResourceLimits => Object.hasOwn(leastMb, key)

/** It may be anything, and what has no text of its own is said, too. */
const shown = (value: unknown): string => {
  try {
    return String(value)
  } catch {
    return `${typeof value} that cannot be shown as text`
  }
}

const invalid = (thread: string, option: string, value: unknown, remedy: string) =>
  new ActorError({
    reason: new InvalidOption({ option: `resourceLimits.${option}`, value: shown(value), remedy }),
    actor: "",
    job: "",
    thread,
    started: false
  })

/** What is wrong with `limits`, if anything. */
export const check = (thread: string, limits: ResourceLimits): ActorError | undefined => {
  for (const [key, value] of Object.entries(limits)) {
    if (value === undefined) continue
    if (!isKnown(key)) return invalid(thread, key, value, `known are ${Object.keys(leastMb).join(", ")}`)
    if (typeof value !== "number" || !Number.isFinite(value) || value < leastMb[key]) {
      return invalid(thread, key, value, `set a number of megabytes, at least ${leastMb[key]}, or leave it out`)
    }
  }
  return undefined
}
