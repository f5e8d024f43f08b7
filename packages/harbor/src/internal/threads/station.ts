/*
 * One message as a thread hears it: the handlers that listen for it here, behind one membership of its carrier. The first of
 * them joins, the last one leaves; in between each has its turn, and a broadcast reaches all of them. Used by the listening thread.
 */
import * as Codec from "@stevedore/core/Codec"
import type { CurrentJob } from "@stevedore/core/CurrentJob"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import { type HarborError, RemoteDefect } from "../../HarborError.ts"
import type { Codec as BodyCodec } from "../../Codec.ts"
import type * as Message from "../../Message.ts"
import type { Carried } from "../carried.ts"
import type { Encoded } from "../encodedRpc.ts"
import { type Delivered, deliveredValue } from "../codec/bodies.ts"
import { apart, readable, returned } from "../handler.ts"
import { logError } from "../logged.ts"
import { malformed } from "../peers/known.ts"
import type { Counts } from "./counters.ts"
import { CurrentCarried, forHandlers, withJob } from "./current.ts"
import { received } from "./encoded.ts"
import { failure, invalidOption, left } from "./failures.ts"
import { CurrentHold } from "./held.ts"
import { type Handler, Listener, type Wants } from "./listener.ts"
import { bare } from "./services.ts"
import { waitingInstances } from "./waiting.ts"

/** Why nobody has handled a message here: its handler failed, the bytes that its listener wants cannot be written, or that has left. */
export type Lost = "HandlerFailed" | "Malformed" | "NoListener"

/** The handlers of a carrier, as its `toLayer` takes them. */
export interface CarrierHandlers {
  readonly send: (payload: unknown) => Effect.Effect<any, any>
  readonly deliver: (payload: unknown) => Effect.Effect<any, any>
  readonly deliverWith: (given: { readonly carried: Carried; readonly payload: unknown }) => Effect.Effect<any, any>
  readonly reached: () => Effect.Effect<void, never, CurrentJob>
  readonly encoded: (given: Encoded) => Effect.Effect<any, any>
}

/** Serves a carrier on this thread for as long as the scope is open, with the handlers' context around them. */
export type Join = (
  handlers: CarrierHandlers,
  concurrency: number | "unbounded",
  context: Context.Context<never>
) => Effect.Effect<void, HarborError, Scope.Scope>

export class Station {
  readonly message: Message.Any
  private readonly fingerprint: string
  private readonly thread: string
  private readonly join: Join
  private readonly reached: Effect.Effect<unknown, unknown>
  /** What its membership is called in the chains of those who wait, while there is one. */
  private readonly own: () => number | undefined
  private readonly counts: Counts
  /** A message that nobody waits for has failed here. */
  private readonly lost: (messageName: string, reason: Lost) => void
  /** What waited here is refused. */
  private readonly refused: () => void
  /** Changed in place: there may be thousands of subscribers, and each of them comes and goes. */
  private listeners: Array<Listener> = []
  private turn = 0
  /** The membership begins and ends behind it, one after the other; nobody waits behind it for a handler while others listen. */
  private readonly door = Semaphore.makeUnsafe(1)
  private membership: Scope.Closeable | undefined = undefined
  private concurrency: number | "unbounded" = 1
  /** In this the jobs run, without anything added. */
  private context: Context.Context<never> = Context.empty()
  private codec: Codec.BoundCodec | undefined

  constructor(options: {
    readonly message: Message.Any
    /** Of this thread's declaration. */
    readonly fingerprint: string
    /** This one's name. */
    readonly thread: string
    readonly join: Join
    /** Completes when what has come to this thread's mailbox of the message has begun. */
    readonly reached: Effect.Effect<unknown, unknown>
    /** The instance by which this thread serves the carrier, while it does. */
    readonly own: () => number | undefined
    readonly counts: Counts
    readonly lost: (messageName: string, reason: Lost) => void
    readonly refused: () => void
  }) {
    this.message = options.message
    this.fingerprint = options.fingerprint
    this.thread = options.thread
    this.join = options.join
    this.reached = options.reached
    this.own = options.own
    this.counts = options.counts
    this.lost = options.lost
    this.refused = options.refused
  }

  /** Listens for as long as the scope is open. */
  listen(
    handler: Handler,
    concurrency: number | "unbounded",
    wants: Wants
  ): Effect.Effect<void, HarborError, Scope.Scope> {
    return Effect.gen({ self: this }, function* () {
      const listener = new Listener(handler, forHandlers(yield* Effect.context<never>()), wants, yield* CurrentHold)
      const scope = yield* Effect.scope
      // In none of the job in which it comes; it leaves in the one that has it leave, if one does.
      const around: (before: Context.Context<never>) => Context.Context<never> = () => bare(listener.context)
      const entering = Effect.updateContext(this.enter(listener, concurrency), around)
      yield* Effect.uninterruptibleMask((restore) =>
        Effect.tap(restore(entering), () => Scope.addFinalizer(scope, this.goesOut(listener)))
      )
    })
  }

  private enter(listener: Listener, concurrency: number | "unbounded"): Effect.Effect<void, HarborError> {
    return this.door.withPermit(
      Effect.gen({ self: this }, function* () {
        if (this.membership !== undefined) {
          if (concurrency !== this.concurrency) return yield* this.otherConcurrency(concurrency)
          this.listeners.push(listener)
          return
        }
        this.concurrency = concurrency
        this.context = bare(listener.context)
        // Before anybody can send here.
        this.listeners = [listener]
        const scope = Scope.makeUnsafe()
        yield* Scope.provide(this.join(this.handlers, concurrency, this.context), scope).pipe(
          Effect.onError((cause) => {
            this.listeners = []
            return Scope.close(scope, Exit.failCause(cause))
          })
        )
        this.membership = scope
      })
    )
  }

  /** Whether a handler of this message here waits for what is done in there. */
  readonly isInside: Effect.Effect<boolean> = Effect.map(waitingInstances, (waiting) => {
    const own = this.own()
    return own !== undefined && waiting.includes(own)
  })

  private goesOut(listener: Listener): Effect.Effect<void> {
    return Effect.flatMap(this.isInside, (isInside) => {
      listener.leavesInside = isInside
      return Effect.andThen(listener.wants.out ?? Effect.void, this.leave(listener))
    })
  }

  /** It has what had come for all by now; the last one what was sent here until all know that it leaves. */
  private leave(listener: Listener): Effect.Effect<void> {
    return Effect.suspend(() => {
      listener.isLeaving = true
      if (this.isLast(listener)) return this.end(listener)
      // What waits in the mailbox may wait for this.
      if (listener.leavesInside) return this.part(listener, true)
      return Effect.flatMap(Effect.exit(this.reached), (reached) =>
        this.isLast(listener) ? this.end(listener) : this.part(listener, Exit.isSuccess(reached))
      )
    })
  }

  private isLast(listener: Listener): boolean {
    return this.listeners.every((each) => each === listener)
  }

  /** The others go on. */
  private part(listener: Listener, hasReached: boolean): Effect.Effect<void> {
    // From the end, for a scope ends what has begun last first.
    const at = this.listeners.lastIndexOf(listener)
    if (at >= 0) this.listeners.splice(at, 1)
    // Nothing says who waits: perhaps what runs waits for this.
    if (!hasReached) return Effect.void
    return Effect.flatMap(waitingInstances, (waiting) => {
      const own = this.own()
      return listener.whenIdle(waiting.filter((instance) => instance === own).length)
    })
  }

  private end(listener: Listener): Effect.Effect<void> {
    const ended = this.door.withPermit(
      Effect.suspend(() => {
        // Somebody has come meanwhile.
        if (!this.isLast(listener)) return Effect.succeed(false)
        const { membership } = this
        this.membership = undefined
        if (membership === undefined) return Effect.succeed(true)
        return Scope.close(membership, Exit.void).pipe(
          Effect.ensuring(
            Effect.sync(() => {
              this.listeners = []
              if (listener.leavesInside) this.refused()
            })
          ),
          Effect.as(true)
        )
      })
    )
    return Effect.flatMap(ended, (isDone) => (isDone ? Effect.void : this.leave(listener)))
  }

  private otherConcurrency(concurrency: number | "unbounded"): Effect.Effect<never, HarborError> {
    const remedy = `all listeners of a message on one thread have the same, here ${this.concurrency}`
    return Effect.fail(invalidOption(this.message.name, "concurrency", concurrency, remedy))
  }

  private readonly handlers: CarrierHandlers = {
    send: (payload) => this.one(this.next(), payload, undefined, true),
    deliver: (payload) => this.one(this.next(), payload, undefined, false),
    deliverWith: ({ carried, payload }) =>
      carried.topic !== undefined
        ? this.all(payload, carried, this.wanting(carried.topic))
        : carried.toAll === true
          ? this.all(payload, carried, this.listeners)
          : this.one(this.next(), payload, carried, carried.isSend === true),
    reached: () => Effect.void,
    encoded: (given) =>
      received(this.message, this.fingerprint, given, this.handlers.deliverWith, (error, isSend) =>
        this.unread(Exit.fail(error), isSend)
      )
  }

  private wanting(topic: string): ReadonlyArray<Listener> {
    return this.listeners.filter(({ wants }) => wants.topic?.(topic) === true)
  }

  private next(): Listener {
    const { listeners } = this
    if (listeners.length === 1) return listeners[0]!
    for (const _ of listeners) {
      const listener = listeners[this.turn++ % listeners.length]!
      if (!listener.isLeaving) return listener
    }
    return listeners[this.turn % listeners.length]!
  }

  private one(
    listener: Listener,
    payload: unknown,
    carried: Carried | undefined,
    isSend: boolean
  ): Effect.Effect<any, any> {
    if (listener.isLeft) return this.unheard(isSend)
    const { codec } = listener.wants
    if (codec === undefined) return this.run(listener, payload, carried, isSend)
    const bytes = this.encoded(deliveredValue(this.message, payload), codec)
    return Exit.isSuccess(bytes) ? this.run(listener, bytes.value, carried, isSend) : this.unread(bytes, isSend)
  }

  /** Fails where the payload has no such bytes: a matter of who wants them alone. */
  private encoded(delivered: Delivered, codec: BodyCodec): Exit.Exit<Uint8Array, HarborError> {
    try {
      return Exit.succeed(delivered.bytesIn(codec))
    } catch (cause) {
      return Exit.fail(malformed(this.message.name, "payload", cause, "no"))
    }
  }

  private unheard(isSend: boolean): Exit.Exit<void, HarborError> {
    const { name } = this.message
    if (!isSend) return Exit.fail(left(name, this.thread))
    this.lost(name, "NoListener")
    return Exit.void
  }

  private unread<A, E>(exit: Exit.Exit<A, E>, isSend: boolean): Exit.Exit<unknown, E> {
    this.counts.received++
    return this.ended(exit, isSend, "Malformed")
  }

  private run(
    listener: Listener,
    payload: unknown,
    carried: Carried | undefined,
    isSend: boolean
  ): Effect.Effect<any, any> {
    this.counts.received++
    let handled: Effect.Effect<any, any>
    try {
      handled = returned(this.message.name, listener.handler(payload) as Effect.Effect<any, any>)
    } catch (defect) {
      handled = Exit.die(defect)
    }
    if (Exit.isExit(handled)) return this.outcome(listener, readable(handled), isSend)
    let effect = this.inServices(listener, handled)
    if (carried !== undefined) effect = Effect.provideService(effect, CurrentCarried, carried)
    // Not core's Scope of the job, which is closed in nobody's: what ends with the message may ask who waits for it.
    effect = Effect.scoped(effect)
    listener.begun()
    const ended = apart(effect, (exit, wasInterrupted) => {
      listener.ended()
      // Whoever called has given it up, or it ends with its listener: that is no failure of it.
      const isGivenUp = wasInterrupted && !isSend && Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause)
      if (!isGivenUp) this.ended(exit, isSend)
    })
    // Whoever is interrupted from outside ends here: what follows is of those who have interrupted themselves.
    return Effect.catchCause(ended, (cause) => this.told(listener, Exit.failCause(cause), isSend))
  }

  /** The job began in those of the first who listened here. */
  private inServices<A, E>({ context, services }: Listener, effect: Effect.Effect<A, E>): Effect.Effect<A, E> {
    return context === this.context ? effect : Effect.updateContext(effect, (job) => withJob(services.in(job), job))
  }

  private outcome(listener: Listener, exit: Exit.Exit<unknown, unknown>, isSend: boolean): Effect.Effect<any, any> {
    return this.told(listener, this.ended(exit, isSend), isSend)
  }

  /**
   * What a caller has of it: what the message does not declare, a defect or an interrupt of the handler's own, stays in the log here. Of
   * what nobody waits for, the carrier logs all but that interrupt.
   */
  private told(listener: Listener, exit: Exit.Exit<unknown, unknown>, isSend: boolean): Effect.Effect<any, any> {
    if (Exit.isSuccess(exit)) return exit
    if (isSend ? !Cause.hasInterruptsOnly(exit.cause) : Cause.hasFails(exit.cause)) return exit
    const { name } = this.message
    const ended = isSend ? exit : Exit.fail(failure(name, new RemoteDefect({}), "", "maybe"))
    return Effect.andThen(this.inServices(listener, logError(`the handler of ${name} failed`, exit.cause)), ended)
  }

  private ended<A, E>(exit: Exit.Exit<A, E>, isSend: boolean, reason: Lost = "HandlerFailed"): Exit.Exit<unknown, E> {
    if (Exit.isFailure(exit)) {
      this.counts.failed++
      if (isSend) this.lost(this.message.name, reason)
      return exit
    }
    // Nobody waits for what it returns, and the carrier has no place for it.
    return isSend ? Exit.void : exit
  }

  /** Each of them gets a copy of its own. What one does with it, or whether it fails, is nothing to the others. */
  private all(payload: unknown, carried: Carried, wanting: ReadonlyArray<Listener>): Effect.Effect<void, any> {
    const listeners = wanting.filter(({ isLeft }) => !isLeft)
    if (listeners.length === 0 && wanting.length > 0) return this.unheard(true)
    const given = this.given(payload, listeners)
    const left = listeners.flatMap((listener, index) => {
      const each = given[index]!
      const effect = Exit.isSuccess(each) ? this.run(listener, each.value, carried, true) : this.unread(each, true)
      return Exit.isExit(effect) && Exit.isSuccess(effect) ? [] : [effect]
    })
    if (left.length === 0) return Effect.void
    return Effect.flatMap(
      Effect.forEach(left, (each) => Effect.exit(each), { concurrency: "unbounded" }),
      // All that they have died of is for the log.
      (exits) => {
        const failed = exits.filter(Exit.isFailure)
        if (failed.length === 0) return Effect.void
        return Effect.failCause(Cause.fromReasons(failed.flatMap(({ cause }) => cause.reasons)))
      }
    )
  }

  /** What each of them is given, before the first of them can change any of it. */
  private given(payload: unknown, listeners: ReadonlyArray<Listener>): ReadonlyArray<Exit.Exit<unknown, HarborError>> {
    const delivered = deliveredValue(this.message, payload)
    const bytes = listeners.map(({ wants }) =>
      wants.codec === undefined ? undefined : this.encoded(delivered, wants.codec)
    )
    const copies = this.copies(payload, bytes.filter((each) => each === undefined).length).values()
    return bytes.map((each) => each ?? Exit.succeed(copies.next().value))
  }

  private copies(payload: unknown, count: number): ReadonlyArray<unknown> {
    if (count < 2) return [payload]
    if (typeof payload !== "object" || payload === null) return Array.from({ length: count }, () => payload)
    this.codec ??= Codec.make(this.message.rpc.payloadSchema).bind(this.context)
    const length = this.codec.encode(payload)
    const bytes = Codec.scratch.bytes.slice(0, length)
    return Array.from({ length: count }, (_, index) => (index === 0 ? payload : this.codec!.decode(bytes, 0, length)))
  }
}
