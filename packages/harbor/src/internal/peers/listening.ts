/*
 * Listeners come and go. One whose scope closes leaves at once, with what
 * it has: who wants that handled has it leave by what `listen` returns, and closes the scope then.
 */
import type { Done } from "effect/Cause"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Queue from "effect/Queue"
import * as Scope from "effect/Scope"
import type { Codec } from "../../Codec.ts"
import { type HarborError, InvalidOption } from "../../HarborError.ts"
import type * as Message from "../../Message.ts"
import type { ListenOptions } from "../../Peers.ts"
import type { Address } from "../../Transport.ts"
import { wrongVerb } from "../given.ts"
import { CurrentHandling, type Handling } from "../threads/current.ts"
import { makeAddresses } from "./addresses.ts"
import { abandoned, handle, type Handler } from "./handling.ts"
import type { Arrival, Listener, Served } from "./incoming.ts"
import { refuse } from "./known.ts"
import type { Shared } from "./shared.ts"
import { asText } from "../shown.ts"

/** How a listener leaves that handles what has come to it. */
export interface Leaving {
  /** Complete when nothing more comes, and all that has come is with the handler: in order, and beside what that is at work on. */
  readonly shut: Effect.Effect<void>
  /** After that, complete when all of it is handled. */
  readonly handled: Effect.Effect<void>
}

/** `"atOnce"`: what comes is with the handler at once, in order, which has a mailbox of its own; what that holds counts as waiting. */
interface Options extends Omit<ListenOptions, "concurrency"> {
  readonly concurrency?: number | "atOnce" | undefined
}

/** Takes one message after the other. */
interface Loop {
  readonly fiber: Fiber.Fiber<void>
  /** The message that it has taken last. */
  readonly last: () => Handling | undefined
}

export type Listen = (
  message: Message.Any,
  wanted: Codec | undefined,
  at: Address,
  handler: Handler,
  options?: Options
) => Effect.Effect<Leaving, HarborError, Scope.Scope>

const defaultMailbox = 4096

export const makeListening = (shared: Shared): Effect.Effect<Listen, never, Scope.Scope> =>
  Effect.map(
    makeAddresses(shared),
    (addresses): Listen =>
      (message, wanted, at, handler, options = {}) =>
        Effect.gen(function* () {
          const wrong = wrongVerb(message, at, options)
          if (wrong !== undefined) return yield* wrong
          const { concurrency = 1, mailbox = defaultMailbox } = options
          const isAtOnce = concurrency === "atOnce"
          if (!isAtOnce) yield* whole(message.name, "concurrency", concurrency)
          yield* whole(message.name, "mailbox", mailbox)
          yield* shared.register(message)
          const queue = yield* Queue.unbounded<Arrival, Done>()
          const listener: Listener = { queue, mailbox, waiting: 0, waitingBytes: 0 }
          const taken = ({ frame }: Arrival): void => {
            listener.waiting--
            listener.waitingBytes -= frame.body.length
          }
          const handled = (arrival: Arrival) => {
            if (!isAtOnce) taken(arrival)
            const done = Effect.sync(() => {
              if (isAtOnce) taken(arrival)
              arrival.settled()
            })
            return Effect.ensuring(handle(shared, arrival, wanted, handler, at), done)
          }
          const served = yield* addresses.at(at)
          const [context, scope] = [yield* Effect.context<any>(), yield* Effect.scope]
          // In nothing of whoever has it leave: what then begins is in no job of his.
          const own: (before: Context.Context<never>) => Context.Context<any> = () => context
          const inOwn = (effect: Effect.Effect<void, never, any>) => Effect.updateContext(effect, own)
          const now = { startImmediately: true }
          const running = new Set<Fiber.Fiber<void>>()
          const beside = (arrival: Arrival) =>
            Effect.map(Effect.forkIn(inOwn(handled(arrival)), scope, now), (fiber) => {
              running.add(fiber)
              fiber.addObserver(() => running.delete(fiber))
            })
          const loops: Array<Loop> = []
          const begin = Effect.suspend(() => {
            let handling: Handling | undefined
            const inTurn = (arrival: Arrival) =>
              Effect.provideService(handled(arrival), CurrentHandling, (handling = { waitsFor: new Set() }))
            const next = Effect.flatMap(Queue.take(queue), isAtOnce ? beside : inTurn)
            return Effect.map(Effect.forkDetach(inOwn(Effect.ignore(Effect.forever(next))), now), (fiber) =>
              loops.push({ fiber, last: () => handling })
            )
          })
          yield* Effect.uninterruptible(
            Effect.andThen(
              Effect.replicateEffect(begin, isAtOnce ? 1 : concurrency, { discard: true }),
              Scope.addFinalizer(scope, ended(loops))
            )
          )
          yield* Effect.acquireRelease(
            Effect.sync(() => join(served, message.id, listener)),
            () => Effect.sync(() => leave(shared, served, message.id, listener))
          )
          // Its end comes first: where nobody else listens there, whoever sends hears of that before anything is refused.
          const serving = yield* Scope.fork(scope)
          yield* Scope.provide(addresses.serve(served), serving)
          const rest = Effect.suspend(() => {
            out(served, message.id, listener)
            const waiting = Array.from(waitingIn(listener))
            Queue.endUnsafe(queue)
            return Effect.forEach(waiting, beside, { discard: true })
          })
          return {
            shut: Effect.asVoid(Effect.andThen(Scope.close(serving, Exit.void), rest)),
            handled: Effect.suspend(() => Effect.asVoid(Fiber.awaitAll([...fibersOf(loops), ...running])))
          }
        })
  )

const join = ({ listeners }: Served, id: number, listener: Listener): void => {
  const all = listeners.get(id)
  if (all === undefined) listeners.set(id, [listener])
  else all.push(listener)
}

const out = ({ listeners }: Served, id: number, listener: Listener): void => {
  const all = listeners.get(id)
  const at = all?.indexOf(listener) ?? -1
  if (all === undefined || at < 0) return
  all.splice(at, 1)
  if (all.length === 0) listeners.delete(id)
}

const fibersOf = (loops: ReadonlyArray<Loop>): Array<Fiber.Fiber<void>> => loops.map(({ fiber }) => fiber)

/**
 * Whoever leaves from within is not interrupted, and does not wait for itself: it answers yet, and finds that its queue has ended. Who waits
 * for its end meanwhile, as one that has this one's listener leave, is interrupted, and not waited for: both would wait for ever.
 */
const ended = (loops: ReadonlyArray<Loop>): Effect.Effect<void> =>
  Effect.flatMap(CurrentHandling, (own) => {
    if (own === undefined) return Fiber.interruptAll(fibersOf(loops))
    const left: Array<Loop> = []
    const begun: Array<Handling> = []
    for (const loop of loops) {
      const last = loop.last()
      if (last === own) continue
      if (last !== undefined && waitsFor(last, own)) {
        loop.fiber.interruptUnsafe()
        continue
      }
      left.push(loop)
      if (last !== undefined) begun.push(last)
    }
    for (const each of begun) own.waitsFor.add(each)
    return Effect.ensuring(
      Fiber.interruptAll(fibersOf(left)),
      Effect.sync(() => {
        for (const each of begun) own.waitsFor.delete(each)
      })
    )
  })

/** Also by others: nobody begins to wait for who waits for him, so this comes to an end. */
const waitsFor = (handling: Handling, other: Handling): boolean =>
  Array.from(handling.waitsFor).some((each) => each === other || waitsFor(each, other))

const leave = (shared: Shared, at: Served, id: number, listener: Listener): void => {
  out(at, id, listener)
  // Nobody will take what still waits.
  for (const arrival of waitingIn(listener)) {
    abandoned(shared, arrival, "no")
    arrival.settled()
  }
  Queue.endUnsafe(listener.queue)
}

function* waitingIn({ queue }: Listener): Iterable<Arrival> {
  for (;;) {
    const exit = Queue.takeUnsafe(queue)
    if (exit === undefined || Exit.isFailure(exit)) return
    yield exit.value
  }
}

const whole = (messageName: string, option: string, value: number): Effect.Effect<void, HarborError> => {
  if (Number.isSafeInteger(value) && value > 0) return Effect.void
  const reason = new InvalidOption({ option, value: asText(value), remedy: "use a whole number from 1" })
  return Effect.fail(refuse(messageName, reason, "no"))
}
