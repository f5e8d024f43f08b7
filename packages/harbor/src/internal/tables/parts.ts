/*
 * Steps on their way between threads. How many there are is what users decide, and a message has an end: so they travel in parts, and
 * are acted by when all parts are there, in one step.
 */
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import { textBytes } from "../textBytes.ts"
import type { Change, Part, Step } from "./protocol.ts"

/** What the steps of a part take at most, unless one alone is larger: it needs no block, where a segment is what it is by default. */
export const PART_BYTES = 12 * 1024

/** The same where the system's memory is made for less: with room for what goes with a message. */
export const partBytesIn = (system: ActorSystem["Service"]): number =>
  Math.min(PART_BYTES, system["~@stevedore/core/runtime"].loop.outbox.maxBodyBytes >> 1)

/** Of a step, besides its texts. */
const STEP_BYTES = 16

/** The same steps in the same order, in parts that each fit a message: at least one, which may have none. */
export const stepsInParts = (steps: ReadonlyArray<Step>, partBytes: number): ReadonlyArray<ReadonlyArray<Step>> => {
  let part: Array<Step> = []
  const parts = [part]
  let bytes = 0
  for (const step of steps) {
    const more = STEP_BYTES + textBytes(step.key) + textBytes(step.member)
    if (bytes + more > partBytes && part.length > 0) {
      parts.push((part = []))
      bytes = 0
    }
    part.push(step)
    bytes += more
  }
  return parts
}

export const partsOf = ({ epoch, steps, version }: Change, partBytes: number): ReadonlyArray<Part> =>
  stepsInParts(steps, partBytes).map((steps, part, { length }) => {
    return { epoch, version, part, isLast: part === length - 1, steps }
  })

/**
 * Puts the parts of changes together. Whoever tells them begins a change when all have acted by the one before, and tells a part when
 * all have the one before: none is missing, for who has heard of the first one. Who comes in the middle hears of the rest, and leaves
 * it: the change is in the whole that it asks for, since that was asked for later than the change was made.
 */
export class Parts {
  private epoch = 0
  private version = 0
  private next = 0
  private steps: Array<Step> = []

  /** The change, when this is its last part. */
  join({ epoch, isLast, part, steps, version }: Part): Change | undefined {
    // What was before it and has no end is of an owner that has ended. That one may still speak, and is not heard any more.
    if (part === 0 && epoch >= this.epoch) {
      this.epoch = epoch
      this.version = version
      this.next = 0
      this.steps = []
    }
    // Also one that came already, and is told again to who did not answer.
    if (epoch !== this.epoch || version !== this.version || part !== this.next) return undefined
    this.next++
    for (const step of steps) this.steps.push(step)
    if (!isLast) return undefined
    const change = { epoch, version, steps: this.steps }
    this.steps = []
    return change
  }
}

/** What came as a stream, if all of it did. */
export const joined = (parts: ReadonlyArray<Part>): Change | undefined => {
  const all = new Parts()
  return parts.map((part) => all.join(part)).at(-1)
}
