/*
 * The harbor of one thread: the messages it sends, those it hears, and what it shares with its like on the other threads.
 */
import type { ActorError } from "@stevedore/core/ActorError"
import * as ActorSystem from "@stevedore/core/ActorSystem"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import { type HarborError, NoReply, SchemaMismatch, Unsupported } from "../../HarborError.ts"
import type * as Message from "../../Message.ts"
import * as Registry from "../../Registry.ts"
import { agreementOf, type DeclaredActor, listeningOf, ownOf } from "./agreement.ts"
import { type Counts, none, outward } from "./counters.ts"
import { type Clients, type ClientsControl, Gates } from "../gateway/gates.ts"
import { concurrencyOf, type Listening, wrongListening, wrongMessage } from "../given.ts"
import { Border } from "../outside/border.ts"
import { Outside, type Take } from "../outside/outside.ts"
import { senderOf } from "../outside/unheard.ts"
import type { Port as Transport } from "../../Transport.ts"
import { Copy } from "../tables/copy.ts"
import type { DeadLetters } from "./deadLetters.ts"
import { closed, heldBy } from "./held.ts"
import type { Node } from "./node.ts"
import type { Tables } from "../tables/protocol.ts"
import { failure, invalidOption, ofActor } from "./failures.ts"
import { unsuited } from "../codec/bodies.ts"
import { type Lines, linesOf } from "./line.ts"
import { type CarrierClient, type Elsewhere, Port } from "./port.ts"
import type { Handler, Wants } from "./listener.ts"
import { type CarrierHandlers, Station } from "./station.ts"
import { tellSenders } from "./toSenders.ts"
import type { Within } from "./within.ts"
import { messageOf } from "../shown.ts"

/** By which of its carriers a message travels: to whoever listens, or to who has subscribed to a topic. */
export type Plane = "listen" | "topic"

/** What another process has sent goes on to who listens, and is nothing that this thread has sent: it is not counted so. */
type Way = Plane | "taken"

/** A carrier, as code that is generic in messages uses it. */
interface CarrierActor extends DeclaredActor {
  readonly toLayer: (
    handlers: CarrierHandlers,
    options: { concurrency: number | "unbounded"; "~@stevedore/core/unread": () => void }
  ) => Layer.Layer<any, any, any>
  readonly layerHere: (handlers: Layer.Layer<any, any, any>, options: object) => Layer.Layer<any, ActorError, any>
  readonly layerRef: Layer.Layer<any, never, any>
  readonly as: () => (id: string) => CarrierActor
}

export interface Thread {
  readonly id: number
  readonly name: string
}

export class ThreadHarbor {
  readonly system: ActorSystem.ActorSystem["Service"]
  /** Known from when its node is served. */
  thread: Thread = { id: 1, name: "main" }
  readonly counts: Counts
  readonly lines: Lines
  readonly messages = Registry.make()
  readonly letters: DeadLetters
  /** How long a call may take that does not say so itself. */
  readonly callTimeout: Duration.Input | undefined
  private readonly window: number | undefined
  private readonly scope: Scope.Scope
  /** Done when nothing of it is there any more. */
  readonly closed: Deferred.Deferred<void>
  /** Runs what is nobody's job, as whoever has built the harbor would. */
  readonly fork: <A, E>(effect: Effect.Effect<A, E>) => Fiber.Fiber<A, E>
  /** By the declaration: there may be several of one name. */
  private readonly ports: Readonly<Record<Way, Map<Message.Any, Port>>> = {
    listen: new Map(),
    topic: new Map(),
    taken: new Map()
  }
  private readonly stations = new Map<string, Station>()
  readonly tables = new Copy()
  /** Its like on the other threads, itself among them. */
  readonly nodes: { readonly client: Node["Service"]; readonly members: ActorSystem.Members }
  /** The owner of the tables, on main. */
  readonly owner: Tables["Service"]
  /** The gateways of all threads. */
  readonly gates: Gates
  /** Other processes, where there are any. */
  readonly outside: Outside
  private subscriptions = 0
  /** Handlers that others may have installed here, by their names. */
  readonly handlers = new Map<
    string,
    { readonly message: Message.Any; readonly listen: Effect.Effect<void, HarborError, Scope.Scope> }
  >()
  /** Objects that have ended and are being taken out of a group, by both: see Group.ts. */
  readonly leaving = new Set<string>()
  /** What was installed here for others, by their key. */
  readonly installed = new Map<string, { readonly owner: number; readonly scope: Scope.Closeable }>()

  constructor(options: {
    readonly system: ActorSystem.ActorSystem["Service"]
    readonly scope: Scope.Scope
    readonly closed: Deferred.Deferred<void>
    readonly fork: ThreadHarbor["fork"]
    readonly window: number | undefined
    readonly callTimeout: Duration.Input | undefined
    readonly letters: DeadLetters
    readonly nodes: ThreadHarbor["nodes"]
    readonly owner: Tables["Service"]
    readonly clients: { readonly data: Clients["Service"]; readonly control: ClientsControl["Service"] }
    readonly border: Border["Service"]
    readonly transport: Transport | undefined
  }) {
    this.nodes = options.nodes
    this.owner = options.owner
    this.system = options.system
    this.lines = linesOf(options.system)
    this.scope = options.scope
    this.closed = options.closed
    this.fork = options.fork
    this.callTimeout = options.callTimeout
    this.window = options.window
    if (options.window !== undefined) this.lines.bounds.window = options.window
    this.letters = options.letters
    this.counts = options.letters.counts
    const { counts, lines, system } = this
    this.gates = new Gates({ system, lines, counts, ...options.clients })
    this.outside = new Outside({
      scope: options.scope,
      messages: this.messages,
      thread: () => this.thread.id,
      border: options.border,
      borders: system.members(Border),
      transport: options.transport,
      stopTimeoutMillis: system["~@stevedore/core/runtime"].stopTimeoutMillis,
      lost: ({ error, messageName, node }) => {
        const letter = { messageName, sender: senderOf(node), thread: this.thread.name, reason: error.reason._tag }
        this.letters.lost({ ...letter, count: 1 })
      }
    })
  }

  private provided<A, E>(layer: Layer.Layer<A, E, any>): Layer.Layer<A, E> {
    return Layer.provide(layer, Layer.succeed(ActorSystem.ActorSystem, this.system)) as Layer.Layer<A, E>
  }

  private carrier(way: Way, message: Message.Any): CarrierActor {
    // Which message it is does not matter here, and what matters of it, all of them have.
    const actor = message.actor as unknown as CarrierActor
    return way === "topic" ? actor.as()(`harbor/topic/${message.name}`) : actor
  }

  /** The message is known from now on. Fails where it cannot be sent or heard here. */
  check(message: Message.Any, wrongIn = wrongMessage): Effect.Effect<void, HarborError> {
    const wrong = wrongIn(message)
    if (wrong !== undefined) return Effect.fail(wrong)
    try {
      // Made at the first use: it throws for a schema that nothing can carry between threads.
      void message.actor
    } catch (cause) {
      const detail = messageOf(cause)
      return Effect.fail(failure(message.name, new Unsupported({ what: "a message between threads", detail })))
    }
    const registered = this.messages.register(message)
    if (message.reach !== "services") return registered
    return Effect.andThen(
      registered,
      Effect.suspend(() => this.outside.declare(message))
    )
  }

  /** How this thread sends a message: made at the first use. */
  port(way: Way, message: Message.Any): Port | Effect.Effect<Port, HarborError> {
    return this.ports[way].get(message) ?? this.makePort(way, message)
  }

  /** As `port`, for a call that may take so long: when that is over, nothing of it has been sent. */
  portWithin(message: Message.Any, within: Within): Port | Effect.Effect<Port, HarborError> {
    const found = this.port("listen", message)
    const { leftMillis, millis } = within
    // What is not asked of others is there at once.
    if (!Effect.isEffect(found) || leftMillis === undefined || !this.outside.isThere) return found
    const detail = `not sent within ${millis} ms, in which others were asked how they declare it`
    const late = Effect.suspend(() => Effect.fail(failure(message.name, new NoReply({ detail }))))
    return Effect.timeoutOrElse(found, { duration: leftMillis, orElse: () => late })
  }

  private makePort(way: Way, message: Message.Any): Effect.Effect<Port, HarborError> {
    return Effect.gen({ self: this }, function* () {
      yield* this.check(message)
      const carrier = this.carrier(way, message)
      const context = yield* Layer.buildWithScope(this.provided(carrier.layerRef), this.scope)
      const client = Context.getUnsafe(context as Context.Context<never>, carrier as never) as CarrierClient
      // Two fibers may have come here: one of them is enough.
      const known = this.ports[way].get(message)
      if (known !== undefined) return known
      const { counts, lines, system, thread } = this
      const port = new Port({
        message,
        fingerprint: ownOf(carrier).fingerprint,
        agree: () => agreementOf(system, carrier),
        client,
        members: system.members(carrier),
        lines,
        counts: way === "taken" ? none() : counts,
        elsewhere: way === "listen" && message.reach === "services" ? this.elsewhere(message) : undefined,
        turn: thread.id
      })
      this.ports[way].set(message, port)
      const end = Effect.sync(() => port.end())
      yield* Scope.addFinalizer(this.scope, end)
      return port
    })
  }

  private elsewhere(message: Message.Any): Elsewhere {
    const { counts, outside } = this
    return {
      get isThere() {
        return outside.isThere
      },
      send: (payload) => outward(counts, outside.send(message, payload)),
      call: (payload, timeout) => outward(counts, outside.call(message, payload, timeout)),
      broadcast: (payload) => outward(counts, outside.broadcast(message, payload))
    }
  }

  /** A message from another process goes through this thread's own mailbox, as any other. */
  private readonly take =
    (message: Message.Any): Take =>
    (payload, { node, redelivered, source }, toAll) =>
      Effect.suspend(() => {
        const found = this.port("taken", message)
        const carried = { node, thread: Number(source & 0xffff_ffffn), ...(redelivered ? { redelivered } : {}) }
        return Effect.flatMap(Effect.isEffect(found) ? found : Effect.succeed(found), (port) => {
          const here = port.meant(() => [this.thread.id])
          return toAll
            ? port.toAll(payload, { ...carried, toAll }, here.lines())
            : port.call(payload, carried, undefined, here)
        })
      })

  /** Serves a carrier here for as long as the scope is open. */
  join(
    plane: Plane,
    message: Message.Any,
    handlers: CarrierHandlers,
    concurrency: number | "unbounded",
    context: Context.Context<never>
  ): Effect.Effect<void, HarborError, Scope.Scope> {
    return Effect.suspend(() => {
      const carrier = this.carrier(plane, message)
      const unread = (): void => {
        this.counts.failed++
        this.letters.failed(message.name, this.thread.name, "Malformed")
      }
      // Nobody calls those that are there for their names.
      const names = carrier["~@stevedore/core/Part"].jobs.map((job) => [job, () => Effect.void])
      const all = { ...Object.fromEntries(names), ...handlers } as CarrierHandlers
      const served = carrier.toLayer(all, { concurrency, "~@stevedore/core/unread": unread })
      const layer = carrier.layerHere(served, { window: this.window })
      return Effect.flatMap(Effect.scope, (scope) =>
        Layer.buildWithScope(this.provided(layer), scope).pipe(
          Effect.provideContext(context as Context.Context<any>),
          Effect.mapError((error) => this.unjoined(message.name, carrier, error)),
          Effect.asVoid
        )
      )
    }) as Effect.Effect<void, HarborError, Scope.Scope>
  }

  /** Those who listen for it have declared it otherwise; or what else it is. */
  private unjoined(messageName: string, carrier: CarrierActor, error: ActorError): HarborError {
    const own = ownOf(carrier).fingerprint
    const other = listeningOf(this.system, carrier)?.fingerprint
    if (error.reason._tag !== "InvalidOption" || other === undefined || other === own) {
      return ofActor(messageName, error)
    }
    const [first] = this.system.members(carrier).now
    return failure(messageName, new SchemaMismatch({ own, other }), first?.thread)
  }

  /** Undefined for as long as it is there. */
  get whyClosed(): Effect.Effect<never, HarborError> | undefined {
    return Deferred.isDoneUnsafe(this.closed) ? closed : undefined
  }

  /** As `heldBy` has it, of this harbor. */
  held<A, E, R>(use: Effect.Effect<A, E, R>): Effect.Effect<A, E | HarborError, Exclude<R, Scope.Scope> | Scope.Scope> {
    return heldBy(this.scope, use)
  }

  /** Listens for as long as the scope is open: to what is sent, or published to the topics that it wants. */
  listen(
    message: Message.Any,
    handler: Handler,
    listening: Listening | undefined,
    wants: Wants = {}
  ): Effect.Effect<void, HarborError, Scope.Scope> {
    return Effect.andThen(
      this.check(message),
      Effect.suspend(() => {
        const wrong =
          wrongListening(message.name, handler, listening) ??
          (wants.codec === undefined ? undefined : unsuited(message, wants.codec))
        if (wrong !== undefined) return Effect.fail(wrong)
        const concurrency = concurrencyOf(listening)
        const plane = wants.topic === undefined ? "listen" : "topic"
        const station = this.station(plane, message)
        const here = station.listen(handler, concurrency, wants)
        if (plane === "topic" || message.reach !== "services") return here
        return this.outside.listen(message, this.take(message), here, station.isInside)
      })
    )
  }

  /** A number for each subscription of this thread. */
  nextSubscription(): number {
    return ++this.subscriptions
  }

  private station(plane: Plane, message: Message.Any): Station {
    const { fingerprint } = ownOf(this.carrier(plane, message))
    const id = `${plane} ${message.name} ${fingerprint}`
    let station = this.stations.get(id)
    if (station === undefined) {
      station = new Station({
        message,
        fingerprint,
        thread: this.thread.name,
        counts: this.counts,
        join: (handlers, concurrency, context) => this.join(plane, message, handlers, concurrency, context),
        reached: Effect.suspend(() => {
          const found = this.port(plane, message)
          const { name } = this.thread
          return Effect.isEffect(found) ? Effect.flatMap(found, (port) => port.begun(name)) : found.begun(name)
        }),
        own: () => {
          const members = this.system["~@stevedore/core/runtime"].directory.members(this.carrier(plane, message).key)
          return members.find(({ incarnation }) => incarnation === this.thread.id)?.instance
        },
        lost: (messageName, reason) => this.letters.failed(messageName, this.thread.name, reason),
        refused: () => tellSenders(this)
      })
      this.stations.set(id, station)
    }
    return station
  }

  // -- handlers that are installed from other threads ----------------------------------------------------------------

  /** Installs the handler of that name for another thread. */
  install(key: string, owner: number, name: string, messageName: string): Effect.Effect<void, HarborError> {
    return Effect.suspend(() => {
      const found = this.handlers.get(name)
      if (found === undefined || found.message.name !== messageName) {
        const names = Array.from(this.handlers.keys()).join(", ")
        const has = found === undefined ? names : `${name} for ${found.message.name}`
        const remedy = `thread "${this.thread.name}" has ${has === "" ? "none by a name" : has}: give it one for ${messageName} by register`
        return Effect.fail(invalidOption(messageName, "handler", name, remedy))
      }
      // Asked for by who did not hear that it is, and by who has seen a thread in the place of the one that it was asked for.
      if (this.installed.has(key)) return Effect.void
      const scope = Scope.makeUnsafe()
      this.installed.set(key, { owner, scope })
      return Scope.provide(found.listen, scope).pipe(
        Effect.onError((cause) => {
          this.installed.delete(key)
          return Scope.close(scope, Exit.failCause(cause))
        })
      )
    })
  }

  uninstall(key: string): Effect.Effect<void> {
    return Effect.suspend(() => {
      const found = this.installed.get(key)
      this.installed.delete(key)
      return found === undefined ? Effect.void : Scope.close(found.scope, Exit.void)
    })
  }

  /** A thread has gone: what was installed for it goes, too. */
  forget(isThere: (owner: number) => boolean): Effect.Effect<void> {
    const gone = Array.from(this.installed).filter(([, { owner }]) => !isThere(owner))
    return Effect.forEach(gone, ([key]) => this.uninstall(key), { discard: true })
  }
}
