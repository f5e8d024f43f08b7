/**
 * Writes down what is new in a cache, in batches, oldest first, a moment after it came: what changes meanwhile is written
 * once. Runs beside the keeper, on its thread; the store has a thread of its own.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Latch from "effect/Latch"
import * as Option from "effect/Option"
import { HarborError, StoreUnavailable } from "../../HarborError.ts"
import type { LastValueStore } from "../../LastValueStore.ts"
import { textOf } from "../codec/body.ts"
import { logWarning } from "../logged.ts"
import type { Cache, Unwritten } from "./cache.ts"

const BATCH_COUNT = 1000
const BATCH_BYTES = 256 * 1024

/** A store that fails is tried again after so long: four times longer each time, up to the longest. */
const AGAIN_MILLIS = 20
const LONGEST_MILLIS = 5000

interface Flush {
  /** The mark of the last key that it is for. */
  readonly ordinal: number
  readonly resume: (exit: Exit.Exit<void, HarborError>) => void
}

/** What a write has come to that did not succeed. */
type Failure = Cause.Cause<HarborError>

/** What the keeper does when something was written, or could not be. */
export interface Heard {
  readonly written: () => void
  readonly failed: (error: HarborError) => void
}

export class Writer {
  private readonly cache: Cache
  private readonly store: LastValueStore["Service"]
  private readonly flushMillis: number
  private readonly heard: Heard
  /** Something is not written down. */
  private readonly dirty = Latch.makeUnsafe()
  /** Somebody waits for it. */
  private readonly hurried = Latch.makeUnsafe()
  private readonly flushes = new Set<Flush>()
  private writtenUpTo = 0

  constructor(cache: Cache, store: LastValueStore["Service"], flushMillis: number, heard: Heard) {
    this.cache = cache
    this.store = store
    this.flushMillis = flushMillis
    this.heard = heard
  }

  wake(): void {
    this.dirty.openUnsafe()
  }

  hurry(): void {
    this.hurried.openUnsafe()
  }

  /**
   * Completes when each key that is not written down now is, with its value of now or a later one; fails when that was tried
   * without success.
   */
  get flush(): Effect.Effect<void, HarborError> {
    return Effect.callback((resume) => {
      if (this.writtenUpTo >= this.cache.marked) return resume(Effect.void)
      const flush: Flush = { ordinal: this.cache.marked, resume }
      this.flushes.add(flush)
      this.hurry()
      return Effect.sync(() => this.flushes.delete(flush))
    })
  }

  get run(): Effect.Effect<void> {
    const step = Effect.gen({ self: this }, function* () {
      yield* this.dirty.await
      yield* Effect.raceFirst(Effect.sleep(this.flushMillis), this.hurried.await)
      let pause = AGAIN_MILLIS
      for (;;) {
        const failure = yield* Effect.match(this.writeAll, { onFailure: (cause) => cause, onSuccess: () => undefined })
        if (failure === undefined) break
        if (pause === AGAIN_MILLIS) yield* logWarning("last values are not written down", failure)
        yield* Effect.sleep(pause)
        pause = Math.min(4 * pause, LONGEST_MILLIS)
      }
    })
    // What is left is written when the keeper stops; the store stops after it.
    const rest = Effect.matchEffect(this.writeAll, {
      onFailure: (failure) => logWarning("last values are not written down, and their keeper ends", failure),
      onSuccess: () => Effect.void
    })
    return Effect.onExit(Effect.forever(step), () => rest)
  }

  /** Fails with what the store has come to: also with its defects, and with what it throws. */
  private get writeAll(): Effect.Effect<void, Failure> {
    return Effect.gen({ self: this }, function* () {
      for (;;) {
        const batch = this.cache.unwritten(BATCH_COUNT, BATCH_BYTES)
        if (batch.entries.length === 0) break
        const written = Effect.sandbox(Effect.suspend(() => this.store.write(batch.entries)))
        yield* Effect.onExit(written, (exit) => Effect.sync(() => this.wrote(batch, exit)))
      }
      this.dirty.closeUnsafe()
      this.hurried.closeUnsafe()
    })
  }

  private wrote(batch: Unwritten, exit: Exit.Exit<void, Failure>): void {
    const failure = Exit.isSuccess(exit) ? undefined : Option.getOrUndefined(Cause.findErrorOption(exit.cause))
    if (Exit.isSuccess(exit)) {
      this.cache.written(batch)
      this.writtenUpTo = batch.ordinal
    } else {
      this.cache.notWritten(batch)
      // The keeper stops meanwhile: those who wait are told when what is left is written.
      if (failure === undefined) return
    }
    const error = failure === undefined ? undefined : errorOf(failure)
    // Before anybody is told: they may ask again at once.
    const over = Array.from(this.flushes).filter((flush) => error !== undefined || flush.ordinal <= this.writtenUpTo)
    for (const flush of over) this.flushes.delete(flush)
    if (error === undefined) this.heard.written()
    else this.heard.failed(error)
    const told = error === undefined ? Exit.void : Exit.fail(error)
    for (const flush of over) flush.resume(told)
  }
}

/** What a store of one's own has died of, or thrown, is a failure as any other to those who wait. */
const errorOf = (failure: Failure): HarborError => {
  const error = Cause.findErrorOption(failure)
  if (Option.isSome(error)) return error.value
  const detail = `write ${Cause.hasInterruptsOnly(failure) ? "was interrupted" : `died: ${textOf(Cause.squash(failure))}`}`
  const reason = new StoreUnavailable({ store: "LastValueStore", detail })
  return new HarborError({ reason, messageName: "", thread: "", delivered: "no" })
}
