/*
 * What an ask to an actor of the own thread cannot do without: no lane, no job word, no window, no clock.
 * `node own.ts '{"step":"queue"}'` prints one line of JSON: nanoseconds of processor time for each ask.
 */
import * as Codec from "@stevedore/core/Codec"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { effectCallers } from "../effectCallers.ts"
import { isEcho, makeMessage, type Message } from "../message.ts"
import { echo } from "../peers/echoRpcs.ts"
import { inFlight, nanosOf } from "./nanos.ts"
import type { OwnRequest, OwnResult, OwnStep } from "./request.ts"

type Carry = (message: unknown) => unknown

const handler = (message: Message): Effect.Effect<Message> => Effect.succeed(message)

const loop = (ask: (message: Message) => Effect.Effect<Message, unknown>) => (count: number) => {
  let left = count
  let sent = 0
  return Effect.runPromise(
    effectCallers(ask, {
      inFlight,
      schedule: () => undefined,
      next: () => makeMessage(sent++),
      settle: (one, other) => isEcho(one, other) && --left >= inFlight
    })
  )
}

/** Every ask waits in a queue, which is emptied in a turn of the event loop. */
const queued = (there: Carry, back: Carry) => {
  let waiting: Array<{ readonly payload: unknown; readonly resume: (effect: Effect.Effect<Message>) => void }> = []
  const drain = (): void => {
    const batch = waiting
    waiting = []
    for (const { payload, resume } of batch) {
      const effect = handler(there(payload) as Message)
      if (Exit.isExit(effect) && Exit.isSuccess(effect)) resume(Exit.succeed(back(effect.value) as Message))
    }
  }
  return loop((message) =>
    Effect.callback((resume) => {
      if (waiting.length === 0) setImmediate(drain)
      waiting.push({ payload: message, resume })
    })
  )
}

/** Nobody waits: the handler runs where the ask is made. */
const atOnce = (there: Carry, back: Carry) =>
  loop((message) =>
    Effect.suspend(() => {
      const effect = handler(there(message) as Message)
      return Exit.isExit(effect) && Exit.isSuccess(effect) ? Exit.succeed(back(effect.value) as Message) : effect
    })
  )

const same: Carry = (message) => message

/** What code generated for this very Schema would be: checks each field, and makes a copy of what it has read. */
const copied: Carry = (message) => {
  const { id, name, value } = message as Message
  if (!Number.isInteger(id) || typeof name !== "string" || !Number.isFinite(value)) throw new Error("no message")
  return { id, name, value }
}

const shared = new Uint8Array(new SharedArrayBuffer(1 << 16))
const through =
  (codec: Codec.BoundCodec): Carry =>
  (message) => {
    const length = codec.encode(message)
    for (let byte = 0; byte < length; byte++) shared[byte] = Codec.scratch.bytes[byte]!
    return codec.decode(shared, 0, length)
  }
const there = through(Codec.make(echo.payloadSchema, { input: "make" }).bind(Context.empty()))
const back = through(Codec.make(echo.successSchema).bind(Context.empty()))

const steps: Record<OwnStep, () => (count: number) => Promise<void>> = {
  queue: () => queued(same, same),
  "queue, copied": () => queued(copied, copied),
  "queue, encoded": () => queued(there, back),
  "at once, copied": () => atOnce(copied, copied),
  "at once, encoded": () => atOnce(there, back)
}

const { step } = JSON.parse(process.argv[2] ?? "{}") as OwnRequest
const result: OwnResult = { nanosPerJob: await nanosOf(steps[step]()) }
process.stdout.write(`${JSON.stringify(result)}\n`)
