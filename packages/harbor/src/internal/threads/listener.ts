/*
 * One handler that listens, and how many of its messages are under way.
 */
import type * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import type { Codec } from "../../Codec.ts"
import { HandlerServices } from "./services.ts"

/** A handler as it was given. */
export type Handler = (payload: any) => unknown

/** What a listener wants, besides a message. */
export interface Wants {
  /** Of a subscriber: which topics. */
  readonly topic?: ((topic: string) => boolean) | undefined
  /** What is done first when it leaves: nobody sends to it from then on. */
  readonly out?: Effect.Effect<void> | undefined
  /** The payload as the bytes of that codec, and not as a value. */
  readonly codec?: Codec | undefined
}

export class Listener {
  readonly handler: Handler
  readonly context: Context.Context<never>
  /** Where others of its message began to listen on its thread before. */
  readonly services: HandlerServices
  readonly wants: Wants
  /** It takes no more turns, and has what is for all until it has left. */
  isLeaving = false
  /** A handler of its own has it leave. */
  leavesInside = false
  /** Whoever began it has given that up meanwhile. */
  private readonly hold: { readonly isGivenUp: boolean }
  /** Begun, and not ended. */
  private running = 0
  private waiting: { readonly left: number; readonly onIdle: () => void } | undefined = undefined

  constructor(handler: Handler, context: Context.Context<never>, wants: Wants, hold: { readonly isGivenUp: boolean }) {
    this.hold = hold
    this.wants = wants
    this.handler = handler
    this.context = context
    this.services = new HandlerServices(context)
  }

  /** It is given nothing more. */
  get isLeft(): boolean {
    return this.leavesInside || this.hold.isGivenUp
  }

  begun(): void {
    this.running++
  }

  ended(): void {
    this.running--
    if (this.waiting !== undefined && this.running <= this.waiting.left) this.waiting.onIdle()
  }

  /** Completes when nothing of it runs any more but so many, which wait for this very end. */
  whenIdle(left: number): Effect.Effect<void> {
    return Effect.callback((resume) => {
      if (this.running <= left) return resume(Effect.void)
      this.waiting = { left, onIdle: () => resume(Effect.void) }
    })
  }
}
