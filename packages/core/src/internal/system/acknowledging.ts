/**
 * Which names every thread of the system knows: whoever comes or goes by itself waits until all have heard of it. Nobody
 * else does, and threads answer only where somebody waits. Runs on main.
 */
import * as Effect from "effect/Effect"
import type { MainSystem } from "./mainSystem.ts"

/** A thread that stops is not held up longer by those that do not answer. */
const SOON_MILLIS = 500

export class Acknowledgements {
  private readonly main: MainSystem
  /** Who waits for a version to be known everywhere. */
  private readonly waiting = new Map<() => void, number>()

  constructor(main: MainSystem) {
    this.main = main
  }

  /** Completes when every thread that lives has applied the names of that version; one that is lost is not waited for. */
  known(version: number): Effect.Effect<void> {
    return Effect.callback<void>((resume) => {
      const done = (): void => resume(Effect.void)
      this.waiting.set(done, version)
      this.look()
      return Effect.sync(() => {
        this.waiting.delete(done)
      })
    })
  }

  /** Calls back when that version is known everywhere, or when that takes too long. */
  soon(version: number, then: () => void): void {
    const known = Effect.timeoutOption(this.known(version), SOON_MILLIS)
    Effect.runForkWith(this.main.options.context)(Effect.andThen(known, Effect.sync(then)))
  }

  /** A thread has acknowledged, or does not live any more. */
  look(): void {
    for (const [done, version] of this.waiting) {
      if (!this.isKnown(version)) continue
      this.waiting.delete(done)
      done()
    }
  }

  private isKnown(version: number): boolean {
    const { directory, threads } = this.main
    return (
      directory.applied >= version && threads.every(({ applied, lost }) => applied >= version || lost !== undefined)
    )
  }
}
