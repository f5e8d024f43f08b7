/**
 * Which thread of a pool has a key: the same for all senders, and for as long as that thread is there, or is to come back.
 */
import { ActorError } from "@stevedore/core/ActorError"

/** A key, as a thread of a pool is chosen by it. */
export class Keyed {
  readonly text: string

  constructor(key: string | number | bigint) {
    this.text = String(key)
  }
}

/** Which thread a job is for: that one, the one of a key, or any. */
export type Place = string | Keyed | undefined

/** The keys of one pool, as one thread sends by them. */
export class Keys {
  private readonly threads: ReadonlyArray<string>
  /** Threads that were given up for good, as far as a job with a key has met that. */
  private readonly lost = new Set<string>()
  private readonly isThere: (thread?: string) => boolean

  constructor(name: string, size: number, isThere: (thread?: string) => boolean) {
    this.threads = Array.from({ length: size }, (_, index) => `${name}-${index}`)
    this.isThere = isThere
  }

  /**
   * Each key goes through the threads in an order of its own, to the first that has not been given up: what the others have stays
   * theirs. None where there is no pool.
   */
  threadOf({ text }: Keyed): string | undefined {
    let value = hash(text)
    const first = this.threads[value % this.threads.length]
    if (this.lost.size === 0) return first
    const left = this.threads.slice()
    while (left.length > 0) {
      const [thread] = left.splice(value % left.length, 1) as [string]
      if (!this.isGone(thread)) return thread
      value = hash(`${text} ${value}`)
    }
    return first
  }

  private isGone(thread: string): boolean {
    if (!this.lost.has(thread)) return false
    // Somebody has made a pool of that name anew.
    if (this.isThere(thread)) this.lost.delete(thread)
    return this.lost.has(thread)
  }

  /** Whether a job that had not begun failed since that thread is no more, and there are others. */
  isLost(thread: string, error: unknown): boolean {
    if (!(error instanceof ActorError) || error.started !== false) return false
    const { reason } = error
    const isItsEnd = reason._tag === "ThreadDied" || (reason._tag === "InvalidOption" && reason.option === "thread")
    if (!isItsEnd || !this.isThere() || this.isThere(thread)) return false
    this.lost.add(thread)
    return true
  }
}

/** FNV-1a: the same on every thread. */
const hash = (text: string): number => {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value >>> 0
}
