/**
 * How a job's end travels to its sender: encoded with the Rpc's codecs, on the express lane. What cannot be encoded, or
 * is too large, fails that job only. Runs on the hosting thread.
 */
import * as Cause from "effect/Cause"
import * as Exit from "effect/Exit"
import { type ThreadDied, TooLarge, Undecodable } from "../../ActorError.ts"
import { scratch } from "../../Codec.ts"
import { brief, carried, printable } from "../carriedCause.ts"
import type { HostedMethod } from "./hostedMethod.ts"
import { issueOf, reasonCodec } from "../jobCodecs.ts"
import type { Mesh, Peer } from "../thread/mesh.ts"
import { outgoing } from "../codec/apart.ts"
import { nowhere } from "../sending/encodePayload.ts"
import { unmovable } from "../thread/moves.ts"
import { fitsBehind } from "../thread/ownMemory.ts"
import * as Record from "../record.ts"
import type { ToldFailures } from "./toldFailures.ts"

/** What a reply needs to know of its job. */
export interface Answerable {
  readonly peer: Peer
  readonly method: HostedMethod
  readonly isAsk: boolean
  readonly id: number
  readonly generation: number
}

const textEncoder = new TextEncoder()

export class Replies {
  private readonly mesh: Mesh
  private readonly name: string
  private readonly told: ToldFailures
  private readonly limitBytes: number

  constructor(mesh: Mesh, name: string, told: ToldFailures) {
    this.mesh = mesh
    this.name = name
    this.told = told
    this.limitBytes = Record.maxBodyBytes(mesh.arena.layout, Record.EXPRESS_BYTES)
  }

  /** The job's exit, to whoever asked; a tell's failure is logged. */
  exit(job: Answerable, exit: Exit.Exit<unknown, unknown>): void {
    if (!job.isAsk) {
      if (Exit.isFailure(exit)) this.reportTell(job, exit.cause)
      return
    }
    if (job.peer.exited) return
    const { method } = job
    if (Exit.isSuccess(exit)) {
      let bytes: number
      try {
        const { arena } = this.mesh
        bytes = method.codecs.success.encodeMessage(exit.value, arena)
        const { given } = outgoing
        if (given !== undefined && !fitsBehind(arena, given, bytes)) {
          bytes = method.codecs.success.encodeMessage(exit.value, nowhere)
        }
      } catch (failure) {
        this.reason(job, new Undecodable({ what: "result", issue: issueOf(failure) }))
        return
      }
      this.sendReply(job, Record.Kind.success, bytes, undefined)
      return
    }
    this.replyCause(job, exit.cause)
  }

  private replyCause(job: Answerable, cause: Cause.Cause<unknown>): void {
    const { method } = job
    const [only] = cause.reasons
    if (cause.reasons.length === 1 && only !== undefined && Cause.isFailReason(only)) {
      let bytes: number
      try {
        const { error, throws } = method.codecs
        bytes = error.encodeMessage(only.error, nowhere)
        // What was thrown arrives, if not with all its causes and fields.
        if (throws !== undefined && bytes > this.limitBytes) {
          bytes = error.encode(throws.inShort(only.error, "it is too large", this.limitBytes))
        }
      } catch (failure) {
        this.reason(job, new Undecodable({ what: "error", issue: issueOf(failure) }))
        return
      }
      this.sendReply(job, Record.Kind.failure, bytes, method.codecs.throws ? undefined : stackOf(only.error))
      return
    }
    let bytes = encodeCause(method, carried(cause))
    // Its text matters more than its stacks and causes.
    if (bytes > this.limitBytes) bytes = encodeCause(method, brief(cause))
    this.sendReply(job, Record.Kind.cause, bytes, undefined)
  }

  /** A reason of ours instead of the handler's exit. */
  reason(job: Answerable, reason: Undecodable | TooLarge | ThreadDied): void {
    if (!job.isAsk || job.peer.exited) {
      if (!job.isAsk) this.reportTell(job, Cause.fail(reason))
      return
    }
    let bytes = reasonCodec.encode(reason)
    // The reason itself matters more than the whole of its text.
    if (bytes > this.limitBytes && reason._tag === "Undecodable") {
      bytes = reasonCodec.encode(new Undecodable({ what: reason.what, issue: `${reason.issue.slice(0, 200)}…` }))
    }
    this.sendReply(job, Record.Kind.actorError, bytes, undefined)
  }

  private sendReply(job: Answerable, kind: Record.Kind, payloadBytes: number, stack: Uint8Array | undefined): void {
    const { limitBytes, mesh } = this
    // The error itself matters more than its whole stack.
    if (payloadBytes + (stack?.byteLength ?? 0) > limitBytes) stack = undefined
    if (payloadBytes > limitBytes) {
      const what = kind === Record.Kind.success ? "result" : "error"
      this.reason(job, new TooLarge({ what, bytes: payloadBytes, limitBytes }))
      return
    }
    const head = Record.head(kind, job.method.index)
    try {
      mesh.express(job.peer, head, job.id, job.generation, scratch.bytes, payloadBytes, stack)
    } catch (cause) {
      const what = kind === Record.Kind.success ? "result" : "error"
      this.reason(job, new Undecodable({ what, issue: unmovable(cause) }))
    }
  }

  /** Nobody waits for a tell: its failure is logged, with the job's name. */
  private reportTell(job: Answerable, cause: Cause.Cause<unknown>): void {
    this.told.report(`${this.name}.${job.method.tag}`, cause)
  }
}

const encodeCause = ({ codecs }: HostedMethod, cause: Cause.Cause<unknown>): number => {
  try {
    return codecs.cause.encode(cause)
  } catch {
    // A defect that cannot be carried as it is still arrives as a defect, with its text.
    return codecs.cause.encode(Cause.die(new Error(textOf(cause))))
  }
}

/** An error's stack may be a getter of its own. */
const stackOf = (error: unknown): Uint8Array | undefined => {
  try {
    const stack: unknown = error instanceof Error ? error.stack : undefined
    return typeof stack === "string" ? textEncoder.encode(stack) : undefined
  } catch {
    return undefined
  }
}

const textOf = (cause: Cause.Cause<unknown>): string => {
  try {
    return Cause.pretty(printable(cause))
  } catch {
    return "a defect that cannot be shown"
  }
}
