/**
 * What the objects of a thread have around them: handlers, lanes to the other threads, and what is told there of moves.
 */

/** What the threads of a move tell each other. `from` is the place of the one that says it. */
export type MoveNews =
  | {
      readonly _tag: "prepare"
      readonly serial: number
      readonly from: number
      readonly kind: string
      /** As it is now, to see that it can be told: the one that counts comes with `done`. */
      readonly state?: unknown
    }
  | { readonly _tag: "prepared"; readonly serial: number; readonly from: number; readonly isServed: boolean }
  | { readonly _tag: "cancelled"; readonly serial: number; readonly from: number }
  | { readonly _tag: "moving"; readonly serial: number; readonly from: number }
  | { readonly _tag: "passed"; readonly serial: number; readonly from: number }
  | {
      readonly _tag: "done"
      readonly serial: number
      readonly from: number
      readonly kind: string
      readonly state: unknown
    }
  | { readonly _tag: "arrived"; readonly serial: number; readonly from: number; readonly isHere: boolean }
  /** It has to say something of that move, and finds no room for it. */
  | { readonly _tag: "late"; readonly serial: number; readonly from: number }

/**
 * Whether news comes before what its thread has sent to objects there, as far as that waits for room: all but what says that
 * something of that has come before it.
 */
export const isAhead = ({ _tag }: MoveNews): boolean => _tag !== "passed" && _tag !== "done" && _tag !== "cancelled"

/**
 * How a move ended. Nothing has changed where it was `refused`, since its thread has no handlers for that kind, where that thread
 * is `gone`, or where its state is `unwritable`, or too `large` to be told.
 */
export type MoveEnd = "moved" | "lost" | "refused" | "gone" | "unwritable" | "large"

/** A handler that waits for a move of its own object, which does not wait for it. */
export interface OwnHandler {
  /** It has ended: whoever is at work now is another one. */
  readonly isOver: boolean
  /** Its object has left without it. */
  hasLeft: boolean
}

/** Why nobody takes a message: `Full`, because as many wait for its object as may. */
export type Refusal = "NoReceiver" | "ObjectLost" | "Full"

/** What cannot be read or written as its kind says. */
export const UNREADABLE = Symbol("unreadable")

/** What surrounds the objects of a thread: its handlers, and its lanes to the others. */
export interface Surroundings<Message> {
  /** The number of a kind that this thread has handlers for; `undefined` when it has none. */
  readonly kindOf: (name: string) => number | undefined
  readonly kindName: (kind: number) => string
  /** How many messages of one object its handlers take at a time. */
  readonly concurrency: (kind: number) => number
  /** How many more may wait for that. */
  readonly mailbox: (kind: number) => number
  /** Has the object's handlers take a message: `undefined` when they have done with it, else what calls back when they have. */
  readonly run: (
    serial: number,
    kind: number,
    state: unknown,
    message: Message
  ) => ((done: () => void) => void) | undefined
  readonly refuse: (message: Message, why: Refusal) => void
  /** Behind all that this thread has sent on to there, and said of moves that is not ahead of that. */
  readonly forward: (to: number, serial: number, message: Message) => void
  /** The same, or ahead: in the order in which it is told, either way. */
  readonly tell: (to: number, news: MoveNews) => void
  /** Calls back when a handler would have waited long enough, unless what this returns is called before. */
  readonly whenLate: (run: () => void) => () => void
  /** All threads that may send to objects, this one too. */
  readonly everyone: () => ReadonlyArray<number>
  /** The state as it travels and back, or `UNREADABLE`. */
  readonly pack: (kind: number, state: unknown) => unknown
  readonly unpack: (kind: number, packed: unknown) => unknown
}
