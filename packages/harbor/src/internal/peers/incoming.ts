/*
 * Frames as they come in, on the transport's own stack: nothing here throws, waits or decodes a body. What can fail with a
 * message is done by its listener's fiber (`handling.ts`), for that message alone.
 */
import type { Done } from "effect/Cause"
import * as Queue from "effect/Queue"
import type { Codec } from "../../Codec.ts"
import {
  EngineUnavailable,
  Forbidden,
  type HarborError,
  type HarborErrorReason,
  Malformed,
  NoListener,
  NoReceiver,
  Overloaded,
  SchemaMismatch,
  UnknownMessage
} from "../../HarborError.ts"
import type { Address } from "../../Transport.ts"
import { type Delivered, deliveredBytes } from "../codec/bodies.ts"
import type { Duplicates } from "../duplicates.ts"
import { textOf } from "../fingerprint.ts"
import * as Frame from "../frame.ts"
import { type Known, refuse } from "./known.ts"
import { refused, type Respond } from "./refusing.ts"
import type { Shared } from "./shared.ts"
import { messageOf } from "../shown.ts"

/** One message on its way to one listener. */
export interface Arrival {
  readonly known: Known
  readonly frame: Frame.Frame
  readonly codec: Codec
  readonly delivered: Delivered
  readonly respond: Respond
  /** What becomes of it is known. */
  readonly settled: () => void
  /** Of a call, from when who made it has given it up. */
  isTakenBack: boolean
  /** Interrupts its handler, while that is at work. */
  interrupt: (() => void) | undefined
}

/** Calls that have come and that nobody has answered, by who made them: see `Frame.callOf`. */
export type Calls = Map<string, Arrival>

export interface Listener {
  readonly queue: Queue.Queue<Arrival, Done>
  readonly mailbox: number
  /** Messages that wait, and their bodies. */
  waiting: number
  waitingBytes: number
}

/** An address that is served, for all messages that are listened for there. */
export interface Served {
  readonly address: Address
  readonly duplicates: Duplicates
  /** By the message's id; whose turn it is stands first. */
  readonly listeners: Map<number, Array<Listener>>
}

/** Large messages fill a mailbox before there are many of them. */
export const mailboxBytes = 16 * 1024 * 1024

/**
 * What a transport calls with each frame for that address. False where who asks will never be answered, and nothing becomes of what is
 * sent; of all else a thread is told by `settled` what main must know of it: that it is not lost if this thread dies.
 */
export const receiving =
  (shared: Shared, at: Served) =>
  (bytes: Uint8Array, respond: Respond, settled: () => void = () => {}): boolean => {
    try {
      return arrived(shared, at, bytes, respond, settled)
    } catch {
      // None is known. A transport whose reader we throw into may read nothing more, for anybody.
      shared.counters.malformed++
      return false
    }
  }

const arrived = (shared: Shared, at: Served, bytes: Uint8Array, respond: Respond, settled: () => void): boolean => {
  const { counters } = shared
  counters.received++
  const frame = bytes.length > shared.transport.maxFrameBytes ? undefined : Frame.read(bytes)
  const isCall = frame?.kind === Frame.Kind.call && respond !== undefined
  if (frame?.kind === Frame.Kind.takeBack && respond === undefined) {
    takeBack(shared.calls.get(Frame.callOf(frame)))
    return false
  }
  // Who sends no frames gets no answers: nobody can use us to send something to somebody else.
  if (frame === undefined || !(isCall || frame.kind === Frame.Kind.send)) {
    counters.malformed++
    return false
  }
  if (!at.duplicates.isNew(frame.source, frame.sequence)) {
    counters.duplicates++
    return false
  }
  if (!accepted(shared, at, frame, isCall ? answering(shared, frame, respond) : undefined, settled)) settled()
  return true
}

/** A reply that the transport throws at is lost, and nothing else with it. */
const answering =
  (shared: Shared, { messageId, source }: Frame.Frame, respond: NonNullable<Respond>): NonNullable<Respond> =>
  (reply) => {
    try {
      respond(reply)
    } catch (cause) {
      const messageName = shared.registry.find(messageId)?.name ?? ""
      const reason = new EngineUnavailable({ detail: `it did not take a reply: ${messageOf(cause)}` })
      shared.bury({ messageName, messageId, node: Number(source >> 32n), error: refuse(messageName, reason, "maybe") })
    }
  }

/** Its handler, or where it waits for one, its listener finds it so, and answers: nobody reads that. */
const takeBack = (call: Arrival | undefined): void => {
  if (call === undefined) return
  call.isTakenBack = true
  call.interrupt?.()
}

/** False where it is refused. */
const accepted = (shared: Shared, at: Served, frame: Frame.Frame, asker: Respond, settled: () => void): boolean => {
  const no = (known: Known | undefined, reason: HarborErrorReason): false => {
    refused(shared, frame, known, asker, refuse(known?.message.name ?? "", reason, "no"))
    return false
  }
  const message = shared.registry.find(frame.messageId)
  if (message === undefined) return no(undefined, new UnknownMessage({ messageId: frame.messageId }))
  if (message.reach === "threads") {
    const reason = new Forbidden({ detail: 'there its reach is "threads"' })
    refused(shared, frame, undefined, asker, refuse(message.name, reason, "no"))
    return false
  }
  const known = shared.of(message)
  const all = at.listeners.get(frame.messageId) ?? []
  const codec = known.codecs.get(frame.codec)
  const reason = objection(known, frame, all, codec)
  if (reason !== undefined || codec === undefined) return no(known, reason!)
  // The bytes are the transport's, and the listener reads them later.
  const kept = { ...frame, body: frame.body.slice() }
  const delivered = deliveredBytes(message, codec, kept.body)
  const isTopic = at.address._tag === "Topic"
  const call = asker === undefined || isTopic ? undefined : Frame.callOf(frame)
  let left = isTopic ? all.length : 1
  const arrival: Arrival = {
    known,
    frame: kept,
    codec,
    delivered,
    respond: asker,
    settled: () => {
      if (call !== undefined) shared.calls.delete(call)
      if (--left === 0) settled()
    },
    isTakenBack: false,
    interrupt: undefined
  }
  if (call !== undefined) shared.calls.set(call, arrival)
  if (isTopic) for (const listener of all) give(shared, listener, arrival)
  else {
    const listener = all.shift()!
    all.push(listener)
    give(shared, listener, arrival)
  }
  return true
}

/** Why a message of this process is not taken, or undefined. */
const objection = (
  { message, understood }: Known,
  frame: Frame.Frame,
  all: ReadonlyArray<Listener>,
  codec: Codec | undefined
): HarborErrorReason | undefined => {
  if (!understood.has(frame.fingerprint)) {
    return new SchemaMismatch({ own: message.fingerprint, other: textOf(frame.fingerprint) })
  }
  if (all.length === 0) return frame.object === 0n ? new NoListener({}) : new NoReceiver({ objectId: frame.object })
  if (codec !== undefined) return undefined
  return new Malformed({ what: "payload", issue: `codec ${frame.codec} is not known here` })
}

const give = (shared: Shared, listener: Listener, arrival: Arrival): void => {
  const { known, frame, respond } = arrival
  const bytes = frame.body.length
  const fits = listener.waitingBytes === 0 || listener.waitingBytes + bytes <= mailboxBytes
  if (fits && listener.waiting < listener.mailbox && Queue.offerUnsafe(listener.queue, arrival)) {
    listener.waiting++
    listener.waitingBytes += bytes
    return void shared.counters.delivered++
  }
  const error: HarborError = refuse(known.message.name, new Overloaded({ limit: listener.mailbox }), "no")
  refused(shared, frame, known, respond, error)
  arrival.settled()
}
