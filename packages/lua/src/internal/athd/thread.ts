/**
 * A thread of Lua: its one state, which runs its script and then what others send. Main tells it what it is to be, each time it
 * starts.
 */
import type * as Actor from "@stevedore/core/Actor"
import { ActorError, StartFailed } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import { CurrentThread } from "@stevedore/core/CurrentThread"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Tracer from "effect/Tracer"
import type { LuaEngineError, LuaError } from "../../LuaError.ts"
import type { LuaRuntime } from "../../LuaRuntime.ts"
import type { LuaState } from "../../LuaState.ts"
import { holderIn, nativeModule } from "../state/access.ts"
import { loadEntry } from "../state/entry.ts"
import { type Holder, runIn } from "../state/holder.ts"
import { shortened } from "../state/shortened.ts"
import { openAhar } from "../ahar/module.ts"
import { type Athd, athdOf, hooks } from "./athd.ts"
import { type Boot, LuaMain } from "./main.ts"
import { open } from "./module.ts"
import { LuaWorker } from "./protocol.ts"
import { AllReceived } from "./received.ts"
import { Remotes } from "./remotes.ts"
import { runtimeHere } from "./runtime.ts"
import type { StateData } from "./stateOptions.ts"
import { type Payload, work } from "./work.ts"

/** A state that serves others, and what it has heard of them. */
export interface Hosted {
  /** That of the state that is there now: one that a limit has broken is followed by another, where it is so said. */
  readonly athd: Athd
  readonly state: LuaState
  readonly received: AllReceived
}

/** The state of this thread: its script is yet to run. */
export const host = (boot: Boot) =>
  Effect.gen(function* () {
    const context = yield* Effect.context<ActorSystem>()
    const system = yield* ActorSystem
    const thread = yield* CurrentThread
    const main = yield* LuaMain
    const scope = yield* Effect.scope
    const remotes = new Remotes(context, system, thread.id, scope)
    yield* Effect.addFinalizer(() => Effect.sync(() => remotes.close()))
    const place = {
      context,
      system,
      thread,
      own: { name: boot.name, size: boot.size, thread: boot.size > 0 ? thread.name : undefined },
      main,
      remotes,
      secret: boot.secret,
      data: boot.state as StateData,
      entry: boot.entry ?? undefined,
      // Main was there before.
      hasStarted: thread.isMain
    }
    let athd: Athd | undefined
    const module = nativeModule({
      name: "athd",
      open: (state, L) => {
        athd = open(place, state, L)
        return 1
      },
      hooks: Object.keys(hooks)
    })
    const harbor = nativeModule({ name: "ahar", open: (_state, L) => openAhar(athd!, L), hooks: [] })
    const runtime = yield* runtimeHere
    const state = yield* runtime.newState({
      ...place.data,
      name: thread.name,
      modules: [module, harbor]
    })
    const hosted: Hosted = {
      get athd() {
        return athd!
      },
      state,
      received: new AllReceived(system, athd!.state.sandbox)
    }
    return hosted
  })

/** The handlers of a thread that main has started. */
export const threadLayer: Layer.Layer<
  Actor.Handlers<LuaWorker>,
  ActorError | LuaError | LuaEngineError,
  ActorSystem | CurrentThread | LuaRuntime
> = LuaWorker.toLayer(
  Effect.gen(function* () {
    const { name } = yield* CurrentThread
    const main = yield* LuaMain
    const boot = yield* Effect.mapError(main.boot({ thread: name }), (error) =>
      error._tag === "Refused" ? failure(name, error.detail) : error
    )
    const hosted = yield* host(boot)
    if (boot.entry !== null) {
      yield* Effect.tapError(loadEntry(hosted.state, boot.entry), (error) =>
        main.failed({ thread: name, error: shortened(error) })
      )
    }
    hosted.athd.place.hasStarted = true
    return handlers(hosted)
  }),
  { concurrency: "unbounded" }
).pipe(Layer.provide(LuaMain.layerRef))

/** What a state answers to others. */
export const handlers = ({ athd, received, state }: Hosted) => ({
  work: workIn(holderIn(state), athd, received),
  reload: ({ module }: { readonly module: string }) => Effect.mapError(state.reload(module), shortened)
})

/** Decided once: a state that stays is not asked for at each job. */
const workIn = (holder: Holder, athd: Athd, received: AllReceived): ((payload: Payload) => ReturnType<typeof work>) => {
  // A span begins with the fiber.
  const isTraced = athd.place.context.mapUnsafe.has(Tracer.Tracer.key)
  return holder.policy === "keep"
    ? (payload) => {
        const source = received.of(payload.fn, payload.intro)
        if (payload.fn < 0) return heard
        if (isTraced || payload.carries) return Effect.suspend(() => work(athd, source, payload))
        return work(athd, source, payload)
      }
    : (payload) => {
        // In any case, and in the order in which they came: making the state anew may fail.
        const source = received.of(payload.fn, payload.intro)
        if (payload.fn < 0) return heard
        return Effect.mapError(
          runIn(holder, (state) => work(athdOf(state)!, source, payload)),
          (error) => (error._tag === "UnknownSource" ? error : shortened(error))
        )
      }
}

/** It was told what a number stands for, and nobody waits for that. */
const heard = Exit.succeed([new Uint8Array()] as const)

const failure = (thread: string, detail: string): ActorError =>
  new ActorError({
    reason: new StartFailed({ cause: "threw", entry: "lua", detail }),
    actor: LuaWorker.key,
    job: "",
    thread,
    started: false
  })
