/*
 * Listeners come and go. An address is served as long as somebody listens there.
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Queue from "effect/Queue"
import * as RcMap from "effect/RcMap"
import type * as Scope from "effect/Scope"
import type { Codec } from "../../Codec.ts"
import { type HarborError, InvalidOption } from "../../HarborError.ts"
import type * as Message from "../../Message.ts"
import type { ListenOptions } from "../../Peers.ts"
import type { Address } from "../../Transport.ts"
import { Duplicates } from "../duplicates.ts"
import { noOptions } from "../given.ts"
import { abandoned, handle, type Handler } from "./handling.ts"
import { type Arrival, type Listener, receiving, type Served } from "./incoming.ts"
import { refuse } from "./known.ts"
import type { Shared } from "./shared.ts"
import { asText } from "../shown.ts"

export type Listen = (
  message: Message.Any,
  wanted: Codec | undefined,
  at: Address,
  handler: Handler,
  options?: ListenOptions
) => Effect.Effect<void, HarborError, Scope.Scope>

const defaultMailbox = 4096

export const makeListening = (shared: Shared): Effect.Effect<Listen, never, Scope.Scope> =>
  Effect.map(
    RcMap.make({
      lookup: (address: Address) => {
        const at: Served = { address, duplicates: new Duplicates(), listeners: new Map() }
        return Effect.as(shared.transport.serve(address, receiving(shared, at)), at)
      }
    }),
    (served): Listen =>
      (message, wanted, at, handler, options = {}) =>
        Effect.gen(function* () {
          const none = noOptions(message.name, options)
          if (none !== undefined) return yield* none
          const { concurrency = 1, mailbox = defaultMailbox } = options
          yield* whole(message.name, "concurrency", concurrency)
          yield* whole(message.name, "mailbox", mailbox)
          yield* shared.register(message)
          const queue = yield* Queue.dropping<Arrival>(mailbox)
          const listener: Listener = { queue, mailbox, waitingBytes: 0 }
          const next = Effect.flatMap(Queue.take(queue), (arrival) => {
            listener.waitingBytes -= arrival.frame.body.length
            return handle(shared, arrival, wanted, handler, at)
          })
          const { listeners } = yield* RcMap.get(served, at)
          for (let index = 0; index < concurrency; index++) yield* Effect.forkScoped(Effect.forever(next))
          yield* Effect.acquireRelease(
            Effect.sync(() => join(listeners, message.id, listener)),
            () => Effect.sync(() => leave(shared, listeners, message.id, listener))
          )
        })
  )

const join = (listeners: Served["listeners"], id: number, listener: Listener): void => {
  const all = listeners.get(id)
  if (all === undefined) listeners.set(id, [listener])
  else all.push(listener)
}

const leave = (shared: Shared, listeners: Served["listeners"], id: number, listener: Listener): void => {
  const all = listeners.get(id)!
  all.splice(all.indexOf(listener), 1)
  if (all.length === 0) listeners.delete(id)
  // Nobody will take what still waits.
  for (;;) {
    const exit = Queue.takeUnsafe(listener.queue)
    if (exit === undefined || Exit.isFailure(exit)) return
    abandoned(shared, exit.value, "no")
  }
}

const whole = (messageName: string, option: string, value: number): Effect.Effect<void, HarborError> => {
  if (Number.isSafeInteger(value) && value > 0) return Effect.void
  const reason = new InvalidOption({ option, value: asText(value), remedy: "use a whole number from 1" })
  return Effect.fail(refuse(messageName, reason, "no"))
}
