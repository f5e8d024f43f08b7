/**
 * What is sent, and to whom: a job on its way, and one actor instance as this thread sends to it.
 */
import type * as Exit from "effect/Exit"
import type { ActorErrorReason, ThreadDied } from "../ActorError.ts"
import { Fifo } from "./fifo.ts"
import type { BoundJobCodecs } from "./jobCodecs.ts"
import type { JobWindow } from "./jobWindow.ts"
import type { Peer } from "./mesh.ts"

/** A method as a client sees it. Made once per client and Rpc. */
export interface ClientMethod {
  readonly actor: string
  readonly tag: string
  readonly index: number
  readonly codecs: BoundJobCodecs
}

/** One actor instance on one thread, as this thread sends to it. */
export class Target {
  readonly peer: Peer
  readonly instance: number
  readonly threadName: string
  readonly window: JobWindow
  readonly windowSize: number
  readonly waiting = new Fifo<OutgoingJob>()
  /** Why nothing may be sent any more. */
  gone: "stopped" | ThreadDied | undefined = undefined

  constructor(window: JobWindow, peer: Peer, instance: number, threadName: string, windowSize: number) {
    this.peer = peer
    this.instance = instance
    this.threadName = threadName
    this.windowSize = windowSize
    this.window = window
  }
}

/** A job on its way. Subclasses say what happens to its sender: see client.ts. */
export abstract class OutgoingJob {
  readonly target: Target
  readonly method: ClientMethod
  readonly isAsk: boolean
  /** Routing key and headers, if it has any: see extension.ts. */
  readonly extension: Uint8Array | undefined
  /** When the sender stops waiting, in milliseconds since 1970; 0 for never. */
  readonly deadline: number
  id = -1
  generation = 0
  /** Settled, or given up by its asker: a reply only ends the id. */
  over = false
  /** The encoded payload while it waits. */
  bytes: Uint8Array | undefined = undefined

  constructor(
    target: Target,
    method: ClientMethod,
    isAsk: boolean,
    extension: Uint8Array | undefined,
    deadline: number
  ) {
    this.target = target
    this.method = method
    this.isAsk = isAsk
    this.extension = extension
    this.deadline = deadline
  }

  /** It had to wait, and is in the mailbox now. Called at most once. */
  abstract onAccepted(): void
  /** The reply: called at most once, and not after `onFailed`. */
  abstract onExit(exit: Exit.Exit<unknown, unknown>): void
  /** It ends without a reply. Called at most once, and not after `onExit`. */
  abstract onFailed(reason: ActorErrorReason, started: boolean | "unknown"): void
}
