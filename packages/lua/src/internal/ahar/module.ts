/**
 * The Lua module `ahar`: harbor's messages, objects and groups. What is sent is MessagePack: a string goes as it is, anything else is
 * packed. In every state of a Lua thread; the thread's harbor is made when a script first needs it.
 */
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Effect from "effect/Effect"
import type { Athd } from "../athd/athd.ts"
import { LuaCodecError, type LuaError } from "../../LuaError.ts"
import { fengari } from "../fengari/load.ts"
import { isInt64, pushBigInt, pushNumber, toJsNumber } from "../fengari/numbers.ts"
import type { LuaCFunction, LuaStatePointer, TValue } from "../fengari/types.ts"
import { packer } from "../msgpack/packer.ts"
import { within } from "../msgpack/path.ts"
import { pushUnpacked } from "../msgpack/unpacker.ts"
import { awaiting } from "../state/await.ts"
import { charge, hostSteps, walked } from "../state/budget.ts"
import { nameAt, nameIn, numberText, typeExpected } from "../state/names.ts"
import { raise, raiseText } from "../state/errors.ts"
import {
  functionSlot,
  globalsOf,
  isFunction,
  isString,
  kept,
  LUA_TNIL,
  LUA_TTABLE,
  newTable,
  pushSlot,
  setField,
  slotAt,
  tableSlot,
  textSlot
} from "../state/stack.ts"
import { stateOf } from "../state/state.ts"
import { Ahar } from "./ahar.ts"
import { messageOf } from "./messages.ts"

const { lauxlib, lua, to_luastring } = fengari

const idExpected = "object's id"

/** Pushes the module for a new state. */
export const openAhar = (athd: Athd, L: LuaStatePointer): number => {
  const table = newTable(L)
  for (const [name, f] of Object.entries(functionsOf(new Ahar(athd)))) setField(L, table, name, functionSlot(f))
  pushSlot(L, tableSlot(table))
  return 1
}

/** The bytes of an argument: a string is packed already. */
const dataAt = (L: LuaStatePointer, index: number): Uint8Array => {
  const slot = slotAt(L, index)
  if (isString(slot)) return slot.svalue()
  let refused: LuaCodecError
  try {
    packer.start(L, false)
    packer.value(slot)
    return packer.copy()
  } catch (cause) {
    if (!(cause instanceof LuaCodecError)) throw cause
    refused = new LuaCodecError({ path: within("data", cause.path), detail: cause.detail })
  }
  return raiseText(L, refused.message)
}

/** What a message takes beside the script while it is under way: a string is the script's own. */
const packedAt = (L: LuaStatePointer, index: number, data: Uint8Array): number =>
  isString(slotAt(L, index)) ? 0 : data.length

const objectAt = (L: LuaStatePointer, index: number): bigint => {
  const slot: TValue = slotAt(L, index)
  // A slot's value is typed by what fengari knows; of this tag, which is ours, it is a bigint.
  if (isInt64(slot)) return slot.value as unknown as bigint
  if (!slot.ttisnumber()) return typeExpected(L, index, idExpected)
  const number = toJsNumber(slot)
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 0
    ? BigInt(number)
    : lauxlib.luaL_argerror(L, index, to_luastring(`${idExpected} expected, got ${numberText(L, index)}`))
}

const groupAt = (L: LuaStatePointer, index: number): string => {
  const slot = slotAt(L, index)
  if (slot.ttisnumber()) return String(toJsNumber(slot))
  return nameAt(L, index)
}

const answer = (L: LuaStatePointer, bytes: unknown): number => {
  let refused: LuaCodecError
  try {
    pushUnpacked(L, bytes as Uint8Array, 0, (bytes as Uint8Array).length, false)
    return 1
  } catch (cause) {
    if (!(cause instanceof LuaCodecError)) throw cause
    refused = cause
  }
  return raiseText(L, refused.message)
}

const functionsOf = (ahar: Ahar): Record<string, LuaCFunction> => {
  /** A message by its name, or by the id that `regmsg` gave. */
  const messageAt = (L: LuaStatePointer, index: number): string => {
    const slot = slotAt(L, index)
    if (isString(slot)) {
      const name = nameIn(L, "a message's name", slot.svalue())
      let refused: unknown
      try {
        return messageOf(name).name
      } catch (cause) {
        if (!(cause instanceof HarborError)) throw cause
        refused = cause
      }
      return raise(L, refused)
    }
    if (!slot.ttisnumber()) typeExpected(L, index, "message's name or id")
    const name = ahar.nameOf(Number(toJsNumber(slot)))
    if (name !== undefined) return name
    return raiseText(L, `no message has the id ${numberText(L, index)} here: register it first, ahar.regmsg(name)`)
  }

  const nothing = (
    L: LuaStatePointer,
    effect: Effect.Effect<unknown, unknown>,
    steps: number = hostSteps.message,
    held: number = 0
  ): number => awaiting(L, effect, none, held, steps)

  const sending = (L: LuaStatePointer, effect: Effect.Effect<unknown, unknown>, held: number): number =>
    nothing(L, effect, hostSteps.message, held)

  /** Every thread learns who listens for a name. */
  const nameSteps = (): number => hostSteps.name * ahar.athd.threads

  const sendAll: LuaCFunction = (L) => {
    const [name, data] = [messageAt(L, 1), dataAt(L, 2)]
    return sending(
      L,
      ahar.with((harbor) => harbor.broadcast(ahar.message(name), data)),
      packedAt(L, 2, data)
    )
  }

  /** 0 was every local handler. */
  const sayOld = (): void => {
    if (ahar.isOldSaid) return
    ahar.isOldSaid = true
    ahar.athd.note("ahar.sendto(0, …) is deprecated: write ahar.send_all(…)")
  }

  return {
    regmsg: (L) => {
      pushNumber(L, ahar.register(messageAt(L, 1)))
      return 1
    },
    listen: (L) => {
      const name = messageAt(L, 1)
      if (!isFunction(slotAt(L, 2))) typeExpected(L, 2, "function")
      const names = ahar.isListening(name) ? 2 : 1
      return nothing(L, ahar.listen(name, kept(slotAt(L, 2))), names * nameSteps())
    },
    unlisten: (L) => {
      const name = messageAt(L, 1)
      const push = (L: LuaStatePointer, was: boolean): number => {
        lua.lua_pushboolean(L, was)
        return 1
      }
      // Nothing to wait for, and nobody to tell.
      if (!ahar.isListening(name)) return push(L, false)
      return awaiting(L, ahar.unlisten(name), push, 0, nameSteps())
    },
    /** Every function of a table, or of the globals, whose name begins with `smsg` or `cmsg`: their names. */
    auto_listen: (L) => {
      const given = slotAt(L, 1)
      if (given.type !== LUA_TNIL && given.type !== LUA_TTABLE) lauxlib.luaL_checktype(L, 1, lua.LUA_TTABLE)
      const table = given.type === LUA_TTABLE ? given.value : globalsOf(L)
      const found: Array<readonly [string, TValue]> = []
      for (let entry = table.f; entry !== undefined; entry = entry.n) {
        walked(L, 1)
        if (!isString(entry.key) || !isFunction(entry.value)) continue
        const name = nameIn(L, "a function's name", entry.key.svalue())
        if (/^[sc]msg/.test(name)) found.push([name, kept(entry.value)])
      }
      const all = Effect.forEach(found, ([name, fn]) => ahar.listen(name, fn), { discard: true })
      const push = (L: LuaStatePointer): number => {
        const names = newTable(L)
        found.forEach(([name], index) => fengari.ltable.luaH_setint(names, index + 1, textSlot(L, name)))
        pushSlot(L, tableSlot(names))
        return 1
      }
      return awaiting(
        L,
        all,
        push,
        { bytes: 200 * found.length, slots: found.map(([, fn]) => fn) },
        found.length * nameSteps()
      )
    },
    /** To one thread that listens, each in its turn. */
    send: (L) => {
      const [name, data] = [messageAt(L, 1), dataAt(L, 2)]
      return sending(
        L,
        ahar.with((harbor) => harbor.send(ahar.message(name), data)),
        packedAt(L, 2, data)
      )
    },
    call: (L) => {
      const [name, data] = [messageAt(L, 1), dataAt(L, 2)]
      return awaiting(
        L,
        ahar.with((harbor) => harbor.call(ahar.message(name), data)),
        answer,
        packedAt(L, 2, data),
        2 * hostSteps.message
      )
    },
    sendto: (L) => {
      const id = objectAt(L, 1)
      const [name, data] = [messageAt(L, 2), dataAt(L, 3)]
      const held = packedAt(L, 3, data)
      if (id !== 0n) return sending(L, ahar.sendTo(id, name, data), held)
      sayOld()
      return sending(
        L,
        ahar.with((harbor) => harbor.broadcast(ahar.message(name), data)),
        held
      )
    },
    callto: (L) => {
      const id = objectAt(L, 1)
      const [name, data] = [messageAt(L, 2), dataAt(L, 3)]
      return awaiting(L, ahar.callTo(id, name, data), answer, packedAt(L, 3, data), 2 * hostSteps.message)
    },
    send_all: sendAll,
    svcbc: sendAll,
    gatebc: (L) => {
      const [name, data] = [messageAt(L, 1), dataAt(L, 2)]
      return sending(
        L,
        ahar.with((harbor) => harbor.gateBroadcast(ahar.message(name), data)),
        packedAt(L, 2, data)
      )
    },
    groupadd: (L) => {
      const group = groupAt(L, 1)
      return nothing(L, ahar.join(group, objectAt(L, 2)), hostSteps.group, ahar.memberBytes(group))
    },
    groupdel: (L) => nothing(L, ahar.part(groupAt(L, 1), objectAt(L, 2)), hostSteps.group),
    groupclear: (L) => nothing(L, ahar.clear(groupAt(L, 1)), hostSteps.group),
    /** To every object of a group, whichever kind it is; how many were reached. Those that are gone leave it. */
    groupsend: (L) => {
      const group = groupAt(L, 1)
      const [name, data] = [messageAt(L, 2), dataAt(L, 3)]
      const each = (id: bigint) =>
        ahar.sendTo(id, name, data).pipe(
          Effect.as(1),
          Effect.catchIf(isGone, () => Effect.as(ahar.part(group, id), 0))
        )
      const { job } = stateOf(L)
      const all = Effect.flatMap(ahar.members(group), (ids) => {
        if (job !== null) charge(job, ids.length * hostSteps.message)
        return Effect.forEach(ids, each)
      })
      const push = (L: LuaStatePointer, reached: ReadonlyArray<number>): number => {
        pushNumber(
          L,
          reached.reduce((sum, one) => sum + one, 0)
        )
        return 1
      }
      return awaiting(L, all, push, packedAt(L, 3, data))
    },
    /** A new object on this thread, or one that moves here: its id. What is sent to it goes to the functions that listen here. */
    enterct: (L) => {
      const id = slotAt(L, 1).type === LUA_TNIL ? undefined : objectAt(L, 1)
      const push = (L: LuaStatePointer, id: bigint): number => {
        pushBigInt(L, id)
        return 1
      }
      return awaiting(L, ahar.enter(id), push, 0, 2 * hostSteps.message)
    },
    /** The object is no more. */
    leavect: (L) => nothing(L, ahar.leave(objectAt(L, 1)))
  }
}

const isGone = (error: HarborError | LuaError): boolean =>
  error._tag === "HarborError" && (error.reason._tag === "NoReceiver" || error.reason._tag === "ObjectLost")

const none = (): number => 0
