/*
 * What plain functions throw when their caller has left them: in the log, since nobody else hears of it.
 */
import * as Actor from "@stevedore/core/Actor"
import type { Submitted } from "@stevedore/core/Client"
import type { ActorError } from "@stevedore/core/ActorError"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Queue from "effect/Queue"
import * as Stream from "effect/Stream"
import * as generators from "./fromModule/generators.ts"

const url = new URL("./fromModule/generators.ts", import.meta.url)
const name = "left"
const hosts = {
  local: Actor.fromModuleLocal(generators, { name }),
  thread: Actor.fromModule<typeof import("./fromModule/generators.ts")>(url, { name, size: 1 })
}

/** A net, so that a line that is missing says so. */
const next = (lines: Queue.Dequeue<string>) =>
  Effect.timeoutOrElse(Queue.take(lines), { duration: "30 seconds", orElse: () => Effect.succeed("no line has come") })

/** It is left while it runs. */
const leave = Effect.fnUntraced(function* (call: Submitted<never, ActorError>) {
  while (!(yield* call.started)) yield* Effect.yieldNow
  yield* call.cancel
})

/** With the lines of log, as they come. */
const logging = <A>(use: (lines: Queue.Dequeue<string>) => Effect.Effect<A, unknown, any>) =>
  Effect.gen(function* () {
    const lines = yield* Queue.unbounded<string>()
    const logger = Logger.make<unknown, void>(({ message }) => {
      const line = String(message).split("\n")[0]!
      // A machine that is busy has slow jobs, too.
      if (!line.startsWith("slow job")) Queue.offerUnsafe(lines, line)
    })
    const layer = NodeActorSystem.layer({ maxThreads: 2 }).pipe(Layer.provideMerge(Logger.layer([logger])))
    return yield* Effect.provide(Effect.scoped(use(lines)), layer)
  }) as Effect.Effect<A, unknown>

for (const [host, start] of Object.entries(hosts)) {
  describe(`calls that were left, ${host}`, () => {
    const line = (job: string): string => `left.${job} was left before its end and failed: Error: thrown in ${job}`

    it.live("A21-streams what a generator throws when it is left is a warning", () =>
      logging((lines) =>
        Effect.gen(function* () {
          const jobs = yield* start
          for (const job of ["messy", "messyLater"] as const) {
            assert.deepStrictEqual(yield* Stream.runCollect(Stream.take(jobs[job](), 2)), [0, 1])
            assert.strictEqual(yield* next(lines), line(job))
          }
          assert.deepStrictEqual(yield* Stream.runCollect(Stream.take(jobs.failsLeft(), 1)), ["begun"])
          assert.strictEqual(yield* next(lines), line("failsLeft"))
        })
      )
    )

    it.live("A21-streams what it has thrown behind the last element that was wanted is one, too", () =>
      logging((lines) =>
        Effect.gen(function* () {
          const jobs = yield* start
          for (const job of ["ahead", "aheadLater"] as const) {
            // The next call begins when the generator has ended.
            const slowly = Stream.tap(jobs[job](), () => jobs.madeSoFar())
            assert.deepStrictEqual(yield* Stream.runCollect(Stream.take(slowly, 2)), [0, 1])
            assert.strictEqual(yield* next(lines), line(job))
            const read = yield* Effect.flip(Stream.runDrain(jobs[job]()))
            assert.include((read as ActorError).message, `thrown in ${job}`)
          }
          assert.strictEqual(yield* Queue.size(lines), 0)
        })
      )
    )

    it.live("A21-streams who gives up because the signal says so has not failed", () =>
      logging((lines) =>
        Effect.gen(function* () {
          const jobs = yield* start
          assert.deepStrictEqual(yield* Stream.runCollect(Stream.take(jobs.givesUp(), 1)), ["begun"])
          for (const how of ["reason", "cause", "causes", "abortErrors", "several", "nothing"] as const) {
            yield* leave(yield* jobs.givesUpOnce.submit(how))
          }
          yield* leave(yield* jobs.failsLeftOnce.submit())
          assert.strictEqual(yield* next(lines), line("failsLeftOnce"))
        })
      )
    )

    it.live("A21 who rejects with what says nothing of the signal has failed", () =>
      logging((lines) =>
        Effect.gen(function* () {
          const jobs = yield* start
          for (const how of ["text", "circle", "getter"] as const) {
            yield* leave(yield* jobs.givesUpOnce.submit(how))
            assert.strictEqual(yield* next(lines), line("givesUpOnce"))
          }
        })
      )
    )
  })
}
