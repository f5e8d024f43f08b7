/**
 * Parts of topics that were fetched for those who join late, or have fallen behind what this thread has: how much of them is
 * held. Joiners at one place share what they read, however many they are; each lets go of it when it has been told. While more
 * is held than there may be, each keeps one value at a time and fetches again what it had not come to.
 */
import { type Batch, bytesOf } from "./entry.ts"

/** A batch, and how many joiners are in the middle of it. */
export class Held implements Batch {
  readonly entries: Batch["entries"]
  readonly upTo: Batch["upTo"]
  private readonly bytes: number
  private readonly replay: Replay
  private holders = 0

  constructor(replay: Replay, { entries, upTo }: Batch) {
    this.replay = replay
    this.entries = entries
    this.upTo = upTo
    this.bytes = entries.reduce((sum, entry) => sum + bytesOf(entry), 0)
  }

  take(): this {
    if (this.holders++ === 0) this.replay.bytes += this.bytes
    return this
  }

  release(): void {
    if (--this.holders === 0) this.replay.bytes -= this.bytes
  }

  /** Too much is held: not to be kept for longer than one value takes. */
  get isTight(): boolean {
    return this.replay.bytes > this.replay.limitBytes
  }
}

export class Replay {
  readonly limitBytes: number
  bytes = 0

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes
  }
}
