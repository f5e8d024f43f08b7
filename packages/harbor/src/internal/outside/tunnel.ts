/*
 * The transport of a thread that has none of its own: main's, through the border.
 */
import type { ActorError } from "@stevedore/core/ActorError"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { HarborError } from "../../HarborError.ts"
import type { OnFrame, Port } from "../../Transport.ts"
import { ofActor } from "../threads/failures.ts"
import type { Border } from "./border.ts"

/** Who takes frames here, by the key that the border knows. */
export type Frames = Map<string, OnFrame>

let keys = 0

export const tunnel = (border: Border["Service"], frames: Frames, thread: number): Effect.Effect<Port, HarborError> => {
  const plain = <A>(self: Effect.Effect<A, ActorError | HarborError>): Effect.Effect<A, HarborError> =>
    Effect.mapError(self, (error) => (error instanceof HarborError ? error : ofActor("", error)))
  return Effect.map(plain(border.about()), ({ maxFrameBytes, node }) => ({
    node,
    maxFrameBytes,
    publish: (to, frame) => plain(border.publish({ to, frame })),
    request: (to, frame, millis) => plain(border.request({ to, frame, millis })),
    serve: (at, onFrame) => {
      const key = `${thread}-${++keys}`
      return Effect.acquireRelease(
        Effect.suspend(() => {
          frames.set(key, onFrame)
          return plain(border.serve({ key, at }))
        }).pipe(Effect.onError(() => Effect.sync(() => frames.delete(key)))),
        () =>
          Effect.andThen(
            Effect.ignore(border.unserve({ key })),
            Effect.sync(() => void frames.delete(key))
          ),
        { interruptible: true }
      )
    },
    // Main looks at it for all.
    state: Stream.never
  }))
}
