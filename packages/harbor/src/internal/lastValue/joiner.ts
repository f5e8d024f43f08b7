/**
 * One who is told of the last values of a topic: a place in its order, and whether it is being told. What it has not heard of
 * yet is not kept for it: it reads on from its place when it is ready, so a slow one costs no memory and hears of each key
 * once, with its latest value.
 */
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type { Batch, Entry } from "./entry.ts"
import { Held } from "./replay.ts"
import { type Version, versionOf, ZERO } from "./version.ts"

/** What comes next after a version: at once where it is here, undefined where there is nothing yet. */
export type Next = (after: Version) => Effect.Effect<Batch | undefined>

/** Told of one value; the next one is told when this has ended. Fails in no way. */
export type Tell = (entry: Entry) => Effect.Effect<void>

/** Runs it at once, as far as it goes. */
export type Run = (effect: Effect.Effect<void>) => Fiber.Fiber<void>

export class Joiner {
  private at: Version = ZERO
  private fiber: Fiber.Fiber<void> | undefined
  /** Something came while it was being told. */
  private isBehind = false
  private hasLeft = false
  private readonly next: Next
  private readonly tell: Tell
  private readonly run: Run

  constructor(next: Next, tell: Tell, run: Run) {
    this.next = next
    this.tell = tell
    this.run = run
  }

  /** Something has come, or is there already. Nothing runs for a joiner that has heard everything. */
  wake(): void {
    if (this.hasLeft) return
    this.isBehind = true
    if (this.fiber !== undefined) return
    const fiber = this.run(this.hear)
    if (fiber.pollUnsafe() !== undefined) return
    this.fiber = fiber
    fiber.addObserver(() => {
      this.fiber = undefined
      if (this.isBehind) this.wake()
    })
  }

  /** Nothing is told from now on, and what is being told has ended when this completes, unless it is what leaves. */
  get leave(): Effect.Effect<void> {
    return Effect.withFiber((current) => {
      this.hasLeft = true
      const { fiber } = this
      return fiber === undefined || fiber === current ? Effect.void : Fiber.interrupt(fiber)
    })
  }

  private get hear(): Effect.Effect<void> {
    return Effect.gen({ self: this }, function* () {
      while (!this.hasLeft) {
        this.isBehind = false
        const batch = yield* this.next(this.at)
        if (batch === undefined) return
        if (!(batch instanceof Held)) yield* this.hearAll(batch)
        else {
          batch.take()
          yield* Effect.ensuring(
            this.hearAll(batch),
            Effect.sync(() => batch.release())
          )
        }
      }
    })
  }

  private hearAll(batch: Batch): Effect.Effect<void> {
    return Effect.gen({ self: this }, function* () {
      for (const entry of batch.entries) {
        if (this.hasLeft) return
        this.at = versionOf(entry)
        yield* this.tell(entry)
        if (batch instanceof Held && batch.isTight) return
      }
      this.at = batch.upTo
    })
  }
}
