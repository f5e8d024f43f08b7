/*
 * Bytes of a connection, however they come, as frames: each has its length in front, 4 bytes in network order.
 */

export const LENGTH_BYTES = 4

/** What a client takes at once: a frame with its header. No gateway answers with more. */
export const CLIENT_FRAME_BYTES = 1024 * 1024

export const withLength = (frame: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(LENGTH_BYTES + frame.length)
  new DataView(bytes.buffer).setUint32(0, frame.length)
  bytes.set(frame, LENGTH_BYTES)
  return bytes
}

export class Splitter {
  private readonly limitBytes: number
  private readonly length = new Uint8Array(LENGTH_BYTES)
  private lengthBytes = 0
  /** The frame that is coming, as long as it is to be; undefined between two. */
  private frame: Uint8Array | undefined
  private frameBytes = 0

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes
  }

  /** Whether a frame, or its length, has begun and not ended. */
  get isHalf(): boolean {
    return this.lengthBytes > 0
  }

  /** The frames that end in that chunk; or how long one says it is, when that is too much: then nothing more is read. */
  push(chunk: Uint8Array): ReadonlyArray<Uint8Array> | number {
    const frames: Array<Uint8Array> = []
    let at = 0
    while (at < chunk.length) {
      if (this.frame === undefined) {
        this.length[this.lengthBytes++] = chunk[at++]!
        if (this.lengthBytes < LENGTH_BYTES) continue
        const bytes = new DataView(this.length.buffer).getUint32(0)
        // Before a byte of memory is taken for it.
        if (bytes > this.limitBytes) return bytes
        this.frame = new Uint8Array(bytes)
        this.frameBytes = 0
      }
      const part = chunk.subarray(at, at + this.frame.length - this.frameBytes)
      this.frame.set(part, this.frameBytes)
      this.frameBytes += part.length
      at += part.length
      if (this.frameBytes < this.frame.length) continue
      frames.push(this.frame)
      this.frame = undefined
      this.lengthBytes = 0
    }
    return frames
  }
}
