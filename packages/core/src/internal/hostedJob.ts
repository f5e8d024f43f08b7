/**
 * A job on the thread that runs it, from its start on: where its reply goes. While it waits it is a `mailRecord.ts`.
 */
import type * as Fiber from "effect/Fiber"
import { ThreadDied } from "../ActorError.ts"
import type { Answerable } from "./hostedReply.ts"
import type { RunningInfo } from "./jobInfo.ts"
import type { Peer } from "./mesh.ts"

/** A job on this thread: where its reply goes. */
export interface Running extends Answerable {
  /** What a cancel interrupts. */
  fiber: Fiber.Fiber<unknown, unknown> | undefined
  interruptedBy: "nobody" | "asker" | "stop" | "recycle"
  /** It counts against the concurrency. Given up by `Rpc.fork`, and while a Deferred result is awaited. */
  holdsSlot: boolean
  /** For a job that did not finish synchronously. */
  info: RunningInfo | undefined
}

export const stoppedBeforeItsEnd = new ThreadDied({ confirmed: true, detail: "stopped before the job had finished" })

/** By incarnation: jobs of a dead sender may still run when its record serves the next one. */
export const keyOf = (peer: Peer, id: number): number => peer.incarnation * 0x1000000 + id
