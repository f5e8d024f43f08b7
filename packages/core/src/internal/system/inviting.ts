/**
 * Threads that this system did not start: main gives them a port of their own, they say over it that they are there, and get a
 * record and all they need to attach. So an invitation that nobody uses has cost a port, which is closed. The close of the port
 * is also the exit of one that has attached: it is never ended by us. Runs on main.
 */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Scope from "effect/Scope"
import { ActorError, type ActorErrorReason, InvalidOption, StartFailed, Stopped } from "../../ActorError.ts"
import type { Invitation } from "../../ActorSystem.ts"
import type { SpawnedThread } from "../../ThreadSpawner.ts"
import { invalid, shown } from "../options.ts"
import type { Handle } from "./mainHandle.ts"
import type { MainSystem } from "./mainSystem.ts"
import * as Starting from "./starting.ts"
import type { Refused } from "./control.ts"
import { encodeReason } from "../supervision/lives.ts"
import { Place } from "../supervision/place.ts"

export const invite = (main: MainSystem, name: string): Effect.Effect<Invitation, ActorError, Scope.Scope> =>
  Effect.gen(function* () {
    const thread = typeof name === "string" ? name : shown(name)
    const fail = (reason: ActorErrorReason): ActorError =>
      new ActorError({ reason, actor: "ActorSystem", job: "", thread, started: false })
    if (typeof name !== "string" || name === "") {
      return yield* fail(invalid("name", name, "give the thread a name: a text that is not empty"))
    }
    const foreign = main.options.spawner?.foreign
    if (foreign === undefined) {
      const remedy = "use the actor system of a platform that can, such as NodeActorSystem.layer()"
      return yield* fail(
        new InvalidOption({ option: "invite", value: "called on a system without a platform", remedy })
      )
    }
    if (main.isClosed) return yield* fail(new Stopped({}))
    const taken = Starting.nameTaken(main, name)
    if (taken !== undefined) return yield* fail(taken)
    const { end, spawned } = foreign()
    let handle: Handle | undefined
    const place = new Place(main, [], name, () => handle)
    // Runs last: whatever has become of it was told by then, or is told now.
    yield* Effect.addFinalizer(() => Effect.sync(() => place.settle("layer")))
    yield* Effect.addFinalizer(() => (handle === undefined ? Effect.void : main.stopThread(handle)))
    main.invited.add(name)
    const come = Effect.ensuring(
      arrival(main, spawned),
      Effect.sync(() => main.invited.delete(name))
    )
    const start = Starting.start(main, {
      name,
      entry: "",
      instances: [],
      resourceLimits: undefined,
      whenLost: undefined,
      place,
      created: (created) => {
        handle = created
      },
      spawn: (boot) => {
        // It has an event loop that is not ours to hold up.
        spawned.port.post({ ...boot, linger: "off" })
        return Effect.succeed(spawned)
      }
    })
    /** It waits for an answer. */
    const refuse = ({ reason }: ActorError): void => {
      if (handle === undefined) spawned.port.post({ _tag: "refused", reason: encodeReason(reason) } satisfies Refused)
    }
    const attached = Deferred.makeUnsafe<void, ActorError>()
    const starting = Effect.mapError(come, fail).pipe(
      Effect.andThen(Effect.tapError(start, (error) => Effect.sync(() => refuse(error)))),
      // There is no entry that could hang.
      Effect.mapError((error) => (error.reason._tag === "StartFailed" ? fail(late(error.reason)) : error)),
      // It never had a record: to whoever comes with that handle the port is closed.
      Effect.ensuring(Effect.sync(() => handle === undefined && spawned.port.close())),
      Effect.tap(() => Effect.sync(() => place.started())),
      Effect.onExit((exit) => Deferred.done(attached, Exit.asVoid(exit)))
    )
    yield* Effect.forkScoped(
      Effect.ignore(
        Effect.andThen(
          starting,
          Effect.suspend(() => ended(place, handle!))
        )
      ),
      { startImmediately: true }
    )
    return {
      handle: { "~@stevedore/core/Invitation": name, port: end },
      transfer: [end],
      attached: Deferred.await(attached)
    }
  })

/** Completes when the thread that was invited says that it is there. */
const arrival = (main: MainSystem, { onExit, port }: SpawnedThread): Effect.Effect<void, StartFailed> =>
  Effect.callback<void, StartFailed>((resume) => {
    port.onMessage(() => resume(Effect.void))
    onExit(() =>
      resume(Effect.fail(new StartFailed({ cause: "threw", entry: "", detail: "it ended before it had attached" })))
    )
  }).pipe(
    Effect.timeoutOrElse({
      duration: main.options.startTimeoutMillis,
      orElse: () => Effect.fail(new StartFailed({ cause: "hung", entry: "", detail: "" }))
    })
  )

/** Nobody can start it again. */
const ended = (place: Place, handle: Handle): Effect.Effect<void> =>
  Effect.map(Deferred.await(handle.over), (cause) => {
    if (handle.stoppedBy !== undefined) return
    place.died(cause, undefined)
    place.gaveUp(cause, false)
  })

const late = ({ cause, detail }: StartFailed): StartFailed =>
  cause === "hung"
    ? new StartFailed({ cause, entry: "", detail: "the thread that was invited has not attached in time" })
    : new StartFailed({ cause, entry: "", detail })
