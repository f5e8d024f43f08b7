/*
 * Has another thread listen, by the name of a handler there: for as long as a scope is open here, on each thread of that name that is
 * started in the place of one that has died.
 */
import type { ActorError } from "@stevedore/core/ActorError"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { HarborError } from "../../HarborError.ts"
import type * as Message from "../../Message.ts"
import { logWarning } from "../logged.ts"
import { invalidOption, isActorError, ofActor } from "./failures.ts"
import type { ThreadHarbor } from "./threadHarbor.ts"

let keys = 0

/** The harbor of a thread that was started again is there before the handlers that its entry registers: some 40 seconds in all. */
const untilRegistered = { schedule: Schedule.exponential("10 millis"), times: 12 }

/** Has another thread listen, for as long as the scope is open. */
export const listenOn = (
  harbor: ThreadHarbor,
  thread: string,
  message: Message.Any,
  handler: string
): Effect.Effect<void, HarborError, Scope.Scope> =>
  Effect.gen(function* () {
    const { client, members } = harbor.nodes
    const key = `${harbor.thread.id}-${++keys}`
    const refused = (error: ActorError | HarborError): HarborError => {
      if (!isActorError(error)) return error
      if (error.reason._tag !== "InvalidOption") return ofActor(message.name, error)
      return invalidOption(message.name, "thread", thread, "name a thread that has a harbor: Harbor.layer in its entry")
    }
    const installed = Effect.mapError(client.listen({ key, handler, message: message.name }, { thread }), refused)
    /** The thread that has that name now: another one after each start. */
    const lifeNow = (): number | undefined => members.now.find((member) => member.thread === thread)?.id
    let life = lifeNow()
    yield* Effect.acquireRelease(
      installed,
      // It ends with that thread, if not before.
      () => Effect.ignore(client.unlisten({ key }, { thread }))
    )
    const again = (now: number | undefined): Effect.Effect<void> => {
      if (now === undefined || now === life) return Effect.void
      life = now
      const isWanted = (): boolean => lifeNow() === now
      const missing = `thread "${thread}" was started again, and does not listen for ${message.name} with its handler "${handler}"`
      return installed.pipe(
        Effect.retry({ ...untilRegistered, while: isWanted }),
        Effect.catchCause((cause) => (isWanted() ? logWarning(missing, cause) : Effect.void))
      )
    }
    // Each life is asked from its start, however long the one before was to be waited for.
    const lives = Stream.changes(Stream.map(members.changes, lifeNow))
    const eachLife = Stream.runDrain(Stream.switchMap(lives, (now) => Stream.fromEffect(again(now))))
    yield* Effect.acquireRelease(
      // Not as part of the job that asks for it, if one does: that ends.
      Effect.sync(() => harbor.fork(eachLife)),
      Fiber.interrupt
    )
  })
