/** In what order a thread takes what several others have published, where no clock ends its turn. */
import { assert, describe, it } from "@effect/vitest"
import * as Bell from "../../src/internal/memory/bell.ts"
import { JobTable } from "../../src/internal/memory/jobTable.ts"
import { LaneProducer } from "../../src/internal/memory/lane.ts"
import { Lane } from "../../src/internal/memory/layout.ts"
import { MemoryPool } from "../../src/internal/memory/pool.ts"
import * as Record from "../../src/internal/record.ts"
import { Intake } from "../../src/internal/thread/intake.ts"
import { Mesh } from "../../src/internal/thread/mesh.ts"
import { make } from "./arenas.ts"

const ME = 1
/** Records of one lane before the next one has its turn. */
const STEP_RECORDS = 256

const setup = () => {
  const arena = make({ maxThreads: 3, jobCapacity: 4096, arenaBytes: 1024 * 1024 })
  const finished: Array<number> = []
  const replies: Array<number> = []
  const unreachable = (): never => assert.fail("nothing of this kind was published")
  const mesh = new Mesh(arena, ME, {
    draining: () => true,
    hosts: () => true,
    runsAlone: false,
    microtask: unreachable,
    wakeSelf: unreachable,
    wantPort: unreachable,
    closed: unreachable,
    debug: undefined
  })
  const intake = new Intake({
    arena,
    mesh,
    // Jobs for an actor that is not here are refused, one after the other, as they come.
    actors: new Map(),
    isOverTime: () => false,
    jobsBegin: () => {},
    onReply: (peer) => void replies.push(peer.thread),
    onChunk: unreachable,
    finished: (peer) => void finished.push(peer.thread)
  })
  const publish = (sender: number, kind: typeof Lane.mail | typeof Lane.express, count: number): void => {
    const lane = new LaneProducer(arena, new MemoryPool(arena, sender), sender, ME, kind)
    const jobs = new JobTable(arena, sender)
    const bytes = kind === Lane.mail ? Record.MAIL_BYTES : Record.EXPRESS_BYTES
    for (let i = 0; i < count; i++) {
      const at = lane.reserve(bytes)
      const id = jobs.begin(true)
      arena.words[at + Record.Field.bytes] = bytes
      arena.words[at + Record.Field.head] = Record.head(kind === Lane.mail ? Record.Kind.tell : Record.Kind.success, 0)
      arena.words[at + Record.Field.job] = id
      arena.words[at + Record.Field.generation] = jobs.generation(id)
      lane.publish(bytes, 0)
    }
    Bell.ring(arena, ME, Bell.bitOf(sender))
  }
  const rounds = (): number => {
    intake.rung(Bell.take(arena, ME))
    let count = 0
    for (; !intake.isEmpty; count++) intake.step()
    return count
  }
  return { publish, rounds, finished, replies }
}

/** Runs of the same number: which, and how many. */
const runsOf = (values: ReadonlyArray<number>): ReadonlyArray<readonly [number, number]> => {
  const found: Array<[number, number]> = []
  for (const value of values) {
    const last = found.at(-1)
    if (last?.[0] === value) last[1]++
    else found.push([value, 1])
  }
  return found
}

describe("F08-steps what several threads have published", () => {
  it("mail: so many records of one, then of the next, in their order", () => {
    const { finished, publish, rounds } = setup()
    publish(0, Lane.mail, 2 * STEP_RECORDS + 10)
    publish(2, Lane.mail, STEP_RECORDS + 5)
    rounds()
    assert.deepStrictEqual(runsOf(finished), [
      [0, STEP_RECORDS],
      [2, STEP_RECORDS],
      [0, STEP_RECORDS],
      [2, 5],
      [0, 10]
    ])
  })

  it("answers come first, and do not shut out mail", () => {
    const { finished, publish, replies, rounds } = setup()
    publish(0, Lane.express, 3 * STEP_RECORDS)
    publish(2, Lane.mail, 10)
    const { length } = replies
    assert.strictEqual(length, 0)
    assert.isAtLeast(rounds(), 3)
    assert.deepStrictEqual(runsOf(replies), [[0, 3 * STEP_RECORDS]])
    assert.deepStrictEqual(runsOf(finished), [[2, 10]])
  })
})
