/*
 * One message as a thread hears it: the handlers that listen for it here, behind one membership of its carrier. The first of
 * them joins, the last one leaves; in between each has its turn, and a broadcast reaches all of them. Used by the listening thread.
 */
import * as Codec from "@stevedore/core/Codec"
import { CurrentJob } from "@stevedore/core/CurrentJob"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import type { HarborError } from "../../HarborError.ts"
import type * as Message from "../../Message.ts"
import type { Carried } from "../carried.ts"
import type { Counts } from "./counters.ts"
import { CurrentCarried } from "./currentCarried.ts"
import { invalidOption } from "./failures.ts"

/** A handler as it was given. */
export type Handler = (payload: any) => unknown

/** The handlers of a carrier, as its `toLayer` takes them. */
export interface CarrierHandlers {
  readonly send: (payload: unknown) => Effect.Effect<any, any>
  readonly deliver: (payload: unknown) => Effect.Effect<any, any>
  readonly deliverWith: (given: { readonly carried: Carried; readonly payload: unknown }) => Effect.Effect<any, any>
}

/** Serves a carrier on this thread for as long as the scope is open, with the handlers' context around them. */
export type Join = (
  handlers: CarrierHandlers,
  concurrency: number | "unbounded",
  context: Context.Context<never>
) => Effect.Effect<void, HarborError, Scope.Scope>

class Listener {
  readonly handler: Handler
  readonly context: Context.Context<never>
  /** Of a subscriber: which topics it wants. */
  readonly wants: ((topic: string) => boolean) | undefined
  /** Begun, and not ended. */
  running = 0
  idle: (() => void) | undefined = undefined

  constructor(handler: Handler, context: Context.Context<never>, wants: ((topic: string) => boolean) | undefined) {
    this.wants = wants
    this.handler = handler
    this.context = context
  }

  ended(): void {
    if (--this.running === 0) this.idle?.()
  }

  /** Completes when nothing of it runs any more. */
  readonly whenIdle: Effect.Effect<void> = Effect.callback((resume) => {
    if (this.running === 0) return resume(Effect.void)
    this.idle = () => resume(Effect.void)
  })
}

export class Station {
  readonly message: Message.Any
  private readonly join: Join
  private readonly counts: Counts
  /** A message that nobody waits for has failed here. */
  private readonly lost: (messageName: string) => void
  private listeners: ReadonlyArray<Listener> = []
  private turn = 0
  /** Who comes or goes does so one after the other. */
  private readonly door = Semaphore.makeUnsafe(1)
  private membership: Scope.Closeable | undefined = undefined
  private concurrency: number | "unbounded" = 1
  /** In this the jobs run, without anything added. */
  private context: Context.Context<never> = Context.empty()
  private codec: Codec.BoundCodec | undefined

  constructor(options: {
    readonly message: Message.Any
    readonly join: Join
    readonly counts: Counts
    readonly lost: (messageName: string) => void
  }) {
    this.message = options.message
    this.join = options.join
    this.counts = options.counts
    this.lost = options.lost
  }

  /** Listens for as long as the scope is open; with `wants`, to those topics only. */
  listen(
    handler: Handler,
    concurrency: number | "unbounded",
    wants?: (topic: string) => boolean
  ): Effect.Effect<void, HarborError, Scope.Scope> {
    return Effect.gen({ self: this }, function* () {
      const context = Context.omit(
        CurrentJob,
        Scope.Scope
      )((yield* Effect.context<never>()) as Context.Context<CurrentJob | Scope.Scope>)
      const listener = new Listener(handler, context as Context.Context<never>, wants)
      yield* Effect.acquireRelease(this.enter(listener, concurrency), () => this.leave(listener), {
        interruptible: true
      })
    })
  }

  private enter(listener: Listener, concurrency: number | "unbounded"): Effect.Effect<void, HarborError> {
    return this.door.withPermit(
      Effect.gen({ self: this }, function* () {
        if (this.membership !== undefined) {
          if (concurrency !== this.concurrency) return yield* this.otherConcurrency(concurrency)
          this.listeners = [...this.listeners, listener]
          return
        }
        this.concurrency = concurrency
        this.context = listener.context
        // Before anybody can send here.
        this.listeners = [listener]
        const scope = Scope.makeUnsafe()
        yield* Scope.provide(this.join(this.handlers, concurrency, listener.context), scope).pipe(
          Effect.onError((cause) => {
            this.listeners = []
            return Scope.close(scope, Exit.failCause(cause))
          })
        )
        this.membership = scope
      })
    )
  }

  private leave(listener: Listener): Effect.Effect<void> {
    return this.door.withPermit(
      Effect.suspend(() => {
        const rest = this.listeners.filter((each) => each !== listener)
        if (rest.length > 0) {
          this.listeners = rest
          return listener.whenIdle
        }
        // The last one: it has what was sent here until all know that it leaves.
        const { membership } = this
        this.membership = undefined
        if (membership === undefined) return Effect.void
        return Effect.ensuring(
          Scope.close(membership, Exit.void),
          Effect.sync(() => {
            this.listeners = []
          })
        )
      })
    )
  }

  private otherConcurrency(concurrency: number | "unbounded"): Effect.Effect<never, HarborError> {
    const remedy = `all listeners of a message on one thread have the same, here ${this.concurrency}`
    return Effect.fail(invalidOption(this.message.name, "concurrency", concurrency, remedy))
  }

  private readonly handlers: CarrierHandlers = {
    send: (payload) => this.run(this.next(), payload, undefined, true),
    deliver: (payload) => this.run(this.next(), payload, undefined, false),
    deliverWith: ({ carried, payload }) =>
      carried.topic !== undefined
        ? this.all(payload, carried, this.wanting(carried.topic))
        : carried.toAll === true
          ? this.all(payload, carried, this.listeners)
          : this.run(this.next(), payload, carried, false)
  }

  private wanting(topic: string): ReadonlyArray<Listener> {
    return this.listeners.filter(({ wants }) => wants?.(topic) === true)
  }

  private next(): Listener {
    const { listeners } = this
    return listeners.length === 1 ? listeners[0]! : listeners[this.turn++ % listeners.length]!
  }

  private run(
    listener: Listener,
    payload: unknown,
    carried: Carried | undefined,
    isSend: boolean
  ): Effect.Effect<any, any> {
    this.counts.received++
    let handled: unknown
    try {
      handled = listener.handler(payload)
    } catch (defect) {
      return this.ended(Exit.die(defect), isSend)
    }
    if (Exit.isExit(handled)) return this.ended(handled, isSend)
    if (!Effect.isEffect(handled)) return this.ended(Exit.die(notAnEffect(this.message.name, handled)), isSend)
    let effect = handled as Effect.Effect<any, any>
    if (listener.context !== this.context) effect = Effect.provideContext(effect, listener.context)
    if (carried !== undefined) effect = Effect.provideService(effect, CurrentCarried, carried)
    listener.running++
    return Effect.onExit(effect, (exit) => {
      listener.ended()
      this.ended(exit, isSend)
      return Effect.void
    })
  }

  private ended<A, E>(exit: Exit.Exit<A, E>, isSend: boolean): Exit.Exit<unknown, E> {
    if (Exit.isFailure(exit)) {
      this.counts.failed++
      if (isSend) this.lost(this.message.name)
      return exit
    }
    // Nobody waits for what it returns, and the carrier has no place for it.
    return isSend ? Exit.void : exit
  }

  /** Each of them gets a copy of its own. What one does with it, or whether it fails, is nothing to the others. */
  private all(payload: unknown, carried: Carried, listeners: ReadonlyArray<Listener>): Effect.Effect<void, any> {
    const copies = this.copies(payload, listeners.length)
    const left = listeners.flatMap((listener, index) => {
      const effect = this.run(listener, copies[index], carried, true)
      return Exit.isExit(effect) && Exit.isSuccess(effect) ? [] : [effect]
    })
    if (left.length === 0) return Effect.void
    return Effect.flatMap(
      Effect.forEach(left, (each) => Effect.exit(each), { concurrency: "unbounded" }),
      (exits) => Effect.asVoid(exits.find(Exit.isFailure) ?? Exit.void)
    )
  }

  private copies(payload: unknown, count: number): ReadonlyArray<unknown> {
    if (count === 1) return [payload]
    if (typeof payload !== "object" || payload === null) return Array.from({ length: count }, () => payload)
    this.codec ??= Codec.make(this.message.rpc.payloadSchema).bind(this.context)
    const length = this.codec.encode(payload)
    const bytes = Codec.scratch.bytes.slice(0, length)
    return Array.from({ length: count }, (_, index) => (index === 0 ? payload : this.codec!.decode(bytes, 0, length)))
  }
}

const notAnEffect = (messageName: string, returned: unknown): Error =>
  new Error(`the handler of "${messageName}" returned ${typeof returned}, and not an Effect`)
