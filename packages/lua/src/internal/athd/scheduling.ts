/**
 * `athd`'s functions for the jobs of one state among themselves: to begin others, to wait, to go one at a time. Jobs of a state
 * interleave where they wait, and nowhere else.
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { fengari } from "../fengari/load.ts"
import { pushNumber } from "../fengari/numbers.ts"
import type { LuaCFunction, LuaStatePointer, TValue } from "../fengari/types.ts"
import { awaiting } from "../state/await.ts"
import type { Begun } from "../state/begun.ts"
import { latinOf } from "../state/bytes.ts"
import { pushRunning } from "../state/job.ts"
import { typeExpected } from "../state/names.ts"
import { isString, kept, LUA_TNIL, pushSlot, slotAt } from "../state/stack.ts"
import { turn } from "../state/turns.ts"
import type { Athd } from "./athd.ts"

const { lauxlib, lua, meter, to_luastring } = fengari

/** What a timer of Node can wait at once, and more than anybody waits for. */
const MOST_MILLIS = 2 ** 31 - 1
const millisExpected = to_luastring(`milliseconds expected: a number from 0 to ${MOST_MILLIS}`)

/** What equal values of Lua have in common, as a key. */
const keyOf = (L: LuaStatePointer, slot: TValue): unknown => {
  if (!isString(slot)) return slot.value
  if ((meter.steps -= slot.vslen() >> 2) < 0) meter.exhausted(L)
  return latinOf(slot.svalue())
}

/** The milliseconds that are an argument of the running function; raises where it is no time. */
export const millisAt = (L: LuaStatePointer, index: number): number => {
  const millis = Number(lauxlib.luaL_checknumber(L, index))
  return millis >= 0 && millis <= MOST_MILLIS ? millis : lauxlib.luaL_argerror(L, index, millisExpected)
}

/** A function and what it is called with, from an argument of the running function on. */
const callAt = (
  L: LuaStatePointer,
  index: number
): { readonly push: (L1: LuaStatePointer) => number; readonly slots: ReadonlyArray<TValue> } => {
  lauxlib.luaL_checktype(L, index, lua.LUA_TFUNCTION)
  const slots = L.stack.slice(L.ci.funcOff + index, L.top).map((slot) => kept(slot as TValue))
  return {
    slots,
    push: (L1) => {
      lua.lua_checkstack(L1, slots.length)
      for (const slot of slots) pushSlot(L1, slot)
      return slots.length - 1
    }
  }
}

export const scheduling = (athd: Athd): Record<string, LuaCFunction> => {
  /** Who waits for what, the first first. */
  const waiting = new Map<unknown, Array<() => void>>()

  const wait = (key: unknown): Effect.Effect<void> =>
    Effect.callback((resume) => {
      const wake = (): void => resume(Effect.void)
      const others = waiting.get(key)
      if (others === undefined) waiting.set(key, [wake])
      else others.push(wake)
      return Effect.sync(() => {
        const all = waiting.get(key)
        if (all === undefined) return
        const at = all.indexOf(wake)
        if (at >= 0) all.splice(at, 1)
        if (all.length === 0) waiting.delete(key)
      })
    })

  const later = (millis: number | undefined, L: LuaStatePointer, index: number, what: string): void => {
    const { push, slots } = callAt(L, index)
    const work = { push, take: nothing, chunk: what }
    // After whoever has begun it waits, or ends.
    const wait = millis === undefined ? turn : Effect.andThen(Effect.sleep(millis), turn)
    const over = (exit: Exit.Exit<void> | undefined, begun: Begun): void => {
      if (exit?._tag === "Success") athd.fork(work, what, begun)
    }
    athd.begin(L, wait, over, { bytes: 64 * slots.length, slots })
  }

  return {
    fork: (L) => {
      later(undefined, L, 1, "athd.fork")
      return 0
    },
    timeout: (L) => {
      later(millisAt(L, 1), L, 2, "athd.timeout")
      return 0
    },
    sleep: (L) => awaiting(L, Effect.sleep(millisAt(L, 1)), none),
    now: (L) => {
      pushNumber(L, Date.now())
      return 1
    },
    wait: (L) => {
      if (slotAt(L, 1).type === LUA_TNIL) {
        lua.lua_settop(L, 0)
        pushRunning(L)
      }
      const key = keyOf(L, slotAt(L, 1))
      return awaiting(L, wait(key), none, typeof key === "string" ? key.length : 0)
    },
    wakeup: (L) => {
      const slot = slotAt(L, 1)
      if (slot.type === LUA_TNIL) typeExpected(L, 1, "value")
      const key = keyOf(L, slot)
      const all = waiting.get(key)
      const wake = all?.shift()
      if (all?.length === 0) waiting.delete(key)
      // It goes on when whoever wakes it waits, or ends: never in the middle of that.
      if (wake !== undefined) queueMicrotask(wake)
      lua.lua_pushboolean(L, wake !== undefined)
      return 1
    }
  }
}

const none = (): number => 0
const nothing = (): void => {}
