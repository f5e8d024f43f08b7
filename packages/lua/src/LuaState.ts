/**
 * A Lua 5.3 state as a scoped resource. It belongs to the thread that made it; jobs in it interleave where they wait for the host,
 * and where they have run for a slice. Nothing of a state is shared with another.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { usable } from "./internal/fengari/usable.ts"
import { holderIn, moduleIn, useState } from "./internal/state/access.ts"
import { stopKilled } from "./internal/state/apart.ts"
import { asking } from "./internal/state/asking.ts"
import { killAll } from "./internal/state/atomics.ts"
import { cacheOf } from "./internal/state/chunks.ts"
import { closeHolder, type Holder, holderOf, initOf, loadIn, runIn } from "./internal/state/holder.ts"
import { isA, unreadableBytes } from "./internal/state/instances.ts"
import type { Job } from "./internal/state/job.ts"
import { knowing } from "./internal/state/loading.ts"
import { heldBy } from "./internal/state/memory.ts"
import {
  looking,
  type WrongOption,
  wrong,
  wrongFile,
  wrongHalf,
  wrongInit,
  wrongLength,
  wrongOptions,
  wrongSettings,
  wrongState
} from "./internal/state/options.ts"
import { type Ran, runCall, runSource, type Settings } from "./internal/state/running.ts"
import { reloadModule } from "./internal/state/reload.ts"
import type { Limits, Sandbox, State } from "./internal/state/state.ts"
import { isReference } from "./internal/state/values.ts"
import { LuaCodecError, type LuaEngineError, type LuaError, LuaOptionError } from "./LuaError.ts"
import type { LuaModule } from "./LuaModule.ts"
import type { LuaInput, LuaReference, LuaValue } from "./LuaValue.ts"

const TypeId = "~@stevedore/lua/LuaState" as const

/** What a job may use; see `LuaStateOptions.limits`. */
export type LuaLimits = Limits

/** Options of a state. */
export interface LuaStateOptions {
  /** Its name in logs and errors. */
  readonly name?: string | undefined
  /**
   * What scripts may do. `"strict"`: values only, and nothing that other scripts rely on can be changed; it reads no file but modules
   * below `roots`, where they are given for it. `"standard"`, the default: Lua files below `roots` too, globals may be changed, libraries
   * not. `"full"`: what the program itself may (files, processes, `debug`), for scripts that are trusted like it.
   */
  readonly sandbox?: Sandbox | undefined
  /** What each job may use. Default: no limits, and others get a turn every 5 ms. */
  readonly limits?: Limits | undefined
  /**
   * Folders in which `require`, `loadfile` and `dofile` find Lua files, the first one first. The folder of what `load` loads is added
   * behind them when that has compiled (not in `strict`), so that names keep their meaning; the folder of an entry (`LuaThread`,
   * `LuaPool`, `LuaTest`) is before them. A strict state has these only, in this order: none of the runtime's, unless that is strict
   * itself, and none of the state whose script makes it.
   */
  readonly roots?: ReadonlyArray<string> | undefined
  /** Modules that it has. */
  readonly modules?: ReadonlyArray<LuaModule> | undefined
  /** How many compiled sources it keeps. Default 256; 0: none. */
  readonly chunkCache?: number | undefined
  /**
   * What becomes of the state when a job in it was ended by a limit or a kill. `"keep"`, the default: the next job finds it as that one
   * left it. `"rebuild"`: before the next job of its host, or of another thread, it is made anew; `init` and the files it had loaded
   * are run again, each file once, however it was named, as it was loaded last: with the arguments, limits and name of that call. Jobs
   * that have begun in the old one and have not ended, since they wait or have given others a turn, fail with `LuaClosed`; none that
   * has not begun is lost. Messages of harbor find it as it is until then. Jobs wait for that as long as it takes, but may be
   * interrupted meanwhile; it goes on for those that come later, and ends with the state. A job that was interrupted, or whose
   * `timeout` has passed, was ended by its asker and by no limit: the state stays as that job left it.
   */
  readonly onLimit?: "keep" | "rebuild" | undefined
  /**
   * Run when the state has been made, before anybody gets it, and when it is rebuilt. What it throws, instead of failing with it, is a
   * defect of `make`, or of the job that the state was rebuilt for; the next job has it rebuilt again.
   */
  readonly init?: ((state: LuaState) => Effect.Effect<unknown, LuaError>) | undefined
  /** Run with the installed fengari as it is, if it is not the one this package corrects: warned of in the log, once a thread. */
  readonly allowUnpatched?: boolean | undefined
}

/** What a state has done, and holds. */
export interface LuaStats {
  readonly name: string
  /** Jobs started, those of them that failed, and those that wait now. */
  readonly jobs: number
  readonly failed: number
  readonly waiting: number
  /** Sources compiled, those that were found compiled, and how many are kept. */
  readonly compiled: number
  readonly cached: number
  readonly chunks: number
  /** How often it was rebuilt. */
  readonly rebuilt: number
  /** Bytes that it holds, as an estimate. */
  readonly memoryBytes: number
}

/** How another thread ends what runs in a state: send it the `word` and let it call `killFrom`. */
export interface LuaKiller {
  readonly word: Int32Array
}

/** A state. */
export interface LuaState {
  readonly [TypeId]: typeof TypeId
  readonly name: string
  /** Runs a source with arguments (`...`) and gives what it returns. Compiled once, and kept. */
  readonly run: (
    source: string | Uint8Array,
    ...args: ReadonlyArray<LuaInput>
  ) => Effect.Effect<Array<LuaValue>, LuaError>
  /** Calls a function: one that came from this state, a global, or one of a module (`"athd.onwork"`). */
  readonly call: (
    target: string | LuaReference,
    ...args: ReadonlyArray<LuaInput>
  ) => Effect.Effect<Array<LuaValue>, LuaError>
  /**
   * Runs a file; relative paths are relative to the first of `roots`, or to the folder of the process when the state was made, whatever
   * was loaded before. With `onLimit: "rebuild"` the file is given the same arguments when it is loaded again. They are read anew then,
   * so that it finds what has become of an object meanwhile; and none may be or hold a `LuaReference` of the state, which is gone then:
   * that is a `LuaCodecError`. Pass it by `call` or `run`, or give it in `init`.
   */
  readonly load: (file: string | URL, ...args: ReadonlyArray<LuaInput>) => Effect.Effect<Array<LuaValue>, LuaError>
  /**
   * Runs a module's file again and puts what it returns into the table that everybody has of it; `""`: the files of all modules
   * that came from one. Gives their names. What fails leaves the module as it was. While a file waits, other jobs run, with what the
   * table had before. The same where a file has put its table into `package.loaded` itself, which may be seen there until the file has
   * come to its end. What is built in, libraries and modules of the host, is a `LuaOptionError`.
   */
  readonly reload: (module: string) => Effect.Effect<ReadonlyArray<string>, LuaError>
  /**
   * Ends all jobs that run or wait in it, what they wait for is interrupted; scripts cannot catch that. What they have begun and not
   * waited for (`athd.fork`, `athd.timeout`, what follows a push) ends as well.
   */
  readonly kill: Effect.Effect<void>
  /** For other threads. */
  readonly killer: LuaKiller
  readonly stats: Effect.Effect<LuaStats>
  /** The same state, with other limits, or another name for sources. */
  readonly within: (settings: { readonly limits?: Limits; readonly chunk?: string }) => LuaState
}

/**
 * Makes a state, which closes with the scope. Options that cannot be are a `LuaOptionError`.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import * as LuaState from "@stevedore/lua/LuaState"
 *
 * const program = Effect.gen(function* () {
 *   const state = yield* LuaState.make()
 *   yield* state.run("function area(box) return box.w * box.h end")
 *   assert.deepEqual(yield* state.call("area", { w: 3, h: 4 }), [12])
 *   const error = yield* Effect.flip(state.within({ limits: { instructions: 100_000 } }).run("while true do end"))
 *   assert.equal(error._tag, "LuaLimitError")
 * })
 * await Effect.runPromise(Effect.scoped(program))
 * ```
 */
export const make = (options: LuaStateOptions = {}): Effect.Effect<LuaState, LuaEngineError | LuaError, Scope.Scope> =>
  Effect.gen(function* () {
    const refused = refusal(wrongOptions(options, wrongState))
    if (refused !== undefined) return yield* refused
    yield* usable(options.allowUnpatched)
    const services = yield* Effect.context<never>()
    const holder = yield* Effect.acquireRelease(
      makes(() =>
        holderOf(
          {
            ...options,
            services: Context.omit()(services) as Context.Context<never>,
            modules: (options.modules ?? []).map(moduleIn)
          },
          options.onLimit ?? "keep",
          (holder) => givenBy(options.init, viewOf(holder, {}))
        )
      ),
      closeHolder
    )
    yield* initOf(holder)
    return viewOf(holder, {})
  })

/** What an init function does with a state. */
const givenBy = (init: LuaStateOptions["init"], state: LuaState): Effect.Effect<unknown, LuaError> => {
  if (init === undefined) return Effect.void
  const given = init(state)
  return refusal(wrongInit(given)) ?? given
}

/** What a module has that no Lua value is, is what making the state fails with. */
const makes = (make: () => Holder): Effect.Effect<Holder, LuaError> =>
  Effect.suspend(() => {
    try {
      return Effect.succeed(make())
    } catch (cause) {
      if (cause instanceof LuaCodecError) return Effect.fail(cause)
      throw cause
    }
  })

const viewOf = (holder: Holder, settings: Settings): LuaState => {
  /** Where it is run for a host function, it knows whose job that is, and whose files wait for it. */
  const runs = (asker: Job | null, run: (settings: Settings, state: State) => Ran) =>
    knowing((above) => {
      const given = above.length === 0 && asker === null ? settings : { ...settings, above, asker }
      return runIn(holder, (state) => run(given, state))
    })
  const view: LuaState = {
    [TypeId]: TypeId,
    name: holder.current.name,
    run: (source, ...args) =>
      asking(
        (asker) =>
          refusal(wrongSource(source)) ?? runs(asker, (settings, state) => runSource(state, source, args, settings))
      ),
    call: (target, ...args) =>
      asking(
        (asker) =>
          refusal(wrongTarget(target)) ?? runs(asker, (settings, state) => runCall(state, target, args, settings))
      ),
    load: (file, ...args) =>
      asking(
        (asker) =>
          refusal(wrongFile("file", file)) ??
          knowing((above) => loadIn(holder, file, args, { ...settings, above, asker }))
      ),
    reload: (module) =>
      asking(
        (asker) =>
          refusal(wrongText("module", module)) ??
          runIn(holder, (state) => reloadModule(state, module, { ...settings, asker }))
      ),
    kill: Effect.sync(() => {
      holder.current.kill()
      stopKilled(holder.current)
    }),
    killer: { word: holder.current.kills },
    stats: Effect.sync(() => statsOf(holder)),
    within: (other) => {
      const refused = refusal(wrongOptions(other, wrongSettings))
      return refused === undefined ? viewOf(holder, { ...settings, ...other }) : refusing(view, refused)
    }
  }
  useState(view, holder)
  return view
}

const refusal = (wrong: WrongOption | undefined): Effect.Effect<never, LuaOptionError> | undefined =>
  wrong === undefined ? undefined : Effect.fail(new LuaOptionError(wrong))

const wrongText = (option: string, text: unknown): WrongOption | undefined =>
  typeof text === "string"
    ? wrongHalf(option, text)
    : wrong(option, text, 'give the name of a module, or "" for all from files')

const wrongSource = (source: unknown): WrongOption | undefined => {
  if (typeof source === "string") return undefined
  const remedy = "give a text of Lua, or its bytes"
  if (!isA(source, Uint8Array)) return wrong("source", source, remedy)
  const value = unreadableBytes(source)
  return value === undefined ? undefined : { option: "source", value, remedy }
}

const wrongTarget = (target: unknown): WrongOption | undefined => {
  if (typeof target === "string") return wrongLength("target", target) ?? wrongHalf("target", target)
  return isReference(target)
    ? undefined
    : wrong("target", target, "give the name of a function, or one that came from this state")
}

/** A view whose settings cannot be: what is run by it says so. */
const refusing = (view: LuaState, refused: Effect.Effect<never, LuaOptionError>): LuaState => {
  const fails = () => refused
  const other = { ...view, run: fails, call: fails, load: fails, reload: fails, within: () => other }
  useState(other, holderIn(view))
  return other
}

const statsOf = ({ current: state, rebuilt }: Holder): LuaStats => ({
  name: state.name,
  jobs: state.counters.jobs,
  failed: state.counters.failed,
  waiting: state.counters.waiting,
  compiled: state.counters.compiled,
  cached: state.counters.cached,
  chunks: cacheOf(state).size,
  rebuilt,
  memoryBytes: state.closed ? 0 : heldBy(state)
})

/**
 * Ends all jobs of a state from any thread that has its killer's word: what runs, at its next counted instruction; what waits,
 * when the event loop of its thread has its next turn: what it waits for is interrupted, and what it has begun does not run. Throws a
 * `LuaOptionError` for what is no killer.
 *
 * @example
 * ```ts
 * import * as assert from "node:assert/strict"
 * import * as Effect from "effect/Effect"
 * import { Worker } from "node:worker_threads"
 * import * as LuaState from "@stevedore/lua/LuaState"
 *
 * const program = Effect.gen(function* () {
 *   const state = yield* LuaState.make({ limits: { slice: 0 } })
 *   // Another thread ends the loop, which leaves this one no time for anything.
 *   const killing = `const { workerData: word } = require("node:worker_threads"); Atomics.add(word, 0, 1); Atomics.notify(word, 0)`
 *   const worker = new Worker(killing, { eval: true, workerData: state.killer.word })
 *   const error = yield* Effect.flip(state.run("while true do end"))
 *   assert.equal(error.message, "the job was killed: run:1")
 *   yield* Effect.promise(() => worker.terminate())
 * })
 * await Effect.runPromise(Effect.scoped(program))
 * ```
 */
export const killFrom = (killer: LuaKiller): void => {
  const refused = looking("killer", () => wrongKiller(killer))
  if (refused !== undefined) throw new LuaOptionError(refused)
  killAll(killer.word)
}

const wrongKiller = (killer: LuaKiller | null | undefined): WrongOption | undefined => {
  const word: unknown = killer?.word
  return word instanceof Int32Array && word.length > 0 && word.buffer instanceof SharedArrayBuffer
    ? undefined
    : wrong("killer", killer, "give the `killer` of a state, or { word } with the word of one")
}
