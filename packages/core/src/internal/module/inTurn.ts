/**
 * Async iterators that may be asked for more while they are at work, as those of generators may. Any thread.
 */

/** What is asked for meanwhile comes in turn. Only `return` and `throw` do not wait: they end what is at work. */
export const inTurn = <A>(iterable: AsyncIterable<A>): AsyncIterable<A> => ({
  [Symbol.asyncIterator]: () => new InTurn(iterable[Symbol.asyncIterator]())
})

class InTurn<A> implements AsyncIterableIterator<A> {
  private readonly iterator: AsyncIterator<A>
  /** The one that was asked for last, while it has not come. */
  private last: Promise<unknown> | undefined = undefined

  constructor(iterator: AsyncIterator<A>) {
    this.iterator = iterator
  }

  next(): Promise<IteratorResult<A>> {
    const ask = (): Promise<IteratorResult<A>> => this.iterator.next()
    const step = this.last === undefined ? ask() : this.last.then(ask, ask)
    const come = (): void => {
      if (this.last === step) this.last = undefined
    }
    this.last = step
    step.then(come, come)
    return step
  }

  async return(value?: unknown): Promise<IteratorResult<A>> {
    await this.iterator.return!()
    return { done: true, value: await value }
  }

  throw(error: unknown): Promise<IteratorResult<A>> {
    return this.iterator.throw!(error)
  }

  [Symbol.asyncIterator](): this {
    return this
  }
}
