/**
 * Sends to objects that have looked up the thread of theirs, and are not in its mailbox yet, since they find no room there. What has to
 * come behind them waits for those that were there before it, and for none that come later. Used by the sending thread only.
 */

/** Those between two things that wait for them. */
interface Round {
  count: number
  readonly behind: Array<() => void>
}

/** To one thread. */
class Rounds {
  private readonly rounds: Array<Round> = []

  enter(): () => void {
    let round = this.rounds.at(-1)
    if (round === undefined || round.behind.length > 0) this.rounds.push((round = { count: 0, behind: [] }))
    const mine = round
    mine.count++
    return () => {
      mine.count--
      this.settle()
    }
  }

  behind(run: () => void): void {
    const last = this.rounds.at(-1)
    if (last === undefined) run()
    else last.behind.push(run)
  }

  get isEmpty(): boolean {
    return this.rounds.length === 0
  }

  private settle(): void {
    while (this.rounds.length > 0 && this.rounds[0]!.count === 0) {
      for (const run of this.rounds.shift()!.behind) run()
    }
  }
}

export class UnderWay {
  /** By their places. */
  private readonly threads = new Map<number, Rounds>()

  /** One more. To be called in the very step in which it is looked up; call what is returned when it is there, or has failed. */
  enter(place: number): () => void {
    let rounds = this.threads.get(place)
    if (rounds === undefined) this.threads.set(place, (rounds = new Rounds()))
    return rounds.enter()
  }

  /** Nothing is. */
  isNone(place: number): boolean {
    return this.threads.get(place)?.isEmpty ?? true
  }

  /** Runs when all that are under way to that place now are there: at once where nothing is. */
  behind(place: number, run: () => void): void {
    const rounds = this.threads.get(place)
    if (rounds === undefined) run()
    else rounds.behind(run)
  }
}
