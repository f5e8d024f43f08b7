/** What a model is: threads that run shipped code over one small arena, and what must be true when nothing moves. */
import type { Arena } from "../../src/internal/memory/arena.ts"
import type { MemorySizes } from "../../src/internal/memory/layout.ts"

/** What a thread can do besides running shipped code. */
export interface ThreadEnv {
  readonly index: number
  readonly arena: Arena
  /** Told to the final check: what this thread has seen or done, in order. */
  readonly note: (text: string) => void
  /** A decision left open: every number below `count` is tried. */
  readonly choose: (count: number) => number
  /** Raises event `event` of model thread `thread`. */
  readonly raise: (thread: number, event: number) => void
  /** The event loop's turn: blocks until one of `events` was raised, or takes `-1` when `ready`. Every choice is tried. */
  readonly turn: (events: ReadonlyArray<number>, ready: boolean) => number
  /** Gives the local state as text, whenever a turn is taken: see digest.ts. */
  readonly describe: (state: () => string | undefined) => void
  /** What `Bell.armed` gave its callback to: called by the turn that takes event `Event.bell`. */
  takeWake: () => () => void
}

/** Events that every thread may have. */
export const Event = {
  /** The armed `waitAsync` was notified. */
  bell: 0,
  /** Raised by the death of model thread n: `exit + n`. */
  exit: 1,
  /** Free for a model's own use, from here to 14. */
  first: 8,
  /** The time of a wait that stops the thread is over. */
  timeOut: 15
} as const

export interface ModelThread {
  readonly name: string
  /** The shared record that it runs as: for names in schedules, and for its waits. */
  readonly run: (env: ThreadEnv) => void
  /** May be killed before any of its operations. */
  readonly killable?: boolean
}

export interface ThreadResult {
  readonly notes: ReadonlyArray<string>
  /** Came to the end of its function. */
  readonly done: boolean
  /** A wait of its own is still armed. */
  readonly armed: boolean
  readonly dead: boolean
}

export interface FinalState {
  readonly word: (index: number) => number
  readonly threads: Readonly<Record<string, ThreadResult>>
  readonly kills: number
  readonly arena: Arena
}

export interface Model {
  /** Where it is made, of what: the rest follows from these. */
  readonly file: string
  readonly options: unknown
  readonly sizes: MemorySizes
  readonly threads: ReadonlyArray<ModelThread>
  /** Events that are up from the beginning, as [thread, event]. */
  readonly raised?: ReadonlyArray<readonly [number, number]>
  /** Deaths in all. */
  readonly maxKills?: number
  /** Model threads that learn of a death by event `Event.exit + dead`. */
  readonly watchers?: ReadonlyArray<number>
  /** Runs before there are threads. */
  readonly setup?: (arena: Arena) => void
  /** Nothing moves any more: what is wrong, if anything is. May return `#outcome`, which is counted. */
  readonly final: (state: FinalState) => string | undefined
}
