/*
 * The threads that a message is tried at, each once: first those that listened when it was sent, then whoever has come while it was
 * waiting for one that has gone.
 */
import type { Line } from "./line.ts"

export class Tries {
  private readonly first: number
  private readonly now: () => ReadonlyArray<Line>
  private among: ReadonlyArray<Line>
  private at = 0
  private tried: ReadonlyArray<Line> = []

  /** Begins with the one at `first`. `now`: those that listen when it is asked. */
  constructor(first: number, now: () => ReadonlyArray<Line>) {
    this.first = first
    this.now = now
    this.among = now()
  }

  /** Undefined where there is nobody else. */
  next(): Line | undefined {
    if (this.at === this.among.length && this.at > 0) {
      this.tried = [...this.tried, ...this.among]
      this.among = this.now().filter((line) => !this.tried.includes(line))
      this.at = 0
    }
    return this.among[(this.first + this.at++) % this.among.length]
  }
}
