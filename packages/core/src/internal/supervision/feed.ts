/**
 * What happens, told to any number of subscribers on one thread. Nobody who tells ever waits: a subscriber that reads too
 * slowly keeps the latest and is told how many it has missed.
 */
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"

/** Events kept for a subscriber that does not read. */
const CAPACITY = 1024

type Next<A> = Effect.Effect<readonly [A, ...Array<A>], Cause.Done>

class Subscriber<A> {
  private readonly events: Array<A> = []
  private missed = 0
  private resume: ((next: Next<A>) => void) | undefined
  private ended = false
  private readonly wanted: (event: A) => boolean
  private readonly missing: (count: number) => A

  constructor(first: ReadonlyArray<A>, wanted: (event: A) => boolean, missing: (count: number) => A) {
    this.wanted = wanted
    this.missing = missing
    for (const event of first) this.tell(event)
  }

  tell(event: A): void {
    if (!this.wanted(event)) return
    if (this.events.length === CAPACITY) {
      this.events.shift()
      this.missed++
    }
    this.events.push(event)
    this.wake()
  }

  end(): void {
    this.ended = true
    this.wake()
  }

  private wake(): void {
    const { resume } = this
    if (resume === undefined) return
    const next = this.ready()
    if (next === undefined) return
    this.resume = undefined
    resume(next)
  }

  private ready(): Next<A> | undefined {
    const [first, ...rest] = this.events.splice(0)
    if (first === undefined) return this.ended ? Cause.done() : undefined
    const { missed } = this
    this.missed = 0
    return Effect.succeed(missed === 0 ? [first, ...rest] : [this.missing(missed), first, ...rest])
  }

  readonly take: Next<A> = Effect.callback((resume) => {
    const next = this.ready()
    if (next !== undefined) return resume(next)
    this.resume = resume
    return Effect.sync(() => {
      this.resume = undefined
    })
  })
}

export class Feed<A> {
  private readonly subscribers = new Set<Subscriber<A>>()
  private ended = false

  tell(event: A): void {
    for (const subscriber of this.subscribers) subscriber.tell(event)
  }

  /** How many read it. */
  get size(): number {
    return this.subscribers.size
  }

  /** Every stream ends, after what was told before. */
  end(): void {
    this.ended = true
    for (const subscriber of this.subscribers) subscriber.end()
  }

  /**
   * What is told from the moment the stream is run. It begins with `first`, which is read at that very moment, so that
   * nothing comes between the two. `missing` makes the event that says how many were lost for want of reading.
   */
  stream(options: {
    readonly first: () => ReadonlyArray<A>
    readonly wanted: (event: A) => boolean
    readonly missing: (count: number) => A
  }): Stream.Stream<A> {
    const subscribe = Effect.acquireRelease(
      Effect.sync(() => {
        const subscriber = new Subscriber(options.first(), options.wanted, options.missing)
        this.subscribers.add(subscriber)
        if (this.ended) subscriber.end()
        return subscriber
      }),
      (subscriber) =>
        Effect.sync(() => {
          this.subscribers.delete(subscriber)
        })
    )
    return Stream.unwrap(Effect.map(subscribe, ({ take }) => Stream.fromPull(Effect.succeed(take))))
  }
}
