/**
 * Tells that a thread answers for beyond its job words, counted in its record so that the count outlives it: main adds
 * it up when the record is swept. Each count is raised before the word that it stands for goes, so that a death in
 * between may count a tell that was handled as lost, but never loses one in silence. Used by the owning thread only.
 */
import type { Arena } from "../memory/arena.ts"
import { lostTells } from "../memory/jobTable.ts"
import { Header, Thread } from "../memory/layout.ts"
import * as Atomics from "../memory/atomics.ts"
import * as ThreadRecord from "../memory/threadRecord.ts"

export class TellAccount {
  private readonly arena: Arena
  private readonly thread: number
  /** Nobody will handle them. */
  deadLetters = 0
  /** This thread alone answers for them: of dead senders, or its own and waiting for a thread to come again. */
  private inHand = 0

  constructor(arena: Arena, thread: number) {
    this.arena = arena
    this.thread = thread
  }

  deadLetter(): void {
    ThreadRecord.store(this.arena, this.thread, Thread.deadLetters, ++this.deadLetters)
  }

  /** A tell whose word is about to go. */
  take(): void {
    ThreadRecord.store(this.arena, this.thread, Thread.inHand, ++this.inHand)
  }

  /** It has ended, or has a word again. */
  letGo(): void {
    ThreadRecord.store(this.arena, this.thread, Thread.inHand, --this.inHand)
  }
}

/** Main, before a dead thread's record is cleared: what it answered for is lost. Returns how many tells that are. */
export const bury = (arena: Arena, dead: number): number => {
  const lost = lostTells(arena, dead) + ThreadRecord.load(arena, dead, Thread.inHand)
  const known = ThreadRecord.load(arena, dead, Thread.deadLetters)
  Atomics.store(arena.words, Header.deadLetters, Atomics.load(arena.words, Header.deadLetters) + known + lost)
  return lost
}

/** Any thread. Dead letters of the whole system; those of a thread that has just died are added when it is swept. */
export const deadLetters = (arena: Arena): number => {
  let count = Atomics.load(arena.words, Header.deadLetters)
  for (let thread = 0; thread < arena.layout.maxThreads; thread++) {
    count += ThreadRecord.load(arena, thread, Thread.deadLetters)
  }
  return count
}
