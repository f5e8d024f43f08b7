/**
 * The threads that have a directory, by their places in the table, as this one knows them; and what of those that are gone is
 * still in the table: the first of those who live frees it.
 */
import type { Members } from "@stevedore/core/ActorSystem"
import * as Effect from "effect/Effect"
import { HOLDERS } from "./layout.ts"
import { Sweep } from "./sweep.ts"
import { holderOfThread, NOBODY, type ObjectTable } from "./table.ts"

/** Entries that are gone through before other fibers have a turn. */
const SLICE = 16_384

interface Thread {
  readonly id: number
  readonly name: string
}

export class Places {
  private readonly table: ObjectTable
  private readonly members: Members
  /** This thread's id. */
  private readonly thread: number
  /** Whether the thread of that id lives, with a directory or without. */
  private readonly lives: (thread: number) => boolean
  private readonly run: (effect: Effect.Effect<void>) => unknown
  private readonly threads = new Map<number, Thread>()
  /** Who has gone, by the place that it had, until that is free, or somebody frees it. A thread that lives may have it again. */
  private readonly gone = new Map<number, number>()
  private readonly sweeping = new Set<Sweep>()
  private known: Members["now"] | undefined = undefined
  /** All others know of this thread: whoever does not find it among the living may take over what it has begun. */
  private isMember = false

  constructor(
    table: ObjectTable,
    members: Members,
    thread: number,
    lives: (thread: number) => boolean,
    run: (effect: Effect.Effect<void>) => unknown
  ) {
    this.table = table
    this.members = members
    this.thread = thread
    this.lives = lives
    this.run = run
  }

  /** Who has come, and who has gone, whose places are returned. */
  look(): ReadonlyArray<number> {
    const { now } = this.members
    if (now === this.known) return []
    this.known = now
    const ids = new Set(now.map(({ id }) => id))
    const gone = Array.from(this.threads).filter(([, { id }]) => !ids.has(id))
    for (const [place, { id }] of gone) {
      this.threads.delete(place)
      this.gone.set(place, id)
    }
    for (const { id, thread: name } of now) {
      const place = holderOfThread(this.table.words, id)
      if (place !== NOBODY) this.threads.set(place, { id, name })
    }
    if (this.isMember) this.sweep(now)
    return gone.map(([place]) => place)
  }

  /** The thread at a place. */
  at(place: number): Thread | undefined {
    return this.threads.get(place)
  }

  get all(): ReadonlyArray<number> {
    return Array.from(this.threads.keys())
  }

  /** The place of a thread by its name, or `NOBODY`. */
  of(name: string): number {
    for (const [place, thread] of this.threads) if (thread.name === name) return place
    return NOBODY
  }

  /** The name of a thread by its id; empty for one that has gone. */
  nameOf(id: number): string {
    for (const thread of this.threads.values()) if (thread.id === id) return thread.name
    return ""
  }

  /** All know of this thread. */
  joined(): void {
    this.isMember = true
    this.sweep(this.members.now)
  }

  /** Before this thread leaves: what it has begun is done. */
  leave(): void {
    this.isMember = false
    for (const sweep of this.sweeping) sweep.finish()
  }

  /** One of them is enough: the first one in the list that all have. */
  private sweep(now: Members["now"]): void {
    const { gone, lives, table, thread } = this
    for (const [place, id] of gone) if (table.threadOf(place) !== id) gone.delete(place)
    if (now[0]?.id !== thread) return
    const isGone = (sweeper: number): boolean => now.every(({ id }) => id !== sweeper)
    // One that lives frees its place itself, and may have it for its next directory.
    for (const [place, id] of gone) if (!lives(id)) this.begin(Sweep.begin(table, place, id, thread))
    for (let place = 0; place < HOLDERS; place++) this.begin(Sweep.takeOver(table, place, isGone, thread))
  }

  private begin(sweep: Sweep | undefined): void {
    if (sweep === undefined) return
    this.sweeping.add(sweep)
    const goesOn = (): boolean => {
      if (!sweep.step(SLICE)) return true
      this.sweeping.delete(sweep)
      return false
    }
    this.run(Effect.whileLoop({ while: goesOn, body: () => Effect.yieldNow, step: () => {} }))
  }
}
