/**
 * Lua threads as TypeScript asks for them: options, and the client of what was made.
 */
import { availableParallelism } from "node:os"
import type * as Actor from "@stevedore/core/Actor"
import type { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import type { LuaError } from "../../LuaError.ts"
import { located } from "../state/files.ts"
import { hostOf, type OpenOptions } from "./host.ts"
import { type LuaJobs, makeJobs } from "./jobs.ts"
import type { LuaWorker } from "./protocol.ts"
import type { To } from "./remote.ts"
import { Remotes } from "./remotes.ts"
import { dataOf, type StateData, wrongPool, wrongThread } from "./stateOptions.ts"

/** Options of a state: plain data, which travels to its thread. */
export interface StateOptions extends StateData {
  /** The script it runs once: a URL, or a path as the process sees it. Default: none, it only waits for jobs. */
  readonly entry?: string | URL | undefined
}

/** Options of a Lua thread. */
export interface ThreadOptions extends StateOptions, Omit<Actor.ThreadOptions<LuaWorker>, "entry" | "name"> {
  /** The thread's name, as `athd.getctname()` has it too. */
  readonly name: string
  /**
   * The module that the thread runs, where its states are to have modules of yours: one whose default export is
   * `LuaThread.entry` with a `LuaRuntime`.
   */
  readonly thread?: Actor.Entry<Actor.Handlers<LuaWorker>> | undefined
}

/** What is started, or why it cannot be. */
type Opened = Effect.Effect<LuaJobs, ActorError | LuaError, ActorSystem | Scope.Scope>

/** Starts a thread. */
export const openedThread = (options: ThreadOptions): Opened =>
  Effect.suspend(() => {
    const wrong = wrongThread(options)
    return wrong === undefined ? opened({ ...options, size: 0 }) : Effect.fail(wrong)
  })

/** Starts a pool. */
export const openedPool = (
  options: ThreadOptions & Omit<Sized, "size"> & { readonly size?: number | undefined }
): Opened =>
  Effect.suspend(() => {
    const wrong = wrongPool(options)
    if (wrong !== undefined) return Effect.fail(wrong)
    return Effect.flatMap(poolSize(options.size), (size) => opened({ ...options, size }))
  })

type Sized = Pick<OpenOptions, "size" | "strategy" | "finishWithin">

const opened = ({ chunkCache, entry, limits, onLimit, roots, sandbox, ...options }: ThreadOptions & Sized): Opened =>
  Effect.gen(function* () {
    const host = yield* hostOf
    const to = yield* host.open({
      ...options,
      script: scriptOf(entry),
      state: dataOf({ chunkCache, limits, onLimit, roots, sandbox })
    })
    return yield* clientOf(to)
  })

/** A path, whatever the process does with its folder later. */
export const scriptOf = (entry: string | URL | undefined): string | undefined =>
  entry === undefined ? undefined : located(entry, process.cwd())

/** As many threads as the machine runs at a time, and the system has room for, where nobody says how many. */
const poolSize = (size: number | undefined): Effect.Effect<number, never, ActorSystem> =>
  size === undefined
    ? Effect.map(ActorSystem, (system) => {
        const most = system["~@stevedore/core/runtime"].main?.options.sizes.maxThreads ?? 2
        return Math.max(1, Math.min(availableParallelism(), most - 1))
      })
    : Effect.succeed(size)

/** The client of a thread or a pool, on this thread: one of the system's, or main. */
export const clientOf = (to: To): Effect.Effect<LuaJobs, never, ActorSystem | Scope.Scope> =>
  Effect.gen(function* () {
    const context = yield* Effect.context<ActorSystem>()
    const system = yield* ActorSystem
    const { loop } = system["~@stevedore/core/runtime"]
    const id = loop.mesh.peer(loop.thread).incarnation
    const remotes = new Remotes(context, system, id, yield* Effect.scope)
    yield* Effect.addFinalizer(() => Effect.sync(() => remotes.close()))
    return makeJobs(to, remotes.of(to), remotes.sources)
  })
