/**
 * A last value as it is kept: bytes, since whoever keeps it knows no schema and its size has to be known exactly.
 */
import { textBytes } from "../textBytes.ts"
import { isAfter, type Version, versionOf } from "./version.ts"

export interface Entry extends Version {
  readonly key: string
  readonly value: Uint8Array
  /** What the value was encoded by: the fingerprint of its schema as hexadecimal text, and `/` with the code of the codec where that is not msgpack. */
  readonly schema: string
  /** The thread that published it: its id, which no other thread of the system ever has. */
  readonly publisher: number
  /** Whoever published it has ended, and may have known better. */
  readonly stale: boolean
  /** The key has no value from here on: what was forgotten, told to whoever has heard of it. Its value has no bytes then. */
  readonly gone?: true
}

/** An entry and where it belongs, as it is written to a second tier. */
export interface TopicEntry extends Entry {
  readonly topic: string
}

/** What of a topic comes after a version, in order. `upTo`: nothing else comes before that. */
export interface Batch {
  readonly entries: ReadonlyArray<Entry>
  readonly upTo: Version
}

/** What an entry takes besides its text and its bytes: objects, and places in a map and in two orders. Measured: 506 bytes of heap for small ones. */
export const ENTRY_BYTES = 512

/** What an entry takes of a budget. */
export const bytesOf = (entry: { readonly key: string; readonly value: Uint8Array }): number =>
  ENTRY_BYTES + 2 * entry.key.length + entry.value.byteLength

/** What it takes of a message, with its topic, which each brings along: texts are longer there than in memory, or shorter. */
export const sentBytesOf = ({ key, value }: Pick<Entry, "key" | "value">, topic: string): number =>
  ENTRY_BYTES + textBytes(topic) + textBytes(key) + value.byteLength

/**
 * Of `entries`, which are in order, the first ones that take no more than `limitBytes`, at least one, and which version they
 * reach: `end` where none is left out.
 */
export const batchOf = (entries: Iterable<Entry>, limitBytes: number, end: Version): Batch => {
  const taken: Array<Entry> = []
  let bytes = 0
  for (const entry of entries) {
    bytes += bytesOf(entry)
    if (bytes > limitBytes && taken.length > 0) return { entries: taken, upTo: versionOf(taken.at(-1)!) }
    taken.push(entry)
  }
  return { entries: taken, upTo: versionOf(end) }
}

/** What a batch and the keys that are gone have in one order, from the same place on: as much of it as fits. */
export const merged = (batch: Batch, gone: ReadonlyArray<Entry>, limitBytes: number): Batch => {
  if (gone.length === 0) return batch
  const all = [...batch.entries, ...gone].toSorted((a, b) => (isAfter(a, b) ? 1 : -1))
  return batchOf(all, limitBytes, batch.upTo)
}
