/*
 * One client: from its bytes to messages of this process and back. Whatever it sends, nothing here throws; what it may not do ends
 * its connection.
 */
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import type * as Scope from "effect/Scope"
import * as Socket from "effect/socket/Socket"
import {
  Forbidden,
  HarborError,
  Malformed,
  NoReply,
  Overloaded,
  RemoteDefect,
  SchemaMismatch,
  TooLarge
} from "../../HarborError.ts"
import type { ObjectId } from "../../ObjectId.ts"
import { bodiesOf } from "../codec/bodies.ts"
import { textOf } from "../fingerprint.ts"
import * as Frame from "../frame.ts"
import { isA } from "../instance.ts"
import { type Known, malformed, refuse } from "../peers/known.ts"
import { encodeRefusal } from "../peers/refusal.ts"
import type { Cut } from "./cut.ts"
import type { Shared } from "./gateway.ts"
import { forClient } from "./forClient.ts"
import { Incoming } from "./incoming.ts"
import { Outgoing } from "./outgoing.ts"
import { Rate } from "./rate.ts"
import { CLIENT_FRAME_BYTES, Splitter, withLength } from "./splitter.ts"
import { ending, faultOf, type NodeWebSocket, writingTo } from "./webSocket.ts"

export interface Limits {
  readonly maxFrameBytes: number
  readonly messagesPerSecond: number
  readonly maxCalls: number
  readonly maxWaitingBytes: number
  readonly readTimeoutMillis: number
  readonly frameTimeoutMillis: number
  readonly callTimeoutMillis: number
}

/** Of so many of the largest frames there is room until somebody takes them. */
const LARGEST_FRAMES = 16

/** How long an end may take that is seen: to tell the client why, or to pass on what it has sent. */
const MOMENT_MILLIS = 100

interface FromClient {
  readonly known: Known
  readonly frame: Frame.Frame
  readonly isCall: boolean
}

export class Connection {
  readonly id: ObjectId
  /** Who it is, as the program has found out. */
  identity: string | undefined = undefined
  private readonly shared: Shared
  private readonly outgoing: Outgoing
  private readonly incoming: Incoming
  private readonly ended = Deferred.makeUnsafe<Cut>()
  private cut: Cut | undefined = undefined
  /** Under way: they end with it, and it waits for none of them, whose handler may wait for that very end. */
  private readonly calls = new Set<Fiber.Fiber<void>>()

  constructor(id: ObjectId, shared: Shared) {
    this.id = id
    this.shared = shared
    const { maxFrameBytes, maxWaitingBytes, messagesPerSecond, readTimeoutMillis } = shared.limits
    this.outgoing = new Outgoing(maxWaitingBytes, readTimeoutMillis)
    this.incoming = new Incoming(2 * messagesPerSecond, LARGEST_FRAMES * maxFrameBytes)
  }

  /** Ends it; the first reason counts. */
  end(cut: Cut): void {
    if (this.cut !== undefined) return
    this.cut = cut
    Deferred.doneUnsafe(this.ended, Effect.succeed(cut))
    // Who waits for room goes on at once, on this stack.
    this.outgoing.close()
  }

  /**
   * Bytes for the client, of a message unless they answer it: true when they wait for it, or what waits for room and then says so.
   * Whoever reads too slowly meanwhile is cut.
   */
  give(bytes: Uint8Array, messageName: string | undefined, isControl: boolean): boolean | Effect.Effect<boolean> {
    const given = this.outgoing.add(bytes, messageName, isControl)
    if (typeof given === "boolean") return given
    return Effect.tap(given, (isGiven) =>
      Effect.sync(() => {
        if (!isGiven) this.end({ _tag: "Slow", limitBytes: this.shared.limits.maxWaitingBytes })
      })
    )
  }

  /** What was for it, and it will not have. */
  lost(messageNames: ReadonlyArray<string>): void {
    const { counters, harbor } = this.shared
    const { letters, thread } = harbor["~@stevedore/harbor/thread"]
    counters.lost += messageNames.length
    const reason = this.cut?._tag ?? "Left"
    for (const messageName of new Set(messageNames)) {
      const count = messageNames.filter((name) => name === messageName).length
      letters.lost({ messageName, sender: undefined, thread: thread.name, reason, count })
    }
  }

  run(socket: Socket.Socket): Effect.Effect<Cut> {
    return ending((webSocket) => this.runOver(socket, webSocket))
  }

  private runOver(socket: Socket.Socket, webSocket: NodeWebSocket | undefined): Effect.Effect<Cut> {
    const both = Effect.gen({ self: this }, function* () {
      const pull = yield* Socket.readerBytes(socket)
      const writer = yield* socket.writer
      const write = Effect.forever(Effect.flatMap(this.outgoing.next, writingTo(writer, webSocket)))
      yield* Effect.addFinalizer(() => Effect.sync(() => this.calls.forEach((fiber) => fiber.interruptUnsafe())))
      // Where nothing more is read of it, only this sees that it has gone.
      yield* Effect.forkScoped(Effect.andThen(Effect.exit(write), this.leave))
      yield* Effect.forkScoped(this.incoming.run, { startImmediately: true })
      yield* Effect.forkScoped(Effect.exit(this.read(pull)))
      const cut = yield* Deferred.await(this.ended)
      if (cut._tag !== "Left") yield* tell(cut, writer)
    })
    return Effect.scoped(both).pipe(
      Effect.catchCause(() => Effect.void),
      Effect.onInterrupt(() => Effect.sync(() => this.end({ _tag: "Closed" }))),
      Effect.ensuring(
        Effect.sync(() => {
          this.end({ _tag: "Left" })
          this.lost(this.outgoing.left)
          this.shared.counters.refused += this.incoming.unsent
          if (isFault(this.cut!)) this.shared.counters.cut++
        })
      ),
      Effect.andThen(Effect.sync(() => this.cut!))
    )
  }

  /** It has gone: what it has sent before goes on for a moment, if anybody takes it. */
  private readonly leave: Effect.Effect<void> = Effect.suspend(() =>
    Effect.andThen(
      Effect.timeoutOption(this.incoming.empty, MOMENT_MILLIS),
      Effect.sync(() => this.end({ _tag: "Left" }))
    )
  )

  // -- what it sends

  private read(pull: Effect.Effect<ReadonlyArray<Uint8Array>, unknown>): Effect.Effect<void, never, Scope.Scope> {
    const { callTimeoutMillis, maxFrameBytes, frameTimeoutMillis, messagesPerSecond } = this.shared.limits
    const splitter = new Splitter(maxFrameBytes)
    const end = (cut: Cut) => Effect.sync(() => this.end(cut))
    return Effect.gen({ self: this }, function* () {
      const rate = new Rate(messagesPerSecond, yield* sinceStart)
      let halfSince: number | undefined
      for (;;) {
        const now = yield* sinceStart
        const late = { _tag: "HalfFrame", afterMillis: frameTimeoutMillis } as const
        const left = halfSince === undefined ? undefined : halfSince + frameTimeoutMillis - now
        if (left !== undefined && left <= 0) return yield* end(late)
        const pulled =
          left === undefined ? pull : Effect.timeoutOrElse(pull, { duration: left, orElse: () => Effect.fail(late) })
        const exit = yield* Effect.exit(pulled)
        if (Exit.isFailure(exit)) {
          const isLate = exit.cause.reasons.some((reason) => Cause.isFailReason(reason) && reason.error === late)
          if (isLate) return yield* end(late)
          const fault = faultOf(exit, maxFrameBytes)
          return yield* fault === undefined ? this.leave : end(fault)
        }
        for (const chunk of exit.value) {
          const frames = splitter.push(chunk)
          if (typeof frames === "number")
            return yield* end({ _tag: "TooLarge", bytes: frames, limitBytes: maxFrameBytes })
          for (const bytes of frames) {
            if (!rate.take(yield* sinceStart)) return yield* end({ _tag: "TooFast", messagesPerSecond })
            const message = this.messageIn(bytes)
            if ("_tag" in message) return yield* end(message)
            if (!this.incoming.hasRoom(bytes.length)) {
              const isRoomy = yield* this.incoming.roomFor(bytes.length, callTimeoutMillis)
              if (!isRoomy) return yield* end({ _tag: "Overloaded", afterMillis: callTimeoutMillis })
              rate.heldUp(yield* sinceStart)
            }
            this.incoming.push({ bytes: bytes.length, isCall: message.isCall, handle: this.take(message) })
          }
          if (!splitter.isHalf) halfSince = undefined
          else if (halfSince === undefined || frames.length > 0) halfSince = yield* sinceStart
        }
      }
    })
  }

  /** What a frame says, or what is wrong with it. */
  private messageIn(bytes: Uint8Array): FromClient | Cut {
    const frame = Frame.readAnonymous(bytes)
    if (frame === undefined || frame.kind > Frame.Kind.call || frame.redelivered) return { _tag: "BadFrame" }
    // Ids are handed out here, and never taken from outside.
    const forged = frame.object === 0n ? frame.source : frame.object
    if (forged !== 0n) return { _tag: "ForgedId", id: forged }
    const known = this.shared.known.get(frame.messageId)
    if (known === undefined) return { _tag: "NotAClientMessage", messageId: frame.messageId }
    return { known, frame, isCall: frame.kind === Frame.Kind.call }
  }

  /** Complete when the message is on its way, or refused as any message may be. */
  private take({ frame, isCall, known }: FromClient): Effect.Effect<void> {
    return Effect.suspend(() => {
      const handled = Effect.flatMap(Effect.exit(this.deliver(known, frame, isCall)), (exit) =>
        this.answer(known, frame, isCall, exit)
      )
      if (!isCall) return handled
      const { maxCalls } = this.shared.limits
      if (this.calls.size >= maxCalls) {
        const error = refuse(known.message.name, new Overloaded({ limit: maxCalls }), "no")
        return this.answer(known, frame, true, Exit.fail(error))
      }
      // It begins in order; the next begins while it is under way.
      const begun = Effect.map(Effect.forkDetach(handled, { startImmediately: true }), (fiber) => {
        this.calls.add(fiber)
        fiber.addObserver(() => this.calls.delete(fiber))
      })
      // A handler that has ended this connection already, on this stack, has its call ended as any other.
      return Effect.uninterruptible(begun)
    })
  }

  private deliver(known: Known, frame: Frame.Frame, isCall: boolean): Effect.Effect<unknown, unknown> {
    const { message, understood } = known
    if (!understood.has(frame.fingerprint)) {
      const reason = new SchemaMismatch({ own: message.fingerprint, other: textOf(frame.fingerprint) })
      return Effect.fail(refuse(message.name, reason, "no"))
    }
    if (frame.codec !== message.codec.code) {
      const issue = `codec ${frame.codec} is not that of the message`
      return Effect.fail(refuse(message.name, new Malformed({ what: "payload", issue }), "no"))
    }
    let payload: unknown
    try {
      payload = bodiesOf(message).payload.decode(frame.body)
    } catch (cause) {
      return Effect.fail(malformed(message.name, "payload", cause, "no"))
    }
    this.shared.counters.received++
    const { connection, identity } = { connection: this.id, identity: this.identity }
    const carried = identity === undefined ? { connection } : { connection, identity }
    const found = this.shared.harbor["~@stevedore/harbor/thread"].port("listen", message)
    const port = Effect.isEffect(found) ? found : Effect.succeed(found)
    return Effect.flatMap(port, (to) =>
      isCall ? to.call(payload, carried, this.shared.limits.callTimeoutMillis) : to.send(payload, carried)
    )
  }

  private answer(
    known: Known,
    frame: Frame.Frame,
    isCall: boolean,
    exit: Exit.Exit<unknown, unknown>
  ): Effect.Effect<void> {
    const { message, fingerprint } = known
    const { messageId, sequence } = frame
    if (!isCall) {
      if (Exit.isFailure(exit)) this.shared.counters.refused++
      return Effect.void
    }
    const reply = (kind: number, codec: number, body: Uint8Array): Effect.Effect<void> => {
      const bytes = Frame.HEADER_BYTES + body.length
      if (bytes > CLIENT_FRAME_BYTES) {
        const reason = new TooLarge({ what: "reply", bytes, limitBytes: CLIENT_FRAME_BYTES })
        return refused(refuse(message.name, reason, "maybe"))
      }
      const header = { kind, codec, redelivered: false, messageId, fingerprint, object: 0n, source: 0n, sequence }
      const given = this.give(withLength(Frame.write(header, body)), undefined, false)
      return typeof given === "boolean" ? Effect.void : Effect.asVoid(given)
    }
    const refused = (error: HarborError): Effect.Effect<void> => {
      this.shared.counters.refused++
      return reply(Frame.Kind.refusal, 0, encodeRefusal(error))
    }
    try {
      const bodies = bodiesOf(message)
      if (Exit.isSuccess(exit)) return reply(Frame.Kind.reply, message.codec.code, bodies.success.encode(exit.value))
      const failed = exit.cause.reasons.find(Cause.isFailReason)
      if (failed === undefined) {
        // A client learns that it failed, and nothing of how.
        const isDefect = Cause.hasDies(exit.cause)
        return refused(
          refuse(message.name, isDefect ? new RemoteDefect({}) : new NoReply({ detail: "interrupted" }), "maybe")
        )
      }
      if (isA(failed.error, HarborError)) return refused(forClient(message.name, failed.error))
      return reply(Frame.Kind.failure, message.codec.code, bodies.error.encode(failed.error))
    } catch (cause) {
      return refused(forClient(message.name, malformed(message.name, "reply", cause, "maybe")))
    }
  }
}

/** Of a WebSocket, where it is no violation of a policy: going away, and try again later. */
const closeCodes: { readonly [tag in Cut["_tag"]]?: number } = { Closed: 1001, Overloaded: 1013 }

/** Why, if it still listens: not longer than a moment. */
const tell = (cut: Cut, writer: Socket.Writer): Effect.Effect<void> => {
  const error = refuse("", new Forbidden({ detail: `connection closed: ${cut._tag}` }), "no")
  const header = { codec: 0, redelivered: false, fingerprint: 0n, object: 0n, source: 0n, sequence: 0, messageId: 1 }
  const frame = Frame.write({ ...header, kind: Frame.Kind.refusal }, encodeRefusal(error))
  return writer
    .write(withLength(frame))
    .pipe(
      Effect.andThen(writer.write(new Socket.CloseEvent(closeCodes[cut._tag] ?? 1008, cut._tag))),
      Effect.timeout(MOMENT_MILLIS),
      Effect.ignore
    )
}

/** One that is to have no connection: it learns why, and its socket is closed. Nothing it sends is looked at. */
export const turnAway = (cut: Cut, socket: Socket.Socket): Effect.Effect<Cut> => {
  const told = Effect.gen(function* () {
    const pull = yield* Socket.readerBytes(socket)
    const writer = yield* socket.writer
    yield* Effect.forkScoped(Effect.ignore(Effect.forever(pull)))
    yield* tell(cut, writer)
  })
  return ending(() =>
    Effect.scoped(told).pipe(
      Effect.catchCause(() => Effect.void),
      Effect.as(cut)
    )
  )
}

/** Milliseconds that no correction of the machine's clock changes: nobody is cut for one. */
const sinceStart: Effect.Effect<number> = Effect.map(Clock.monotonicTimeNanos, (nanos) => Number(nanos) / 1e6)

/** `cut` counts what clients have done. */
const noFaults: ReadonlySet<Cut["_tag"]> = new Set(["Left", "Kicked", "Closed", "Overloaded", "Unclaimed"])

const isFault = (cut: Cut): boolean => !noFaults.has(cut._tag)
