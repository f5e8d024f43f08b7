/**
 * Main's side of Lua threads: one for each actor system, made with the first layer that needs it.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorError, StartFailed } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import { CurrentJob } from "@stevedore/core/CurrentJob"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import type { LuaError } from "../../LuaError.ts"
import { harborOfMain } from "../ahar/here.ts"
import { type Boot, LuaMain, type OpenError, Refused } from "./main.ts"
import { LuaWorker, MAIN, tagOf } from "./protocol.ts"
import type { To } from "./remote.ts"
import { invalid } from "./stateOptions.ts"

/** What a thread or a pool is made of: core's own options, with what its states are. */
export interface OpenOptions extends Omit<Actor.ThreadOptions<LuaWorker>, "entry" | "name"> {
  readonly name: string
  /** 0 for a thread of its own. */
  readonly size: number
  /** The script, as the thread's files find it. */
  readonly script: string | undefined
  /** The module that the threads run. Default: one of ours, with no modules but those of Lua threads. */
  readonly thread?: Actor.Entry<Actor.Handlers<LuaWorker>> | undefined
  /** Plain data. */
  readonly state?: unknown
  readonly strategy?: "oneForOne" | "allForOne" | undefined
  readonly finishWithin?: Actor.PoolOptions<LuaWorker, never>["finishWithin"]
}

/** Makes threads, on main. */
export interface LuaHost {
  /** For as long as the scope is open. */
  readonly open: (options: OpenOptions) => Effect.Effect<To, OpenError, Scope.Scope>
  readonly secret: Uint8Array
  /** Stops the threads that scripts have made, the latest first. */
  readonly endMade: Effect.Effect<void>
}

const entry = Actor.entry<typeof import("./lua.thread.ts")>(new URL("./lua.thread.ts", import.meta.url))

const refuse = (detail: string): Effect.Effect<never, Refused> => Effect.fail(new Refused({ detail }))

/** Where a bundle lacks the module that threads run, it says what to do. */
const withRemedy = (error: ActorError): ActorError => {
  const { actor, job, reason, started, thread } = error
  if (reason._tag !== "StartFailed" || reason.cause !== "missing") return error
  const detail = `${reason.detail}; a bundle that holds @stevedore/lua needs the entry "lua.thread": "@stevedore/lua/thread" beside its own`
  const { cause, entry } = reason
  return new ActorError({ reason: new StartFailed({ cause, entry, detail }), actor, job, thread, started })
}

/** Where a thread has begun with its script and does not come to its end, it says that, and not the module that runs it. */
const withScript = (error: ActorError, script: string, isOurs: boolean): ActorError => {
  const { actor, job, reason, started, thread } = error
  if (reason._tag !== "StartFailed" || reason.cause !== "hung") return error
  const { cause, entry } = reason
  const after = / after \d+ ms/.exec(reason.detail)?.[0] ?? " in time"
  const others = isOurs ? "" : `, or what ${entry} runs in a new state`
  const detail = `the script ${script}${others} had not ended${after}: does it wait for something, or never end? A thread serves others when its script has returned`
  return new ActorError({ reason: new StartFailed({ cause, entry, detail }), actor, job, thread, started })
}

/** A thread or a pool that a script has made. */
interface Made {
  /** The thread that asked for it, and in which of its lives. */
  readonly maker: string
  life: string
  readonly script: string
  readonly size: number
}

const make = Effect.gen(function* () {
  const context = yield* Effect.context<ActorSystem>()
  const system = yield* ActorSystem
  const own = yield* Effect.scope
  const secret = crypto.getRandomValues(new Uint8Array(16))
  /** By the name of the thread. */
  const boots = new Map<string, Boot>()
  /** Of threads and of pools: each is an actor of its own. */
  const names = new Set<string>([MAIN])
  /** By the name, what scripts have made: whoever runs a script again finds what it has made before. */
  const made = new Map<string, Made>()
  const failures = new Map<string, LuaError>()
  /** Threads that start and have asked what they are: the next that they do is their script. */
  const asked = new Set<string>()
  /** Of what scripts have made, or are making. */
  const scopes = new Set<Scope.Closeable>()
  let window: number | undefined

  const open = (options: OpenOptions): Effect.Effect<To, OpenError, Scope.Scope> =>
    Effect.gen(function* () {
      const { finishWithin, name, script, size, state, strategy, thread, ...threads } = options
      const members = size === 0 ? [name] : Array.from({ length: size }, (_, index) => `${name}-${index}`)
      const given = [name, ...members]
      const taken = given.find((each) => names.has(each))
      if (taken !== undefined) {
        return yield* invalid(
          "name",
          taken,
          "give the thread a name that no other Lua thread or pool of this program has"
        )
      }
      const boot: Boot = { name, size, entry: script ?? null, state: state ?? {}, secret }
      const scope = yield* Scope.fork(yield* Effect.scope)
      for (const each of given) names.add(each)
      for (const each of members) boots.set(each, boot)
      yield* Scope.addFinalizer(
        scope,
        Effect.sync(() => {
          for (const each of given) names.delete(each)
          for (const each of members) {
            boots.delete(each)
            asked.delete(each)
          }
          made.delete(name)
        })
      )
      const actor = { window, ...threads, name, entry: thread ?? entry }
      const tag = tagOf(name)
      const layer = size === 0 ? tag.layerThread(actor) : tag.layerPool({ ...actor, size, strategy, finishWithin })
      yield* Layer.buildWithScope(Layer.provide(layer, Layer.succeedContext(context)), scope).pipe(
        Effect.mapError((error) => learnt(members) ?? told(error, script, thread === undefined)),
        Effect.onExit((exit) => {
          for (const each of members) failures.delete(each)
          // The names are free again.
          return Exit.isFailure(exit) ? Scope.close(scope, exit) : Effect.void
        })
      )
      return { name, size, thread: undefined }
    })

  /** What a thread has said of why it does not start. */
  const learnt = (threads: ReadonlyArray<string>): LuaError | undefined => {
    for (const name of threads) if (failures.has(name)) return failures.get(name)
    return undefined
  }

  /** What core says of it, in words for whoever has written the script. */
  const told = <E>(error: E | ActorError, script: string | undefined, isOurs: boolean): E | ActorError => {
    if (!(error instanceof ActorError)) return error
    const known = script !== undefined && asked.has(error.thread) ? withScript(error, script, isOurs) : error
    return isOurs ? withRemedy(known) : known
  }

  const endOf = (scope: Scope.Closeable, exit: Exit.Exit<unknown, unknown>): Effect.Effect<void> =>
    Effect.suspend(() => {
      scopes.delete(scope)
      return Scope.close(scope, exit)
    })
  const endMade = Effect.suspend(() =>
    Effect.forEach(Array.from(scopes).toReversed(), (scope) => endOf(scope, Exit.void), { discard: true })
  )

  /** Main's own, unless the program has made it. */
  const harbor = yield* Effect.cached(Effect.orDie(harborOfMain(system, own)))

  const handlers = LuaMain.toLayer(
    {
      boot: ({ thread }) => {
        const boot = boots.get(thread)
        if (boot === undefined) return refuse(`main has made no Lua thread "${thread}"`)
        asked.add(thread)
        return Effect.succeed(boot)
      },
      failed: ({ error, thread }) => Effect.sync(() => void failures.set(thread, error)),
      open: ({ entry: script, life, name, size, slowMillis, state }) =>
        Effect.flatMap(CurrentJob, ({ sender }) => {
          const maker = sender.name
          const known = made.get(name)
          if (names.has(name) && known?.maker === maker && known.script === script && known.size === size) {
            // Twice in one life is once too often.
            const isAgain = known.life !== life
            known.life = life
            if (isAgain) return Effect.void
          }
          const slowAfter = slowMillis > 0 ? slowMillis : "never"
          const scope = Scope.forkUnsafe(own)
          scopes.add(scope)
          return Scope.provide(open({ name, size, script, slowAfter, state }), scope).pipe(
            Effect.tap(() => Effect.sync(() => void made.set(name, { maker, life, script, size }))),
            Effect.onExit((exit) => (Exit.isFailure(exit) ? endOf(scope, exit) : Effect.void)),
            Effect.asVoid,
            Effect.catchTag("ActorError", (error) => refuse(error.reason.message))
          )
        }),
      slowAfter: ({ millis, name, thread }) =>
        system
          .slowAfter(thread === null ? { actor: tagOf(name) } : { thread }, millis > 0 ? millis : "never")
          .pipe(Effect.catchTag("ActorError", (error) => refuse(error.reason.message))),
      harbor: () => harbor,
      capacity: ({ jobs }) => {
        if (boots.size > 0) return refuse("the job capacity can be set before the first thread is made")
        if (!Number.isSafeInteger(jobs) || jobs < 1)
          return refuse(`the job capacity is a whole number from 1, not ${jobs}`)
        window = jobs
        return Effect.void
      }
    },
    { concurrency: "unbounded" }
  )
  yield* Layer.buildWithScope(Layer.provide(LuaMain.layerMain(handlers), Layer.succeedContext(context)), own)
  return { open, secret, endMade } satisfies LuaHost
})

/** That of a system, for as long as anybody has it. */
interface Shared {
  users: number
  readonly scope: Scope.Closeable
  readonly made: Deferred.Deferred<LuaHost, ActorError>
}

const hosts = new WeakMap<object, Shared>()

/** The system's own, made when the first asks, and there until the scope of the last has closed. */
export const hostOf: Effect.Effect<LuaHost, ActorError, ActorSystem | Scope.Scope> = Effect.gen(function* () {
  const key = (yield* ActorSystem)["~@stevedore/core/runtime"]
  const shared = yield* Effect.acquireRelease(
    Effect.suspend(() => {
      const known = hosts.get(key)
      if (known !== undefined) {
        known.users++
        return Effect.succeed(known)
      }
      const own: Shared = { users: 1, scope: Scope.makeUnsafe(), made: Deferred.makeUnsafe() }
      hosts.set(key, own)
      return Effect.as(
        Effect.flatMap(Effect.exit(Scope.provide(make, own.scope)), (exit) => Deferred.done(own.made, exit)),
        own
      )
    }),
    (shared, exit) =>
      Effect.suspend(() => {
        if (--shared.users > 0) return Effect.void
        hosts.delete(key)
        return Scope.close(shared.scope, exit)
      })
  )
  return yield* Deferred.await(shared.made)
})

/** Stops the threads that scripts have made, unless somebody else has the host as well: then they stay with that. */
export const endMadeIfLast = (host: LuaHost): Effect.Effect<void, never, ActorSystem> =>
  Effect.flatMap(ActorSystem, (system) =>
    hosts.get(system["~@stevedore/core/runtime"])?.users === 1 ? host.endMade : Effect.void
  )
