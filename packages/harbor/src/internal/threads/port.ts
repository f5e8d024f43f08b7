/*
 * One message as a thread sends it: to the threads that serve it, in turn, or to all. What is chosen, and whether
 * anybody is there, is a look at what main has told this thread; nobody is asked. Used by the sending thread only.
 */
import type { ActorError } from "@stevedore/core/ActorError"
import type { Members } from "@stevedore/core/ActorSystem"
import type * as Duration from "effect/Duration"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { HarborError, NoListener } from "../../HarborError.ts"
import type * as Message from "../../Message.ts"
import type { Carried } from "../carried.ts"
import type { Encoded, EncodedReply } from "../encodedRpc.ts"
import { whileAgreed } from "./agreed.ts"
import type { Agreement } from "./agreement.ts"
import type { Counts } from "./counters.ts"
import { encoded, outcomeOf } from "./encoded.ts"
import { failure, isActorError, isGone, isLeft, ofActor, partly } from "./failures.ts"
import type { Line, Lines, Router, Verbs } from "./line.ts"
import { type Fate, toAll } from "./toAll.ts"
import { Tries } from "./tries.ts"
import { type Within, within } from "./within.ts"

/** The client of a carrier. */
export interface CarrierClient {
  readonly send: Verbs
  readonly deliver: Verbs
  readonly deliverWith: Verbs
  readonly reached: Verbs
  readonly encoded: Verbs
}

/** Other processes, where there are any that a message may go to. */
export interface Elsewhere {
  readonly isThere: boolean
  readonly send: (payload: unknown) => Effect.Effect<void, HarborError>
  readonly call: (payload: unknown, timeout: Duration.Input | undefined) => Effect.Effect<unknown, unknown>
  readonly broadcast: (payload: unknown) => Effect.Effect<void, HarborError>
}

/** How often it has been somebody's turn: of one set of threads, whatever is sent to others meanwhile. */
interface Turn {
  at: number
}

/** Those of a message's threads that are meant, and no others. */
export interface Meant {
  /** As they are when it is asked: who waited at one of them may have to be asked of others. */
  readonly lines: () => ReadonlyArray<Line>
  readonly turn: Turn
  /** As whom they are meant. */
  readonly of?: { readonly service: string; readonly instance?: string }
}

export class Port implements Router, Fate {
  readonly messageName: string
  private readonly message: Message.Any
  private readonly fingerprint: string
  private readonly agree: () => Agreement
  private readonly client: CarrierClient
  private readonly members: Members
  private readonly lines: Lines
  private readonly counts: Counts
  private readonly elsewhere: Elsewhere | undefined
  /** The line to each of them, for as long as they are the same. */
  private known: Members["now"] = []
  private targets: ReadonlyArray<Line> = []
  /** With those who listen. Where they cannot read what is written here, they are none of its targets. */
  private agreement: Agreement = "same"
  private isOld = true
  private isEnded = false
  private readonly unwatch: () => void
  private readonly begin: number
  /** Of all that listen. */
  private readonly turn: Turn
  /** Of those of a service, by its name. */
  private readonly turns = new Map<string, Turn>()

  constructor(options: {
    readonly message: Message.Any
    /** Of this thread's declaration. */
    readonly fingerprint: string
    /** With those who listen now. */
    readonly agree: () => Agreement
    readonly client: CarrierClient
    readonly members: Members
    readonly lines: Lines
    readonly counts: Counts
    /** Undefined where the message stays in this process. */
    readonly elsewhere: Elsewhere | undefined
    /** Senders begin at different places, so that few messages of many threads spread evenly too. */
    readonly turn: number
  }) {
    this.messageName = options.message.name
    this.message = options.message
    this.fingerprint = options.fingerprint
    this.agree = options.agree
    const isSame = (): boolean => this.agreedNow === "same"
    const { client } = options
    this.client = {
      send: whileAgreed(client.send, isSame),
      deliver: whileAgreed(client.deliver, isSame),
      deliverWith: whileAgreed(client.deliverWith, isSame),
      reached: client.reached,
      encoded: whileAgreed(client.encoded, () => this.agreedNow === "accepted")
    }
    this.members = options.members
    this.lines = options.lines
    this.counts = options.counts
    this.elsewhere = options.elsewhere
    this.begin = options.turn
    this.turn = { at: options.turn }
    this.unwatch = this.members.watch(() => {
      this.isOld = true
    })
  }

  /** Its harbor closes, in a system that may live on: whoever still has it looks each time. */
  end(): void {
    this.unwatch()
    this.isEnded = true
    this.isOld = true
  }

  /** The threads that listen, in the order in which they came. */
  get now(): ReadonlyArray<Line> {
    if (this.isOld) {
      this.isOld = this.isEnded
      this.known = this.members.now
      this.agreement = this.agree()
      this.targets = typeof this.agreement === "object" ? [] : this.known.map(({ thread }) => this.lines.to(thread))
    }
    return this.targets
  }

  private get agreedNow(): Agreement {
    void this.now
    return this.agreement
  }

  /** To the next of them that is there. */
  send(payload: unknown, carried: Carried | undefined, meant?: Meant): Effect.Effect<void, HarborError> {
    const { agreedNow } = this
    const turn = meant === undefined ? this.turn : meant.turn
    const movable = meant === undefined
    const isEncoded = agreedNow === "accepted"
    const verbs = isEncoded ? this.client.encoded : carried === undefined ? this.client.send : this.client.deliverWith
    const given = isEncoded
      ? this.encoded(payload, { ...carried, isSend: true })
      : carried === undefined
        ? payload
        : { carried: { ...carried, isSend: true }, payload }
    if (isEncoded && given instanceof HarborError) return this.unsent(given)
    const tries = this.tries(turn, meant)
    const attempt = (): Effect.Effect<void, HarborError> => {
      const line = tries.next()
      if (line === undefined) return this.outside(movable)?.send(payload) ?? this.nobody(meant)
      const told = line.tell(verbs, given, movable)
      if (told === true) {
        this.counts.sent++
        return Effect.void
      }
      const failed = (error: ActorError) => {
        if (!isGone(error)) return this.refused(error)
        // Decided again where those who listen have declared it otherwise.
        return this.agreedNow === agreedNow ? attempt() : this.send(payload, carried, meant)
      }
      return isActorError(told) ? failed(told) : this.counted(told).pipe(Effect.catch(failed))
    }
    return attempt()
  }

  private counted<E>(told: Effect.Effect<void, E>): Effect.Effect<void, E> {
    return Effect.map(told, () => void this.counts.sent++)
  }

  // -- a call as it mostly is: there is room, and it is answered -----------------------------------------------------

  callNext(payload: unknown): Effect.Effect<unknown, unknown> {
    return this.client.deliver["~@stevedore/core/routed"](payload, this)
  }

  next(): object | undefined {
    const { now } = this
    if (now.length === 0 || this.agreement !== "same") return undefined
    const line = now[this.turn.at % now.length]!
    if (line.isBusy) return undefined
    this.turn.at++
    this.counts.called++
    return line.freeAtOnce
  }

  instead(payload: unknown): Effect.Effect<unknown, unknown> {
    return this.call(payload, undefined, undefined)
  }

  failed(reason: ActorError, payload: unknown): Effect.Effect<unknown, unknown> {
    if (isGone(reason)) {
      this.counts.called--
      return this.call(payload, undefined, undefined)
    }
    return isFull(reason) ? this.behindOthers(reason.thread, payload) : this.refused(reason)
  }

  /** Who waited behind a handler that left is asked for anew: nobody has begun it. */
  answered(exit: Exit.Exit<unknown, unknown>, payload: unknown): Effect.Effect<unknown, unknown> {
    if (Exit.isSuccess(exit) || !this.isLeft(exit.cause.reasons.find(Cause.isFailReason)?.error)) return exit
    this.counts.called--
    return this.call(payload, undefined, undefined)
  }

  private isLeft(error: unknown): boolean {
    return isLeft(error, this.messageName)
  }

  private behindOthers(thread: string, payload: unknown): Effect.Effect<unknown, unknown> {
    const asked = this.lines.to(thread).askInTurn(this.client.deliver, payload, true, undefined)
    const failed = (later: unknown): Effect.Effect<unknown, unknown> => {
      if (!isActorError(later) && !this.isLeft(later)) return Effect.fail(later)
      if (isActorError(later) && !isGone(later)) return this.refused(later)
      this.counts.called--
      return this.call(payload, undefined, undefined)
    }
    return asked.pipe(Effect.catch(failed))
  }

  /** Asks the next of them that is there. Fails with what the handler fails with, too. */
  call(
    payload: unknown,
    carried: Carried | undefined,
    timeout: Duration.Input | undefined,
    meant?: Meant
  ): Effect.Effect<unknown, unknown> {
    return within(timeout, (within) => this.callWithin(payload, carried, within, meant))
  }

  /** As `call`, of which a part may be over. */
  callWithin(
    payload: unknown,
    carried: Carried | undefined,
    within: Within | undefined,
    meant: Meant | undefined
  ): Effect.Effect<unknown, unknown> {
    const { agreedNow } = this
    const turn = meant === undefined ? this.turn : meant.turn
    const movable = meant === undefined
    const isEncoded = agreedNow === "accepted"
    const verbs = isEncoded
      ? this.client.encoded
      : carried === undefined
        ? this.client.deliver
        : this.client.deliverWith
    const given = isEncoded
      ? this.encoded(payload, carried ?? {})
      : carried === undefined
        ? payload
        : { carried, payload }
    if (isEncoded && given instanceof HarborError) return this.unsent(given)
    this.counts.called++
    const tries = this.tries(turn, meant)
    const attempt = (): Effect.Effect<unknown, unknown> => {
      const line = tries.next()
      if (line === undefined) return this.outside(movable)?.call(payload, within?.left) ?? this.nobody(meant)
      const read = (asked: Effect.Effect<unknown, unknown>) =>
        isEncoded ? Effect.flatMap(asked, (reply) => outcomeOf(this.message, reply as EncodedReply)) : asked
      const failed = (error: unknown) => {
        if (isActorError(error) && !isGone(error)) return this.refused(error)
        if (!isActorError(error) && !this.isLeft(error)) return Effect.fail(error)
        if (this.agreedNow === agreedNow) return attempt()
        this.counts.called--
        return this.callWithin(payload, carried, within, meant)
      }
      return read(line.ask(verbs, given, movable, within)).pipe(
        Effect.catch((error) => {
          if (!isActorError(error) || !isFull(error)) return failed(error)
          return read(line.askInTurn(verbs, given, movable, within)).pipe(Effect.catch(failed))
        })
      )
    }
    return attempt()
  }

  /** To each of those threads, in whatever order: see toAll.ts. */
  toAll(payload: unknown, carried: Carried, among: ReadonlyArray<Line> = this.now): Effect.Effect<void, HarborError> {
    if (among.length === 0) return this.nobody()
    if (this.agreement !== "accepted") return toAll(this.client.deliverWith, { carried, payload }, among, this)
    const given = this.encoded(payload, carried)
    return given instanceof HarborError ? this.unsent(given) : toAll(this.client.encoded, given, among, this)
  }

  /** To every listener of every thread, and of every process that the message may go to: there it is no failure if there are none. */
  broadcast(payload: unknown): Effect.Effect<void, HarborError> {
    const { elsewhere } = this
    if (elsewhere?.isThere !== true) return this.toAll(payload, everybody)
    const here = this.now.length === 0 && !this.differs ? Effect.void : this.toAll(payload, everybody)
    // What is refused here goes nowhere.
    return Effect.flatMap(here, () => {
      const there = elsewhere.broadcast(payload)
      return here === Effect.void ? there : Effect.mapError(there, partly)
    })
  }

  /** Where it goes when nobody in this process has it, if anywhere: who means one thread, or a service of this process, means that. */
  private outside(movable: boolean): Elsewhere | undefined {
    if (!movable || this.differs || this.elsewhere?.isThere !== true) return undefined
    return this.elsewhere
  }

  /** Those of its threads that have these ids. */
  these(threads: ReadonlyArray<number>): ReadonlyArray<Line> {
    const { now } = this
    return now.filter((_, index) => threads.includes(this.known[index]!.id))
  }

  /** Those that are meant, unless they cannot read what is written here. */
  private readers(lines: ReadonlyArray<Line>): ReadonlyArray<Line> {
    return this.differs ? [] : lines
  }

  /** Each of them once, whoever else takes a turn meanwhile. */
  private tries(turn: Turn, meant: Meant | undefined): Tries {
    return new Tries(turn.at++, meant === undefined ? () => this.now : () => this.readers(meant.lines()))
  }

  /** As `these`, for who means one of them: the next of that service, if they are those of one. */
  meant(threads: () => ReadonlyArray<number>, service?: string): Meant {
    const lines = (): ReadonlyArray<Line> => this.these(threads())
    return { lines, turn: service === undefined || lines().length < 2 ? { at: 0 } : this.turnOf(service) }
  }

  private turnOf(service: string): Turn {
    let turn = this.turns.get(service)
    if (turn === undefined) this.turns.set(service, (turn = { at: this.begin }))
    return turn
  }

  /** To those of its threads that have these ids: of a topic, where it is no failure if there are none. */
  toThese(threads: ReadonlyArray<number>, payload: unknown, carried: Carried): Effect.Effect<void, HarborError> {
    if (threads.length === 0) return Effect.void
    const lines = this.these(threads)
    if (lines.length === 0) {
      const isMeant = this.differs && this.known.some(({ id }) => threads.includes(id))
      return isMeant ? this.nobody() : Effect.void
    }
    return this.toAll(payload, carried, lines).pipe(
      Effect.catch((error) => (error.reason._tag === "NoListener" ? Effect.void : Effect.fail(error)))
    )
  }

  /** Completes when that thread has begun what had come to it of this message, or is told at once by a handler of that. */
  begun(thread: string): Effect.Effect<unknown, unknown> {
    return this.client.reached(undefined, { thread, movable: false })
  }

  // -- what becomes of what was sent

  reached(threads: number): void {
    this.counts.sent += threads
  }

  /** Nobody who can read it. */
  nobody(meant?: Meant): Effect.Effect<never, HarborError> {
    const { agreement } = this
    if (typeof agreement === "object" && this.known.length > 0) {
      return this.unsent(failure(this.messageName, agreement, this.known[0]!.thread))
    }
    this.counts.noListener++
    return Effect.fail(failure(this.messageName, new NoListener(meant?.of ?? {})))
  }

  refused(error: ActorError): Effect.Effect<never, HarborError> {
    return this.unsent(ofActor(this.messageName, error))
  }

  private unsent(error: HarborError): Effect.Effect<never, HarborError> {
    // What somebody may have had was not refused.
    if (error.delivered === "no") this.counts.refused++
    return Effect.fail(error)
  }

  // -- who listens has declared it otherwise

  private get differs(): boolean {
    return typeof this.agreement === "object" && this.known.length > 0
  }

  private encoded(payload: unknown, carried: Carried): Encoded | HarborError {
    return encoded(this.message, this.fingerprint, payload, carried)
  }
}

const everybody = { toAll: true }

const isFull = ({ reason, started }: ActorError): boolean => started === false && reason._tag === "MailboxFull"
