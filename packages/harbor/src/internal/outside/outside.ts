/*
 * Other processes, as one thread sees them: what nobody in this process listens for goes to them, and what this thread listens
 * for they may send. Only for messages whose reach is `"services"`, and only where main has a transport.
 */
import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Schedule from "effect/Schedule"
import * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import { EngineUnavailable, type HarborError } from "../../HarborError.ts"
import type * as Message from "../../Message.ts"
import type { Envelope } from "../../Peers.ts"
import { millisOf } from "../given.ts"
import type { Leaving } from "../peers/listening.ts"
import { failure } from "../threads/failures.ts"
import { outsideOfJobs } from "../threads/waiting.ts"
import { answer, ask } from "./declaring.ts"
import type { Frames } from "./tunnel.ts"
import { type Way, Ways, type WaysAround } from "./way.ts"

/** Has a listener of this thread take a message from another process: `toAll` where all of them are meant. */
export type Take = (payload: unknown, envelope: Envelope, toAll: boolean) => Effect.Effect<unknown, unknown>

interface Entry {
  readonly message: Message.Any
  readonly take: Take
  listeners: number
  /** While others can send, and over which way. */
  open: Open | undefined
}

interface Open {
  readonly way: Way
  readonly scope: Scope.Closeable
  /** At the topic and at the queue, as far as they listen yet. */
  readonly listeners: Array<Leaving>
}

/** Messages that others are asked about at the same time; when others come, half as many, so that new ones find room. */
const AT_ONCE = 64

/** As long as it takes: a timer that is asked for more does not wait at all. */
const LONGEST = 2 ** 31 - 1

/** What is no time stays as it is: it is refused. */
const limited = (timeout: Duration.Input | undefined): Duration.Input => {
  const millis = timeout === undefined ? LONGEST : millisOf(timeout)
  return millis === undefined ? timeout! : Math.min(Math.max(millis, 1), LONGEST)
}

const closed = new EngineUnavailable({ detail: "the harbor has closed" })

export const queueOf = ({ name }: Message.Any) => ({ _tag: "Queue", reach: "services", name }) as const
export const topicOf = ({ name }: Message.Any) => ({ _tag: "Topic", reach: "services", name }) as const

export class Outside {
  private readonly around: WaysAround
  private readonly ways: Ways
  private readonly entries = new Map<string, Entry>()
  /** Listeners of one name come and go one after the other, and wait for no other name. */
  private readonly doors = new Map<string, Semaphore.Semaphore>()
  /** Messages that others are to be asked about, by their ids, and those of them that they have been. */
  private readonly wanted = new Map<number, Message.Any>()
  private readonly declared = new Set<number>()
  /** Those that others are being asked about, and what comes of it. */
  private readonly asking = new Map<number, Deferred.Deferred<void, HarborError>>()
  private readonly room = Semaphore.makeUnsafe(AT_ONCE)

  constructor(around: WaysAround) {
    this.around = around
    this.ways = new Ways(around)
  }

  /** Who takes frames here. */
  get frames(): Frames {
    return this.ways.frames
  }

  /** Whether there may be others. */
  get isThere(): boolean {
    return this.ways.isThere
  }

  // -- what goes out

  send(message: Message.Any, payload: unknown): Effect.Effect<void, HarborError> {
    return this.ways.over(({ peers }) => peers.send(message, queueOf(message), payload as never))
  }

  call(message: Message.Any, payload: unknown, timeout: Duration.Input | undefined): Effect.Effect<unknown, unknown> {
    return this.ways.over(({ peers }) =>
      peers.call(message, queueOf(message), payload as never, { timeout: limited(timeout) })
    )
  }

  broadcast(message: Message.Any, payload: unknown): Effect.Effect<void, HarborError> {
    return this.ways.over(({ peers }) => peers.send(message, topicOf(message), payload as never))
  }

  // -- what comes in

  /**
   * Others may send it here for as long as the scope is open; where there are others, complete when they may. `here` is what
   * listens in this process. Who leaves is first out of others' reach, with all that they have sent in this thread's mailbox,
   * then here, and at last what others have sent is answered: nobody waits for that where `isInside` says that it waits for him.
   */
  listen(
    message: Message.Any,
    take: Take,
    here: Effect.Effect<void, HarborError, Scope.Scope>,
    isInside: Effect.Effect<boolean>
  ): Effect.Effect<void, HarborError, Scope.Scope> {
    const enter = Effect.suspend(() => {
      const known = this.entries.get(message.name)
      const entry: Entry = known ?? {
        message,
        take,
        listeners: 0,
        open: undefined
      }
      this.entries.set(message.name, entry)
      entry.listeners++
      return Effect.onError(this.open(entry), () => Effect.flatten(this.leave(message.name)))
    })
    const door = this.door(message.name)
    // In the job that has it leave, if one does, and not in the one in which it comes: so no finalizer is given a context.
    return Effect.gen({ self: this }, function* () {
      const scope = yield* Effect.scope
      let answered: Effect.Effect<void> = Effect.void
      yield* Scope.addFinalizer(
        scope,
        Effect.suspend(() => answered)
      )
      yield* here
      const leaves = Effect.flatMap(isInside, (inside) =>
        Effect.map(door.withPermit(this.leave(message.name)), (rest) => {
          answered = inside ? Effect.asVoid(Effect.forkDetach(rest)) : rest
        })
      )
      yield* Effect.uninterruptibleMask((restore) =>
        Effect.andThen(restore(door.withPermit(enter)), Scope.addFinalizer(scope, leaves))
      )
    })
  }

  private door(name: string): Semaphore.Semaphore {
    let door = this.doors.get(name)
    if (door === undefined) this.doors.set(name, (door = Semaphore.makeUnsafe(1)))
    return door
  }

  /** Complete when nothing more comes, with what is left to do: to answer what has come. */
  private leave(name: string): Effect.Effect<Effect.Effect<void>> {
    return Effect.suspend(() => {
      const entry = this.entries.get(name)
      if (entry === undefined || --entry.listeners > 0) return Effect.succeed(Effect.void)
      this.entries.delete(name)
      const { open } = entry
      entry.open = undefined
      if (open === undefined) return Effect.succeed(Effect.void)
      const { listeners, scope } = open
      const handled = Effect.forEach(listeners, (each) => each.handled, { discard: true }).pipe(
        Effect.interruptible,
        Effect.timeoutOrElse({ duration: this.around.stopTimeoutMillis, orElse: () => this.unended(name) })
      )
      return Effect.as(
        Effect.forEach(listeners, ({ shut }) => shut, { discard: true }),
        Effect.andThen(handled, Scope.close(scope, Exit.void))
      )
    })
  }

  /** As core has it of an actor whose handlers do not end. */
  private unended(name: string): Effect.Effect<void> {
    const { stopTimeoutMillis } = this.around
    return Effect.logWarning(
      `a listener of ${name} leaves, and what it does for other processes has not ended within ${stopTimeoutMillis} ms: it is interrupted`
    )
  }

  /** Where there are others; where there are none, when they come. What was open over a way that has ended ends with that. */
  private open(entry: Entry): Effect.Effect<void, HarborError> {
    return this.ways.whereThere((way) => (entry.open?.way === way ? Effect.void : this.openOver(way, entry)))
  }

  private openOver(way: Way, entry: Entry): Effect.Effect<void, HarborError> {
    const { message, take } = entry
    const { listen, peers } = way
    const scope = Scope.forkUnsafe(way.scope)
    const listeners: Array<Leaving> = []
    entry.open = { way, scope, listeners }
    const listening = Effect.gen(function* () {
      // In the mailbox of this thread it waits as any other message does.
      const options = { concurrency: "atOnce" } as const
      const one = (payload: unknown, from: Envelope) => take(payload, from, false) as Effect.Effect<never, HarborError>
      // What this process broadcasts its own threads have had.
      const others = (payload: unknown, from: Envelope) =>
        (from.node === peers.node ? Effect.void : take(payload, from, true)) as Effect.Effect<never, HarborError>
      // The topic first: who is answered here is heard, too.
      listeners.push(yield* listen(message, undefined, topicOf(message), others, options))
      listeners.push(yield* listen(message, undefined, queueOf(message), one, options))
    })
    return outsideOfJobs(listening).pipe(
      Scope.provide(scope),
      Effect.onError((cause) => {
        entry.open = undefined
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
    return this.asked(message)
  }

  /**
   * What comes of asking, which goes on when nobody waits for it any more: an answer that is lost holds up its own message, and no other
   * one.
   */
  private asked(message: Message.Any): Effect.Effect<void, HarborError> {
    return Effect.suspend(() => {
      const known = this.asking.get(message.id)
      if (known !== undefined) return Deferred.await(known)
      const { scope } = this.around
      const answer = Deferred.makeUnsafe<void, HarborError>()
      this.asking.set(message.id, answer)
      const ended = (exit: Exit.Exit<void, HarborError>): void => {
        this.asking.delete(message.id)
        const isOver = Exit.isFailure(exit) && Cause.hasInterruptsOnly(exit.cause)
        Deferred.doneUnsafe(answer, isOver ? Effect.fail(failure(message.name, closed)) : exit)
      }
      const ask = outsideOfJobs(this.room.withPermit(this.ask(message)))
      return Effect.flatMap(Effect.forkIn(ask, scope), (fiber) => {
        fiber.addObserver(ended)
        return Deferred.await(answer)
      })
    })
  }

  private ask(message: Message.Any): Effect.Effect<void, HarborError> {
    return this.ways.whereThere((way) => this.askOver(way, message))
  }

  private askOver({ answering, life, peers, scope }: Way, message: Message.Any): Effect.Effect<void, HarborError> {
    const { messages, thread } = this.around
    const { id } = message
    return Effect.gen({ self: this }, function* () {
      if (this.declared.has(id)) return
      if (!answering.has(id)) {
        const own = Scope.forkUnsafe(scope)
        answering.add(id)
        const by = (BigInt(peers.node) << 32n) | BigInt(thread())
        yield* Scope.provide(answer(peers, messages, message, by), own).pipe(
          Effect.andThen(ask(peers, messages, message)),
          Effect.onError((cause) => {
            answering.delete(id)
            return Scope.close(own, Exit.failCause(cause))
          })
        )
      } else yield* ask(peers, messages, message)
      // Of a way that has ended, nobody was asked.
      if (!life.isOver) this.declared.add(id)
    })
  }

  /**
   * There are others, or they are there again, or it is another way that goes to them: what was done without them is done now, and
   * what does not fit is said.
   */
  readonly connected: Effect.Effect<void> = Effect.suspend(() =>
    Effect.matchEffect(this.looked, {
      // There are none: what was open ends, until there are.
      onFailure: (error) => (this.isThere ? said(Effect.fail(error)) : Effect.void),
      onSuccess: () => {
        this.declared.clear()
        const open = this.each(Array.from(this.entries.values()), (entry) =>
          this.door(entry.message.name).withPermit(
            Effect.suspend(() => (entry.listeners > 0 ? this.open(entry) : Effect.void))
          )
        )
        return Effect.andThen(
          open,
          this.each(Array.from(this.wanted.values()), (message) => this.again(message))
        )
      }
    })
  )

  /** Main may be too busy to say which border it has: nobody else would ask again. */
  private readonly looked = Effect.suspend(() =>
    Effect.retry(this.ways.latest, { schedule: Schedule.spaced("1 second"), while: () => this.isThere })
  )

  /** Who was asked before may not be who is there now. */
  private again(message: Message.Any): Effect.Effect<void, HarborError> {
    const before = this.asking.get(message.id)
    if (before === undefined) return this.asked(message)
    const forgotten = Effect.sync(() => void this.declared.delete(message.id))
    return Effect.exit(Deferred.await(before)).pipe(Effect.andThen(forgotten), Effect.andThen(this.asked(message)))
  }

  private each<A>(all: ReadonlyArray<A>, run: (one: A) => Effect.Effect<void, HarborError>): Effect.Effect<void> {
    return Effect.forEach(all, (one) => said(run(one)), { concurrency: AT_ONCE / 2, discard: true })
  }
}

const said = (self: Effect.Effect<void, HarborError>): Effect.Effect<void> =>
  Effect.catch((error: HarborError) => Effect.logError(error.message, error))(self)
