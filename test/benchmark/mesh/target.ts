/*
 * The target: takes messages, decodes them, and checks that none is lost, doubled, out of order or mixed up.
 */
import { workerData } from "node:worker_threads"
import * as Arena from "../../../packages/core/src/internal/memory/arena.ts"
import * as Bell from "../../../packages/core/src/internal/memory/bell.ts"
import { Thread, threadAt } from "../../../packages/core/src/internal/memory/layout.ts"
import * as Record from "../../../packages/core/src/internal/record.ts"
import { isEcho, makeMessage } from "../message.ts"
import { inletOf } from "./ends.ts"
import { decode, LINE, Progress, type Shared, sizes, target, threadOf } from "./queue.ts"

const STEP_RECORDS = 256

const { shared } = workerData as { readonly shared: Shared }
const arena = Arena.attach(shared.arena, sizes(shared.senders))
const inlet = inletOf(shared)
const progress = new Int32Array(shared.progress)
const taken = new Int32Array(shared.senders)
const told = new Int32Array(shared.senders)
const { bytes, words } = inlet.memory

const visit = (at: number): void => {
  const sender = words[at + Record.Field.job]!
  const message = decode(bytes, at * 4 + Record.MAIL_BYTES, at * 4 + words[at + Record.Field.bytes]!)
  if (!isEcho(makeMessage(taken[sender]!), message)) {
    throw new Error(`sender ${sender}: message ${taken[sender]} was due and ${JSON.stringify(message)} came`)
  }
  taken[sender]!++
}

/** Says how far it has come; rings a sender that waits, once it may send half of what it may have in flight. */
const tell = (): void => {
  for (let sender = 0; sender < shared.senders; sender++) {
    if (told[sender] === taken[sender]) continue
    told[sender] = taken[sender]!
    const line = sender * LINE
    Atomics.store(progress, line + Progress.taken, taken[sender]!)
    if (Atomics.load(progress, line + Progress.wanted) === 0) continue
    if (((taken[sender]! - Atomics.load(progress, line + Progress.wakeAt)) | 0) < 0) continue
    Atomics.store(progress, line + Progress.wanted, 0)
    Bell.ring(arena, threadOf(sender), Bell.bitOf(target))
  }
}

for (;;) {
  const bits = Bell.take(arena, target)
  if (bits !== 0) inlet.rung(bits)
  while (inlet.drain(STEP_RECORDS, visit)) tell()
  tell()
  if (Bell.park(arena, target)) {
    Atomics.wait(arena.words, threadAt(arena.layout, target) + Thread.bell, Bell.WAITING)
  }
}
