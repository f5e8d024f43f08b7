/**
 * A method of a client that returns a Stream: what it asks is sent when the stream is run, for each run anew, and told to
 * stop when the run is over before the stream is.
 */
import * as Channel from "effect/Channel"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import type { InvalidOption } from "../../ActorError.ts"
import { type CallOptions, withOurs } from "./limit.ts"
import { DEFAULT_CREDIT } from "../extension.ts"
import { invalid } from "../options.ts"
import type { Run, StreamJob } from "./streamJob.ts"

type Open = (payload: unknown, options: CallOptions) => Effect.Effect<StreamJob, unknown>

/** Elements that may be on their way, or nothing for as many as always. */
export const creditOf = ({ streamBufferSize }: CallOptions): number | undefined | InvalidOption => {
  if (streamBufferSize === undefined) return undefined
  if (Number.isInteger(streamBufferSize) && streamBufferSize >= 1 && streamBufferSize <= MOST) return streamBufferSize
  return invalid("streamBufferSize", streamBufferSize, `use a whole number from 1 to ${MOST}`)
}

const MOST = 1_000_000

/** As `Stream.toQueue`, begun at once: what is asked is sent before whoever has asked for the queue sends anything else. */
const queueOf = (
  stream: Stream.Stream<unknown, unknown>,
  capacity: number
): Effect.Effect<unknown, never, Scope.Scope> =>
  Effect.gen(function* () {
    const queue = yield* Queue.bounded<unknown, unknown>(capacity)
    yield* Effect.addFinalizer(() => Queue.shutdown(queue))
    yield* Effect.forkScoped(Stream.runIntoQueue(stream, queue), { startImmediately: true })
    return queue
  })

/** `open` sends the job of one run, and notes it there; `leave` lets go of it, and waits as an interrupted ask does. */
export const makeStream = (
  open: Open,
  leave: (job: StreamJob, options: CallOptions | undefined) => Effect.Effect<void>
) => {
  const stream = (payload: unknown, options: CallOptions | undefined): Stream.Stream<unknown, unknown> =>
    Stream.fromChannel(
      Channel.fromTransform((_, scope) =>
        Effect.suspend(() => {
          const run: Run = []
          const left = Effect.suspend(() => Effect.forEach(run, (job) => leave(job, options), { discard: true }))
          return Effect.andThen(
            Scope.addFinalizer(scope, left),
            Effect.map(open(payload, withOurs(options, { run })), (job) => job.pull)
          )
        })
      )
    )

  /** The queue holds half of what may be ahead. */
  const asQueue = (payload: unknown, options: CallOptions): Effect.Effect<unknown, never, Scope.Scope> => {
    const credit = creditOf(options) ?? DEFAULT_CREDIT
    // What cannot be is said by the stream itself.
    if (typeof credit === "object") return queueOf(stream(payload, options), 1)
    const capacity = Math.max(1, credit >>> 1)
    const streamBufferSize = Math.max(1, credit - capacity)
    return queueOf(stream(payload, { ...options, streamBufferSize }), capacity)
  }

  return (payload: unknown, options?: CallOptions) =>
    options?.asQueue === true ? asQueue(payload, options) : stream(payload, options)
}
