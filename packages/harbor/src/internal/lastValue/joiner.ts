/**
 * One who is told of the last values of a topic: a place in its order, and whether it is being told. What it has not heard of
 * yet is not kept for it: it reads on from its place when it is ready, so a slow one costs no memory and hears of each key
 * once, with its latest value. No fiber runs for one that has heard everything, nor for what is told at once.
 */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import { CurrentTelling } from "../threads/current.ts"
import type { Batch, Entry } from "./entry.ts"
import { Held } from "./replay.ts"
import { isAfter, type Version, versionOf, ZERO } from "./version.ts"

/** What comes next after a version: an Exit where it is here, undefined where there is nothing yet. */
export type Next = (after: Version) => Effect.Effect<Batch | undefined>

/** Told of one value; the next one is told when this has ended. Fails in no way. */
export type Tell = (entry: Entry) => Effect.Effect<void>

/** Runs it at once, as far as it goes. */
export type Run = <A>(effect: Effect.Effect<A>) => Fiber.Fiber<A>

/** So many values are told before others have a turn. */
const TURN = 256

export class Joiner {
  /** What it has heard up to. */
  private at: Version = ZERO
  /** Keys that went up to there it has not heard of. */
  private readonly since: Version
  /** What it is in the middle of, and where. */
  private batch: Batch | undefined
  private index = 0
  /** What it waits for: a part of the topic, or the end of what it was told. */
  private fiber: Fiber.Fiber<unknown> | undefined
  private isHearing = false
  private told = 0
  /** The latest value that it did not hear of at once: while that is told, and until the next one is. */
  private telling: object | undefined
  /** Something came while it was being told. */
  private isBehind = false
  private hasLeft = false
  private onRest: (() => void) | undefined
  private readonly next: Next
  private readonly tell: Tell
  private readonly run: Run

  constructor(next: Next, tell: Tell, run: Run, since: Version) {
    this.since = since
    this.next = next
    this.tell = tell
    this.run = run
  }

  get heard(): Version {
    return this.at
  }

  /** It is being told, or waits for what comes next. */
  get isBusy(): boolean {
    return this.isHearing
  }

  /** Something has come, or is there already. */
  wake(): void {
    this.isBehind = true
    if (!this.isHearing) this.hear()
  }

  /** Calls back once it has heard all there is. */
  atRest(resume: () => void): void {
    if (this.isHearing) this.onRest = resume
    else resume()
  }

  /** Nothing is told from now on, and what is being told has ended when this completes, unless it waits for this very end. */
  get leave(): Effect.Effect<void> {
    return Effect.flatMap(CurrentTelling, (telling) => {
      this.hasLeft = true
      if (!this.isHearing) this.letGo()
      if (telling !== undefined && telling === this.telling) return Effect.void
      const end = Effect.suspend(() => (this.fiber === undefined ? Effect.void : Fiber.interrupt(this.fiber)))
      // Called from within what is being told, which has no fiber here until it waits for something.
      return this.isHearing && this.fiber === undefined ? Effect.andThen(Effect.yieldNow, end) : end
    })
  }

  /** As far as it goes without waiting. */
  private hear(): void {
    this.isHearing = true
    while (!this.hasLeft) {
      const entry = this.batch?.entries[this.index]
      if (entry !== undefined) {
        this.index++
        this.at = versionOf(entry)
        if (entry.gone === true && !isAfter(entry, this.since)) continue
        if (!this.goesOn(this.toldOf(entry), undefined)) return
        if (this.batch instanceof Held && this.batch.isTight) this.letGo()
        if (++this.told % TURN === 0 && !this.goesOn(Effect.yieldNow, undefined)) return
        continue
      }
      if (this.batch !== undefined) {
        this.at = this.batch.upTo
        this.letGo()
      }
      this.isBehind = false
      const next = this.next(this.at)
      if (!this.goesOn(next, this.begin)) return
      // Nothing came, and nothing has come since it was asked.
      if (this.batch === undefined && !this.isBehind) break
    }
    this.isHearing = false
    if (this.hasLeft) this.letGo()
    else this.onRest?.()
  }

  /** Whatever is begun in there, by whichever fiber, is known by what it is a part of. */
  private toldOf(entry: Entry): Effect.Effect<void> {
    const told = this.tell(entry)
    return Exit.isExit(told) ? told : Effect.provideService(told, CurrentTelling, (this.telling = {}))
  }

  /** False where it has to be waited for: then it goes on by itself. */
  private goesOn<A>(effect: Effect.Effect<A>, use: ((value: A) => void) | undefined): boolean {
    let exit: Exit.Exit<A> | undefined = Exit.isExit(effect) ? (effect as Exit.Exit<A>) : undefined
    if (exit === undefined) {
      const fiber = this.run(effect)
      exit = fiber.pollUnsafe()
      if (exit === undefined) {
        this.fiber = fiber
        fiber.addObserver((exit: Exit.Exit<A>) => {
          this.fiber = undefined
          if (Exit.isSuccess(exit)) use?.(exit.value)
          this.hear()
        })
        return false
      }
    }
    if (Exit.isSuccess(exit)) use?.(exit.value)
    return true
  }

  private readonly begin = (batch: Batch | undefined): void => {
    this.batch = batch instanceof Held ? batch.take() : batch
    this.index = 0
  }

  private letGo(): void {
    if (this.batch instanceof Held) this.batch.release()
    this.batch = undefined
  }
}
