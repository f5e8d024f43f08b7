/*
 * A sender: publishes messages as long as fewer than `inFlight` of them wait, then sleeps until half of them are taken.
 * Rings as Stevedore does: the first record of a burst at once, then every 64, and at its end.
 */
import { workerData } from "node:worker_threads"
import { scratch } from "../../../packages/core/src/Codec.ts"
import * as Arena from "../../../packages/core/src/internal/memory/arena.ts"
import * as Bell from "../../../packages/core/src/internal/memory/bell.ts"
import { Thread, threadAt } from "../../../packages/core/src/internal/memory/layout.ts"
import { copy } from "../../../packages/core/src/internal/message.ts"
import * as Record from "../../../packages/core/src/internal/record.ts"
import { makeMessage } from "../message.ts"
import { outletOf } from "./ends.ts"
import { codec, LINE, Progress, type Shared, sizes, target, threadOf } from "./queue.ts"

const RING_EVERY = 64
const STALLS_AT = 1000

const { sender, shared } = workerData as { readonly shared: Shared; readonly sender: number }
const arena = Arena.attach(shared.arena, sizes(shared.senders))
const outlet = outletOf(shared, sender)
const progress = new Int32Array(shared.progress)
const line = sender * LINE
const thread = threadOf(sender)
const bit = Bell.bitOf(thread)

let sent = 0
let unrung = 0
let rungInBurst = false

const flush = (): void => {
  if (unrung > 0) Bell.ring(arena, target, bit)
  unrung = 0
  rungInBurst = false
}

const published = (): void => {
  if (rungInBurst && ++unrung < RING_EVERY) return
  Bell.ring(arena, target, bit)
  unrung = 0
  rungInBurst = true
}

const send = (): boolean => {
  const length = codec.encode(makeMessage(sent))
  const bytes = Record.MAIL_BYTES + length
  const at = outlet.reserve(bytes)
  if (at < 0) return false
  if (shared.stalls && sender === 0 && sent === STALLS_AT) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  const { bytes: target8, doubles, words } = outlet.memory
  words[at + Record.Field.head] = Record.head(Record.Kind.tell, 0)
  words[at + Record.Field.job] = sender
  words[at + Record.Field.generation] = sent
  words[at + Record.Field.instance] = 1
  words[at + Record.Field.extensionBytes] = 0
  doubles[(at + Record.Times.enqueuedAt) >> 1] = sent
  doubles[(at + Record.Times.deadline) >> 1] = 0
  copy(scratch.bytes, length, target8, at * 4 + Record.MAIL_BYTES)
  // A lane's reader looks at this word only behind the tail; the rings commit by it.
  if (shared.design === "lanes") words[at + Record.Field.bytes] = bytes
  outlet.publish(at, bytes)
  sent++
  published()
  return true
}

/** More than so many of its messages are not taken. */
const hasMoreThan = (limit: number): boolean => ((sent - Atomics.load(progress, line + Progress.taken)) | 0) > limit

/** The wish first, then another look, then sleep: as every wait for room in Stevedore. */
const awaitRoom = (): void => {
  while (hasMoreThan(shared.inFlight / 2)) {
    Atomics.store(progress, line + Progress.wakeAt, (sent - shared.inFlight / 2) | 0)
    Atomics.store(progress, line + Progress.wanted, 1)
    if (!hasMoreThan(shared.inFlight / 2)) return
    if (Bell.park(arena, thread)) {
      Atomics.wait(arena.words, threadAt(arena.layout, thread) + Thread.bell, Bell.WAITING)
    }
    Bell.take(arena, thread)
  }
}

for (;;) {
  while (!hasMoreThan(shared.inFlight - 1))
    if (!send()) throw new Error("the queue is full, although it has room for all")
  flush()
  awaitRoom()
}
