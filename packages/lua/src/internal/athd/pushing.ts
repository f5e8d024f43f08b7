/**
 * `athd`'s functions that send work to other threads: those that wait for the results, and those that hear of them by a
 * function. They run on the thread of the state that calls them.
 */
import * as Cause from "effect/Cause"
import * as Exit from "effect/Exit"
import { fengari } from "../fengari/load.ts"
import { toJsNumber } from "../fengari/numbers.ts"
import type { LuaCFunction, LuaStatePointer, TValue } from "../fengari/types.ts"
import { awaiting } from "../state/await.ts"
import type { Begun } from "../state/begun.ts"
import { chargeNow, hostSteps } from "../state/budget.ts"
import { aboveOf } from "../state/loading.ts"
import { nameIn, typeExpected } from "../state/names.ts"
import { pushFailure } from "../state/errors.ts"
import { isCallable, isFunction, isString, kept, LUA_TNIL, pushBytes, pushSlot, slotAt } from "../state/stack.ts"
import { type Athd, hooks } from "./athd.ts"
import { type HandleData, handleAt } from "./handle.ts"
import { Keyed, type Place } from "./keys.ts"
import { Outgoing } from "./outgoing.ts"
import { bytesIn, type Packed, packedGiven, pushAnswer, pushPacked } from "./packed.ts"
import { type CallError, Kind } from "./protocol.ts"
import type { Source } from "./sources.ts"

const { lauxlib, to_luastring } = fengari

/** As Lua's own libraries say it of numbers. */
const noInteger = to_luastring("number has no integer representation")

/** A push whose job has come to its end. */
type Ended = (exit: Exit.Exit<Packed, CallError>, begun: Begun) => void

export const pushing = (athd: Athd): Record<string, LuaCFunction> => {
  const { remotes } = athd.place
  const outgoing = new Outgoing(remotes.sources, athd.state.sandbox)

  /** Where a job with that key goes; anywhere where there is none. */
  const placeOf = (handle: HandleData, key: TValue | undefined, L: LuaStatePointer, index: number): Place => {
    if (handle.to.thread !== undefined) return handle.to.thread
    if (key === undefined || key.type === LUA_TNIL) return undefined
    if (isString(key)) return new Keyed(nameIn(L, "a key", key.svalue()))
    if (!key.ttisnumber()) return typeExpected(L, index, "string or number")
    const number = toJsNumber(key)
    return number === 0 ? undefined : new Keyed(number)
  }

  /** `slots` are what `ended` keeps of the script's. */
  const send = (
    L: LuaStatePointer,
    handle: HandleData,
    place: Place,
    source: Source,
    args: Packed,
    slots: ReadonlyArray<TValue>,
    ended: Ended
  ): void => {
    chargeNow(L, hostSteps.message)
    athd.pushed++
    const asked = handle.remote.ask(source, args, place, Exit.succeed)
    const over = (exit: Exit.Exit<Packed, CallError> | undefined, begun: Begun): void => {
      if (exit !== undefined) ended(exit, begun)
      athd.ended()
    }
    athd.begin(L, asked, over, { bytes: bytesOf(args), slots, source })
  }

  const failed = (id: TValue | undefined, what: string, exit: Exit.Failure<unknown, CallError>, begun: Begun): void => {
    const hook = id === undefined ? nil : athd.hook(hooks.onerror)
    if (id === undefined || !isCallable(athd.state.L, hook)) {
      const missing = hook.type === LUA_TNIL ? "" : ` (${athd.unusable("onerror")})`
      return athd.report(`${jobOf(what)} failed${missing}`, exit)
    }
    athd.fork(
      {
        push: (L) => {
          pushSlot(L, hook)
          pushSlot(L, id)
          pushFailure(L, Cause.squash(exit.cause))
          return 2
        },
        take: nothing,
        chunk: "athd.onerror"
      },
      "athd.onerror",
      begun
    )
  }

  /** `(handle, job id, job name, source, packed)`, from that argument on; its end goes to `athd.ondone` of this state. */
  const pushById = (L: LuaStatePointer, at: number, handle: HandleData, place: Place): number => {
    const id = slotAt(L, at)
    const packed = slotAt(L, at + 3)
    if (slotAt(L, at + 1).type !== LUA_TNIL) lauxlib.luaL_checkstring(L, at + 1)
    if (!isString(slotAt(L, at + 2))) typeExpected(L, at + 2, "string")
    const isBare = packed.type === LUA_TNIL
    if (!isBare && !isString(packed)) typeExpected(L, at + 3, "packed arguments (a string)")
    const source = outgoing.of(L, at + 2, slotAt(L, at + 1), Kind.hook)
    const args: Uint8Array = isBare ? NOTHING : packed.svalue()
    if (toJsNumber(id) === 0) return tell(L, handle, place, source, args)
    const own = kept(id)
    send(L, handle, place, source, args, [own], (exit, begun) => {
      if (Exit.isFailure(exit)) return failed(own, source.name, exit, begun)
      const hook = athd.hook(hooks.ondone)
      if (hook.type === LUA_TNIL) return
      athd.fork(
        {
          push: (L) => {
            athd.pushHook(L, "ondone")
            pushSlot(L, own)
            pushBytes(L, bytesIn(exit.value))
            return 2
          },
          take: nothing,
          chunk: "athd.ondone"
        },
        "athd.ondone",
        begun
      )
    })
    return 0
  }

  const tell = (L: LuaStatePointer, handle: HandleData, place: Place, source: Source, args: Packed): number => {
    chargeNow(L, hostSteps.message)
    athd.pushed++
    const over = (exit: Exit.Exit<void, unknown> | undefined): void => {
      athd.ended()
      if (exit?._tag === "Failure") athd.report(`${jobOf(source.name)} was not sent`, exit)
    }
    athd.begin(L, handle.remote.tell(source, args, place), over, { bytes: bytesOf(args), source })
    return 0
  }

  /** `(handle, job name, work, done, ...)`, from the name on. */
  const pushByName = (L: LuaStatePointer, at: number, handle: HandleData, place: Place): number => {
    const done = slotAt(L, at + 2)
    if (done.type !== LUA_TNIL && !isFunction(done)) typeExpected(L, at + 2, "function or nil")
    const source = outgoing.of(L, at + 1, slotAt(L, at), Kind.source)
    const args = packedGiven(L, Math.min(L.ci.funcOff + at + 3, L.top))
    const then = isFunction(done) ? kept(done) : undefined
    send(L, handle, place, source, args, then === undefined ? none : [then], (exit, begun) => {
      if (Exit.isFailure(exit)) return failed(undefined, source.name, exit, begun)
      if (then === undefined) return
      athd.fork(
        {
          push: (L) => {
            pushSlot(L, then)
            return pushPacked(L, exit.value)
          },
          take: nothing,
          chunk: source.name
        },
        `what follows ${jobOf(source.name)}`,
        begun
      )
    })
    return 0
  }

  /** Both forms, told apart by the type of the argument after the handle. */
  const push = (L: LuaStatePointer, at: number, key: TValue | undefined): number => {
    const handle = handleAt(L, at)
    const place = placeOf(handle, key, L, at - 1)
    const first = slotAt(L, at + 1)
    if (isString(first)) return pushByName(L, at + 1, handle, place)
    if (!first.ttisnumber()) return typeExpected(L, at + 1, "job id (an integer) or job name")
    if (!isIntegral(first)) return lauxlib.luaL_argerror(L, at + 1, noInteger)
    return pushById(L, at + 1, handle, place)
  }

  /** `([job name,] work, ...)`, from that argument on: the source, and where its arguments begin. */
  const workAt = (L: LuaStatePointer, at: number): readonly [source: Source, args: Packed] => {
    const first = slotAt(L, at)
    const isNamed = isString(first)
    if (!isNamed && !isFunction(first)) typeExpected(L, at, "function or job name")
    const source = isNamed ? outgoing.of(L, at + 1, first, Kind.source) : outgoing.of(L, at, nil, Kind.source)
    return [source, packedGiven(L, Math.min(L.ci.funcOff + at + (isNamed ? 2 : 1), L.top))]
  }

  const call = (L: LuaStatePointer, at: number, handle: HandleData, place: Place): number => {
    const [source, args] = workAt(L, at)
    const { job } = athd.state
    const above = job === null ? undefined : aboveOf(job)
    const asked = handle.remote.ask(source, args, place, Exit.succeed, undefined, above)
    return awaiting(L, asked, pushAnswer, args.length, hostSteps.message)
  }

  const callByKey = (L: LuaStatePointer, key: number, target: number): number => {
    const handle = handleAt(L, target)
    return call(L, 3, handle, placeOf(handle, slotAt(L, key), L, key))
  }

  return {
    pushtjob: (L) => push(L, 1, undefined),
    pushpjob: (L) => push(L, 1, undefined),
    pushpjobby: (L) => push(L, 2, slotAt(L, 1)),
    call: (L) => {
      const handle = handleAt(L, 1)
      return call(L, 2, handle, handle.to.thread)
    },
    callby: (L) => callByKey(L, 1, 2),
    /** As a method: the pool comes first. */
    callwith: (L) => callByKey(L, 2, 1),
    send: (L) => {
      const handle = handleAt(L, 1)
      const [source, args] = workAt(L, 2)
      return tell(L, handle, handle.to.thread, source, args)
    }
  }
}

/** 1.0 is one, too, as it is where Lua's own libraries ask for an integer; 2^63 is none there. */
const isIntegral = (slot: TValue): boolean => {
  const number = toJsNumber(slot)
  return typeof number === "bigint" || (Number.isInteger(number) && number >= -(2 ** 63) && number < 2 ** 63)
}

/** In what is logged: one without a name is told by nothing else. */
const jobOf = (name: string): string => (name === "" ? "a job" : `the job '${name}'`)

const nothing = (): void => {}
const none: ReadonlyArray<TValue> = []

/** Packed arguments, with the buffer that they are in. */
const bytesOf = (args: Packed): number => 200 + args.length
const NOTHING = new Uint8Array()
const nil: TValue = fengari.lobject.luaO_nilobject
