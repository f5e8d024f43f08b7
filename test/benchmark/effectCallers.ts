/*
 * The callers of a peer whose asks are Effects: as many fibers as jobs in flight, each one loop. A file of its own, so
 * that measuring the other peers loads no Effect.
 */
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import type { Load } from "./load.ts"
import type { Message } from "./message.ts"

export const effectCallers = <E, R>(
  ask: (message: Message) => Effect.Effect<Message, E, R>,
  load: Load
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
