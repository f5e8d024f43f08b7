/**
 * A job on the thread that runs it, from its start on: where its reply goes. While it waits it is a `mailRecord.ts`.
 */
import type * as Fiber from "effect/Fiber"
import { ThreadDied } from "../../ActorError.ts"
import type { Answerable } from "./hostedReply.ts"
import type { RunningInfo } from "../jobInfo.ts"
import type { StreamOut } from "./streamOut.ts"
import type { Backlogged } from "./mailRecord.ts"
import { take } from "../memory/jobTable.ts"
import type { Lease } from "../thread/lease.ts"
import type { Mesh, Peer } from "../thread/mesh.ts"
import * as Record from "../record.ts"
import type { TimedFiber } from "../thread/slowJobs.ts"
import type { TellAccount } from "../thread/tellAccount.ts"

/** A job on this thread: where its reply goes. */
export interface Running extends Answerable, TimedFiber {
  /** A tell of a dead sender, for which this thread answers. */
  orphan: boolean
  /** What a cancel interrupts. */
  fiber: Fiber.Fiber<unknown, unknown> | undefined
  interruptedBy: "nobody" | "asker" | "stop" | "recycle"
  /** It counts against the concurrency. Given up by `Rpc.fork`, and while a Deferred result is awaited. */
  holdsSlot: boolean
  /** Its payload is read where it lies, until it has been answered. */
  lease: Lease | undefined
  /** For a job that did not finish synchronously. */
  info: RunningInfo | undefined
  /** For a stream: where its elements go. */
  stream: StreamOut | undefined
}

/** Its handler is to end, and what it still sends goes nowhere. */
export const interrupt = (job: Running): void => {
  job.fiber?.interruptUnsafe()
  job.stream?.close()
}

/** For a record of a dead sender that waits here: true when this thread answers for it from now on. */
export const adopt = (
  { account, mesh }: { readonly account: TellAccount; readonly mesh: Mesh },
  record: Backlogged
): boolean => {
  const { peer, words } = record
  if (Record.kindOf(words[Record.Field.head]!) !== Record.Kind.tell) return false
  account.inherit()
  record.orphan = take(mesh.arena, peer.thread, words[Record.Field.job]!, words[Record.Field.generation]!)
  if (!record.orphan) account.disinherit()
  return record.orphan
}

export const stoppedBeforeItsEnd = new ThreadDied({ confirmed: true, detail: "stopped before the job had finished" })

/** By incarnation: jobs of a dead sender may still run when its record serves the next one. */
export const keyOf = (peer: Peer, id: number): number => peer.incarnation * 0x1000000 + id
