/**
 * One Int32 per thread that says who has published something for it, and whether it sleeps.
 *
 * ```
 *  bit 0..23  dirty: a thread whose index is this modulo 24 published a record
 *  bit 24     WAITING: the owner parked; only the owner sets and clears it
 *  bit 25     NOTICE: look at the death epoch and at everything you wait for
 *  bit 26     CLOSED: the owner takes no more mail; sticky, so a push learns it from its own `or`
 * ```
 * Anybody rings; only the owner takes and parks. The lost wake-up cannot happen: a ring either comes before the park's
 * compare-and-exchange, which then fails, or after it and finds WAITING.
 */
import type { Arena } from "./arena.ts"
import * as Atomics from "./atomics.ts"
import * as Layout from "./layout.ts"
import * as ThreadRecord from "./threadRecord.ts"

export const SENDERS = 24
export const WAITING = 1 << 24
export const NOTICE = 1 << 25
export const CLOSED = 1 << 26

const at = (arena: Arena, thread: number): number => Layout.threadAt(arena.layout, thread) + Layout.Thread.bell

export const bitOf = (sender: number): number => 1 << (sender % SENDERS)

/**
 * Any thread. Sets `bits` and wakes the owner if it sleeps and nobody else has rung since it parked.
 * Returns the word before: its CLOSED bit says that what was published will not be taken.
 */
export const ring = (arena: Arena, thread: number, bits: number): number => {
  const index = at(arena, thread)
  // guard G01: the bit is set after the record was published; pairs with the compare-and-exchange of `park` (see above)
  const before = Atomics.or(arena.words, index, bits)
  // guard G02: the first one after the park wakes; pairs with WAITING, which `park` sets
  if ((before & ~CLOSED) === WAITING) Atomics.notifyAll(arena.words, index)
  return before
}

/** Any thread. True when `before`, as `ring` returned it, meant a wake-up (counted by tests and metrics). */
export const woke = (before: number): boolean => (before & ~CLOSED) === WAITING

/** Main, after a death: sets NOTICE and wakes unconditionally, since the dead one may have taken the duty to ring. */
export const wakeAlways = (arena: Arena, thread: number): void => {
  const index = at(arena, thread)
  // guard G03: set before the notify, so that whoever wakes finds it; pairs with `take`
  Atomics.or(arena.words, index, NOTICE)
  // guard G04: unconditional, pairs with `ring` of the dead one: it may have died between its `or` and its notify
  Atomics.notifyAll(arena.words, index)
}

/** Owner. Takes all bits but CLOSED, which stays. Pairs with `ring`. */
export const take = (arena: Arena, thread: number): number =>
  // guard G05: CLOSED is kept; pairs with the `or` of `close` and with every sender's `ring`, which must go on to see it
  Atomics.and(arena.words, at(arena, thread), CLOSED) & ~(WAITING | CLOSED)

/** Owner. Announces the sleep; false when something was rung meanwhile, and then nothing changed. Pairs with `ring`. */
export const park = (arena: Arena, thread: number): boolean => {
  const index = at(arena, thread)
  const closed = Atomics.load(arena.words, index) & CLOSED
  // guard G06: fails when a bit was set since `take`; pairs with the `or` of `ring`
  return Atomics.compareExchange(arena.words, index, closed, closed | WAITING) === closed
}

/** Owner, parked. Resolves at the next wake-up; `undefined` when the bell was rung before it could be armed. */
export const armed = (arena: Arena, thread: number): Promise<unknown> | undefined => {
  const index = at(arena, thread)
  const closed = Atomics.load(arena.words, index) & CLOSED
  // guard G07: not armed when the bell was rung since `park`; pairs with the notify of `ring`
  return Atomics.waitAsync(arena.words, index, closed | WAITING)
}

/** Owner, on its way to sleep. A look without taking: true when something was rung since `take`. */
export const isRung = (arena: Arena, thread: number): boolean =>
  (Atomics.load(arena.words, at(arena, thread)) & ~(WAITING | CLOSED)) !== 0

/**
 * Owner, parked, on a thread whose event loop nobody needs meanwhile. Stops the thread until it is rung; false when the
 * time is over and it was not.
 */
export const sleep = (arena: Arena, thread: number, millis: number): boolean => {
  const index = at(arena, thread)
  const closed = Atomics.load(arena.words, index) & CLOSED
  // guard G64: does not stop when the bell was rung since `park`; pairs with the notify of `ring`
  return Atomics.wait(arena.words, index, closed | WAITING, millis) || isRung(arena, thread)
}

/** Any thread. True when more than `most` threads are awake, or about to be: a guess, since they change meanwhile. */
export const isCrowded = (arena: Arena, most: number): boolean => {
  const records = Atomics.load(arena.words, Layout.Header.records)
  let awake = 0
  for (let thread = 0; thread < records; thread++) {
    const sleeps = (Atomics.load(arena.words, at(arena, thread)) & ~CLOSED) === WAITING
    if (!sleeps && ThreadRecord.isAlive(arena, thread) && ++awake > most) return true
  }
  return false
}

/** Owner. From here on every push learns that it is refused. Never undone for this incarnation. */
export const close = (arena: Arena, thread: number): void => {
  // guard G08: only adds a bit, dirty bits stay; pairs with the `or` of `ring`, whose answer says that it came too late
  Atomics.or(arena.words, at(arena, thread), CLOSED)
}

/** Owner, at its very end: resolves its own armed wait, so that nothing keeps the memory alive. */
export const release = (arena: Arena, thread: number): void => {
  // guard G09: pairs with the own `armed`, which would keep the shared memory alive
  Atomics.notifyAll(arena.words, at(arena, thread))
}

/** Any thread. Whether its owner sleeps, or is about to. */
export const isWaiting = (arena: Arena, thread: number): boolean =>
  (Atomics.load(arena.words, at(arena, thread)) & WAITING) !== 0

/** Any thread. A sender that waits looks at this after it announced its wish, so that a close is never missed. */
export const isClosed = (arena: Arena, thread: number): boolean =>
  (Atomics.load(arena.words, at(arena, thread)) & CLOSED) !== 0
