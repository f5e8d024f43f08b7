/*
 * What scripts have thrown away is given back soon. The bytes of a string are outside V8's heap: V8 begins no collection of the young
 * objects for them, and one of all objects only after more of them than a state may hold. A loop over strings of 30 MB left some 400 MB.
 * So one of the young, which takes a fraction of a millisecond, is asked for after every few MiB of them; and where a state has a limit
 * of memory, one of all when those of the young have left too much. Once a thread, at looks at its jobs and before large allocations.
 */
import { getHeapSpaceStatistics, getHeapStatistics, setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"
import { fengari } from "../fengari/load.ts"

const { meter } = fengari

const MIB = 2 ** 20

/** Between two looks at what the thread holds, by the meter's count: such a look takes some ten microseconds. */
const LOOK_BYTES = 16 * MIB

/** From a collection of the young until its buffers are freed, by another thread of V8. */
const FREED_BYTES = 2 * MIB

/** So much more outside the heap than collections of the young have left is worth one. */
const YOUNG_BYTES = 12 * MIB

/** So much more than a collection of all has left is worth another; or a part of that, as each takes longer the more there is. */
const ALL_BYTES = 40 * MIB
const ALL_PART = 1 / 2

type Collect = (options?: { readonly type: "minor" }) => void

let collect: Collect | undefined
let attemptsLeft = 8

/** What the meter showed at the last look, and how much later the next one is. */
let lookedAt = meter.bytes
let until = LOOK_BYTES

/** Outside the heap, when the young were collected; and with the old objects, when all were. */
let outside = 0
let left = Infinity

/** At a look at a job whose state has a limit of memory, or not; or before so many bytes are made at once, which the meter has counted. */
export const reclaim = (isLimited: boolean, more: number): void => {
  const made = meter.bytes - lookedAt
  if (made >= 0 && made < until) return
  lookedAt = meter.bytes - more
  const isFreed = until === FREED_BYTES && made < LOOK_BYTES
  until = LOOK_BYTES
  let { external, held } = holdings()
  if (isLimited && isMuch(held + more)) {
    // Most of it is young: one collection of those frees it, and another waits until it is freed.
    minor()
    minor()
    ;({ external, held } = holdings())
    if (isMuch(held)) {
      exposed()?.()
      left = Infinity
      until = FREED_BYTES
      return
    }
    outside = external
  }
  left = Math.min(left, held)
  if (isFreed) outside = external
  else if (external + more > outside + YOUNG_BYTES) {
    minor()
    until = FREED_BYTES
  } else outside = Math.min(outside, external)
}

const minor = (): void => exposed()?.({ type: "minor" })

const isMuch = (held: number): boolean => held > left + Math.max(ALL_BYTES, left * ALL_PART)

/** Outside the heap; and with the large objects in it, such as long text: what is small V8 collects as it should. */
const holdings = () => {
  const external = getHeapStatistics().external_memory
  let held = external
  for (const { space_name: name, space_used_size: used } of getHeapSpaceStatistics()) {
    if (name === "large_object_space") held += used
  }
  return { external, held }
}

/**
 * V8's own `gc`, which only contexts have that are made while a flag of the process is set: it is set for that millisecond and taken back,
 * unless the program was started with it. Undefined where another thread took the flag back in between, or contexts cannot be made.
 */
const exposed = (): Collect | undefined => {
  if (collect !== undefined || attemptsLeft === 0) return collect
  attemptsLeft--
  const isStartedWithIt = typeof Reflect.get(globalThis, "gc") === "function"
  try {
    if (!isStartedWithIt) setFlagsFromString("--expose-gc")
    try {
      collect = runInNewContext("globalThis.gc") as Collect | undefined
    } finally {
      if (!isStartedWithIt) setFlagsFromString("--no-expose-gc")
    }
  } catch {
    // Then V8 collects when it does.
  }
  return collect
}
