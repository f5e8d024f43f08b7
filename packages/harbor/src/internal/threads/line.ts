/*
 * The line for one receiving thread: whatever this thread sends there, of all messages together, is in its mailbox in the
 * order in which it was sent. Mostly there is room, and the line is empty; who finds none waits in it, and who comes later behind
 * him, of whatever message. Used by the sending thread only.
 */
import type * as AskMethods from "@stevedore/core/Client"
import { ActorError, MailboxFull, Stopped } from "@stevedore/core/ActorError"
import type { ActorSystem } from "@stevedore/core/ActorSystem"
import type * as Context from "effect/Context"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type * as Fiber from "effect/Fiber"
import { isActorError } from "./failures.ts"
import { nestedIn } from "./nested.ts"

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
  private readonly boundAtOnce: Way & { readonly whenFull: "fail" }
  /** Those that wait, the first of them for room, the others for their turn. */
  private readonly waiting: Array<() => void> = []
  isBusy = false

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
    return this.inTurn(Effect.suspend(() => verbs.tell(payload, way)))
  }

  /** Completes with the reply. */
  ask(
    verbs: Verbs,
    payload: unknown,
    movable: boolean,
    timeout: Duration.Input | undefined
  ): Effect.Effect<unknown, unknown> {
    if (this.isBusy) return this.askInTurn(verbs, payload, movable, timeout)
    const atOnce = movable ? this.freeAtOnce : this.boundAtOnce
    return verbs(payload, timeout === undefined ? atOnce : { ...atOnce, timeout })
  }

  /** As `ask`, where there is no room, or others wait for it. */
  askInTurn(
    verbs: Verbs,
    payload: unknown,
    movable: boolean,
    timeout: Duration.Input | undefined
  ): Effect.Effect<unknown, unknown> {
    const way = movable ? this.free : this.bound
    const options = timeout === undefined ? way : { ...way, timeout }
    return Effect.flatMap(this.inTurn(Effect.suspend(() => verbs.submit(payload, options))), (job) =>
      Effect.onInterrupt(job.await, () => job.cancel)
    )
  }

  /** Sends behind all that wait here. */
  inTurn<A, E>(send: Effect.Effect<A, E>): Effect.Effect<A, E | ActorError> {
    return Effect.acquireUseRelease(
      this.enter,
      () => send,
      () => Effect.sync(() => this.leave())
    )
  }

  private readonly enter: Effect.Effect<void, ActorError> = Effect.contextWith((context: Context.Context<never>) => {
    if (!this.isBusy) {
      this.isBusy = true
      return Effect.void
    }
    return this.waitsIn(nestedIn(context), Effect.runForkWith(context))
  })

  /** A handler waits no longer than it would for room: who has that may wait for it. */
  private waitsIn(
    handler: string | undefined,
    fork: (timer: Effect.Effect<void>) => Fiber.Fiber<void>
  ): Effect.Effect<void, ActorError> {
    const wait = Effect.callback<void, ActorError>((resume) => {
      let timer: Fiber.Fiber<void> | undefined = undefined
      const go = (): void => {
        timer?.interruptUnsafe()
        resume(Effect.void)
      }
      this.waiting.push(go)
      if (handler !== undefined) {
        const late = Effect.sync(() => {
          timer = undefined
          if (this.withdraw(go)) resume(Effect.fail(this.full(handler)))
        })
        timer = fork(Effect.delay(late, this.bounds.nestedWaitMillis))
      }
      return Effect.sync(() => {
        timer?.interruptUnsafe()
        // Where it was its turn already, nobody else would end that.
        if (!this.withdraw(go)) this.leave()
      })
    })
    return Effect.interruptible(wait)
  }

  private withdraw(go: () => void): boolean {
    const at = this.waiting.indexOf(go)
    if (at >= 0) this.waiting.splice(at, 1)
    return at >= 0
  }

  private full(handler: string): ActorError {
    const { nestedWaitMillis, window } = this.bounds
    const reason = new MailboxFull({ what: "window", limit: window, waitedMillis: nestedWaitMillis, chain: [handler] })
    return new ActorError({ reason, actor: "", job: "", thread: this.thread, started: false })
  }

  private leave(): void {
    const next = this.waiting.shift()
    if (next === undefined) this.isBusy = false
    else next()
  }
}

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
