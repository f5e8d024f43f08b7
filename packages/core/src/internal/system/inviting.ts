/**
 * Threads that this system did not start: main gives them a record and a port of their own, they attach by themselves, and the
 * close of that port is their exit. They are never ended by us. Runs on main.
 */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { ActorError, type ActorErrorReason, InvalidOption, StartFailed } from "../../ActorError.ts"
import type { Invitation } from "../../ActorSystem.ts"
import { invalid } from "../options.ts"
import type { Boot } from "./control.ts"
import type { Handle } from "./mainHandle.ts"
import type { MainSystem } from "./mainSystem.ts"
import * as Starting from "./starting.ts"
import { Place } from "../supervision/place.ts"

export const invite = (main: MainSystem, name: string): Effect.Effect<Invitation, ActorError, Scope.Scope> =>
  Effect.gen(function* () {
    const fail = (reason: ActorErrorReason): ActorError =>
      new ActorError({ reason, actor: "ActorSystem", job: "", thread: String(name), started: false })
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
    const { end, spawned } = foreign()
    const sent = Deferred.makeUnsafe<Boot, ActorError>()
    const attached = Deferred.makeUnsafe<void, ActorError>()
    let handle: Handle | undefined
    const place = new Place(main, [], name, () => handle)
    // Runs last: whatever has become of it was told by then, or is told now.
    yield* Effect.addFinalizer(() => Effect.sync(() => place.settle("layer")))
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
        Deferred.doneUnsafe(sent, Effect.succeed({ ...boot, linger: "off" }))
        return Effect.succeed(spawned)
      }
    }).pipe(
      // There is no entry that could hang.
      Effect.mapError((error) => (error.reason._tag === "StartFailed" ? fail(late(error.reason)) : error)),
      Effect.tap(() => Effect.sync(() => place.started()))
    )
    yield* Effect.addFinalizer(() => (handle === undefined ? Effect.void : main.stopThread(handle)))
    const starting = yield* Effect.forkScoped(Effect.exit(start), { startImmediately: true })
    starting.addObserver((exit) => {
      if (exit._tag === "Failure") return
      const done = Effect.asVoid(exit.value)
      Deferred.doneUnsafe(attached, done)
      // Refused before there was anything to send.
      Deferred.doneUnsafe(sent, Effect.andThen(done, Effect.never))
    })
    yield* Effect.forkScoped(
      Effect.andThen(
        Deferred.await(attached),
        ended(place, () => handle!)
      )
    )
    const boot = yield* Deferred.await(sent)
    return {
      handle: { "~@stevedore/core/Invitation": boot, port: end },
      transfer: [end],
      attached: Deferred.await(attached)
    }
  })

/** Nobody can start it again. */
const ended = (place: Place, current: () => Handle): Effect.Effect<void> =>
  Effect.suspend(() => {
    const handle = current()
    return Effect.map(Deferred.await(handle.over), (cause) => {
      if (handle.stoppedBy !== undefined) return
      place.died(cause, undefined)
      place.gaveUp(cause, false)
    })
  })

const late = ({ cause, detail }: StartFailed): StartFailed =>
  cause === "hung"
    ? new StartFailed({ cause, entry: "", detail: "the thread that was invited has not attached in time" })
    : new StartFailed({ cause, entry: "", detail })
