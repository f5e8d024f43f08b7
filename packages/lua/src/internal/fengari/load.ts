/*
 * The one module through which everything gets fengari: an instance of our own, corrected (see instance.ts). It is loaded when
 * this module is, once a thread; what is wrong with the installed one is in `problem`, and then the instance is the plain one,
 * defects included, or, if there is none at all (`isThere`), none that anything runs on.
 */
import { getEnvironmentData, setEnvironmentData } from "node:worker_threads"
import { LuaEngineError } from "../../LuaError.ts"
import { type Edits, joined } from "./edits.ts"
import { instantiate, locate, mismatch, type Require, verified } from "./instance.ts"
import { useSlots } from "./numbers.ts"
import { makeKernel } from "./kernel/kernel.ts"
import { promoted, wrapped } from "./lib/integers.ts"
import { openers } from "./lib/open.ts"
import { defects } from "./patches/defects.ts"
import { limits } from "./patches/limits.ts"
import { libraries, makeMeter, metered } from "./patches/meter.ts"
import { native } from "./patches/native.ts"
import { wideIntegers } from "./patches/numbers.ts"
import { sealed } from "./patches/sealed.ts"
import { inlined, speed } from "./patches/speed.ts"
import { vm } from "./patches/vm.ts"
import { yields } from "./patches/yields.ts"
import { selfTest } from "./selfTest.ts"
import type { Fengari } from "./types.ts"

const internals = [
  "lobject",
  "ltable",
  "lstring",
  "ldo",
  "lvm",
  "lapi",
  "ldebug",
  "lstate",
  "ltm",
  "lfunc",
  "ldump",
  "lundump",
  "luaconf",
  "llimits"
] as const

const assembled = (require: Require): Omit<Fengari, "meter" | "names"> => {
  const main = require("./fengari.js")
  const all: Record<string, unknown> = { ...main, luastring_eq: require("./defs.js").luastring_eq }
  for (const name of internals) all[name] = require(`./${name}.js`)
  // CommonJS has no types: the ones we wrote hold for the files whose hashes were checked.
  return all as unknown as Fengari
}

/**
 * In place of an instance that is not there. The modules that are loaded with this one call it for texts and slots of their own: if that
 * threw, their import would be rejected, where nobody catches errors by their tags. So nothing comes of a call as long as they are
 * loaded, and any later one throws what is wrong. Nobody gets so far by a state: `usable` refuses to make one.
 */
const absent = (problem: LuaEngineError): Fengari => {
  // Modules that wait for nothing while they are loaded, as all of ours, are loaded in one task.
  let isLoading = true
  queueMicrotask(() => (isLoading = false))
  const called = (): unknown => {
    if (isLoading) return nothing
    throw problem
  }
  const nothing: any = new Proxy(function () {}, {
    get: (_, key) => (key === Symbol.toPrimitive ? () => NaN : nothing),
    apply: called,
    construct: called as () => object
  })
  return nothing
}

/** The installed one as it is, if it can be loaded at all. */
const plain = (folder: string, problem: LuaEngineError): Loaded => {
  try {
    const fengari = { ...assembled(instantiate(folder, new Map(), {}, {})), meter: makeMeter(), names: new WeakMap() }
    return { fengari, problem, isThere: true }
  } catch {
    return { fengari: absent(problem), problem, isThere: false }
  }
}

export interface Loaded {
  readonly fengari: Fengari
  /** Why the instance is not the corrected one. */
  readonly problem: LuaEngineError | undefined
  /** Whether it is any at all. */
  readonly isThere: boolean
}

export interface LoadOptions {
  /**
   * What integers do beyond 32 bits: go on exactly (`"promote"`), or wrap as fengari's do (`"wrap32"`), for programs that
   * were written for Lua with integers of 32 bits.
   */
  readonly integers?: "promote" | "wrap32"
  /** From where fengari is looked for, as Node looks for packages: files, one after the other. */
  readonly from?: ReadonlyArray<string>
}

/** Threads that are made after a test has passed need not test again: they have the same files and the same Node. */
const tested = "@stevedore/lua/tested"

/** Everything that an instance has otherwise than the installed one. */
export const editsOf = (integers: "promote" | "wrap32"): Edits => {
  const common = joined(defects, yields, metered, libraries, limits, native, speed)
  return integers === "wrap32" ? joined(common, inlined, sealed) : joined(common, vm, wideIntegers, inlined, sealed)
}

/** A further instance, with states of its own. */
export const loadFengari = (options: LoadOptions = {}): Loaded => {
  const installed = locate(options.from)
  if (installed instanceof LuaEngineError) return { fengari: absent(installed), problem: installed, isThere: false }
  const texts = verified(installed)
  if (texts instanceof LuaEngineError) return plain(installed.folder, texts)
  const wraps = options.integers === "wrap32"
  const integers = wraps ? wrapped : promoted
  const provided: Record<string, unknown> = {}
  const require = instantiate(installed.folder, texts, editsOf(wraps ? "wrap32" : "promote"), provided)
  const meter = makeMeter()
  const names = new WeakMap()
  provided["#kernel"] = { ...makeKernel(require, integers.is), meter, names }
  const instance = { ...assembled(require), meter, names }
  const lualib = openers(instance, integers)
  const fengari: Fengari = { ...instance, lualib }
  if (wraps || getEnvironmentData(tested) === process.version) return { fengari, problem: undefined, isThere: true }
  const failed = selfTest(fengari)
  if (failed === undefined) setEnvironmentData(tested, process.version)
  const problem = failed === undefined ? undefined : mismatch("selfTest", installed.folder, failed)
  return { fengari, problem, isThere: true }
}

const loaded = loadFengari()
useSlots(loaded.fengari.lobject.TValue)

/** This thread's instance. */
export const fengari: Fengari = loaded.fengari

/** Why it is not the corrected one, if it is not. */
export const problem: LuaEngineError | undefined = loaded.problem

/** Whether there is any. */
export const isThere: boolean = loaded.isThere
