/*
 * The three ways in which something is run in a state: a source, a function by name, a file. `run...` for the host, `...Run` for whoever
 * passes arguments and results in a way of its own.
 */
import type * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { LuaClosed, LuaCodecError, type LuaError, LuaModuleNotFound, LuaRuntimeError } from "../../LuaError.ts"
import { fengari } from "../fengari/load.ts"
import type { LuaStatePointer, TValue } from "../fengari/types.ts"
import { pushChunk } from "./chunks.ts"
import { allFromLua } from "./fromLua.ts"
import { folderOf, located, realPath, scriptAt } from "./files.ts"
import { type Job, runJob } from "./job.ts"
import type { Above } from "./loading.ts"
import { fieldBehind } from "./protect.ts"
import { loadedOf } from "./require.ts"
import { getField, globalsOf, LUA_TTABLE, pushSlot } from "./stack.ts"
import type { Limits, State } from "./state.ts"
import { isReference, type LuaReference, type LuaValue, slotOf, toLua } from "./values.ts"

const { lua } = fengari

export interface Settings {
  readonly limits?: Limits
  readonly chunk?: string
  /** The job of another state for which this one runs. */
  readonly payer?: Job
  /** The job that waits for the effect of the host which runs this one. */
  readonly asker?: Job | null
  /** It cannot wait. */
  readonly blocked?: boolean
  /** Modules whose files wait for it. */
  readonly above?: Above
}

export type Ran<A = Array<LuaValue>> = Exit.Exit<A, LuaError> | Effect.Effect<A, LuaError>

/** How arguments come to what is run, and its results to whoever asked for it. */
export interface Passing<A> {
  /** Pushes the arguments; how many. What it throws is the job's failure. */
  readonly push: (L: LuaStatePointer) => number
  /** Reads the results, `count` of them, which are on top of the stack. */
  readonly take: (L: LuaStatePointer, count: number) => A
}

const pushAll = (L: LuaStatePointer, args: ReadonlyArray<unknown>, lasting: boolean): number => {
  if (!lua.lua_checkstack(L, args.length + 1)) {
    throw new LuaCodecError({ path: "", detail: `cannot give Lua ${args.length} arguments` })
  }
  for (const arg of args) pushSlot(L, toLua(L, arg, lasting))
  return args.length
}

/** For the host, as values of JavaScript. */
const asJs = (state: State, args: ReadonlyArray<unknown>, lasting = false): Passing<Array<LuaValue>> => ({
  push: (L) => pushAll(L, args, lasting),
  take: (L, count) => allFromLua(state, L, L.top - count, count)
})

export const runSource = (
  state: State,
  source: string | Uint8Array,
  args: ReadonlyArray<unknown>,
  settings: Settings
): Ran => sourceRun(state, source, asJs(state, args), settings)

export const sourceRun = <A>(
  state: State,
  source: string | Uint8Array,
  { push, take }: Passing<A>,
  settings: Settings
): Ran<A> => {
  const chunk = settings.chunk ?? "run"
  return runJob(state, {
    push: (L) => {
      pushChunk(state, L, source, `=${chunk}`)
      return push(L)
    },
    take,
    limits: settings.limits,
    payer: settings.payer,
    asker: settings.asker,
    blocked: settings.blocked,
    above: settings.above,
    chunk
  })
}

export const runCall = (
  state: State,
  target: string | LuaReference,
  args: ReadonlyArray<unknown>,
  settings: Settings
): Ran => callRun(state, target, asJs(state, args), settings)

export const callRun = <A>(
  state: State,
  target: string | LuaReference,
  { push, take }: Passing<A>,
  settings: Settings
): Ran<A> =>
  runJob(state, {
    push: (L) => {
      pushSlot(L, isReference(target) ? referred(state, target) : named(L, target))
      return push(L)
    },
    take,
    limits: settings.limits,
    payer: settings.payer,
    asker: settings.asker,
    blocked: settings.blocked,
    above: settings.above,
    chunk: isReference(target) ? "call" : target
  })

const referred = (state: State, target: LuaReference): TValue => {
  const slot = slotOf(state, target)
  if (slot === undefined) {
    throw new LuaCodecError({ path: "", detail: `cannot call a ${target.type} of another state` })
  }
  return slot
}

/** A function by its path from the globals or the loaded modules. Fields are read as they are, without metamethods. */
export const named = (L: LuaStatePointer, path: string): TValue => {
  const [first, ...rest] = path.split(".") as [string, ...Array<string>]
  const global = fieldBehind(L, globalsOf(L), first)
  let slot = global.type !== 0 ? global : getField(L, loadedOf(L), first)
  for (const part of rest) {
    if (slot.type !== LUA_TTABLE) return absent(path)
    slot = fieldBehind(L, slot.value, part)
  }
  return slot.type === 0 ? absent(path) : slot
}

const absent = (path: string): never => {
  throw new LuaRuntimeError({ chunk: path, detail: `no function '${path}' in this state`, traceback: "" })
}

/** `lasting`: its arguments are given again to the state that replaces this one. */
export const runFile = (
  state: State,
  file: string | URL,
  args: ReadonlyArray<unknown>,
  settings: Settings,
  lasting = false
): Ran => fileRun(state, file, asJs(state, args, lasting), settings)

/**
 * The file is read when its turn comes. If it compiles, its folder is one of the state's from then on, behind the others, so that names
 * keep the meaning that they had.
 */
export const fileRun = <A>(
  state: State,
  file: string | URL,
  { push, take }: Passing<A>,
  settings: Settings
): Ran<A> => {
  if (state.closed) return Exit.fail(new LuaClosed({ state: state.name }))
  const path = located(file, state.base)
  const chunk = settings.chunk ?? path
  return runJob(state, {
    push: (L) => {
      let source: Uint8Array
      try {
        source = scriptAt(path)
      } catch (cause) {
        const code = (cause as NodeJS.ErrnoException).code ?? String(cause)
        throw new LuaModuleNotFound({ module: String(file), tried: [`${path} (${code})`] })
      }
      pushChunk(state, L, source, `@${path}`)
      const root = realPath(folderOf(path))
      if (state.sandbox !== "strict" && !state.roots.includes(root)) state.roots.push(root)
      return push(L)
    },
    take,
    limits: settings.limits,
    payer: settings.payer,
    asker: settings.asker,
    blocked: settings.blocked,
    above: settings.above,
    chunk
  })
}
