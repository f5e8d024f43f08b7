/*
 * What a script has run in another state of its thread: who pays for it, what its arguments take meanwhile, and how it goes on with the
 * results.
 */
import * as Exit from "effect/Exit"
import type { LuaStatePointer } from "../fengari/types.ts"
import { here } from "./atomics.ts"
import { awaiting, mayWait } from "./await.ts"
import { endIfOver, lookBack } from "./budget.ts"
import { Growth } from "./growth.ts"
import { packGiven, packSlots, pushAnswer, pushElements } from "./packing.ts"
import type { Passing, Ran } from "./running.ts"
import { type State, stateOf } from "./state.ts"

/** Whoever runs now pays for what it has run elsewhere, which cannot wait where it cannot itself: nobody would run the rest. */
export const paid = (L: LuaStatePointer, child: State) => {
  const payer = stateOf(L).job
  return { limits: child.limits, blocked: !mayWait(L), ...(payer === null ? {} : { payer }) }
}

/**
 * Runs something in another state with the arguments of the running function from `first` on: for as long as it runs, their bytes count
 * as held by who gave them.
 */
export const given = (
  L: LuaStatePointer,
  name: string,
  first: number,
  run: (passing: Passing<Uint8Array>) => Ran<Uint8Array>
): number => {
  lookBack(L)
  const args = packGiven(L, Math.min(L.ci.funcOff + first, L.top), `bad argument of '${name}': `)
  const held = new Growth(L, false)
  const before = here.ends
  let ran: Ran<Uint8Array>
  try {
    held.take(args.length)
    ran = run({ push: (L) => pushElements(L, args), take: (L, count) => packSlots(L, L.top - count) })
  } catch (error) {
    held.end()
    throw error
  }
  if (Exit.isExit(ran)) {
    held.end()
    // It may have closed the state of the running job.
    if (here.ends !== before) endIfOver(L)
  }
  return awaiting(L, ran, pushAnswer, held.bytes === 0 ? 0 : held)
}
