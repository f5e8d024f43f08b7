/*
 * Lines of the log about jobs of one state that nobody waits for, and about messages that nobody took: where thousands fail at once, the
 * first are told, and of the others how many they were.
 */

/** Lines in a second, and how many milliseconds that is. */
const MOST = 100
const SECOND = 1000

export class Reports {
  /** What they are, as in "5 more messages were lost". */
  private readonly what: string
  private readonly write: (line: string) => void
  /** Begins to wait for so many milliseconds, and gives what ends that. */
  private readonly later: (millis: number, then: () => void) => () => void
  private since = -SECOND
  private said = 0
  private unsaid = 0
  private stop: (() => void) | undefined

  constructor(what: string, write: (line: string) => void, later: (millis: number, then: () => void) => () => void) {
    this.what = what
    this.write = write
    this.later = later
  }

  /** One of them; its text is made where it is told. */
  add(text: () => string): void {
    const now = performance.now()
    if (now - this.since >= SECOND) {
      this.flush()
      this.since = now
      this.said = 0
    }
    if (this.said < MOST) {
      this.said++
      return this.write(text())
    }
    this.unsaid++
    this.stop ??= this.later(SECOND, () => this.flush())
  }

  /** Tells how many were not told, if there are any. */
  flush(): void {
    const { stop, unsaid } = this
    this.stop = undefined
    this.unsaid = 0
    stop?.()
    if (unsaid > 0) this.write(`${unsaid} more ${this.what} within a second`)
  }
}
