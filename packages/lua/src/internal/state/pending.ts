/*
 * What the host holds for a state: a timer, work on its way to another thread, the arguments of a call that waits; a function that
 * handles messages, or that is given to other states. No walk from Lua's roots finds it, and a script makes as much of it as it
 * likes: so it counts as held by the state for as long as the host has it. A value of a script that the host keeps beyond the call in
 * which it got it is among the `slots` of one: test/heldByHost.test.ts has a list of all places that make such a value.
 */
import { fengari } from "../fengari/load.ts"
import type { LuaStatePointer, TValue } from "../fengari/types.ts"
import { made, pendingBytes, type Seen } from "./memory.ts"
import { type State, stateOf } from "./state.ts"

const { meter } = fengari

/** One thing. */
export interface Pending {
  /** No fiber of the host waits with it: the script has registered it. */
  readonly stays?: true
  /** It is of what a job has begun and nobody waits for. */
  readonly isBegun?: true
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
  const bytes = pendingBytes(pending)
  if (bytes >= LARGE) meter.allocate(L, bytes)
  else meter.bytes += bytes
}

/** The same outside of the script, for what it has registered: where that is too much, its next look finds it. */
export const keep = (state: State, pending: Pending): void => {
  if (state.closed) return
  state.pending.add(pending)
  made(state, pendingBytes(pending))
}
