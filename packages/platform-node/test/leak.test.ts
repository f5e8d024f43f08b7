import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readdirSync } from "node:fs"
import { exitOf, layer, spawn } from "./support/threads.ts"

const settle = Effect.callback<void>((resume) => {
  setImmediate(() => setImmediate(() => resume(Effect.void)))
})

const counts = () => ({
  descriptors: readdirSync("/proc/self/fd").length,
  threads: readdirSync("/proc/self/task").length,
  resources: process.getActiveResourcesInfo().toSorted()
})

const ends = ["exit", "loop", "throw", "spin", "echo"] as const

// Every second round with a listener set, every third with the port held.
const round = (index: number) =>
  Effect.gen(function* () {
    const end = ends[index % ends.length]!
    const thread = yield* spawn({ end, posts: 10, stdout: index % 10 === 0 ? [""] : [] })
    if (index % 2 === 0) thread.port.onMessage(() => {})
    if (index % 3 === 0) thread.port.ref()
    if (end === "spin" || end === "echo") yield* Effect.promise(() => thread.terminate())
    yield* exitOf(thread)
  }).pipe(Effect.provide(layer))

it.live("H04-spawner 50 threads that come and go leave no descriptor, thread or active resource", () =>
  Effect.gen(function* () {
    // What Node makes once, it makes for the first threads.
    yield* Effect.forEach([0, 1, 2, 3, 4], round)
    yield* settle
    const before = counts()
    yield* Effect.forEach(
      Array.from({ length: 50 }, (_, index) => index),
      round
    )
    yield* settle
    assert.deepStrictEqual(counts(), before)
  })
)

it.live("H04-spawner refused threads leave nothing either", () =>
  Effect.gen(function* () {
    const refused = Effect.flip(spawn({ end: "exit" }, { resourceLimits: { stackSizeMb: 1e9 } }))
    yield* refused
    yield* settle
    const before = counts()
    yield* Effect.forEach(Array.from({ length: 20 }), () => refused)
    yield* settle
    assert.deepStrictEqual(counts(), before)
  }).pipe(Effect.provide(layer))
)
