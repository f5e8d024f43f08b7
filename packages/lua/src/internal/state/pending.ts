/*
 * What the host holds for a state until something has happened: a timer, work on its way to another thread, the arguments of a call
 * that waits. No walk from Lua's roots finds it, and a script makes as much of it as it likes: so it counts as held by the state
 * for as long as it waits.
 */
import { fengari } from "../fengari/load.ts"
import type { LuaStatePointer, TValue } from "../fengari/types.ts"
import { costs, type Seen } from "./memory.ts"
import { stateOf } from "./state.ts"

const { meter } = fengari

/** One thing that waits. */
export interface Pending {
  /** What it takes beside its fiber, its slots and its source. */
  readonly bytes: number
  /** Values of Lua that it keeps. */
  readonly slots?: ReadonlyArray<TValue> | undefined
  /** Work that others may have, too: counted once. */
  readonly source?: (Seen & { readonly text: Uint8Array }) | undefined
}

/** So many bytes end a job that may not have them at once, and not at its next look. */
const LARGE = 65_536

/** It counts as held by the state that runs until it is deleted there. Raises where that is too much. */
export const hold = (L: LuaStatePointer, pending: Pending): void => {
  stateOf(L).pending.add(pending)
  const bytes = costs.pending + pending.bytes
  if (bytes >= LARGE) meter.allocate(L, bytes)
  else meter.bytes += bytes
}
