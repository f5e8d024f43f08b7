/**
 * What a generator yields, as a stream: asked for as its consumer takes it. Runs on the thread of the module.
 */
import * as Cause from "effect/Cause"
import * as Channel from "effect/Channel"
import * as Effect from "effect/Effect"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { Call } from "./moduleCall.ts"

type Step = IteratorResult<unknown, unknown>
type Elements = readonly [unknown, ...ReadonlyArray<unknown>]

/** A generator that does not wait yields many elements in no time, or few in a long one: no more at once than this. */
const MOST_AT_ONCE = 64
const LONGEST_MILLIS = 1

/**
 * Left before its end, the signal of the call is aborted and the generator's `finally` runs; the next job waits for that. What is
 * thrown then is a defect of the stream's own finalizer, which leftJobs.ts has logged.
 */
export const generated = (
  f: (...args: ReadonlyArray<unknown>) => unknown,
  args: ReadonlyArray<unknown>
): Stream.Stream<unknown, unknown> =>
  Stream.fromChannel(
    Channel.fromTransform((_, scope) =>
      Effect.suspend(() => {
        const call = new Call()
        const pulling = new Pulling(Reflect.apply(f, call, args) as Iterator<unknown> | AsyncIterator<unknown>)
        const leave = Effect.promise(() => {
          Call.abort(call)
          return pulling.leave(call)
        })
        return Effect.as(Scope.addFinalizer(scope, leave), pulling.next)
      })
    )
  )

class Pulling {
  private readonly iterator: Iterator<unknown> | AsyncIterator<unknown>
  private pending: Promise<unknown> = Promise.resolve()
  private ended = false
  /** What it threw, after elements that are sent first. */
  private thrown: { readonly error: unknown } | undefined = undefined
  /** The stream has failed with it. */
  private heard = false

  constructor(iterator: Iterator<unknown> | AsyncIterator<unknown>) {
    this.iterator = iterator
  }

  readonly next: Effect.Effect<Elements, unknown> = Effect.suspend(() => {
    if (this.thrown !== undefined) {
      this.heard = true
      return Effect.fail(this.thrown.error)
    }
    if (this.ended) return Cause.done()
    return Symbol.iterator in this.iterator ? this.some(this.iterator as Iterator<unknown>) : this.one
  })

  /** Of an asynchronous one. */
  private readonly one: Effect.Effect<Elements, unknown> = Effect.flatMap(
    Effect.tryPromise({
      try: () => {
        const step = (this.iterator as AsyncIterator<unknown>).next()
        this.pending = step
        return step
      },
      catch: (thrown) => {
        this.ended = true
        return thrown
      }
    }),
    (step) => (this.take(step) ? Effect.succeed([step.value]) : Cause.done())
  )

  private some(iterator: Iterator<unknown>): Effect.Effect<Elements, unknown> {
    const elements: Array<unknown> = []
    const until = performance.now() + LONGEST_MILLIS
    try {
      while (elements.length < MOST_AT_ONCE) {
        const step = iterator.next()
        if (!this.take(step)) break
        elements.push(step.value)
        if (performance.now() >= until) break
      }
    } catch (error) {
      this.ended = true
      this.thrown = { error }
    }
    // TypeScript does not learn from a length that an array is not empty.
    return elements.length > 0 ? Effect.succeed(elements as unknown as Elements) : this.next
  }

  private take(step: Step): boolean {
    this.ended = step.done === true
    return !this.ended
  }

  /** Nobody wants more. Rejects with what the generator throws now, and with what it had thrown behind elements that are not wanted. */
  async leave(call: Call): Promise<void> {
    if (this.thrown !== undefined && !this.heard) throw this.thrown.error
    if (this.ended) return
    try {
      await this.pending
    } catch (error) {
      // A generator that gives up because it was told to has not failed.
      if (Call.isAbort(call, error)) return
      throw error
    }
    await this.iterator.return?.()
  }
}
