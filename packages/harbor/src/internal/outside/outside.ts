/*
 * Other processes, as one thread sees them: what nobody in this process listens for goes to them, and what this thread listens
 * for they may send. Only for messages whose reach is `"services"`, and only where main has a transport.
 */
import type * as ActorSystem from "@stevedore/core/ActorSystem"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import type { HarborError } from "../../HarborError.ts"
import type * as Message from "../../Message.ts"
import type { DeadLetter, Envelope, Service } from "../../Peers.ts"
import { type Messages, Registry } from "../../Registry.ts"
import { type Port, Transport } from "../../Transport.ts"
import { makePeers } from "../peers/peers.ts"
import type { Border } from "./border.ts"
import { answer, ask } from "./declaring.ts"
import { type Frames, tunnel } from "./tunnel.ts"

/** Has a listener of this thread take a message from another process: `toAll` where all of them are meant. */
export type Take = (payload: unknown, envelope: Envelope, toAll: boolean) => Effect.Effect<unknown, unknown>

/** What of the thread is needed. */
export interface Around {
  readonly scope: Scope.Scope
  readonly messages: Messages
  /** Its id, known when it is asked for. */
  readonly thread: () => number
  readonly border: Border["Service"]
  readonly borders: ActorSystem.Members
  /** The transport, on main. */
  readonly transport: Port | undefined
  readonly lost: (letter: DeadLetter) => void
}

interface Entry {
  readonly message: Message.Any
  readonly concurrency: number
  readonly take: Take
  listeners: number
  /** While others can send. */
  scope: Scope.Closeable | undefined
}

/** Messages that are worked on at once by listeners whose number is not bounded. */
const MANY = 256

export const queueOf = ({ name }: Message.Any) => ({ _tag: "Queue", reach: "services", name }) as const
export const topicOf = ({ name }: Message.Any) => ({ _tag: "Topic", reach: "services", name }) as const

export class Outside {
  readonly frames: Frames = new Map()
  private readonly around: Around
  /** What is done with others is done one after the other. */
  private readonly door = Semaphore.makeUnsafe(1)
  private peers: Service | undefined = undefined
  private readonly entries = new Map<string, Entry>()
  /** Messages that others are to be asked about, by their ids, and those of them that they have been. */
  private readonly wanted = new Map<number, Message.Any>()
  private readonly declared = new Set<number>()
  /** Where others are answered, by the ids of messages. */
  private readonly answering = new Map<number, Scope.Closeable>()

  constructor(around: Around) {
    this.around = around
  }

  /** Whether there may be others. */
  get isThere(): boolean {
    return this.around.transport !== undefined || this.around.borders.now.length > 0
  }

  private readonly service: Effect.Effect<Service, HarborError> = Effect.suspend(() => {
    if (this.peers !== undefined) return Effect.succeed(this.peers)
    const { around, frames } = this
    const { transport } = around
    const port = transport === undefined ? tunnel(around.border, frames, around.thread()) : Effect.succeed(transport)
    return Effect.flatMap(port, (port) =>
      makePeers({ thread: around.thread() }, around.lost).pipe(
        Effect.provideService(Transport, port),
        Effect.provideService(Registry, around.messages),
        Effect.provideService(Scope.Scope, around.scope),
        // Two fibers may have come here: the first is the one.
        Effect.map((made) => (this.peers ??= made))
      )
    )
  })

  // -- what goes out

  send(message: Message.Any, payload: unknown): Effect.Effect<void, HarborError> {
    return Effect.flatMap(this.service, (peers) => peers.send(message, queueOf(message), payload as never))
  }

  call(message: Message.Any, payload: unknown, timeout: Duration.Input | undefined): Effect.Effect<unknown, unknown> {
    return Effect.flatMap(this.service, (peers) => peers.call(message, queueOf(message), payload as never, { timeout }))
  }

  broadcast(message: Message.Any, payload: unknown): Effect.Effect<void, HarborError> {
    return Effect.flatMap(this.service, (peers) => peers.send(message, topicOf(message), payload as never))
  }

  // -- what comes in

  /** Others may send it here for as long as the scope is open; where there are others, complete when they may. */
  listen(
    message: Message.Any,
    concurrency: number | "unbounded",
    take: Take
  ): Effect.Effect<void, HarborError, Scope.Scope> {
    const enter = Effect.suspend(() => {
      const known = this.entries.get(message.name)
      const entry: Entry = known ?? {
        message,
        concurrency: concurrency === "unbounded" ? MANY : concurrency,
        take,
        listeners: 0,
        scope: undefined
      }
      this.entries.set(message.name, entry)
      entry.listeners++
      return this.isThere && entry.scope === undefined
        ? Effect.onError(this.open(entry), () => this.leave(message.name))
        : Effect.void
    })
    return Effect.acquireRelease(this.door.withPermit(enter), () => this.door.withPermit(this.leave(message.name)), {
      interruptible: true
    })
  }

  private leave(name: string): Effect.Effect<void> {
    return Effect.suspend(() => {
      const entry = this.entries.get(name)
      if (entry === undefined || --entry.listeners > 0) return Effect.void
      this.entries.delete(name)
      const { scope } = entry
      entry.scope = undefined
      return scope === undefined ? Effect.void : Scope.close(scope, Exit.void)
    })
  }

  private open(entry: Entry): Effect.Effect<void, HarborError> {
    const { concurrency, message, take } = entry
    const scope = Scope.makeUnsafe()
    entry.scope = scope
    return Effect.gen({ self: this }, function* () {
      const peers = yield* this.service
      const options = { concurrency }
      const one = (payload: unknown, from: Envelope) => take(payload, from, false) as Effect.Effect<never, HarborError>
      yield* peers.listen(message, queueOf(message), one, options)
      // What this process broadcasts its own threads have had.
      const others = (payload: unknown, from: Envelope) =>
        (from.node === peers.node ? Effect.void : take(payload, from, true)) as Effect.Effect<never, HarborError>
      yield* peers.listen(message, topicOf(message), others, options)
    }).pipe(
      Scope.provide(scope),
      Effect.onError((cause) => {
        entry.scope = undefined
        return Scope.close(scope, Exit.failCause(cause))
      })
    )
  }

  // -- what is declared

  /**
   * Asks others how they declare a message, and tells them when they ask: fails with `IdCollision` or `SchemaMismatch` where one
   * that is there now does otherwise.
   */
  declare(message: Message.Any): Effect.Effect<void, HarborError> {
    if (message.reach !== "services" || this.declared.has(message.id)) return Effect.void
    this.wanted.set(message.id, message)
    if (!this.isThere) return Effect.void
    return this.door.withPermit(this.ask(message))
  }

  private ask(message: Message.Any): Effect.Effect<void, HarborError> {
    return Effect.gen({ self: this }, function* () {
      if (this.declared.has(message.id)) return
      const peers = yield* this.service
      const { messages, scope, thread } = this.around
      if (!this.answering.has(message.id)) {
        const own = yield* Scope.fork(scope)
        this.answering.set(message.id, own)
        const by = (BigInt(peers.node) << 32n) | BigInt(thread())
        yield* Scope.provide(answer(peers, messages, message, by), own)
      }
      yield* ask(peers, messages, message)
      this.declared.add(message.id)
    }).pipe(
      Effect.onError((cause) => {
        const own = this.answering.get(message.id)
        this.answering.delete(message.id)
        return own === undefined ? Effect.void : Scope.close(own, Exit.failCause(cause))
      })
    )
  }

  /** There are others, or they are there again: what was done without them is done now, and what does not fit is said. */
  readonly connected: Effect.Effect<void> = Effect.suspend(() => {
    if (!this.isThere) return Effect.void
    const open = Effect.suspend(() =>
      Effect.forEach(
        Array.from(this.entries.values()).filter(({ scope }) => scope === undefined),
        (entry) => said(this.open(entry)),
        { discard: true }
      )
    )
    const ask = Effect.suspend(() => {
      this.declared.clear()
      return Effect.forEach(Array.from(this.wanted.values()), (message) => said(this.ask(message)), { discard: true })
    })
    return this.door.withPermit(Effect.andThen(open, ask))
  })
}

const said = (self: Effect.Effect<void, HarborError>): Effect.Effect<void> =>
  Effect.catch((error: HarborError) => Effect.logError(error.message, error))(self)
