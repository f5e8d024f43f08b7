/**
 * Async iterators that a signal ends, whether somebody asks them for more then or not. Any thread.
 */
import type { Signal } from "../../ModuleActor.ts"

/**
 * Aborted before it was asked for anything, nothing is begun; meanwhile, what it iterates is left at once. Who waits for an element,
 * or asks for the next one, is told the reason; after that it has ended. `failed` hears what leaving it has failed with.
 */
export const untilAborted = <A>(
  iterable: AsyncIterable<A>,
  signals: ReadonlyArray<Signal>,
  failed: (error: unknown) => void
): AsyncIterable<A> => {
  if (signals.length === 0) return iterable
  return { [Symbol.asyncIterator]: () => new UntilAborted(iterable[Symbol.asyncIterator](), signals, failed) }
}

/** Asked for one element at a time (`inTurn`). */
class UntilAborted<A> implements AsyncIterator<A> {
  private readonly iterator: AsyncIterator<A>
  private readonly signals: ReadonlyArray<Signal>
  private readonly failed: (error: unknown) => void
  /** `"open"` from the first element that was asked for. */
  private state: "new" | "open" | "ended" = "new"
  /** It was aborted: comes to what leaving it has failed with, when it is left. */
  private left: Promise<unknown> | undefined = undefined

  constructor(iterator: AsyncIterator<A>, signals: ReadonlyArray<Signal>, failed: (error: unknown) => void) {
    this.iterator = iterator
    this.signals = signals
    this.failed = failed
  }

  async next(): Promise<IteratorResult<A>> {
    if (this.state === "ended") return { done: true, value: undefined }
    if (this.state === "new") this.open()
    try {
      const result = this.by() === undefined ? await this.iterator.next() : undefined
      // An element that came as it was aborted is too late.
      if (result !== undefined && (this.hasEnded() || this.by() === undefined)) {
        if (result.done === true) this.end()
        return result
      }
    } catch (error) {
      this.end()
      if (this.left === undefined || error !== (await this.left)) throw error
    }
    return this.reject()
  }

  return(): Promise<IteratorResult<A>> {
    this.end()
    return this.iterator.return!()
  }

  throw(error: unknown): Promise<IteratorResult<A>> {
    this.end()
    return this.iterator.throw!(error)
  }

  private by(): Signal | undefined {
    return this.signals.find(({ aborted }) => aborted)
  }

  /** Who waits for an element may find that it was left meanwhile. */
  private hasEnded(): boolean {
    return this.state === "ended"
  }

  private async reject(): Promise<never> {
    this.end()
    // A listener before this one may have asked.
    this.abort()
    await this.left
    throw this.by()?.reason
  }

  private open(): void {
    this.state = "open"
    for (const signal of this.signals) signal.addEventListener("abort", this.abort, { once: true })
  }

  private end(): void {
    this.state = "ended"
    this.forget()
  }

  private forget(): void {
    for (const signal of this.signals) signal.removeEventListener("abort", this.abort)
  }

  private readonly abort = (): void => {
    this.forget()
    this.left ??= this.iterator.return!().then(
      () => undefined,
      (error: unknown) => {
        this.failed(error)
        return error
      }
    )
  }
}
