/**
 * `athd.broadcast`: one job to every Lua thread of the system, or of a pool, with how many have completed it.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { pushNumber } from "../fengari/numbers.ts"
import type { LuaCFunction, LuaStatePointer, Table, TValue } from "../fengari/types.ts"
import { awaiting } from "../state/await.ts"
import type { Begun } from "../state/begun.ts"
import { charge, chargeNow, hostSteps } from "../state/budget.ts"
import { pushFailure } from "../state/errors.ts"
import { aboveOf } from "../state/loading.ts"
import { typeExpected } from "../state/names.ts"
import { isFunction, isString, kept, newTable, pushSlot, setField, slotAt, tableSlot } from "../state/stack.ts"
import type { Athd } from "./athd.ts"
import { HandleData } from "./handle.ts"
import { Outgoing } from "./outgoing.ts"
import { fromResults, type Packed, packedGiven, pushFirst } from "./packed.ts"
import { Kind } from "./protocol.ts"
import type { Ended } from "./remote.ts"

export const broadcasting = (athd: Athd): Record<string, LuaCFunction> => {
  const outgoing = new Outgoing(athd.place.remotes.sources, athd.state.sandbox)
  const everybody = athd.place.remotes.of(athd.place.own)

  return {
    /**
     * `([pool,] job name, work, ...)`: waits, and returns how many threads completed it, the first result and the error of each, by
     * thread. With a function after the work it does not wait, and that function gets these.
     */
    broadcast: (L) => {
      const first = slotAt(L, 1)
      const handle = first.type === 7 && first.value.data instanceof HandleData ? first.value.data : undefined
      const at = handle === undefined ? 1 : 2
      const name = slotAt(L, at)
      if (!isString(name)) typeExpected(L, at, at === 1 ? "job name, or pool before it" : "job name")
      const source = outgoing.of(L, at + 1, name, Kind.source)
      const then = isFunction(slotAt(L, at + 2)) ? kept(slotAt(L, at + 2)) : undefined
      const args = packedGiven(L, Math.min(L.ci.funcOff + at + (then === undefined ? 2 : 3), L.top))
      const { job } = athd.state
      const above = then === undefined && job !== null ? aboveOf(job) : undefined
      const sent: Effect.Effect<ReadonlyArray<Ended>, unknown> = (handle?.remote ?? everybody).broadcast(
        source,
        args,
        handle === undefined,
        above
      )
      if (then === undefined) {
        // How many threads it goes to is known when it has been there.
        const paid = Effect.map(sent, (ends) => {
          if (job !== null) charge(job, ends.length * hostSteps.thread)
          return ends
        })
        return awaiting(L, paid, pushEnds, args.length)
      }
      chargeNow(L, (handle === undefined ? athd.threads : handle.remote.members.now.length) * hostSteps.thread)
      athd.pushed++
      const over = (exit: Exit.Exit<ReadonlyArray<Ended>, unknown> | undefined, begun: Begun): void => {
        athd.ended()
        if (exit === undefined) return
        if (Exit.isFailure(exit)) return athd.report(`the broadcast '${source.name}' failed`, exit)
        athd.fork(
          {
            push: (L) => {
              pushSlot(L, then)
              return pushEnds(L, exit.value)
            },
            take: () => {},
            chunk: source.name
          },
          `what follows the broadcast '${source.name}'`,
          begun
        )
      }
      athd.begin(L, sent, over, { bytes: args.length, slots: [then], source })
      return 0
    }
  }
}

const pushEnds = (L: LuaStatePointer, ends: ReadonlyArray<Ended>): number => {
  const [results, errors] = [newTable(L), newTable(L)]
  let completed = 0
  for (const { exit, thread } of ends) {
    if (Exit.isSuccess(exit)) {
      completed++
      setResult(L, results, thread, fromResults(exit.value))
    } else {
      pushFailure(L, Cause.squash(exit.cause))
      setField(L, errors, thread, L.stack[--L.top] as TValue)
    }
  }
  pushNumber(L, completed)
  pushSlot(L, tableSlot(results))
  pushSlot(L, tableSlot(errors))
  return 3
}

const setResult = (L: LuaStatePointer, results: Table, thread: string, packed: Packed): void => {
  if (pushFirst(L, packed) > 0) setField(L, results, thread, L.stack[--L.top] as TValue)
}
