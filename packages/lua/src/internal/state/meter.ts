/*
 * What the corrected instance counts while it runs: native steps, and bytes it allocates. One for a thread; it stands for
 * whichever state runs.
 */
import { fengari } from "../fengari/load.ts"
import type { LuaStatePointer } from "../fengari/types.ts"

export interface Meter {
  /** Native steps until the next look. */
  steps: number
  /** Bytes allocated so far, as an estimate. */
  bytes: number
  /** The steps are used up: refills them, or raises. */
  exhausted: (L: LuaStatePointer) => void
  /** Before many bytes are allocated at once: counts them, or raises. */
  allocate: (L: LuaStatePointer, bytes: number) => void
}

export const meter: Meter = (fengari as { readonly meter?: Meter }).meter ?? {
  steps: 2 ** 52,
  bytes: 0,
  exhausted: () => {},
  allocate: () => {}
}
