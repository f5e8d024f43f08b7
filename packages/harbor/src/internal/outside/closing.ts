/*
 * The end of main's way to other processes, for all who wait for an answer over it: the transport may live on, and wait for ever.
 */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import { EngineUnavailable, HarborError, NoReply } from "../../HarborError.ts"
import { failure } from "../threads/failures.ts"

const detail = "main's transport has closed"

/** Nothing of it went out. */
export const over = failure("", new EngineUnavailable({ detail, ended: true }))

/** Whether that is why something was refused. */
export const isOver = (error: unknown): boolean =>
  error instanceof HarborError &&
  error.delivered === "no" &&
  error.reason._tag === "EngineUnavailable" &&
  error.reason.ended === true

const closed = failure("", new NoReply({ detail }), "", "maybe")

export class Closing {
  private readonly ended = Deferred.makeUnsafe<never, HarborError>()

  get isOver(): boolean {
    return Deferred.isDoneUnsafe(this.ended)
  }

  /** Ends requests that wait: nobody would read the reply, and the close would wait for it. */
  end(): void {
    Deferred.doneUnsafe(this.ended, Effect.fail(closed))
  }

  /** As that, which has gone out, until the end. */
  until<A>(request: Effect.Effect<A, HarborError>): Effect.Effect<A, HarborError> {
    return Effect.raceFirst(request, Deferred.await(this.ended))
  }
}
