/**
 * The releases of a gateway's connections. Whoever closes the gateway, or interrupts what serves a connection, waits for them as for the
 * handlers of an actor: they may finish, and are interrupted when that takes too long.
 */
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as ObjectId from "../../ObjectId.ts"
import { begun } from "../handler.ts"

/** A connection that is not released yet. */
interface Held {
  readonly id: ObjectId.ObjectId
  readonly released: Latch.Latch
  /** That releases it, when that has begun. */
  fiber: Fiber.Fiber<void> | undefined
  isInterrupted: boolean
}

/** What a fiber is about to release. */
const Releasing = Context.Reference<ReadonlyArray<Held>>("@stevedore/harbor/Gateway/Releasing", {
  defaultValue: () => []
})

/** How many connections a warning names. */
const NAMED = 10

export class Releases {
  private readonly stopTimeoutMillis: number
  private readonly held = new Set<Held>()

  constructor(stopTimeoutMillis: number) {
    this.stopTimeoutMillis = stopTimeoutMillis
  }

  /** What is to run once, when that connection has ended: it completes with `release`, which is interruptible. */
  add(id: ObjectId.ObjectId): (release: Effect.Effect<void>) => Effect.Effect<void> {
    const held: Held = { id, released: Latch.makeUnsafe(false), fiber: undefined, isInterrupted: false }
    this.held.add(held)
    return (release) => this.run(held, release)
  }

  /** Completes when all are released, but for those whose release waits for this very end. */
  readonly all: Effect.Effect<void> = Effect.flatMap(Releasing, (own) =>
    this.finish(Array.from(this.held).filter((each) => !own.includes(each)))
  )

  private run(held: Held, release: Effect.Effect<void>): Effect.Effect<void> {
    return Effect.gen({ self: this }, function* () {
      const context = yield* Effect.context<never>()
      const fiber = begun(release, Context.add(context, Releasing, [...Context.get(context, Releasing), held]))
      held.fiber = fiber
      fiber.addObserver(() => {
        this.held.delete(held)
        held.released.openUnsafe()
      })
      const waited = yield* Effect.exit(Effect.interruptible(Fiber.await(fiber)))
      // Whoever interrupts this waits for it, as who closes the gateway does.
      if (Exit.isFailure(waited)) yield* this.finish([held])
      const exit = fiber.pollUnsafe()
      if (exit !== undefined && !held.isInterrupted) yield* exit
    })
  }

  private finish(these: ReadonlyArray<Held>): Effect.Effect<void> {
    if (these.length === 0) return Effect.void
    const interrupt = Effect.suspend(() => {
      const left = these.filter((each) => this.held.has(each) && each.fiber !== undefined && !each.isInterrupted)
      if (left.length === 0) return Effect.void
      for (const each of left) {
        each.isInterrupted = true
        each.fiber!.interruptUnsafe()
      }
      const names = left.slice(0, NAMED).map(({ id }) => ObjectId.toText(id))
      const more = left.length > NAMED ? `, and of ${left.length - NAMED} more` : ""
      return Effect.logWarning(
        `a gateway's release did not end within ${this.stopTimeoutMillis} ms, of connection ${names.join(", ")}${more}`
      )
    })
    const released = Effect.forEach(these, (each) => each.released.await, { discard: true })
    return Effect.timeoutOrElse(released, { duration: this.stopTimeoutMillis, orElse: () => interrupt })
  }
}
