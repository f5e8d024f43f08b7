/*
 * The line for one receiving thread: whatever this thread sends there, of all messages together, is in its mailbox in the
 * order in which it was sent. Mostly there is room, and the line is empty; who finds none waits in it, and who comes later behind
 * him, of whatever message. Used by the sending thread only.
 */
import type * as AskMethods from "@stevedore/core/Client"
import { ActorError, type ActorErrorReason, MailboxFull, Stopped, Timeout } from "@stevedore/core/ActorError"
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import { isActorError } from "./failures.ts"
import { nestedIn } from "./nested.ts"
import { Turns, type Waiter } from "./turns.ts"
import type { Within } from "./within.ts"

/** The verbs of an Rpc, whatever it carries. */
export interface Verbs {
  /** See core's routed.ts. */
  readonly "~@stevedore/core/routed": (payload: unknown, router: Router) => Effect.Effect<unknown, unknown>
  (payload: unknown, options?: AskMethods.AskOptions<false>): Effect.Effect<unknown, unknown>
  readonly tell: (payload: unknown, options?: AskMethods.SendOptions) => Effect.Effect<void, ActorError>
  readonly tellUnsafe: AskMethods.TellUnsafe<unknown>
  readonly submit: (
    payload: unknown,
    options?: AskMethods.SendOptions
  ) => Effect.Effect<AskMethods.Submitted<unknown, unknown>, ActorError>
}

/** Decides about a call when it is sent. */
export interface Router {
  /** Where it goes, or `undefined` where `instead` says what is done. */
  readonly next: () => object | undefined
  readonly instead: (payload: unknown) => Effect.Effect<unknown, unknown>
  readonly failed: (error: ActorError, payload: unknown) => Effect.Effect<unknown, unknown>
  readonly answered?: (exit: Exit.Exit<any, any>, payload: unknown) => Effect.Effect<unknown, unknown>
}

/** How a message goes to a thread. */
interface Way {
  readonly thread: string
  /** If that thread dies before it has begun, another one may have it. */
  readonly movable: boolean
}

/** What bounds the waiting of all lines of a thread. */
export interface Bounds {
  /** How long a handler may wait in one. */
  readonly nestedWaitMillis: number
  /** For which there is no room then: what this thread's harbor says of its own. */
  window: number
}

export class Line {
  readonly thread: string
  private readonly bounds: Bounds
  private readonly free: Way
  private readonly bound: Way
  readonly freeAtOnce: Way & { readonly whenFull: "fail" }
  readonly boundAtOnce: Way & { readonly whenFull: "fail" }
  /** Those that wait for their turn; whoever has it may wait for room. */
  private readonly waiting = new Turns()
  isBusy = false
  /** The turn is to be handed on, and somewhere on this stack it is. */
  private isLeft = false
  private isHandingOn = false

  constructor(thread: string, bounds: Bounds) {
    this.thread = thread
    this.bounds = bounds
    this.free = { thread, movable: true }
    this.bound = { thread, movable: false }
    this.freeAtOnce = { ...this.free, whenFull: "fail" }
    this.boundAtOnce = { ...this.bound, whenFull: "fail" }
  }

  /** True when it is in the mailbox there; why not, where it cannot be; or what completes when it is. */
  tell(verbs: Verbs, payload: unknown, movable: boolean): true | ActorError | Effect.Effect<void, ActorError> {
    const way = movable ? this.free : this.bound
    if (!this.isBusy) {
      try {
        const told = verbs.tellUnsafe(payload, way)
        if (told === "accepted") return true
        if (told === "closed") return closed(this.thread)
      } catch (error) {
        if (isActorError(error)) return error
        throw error
      }
    }
    return this.tellInTurn(verbs, payload, movable)
  }

  /** As `tell`, where there is no room, or others wait for it. */
  tellInTurn(verbs: Verbs, payload: unknown, movable: boolean): Effect.Effect<void, ActorError> {
    const way = movable ? this.free : this.bound
    return this.inTurn(Effect.suspend(() => verbs.tell(payload, way)))
  }

  /** Completes with the reply. */
  ask(verbs: Verbs, payload: unknown, movable: boolean, within: Within | undefined): Effect.Effect<unknown, unknown> {
    if (this.isBusy) return this.askInTurn(verbs, payload, movable, within)
    const atOnce = movable ? this.freeAtOnce : this.boundAtOnce
    return verbs(payload, within === undefined ? atOnce : { ...atOnce, ...within.options })
  }

  /** As `ask`, where there is no room, or others wait for it. */
  askInTurn(
    verbs: Verbs,
    payload: unknown,
    movable: boolean,
    within: Within | undefined
  ): Effect.Effect<unknown, unknown> {
    return Effect.flatMap(this.submitInTurn(verbs, payload, movable, within), awaited)
  }

  /** As `askInTurn`, and completes when it is in the mailbox there: with who waits for the reply. */
  submitInTurn(
    verbs: Verbs,
    payload: unknown,
    movable: boolean,
    within: Within | undefined
  ): Effect.Effect<AskMethods.Submitted<unknown, unknown>, ActorError> {
    const way = movable ? this.free : this.bound
    const submit = Effect.suspend(() =>
      verbs.submit(payload, within === undefined ? way : { ...way, ...within.options })
    )
    return this.inTurn(submit, within)
  }

  /** Sends behind all that wait here. */
  private inTurn<A, E>(send: Effect.Effect<A, E>, within?: Within): Effect.Effect<A, E | ActorError> {
    return Effect.acquireUseRelease(
      this.enter(within),
      () => send,
      () => Effect.sync(() => this.leave())
    )
  }

  private enter(within: Within | undefined): Effect.Effect<void, ActorError> {
    return Effect.contextWith((context: Context.Context<never>) => {
      if (!this.isBusy) {
        this.isBusy = true
        return Effect.void
      }
      return this.waitsIn(this.boundOf(nestedIn(context), within), Effect.runForkWith(context))
    })
  }

  /** A handler waits no longer than it would for room: who has that may wait for it. A call waits no longer than it may take. */
  private boundOf(handler: string | undefined, within: Within | undefined): Bound | undefined {
    const { nestedWaitMillis, window } = this.bounds
    const left = within?.leftMillis
    if (left !== undefined && (handler === undefined || left <= nestedWaitMillis)) {
      return { millis: left, reason: () => new Timeout({ afterMillis: within!.millis!, detail: "" }) }
    }
    if (handler === undefined) return undefined
    const full = { what: "window", limit: window, waitedMillis: nestedWaitMillis, chain: [handler] } as const
    return { millis: nestedWaitMillis, reason: () => new MailboxFull(full) }
  }

  private waitsIn(
    bound: Bound | undefined,
    fork: (timer: Effect.Effect<void>) => Fiber.Fiber<void>
  ): Effect.Effect<void, ActorError> {
    let waiter: Waiter | undefined = undefined
    let timer: Fiber.Fiber<void> | undefined = undefined
    let isMine = false
    const wait = Effect.callback<void, ActorError>((resume) => {
      const mine = (waiter = this.waiting.push((atOnce) => {
        isMine = true
        timer?.interruptUnsafe()
        resume(atOnce ? Effect.void : Effect.yieldNow)
      }))
      if (bound === undefined) return
      const late = Effect.sync(() => {
        timer = undefined
        if (this.waiting.withdraw(mine)) resume(Effect.fail(this.refused(bound.reason())))
      })
      timer = fork(Effect.delay(late, bound.millis))
    })
    return Effect.onInterrupt(Effect.interruptible(wait), () =>
      Effect.sync(() => {
        timer?.interruptUnsafe()
        // Where it was its turn already, nobody else would end that.
        if (isMine) this.leave()
        else if (waiter !== undefined) this.waiting.withdraw(waiter)
      })
    )
  }

  private refused(reason: ActorErrorReason): ActorError {
    return new ActorError({ reason, actor: "", job: "", thread: this.thread, started: false })
  }

  /**
   * Whoever is given his turn sends, and leaves, on this stack, and so does the next one: only the first of them hands on, so
   * that a long line is no deep stack. After some of them, others have theirs.
   */
  private leave(): void {
    this.isLeft = true
    if (this.isHandingOn) return
    this.isHandingOn = true
    try {
      for (let turns = 0; this.isLeft; turns++) this.handOn(turns < TURNS_AT_ONCE)
    } finally {
      this.isHandingOn = false
      // What follows on somebody's turn has thrown, and that is over.
      if (this.isLeft) this.handOn(false)
    }
  }

  private handOn(atOnce: boolean): void {
    const next = this.waiting.shift()
    this.isLeft = false
    if (next === undefined) this.isBusy = false
    else next(atOnce)
  }
}

/** The reply; who does not wait for it any more cancels it. */
export const awaited = <A, E>(job: AskMethods.Submitted<A, E>): Effect.Effect<A, E | ActorError> =>
  Effect.onInterrupt(job.await, () => job.cancel)

/** What bounds the wait for a turn, and what is said then. */
interface Bound {
  readonly millis: number
  readonly reason: () => ActorErrorReason
}

const TURNS_AT_ONCE = 64

const closed = (thread: string): ActorError =>
  new ActorError({ reason: new Stopped({}), actor: "", job: "", thread, started: false })

/** All lines of a thread: see `linesOf`. */
export class Lines {
  private readonly lines = new Map<string, Line>()
  readonly bounds: Bounds

  constructor(nestedWaitMillis: number) {
    this.bounds = { nestedWaitMillis, window: 65_536 }
  }

  to(thread: string): Line {
    let line = this.lines.get(thread)
    if (line === undefined) this.lines.set(thread, (line = new Line(thread, this.bounds)))
    return line
  }
}

const all = new WeakMap<object, Lines>()

/** The lines of the thread that has that system's service: whatever it sends stands in them, of a harbor or a directory. */
export const linesOf = (system: ActorSystem["Service"]): Lines => {
  const key = system["~@stevedore/core/runtime"]
  let lines = all.get(key)
  if (lines === undefined) all.set(key, (lines = new Lines(key.nestedWaitMillis)))
  return lines
}
