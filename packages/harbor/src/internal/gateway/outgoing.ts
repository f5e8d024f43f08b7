/*
 * What is on its way to a client: control first, then data, each in order. Bounded in bytes, whoever does not read.
 */
import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"

export class Outgoing {
  private readonly limitBytes: number
  private readonly some = Latch.makeUnsafe(false)
  private control: Array<Uint8Array> = []
  private data: Array<Uint8Array> = []
  private waitingBytes = 0

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes
  }

  /** False when there is no room. */
  add(bytes: Uint8Array, isControl: boolean): boolean {
    if (this.waitingBytes > 0 && this.waitingBytes + bytes.length > this.limitBytes) return false
    this.waitingBytes += bytes.length
    ;(isControl ? this.control : this.data).push(bytes)
    this.some.openUnsafe()
    return true
  }

  /** The next to be written, when there is one. One at a time, so that control overtakes what has not begun. */
  readonly next: Effect.Effect<Uint8Array> = Effect.suspend(() =>
    Effect.flatMap(this.some.await, () => {
      const bytes = (this.control.length > 0 ? this.control : this.data).shift()
      if (this.control.length === 0 && this.data.length === 0) this.some.closeUnsafe()
      if (bytes === undefined) return this.next
      this.waitingBytes -= bytes.length
      return Effect.succeed(bytes)
    })
  )
}
