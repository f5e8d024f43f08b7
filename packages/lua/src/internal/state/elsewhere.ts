/*
 * What a script has run in another state of its thread: who pays for it, what its arguments take meanwhile, and how it goes on with the
 * results.
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { LuaStatePointer } from "../fengari/types.ts"
import { awaiting } from "./await.ts"
import { Growth } from "./growth.ts"
import { argumentsOf, LuaResults, pushResults } from "./host.ts"
import type { Ran } from "./running.ts"
import { type State, stateOf } from "./state.ts"
import type { LuaValue } from "./values.ts"

/** Gives a value to a script as the results of an effect. */
export const waitFor = (L: LuaStatePointer, ran: Ran): number =>
  awaiting(
    L,
    Effect.map(ran, (values: Array<LuaValue>) => new LuaResults(values)),
    pushResults
  )

/** Whoever runs now pays for what it has run elsewhere. */
export const paid = (L: LuaStatePointer, child: State) => {
  const payer = stateOf(L).job
  return { limits: child.limits, ...(payer === null ? {} : { payer }) }
}

/**
 * Runs something in another state with the arguments of the running function from `first` on: for as long as it runs, the copies that
 * the host has of them count as held by who gave them.
 */
export const given = (
  L: LuaStatePointer,
  name: string,
  first: number,
  run: (args: ReadonlyArray<LuaValue>) => Ran
): number => {
  const copies = new Growth(L, false)
  let ran: Ran
  try {
    ran = run(argumentsOf(L, name, first, copies))
  } catch (error) {
    copies.end()
    throw error
  }
  if (copies.bytes === 0) return waitFor(L, ran)
  if (!Exit.isExit(ran))
    return waitFor(
      L,
      Effect.onExit(ran, () => Effect.sync(() => copies.end()))
    )
  copies.end()
  return waitFor(L, ran)
}
