/**
 * A state on main, beside those of the threads: named as `athd.getmain()` has it. It is there before its script runs, so that what the
 * script calls may call back.
 */
import type { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type * as Scope from "effect/Scope"
import type { LuaEngineError, LuaError } from "../../LuaError.ts"
import type { LuaState } from "../../LuaState.ts"
import type { LuaInput } from "../../LuaValue.ts"
import { loadEntry } from "../state/entry.ts"
import { clientOf, scriptOf, type StateOptions } from "./edge.ts"
import { endMadeIfLast, hostOf } from "./host.ts"
import type { LuaJobs } from "./jobs.ts"
import { LuaMain } from "./main.ts"
import { LuaWorker, MAIN, tagOf } from "./protocol.ts"
import { dataOf, wrongMain } from "./stateOptions.ts"
import { handlers, host, type Hosted } from "./thread.ts"

/** Options of main's state. */
export interface MainOptions extends StateOptions {
  /** What its script gets as `...`. */
  readonly args?: ReadonlyArray<LuaInput> | undefined
}

/** Main's own state: what runs there, and when it has come to rest. */
export interface LuaOnMain extends LuaJobs {
  /** Completes when nothing is under way: no job of the state that waits, none that it has pushed and not heard of. */
  readonly idle: Effect.Effect<void>
}

/** What is done with the state before its script runs. */
type Before = (state: LuaState) => Effect.Effect<unknown, LuaError>

/** Makes the state, serves it, and runs its script; the state itself, beside what TypeScript knows of it. */
export const openedMain = (
  options: MainOptions,
  before: Before = () => Effect.void
): Effect.Effect<
  readonly [main: LuaOnMain, state: LuaState],
  ActorError | LuaError | LuaEngineError,
  ActorSystem | Scope.Scope
> =>
  Effect.gen(function* () {
    const hosted = yield* mainState(options, before)
    const { own, system } = hosted.athd.place
    const jobs = yield* clientOf(own)
    // One that was made anew has work of its own.
    const idle: Effect.Effect<void> = Effect.suspend(() => {
      const { athd } = hosted
      return Effect.andThen(
        athd.idle,
        Effect.suspend(() => (hosted.athd === athd ? Effect.void : idle))
      )
    })
    return [{ ...jobs, idle: staying(system, idle) }, hosted.state]
  })

const mainState = (
  options: MainOptions,
  before: Before
): Effect.Effect<Hosted, ActorError | LuaError | LuaEngineError, ActorSystem | Scope.Scope> =>
  Effect.gen(function* () {
    const wrong = wrongMain(options)
    if (wrong !== undefined) return yield* wrong
    const { args = [], entry, ...state } = options
    const made = yield* hostOf
    const { secret } = made
    const script = scriptOf(entry)
    const scope = yield* Effect.scope
    const build = <A, E, R>(layer: Layer.Layer<A, E, R>) => Layer.buildWithScope(layer, scope)
    const context = yield* build(LuaMain.layerRef)
    const boot = { name: MAIN, size: 0, entry: script ?? null, state: dataOf(state), secret }
    const hosted = yield* host(boot).pipe(
      Effect.provideContext(context),
      Effect.provideService(CurrentThread, { id: 1, name: "main", isMain: true })
    )
    const system = yield* ActorSystem
    yield* build(tagOf(MAIN).layerHere(LuaWorker.toLayer(handlers(hosted), { concurrency: "unbounded" })))
    // Before main leaves its name, which waits for all threads: what its script has made came after it, and may not answer any more.
    yield* Effect.addFinalizer(() => endMadeIfLast(made))
    yield* staying(system, before(hosted.state))
    if (script !== undefined) yield* staying(system, loadEntry(hosted.state, script, ...args))
    return hosted
  })

/** The process does not end while the script waits, for whatever it is. */
const staying = <A, E, R>(system: ActorSystem["Service"], effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  Effect.acquireUseRelease(
    Effect.sync(() => system["~@stevedore/core/runtime"].loop.hold()),
    () => effect,
    (release) => Effect.sync(release)
  )
