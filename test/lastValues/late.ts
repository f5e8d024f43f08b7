/*
 * Very many join late while a topic is busy: `node test/lastValues/late.ts [joiners] [keys] [until]`, 100,000 joiners by default,
 * on main and on a thread, while another thread publishes. Fails unless each heard all keys to their last value, in order and
 * nothing twice, and no pool ran out meanwhile; prints what it took.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as LastValues from "@stevedore/harbor/LastValues"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as assert from "node:assert/strict"
import { joinAll } from "./joinAll.ts"
import { Partner } from "./messages.ts"

const [joiners = 100_000, keyCount = 10, until = 200] = process.argv.slice(2).map(Number)
const keys = Array.from({ length: keyCount }, (_, index) => `key ${index}`)

const program = Effect.gen(function* () {
  const values = yield* LastValues.LastValues
  const partner = yield* Partner
  const system = yield* ActorSystem
  const least = { segments: Infinity, smallBlocks: Infinity, sendsWaiting: 0, replayBytes: 0, threadBytes: 0 }
  const sample = Effect.gen(function* () {
    const info = yield* system.info
    const figures = yield* values.figures
    least.segments = Math.min(least.segments, info.segmentsFree / info.segments)
    least.smallBlocks = Math.min(least.smallBlocks, info.smallBlocksFree / info.smallBlocks)
    least.sendsWaiting = Math.max(least.sendsWaiting, info.sendsWaiting)
    least.replayBytes = Math.max(least.replayBytes, figures.replayBytes)
    least.threadBytes = Math.max(least.threadBytes, figures.threadBytes)
    yield* Effect.sleep("20 millis")
  })
  yield* partner.publish({ topic: "t", keys, from: 0, count: 10 })
  const sampling = yield* Effect.forkChild(Effect.forever(sample))
  const part = { topic: "t", keys: keyCount, until }
  const rare = 1000
  const publishing = yield* Effect.forkChild(partner.publish({ topic: "t", keys, from: 10, count: until - 10 }))
  const here = yield* Effect.forkChild(joinAll(values, { ...part, joiners: Math.ceil(joiners / 2), slowEvery: rare }))
  const there = yield* Effect.forkChild(partner.join({ ...part, joiners: Math.floor(joiners / 2), slowEvery: rare }))
  yield* Fiber.join(publishing)
  // The last of all comes when everybody has joined, or is still joining.
  yield* partner.publish({ topic: "t", keys, from: until, count: 1 })
  const joined = [yield* Fiber.join(here), yield* Fiber.join(there)]
  yield* Fiber.interrupt(sampling)
  for (const { told, wrong } of joined) {
    assert.equal(wrong, 0)
    assert.ok(told >= Math.floor(joiners / 2) * keyCount)
  }
  assert.ok(least.segments > 0.5 && least.smallBlocks > 0.5, "no pool was near its end")
  const figures = yield* values.figures
  assert.deepEqual([figures.threadBytes, figures.replayBytes, figures.waiting], [0, 0, 0], "all memory came back")
  const { rss } = process.memoryUsage()
  const cpu = process.cpuUsage()
  console.log({
    joiners,
    told: joined.reduce((sum, { told }) => sum + told, 0),
    segmentsFree: least.segments,
    blocksFree: least.smallBlocks,
    sendsWaiting: least.sendsWaiting,
    replayBytes: least.replayBytes,
    threadBytes: least.threadBytes,
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    rssMebibytes: Math.round(rss / 1024 / 1024)
  })
})

const entry = Actor.entry<typeof import("./partner.thread.ts")>(new URL("./partner.thread.ts", import.meta.url))
const live = Partner.layerThread({ entry, name: "partner" }).pipe(
  Layer.provideMerge(LastValues.layer()),
  Layer.provideMerge(NodeActorSystem.layer({ slowAfter: "never", startTimeout: "5 minutes" }))
)
await Effect.runPromise(Effect.provide(program, live))
