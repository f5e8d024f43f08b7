/**
 * Tells that a thread answers for beyond its job words, counted in its record so that the count outlives it: main adds
 * it up when the record is swept. Each count is raised before the word that it stands for goes, so that a death in
 * between may count a tell that was handled as lost, but never loses one in silence. Used by the owning thread only.
 */
import type { Arena } from "../memory/arena.ts"
import { type LostTells, lostTells } from "../memory/jobTable.ts"
import { Header, Thread } from "../memory/layout.ts"
import * as Atomics from "../memory/atomics.ts"
import * as ThreadRecord from "../memory/threadRecord.ts"

export class TellAccount {
  private readonly arena: Arena
  private readonly thread: number
  /** Nobody will handle them. */
  deadLetters = 0
  /** Its own, waiting for a thread to come again: this thread alone answers for them. */
  private inHand = 0
  /** Of dead senders, likewise. */
  private inherited = 0

  constructor(arena: Arena, thread: number) {
    this.arena = arena
    this.thread = thread
  }

  deadLetter(): void {
    ThreadRecord.store(this.arena, this.thread, Thread.deadLetters, ++this.deadLetters)
  }

  /** One of its own whose word is about to go. */
  take(): void {
    ThreadRecord.store(this.arena, this.thread, Thread.inHand, ++this.inHand)
  }

  /** It has ended, or has a word again. */
  letGo(): void {
    ThreadRecord.store(this.arena, this.thread, Thread.inHand, --this.inHand)
  }

  /** One of a dead sender, whose word is about to go. */
  inherit(): void {
    ThreadRecord.store(this.arena, this.thread, Thread.inherited, ++this.inherited)
  }

  /** It has ended. */
  disinherit(): void {
    ThreadRecord.store(this.arena, this.thread, Thread.inherited, --this.inherited)
  }
}

/** Tells that a dead thread answered for, by what its record says of them. */
export interface Buried extends Readonly<LostTells> {
  /** It had counted them itself, and may have told of them. */
  readonly counted: number
  /** Its own, which had lost their words. */
  readonly inHand: number
  /** Of others, dead before it, who had sent them to it. */
  readonly inherited: number
}

/** Main, before a dead thread's record is cleared: what it answered for is lost, and counted. */
export const bury = (arena: Arena, dead: number): Buried => {
  const buried: Buried = {
    ...lostTells(arena, dead),
    counted: ThreadRecord.load(arena, dead, Thread.deadLetters),
    inHand: ThreadRecord.load(arena, dead, Thread.inHand),
    inherited: ThreadRecord.load(arena, dead, Thread.inherited)
  }
  const { counted, inHand, inherited, queued, refused, started } = buried
  const all = counted + inHand + inherited + queued + refused + started
  Atomics.store(arena.words, Header.deadLetters, Atomics.load(arena.words, Header.deadLetters) + all)
  return buried
}

/** Any thread. Dead letters of the whole system; those of a thread that has just died are added when it is swept. */
export const deadLetters = (arena: Arena): number => {
  let count = Atomics.load(arena.words, Header.deadLetters)
  for (let thread = 0; thread < arena.layout.maxThreads; thread++) {
    count += ThreadRecord.load(arena, thread, Thread.deadLetters)
  }
  return count
}
