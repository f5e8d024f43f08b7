/**
 * Starting a thread: a record for it, the worker, and the wait until it says that it is ready. Runs on main.
 */
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as References from "effect/References"
import { ActorError, type ActorErrorReason, InvalidOption, Stopped } from "../../ActorError.ts"
import type { ResourceLimits, SpawnedThread } from "../../ThreadSpawner.ts"
import type { Boot, InstanceBoot } from "./control.ts"
import { type Handle, makeHandle } from "./mainHandle.ts"
import type { MainSystem } from "./mainSystem.ts"
import * as Layout from "../memory/layout.ts"
import * as ThreadRecord from "../memory/threadRecord.ts"
import type { Place } from "../supervision/place.ts"
import { hung, noRoom, withEntry } from "./startFailure.ts"
import * as Terminating from "./terminating.ts"

export interface StartRequest {
  readonly name: string
  readonly entry: string
  readonly instances: ReadonlyArray<InstanceBoot>
  readonly resourceLimits: ResourceLimits | undefined
  readonly whenLost: Handle["whenLost"]
  readonly place: Place
  /** For one that is there already. */
  readonly spawn?: (boot: Boot) => Effect.Effect<SpawnedThread, ActorError>
  /** Called when it exists, before it is ready: from then on whoever asked has to stop it. */
  readonly created: (handle: Handle) => void
}

/** Why nobody may start a thread of that name; `own` is the place that starts its next one. */
export const nameTaken = (main: MainSystem, name: string, own?: Place): InvalidOption | undefined => {
  const who = main.whoHas(name, own)
  if (who === undefined) return undefined
  const remedy = "give each thread a name of its own"
  if (who === "thread") {
    return new InvalidOption({ option: "name", value: `"${name}", which another thread of this system has`, remedy })
  }
  const value = `"${name}", which another layer's thread has, that is being started again`
  return new InvalidOption({ option: "name", value, remedy: `${remedy}, or close that layer first` })
}

/** Starts a thread and completes when it is ready, or fails with the reason it did not start. */
export const start = (main: MainSystem, request: StartRequest): Effect.Effect<Handle, ActorError> =>
  Effect.gen(function* () {
    const { arena, options } = main
    const { sizes, spawner, startTimeoutMillis } = options
    const actors = request.instances.map(({ name }) => name)
    const fail = (reason: ActorErrorReason): ActorError =>
      new ActorError({ reason, actor: actors.join(", "), job: "", thread: request.name, started: false })
    if (spawner === undefined || main.isClosed) return yield* fail(new Stopped({}))
    const taken = nameTaken(main, request.name, request.place)
    if (taken !== undefined) return yield* fail(taken)
    const allotted = yield* Effect.timeoutOption(main.allot, startTimeoutMillis)
    const thread = Option.getOrElse(allotted, () => -1)
    if (thread < 0) return yield* fail(noRoom(sizes.maxThreads))
    // The system may have stopped while a record was waited for: nobody would stop this one.
    if (main.isClosed) {
      ThreadRecord.clear(arena, thread)
      return yield* fail(new Stopped({}))
    }
    const boot: Boot = {
      buffer: arena.buffer,
      sizes,
      thread,
      incarnation: ThreadRecord.load(arena, thread, Layout.Thread.incarnation),
      name: request.name,
      entry: request.entry,
      instances: request.instances,
      names: main.allNames,
      stopTimeoutMillis: options.stopTimeoutMillis,
      interruptGraceMillis: main.interruptGraceMillis,
      nameTimeoutMillis: main.nameTimeoutMillis,
      nestedWaitMillis: main.nestedWaitMillis,
      linger: main.options.linger,
      slow: main.slow.settings,
      slowVersion: main.slow.version,
      minimumLogLevel: Context.get(options.context, References.MinimumLogLevel)
    }
    const { name, place, resourceLimits, whenLost } = request
    const spawning = (request.spawn?.(boot) ?? spawner.spawn({ name, boot, resourceLimits })).pipe(
      // A spawner knows of no actors.
      Effect.mapError((error) => fail(error.reason)),
      // Nobody ever saw this record.
      Effect.onError(() => Effect.sync(() => ThreadRecord.clear(arena, thread))),
      Effect.map((spawned) => {
        const { incarnation } = boot
        const invited = request.spawn !== undefined
        const handle = makeHandle({ thread, incarnation, name, actors, spawned, invited, whenLost, place })
        request.created(handle)
        main.adopt(handle)
        return handle
      })
    )
    // A thread that is there already, and has a record, must not be left by whoever is interrupted meanwhile.
    const handle = yield* Effect.uninterruptible(spawning)
    const release = main.loop.hold()
    yield* Deferred.await(handle.ready).pipe(
      Effect.mapError((reason) =>
        reason._tag === "StartFailed" || reason._tag === "EntryMismatch" ? withEntry(reason, request.entry) : reason
      ),
      Effect.timeoutOrElse({
        duration: startTimeoutMillis,
        orElse: () => Effect.fail(hung(request.entry, startTimeoutMillis))
      }),
      Effect.mapError(fail),
      Effect.onError(() => Terminating.terminate(main, handle)),
      Effect.onExit(() => Effect.sync(release))
    )
    handle.started = true
    return handle
  })
