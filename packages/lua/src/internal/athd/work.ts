/**
 * A job that came from another thread, run in this one's state: which function, with what, and what becomes of its results.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { type LuaError, LuaRuntimeError } from "../../LuaError.ts"
import type { LuaStatePointer } from "../fengari/types.ts"
import { runJob, type Work } from "../state/job.ts"
import type { Above } from "../state/loading.ts"
import { shortened } from "../state/shortened.ts"
import { pushBytes } from "../state/stack.ts"
import type { Athd } from "./athd.ts"
import { placed } from "./placed.ts"
import { packResult } from "../state/packing.ts"
import { bytesIn, type Packed, packedSlots, pushPacked, type Results, toResults } from "./packed.ts"
import { type Intro, Kind, UnknownSource } from "./protocol.ts"
import type { Received } from "./received.ts"

export interface Payload {
  readonly fn: number
  readonly args: Packed
  readonly intro: Intro | null
  readonly carries: boolean
}

/** A function that is called with its arguments; all its results go back, as an array. */
class Called implements Work<Results> {
  protected readonly athd: Athd
  protected readonly received: Received
  protected readonly args: Packed
  readonly above: Above | undefined

  constructor(athd: Athd, received: Received, args: Packed, above: Above | undefined) {
    this.athd = athd
    this.received = received
    this.args = args
    this.above = above
  }

  get chunk(): string {
    return this.received.name
  }

  push(L: LuaStatePointer): number {
    this.received.push(this.athd.state, L)
    return pushPacked(L, this.args)
  }

  take(L: LuaStatePointer, count: number): Results {
    return toResults(packedSlots(L, L.top - count))
  }
}

/** A source that is given to `athd.onwork` with its packed arguments; unless somebody has replaced that, it is called with them. */
class Hooked extends Called {
  override push(L: LuaStatePointer): number {
    const { args, athd, received } = this
    if (athd.isHookReplaced) {
      athd.pushHook(L, "onwork")
      received.pushStrings(L)
      pushBytes(L, bytesIn(args))
      return 3
    }
    received.push(athd.state, L)
    pushBytes(L, bytesIn(args))
    return 1
  }

  override take(L: LuaStatePointer, count: number): Results {
    return [packResult(L, count)]
  }
}

const refusal = ({ state }: Athd, { name }: Received): LuaRuntimeError =>
  new LuaRuntimeError({
    chunk: name,
    detail: `the state '${state.name}', which is ${state.sandbox}, runs nothing that a state with less rights sends`,
    traceback: ""
  })

/**
 * What the host did for it was interrupted from within: a queue was shut down, say. Who sent the job did not interrupt anything, and an
 * interruption would pass by all that he catches, and by the log.
 */
const interrupted = ({ name }: Received): Exit.Exit<never, LuaRuntimeError> =>
  Exit.fail(new LuaRuntimeError({ chunk: name, detail: "what the job waited for was interrupted", traceback: "" }))

/** Runs a job whose number stands for what was received: an exit where it did not wait for anything. */
export const work = (
  athd: Athd,
  received: Received | undefined,
  { args, fn, intro }: Payload
): Effect.Effect<Results, LuaError | UnknownSource> => {
  if (received === undefined) return Exit.fail(new UnknownSource({ fn }))
  if (received.refused) return Exit.fail(refusal(athd, received))
  const above = intro?.above
  const ran = runJob(
    athd.state,
    received.kind === Kind.hook ? new Hooked(athd, received, args, above) : new Called(athd, received, args, above)
  )
  const told = Exit.isExit(ran) ? ran : Effect.catchCauseIf(ran, Cause.hasInterruptsOnly, () => interrupted(received))
  return Effect.mapErrorEager(told, (error) => placed(shortened(error), () => received.place))
}
