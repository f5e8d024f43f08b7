/** Jobs, methods and handlers for models of the shipped outbox, loop and actor: a payload is one byte, and is noted. */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type { ActorErrorReason } from "../../src/ActorError.ts"
import { ThreadDied } from "../../src/ActorError.ts"
import type { BoundCodec } from "../../src/Codec.ts"
import { scratch } from "../../src/Codec.ts"
import type { BuiltHandlers } from "../../src/internal/handlers.ts"
import type { HostedMethod } from "../../src/internal/hostedMethod.ts"
import type { BoundJobCodecs } from "../../src/internal/jobCodecs.ts"
import { type ClientMethod, OutgoingJob, type Target } from "../../src/internal/outgoing.ts"

/** One byte. */
const byte: BoundCodec = {
  encode: (value) => {
    ;(scratch as { bytes: Uint8Array }).bytes = Uint8Array.of(value as number)
    return 1
  },
  decode: (bytes, start) => bytes[start]
}

const codecs: BoundJobCodecs = { payload: byte, success: byte, error: byte, cause: byte }

export const method: ClientMethod = { actor: "A", tag: "job", index: 0, codecs, idempotent: false }

/** Handlers that answer at once, unless `onJob` gives what is to be told how to resume: then later. */
export const handlers = (
  concurrency: number,
  onJob: (payload: number) => ((resume: () => void) => void) | undefined
): BuiltHandlers => ({
  actor: "A",
  fingerprint: "",
  context: Context.empty(),
  concurrency,
  methods: [
    {
      tag: "job",
      index: 0,
      rpc: undefined as never,
      codecs,
      reentrant: false,
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
  override payload: number
  settled = false
  onSettled: () => void = () => {}
  private readonly note: (text: string) => void

  constructor(target: Target, isAsk: boolean, payload: number, note: (text: string) => void) {
    super(target, method, isAsk, undefined, 0)
    this.payload = payload
    this.note = note
  }

  settle(how: string): void {
    this.note(`settled ${this.payload} ${how}`)
    if (this.settled) throw new Error(`job ${this.payload} is settled twice, now by ${how}`)
    this.settled = true
    this.onSettled()
  }

  onAccepted(): void {
    this.note(`accepted ${this.payload}`)
    if (!this.isAsk) this.settle("sent")
  }

  onExit(exit: Exit.Exit<unknown, unknown>): void {
    this.settle(Exit.isSuccess(exit) && exit.value === this.payload ? "ok" : "wrong")
  }

  onFailed(reason: ActorErrorReason, started: boolean | "unknown"): void {
    this.settle(`${reason._tag}${started === true ? " started" : ""}`)
  }
}
