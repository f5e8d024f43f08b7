/*
 * What the three queues of this comparison have in common: the two ends as the loops of `sender.ts` and `target.ts` use
 * them, the shared memory, and the records in it. A record is a mail record of Stevedore: same header, same codec.
 */
import * as Context from "effect/Context"
import * as Schema from "effect/Schema"
import * as Codec from "../../../packages/core/src/Codec.ts"
import * as Arena from "../../../packages/core/src/internal/memory/arena.ts"
import type { MemorySizes } from "../../../packages/core/src/internal/memory/layout.ts"
import type { Message } from "../message.ts"

export const designs = ["lanes", "bytes", "cells"] as const
export type Design = (typeof designs)[number]

/** The sending end; one for each sender. */
export interface Outlet {
  readonly memory: Memory
  /** Room for a record of `bytes`: the index of its first word, or -1 when there is none and nothing has changed. */
  reserve(bytes: number): number
  /** Makes the record at the reserved place visible. */
  publish(at: number, bytes: number): void
}

/** The receiving end. */
export interface Inlet {
  readonly memory: Memory
  /** The bell was rung with these bits. */
  rung(bits: number): void
  /** Takes at most `limit` records of each queue that was rung; true when there may be more. */
  drain(limit: number, visit: (at: number) => void): boolean
}

/** Views of what the records lie in. */
export interface Memory {
  readonly words: Int32Array
  readonly bytes: Uint8Array
  readonly doubles: Float64Array
}

/** Of one measurement: what main hands to its workers. */
export interface Shared {
  readonly design: Design
  readonly senders: number
  /** Messages of one sender that may be published and not taken. */
  readonly inFlight: number
  /** Sender 0 reserves room, begins to write, and then does nothing any more: as one that died there. */
  readonly stalls: boolean
  /** Bells, and lanes where they are what is measured. */
  readonly arena: SharedArrayBuffer
  /** The queue into which all senders write, for the two other designs. */
  readonly ring: SharedArrayBuffer
  readonly progress: SharedArrayBuffer
}

/** Thread 0 is the target, the others send. */
export const target = 0
export const threadOf = (sender: number): number => sender + 1

export const sizes = (senders: number): MemorySizes => ({
  maxThreads: senders + 1,
  jobCapacity: 1,
  segmentBytes: 16 * 1024,
  arenaBytes: 8 * 1024 * 1024
})

/** Of `progress`, a line for each sender: how many of its messages were taken; whether it waits, and for how many. */
export const LINE = 32
export const Progress = { taken: 0, wanted: 16, wakeAt: 17 } as const

export const makeShared = (design: Design, senders: number, inFlight: number, stalls: boolean): Shared => {
  const arena = Arena.make(sizes(senders))
  // Room for all that can be in flight, and hardly more: a larger ring would only be colder.
  const records = 2 ** Math.ceil(Math.log2(1.5 * senders * inFlight))
  return {
    design,
    senders,
    inFlight,
    stalls,
    arena: arena.buffer,
    ring: new SharedArrayBuffer(64 * 4 + records * 128),
    progress: new SharedArrayBuffer(senders * LINE * 4)
  }
}

const schema = Schema.Struct({ id: Schema.Int, name: Schema.String, value: Schema.Number })
export const codec = Codec.make(schema).bind(Context.empty())
export const decode = (bytes: Uint8Array, start: number, end: number): Message =>
  codec.decode(bytes, start, end) as Message
