/**
 * Jobs, methods and handlers for models of the shipped outbox, loop and actor: a payload is one byte, and is noted. Where
 * it is to be longer, the byte stands there as often as that, and whoever reads it looks at all of them.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { ActorErrorReason } from "../../src/ActorError.ts"
import { ThreadDied } from "../../src/ActorError.ts"
import { scratch } from "../../src/Codec.ts"
import type { BuiltHandlers } from "../../src/internal/hosting/handlers.ts"
import type { HostedMethod } from "../../src/internal/hosting/hostedMethod.ts"
import { incoming, outgoing } from "../../src/internal/codec/apart.ts"
import type { BoundJobCodecs } from "../../src/internal/jobCodecs.ts"
import { type ClientMethod, OutgoingJob, type Target } from "../../src/internal/sending/outgoing.ts"
import { ToldFailures } from "../../src/internal/hosting/toldFailures.ts"
import { type Buffers, decodeGiven } from "./buffers.ts"

/** What is read where the bytes are not those of one payload. */
export const MIXED = 254

/** How many bytes a payload takes. */
export type LengthOf = (payload: number) => number

const one: LengthOf = () => 1

const codecOf = (lengthOf: LengthOf, buffers: Buffers | undefined): BoundJobCodecs["payload"] => ({
  encode: (value) => encode(lengthOf, value as number),
  encodeMessage: (value, home) => buffers?.encode(value as number, home) ?? encode(lengthOf, value as number),
  decode: (bytes, start, end) => {
    if (incoming.blockStart >= 0) return decodeGiven(bytes, start) ?? MIXED
    const value = bytes[start]!
    if (end - start !== lengthOf(value)) return MIXED
    for (let at = start + 1; at < end; at++) if (bytes[at] !== value) return MIXED
    return value
  }
})

const encode = (lengthOf: LengthOf, value: number): number => {
  const length = lengthOf(value)
  outgoing.clear()
  ;(scratch as { bytes: Uint8Array }).bytes = new Uint8Array(length).fill(value)
  return length
}

const codecsOf = (lengthOf: LengthOf, buffers?: Buffers): BoundJobCodecs => {
  const codec = codecOf(lengthOf, buffers)
  return { payload: codec, success: codec, error: codec, cause: codec, elements: undefined }
}

export const methodOf = (lengthOf: LengthOf = one, buffers?: Buffers): ClientMethod => ({
  actor: "A",
  tag: "job",
  index: 0,
  codecs: codecsOf(lengthOf, buffers),
  idempotent: false
})

/** Handlers that answer at once, unless `onJob` gives what is to be told how to resume: then later. */
export const handlers = (
  concurrency: number,
  onJob: (payload: number) => ((resume: () => void) => void) | undefined,
  lengthOf: LengthOf = one,
  buffers?: Buffers
): BuiltHandlers => ({
  actor: "A",
  fingerprint: "",
  context: Context.empty(),
  concurrency,
  told: new ToldFailures(Context.empty()),
  left: new ToldFailures(Context.empty()),
  methods: [
    {
      tag: "job",
      index: 0,
      rpc: undefined as never,
      codecs: codecsOf(lengthOf, buffers),
      reentrant: false,
      scoped: false,
      pour: undefined,
      invoke: (payload) => {
        const hold = onJob(payload as number)
        if (hold === undefined) return Exit.succeed(payload)
        return Effect.callback<unknown>((resume) => hold(() => resume(Effect.succeed(payload))))
      }
    } satisfies HostedMethod
  ]
})

export const died = new ThreadDied({ confirmed: true, detail: "killed" })

/** Notes how it ends, as `settled <payload> <how>`. */
export class NotedJob extends OutgoingJob {
  /** Which one it is: what it was sent with is gone where that was given away. */
  readonly number: number
  settled = false
  onSettled: () => void = () => {}
  private readonly note: (text: string) => void

  constructor(
    target: Target,
    isAsk: boolean,
    payload: number,
    note: (text: string) => void,
    method: ClientMethod = methodOf()
  ) {
    super(target, method, isAsk, undefined, 0)
    this.payload = payload
    this.number = payload
    this.note = note
  }

  settle(how: string): void {
    this.note(`settled ${this.number} ${how}`)
    if (this.settled) throw new Error(`job ${this.number} is settled twice, now by ${how}`)
    this.settled = true
    this.onSettled()
  }

  onAccepted(): void {
    this.note(`accepted ${this.number}`)
    if (!this.isAsk) this.settle("sent")
  }

  onExit(exit: Exit.Exit<unknown, unknown>): void {
    this.settle(Exit.isSuccess(exit) && exit.value === this.number ? "ok" : "wrong")
  }

  onFailed(reason: ActorErrorReason, started: boolean | "unknown"): void {
    this.settle(`${reason._tag}${started === true ? " started" : ""}`)
  }
}
