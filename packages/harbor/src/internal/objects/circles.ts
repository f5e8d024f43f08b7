/**
 * Waits of handlers for objects that are busy, and the circles that they make. Who waits knows all who wait for him, so a circle that
 * one chain closes is known as soon as it does: see `judge`. Two chains that meet crosswise know nothing of each other. So where
 * such a wait has lasted as long as a handler waits for room, its thread asks all others what waits there, twice: what was there both times
 * was there in between, all at once, and a circle of that is one that nothing but an error ends. The youngest wait in it fails.
 */
import * as Effect from "effect/Effect"
import type * as Fiber from "effect/Fiber"
import { blockersOf, type Chain, marksOf } from "./chain.ts"
import type { WaitingFor } from "./wire.ts"

/** Of a handler, or of whom it waits for, for an object. */
export interface Wait {
  readonly serial: number
  /** It waits until no handler of the object is at work: for its move, or, as of now, behind one. */
  readonly isMove: () => boolean
  readonly chain: () => Chain
  /** Would wait for itself: the objects of the circle, from and to the same one. */
  readonly fail: (serials: ReadonlyArray<number>) => void
}

/** One that is under way. */
export interface Entered {
  isOver: boolean
}

interface Known extends Entered {
  readonly wait: Wait
  readonly id: number
  readonly since: number
  /** How long it waits until it is looked at again. */
  pauseMillis: number
  nextMillis: number
}

export interface CirclesOptions {
  readonly thread: number
  readonly nestedWaitMillis: number
  readonly fork: (effect: Effect.Effect<void>) => Fiber.Fiber<void>
  readonly now: () => number
  /** What waits on all other threads. */
  readonly others: Effect.Effect<ReadonlyArray<WaitingFor>>
}

const LONGEST_PAUSE_MILLIS = 30_000

export class Circles {
  private readonly options: CirclesOptions
  private readonly waits = new Set<Known>()
  private count = 0
  private looking: Fiber.Fiber<void> | undefined = undefined
  private isClosed = false

  constructor(options: CirclesOptions) {
    this.options = options
  }

  /** Waits that are under way. */
  get size(): number {
    return this.waits.size
  }

  /** Nothing where no object waits for it, unless whoever waits `mayChange`. Fails at once where it waits for itself. */
  enter(wait: Wait, mayChange: boolean): Entered | undefined {
    if (!mayChange && !isNested(wait)) return undefined
    const since = this.options.now()
    const pauseMillis = this.options.nestedWaitMillis
    const known = { wait, id: ++this.count, since, pauseMillis, nextMillis: since + pauseMillis, isOver: false }
    this.waits.add(known)
    this.judge(known)
    if (!known.isOver && !this.isClosed) this.looking ??= this.options.fork(this.look)
    return known
  }

  leave(entered: Entered | undefined): void {
    if (entered === undefined) return
    entered.isOver = true
    this.waits.delete(entered as Known)
  }

  /** It has entered, or who waits for it has changed. */
  judge(entered: Entered): void {
    const { wait } = entered as Known
    if (!entered.isOver && isSelf(wait)) {
      const serials = marksOf(wait.chain()).map(serialIn)
      this.end(entered as Known, [...serials.slice(serials.lastIndexOf(wait.serial)), wait.serial])
    }
  }

  /** What waits for that object waits for others than before. */
  judgeAll(serial: number): void {
    for (const known of this.waits) if (known.wait.serial === serial) this.judge(known)
  }

  /** Nobody looks any more. */
  close(): void {
    this.isClosed = true
    this.looking?.interruptUnsafe()
  }

  /** For other threads. */
  get mine(): ReadonlyArray<WaitingFor> {
    const { thread } = this.options
    return Array.from(this.waits, ({ id, since, wait: { chain, isMove, serial } }) => ({
      thread,
      id,
      since,
      serial,
      isMove: isMove(),
      marks: marksOf(chain())
    }))
  }

  private end(known: Known, serials: ReadonlyArray<number>): void {
    this.leave(known)
    known.wait.fail(serials)
  }

  /** As long as anything waits. */
  private readonly look: Effect.Effect<void> = Effect.gen({ self: this }, function* () {
    while (this.waits.size > 0) {
      yield* Effect.sleep(this.options.nestedWaitMillis)
      const now = this.options.now()
      const due = Array.from(this.waits).filter(({ nextMillis, wait }) => nextMillis <= now && isNested(wait))
      if (due.length === 0) continue
      for (const known of due) {
        known.pauseMillis = Math.min(2 * known.pauseMillis, LONGEST_PAUSE_MILLIS)
        known.nextMillis = now + known.pauseMillis
      }
      const lasting = both(yield* this.all, yield* this.all)
      const [mine, waits] = [new Map(lasting.map((wait) => [keyOf(wait), wait])), byMarks(lasting)]
      for (const known of due)
        this.breakUp(known, mine.get(keyOf({ id: known.id, thread: this.options.thread })), waits)
    }
    this.looking = undefined
  })

  private get all(): Effect.Effect<ReadonlyArray<WaitingFor>> {
    return Effect.map(this.options.others, (others) => [...others, ...this.mine])
  }

  private breakUp(known: Known, own: WaitingFor | undefined, waits: ByMark): void {
    if (own === undefined || known.isOver) return
    const circle = circleOf(own, waits)
    if (circle === undefined || circle.some((wait) => isYounger(wait, own))) return
    this.end(known, [circle.at(-1)!.serial, ...circle.map(({ serial }) => serial)])
  }
}

const isSelf = ({ chain, isMove, serial }: Wait): boolean => {
  const waiting = chain()
  return blockersOf(serial, isMove()).some((mark) => waiting.includes(mark))
}

const isNested = ({ chain }: Wait): boolean => marksOf(chain()).length > 0

const serialIn = (mark: number): number => Math.floor(-mark)

const keyOf = ({ id, thread }: Pick<WaitingFor, "id" | "thread">): string => `${thread}:${id}`

/** What was there both times, of those who waited both times. */
const both = (before: ReadonlyArray<WaitingFor>, after: ReadonlyArray<WaitingFor>): ReadonlyArray<WaitingFor> => {
  const known = new Map(before.map((wait) => [keyOf(wait), wait]))
  return after.flatMap((wait) => {
    const same = known.get(keyOf(wait))
    if (same === undefined) return []
    const marks = wait.marks.filter((mark) => same.marks.includes(mark))
    return [{ ...wait, isMove: wait.isMove && same.isMove, marks }]
  })
}

const isYounger = (one: WaitingFor, other: WaitingFor): boolean =>
  (one.since - other.since || one.thread - other.thread || one.id - other.id) > 0

/** Waits by the objects whose handlers wait. */
type ByMark = ReadonlyMap<number, ReadonlyArray<WaitingFor>>

/** Made once for all whose circles are looked for: they may be tens of thousands. */
export const byMarks = (all: ReadonlyArray<WaitingFor>): ByMark => {
  const byMark = new Map<number, Array<WaitingFor>>()
  for (const wait of all) {
    for (const mark of wait.marks) {
      const waits = byMark.get(mark)
      if (waits === undefined) byMark.set(mark, [wait])
      else waits.push(wait)
    }
  }
  return byMark
}

/** The shortest circle that a wait is in, from it on: each waits for an object whose handler waits by the next one. */
export const circleOf = (own: WaitingFor, byMark: ByMark): ReadonlyArray<WaitingFor> | undefined => {
  const seen = new Set<WaitingFor>()
  let paths: Array<ReadonlyArray<WaitingFor>> = [[own]]
  while (paths.length > 0) {
    const longer: Array<ReadonlyArray<WaitingFor>> = []
    for (const path of paths) {
      const { isMove, serial } = path.at(-1)!
      for (const next of blockersOf(serial, isMove).flatMap((mark) => byMark.get(mark) ?? [])) {
        if (next === own) return path
        if (seen.has(next)) continue
        seen.add(next)
        longer.push([...path, next])
      }
    }
    paths = longer
  }
  return undefined
}
