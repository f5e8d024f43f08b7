/**
 * Sends that wait for a name to appear, or for a place of it whose thread is being started again: first come, first served.
 * What is sent while they are served waits behind them, so that nothing is there before what was sent earlier. Used by the
 * sending thread only.
 */

interface Waiting {
  readonly isOver: () => boolean
  readonly resume: () => void
}

/** Nobody is there yet for a send, or others wait their turn before it: it stands in line. */
export class Absent {
  readonly line: NameLine
  /** It would find somebody now, or be told that nobody comes. */
  private readonly isOver: () => boolean
  /** The thread that it is for, where there is only one. */
  readonly thread: string | undefined

  constructor(line: NameLine, isOver: () => boolean, thread?: string) {
    this.line = line
    this.isOver = isOver
    this.thread = thread
  }

  /** Stands in line and calls back once, when it is its turn to look again. Returns how to leave. */
  wait(resume: () => void): () => void {
    return this.line.stand({ isOver: this.isOver, resume })
  }
}

export class NameLine {
  private readonly waiting = new Set<Waiting>()
  private isServing = false
  /** Whose turn it is has yet to look: it alone goes on. */
  private isCalled = false
  /** Its places have changed while it is served: those in front may be over now. */
  private hasChanged = false

  stand(waiting: Waiting): () => void {
    this.waiting.add(waiting)
    return () => {
      this.waiting.delete(waiting)
    }
  }

  /** Whether who looks now has to stand in line, whatever it would find. Each who is called looks once. */
  mustWait(): boolean {
    if (!this.isServing) return false
    const isCalled = this.isCalled
    this.isCalled = false
    return !isCalled && this.waiting.size > 0
  }

  /** Who has just looked found no room, and looks again to wait for it. */
  lookAgain(): void {
    this.isCalled = this.isServing
  }

  /** Changes the places, and then lets all go on that are over, in order. What they send next is behind those that still wait. */
  serve(change: () => void): void {
    // By whom it was called further down the stack: that one goes on with the line, from its beginning.
    if (this.isServing) {
      this.hasChanged = true
      return change()
    }
    this.isServing = true
    try {
      change()
      do this.callAll()
      while (this.hasChanged)
    } finally {
      this.isServing = false
    }
  }

  private callAll(): void {
    this.hasChanged = false
    for (const each of this.waiting) {
      if (!each.isOver()) continue
      this.waiting.delete(each)
      this.isCalled = true
      each.resume()
      this.isCalled = false
      if (this.hasChanged) return
    }
  }
}
