import { assert, it } from "@effect/vitest"
import { ThreadSpawner } from "@stevedore/core/ThreadSpawner"
import * as Effect from "effect/Effect"
import { readdirSync } from "node:fs"
import { program } from "./support/program.ts"
import { exitOf, layer, spawn } from "./support/threads.ts"

const settle = Effect.callback<void>((resume) => {
  setImmediate(() => setImmediate(() => resume(Effect.void)))
})

interface Handle {
  readonly type: string
}

const counts = () => {
  const report = process.report.getReport() as { readonly libuv: ReadonlyArray<Handle> }
  return {
    descriptors: readdirSync("/proc/self/fd").length,
    threads: readdirSync("/proc/self/task").length,
    // Message ports, also those that keep nothing alive. (Timers are left out: Node 24 itself keeps one for a while.)
    ports: report.libuv.filter((handle) => handle.type === "async").length,
    // What this thread of the test runner has open comes and goes by itself: only what a spawner would use is counted.
    resources: process.getActiveResourcesInfo().filter((name) => /MessagePort|Worker|Immediate/.test(name))
  }
}

/** Runs `self`; fails if afterwards there is more than before. */
const leavesNothing = Effect.fnUntraced(function* <A, E, R>(self: Effect.Effect<A, E, R>) {
  yield* settle
  const before = counts()
  yield* self
  yield* settle
  assert.deepStrictEqual(counts(), before)
})

const ends = ["exit", "loop", "throw", "spin", "echo"] as const

// Every second round with a listener set, every third with the port held.
const round = (index: number) =>
  Effect.gen(function* () {
    const end = ends[index % ends.length]!
    const thread = yield* spawn({ end, posts: 10, stdout: index % 10 === 0 ? [""] : [] })
    if (index % 2 === 0) thread.port.onMessage(() => {})
    if (index % 3 === 0) {
      thread.port.ref()
      yield* ThreadSpawner.useSync((self) => self.keepAlive.ref())
    }
    if (end === "spin" || end === "echo") yield* Effect.promise(() => thread.terminate())
    yield* exitOf(thread)
  }).pipe(Effect.provide(layer))

it.live("H04-spawner 50 threads that come and go leave no descriptor, thread, port or active resource", () =>
  Effect.gen(function* () {
    // What Node makes once, it makes for the first threads.
    yield* Effect.forEach([0, 1, 2, 3, 4], round)
    yield* leavesNothing(Effect.forEach([...Array(50).keys()], round))
  })
)

it("H04-spawner the handle that kept the process alive is gone with the layer's scope", async () => {
  const outcome = await program("keepAlive.ts", [])
  assert.deepStrictEqual(JSON.parse(outcome.stdout), { unused: [], held: ["Timeout"], closed: [], after: [] })
})
