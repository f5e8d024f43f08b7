/*
 * Whose memory a line of code writes to. A thread changes what is its own; what is another thread's it changes only
 * where the protocol says so, and there is a step of packages/core/docs/memory-model.md for it. A new store fails here
 * until somebody has said whose word it is.
 */
import { assert, describe, it } from "@effect/vitest"
import { callsIn, type Site, storesIn } from "../scripts/lib/stores.ts"
import { files, read, show } from "../scripts/lib/repository.ts"

/** Written by the thread whose word it is. */
const own = (whose: string) => ({ whose, step: undefined })
/** Written by another thread than the one that it belongs to, or by several: as that step says. */
const foreign = (whose: string, step: string) => ({ whose, step })
type Rule = ReturnType<typeof own> | ReturnType<typeof foreign>

const header = "the header's, which nobody owns"
const ownLane = "the producer's line of its own lane"
const record = "the record it is about to publish, in a segment or a block of its own lane"

/** Every place that stores, as `file function: operation word`. */
const stores: Readonly<Record<string, Rule>> = {
  // Before any other thread exists.
  "memory/arena.ts make: plain words": own("the header's, before any thread exists"),
  "memory/arena.ts make: store units.freeCount": own("the header's, before any thread exists"),

  // The bell: anybody rings, only the owner takes, parks and closes.
  "memory/bell.ts ring: or index": foreign("the bell of any thread", "B1"),
  "memory/bell.ts ring: notifyAll index": foreign("the bell of any thread", "B2"),
  "memory/bell.ts wakeAlways: or index": foreign("the bell of any thread, by main", "B3"),
  "memory/bell.ts wakeAlways: notifyAll index": foreign("the bell of any thread, by main", "B3"),
  "memory/bell.ts take: and at(arena, thread)": own("its own bell"),
  "memory/bell.ts park: compareExchange index": own("its own bell"),
  "memory/bell.ts close: or at(arena, thread)": own("its own bell"),
  "memory/bell.ts release: notifyAll at(arena, thread)": own("its own bell"),

  // Job words are their sender's; the target decides some of its phases.
  "memory/jobTable.ts JobTable.begin: store this.record + Layout.Thread.highWater": own("its own record"),
  "memory/jobTable.ts JobTable.begin: store this.base + id": own("its own job word"),
  "memory/jobTable.ts JobTable.cancel: compareExchange this.base + id": own("its own job word"),
  "memory/jobTable.ts JobTable.end: store this.base + id": own("its own job word"),
  "memory/jobTable.ts start: compareExchange Layout.jobsAt(arena.layout, sender) + id": foreign("the sender's", "W3"),
  "memory/jobTable.ts refuse: compareExchange Layout.jobsAt(arena.layout, sender) + id": foreign("the sender's", "W4"),
  "memory/jobTable.ts take: compareExchange Layout.jobsAt(arena.layout, sender) + id": foreign("a dead sender's", "C5"),
  "memory/jobTable.ts consumed: store Layout.jobsAt(arena.layout, sender) + id": foreign("the sender's", "W5"),

  // Lanes: a line for each end, and one word on which they meet.
  "memory/lane.ts LaneProducer.reserve: plain words": own(record),
  "memory/lane.ts LaneProducer.publish: store this.base + Layout.LaneWord.sent": own(ownLane),
  "memory/lane.ts LaneProducer.publish: store this.base + Layout.LaneWord.tail": own(ownLane),
  "memory/lane.ts LaneProducer.want: store this.base + Layout.LaneWord.wanted": foreign("both ends'", "R1"),
  "memory/lane.ts LaneConsumer.takeWanted: store index": foreign("both ends'", "R3"),
  "memory/lane.ts LaneConsumer.next: store this.base + Layout.LaneWord.freed": own("the consumer's line"),
  "memory/lane.ts LaneConsumer.freeBlock: store this.base + Layout.LaneWord.freedBlocks + blockClass":
    own("the consumer's line"),
  "memory/lane.ts LaneConsumer.commit: store this.base + Layout.LaneWord.head": own("the consumer's line"),
  "thread/debugLanes.ts DebugLaneProducer.publish: plain words": own(record),
  "thread/mesh.ts Mesh.express: plain words": own(record),
  "thread/mailBlock.ts givenBlock: plain words": own(record),
  "thread/mesh.ts Mesh.giveReply: plain words": own(record),
  "thread/mesh.ts Mesh.express: plain target": own(record),
  "thread/mesh.ts Mesh.chunk: plain words": own(record),
  "thread/mesh.ts Mesh.tryExpress: plain words": own(record),
  "thread/mesh.ts Mesh.sendHeld: plain words": own(record),
  "thread/mesh.ts Mesh.sendHeld: plain target": own(record),
  "message.ts copy: plain to": own(record),
  "message.ts copyWords: plain words": own(record),
  "message.ts writeMessage: plain target": own(record),
  "sending/outbox.ts Outbox.attempt: plain words": own(record),
  "thread/mailBlock.ts mailBlock: plain words": own(record),
  "sending/outbox.ts Outbox.attempt: plain doubles": own(record),
  "sending/outbox.ts Outbox.attempt: plain target8": own(record),

  // Segments and blocks: an owner word is free for anybody's claim, then the claimer's lane's, then its reader's.
  "memory/units.ts UnitPool.tryClaim: compareExchange owner": foreign("nobody's, it becomes the lane's", "M1"),
  "memory/units.ts UnitPool.tryClaim: add this.units.freeCount": foreign(header, "M1"),
  "memory/units.ts UnitPool.giveUnit: store this.units.owners + unit": own("what it holds, and gives to its own lane"),
  "memory/units.ts UnitPool.holdUnit: store this.units.owners + unit": foreign("the producer's", "M7"),
  "memory/units.ts UnitPool.leaveUnit: store this.units.owners + unit": foreign(
    "the producer's, or a dead one's",
    "M3"
  ),
  "memory/units.ts UnitPool.free: add this.units.freeCount": foreign(header, "M3"),
  "memory/debugUnits.ts DebugUnitPool.leaveUnit: plain bytes": foreign("the producer's, before it is free", "M3"),
  "memory/units.ts UnitPool.freeOwned: add freeCount": foreign(header, "M4"),
  "memory/units.ts UnitPool.recount: compareExchange this.units.freeCount": foreign(header, "M5"),
  "memory/pool.ts MemoryPool.wakeStarving: exchange index": foreign(header, "R5"),
  "memory/pool.ts MemoryPool.starve: or Layout.Header.starving + (this.thread >> 5)": foreign(header, "R4"),

  // Records: main allots, marks and clears them; in between each is its thread's.
  "memory/threadRecord.ts store: store at(arena, thread, field)": foreign("see the lines with `store record`", "C1"),
  "memory/threadRecord.ts allot: store record of thread, word": foreign("a free one, by main", "C10"),
  "memory/threadRecord.ts allot: store record of thread, Layout.Thread.ackedEpoch": foreign(
    "a free one, by main",
    "C10"
  ),
  "memory/threadRecord.ts allot: store record of thread, Layout.Thread.incarnation": foreign(
    "a free one, by main",
    "C10"
  ),
  "memory/threadRecord.ts allot: store record of thread, Layout.Thread.state": foreign("a free one, by main", "C10"),
  "memory/threadRecord.ts allot: store Layout.Header.records": own("main's word of the header"),
  "memory/threadRecord.ts markDead: store record of thread, Layout.Thread.diedAtEpoch": foreign("a dead one's", "C1"),
  "memory/threadRecord.ts markDead: store Layout.Header.deathEpoch": own("main's word of the header"),
  "memory/threadRecord.ts clearLane: store base + word": foreign("both ends', one of them dead", "C7"),
  "memory/threadRecord.ts clear: store jobs + id": foreign("a dead one's, by main", "C9"),
  "memory/threadRecord.ts clear: store record of thread, word": foreign("a dead one's, by main", "C9"),
  "system/mainSystem.ts MainSystem.constructor: store record of thread, Layout.Thread.state": own("main's own record"),
  "system/mainSystem.ts MainSystem.onExit: store record of thread, Layout.Thread.state": foreign(
    "a dead one's, by main",
    "C1"
  ),
  "system/mainSystem.ts MainSystem.onExit: store record of thread, Layout.Thread.exitCode": foreign(
    "a dead one's",
    "C1"
  ),
  "system/workerLog.ts take: store record of handle.thread, Thread.logged": own("main's line"),
  "ThreadEntry.ts run: store record of boot.thread, Thread.state": own("its own record"),
  "thread/busyTime.ts BusyTime.add: store record of this.thread, Thread.busyMillis": own("its own record"),
  "thread/linger.ts Linger.came: store record of this.thread, Thread.lingerHits": own("its own record"),
  "thread/linger.ts Linger.stayed: store record of this.thread, Thread.lingerMillis": own("its own record"),
  "thread/ringing.ts Ringing.flush: store record of this.thread, Thread.rings": own("its own record"),
  "thread/ringing.ts Ringing.flush: plain words": own("its own record"),
  "thread/ringing.ts Ringing.joins: plain words": own("its own record"),
  "thread/threadLoop.ts ThreadLoop.beat: store record of this.thread, Thread.heartbeat": own("its own record"),
  "thread/slowJobs.ts SlowJobs.begins: plain words": own("its own record, for whoever watches"),
  "thread/slowJobs.ts SlowJobs.fibersChanged: plain words": own("its own record, for whoever watches"),
  "thread/threadLoop.ts ThreadLoop.publishCounters: store record of this.thread, Thread.finished":
    own("its own record"),
  "thread/death.ts Deaths.acknowledge: store record of this.loop.thread, Thread.ackedEpoch": own("its own record"),
  "thread/tellAccount.ts TellAccount.deadLetter: store record of this.thread, Thread.deadLetters":
    own("its own record"),
  "thread/tellAccount.ts TellAccount.take: store record of this.thread, Thread.inHand": own("its own record"),
  "thread/tellAccount.ts TellAccount.letGo: store record of this.thread, Thread.inHand": own("its own record"),
  "thread/tellAccount.ts TellAccount.inherit: store record of this.thread, Thread.inherited": own("its own record"),
  "thread/tellAccount.ts TellAccount.disinherit: store record of this.thread, Thread.inherited": own("its own record"),
  "thread/tellAccount.ts bury: store Header.deadLetters": own("main's word of the header")
}

/** Who may call what writes to memory of others: by what name it is called, and the step that each caller is. */
const callers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "Bell.ring": {
    "thread/ringing.ts Ringing.ring": "B1",
    "thread/ringing.ts Ringing.flush": "R3",
    "memory/pool.ts MemoryPool.wakeStarving": "R5",
    "ThreadEntry.ts run": "C8",
    "system/mainSystem.ts MainSystem.post": "B9"
  },
  "Bell.wakeAlways": { "system/sweeper.ts Sweeper.announce": "C1" },
  start: { "hosting/runningJobs.ts RunningJobs.begin": "W3" },
  take: { "hosting/hostedJob.ts adopt": "C5" },
  refuse: { "hosting/refuse.ts refuseRecord": "W4" },
  consumed: {
    "hosting/runningJobs.ts RunningJobs.begin": "W5",
    "hosting/runningJobs.ts RunningJobs.end": "W5",
    "thread/inheritance.ts inheritRunning": "C5",
    "hosting/refuse.ts refuseRecord": "W5"
  },
  ".want": { "sending/waitingSends.ts announce": "R1" },
  ".takeWanted": { "thread/ringing.ts Ringing.flush": "R3" },
  ".tryClaim": { "memory/units.ts UnitPool.claim": "M1", "memory/debugUnits.ts DebugUnitPool.tryClaim": "M1" },
  // The test kit's fault "the arena is full" claims what it fills, as a lane would, and gives it back.
  ".claim": {
    "memory/lane.ts LaneProducer.reserve": "M1",
    "simulation/fill.ts fill": "M1",
    "memory/pool.ts MemoryPool.claim": "M1",
    "memory/pool.ts MemoryPool.claimBlock": "M6",
    "memory/pool.ts MemoryPool.claimOwn": "M10"
  },
  ".claimBlock": {
    "memory/lane.ts LaneProducer.claimBlock": "M6",
    "thread/mailBlock.ts mailBlock": "M6",
    "thread/mesh.ts Mesh.tryExpress": "M6",
    "simulation/fill.ts fill": "M6"
  },
  ".holdUnit": { "memory/pool.ts MemoryPool.holdBlock": "M7" },
  ".holdBlock": { "hosting/mailRecord.ts pass": "M7", "sending/scopedAsk.ts leaseReply": "M7" },
  ".free": {
    "memory/lane.ts LaneConsumer.next": "M3",
    "simulation/fill.ts fill": "M3",
    "memory/pool.ts MemoryPool.free": "M3",
    "memory/pool.ts MemoryPool.freeBlock": "M8",
    "thread/lease.ts Lease.end": "M8",
    "hosting/refuse.ts refuseRecord": "M8",
    "hosting/runningJobs.ts RunningJobs.begin": "M8",
    "hosting/hostedActor.ts HostedActor.onMail": "M8",
    "hosting/hostedActor.ts HostedActor.drop": "M8",
    "hosting/hostedActor.ts HostedActor.refuse": "M8",
    "thread/inheritance.ts Inheritance.readOne": "M8"
  },
  ".freeBlock": {
    "thread/mailBlock.ts abandonBlock": "M8",
    "memory/lane.ts LaneConsumer.freeBlock": "M8",
    "hosting/mailRecord.ts freeBlock": "M8",
    "sending/scopedAsk.ts leaseReply": "M8",
    "thread/mesh.ts Mesh.forget": "M11",
    "thread/ownMemory.ts OwnMemory.release": "M11",
    "thread/mesh.ts Mesh.freeReply": "M8",
    "thread/mesh.ts Mesh.freeChunk": "M8",
    "simulation/fill.ts fill": "M8"
  },
  ".starve": { "sending/waitingSends.ts announce": "R4", "thread/mesh.ts Mesh.lookAgain": "R4" },
  ".wakeStarving": {
    "memory/pool.ts MemoryPool.free": "R5",
    "memory/pool.ts MemoryPool.freeBlock": "R5",
    "thread/death.ts Departure.end": "C6",
    "system/sweeper.ts Sweeper.sweepThread": "C9"
  },
  ".leaveUnit": {
    "memory/units.ts UnitPool.free": "M3",
    "memory/units.ts UnitPool.freeOwned": "M4",
    "memory/debugUnits.ts DebugUnitPool.leaveUnit": "M3"
  },
  ".freeOwned": { "memory/pool.ts MemoryPool.freeLanes": "M4" },
  ".freeLanes": { "thread/death.ts Departure.end": "C6", "system/sweeper.ts Sweeper.sweepThread": "C9" },
  ".recount": { "memory/pool.ts MemoryPool.recount": "M5", "system/sweeper.ts Sweeper.sweepThread": "C9" },
  "ThreadRecord.allot": {
    "system/mainSystem.ts MainSystem.constructor": "C10",
    "system/mainSystem.ts MainSystem.allot": "C10"
  },
  "ThreadRecord.markDead": { "system/sweeper.ts Sweeper.announce": "C1" },
  "ThreadRecord.clearLane": { "thread/death.ts Departure.end": "C7", "system/sweeper.ts Sweeper.sweepThread": "C9" },
  "ThreadRecord.clear": {
    "system/starting.ts start": "C9",
    "system/sweeper.ts Sweeper.sweepThread": "C9"
  }
}

/** `ring` of `memory/bell.ts` is called as `Bell.ring`; what `runningJobs.ts` imports by itself, by its name. */
const calledAs: Readonly<Record<string, string>> = {
  "memory/bell.ts": "Bell.",
  "memory/threadRecord.ts": "ThreadRecord.",
  "memory/jobTable.ts": ""
}

const internal = "packages/core/src/internal/"
/** The codec writes to scratch memory of its thread, and `atomics.ts` is the door itself. */
const scanned = files("packages/core/src/**/*.ts").filter(
  (file) => !file.startsWith(`${internal}codec/`) && file !== `${internal}memory/atomics.ts`
)
const short = (file: string): string => file.replace(internal, "").replace("packages/core/src/", "")
const found = scanned.flatMap((file) => storesIn(short(file), read(file)))
const calls = scanned.flatMap((file) => callsIn(short(file), read(file), new Set(Object.keys(callers))))
const model = read("packages/core/docs/memory-model.md")

const unknown = (sites: ReadonlyArray<Site>, isKnown: (key: string) => boolean, message: string) =>
  sites
    .filter(({ key }) => !isKnown(key))
    .map(({ file, key, line }) => show({ file, line, message: `${key}${message}` }))

const say = ": whose word is that? Say so in test/ownership.test.ts, and by which step of the protocol"
const unknownStores = (sites: ReadonlyArray<Site>) => unknown(sites, (key) => stores[key] !== undefined, say)

const allowedCalls = new Set(
  Object.entries(callers).flatMap(([callee, by]) => Object.keys(by).map((caller) => `${caller}: ${callee}`))
)
const unknownCalls = (sites: ReadonlyArray<Site>) =>
  unknown(sites, (key) => allowedCalls.has(key), ": writes to memory of others; may it? Then say so, with the step")

describe("E02 ownership", () => {
  it("E02 every store to shared memory is known, with whose word it is", () => {
    assert.deepStrictEqual(unknownStores(found), [])
    const keys = new Set(found.map(({ key }) => key))
    assert.deepStrictEqual(
      Object.keys(stores).filter((key) => !keys.has(key)),
      [],
      "gone from the sources: take them out of this table"
    )
  })

  it("E02 what writes to another thread's words is called from where the protocol has a step for it, and nowhere else", () => {
    assert.deepStrictEqual(unknownCalls(calls), [])
    const keys = new Set(calls.map(({ key }) => key))
    assert.deepStrictEqual(
      Array.from(allowedCalls).filter((key) => !keys.has(key)),
      [],
      "gone from the sources: take them out of this table"
    )
  })

  it("E02 every function that writes to words of others has its callers listed", () => {
    const writers = Object.entries(stores)
      .filter(([key, { step }]) => step !== undefined && key.startsWith("memory/"))
      .map(([key]) => /^(\S+) (\S+):/.exec(key)!)
      // Its callers are lines of the first table.
      .filter(([, , name]) => name !== "store")
    for (const [, file, name] of writers) {
      const callee = name!.includes(".") ? `.${name!.split(".")[1]}` : `${calledAs[file!]}${name}`
      assert.property(callers, callee)
    }
  })

  it("E02 each of these steps stands in the memory model", () => {
    const steps = [
      ...Object.values(stores).flatMap(({ step }) => (step === undefined ? [] : [step])),
      ...Object.values(callers).flatMap((by) => Object.values(by))
    ]
    for (const step of new Set(steps)) assert.include(model, `**${step}** `)
  })

  it("a new store, a new caller and a plain write are found", () => {
    const bad = `
import type { Arena } from "./memory/arena.ts"
import * as Atomics from "./memory/atomics.ts"
import * as Bell from "./memory/bell.ts"
import { start } from "./memory/jobTable.ts"
import * as ThreadRecord from "./memory/threadRecord.ts"
export class Thief {
  readonly steal = (arena: Arena, thread: number) => {
    Atomics.store(arena.words, thread, 1)
    ThreadRecord.store(arena, thread, 3, 1)
    arena.words[thread] = 1
    arena.bytes.fill(0)
    if (start(arena, thread, 0, 0)) Bell.wakeAlways(arena, thread)
    this.pool.freeLanes(() => true)
  }
}`
    assert.deepStrictEqual(unknownStores(storesIn("thief.ts", bad)), [
      `thief.ts:9: thief.ts Thief.steal: store thread${say}`,
      `thief.ts:10: thief.ts Thief.steal: store record of thread, 3${say}`,
      `thief.ts:11: thief.ts Thief.steal: plain words${say}`,
      `thief.ts:12: thief.ts Thief.steal: plain bytes${say}`
    ])
    const names = unknownCalls(callsIn("thief.ts", bad, new Set(Object.keys(callers)))).map(
      (line) => line.split(": ")[1]
    )
    assert.deepStrictEqual(names, ["thief.ts Thief.steal", "thief.ts Thief.steal", "thief.ts Thief.steal"])
  })

  it("these modules have one name everywhere, so that nothing is missed", () => {
    const names = { atomics: "Atomics", bell: "Bell", threadRecord: "ThreadRecord" }
    for (const file of scanned) {
      for (const [module, name] of Object.entries(names)) {
        for (const [, bound] of read(file).matchAll(RegExp(`^import (.*?) from "[^"]*/${module}\\.ts"`, "gm"))) {
          if (!bound!.startsWith("type ")) assert.strictEqual(bound, `* as ${name}`, file)
        }
      }
    }
  })
})
