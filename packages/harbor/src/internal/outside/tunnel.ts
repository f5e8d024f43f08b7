/*
 * The transport of a thread that has none of its own: main's, through the border, for as long as that border lives.
 */
import type { ActorError } from "@stevedore/core/ActorError"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { HarborError } from "../../HarborError.ts"
import type { OnFrame, Port } from "../../Transport.ts"
import { isActorError, isGone, ofActor } from "../threads/failures.ts"
import { AnotherLife, type Border } from "./border.ts"
import { over } from "./closing.ts"

/** Who takes frames here, by the key that the border knows: see `receiving`. */
export type Frames = Map<string, (...given: [...Parameters<OnFrame>, settled?: () => void]) => unknown>

/** The border's, as a thread knows it. */
export interface Life {
  readonly number: number
  /** It has ended, or another one has begun: nothing goes out any more. */
  isOver: boolean
}

export interface About {
  readonly life: number
  readonly node: number
  readonly maxFrameBytes: number
}

export interface Through {
  readonly border: Border["Service"]
  readonly frames: Frames
  readonly thread: number
  readonly life: Life
  readonly about: About
  /** Whether there is a border, as this thread knows. */
  readonly isThere: () => boolean
}

type Refused = ActorError | AnotherLife | HarborError

const ofBorder = (error: ActorError | HarborError): HarborError => (isActorError(error) ? ofActor("", error) : error)

/** What the border that is there now says of itself. */
export const aboutOf = (border: Border["Service"]): Effect.Effect<About, HarborError> =>
  Effect.mapError(border.about(), (error) => (isGone(error) ? over : ofBorder(error)))

let keys = 0

export const tunnel = ({ about, border, frames, isThere, life, thread }: Through): Port => {
  const plain = <A>(self: Effect.Effect<A, Refused>): Effect.Effect<A, HarborError> =>
    Effect.mapError(self, (error) => {
      if (!(error instanceof AnotherLife) && !(isActorError(error) && isGone(error))) return ofBorder(error)
      life.isOver = true
      return over
    })
  const number = life.number
  return {
    node: about.node,
    maxFrameBytes: about.maxFrameBytes,
    publish: (to, frame) => plain(border.publish({ life: number, to, frame })),
    request: (to, frame, millis) => plain(border.request({ life: number, to, frame, millis })),
    serve: (at, onFrame) => {
      const key = `${thread}-${++keys}`
      const unserve = Effect.suspend(() => {
        // A border that has ended serves nothing, and a send to none would wait for the next one.
        const unserved = life.isOver || !isThere() ? Effect.void : Effect.ignore(border.unserve({ key }))
        return Effect.andThen(
          unserved,
          Effect.sync(() => void frames.delete(key))
        )
      })
      const serve = Effect.suspend(() => {
        frames.set(key, onFrame)
        return plain(border.serve({ life: number, key, at }))
      })
      // Whoever gives it up may do so when main serves it already, and its reply is on the way.
      return Effect.acquireRelease(
        Effect.onError(serve, () => unserve),
        () => unserve,
        { interruptible: true }
      )
    },
    // Main looks at it for all.
    state: Stream.never
  }
}
