/*
 * The way to other processes, as one thread has it: made once for each life of main's border. When main closes its harbor and
 * builds it again, the next way is another one, of another node and with other limits, and nothing is left of the one before.
 */
import type * as ActorSystem from "@stevedore/core/ActorSystem"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import type { HarborError } from "../../HarborError.ts"
import type { DeadLetter, Service } from "../../Peers.ts"
import { type Messages, Registry } from "../../Registry.ts"
import { type Port, Transport } from "../../Transport.ts"
import type { Listen } from "../peers/listening.ts"
import { makePeers } from "../peers/peers.ts"
import { beginLife } from "../peers/sequence.ts"
import type { Border } from "./border.ts"
import { isOver, over } from "./closing.ts"
import { type About, aboutOf, type Frames, type Life, tunnel } from "./tunnel.ts"

/** What is needed of the thread. */
export interface WaysAround {
  readonly scope: Scope.Scope
  readonly messages: Messages
  /** Its id, known when it is asked for. */
  readonly thread: () => number
  readonly border: Border["Service"]
  readonly borders: ActorSystem.Members
  /** The transport, on main. */
  readonly transport: Port | undefined
  /** How long a handler that is at work for others may go on when its listener leaves. */
  readonly stopTimeoutMillis: number
  readonly lost: (letter: DeadLetter) => void
}

export interface Way {
  readonly peers: Service
  readonly listen: Listen
  /** All that is opened over it. */
  readonly scope: Scope.Closeable
  readonly life: Life
  /** Messages that others are answered about. */
  readonly answering: Set<number>
}

export class Ways {
  readonly frames: Frames = new Map()
  private readonly around: WaysAround
  /** One after the other. */
  private readonly making = Semaphore.makeUnsafe(1)
  private way: Way | undefined = undefined

  constructor(around: WaysAround) {
    this.around = around
  }

  /** Whether there may be others. */
  get isThere(): boolean {
    return this.around.transport !== undefined || this.around.borders.now.length > 0
  }

  /** That of the border that is there now. */
  private readonly now: Effect.Effect<Way, HarborError> = Effect.suspend(() => {
    const { way } = this
    return way === undefined || way.life.isOver ? this.latest : Effect.succeed(way)
  })

  /** As `now`, after main was asked whether its border is the same: where there is none, the way before ends. */
  readonly latest: Effect.Effect<Way, HarborError> = Effect.suspend(() => this.making.withPermit(this.found))

  private readonly found: Effect.Effect<Way, HarborError> = Effect.suspend(() => {
    const { border, transport } = this.around
    if (!this.isThere) return Effect.andThen(this.end, Effect.fail(over))
    if (transport !== undefined)
      return this.way === undefined ? this.made(transport, { number: 0, isOver: false }) : this.now
    return Effect.flatMap(aboutOf(border), (about) => {
      const { way } = this
      if (way !== undefined && !way.life.isOver && way.life.number === about.life) return Effect.succeed(way)
      return Effect.andThen(this.end, this.through(about))
    })
  })

  private through(about: About): Effect.Effect<Way, HarborError> {
    const { border, thread } = this.around
    const life: Life = { number: about.life, isOver: false }
    return this.made(
      tunnel({ border, frames: this.frames, thread: thread(), life, about, isThere: () => this.isThere }),
      life
    )
  }

  private made(port: Port, life: Life): Effect.Effect<Way, HarborError> {
    const { lost, messages, scope, thread } = this.around
    return Effect.suspend(() => {
      beginLife(life.number)
      const own = Scope.forkUnsafe(scope)
      return makePeers({ thread: thread() }, lost).pipe(
        Effect.provideService(Transport, port),
        Effect.provideService(Registry, messages),
        Effect.provideService(Scope.Scope, own),
        Effect.map(({ listen, peers }) => (this.way = { peers, listen, scope: own, life, answering: new Set() }))
      )
    })
  }

  /** Who is at work for another process there is interrupted; the next way does not wait for that. */
  private readonly end: Effect.Effect<void> = Effect.suspend(() => {
    const { way } = this
    if (way === undefined) return Effect.void
    this.way = undefined
    way.life.isOver = true
    return Effect.asVoid(Effect.forkIn(Effect.uninterruptible(Scope.close(way.scope, Exit.void)), this.around.scope))
  })

  /** Over the way that is there now; what cannot go out over it any more goes over the next one. */
  over<A, E>(use: (way: Way) => Effect.Effect<A, E>): Effect.Effect<A, E | HarborError> {
    return Effect.flatMap(this.now, (way) =>
      use(way).pipe(
        Effect.catchCause((cause): Effect.Effect<A, E | HarborError> => {
          // What is in the middle of something over a way that ends is interrupted there, and nobody else is meant.
          const error = Option.getOrUndefined(Cause.findErrorOption(cause))
          const hasEnded = error === undefined ? Cause.hasInterruptsOnly(cause) : isOver(error)
          return way.life.isOver && hasEnded ? this.over(use) : Effect.failCause(cause)
        })
      )
    )
  }

  /** The same of what needs no others: where there are none, it is done when some come. */
  whereThere<E>(use: (way: Way) => Effect.Effect<void, E>): Effect.Effect<void, E | HarborError> {
    return Effect.suspend(() =>
      this.isThere
        ? this.over(use).pipe(Effect.catch((error) => (this.isThere ? Effect.fail(error) : Effect.void)))
        : Effect.void
    )
  }
}
