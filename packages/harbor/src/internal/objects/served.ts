/**
 * The kinds of objects that a thread has handlers for, and how one of them takes a message: decoded, run in the services that its
 * handlers were given, and the result encoded. What a decoder or a handler throws ends that message, and nothing else.
 */
import { CurrentJob } from "@stevedore/core/CurrentJob"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import * as Scope from "effect/Scope"
import { HarborError, type HarborErrorReason, Malformed, RemoteDefect, SchemaMismatch } from "../../HarborError.ts"
import type * as Message from "../../Message.ts"
import type { Any, Self } from "../../ObjectKind.ts"
import { begun, readable, returned } from "../handler.ts"
import { logError } from "../logged.ts"
import { CurrentCarried, CurrentObject } from "../threads/current.ts"
import type { HandlerServices } from "../threads/services.ts"
import { type Body, type Format, issueOf, type MessageBodies } from "./bodies.ts"
import { jobInside, markOf } from "./chain.ts"
import { type Delivery, nothing, type Outcome } from "./delivery.ts"
import type { Here } from "./self.ts"
import { Failed } from "./wire.ts"

type Handler = (payload: unknown, self: Self<unknown>) => Effect.Effect<unknown, unknown>

/** A message that a kind takes. */
interface Handled {
  readonly message: Message.Any
  readonly bodies: MessageBodies
  readonly handler: Handler
  readonly services: HandlerServices
}

/** A kind that this thread serves. */
export interface Served {
  readonly number: number
  readonly kind: Any
  readonly concurrency: number
  readonly mailbox: number
  readonly state: Body & { readonly layout: string }
  /** What is wrong with a value as a state; `undefined` where nothing is. */
  readonly notState: (value: unknown) => string | undefined
  readonly handlers: ReadonlyMap<number, Handled>
  /** In the hands of a handler that waits for something. */
  readonly atWork: Map<Delivery, Fiber.Fiber<unknown, unknown>>
}

export const failure = (
  reason: HarborErrorReason,
  messageName: string,
  delivered: "no" | "maybe",
  thread = ""
): HarborError => new HarborError({ reason, messageName, thread, delivered })

/** Has the handler take a message: `undefined` when it is done, else what calls back when it is. `failed`: it has not handled it. */
export const invoke = (
  { atWork, concurrency, handlers }: Served,
  self: Here,
  delivery: Delivery,
  sender: string,
  failed: () => void
): ((done: () => void) => void) | undefined => {
  const { bodies, handler, message, services } = handlers.get(delivery.sent.message)!
  const unread = (reason: HarborErrorReason): undefined => {
    failed()
    delivery.end(Effect.fail(failure(reason, message.name, "no")))
  }
  const format = bodies.formatOf(delivery.sent.body)
  if (format instanceof SchemaMismatch) return unread(format)
  const end = (ended: Exit.Exit<unknown, unknown>): void => {
    const exit = readable(ended)
    if (Exit.isFailure(exit)) {
      // Whoever called has given it up: that is no failure of it.
      if (!delivery.left || !Cause.hasInterruptsOnly(exit.cause)) failed()
      if (delivery.left && Cause.hasDies(exit.cause)) {
        // Nobody runs what it comes to any more.
        const logged = logError(`the handler of ${message.name} was left before its end and failed`, exit.cause)
        Effect.runForkWith(services.in(delivery.context))(logged)
      }
    }
    delivery.end(outcomeOf(exit, message, format, delivery))
  }
  let payload: unknown
  try {
    payload = format.payload.decode(delivery.sent.body)
  } catch (thrown) {
    return unread(new Malformed({ what: "payload", issue: issueOf(thrown) }))
  }
  let effect: Effect.Effect<unknown, unknown>
  try {
    effect = returned(message.name, handler(payload, self))
  } catch (thrown) {
    effect = Exit.die(thrown)
  }
  if (Exit.isExit(effect)) {
    end(effect)
    return undefined
  }
  const { carried, from, serial } = delivery.sent
  const mark = markOf(serial, concurrency === 1)
  const current = { serial, mark, hasLeft: false, isOver: false }
  self.runs(current)
  // Closed by hand: `Effect.scoped` costs each message more, and most acquire nothing.
  const scope = Scope.makeUnsafe()
  const surroundings = services.in(delivery.context).pipe(
    Context.add(Scope.Scope, scope),
    Context.add(CurrentObject, current),
    Context.add(CurrentCarried, { ...carried, object: self.id }),
    // Who sent it, whoever has sent it on.
    Context.add(
      CurrentJob,
      jobInside(delivery.job, {
        actor: `harbor/${message.name}`,
        sender: { id: from, name: sender },
        before: delivery.before,
        mark,
        hasLeft: () => current.hasLeft
      })
    )
  )
  let onOver = (): void => {}
  const over = (exit: Exit.Exit<unknown, unknown>): void => {
    current.isOver = true
    atWork.delete(delivery)
    end(exit)
    onOver()
  }
  const fiber = begun(effect, surroundings)
  const exit = fiber.pollUnsafe()
  if (exit !== undefined) release(scope, exit, surroundings, over)
  else fiber.addObserver((exit) => release(scope, exit, surroundings, over))
  if (current.isOver) return undefined
  delivery.follow(fiber)
  atWork.set(delivery, fiber)
  return (done) => {
    onOver = done
  }
}

/** What the handler acquired is released before anybody learns that it has ended, in its job: it may ask who waits for it. */
const release = (
  scope: Scope.Closeable,
  exit: Exit.Exit<unknown, unknown>,
  context: Context.Context<never>,
  over: (exit: Exit.Exit<unknown, unknown>) => void
): void => {
  const close = Scope.closeUnsafe(scope, exit)
  if (close === undefined) return over(exit)
  Effect.runForkWith(context)(close).addObserver((closed) => over(Exit.isFailure(closed) ? closed : exit))
}

const outcomeOf = (
  exit: Exit.Exit<unknown, unknown>,
  message: Message.Any,
  format: Format,
  delivery: Delivery
): Outcome => {
  if (Exit.isSuccess(exit))
    return delivery.isCall ? encoded(format.success, exit.value, message) : Effect.succeed(nothing)
  const failed = exit.cause.reasons.find(Cause.isFailReason)
  if (failed !== undefined) {
    if (!delivery.isCall) return Effect.die(unheard(message, failed.error))
    return Effect.flatMap(encoded(format.error, failed.error, message), (body) => Effect.fail(Failed.make({ body })))
  }
  if (delivery.left) return Effect.interrupt
  const error = failure(new RemoteDefect({}), message.name, "maybe")
  return Effect.andThen(logError(`the handler of ${message.name} failed`, exit.cause), Effect.fail(error))
}

/** For the log: nobody else learns of it. */
const unheard = ({ name }: Message.Any, cause: unknown): Error => {
  const error = new Error(`the handler of "${name}" failed`, { cause })
  // Where we noticed it is nothing that helps.
  error.stack = `${error.name}: ${error.message}`
  return error
}

const encoded = (body: Body, value: unknown, message: Message.Any): Outcome => {
  try {
    return Effect.succeed(body.encode(value))
  } catch (thrown) {
    const reason = new Malformed({ what: "reply", issue: issueOf(thrown) })
    return Effect.fail(failure(reason, message.name, "maybe"))
  }
}

/** A kind as those know it between whom its objects move: whose state lies otherwise is another one. */
export const movedName = ({ kind, state }: Pick<Served, "kind" | "state">): string => `${kind.name} ${state.layout}`
