/**
 * A place: the threads of one name, one after the other, and what those who watch are told of them. Whatever befalls a thread,
 * and whoever sees it first, it passes here, so that nobody hears of it twice or never. Runs on main.
 *
 * ```
 *             Started              Died, Recycled
 *    new ───────────────▶ up ──────────────────────▶ away ──┐ Died: it did not come up
 *     │                   │ ◀─────── Started ─────── │ ▲ ◀─┘
 *     │ (nothing)         │ Stopped                  │ Stopped, GaveUp
 *     └──────────────▶ gone ◀────────────────────────┘
 * ```
 *
 * Each arrow is one event and there are no others, so between two that say `Started` there is exactly one end of that
 * thread. `settle` takes every place to its end when its layer or its system has: a death that nobody had got round to is told
 * then.
 */
import type { ActorErrorReason } from "../../ActorError.ts"
import type { NextStart } from "../../Supervision.ts"
import type { Handle } from "../system/mainHandle.ts"
import type { MainSystem } from "../system/mainSystem.ts"

/** What of a thread is told. */
export type Occupant = Pick<Handle, "incarnation" | "cause" | "stoppedBy" | "recycledWith" | "held">

/** When the next start is. */
export type When = Omit<NextStart, "attempt">

export class Place {
  readonly actors: ReadonlyArray<string>
  readonly threadName: string
  private readonly main: MainSystem
  private readonly occupant: () => Occupant | undefined
  private readonly isRestarted: boolean
  private state: "new" | "up" | "away" | "gone" = "new"
  /** Which start of it is the latest, or the next one while it is away. */
  private attempt = 1

  constructor(
    main: MainSystem,
    actors: ReadonlyArray<string>,
    threadName: string,
    occupant: () => Occupant | undefined,
    isRestarted = false
  ) {
    this.main = main
    this.actors = actors
    this.threadName = threadName
    this.occupant = occupant
    this.isRestarted = isRestarted
  }

  /** Also while no thread has it: the next one here will have that name. */
  keeps(name: string): boolean {
    return this.isRestarted && name === this.threadName && this.state !== "gone"
  }

  /** Its thread was told to be up, and its end was not told. */
  get isUp(): boolean {
    return this.state === "up"
  }

  get isAway(): boolean {
    return this.state === "away"
  }

  /** Why its thread has ended by itself, which nobody has told yet. */
  get untold(): ActorErrorReason | undefined {
    if (this.state !== "up") return undefined
    const { cause, recycledWith, stoppedBy } = this.occupant()!
    return stoppedBy === undefined && recycledWith === undefined ? cause : undefined
  }

  started(): void {
    const { cause, stoppedBy } = this.occupant()!
    // Stopped before anybody was told of it: then nobody is.
    const isOver = cause !== undefined && stoppedBy !== undefined
    if (isOver || this.state === "up" || this.state === "gone") return
    this.state = "up"
    this.main.places.add(this)
    this.main.tellLife({ _tag: "Started", ...this.about, attempt: this.attempt })
  }

  /** Its thread has ended by itself, or did not come up again. */
  died(cause: ActorErrorReason, next: When | undefined): void {
    if (this.state !== "up" && this.state !== "away") return
    this.state = "away"
    this.attempt++
    const restart = next && { attempt: this.attempt, ...next }
    this.main.tellLife({ _tag: "Died", ...this.about, cause, restart })
  }

  /** Its thread has ended because that one of its group had died. */
  recycled(because: string): void {
    if (this.state !== "up") return
    this.state = "away"
    this.attempt++
    this.main.tellLife({ _tag: "Recycled", ...this.about, because })
  }

  /** Its thread has ended as it was asked to, or it has none and will have none. */
  stopped(by: "layer" | "system" | "group", held: ReadonlyArray<string> = []): void {
    if (this.state !== "up" && this.state !== "away") return
    this.leave()
    this.main.tellLife({ _tag: "Stopped", ...this.about, by, held })
  }

  gaveUp(cause: ActorErrorReason, escalated: boolean): void {
    if (this.state !== "away") return
    this.leave()
    this.main.tellLife({ _tag: "GaveUp", ...this.about, cause, escalated })
  }

  /** Exited after somebody had asked for it. One of earlier, which was lost, changes nothing here. */
  exited(occupant: Occupant): void {
    if (occupant.stoppedBy === undefined || occupant !== this.occupant()) return
    this.stopped(occupant.stoppedBy, occupant.held)
  }

  /** There will be no other thread here, and the last one has ended, or does not: what was not told of it is told. */
  settle(by: "layer" | "system" | "group"): void {
    const occupant = this.occupant()
    if (this.state === "new" || occupant === undefined) return this.leave()
    const { cause, held, recycledWith, stoppedBy } = occupant
    if (this.state === "up" && cause !== undefined && stoppedBy === undefined) {
      if (recycledWith === undefined) this.died(cause, undefined)
      else this.recycled(recycledWith)
    }
    this.stopped(stoppedBy ?? by, this.state === "up" ? held : [])
  }

  private leave(): void {
    this.state = "gone"
    this.main.places.delete(this)
  }

  private get about() {
    return { actors: this.actors, thread: this.threadName, threadId: this.occupant()!.incarnation }
  }
}
