/*
 * The callers of a peer whose asks are Effects: as many fibers as jobs in flight, each one loop. A file of its own, so
 * that measuring the other peers loads no Effect.
 */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { burstsAhead } from "./callers.ts"
import type { Load } from "./load.ts"
import type { Message } from "./message.ts"
import { fromCommon, type Told } from "./told.ts"

export const effectCallers = <E, R>(
  ask: (message: Message) => Effect.Effect<Message, E, R>,
  load: Pick<Load, "inFlight" | "schedule" | "next" | "settle">
): Effect.Effect<void, E, R> => {
  const caller = Effect.suspend(() => {
    const wait = load.schedule()
    const next = () => ask((message = load.next()))
    const due = wait === undefined ? undefined : Effect.promise(wait)
    let goOn = true
    let message: Message
    return Effect.whileLoop({
      while: () => goOn,
      body: () => (due === undefined ? next() : Effect.flatMap(due, next)),
      step: (received) => {
        goOn = load.settle(message, received)
      }
    })
  })
  return Effect.all(
    Array.from({ length: load.inFlight }, () => caller),
    { concurrency: "unbounded", discard: true }
  )
}

/** Reads a stream whose elements are what the load would send. */
export const streamReader = <E, R>(stream: Stream.Stream<Message, E, R>, load: Load): Effect.Effect<void, E, R> =>
  Stream.runDrain(Stream.takeWhile(stream, (element) => load.settle(load.next(), element)))

/** Tells in bursts. `soFar` is sent at once, and its answer, awaited by what it gives, comes after all that was told before. */
export const effectTellers = Effect.fnUntraced(function* <E, R, E2, R2, E3, R3>(
  tell: (message: Message) => Effect.Effect<void, E, R>,
  soFar: () => Effect.Effect<Effect.Effect<Told, E2, R2>, E3, R3>,
  load: Load
) {
  const unanswered: Array<Effect.Effect<boolean, E2, R2>> = []
  for (let goOn = true; goOn || unanswered.length > 0;) {
    if (goOn) {
      let index = 0
      const before = performance.now()
      yield* Effect.whileLoop({ while: () => index++ < load.burst, body: () => tell(load.next()), step: () => {} })
      const millis = performance.now() - before
      const sent = load.sent()
      const answer = yield* soFar()
      unanswered.push(Effect.map(answer, ({ count }) => load.told(sent, count, millis)))
    }
    if (!goOn || unanswered.length === burstsAhead(load)) goOn = (yield* unanswered.shift()!) && goOn
  }
})

/** One tell at a time, and then the question when its handler began. */
export const effectStarters = Effect.fnUntraced(function* <E, R, E2, R2>(
  tell: (message: Message) => Effect.Effect<void, E, R>,
  soFar: () => Effect.Effect<Told, E2, R2>,
  load: Load
) {
  for (let goOn = true; goOn;) {
    const message = load.next()
    yield* tell(message)
    const { count, startedAt } = yield* soFar()
    if (count !== load.sent()) throw new Error(`Of ${load.sent()} tells ${count} were handled`)
    goOn = load.settle(message, message, fromCommon(startedAt))
  }
})
