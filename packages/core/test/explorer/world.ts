/**
 * The memory that the shipped code runs on while it is explored, and the operations that a thread does there.
 *
 * `memory/atomics.ts` is replaced by `atomics.ts` beside this file, and an arena's views by the proxies of `views.ts`:
 * both end in `world.operation`. Whoever explores installs itself as the executor and decides what each operation
 * answers: see `run.ts`.
 */

/** What an operation is. Those from `plainLoad` on are never points where another thread may come between. */
export const Kind = {
  load: 0,
  store: 1,
  add: 2,
  or: 3,
  and: 4,
  exchange: 5,
  compareExchange: 6,
  notify: 7,
  arm: 8,
  /** The thread's event loop: takes one of its events, or blocks. */
  turn: 9,
  /** A decision that the model leaves open. */
  choose: 10,
  /** Raises an event of a thread: a message, an exit. */
  raise: 11,
  /** The wait that was armed is over without a notify. */
  disarm: 12,
  plainLoad: 13,
  plainStore: 14
} as const
export type Kind = (typeof Kind)[keyof typeof Kind]

export const kindNames = Object.keys(Kind)

/** Kinds without an answer. */
export const isSilent = (kind: Kind): boolean =>
  kind === Kind.store || kind === Kind.notify || kind === Kind.raise || kind === Kind.disarm || kind === Kind.plainStore

export interface Executor {
  readonly operation: (kind: Kind, a: number, b: number, c: number) => number
  readonly note: (text: string) => void
}

/** Does every operation at once: for what happens before there are threads. */
class Direct implements Executor {
  words = new Int32Array(0)
  operation(kind: Kind, a: number, b: number, c: number): number {
    const before = this.words[a]!
    switch (kind) {
      case Kind.store:
      case Kind.exchange:
        this.words[a] = b
        break
      case Kind.plainStore:
        this.words[a] = c === 0 ? b : (before & ~c) | b
        break
      case Kind.add:
        this.words[a] = before + b
        break
      case Kind.or:
        this.words[a] = before | b
        break
      case Kind.and:
        this.words[a] = before & b
        break
      case Kind.compareExchange:
        if (before === b) this.words[a] = c
        break
      case Kind.load:
      case Kind.plainLoad:
        break
      default:
        throw new Error(`${kindNames[kind]} before there are threads`)
    }
    return before
  }
  note(): void {}
}

export const direct = new Direct()

/** The one who executes, at any time exactly one. */
export const world: { executor: Executor; onWake: ((resume: () => void) => void) | undefined } = {
  executor: direct,
  onWake: undefined
}
