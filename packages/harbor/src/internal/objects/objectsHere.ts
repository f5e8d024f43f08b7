/**
 * The objects of this thread and its ways to those of the others: what `Directory` is made of. Joins the synchronous objects of
 * a thread (threadObjects.ts) to what carries messages between threads (ways.ts).
 */
import { AskCycle } from "@stevedore/core/ActorError"
import type { Members } from "@stevedore/core/ActorSystem"
import type { JobInfo } from "@stevedore/core/CurrentJob"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import { Actor, HarborError, type HarborErrorReason, InvalidOption, TooManyObjects } from "../../HarborError.ts"
import * as MessageId from "../../MessageId.ts"
import * as ObjectId from "../../ObjectId.ts"
import { logError } from "../logged.ts"
import { Bodies } from "./bodies.ts"
import { isOpen, whenChanged } from "./chain.ts"
import { Circles } from "./circles.ts"
import { Delivery, nothing, type Outcome } from "./delivery.ts"
import { finish } from "./ending.ts"
import type { DeadLetters } from "../threads/deadLetters.ts"
import type { Lines } from "../threads/line.ts"
import { idOf, serialOf } from "./ids.ts"
import { refused, unserved, untaken } from "./lost.ts"
import { Moving } from "./moving.ts"
import { closed, readMove } from "./outgoing.ts"
import { Places } from "./places.ts"
import { Here } from "./self.ts"
import { failure, invoke, movedName, type Served } from "./served.ts"
import type { Spoken } from "./spoken.ts"
import { NOBODY, type ObjectTable } from "./table.ts"
import { type MoveNews, type Refusal, UNREADABLE } from "./surroundings.ts"
import { ThreadObjects } from "./threadObjects.ts"
import { Ways } from "./ways.ts"
import { Act, type Failed, type Moves, type Objects, type Sent } from "./wire.ts"

export interface ObjectsOptions {
  readonly words: Int32Array
  readonly table: ObjectTable
  readonly spoken: Spoken
  readonly node: number
  /** This one. */
  readonly thread: number
  readonly name: string
  readonly members: Members
  /** Whether the thread of that id lives. */
  readonly lives: (thread: number) => boolean
  readonly client: Objects["Service"]
  readonly moves: Moves["Service"]
  readonly lines: Lines
  /** How long handlers may take to end. */
  readonly stopTimeoutMillis: number
  /** Keeps main alive until what it returns is called. */
  readonly hold: () => () => void
  /** Of this thread's harbor, where it has one. */
  readonly letters: () => DeadLetters | undefined
  /** Of whoever built the layer: its logger, its tracer. */
  readonly context: Context.Context<never>
}

export class ObjectsHere {
  readonly table: ObjectTable
  readonly spoken: Spoken
  readonly node: number
  readonly objects: ThreadObjects<Delivery>
  readonly bodies: Bodies
  readonly ways: Ways
  readonly circles: Circles
  readonly moving: Moving
  readonly hold: () => () => void
  /** By name, and by number; one that is served no longer leaves its number to the next, for tables have 16 bits for it. */
  private readonly kinds = new Map<string, Served>()
  private readonly numbered: Array<Served | undefined> = []
  /** Of messages to objects here, those of kinds that are served no longer among them. */
  private readonly names = new Map<number, string>()
  /** What becomes of objects whose kind ends, meanwhile. */
  private isUnserving = false
  private readonly options: ObjectsOptions
  private readonly places: Places
  private readonly fork: <A, E>(effect: Effect.Effect<A, E>) => ReturnType<typeof Effect.runFork<A, E>>

  constructor(options: ObjectsOptions) {
    this.options = options
    this.table = options.table
    this.spoken = options.spoken
    this.node = options.node
    this.hold = options.hold
    this.bodies = new Bodies(options.context)
    this.fork = Effect.runForkWith(options.context)
    this.places = new Places(options.table, options.members, options.thread, options.lives, this.fork)
    this.ways = new Ways({ ...options, places: this.places, fork: this.fork, objects: () => this.objects })
    this.circles = new Circles({
      thread: options.thread,
      nestedWaitMillis: options.lines.bounds.nestedWaitMillis,
      fork: this.fork,
      now: () => Context.get(options.context, Clock.Clock).currentTimeMillisUnsafe(),
      others: this.ways.waits
    })
    this.moving = new Moving({
      table: options.table,
      bounds: options.lines.bounds,
      circles: this.circles,
      objects: () => this.objects,
      placeOf: (name) => {
        this.look()
        return this.places.of(name)
      },
      circle: (serials) => this.circle(serials)
    })
    this.objects = new ThreadObjects<Delivery>(options.table, {
      kindOf: (name) => this.kindOf(name),
      kindName: (kind) => movedName(this.numbered[kind]!),
      concurrency: (kind) => this.numbered[kind]!.concurrency,
      mailbox: (kind) => this.numbered[kind]!.mailbox,
      run: (serial, kind, state, delivery) => this.run(serial, this.numbered[kind]!, state, delivery),
      refuse: (delivery, why) => this.refuse(delivery, why),
      forward: (to, _serial, delivery) => {
        if (!this.ways.forward(to, delivery)) this.refuse(delivery, "ObjectLost")
      },
      tell: (to, news) => this.ways.say(to, news),
      whenLate: (run) => this.ways.whenLate(run),
      everyone: () => {
        this.look()
        return this.places.all
      },
      pack: (kind, state) => this.read(() => this.numbered[kind]!.state.encode(state)),
      unpack: (kind, packed) => this.read(() => this.numbered[kind]!.state.decode(packed as Uint8Array))
    })
  }

  // -- threads -------------------------------------------------------------------------------------------------------

  /** Who has come and who has gone, of whom all that they sent has arrived: called whenever that has changed. */
  readonly look = (): void => {
    for (const place of this.places.look()) this.objects.gone(place)
  }

  /** Every thread knows of this one. */
  joined(): void {
    this.look()
    this.places.joined()
  }

  /** Nothing is claimed here any more, nor sent from here; what is here ends, or is on its way. */
  leave(): void {
    this.ways.isClosed = true
    this.circles.close()
    for (const { number } of this.kinds.values()) this.objects.end(number)
    for (const place of this.places.all) this.objects.gone(place)
    this.places.leave()
  }

  /** The name of the thread that has an object, as far as this one knows; `undefined` when there is no such object. */
  where(id: ObjectId.ObjectId): string | undefined {
    const place = this.table.find(serialOf(this.table, id))
    return place === NOBODY ? undefined : this.places.at(place)?.name
  }

  // -- kinds ---------------------------------------------------------------------------------------------------------

  kind(name: string): Served | undefined {
    return this.kinds.get(name)
  }

  /** The serial of a new object here. */
  claim(name: string, state: unknown): number | HarborErrorReason {
    const served = this.kinds.get(name)
    if (this.ways.isClosed) return closed
    if (served === undefined) {
      const remedy = "serve it on this thread first: directory.serve(kind, handlers)"
      return new InvalidOption({ option: "kind", value: name, remedy })
    }
    const serial = this.objects.claim(served.number, state)
    return serial === 0 ? new TooManyObjects({ limit: this.table.entries }) : serial
  }

  serve(served: Omit<Served, "number">): HarborError | undefined {
    if (this.ways.isClosed) return failure(closed, "", "no")
    const { name } = served.kind
    if (this.kinds.has(name)) {
      const remedy = "one on a thread is enough, for all of its objects there"
      return failure(new InvalidOption({ option: "kind", value: `${name}, a second time`, remedy }), "", "no")
    }
    const left = this.numbered.indexOf(undefined)
    const whole = { ...served, number: left < 0 ? this.numbered.length : left }
    this.numbered[whole.number] = whole
    this.kinds.set(name, whole)
    for (const { bodies, message } of whole.handlers.values()) {
      this.names.set(message.id, message.name)
      this.spoken.say(bodies)
    }
    return undefined
  }

  /** The number of the kind that objects move as, if they can live here. */
  private kindOf(moved: string): number | undefined {
    if (this.ways.isClosed) return undefined
    const served = this.kinds.get(moved.slice(0, moved.lastIndexOf(" ")))
    return served !== undefined && movedName(served) === moved ? served.number : undefined
  }

  /** Its objects here end with it. Completes when its handlers have ended. */
  unserve(name: string): Effect.Effect<void> {
    return Effect.suspend(() => {
      const served = this.kinds.get(name)
      if (served === undefined) return Effect.void
      this.kinds.delete(name)
      this.isUnserving = true
      this.objects.end(served.number)
      this.isUnserving = false
      this.numbered[served.number] = undefined
      return finish(served, this.options.stopTimeoutMillis, ({ sent }) => {
        const why = unserved(idOf(this.table, sent.serial))
        return failure(why, this.messageName(sent.message), "maybe", this.options.name)
      })
    })
  }

  // -- what arrives --------------------------------------------------------------------------------------------------

  readonly arrive = (sent: Sent): Outcome => Effect.withFiber((fiber) => this.received(sent, fiber, true).ended)

  /** As `arrive`, where nobody waits for what it comes to: if nobody can handle it, it is a dead letter, and logged. */
  readonly arriveTold = (sent: Sent): Effect.Effect<void, HarborError | Failed> =>
    Effect.withFiber((fiber) => {
      const { ended, job } = this.received(sent, fiber, false)
      if (Exit.isExit(ended) && Exit.isSuccess(ended)) return Exit.void
      return Effect.asVoid(Effect.tapCause(ended, (cause) => Effect.sync(() => this.lost(sent, job, cause))))
    })

  private received(sent: Sent, fiber: Fiber.Fiber<unknown, unknown>, isCall: boolean): Delivery {
    // Read by keys: what else its fiber has is nobody's.
    const delivery = new Delivery(sent, fiber.context as Context.Context<never>, isCall)
    // What was on its way to here will not come, and it is still this thread that others find.
    const isLost = this.ways.isClosed && this.table.find(sent.serial) === this.table.holder
    if (isLost) this.refuse(delivery, "ObjectLost")
    else this.objects.receive(sent.serial, delivery, sent.isForwarded)
    if (isCall && !delivery.isTaken) this.waits(delivery)
    return delivery
  }

  /** Its object is busy, or moves, and whoever waits for it may be why. */
  private waits(delivery: Delivery): void {
    const { circles } = this
    const { act, message, serial } = delivery.sent
    const fail = (serials: ReadonlyArray<number>): void => {
      const name = act === Act.message ? this.messageName(message) : ""
      delivery.refuse(failure(this.circle(serials), name, "no", this.options.name))
    }
    const mayChange = isOpen(delivery.job)
    const wait = {
      serial,
      // Held behind a move of its object, it waits for what that waits for: all handlers that are at work, however many there may be.
      isMove: () => !this.table.isHere(serial) || (act === Act.move && this.moving.isAsked(serial)),
      chain: () => delivery.chain,
      fail
    }
    const entered = circles.enter(wait, mayChange)
    if (entered === undefined || entered.isOver) return
    delivery.onTaken = () => circles.leave(entered)
    if (mayChange) whenChanged(delivery.job, entered, () => circles.judge(entered))
  }

  /** Who waits for whom, back to the first. */
  circle(serials: ReadonlyArray<number>): HarborErrorReason {
    const chain = serials.map((serial) => `object ${ObjectId.toText(idOf(this.table, serial))}`)
    return new Actor({ cause: new AskCycle({ chain }) })
  }

  private lost(sent: Sent, job: JobInfo, cause: Cause.Cause<HarborError | Failed>): void {
    const error = cause.reasons.find(Cause.isFailReason)?.error
    this.options.letters()?.lost({
      messageName: this.messageName(sent.message),
      sender: this.nameOf({ job, sent }),
      thread: this.options.name,
      reason:
        error?._tag === "HarborError" && error.reason._tag !== "RemoteDefect" ? error.reason._tag : "HandlerFailed",
      count: 1
    })
  }

  /** Where no kind of this thread takes it, its id. */
  private messageName(id: number): string {
    return this.names.get(id) ?? MessageId.toHex(id as MessageId.MessageId)
  }

  readonly hear = (news: MoveNews): void => {
    this.look()
    this.objects.hear(news)
    // Where it stays, the end of its move has settled that already: another one may have begun behind it.
    if (news._tag !== "prepared" || !news.isServed) return
    this.moving.settle(news.serial)
    // From now on what waits for it waits for all of its handlers.
    this.circles.judgeAll(news.serial)
  }

  private run(
    serial: number,
    served: Served,
    state: unknown,
    delivery: Delivery
  ): ((done: () => void) => void) | undefined {
    if (delivery.left) return undefined
    const { act, message } = delivery.sent
    if (act === Act.move && this.moving.isAsked(serial)) {
      this.moving.behind(serial, () => {
        if (!delivery.left) this.objects.receive(serial, delivery, false)
      })
      return undefined
    }
    delivery.taken()
    if (act === Act.release) {
      this.objects.release(serial)
      delivery.end(Effect.succeed(nothing))
      return undefined
    }
    if (act === Act.move) {
      // Handlers go on as before: the move is in nobody's way.
      const id = idOf(this.table, serial)
      const asked = { ...readMove(delivery.sent.body), own: undefined, chain: () => delivery.chain }
      this.moving.move(id, asked, (exit) => delivery.end(Effect.as(exit, nothing)))
      return undefined
    }
    if (!served.handlers.has(message)) {
      delivery.end(Effect.fail(failure(untaken(message, served.kind), "", "no")))
      return undefined
    }
    return invoke(served, new Here(this.objects, serial, state), delivery, this.nameOf(delivery), this.failed)
  }

  /** A handler has, or could not be given what was sent. */
  private readonly failed = (): void => this.options.letters()?.count()

  /** Of the thread that sent it. */
  private nameOf({ job, sent }: Pick<Delivery, "job" | "sent">): string {
    return sent.isForwarded ? this.places.nameOf(sent.from) : job.sender.name
  }

  private refuse(delivery: Delivery, why: Refusal): void {
    const { message, serial } = delivery.sent
    const reason = refused(why, idOf(this.table, serial), this.isUnserving)
    delivery.end(Effect.fail(failure(reason, this.names.get(message) ?? "", "no")))
  }

  /** What its kind cannot read or write is said once, and ends the object. */
  private read<A>(run: () => A): A | typeof UNREADABLE {
    try {
      return run()
    } catch (thrown) {
      this.fork(logError("the state of an object that moves does not fit its kind", Cause.die(thrown)))
      return UNREADABLE
    }
  }
}
