/*
 * What tests share with the threads they test: a log of events in one order, and gates that jobs wait at. All of it is
 * shared memory that every worker gets as environment data, so that nothing here depends on what is tested.
 */
import * as Effect from "effect/Effect"
import { getEnvironmentData, setEnvironmentData } from "node:worker_threads"

const KEY = "stevedore/test/board"
const GATES = 4096
const ENTRIES = 32_768
const ENTRY_WORDS = 16
const GATES_AT = 16
const LOG_AT = GATES_AT + GATES * 2
const NEXT_GATE = 1
const NEXT_TRACE = 2
/** Entries that are whole: counted after their last word, so who has seen the count before has not missed the entry. */
const WRITTEN = 3

const shared = ((): SharedArrayBuffer => {
  const given = getEnvironmentData(KEY)
  if (given instanceof SharedArrayBuffer) return given
  const made = new SharedArrayBuffer((LOG_AT + ENTRIES * ENTRY_WORDS) * 4)
  setEnvironmentData(KEY, made as never)
  return made
})()

const words = new Int32Array(shared)
const bytes = new Uint8Array(shared)
const encoder = new TextEncoder()
const decoder = new TextDecoder()

const changed = (index: number, satisfied: (value: number) => boolean): Effect.Effect<void> =>
  Effect.suspend(() => {
    const value = Atomics.load(words, index)
    if (satisfied(value)) return Effect.void
    const wait = Atomics.waitAsync(words, index, value)
    const next = changed(index, satisfied)
    return wait.async
      ? Effect.andThen(
          Effect.promise(() => wait.value),
          next
        )
      : next
  })

/** A gate that no other test uses: closed, and nobody has come yet. */
export const gate = (): number => Atomics.add(words, NEXT_GATE, 1) + 1

/** Any thread. Comes to the gate and waits until it is open. */
export const pass = (at: number): Effect.Effect<void> =>
  Effect.suspend(() => {
    Atomics.add(words, GATES_AT + at * 2, 1)
    Atomics.notify(words, GATES_AT + at * 2)
    return changed(GATES_AT + at * 2 + 1, (open) => open === 1)
  })

/** Opens the gate for all who wait and who come later. */
export const open = (at: number): Effect.Effect<void> =>
  Effect.sync(() => {
    Atomics.store(words, GATES_AT + at * 2 + 1, 1)
    Atomics.notify(words, GATES_AT + at * 2 + 1)
  })

/** Any thread. Blocks it before the gate; false when nobody has opened it within half a minute. */
export const standBefore = (at: number): boolean => {
  const gate = GATES_AT + at * 2 + 1
  return Atomics.load(words, gate) === 1 || Atomics.wait(words, gate, 0, 30_000) !== "timed-out"
}

/** Completes when `count` jobs have come to the gate. */
export const came = (at: number, count = 1): Effect.Effect<void> =>
  changed(GATES_AT + at * 2, (value) => value >= count)

/** A number for one test's events. */
export const trace = (): number => Atomics.add(words, NEXT_TRACE, 1) + 1

/** Any thread. Writes one event (at most 56 bytes) at the end of the log. */
export const note = (trace: number, event: string): void => {
  const index = Atomics.add(words, 0, 1)
  if (index >= ENTRIES) throw new Error("the board is full")
  const at = LOG_AT + index * ENTRY_WORDS
  const text = encoder.encode(event)
  bytes.set(text, (at + 2) * 4)
  words[at + 1] = text.byteLength
  Atomics.store(words, at, trace)
  Atomics.add(words, WRITTEN, 1)
  Atomics.notify(words, WRITTEN)
}

/** Blocks this thread until something more is written, or for a while. */
export const standStill = (): void => {
  Atomics.wait(words, WRITTEN, Atomics.load(words, WRITTEN), 20)
}

/** The events of one test, in order. */
export const events = (trace: number): ReadonlyArray<string> => {
  const found: Array<string> = []
  const count = Math.min(Atomics.load(words, 0), ENTRIES)
  for (let index = 0; index < count; index++) {
    const at = LOG_AT + index * ENTRY_WORDS
    // Only written entries: one that is being written has no trace yet.
    if (Atomics.load(words, at) !== trace) continue
    found.push(decoder.decode(bytes.slice((at + 2) * 4, (at + 2) * 4 + words[at + 1]!)))
  }
  return found
}

/** Completes when the test's events satisfy the predicate. */
export const until = (
  trace: number,
  satisfied: (events: ReadonlyArray<string>) => boolean
): Effect.Effect<ReadonlyArray<string>> =>
  Effect.suspend(() => {
    const before = Atomics.load(words, WRITTEN)
    const now = events(trace)
    if (satisfied(now)) return Effect.succeed(now)
    return Effect.andThen(
      changed(WRITTEN, (count) => count !== before),
      until(trace, satisfied)
    )
  })
