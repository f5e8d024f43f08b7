/**
 * The ways of this thread to the objects of all threads. What is sent stands in the line for its thread, behind whatever else this
 * thread sends there. What is sent on for others, and the news of moves, does not: a move may be what that waits for.
 */
import type { ActorError } from "@stevedore/core/ActorError"
import * as Effect from "effect/Effect"
import type * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import * as Stream from "effect/Stream"
import type * as Duration from "effect/Duration"
import { HarborError, NoReceiver } from "../../HarborError.ts"
import { isActorError, isGone, ofActor } from "../threads/failures.ts"
import { awaited, type Line, Lines, type Router, type Verbs } from "../threads/line.ts"
import { type Within, within } from "../threads/within.ts"
import { type Delivery, nothing, type Outcome } from "./delivery.ts"
import { idOf, serialOf } from "./ids.ts"
import { lost } from "./lost.ts"
import { closed, isFull, isLost, type Outgoing, PROBED_BYTES, type Reads, sizeOf } from "./outgoing.ts"
import type { Places } from "./places.ts"
import { failure } from "./served.ts"
import { isAhead, type MoveNews } from "./surroundings.ts"
import { NOBODY, type ObjectTable } from "./table.ts"
import type { ThreadObjects } from "./threadObjects.ts"
import type { Failed, Moves, Objects, Sent, WaitingFor } from "./wire.ts"

export interface WaysOptions {
  readonly table: ObjectTable
  readonly places: Places
  /** This thread's id. */
  readonly thread: number
  readonly client: Objects["Service"]
  readonly moves: Moves["Service"]
  readonly lines: Lines
  readonly fork: <A, E>(effect: Effect.Effect<A, E>) => Fiber.Fiber<A, E>
  readonly objects: () => ThreadObjects<Delivery>
}

export class Ways {
  /** Nothing is sent any more. */
  isClosed = false
  private readonly options: WaysOptions
  private readonly verbs: { readonly tell: Verbs; readonly ask: Verbs; readonly news: Verbs }
  private readonly newsAhead: Verbs
  /** For what is sent on, and news that is behind that; and for news that is ahead. */
  private readonly onward: Lines
  private readonly ahead: Lines
  private readonly nestedWaitMillis: number

  constructor(options: WaysOptions) {
    this.options = options
    // Each takes what its Rpc does: lines know nothing of that.
    this.verbs = options.client as never
    this.newsAhead = options.moves.news as never
    this.nestedWaitMillis = options.lines.bounds.nestedWaitMillis
    this.onward = new Lines(this.nestedWaitMillis)
    this.ahead = new Lines(this.nestedWaitMillis)
  }

  // -- what this thread sends ----------------------------------------------------------------------------------------

  /** Has it brought to the thread of the object; completes when it is in the mailbox there. */
  tell(outgoing: Outgoing): Effect.Effect<void, HarborError> {
    const place = this.find(outgoing)
    if (place instanceof HarborError) return Effect.fail(place)
    const sent = this.sentOf(outgoing)
    const failed = this.failed(sent.serial, outgoing.message?.name ?? "")
    const told = this.lineTo(place).tell(this.verbs.tell, sent, false)
    if (told === true) return Effect.void
    if (isActorError(told)) return Effect.fail(failed(told))
    return Effect.mapError(
      this.waiting(outgoing, (line) => line.tellInTurn(this.verbs.tell, sent, false)),
      failed
    )
  }

  /** The same, and completes with what it comes to there, as `read` has it. */
  ask<A, E>(outgoing: Outgoing, read: Reads<A, E>, timeout?: Duration.Input): Effect.Effect<A, HarborError | E> {
    const sent = this.sentOf(outgoing)
    const inTurn = (bound: Within | undefined): Effect.Effect<unknown, unknown> =>
      Effect.flatMap(
        this.waiting(outgoing, (line) => line.submitInTurn(this.verbs.ask, sent, false, bound)),
        awaited
      )
    const router: Router = {
      // Looked up in the step in which it is sent.
      next: () => {
        const place = this.find(outgoing)
        if (place instanceof HarborError) return undefined
        const line = this.lineTo(place)
        return line.isBusy ? undefined : line.boundAtOnce
      },
      instead: () => inTurn(undefined),
      failed: (error) => (isFull(error) ? inTurn(undefined) : Effect.fail(error))
    }
    const failed = this.failed(sent.serial, outgoing.message?.name ?? "")
    const asked =
      timeout === undefined ? this.verbs.ask["~@stevedore/core/routed"](sent, router) : within(timeout, inTurn)
    return Effect.matchEffect(asked, {
      onSuccess: read.onSuccess as (reply: unknown) => Effect.Effect<A, HarborError>,
      onFailure: (error) =>
        isFailed(error) ? read.onFailed(error) : Effect.fail(failed(error as ActorError | HarborError))
    })
  }

  /** The place of the thread that has the object. */
  private find({ id, message }: Outgoing): number | HarborError {
    const { places, table } = this.options
    const name = message?.name ?? ""
    if (this.isClosed) return failure(closed, name, "no")
    const place = table.find(serialOf(table, id))
    if (place === NOBODY) return failure(new NoReceiver({ objectId: id }), name, "no")
    return places.at(place) === undefined
      ? failure(lost(id, "its thread has ended, or the Directory there has closed"), name, "no")
      : place
  }

  private lineTo(place: number): Line {
    const { lines, places } = this.options
    return lines.to(places.at(place)!.name)
  }

  /** Where there is no room: looked up once more, in the step in which it comes to be under way. */
  private waiting<A, E>(
    outgoing: Outgoing,
    send: (line: Line) => Effect.Effect<A, E>
  ): Effect.Effect<A, E | HarborError> {
    return Effect.uninterruptibleMask((restore): Effect.Effect<A, E | HarborError> => {
      const place = this.find(outgoing)
      if (place instanceof HarborError) return Effect.fail(place)
      const there = this.options.objects().underWay.enter(place)
      return Effect.ensuring(restore(send(this.lineTo(place))), Effect.sync(there))
    })
  }

  private sentOf({ act, body, carried, id, message }: Outgoing): Sent {
    const { table, thread: from } = this.options
    const sent = { serial: serialOf(table, id), act, message: message?.id ?? 0, from, isForwarded: false, body }
    return carried === undefined ? sent : { ...sent, carried }
  }

  /** What the actors between threads fail with, as harbor says it. */
  private failed(serial: number, name: string): (error: ActorError | HarborError) => HarborError {
    return (error) => {
      // Its thread may know no name for what it does not take.
      if (!isActorError(error)) return error.messageName === "" ? of(name, error) : error
      if (!isGone(error) && !isLost(error)) return ofActor(name, error)
      const reason = lost(idOf(this.options.table, serial), error.reason.message)
      return failure(reason, name, error.started === false ? "no" : "maybe", error.thread)
    }
  }

  /** What waits on the other threads. */
  get waits(): Effect.Effect<ReadonlyArray<WaitingFor>> {
    const { moves, places, table } = this.options
    const ask = (place: number) => {
      const thread = places.at(place)?.name
      return thread === undefined || place === table.holder
        ? Effect.succeed([])
        : // Nothing waits on one that has gone.
          Effect.orElseSucceed(Stream.runCollect(moves.waits(undefined, { thread })), () => [])
    }
    return Effect.suspend(() =>
      Effect.map(Effect.forEach(places.all, ask, { concurrency: "unbounded" }), (all) => all.flat())
    )
  }

  // -- what it sends on, and says ------------------------------------------------------------------------------------

  /** What an object was sent that has moved to that place. False where there is nobody. */
  forward(to: number, delivery: Delivery): boolean {
    const thread = this.options.places.at(to)?.name
    if (thread === undefined) return false
    // Its sender has left before anybody has begun it.
    if (delivery.left) return true
    const { chain } = delivery
    const sent = { ...delivery.sent, isForwarded: true, ...(delivery.isCall && chain.length > 0 && { chain }) }
    const line = this.onward.to(thread)
    const on = delivery.isCall ? this.askedOn(line, sent) : this.toldOn(line, sent)
    const fiber = this.options.fork(Effect.mapError(on, (error) => this.asOutcome(sent.serial, error)))
    fiber.addObserver((exit) => delivery.end(exit as Exit.Exit<never, never>))
    delivery.follow(fiber)
    return true
  }

  private toldOn(line: Line, sent: Sent): Effect.Effect<Uint8Array, unknown> {
    const told = line.tell(this.verbs.tell, sent, false)
    if (told === true) return Effect.succeed(nothing)
    return isActorError(told) ? Effect.fail(told) : Effect.as(told, nothing)
  }

  private askedOn(line: Line, sent: Sent): Effect.Effect<Uint8Array, unknown> {
    const asked = line.ask(this.verbs.ask, sent, false, undefined) as Effect.Effect<Uint8Array, unknown>
    const inTurn = line.askInTurn(this.verbs.ask, sent, false, undefined) as Effect.Effect<Uint8Array, unknown>
    // Whoever waits for room does not find none.
    return asked.pipe(Effect.catch((error) => (isActorError(error) && isFull(error) ? inTurn : Effect.fail(error))))
  }

  private asOutcome(serial: number, error: unknown): Effect.Error<Outcome> {
    return isFailed(error) ? error : this.failed(serial, "")(error as ActorError | HarborError)
  }

  /**
   * What is sent with the news of a move goes along only where it is so large that it might not fit: then it is known before
   * anything has changed.
   */
  say(to: number, news: MoveNews): void {
    const thread = this.options.places.at(to)?.name
    // One that is gone is told nothing: what follows from that is done when it goes.
    if (thread === undefined) return
    const { state, ...rest } = news as Extract<MoveNews, { _tag: "prepare" }>
    const sent = news._tag === "prepare" && sizeOf(state) < PROBED_BYTES ? rest : news
    const failed = (error: ActorError): void => {
      if (!isGone(error)) this.options.objects().untold(to, news)
    }
    const told = isAhead(news)
      ? this.ahead.to(thread).tell(this.newsAhead, { news: sent }, false)
      : this.onward.to(thread).tell(this.verbs.news, { news: sent }, false)
    if (told === true) return
    if (isActorError(told)) return failed(told)
    const inTime = this.whenLate(() => this.sayLate(to, news))
    const said = told.pipe(Effect.catch((error) => Effect.sync(() => failed(error))))
    this.options.fork(Effect.ensuring(said, Effect.sync(inTime)))
  }

  /** There is no room for news that a move waits for. */
  private sayLate(to: number, { _tag, from, serial }: MoveNews): void {
    if (_tag === "passed") this.say(to, { _tag: "late", serial, from })
    else if (_tag === "done") this.options.objects().hear({ _tag: "late", serial, from })
  }

  /** Calls back after as long as a handler may wait, unless what this returns is called before. */
  whenLate(run: () => void): () => void {
    const timer = this.options.fork(Effect.delay(Effect.sync(run), this.nestedWaitMillis))
    return () => timer.interruptUnsafe()
  }
}

const of = (name: string, { delivered, reason, thread }: HarborError): HarborError =>
  failure(reason, name, delivered, thread)

const isFailed = (error: unknown): error is Failed => (error as Failed)._tag === "Failed"
