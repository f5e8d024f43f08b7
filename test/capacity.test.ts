/*
 * The sizes of a system: set once, by the layer that makes it, before any thread exists.
 */
import * as Actor from "@stevedore/core/Actor"
import type { SystemOptions } from "@stevedore/core/ActorSystem"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Clerk } from "./capacity/clerk.protocol.ts"

const entry = Actor.entry<typeof import("./capacity/clerk.thread.ts")>(
  new URL("./capacity/clerk.thread.ts", import.meta.url)
)

const system = (options: SystemOptions) =>
  Clerk.layerThread({ entry, whenFull: "fail" }).pipe(Layer.provide(NodeActorSystem.layer(options)))

describe("A09 job capacity", () => {
  it.live("A09 is what the layer was given: so many jobs of a thread are in flight, and the next finds no room", () =>
    Effect.gen(function* () {
      const clerk = yield* Clerk
      const first = yield* clerk.keep.submit()
      // Jobs of one thread to one actor start in order, so the first has.
      assert.strictEqual(yield* clerk.kept(), 1)
      const others = yield* Effect.forEach([2, 3], () => clerk.keep.submit())
      const [asked, told] = yield* Effect.all([Effect.flip(clerk.kept()), Effect.flip(clerk.keep.tell())])
      for (const { reason } of [asked, told]) {
        assert.strictEqual(reason._tag, "MailboxFull")
        if (reason._tag === "MailboxFull") assert.deepInclude({ ...reason }, { what: "jobs", limit: 3 })
      }
      // An id comes home with its job, and serves the next.
      assert.isFalse(yield* first.cancel, "it had started")
      yield* Effect.exit(first.await)
      assert.strictEqual(yield* clerk.kept(), 3)
      yield* clerk.release()
      yield* Effect.forEach(others, (job) => job.await)
    }).pipe(Effect.provide(system({ jobCapacity: 3 })))
  )

  it.live("A09 set after the first thread has started is a typed error that says when it can be set", () =>
    Effect.gen(function* () {
      const clerk = yield* Clerk
      for (const [sizes, option, value] of [
        [{ jobCapacity: 10 }, "jobCapacity", "10"],
        [{ maxThreads: 2, smallBlocks: 8 }, "maxThreads, smallBlocks", "2, 8"],
        [{}, "ActorSystem", "a second one"]
      ] as const) {
        const error = yield* clerk.resize(sizes)
        if (error === "done" || error.reason._tag !== "InvalidOption") return assert.fail(JSON.stringify(error))
        assert.strictEqual(error.reason.option, option)
        assert.strictEqual(error.reason.value, `${value}, on a thread of a system that is running`)
        assert.include(error.reason.remedy, "before its first thread started: give sizes to the layer on main")
      }
      // Nothing of the running system has changed.
      assert.strictEqual(yield* clerk.kept(), 0)
    }).pipe(Effect.provide(system({ jobCapacity: 3 })))
  )

  it.live("A09 is read when the layer is built: an options object that changes later changes nothing", () => {
    const options = { jobCapacity: 1 }
    return Effect.gen(function* () {
      options.jobCapacity = 1000
      const clerk = yield* Clerk
      const job = yield* clerk.keep.submit()
      const { reason } = yield* Effect.flip(clerk.keep.tell())
      assert.deepInclude({ ...reason }, { _tag: "MailboxFull", what: "jobs", limit: 1 })
      yield* job.cancel
      yield* Effect.exit(job.await)
    }).pipe(Effect.provide(system(options)))
  })
})
