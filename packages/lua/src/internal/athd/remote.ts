/**
 * The Lua thread or pool of a name, as one thread sends to it: which of its threads a job goes to, and what that one has to be
 * told with it. One for each name on each sending thread.
 */
import type { ActorError } from "@stevedore/core/ActorError"
import type { ActorSystem, Members } from "@stevedore/core/ActorSystem"
import type * as AskMethods from "@stevedore/core/Client"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import type { Above } from "../state/loading.ts"
import { Keys, type Place } from "./keys.ts"
import { fromResults, type Packed, type Results } from "./packed.ts"
import type { CallError, Intro, LuaWorker, UnknownSource } from "./protocol.ts"
import { anyWay, Seat, type Way } from "./seat.ts"
import { type Recipient, type Take, type Verbs, Work } from "./sending.ts"
import type { Source, Sources } from "./sources.ts"
import { namedError, stoppedError } from "./unreached.ts"

type Runtime = ActorSystem["Service"]["~@stevedore/core/runtime"]

/** Whom a job is for: a thread, a pool (any of its threads, or the one of a key), or one thread of a pool. */
export interface To {
  readonly name: string
  /** Threads of a pool, named `name-0` and so on; 0 for a thread of its own. */
  readonly size: number
  /** That one thread of it. */
  readonly thread: string | undefined
}

const nothing = new Uint8Array()

export class Remote implements Recipient {
  readonly name: string
  readonly size: number
  private readonly client: LuaWorker["Service"]
  readonly verbs: Verbs
  private readonly sources: Sources
  readonly members: Members
  /** Who is there at that moment is known from nowhere else: whoever is woken by a change sends before others hear of it. */
  private readonly binding: ReturnType<Runtime["directory"]["binding"]>
  private readonly carrier: Runtime["carrier"]
  private entries: ReadonlyArray<unknown> | undefined = undefined
  /** Threads of it that were there when this one looked. */
  private readonly met = new Set<string>()
  private seats: ReadonlyArray<Seat> = []
  private turn: number
  readonly keys: Keys

  constructor(
    to: To,
    client: LuaWorker["Service"],
    members: Members,
    runtime: Runtime,
    key: string,
    sources: Sources,
    turn: number
  ) {
    this.name = to.name
    this.size = to.size
    this.client = client
    this.verbs = client.work as Verbs
    this.sources = sources
    this.members = members
    this.binding = runtime.directory.binding(key)
    this.carrier = runtime.carrier
    this.keys = new Keys(to.name, to.size, (thread) =>
      thread === undefined ? this.look().length > 0 : this.seatOf(thread) !== undefined
    )
    // Senders begin at different places, so that few jobs of many threads spread evenly too.
    this.turn = turn
  }

  get isPool(): boolean {
    return this.size > 0
  }

  get carries(): boolean {
    return this.carrier.of(Fiber.getCurrent()) !== undefined
  }

  /** Whether any thread serves it now. */
  get isThere(): boolean {
    return this.look().length > 0
  }

  /** An error of core's as programs know it. */
  private named<E>(error: E): E | ActorError {
    const isEmpty = (this.binding.entry?.members.length ?? 0) === 0
    return isEmpty ? stoppedError(namedError(error, this.name)) : namedError(error, this.name)
  }

  /** Whether that thread of it, or any, is there or has been. */
  wasThere(thread: string | undefined): boolean {
    this.look()
    return thread === undefined ? this.met.size > 0 : this.met.has(thread)
  }

  /** Whether a job that is in the mailbox may give way to others there, with what it was to tell. */
  get mayDrop(): boolean {
    return this.binding.entry?.whenFull === "dropOldest"
  }

  introOf(seat: Seat, source: Source, isTell: boolean): Intro | null {
    const isInDoubt = seat.isInDoubt(source)
    if (this.mayDrop) return isTell || isInDoubt ? source.intro() : (seat.introOf(source, false) ?? null)
    if (isTell || !isInDoubt) return seat.introOf(source, isTell) ?? null
    // So that no burst of asks has the text in each of them: by itself, in a tell, which nobody takes back.
    const intro = seat.introOf(source, true)
    if (
      intro === undefined ||
      this.isTaken({ fn: -source.fn, args: nothing, intro, carries: false }, this.isPool ? seat.free : anyWay)
    )
      return null
    seat.doubts(source, intro.forget)
    return source.intro()
  }

  private look(): ReadonlyArray<Seat> {
    const entries = this.binding.entry?.members
    if (entries === this.entries) return this.seats
    this.entries = entries
    const before = new Map(this.seats.map((seat) => [seat.instance, seat]))
    const up = entries?.filter(({ state }) => state === "up") ?? []
    this.seats = up.map(({ instance, threadName }) => {
      const known = before.get(instance)
      before.delete(instance)
      if (known !== undefined) return known
      const seat = new Seat(threadName, instance)
      this.met.add(threadName)
      this.sources.listen(seat)
      return seat
    })
    for (const gone of before.values()) this.sources.unlisten(gone)
    return this.seats
  }

  /** Nobody uses it any more. */
  close(): void {
    for (const seat of this.seats) this.sources.unlisten(seat)
  }

  seatOf(thread: string | undefined): Seat | undefined {
    const seats = this.look()
    if (thread === undefined) return seats.length > 1 ? seats[this.turn++ % seats.length] : seats[0]
    return seats.find((seat) => seat.thread === thread)
  }

  /** What `take` makes of the results of a job. */
  ask<A, E>(
    source: Source,
    args: Packed,
    place: Place,
    take: Take<A, E>,
    timeout?: Duration.Input,
    above?: Above
  ): Effect.Effect<A, E | CallError> {
    const work = new Work(this, source, args, place, take, above)
    const asked =
      timeout === undefined ? this.verbs["~@stevedore/core/routed"](work, work) : this.askIn(work, timeout, take)
    // Whoever is there has been found: only names of nobody fail so.
    const named = this.isThere ? asked : Effect.mapError(asked, (error) => this.named(error))
    return named as Effect.Effect<A, E | CallError>
  }

  /** The same, no longer than that. */
  private askIn<A, E>(work: Work, timeout: Duration.Input, take: Take<A, E>): Effect.Effect<A, E | CallError> {
    return Effect.suspend(() => {
      const begun = performance.now()
      const way = { ...work.aim(false), timeout }
      return this.verbs(work as never, way).pipe(
        Effect.catchTag("UnknownSource", () => {
          work.doubt()
          return this.verbs(work.retold() as never, way)
        }),
        Effect.catchTag("UnknownSource", Effect.die),
        Effect.flatMap((results) => take(fromResults(results))),
        Effect.catchIf(
          (error) => work.isElsewhere(error),
          () => {
            const millis = Duration.toMillis(Duration.fromInputUnsafe(timeout)) - (performance.now() - begun)
            return this.askIn(work, Math.max(1, millis), take)
          }
        )
      )
    })
  }

  /** Completes when the job is in the mailbox. Nobody learns how it ends. */
  tell(source: Source, args: Packed, place: Place): Effect.Effect<void, ActorError> {
    return Effect.suspend(() => {
      const work = new Work(this, source, args, place, Exit.succeed)
      const way = work.aim(true)
      if (this.isTaken(work, way)) return Exit.void
      // It waits, and a death may move it meanwhile.
      return this.verbs.tell(work.toAnybody() as never, way as AskMethods.SendOptions).pipe(
        Effect.mapError((error) => this.named(error)),
        Effect.catchIf(
          (error) => work.isElsewhere(error),
          () => this.tell(source, args, place)
        )
      )
    })
  }

  /** In the mailbox at once: whoever has it is then the one that it was aimed at, or it is encoded again. */
  private isTaken(work: object, way: Way): boolean {
    try {
      return this.verbs.tellUnsafe(work as never, way) === "accepted"
    } catch {
      // What is wrong, `tell` says.
      return false
    }
  }

  /** To every thread of it, or of the whole system: how it ended on each. */
  broadcast(
    source: Source,
    args: Packed,
    toAll: boolean,
    above?: Above
  ): Effect.Effect<ReadonlyArray<Ended>, ActorError> {
    return Effect.suspend(() =>
      this.client.work.broadcast(
        { fn: source.fn, args, intro: source.intro(undefined, above), carries: this.carries },
        { to: toAll ? "system" : "actor" }
      )
    )
  }

  /** Modules anew, on each of its threads: which they are. */
  reload(module: string): Effect.Effect<ReadonlyArray<string>, CallError> {
    return Effect.flatMap(this.client.reload.broadcast({ module }), (ends) => {
      const names = new Set<string>()
      for (const { exit } of ends) {
        if (Exit.isFailure(exit)) return exit
        for (const name of exit.value) names.add(name)
      }
      return Effect.succeed(Array.from(names))
    })
  }
}

/** How a broadcast ended on one thread. */
export interface Ended {
  readonly thread: string
  readonly exit: Exit.Exit<Results, CallError | UnknownSource>
}
