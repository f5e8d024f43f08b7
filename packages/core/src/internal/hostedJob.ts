/**
 * A job on the thread that runs it: while it waits, a copy of its record; from its start on, where its reply goes.
 */
import type * as Fiber from "effect/Fiber"
import { ThreadDied } from "../ActorError.ts"
import type { Answerable } from "./hostedReply.ts"
import type { RunningInfo } from "./jobInfo.ts"
import type { Arena } from "./memory/arena.ts"
import type { Peer } from "./mesh.ts"
import * as Record from "./record.ts"

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

/** A record that waits for this actor, copied out of its lane so that it holds up nobody else's. */
export interface Backlogged {
  readonly peer: Peer
  readonly words: Int32Array
  readonly bytes: Uint8Array
  readonly doubles: Float64Array
  /** Its sender has died after this tell was won for this thread: the word is not touched any more. */
  orphan: boolean
}

export const copyRecord = ({ bytes, words }: Arena, peer: Peer, at: number): Backlogged => {
  const copied = bytes.slice(at * 4, at * 4 + Record.pad8(words[at]!))
  const { buffer } = copied
  return { peer, bytes: copied, words: new Int32Array(buffer), doubles: new Float64Array(buffer), orphan: false }
}

export const stoppedBeforeItsEnd = new ThreadDied({ confirmed: true, detail: "stopped before the job had finished" })

/** By incarnation: jobs of a dead sender may still run when its record serves the next one. */
export const keyOf = (peer: Peer, id: number): number => peer.incarnation * 0x1000000 + id
