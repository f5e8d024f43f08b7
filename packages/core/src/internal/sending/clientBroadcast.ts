/**
 * The method of a client that broadcasts: its result is all exits together, or a stream of them as they come.
 */
import type * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Queue from "effect/Queue"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { type Broadcast, broadcast, type BroadcastOptions, type Completion, leaveAll } from "./broadcast.ts"
import type { Verb } from "./calls.ts"
import { type CallOptions, withOurs } from "./limit.ts"
import { Absent } from "./nameLine.ts"

/** `around` is what is done with every verb of the client. */
export const makeBroadcast = (options: BroadcastOptions, around: (verb: Verb) => Verb) => {
  const { calls } = options

  const together: Verb = calls.guarded((payload, callOptions, limit) =>
    Effect.withFiber((fiber) =>
      Effect.callback((resume) => {
        const onEnd = ({ isLast }: Completion, all: Broadcast): void => {
          if (isLast) resume(Exit.succeed(all.completions.map(({ exit, thread }) => ({ thread, exit }))))
        }
        const started = broadcast(options, payload, callOptions, limit, fiber, onEnd)
        if (started instanceof Absent) {
          resume(calls.onceThere(started, payload, callOptions, together))
          return undefined
        }
        if ("_tag" in started) {
          resume(calls.fail(started))
          return undefined
        }
        if (started.size === 0) resume(Exit.succeed([]))
        return Effect.suspend(() => leaveAll(calls, started, callOptions))
      })
    )
  )

  /** Gives a stream of what ends, and notes in `run` what is to be left when nobody reads it any more. */
  const oneByOne: Verb = calls.guarded((payload, callOptions, limit) =>
    Effect.withFiber((fiber) =>
      Effect.flatMap(Queue.unbounded<Completion, Cause.Done>(), (queue) =>
        Effect.suspend((): Effect.Effect<unknown, unknown> => {
          const onEnd = (completion: Completion): void => {
            Queue.offerUnsafe(queue, completion)
            if (completion.isLast) Queue.endUnsafe(queue)
          }
          const started = broadcast(options, payload, callOptions, limit, fiber, onEnd)
          if (started instanceof Absent) return calls.onceThere(started, payload, callOptions, oneByOne)
          if ("_tag" in started) return calls.fail(started)
          if (started.size === 0) Queue.endUnsafe(queue)
          callOptions?.broadcasts?.push(started)
          return Effect.succeed(Stream.fromQueue(queue))
        })
      )
    )
  )
  const open = around(oneByOne)

  const stream = (payload: unknown, callOptions?: CallOptions): Stream.Stream<unknown, unknown> =>
    Stream.unwrap(
      Effect.gen(function* () {
        const broadcasts: Array<Broadcast> = []
        const left = Effect.suspend(() =>
          Effect.forEach(broadcasts, (each) => leaveAll(calls, each, callOptions), { discard: true })
        )
        yield* Scope.addFinalizer(yield* Effect.scope, left)
        return (yield* open(payload, withOurs(callOptions, { broadcasts }))) as Stream.Stream<unknown, unknown>
      })
    )
  return Object.assign(around(together), { stream })
}
