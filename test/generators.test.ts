/*
 * Generators of a module as streams, and as what `for await` takes: on this thread, another one and a pool.
 */
import * as Actor from "@stevedore/core/Actor"
import type { ActorError } from "@stevedore/core/ActorError"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { getEventListeners } from "node:events"
import * as Board from "./conformance/board.ts"
import { HttpError } from "./fromModule/rows.ts"
import { rejection } from "./fromModule/rejection.ts"
import * as generators from "./fromModule/generators.ts"

const url = new URL("./fromModule/generators.ts", import.meta.url)
const options = { errors: [HttpError] }
const onThreads = (size: number) =>
  Actor.fromModule<typeof import("./fromModule/generators.ts")>(url, { ...options, size })

const hosts = { local: Actor.fromModuleLocal(generators, options), thread: onThreads(1), pool: onThreads(2) }
const system = NodeActorSystem.layer({ maxThreads: 3 })

const done = { done: true, value: undefined } as const
const range = (to: number): ReadonlyArray<number> => Array.from({ length: to }, (_, n) => n)

/** What came, and what it ended with. */
const ended = <A>(stream: Stream.Stream<A, ActorError>) =>
  Effect.gen(function* () {
    const came: Array<A> = []
    const error = yield* Effect.flip(Stream.runForEach(stream, (each) => Effect.sync(() => came.push(each))))
    return { came, error }
  })

for (const [host, start] of Object.entries(hosts)) {
  describe(`generators, ${host}`, () => {
    it.live("A21-streams what is yielded comes in order, whole, however many and of whatever kind", () =>
      Effect.gen(function* () {
        const jobs = yield* start
        assert.deepStrictEqual(yield* Stream.runCollect(jobs.count(0)), [])
        assert.deepStrictEqual(yield* Stream.runCollect(jobs.count(1000)), range(1000))
        const ticks = range(5).map((n) => new Map([["at", new Date(n)]]))
        assert.deepStrictEqual(yield* Stream.runCollect(jobs.ticks(5)), ticks)
        const small = jobs.count.with({ streamBufferSize: 1 })(20)
        assert.deepStrictEqual(yield* Stream.runCollect(small), range(20))
        // Each run is a call.
        assert.deepStrictEqual(yield* Stream.runCollect(small), range(20))
      }).pipe(Effect.scoped, Effect.provide(system))
    )

    it.live("A21-streams what is thrown comes after what was yielded before it", () =>
      Effect.gen(function* () {
        const jobs = yield* start
        const failing = yield* ended(jobs.failing(100))
        assert.deepStrictEqual(failing.came, range(100))
        const cause = (failing.error.reason as { readonly cause?: any }).cause
        assert.instanceOf(cause, HttpError)
        assert.strictEqual(cause.status, 100)
        const rejecting = yield* ended(jobs.rejecting())
        assert.deepStrictEqual(rejecting.came, ["first"])
        assert.include(rejecting.error.message, "it threw TypeError: then this")
        const uncarried = yield* ended(jobs.uncarried())
        assert.deepStrictEqual(uncarried.came, [1])
        assert.strictEqual(uncarried.error.reason._tag, "Undecodable")
        assert.include(uncarried.error.message, "A function cannot be carried: send data")
      }).pipe(Effect.scoped, Effect.provide(system))
    )

    it.live("A21-streams what any other function gives to iterate, where it says so", () =>
      Effect.gen(function* () {
        const jobs = yield* start
        assert.deepStrictEqual(
          yield* Stream.runCollect(jobs.lines(300)),
          Array.from(range(300), (n) => `line ${n}`)
        )
        assert.deepStrictEqual(yield* Stream.runCollect(Stream.take(jobs.lines(300), 2)), ["line 0", "line 1"])
        assert.deepStrictEqual(yield* Stream.runCollect(jobs.promised(3)), [0, 1, 2])
        const { came, error } = yield* ended(jobs.refusing())
        assert.deepStrictEqual(came, [])
        assert.instanceOf((error.reason as { readonly cause?: unknown }).cause, HttpError)
        // Its type says that it cannot be called: what plain JavaScript meets that calls it all the same.
        const unmarked = jobs.unmarked as unknown as () => Effect.Effect<never, ActorError>
        assert.strictEqual((yield* Effect.flip(unmarked())).reason._tag, "Undecodable")
      }).pipe(Effect.scoped, Effect.provide(system))
    )

    it.live(
      "A21-streams what cannot be iterated is named, and what is too large, in the words of plain functions",
      () =>
        Effect.gen(function* () {
          const jobs = yield* start
          for (const [given, shown] of [
            [5, "5"],
            [null, "null"],
            [undefined, "undefined"],
            [{}, "[object Object]"]
          ] as const) {
            const { error } = yield* ended(jobs.untrue(given))
            const cause = (error.reason as { readonly cause?: any }).cause
            assert.strictEqual(cause._tag, "InvalidOption")
            assert.include(
              error.message,
              `the result of a function in Actor.stream is ${shown}: return an async iterable`
            )
          }
          assert.deepStrictEqual(yield* Stream.runCollect(jobs.untrue("ab")), ["a", "b"])
          const { error } = yield* ended(jobs.large(2_000_000))
          assert.strictEqual(error.reason._tag, "TooLarge")
          assert.include(error.message, "send it in parts, or give its binary data to Actor.move")
        }).pipe(Effect.scoped, Effect.provide(system))
    )
  })
}

describe("generators, one thread", () => {
  it.live("A21-streams leaving one early stops it, not far ahead, and its finally has run", () =>
    Effect.gen(function* () {
      const jobs = yield* onThreads(1)
      const some = jobs.count.with({ streamBufferSize: 8 })(1_000_000)
      assert.deepStrictEqual(yield* Stream.runCollect(Stream.take(some, 3)), [0, 1, 2])
      assert.isAtMost(yield* jobs.madeSoFar(), 8 + 64)
      assert.strictEqual(yield* jobs.cleanedUp(), "c")
      assert.deepStrictEqual(yield* Stream.runCollect(Stream.take(jobs.hanging(), 1)), ["hanging"])
      assert.strictEqual(yield* jobs.cleanedUp(), "cah")
      assert.deepStrictEqual(yield* Stream.runCollect(Stream.take(jobs.listening(), 1)), ["listening"])
      assert.strictEqual(yield* jobs.cleanedUp(), "cahl")
    }).pipe(Effect.scoped, Effect.provide(system))
  )

  it.live("A21-streams one that computes for each element hears between two of them that it was left", () =>
    Effect.gen(function* () {
      const jobs = yield* onThreads(1)
      const gate = Board.gate()
      const left = Effect.forkDetach(Effect.andThen(Effect.sleep(0), Board.open(gate)))
      yield* Stream.runForEach(Stream.take(jobs.computed(gate), 1), () => left)
      assert.isBelow(yield* jobs.madeSoFar(), 64)
      assert.strictEqual(yield* jobs.cleanedUp(), "m")
    }).pipe(Effect.scoped, Effect.provide(system))
  )

  it("A21-promises for await, its errors, its signal, and leaving it", async () => {
    const jobs = await Actor.promises(onThreads(1), { layer: system })
    const came: Array<number> = []
    for await (const n of jobs.count(10)) came.push(n)
    assert.deepStrictEqual(came, range(10))
    for await (const n of jobs.count(1_000_000)) if (n === 5) break
    assert.strictEqual(await jobs.cleanedUp(), "cc")
    const failing = async (stream: AsyncIterable<unknown>): Promise<any> => {
      try {
        for await (const each of stream) void each
      } catch (error) {
        return error
      }
      return assert.fail("it did not fail")
    }
    assert.instanceOf(await failing(jobs.failing(3)), HttpError)
    assert.instanceOf(await failing(jobs.rejecting()), TypeError)
    const controller = new AbortController()
    const left = failing(jobs.hanging.with({ signal: controller.signal })())
    const reason = new Error("enough")
    controller.abort(reason)
    assert.strictEqual(await left, reason)
    assert.strictEqual(await failing(jobs.count.with({ signal: controller.signal })(3)), reason)
    await jobs[Symbol.asyncDispose]()
  })

  it("A21-promises an iterator asked for several elements at once gives them in turn, and ends at once", async () => {
    const jobs = await Actor.promises(onThreads(1), { layer: system })
    const iterate = <A>(iterable: AsyncIterable<A>) => iterable[Symbol.asyncIterator]()
    const counting = iterate(jobs.count.with({ streamBufferSize: 1 })(3))
    const steps = await Promise.all(Array.from({ length: 5 }, () => counting.next()))
    assert.deepStrictEqual(steps, [...range(3).map((value) => ({ done: false, value })), done, done])
    assert.deepStrictEqual(await counting.next(), done)

    const failing = iterate(jobs.failing(1))
    const settled = await Promise.allSettled([failing.next(), failing.next(), failing.next()])
    assert.deepStrictEqual(
      settled.map(({ status }) => status),
      ["fulfilled", "rejected", "fulfilled"]
    )
    assert.instanceOf((settled[1] as PromiseRejectedResult).reason, HttpError)
    assert.deepStrictEqual((settled[2] as PromiseFulfilledResult<unknown>).value, done)

    // Nothing more comes of it: only leaving it ends it.
    for (const leave of ["return", "throw"] as const) {
      const hanging = iterate(jobs.hanging())
      assert.deepStrictEqual(await hanging.next(), { done: false, value: "hanging" })
      const waiting = [hanging.next(), hanging.next()]
      const reason = new Error("left")
      const left = hanging[leave]!(reason).catch((error: unknown) => error)
      assert.deepStrictEqual(await left, leave === "return" ? { done: true, value: reason } : reason)
      assert.deepStrictEqual(await Promise.all(waiting), [done, done])
      assert.deepStrictEqual(await hanging.next(), done)
    }
    assert.strictEqual(await jobs.cleanedUp(), "cahah")
    await jobs[Symbol.asyncDispose]()
  })

  it("A21-promises a signal that has aborted: no generator is called", async () => {
    const jobs = await Actor.promises(onThreads(1), { layer: system })
    const reason = new Error("no longer")
    const never = jobs.hanging.with({ signal: AbortSignal.abort(reason) })()
    const iterator = never[Symbol.asyncIterator]()
    assert.strictEqual(await rejection(iterator.next()), reason)
    assert.deepStrictEqual(await iterator.next(), done)
    assert.strictEqual(await rejection(never[Symbol.asyncIterator]().next()), reason)
    assert.strictEqual(await jobs.cleanedUp(), "")
    await jobs[Symbol.asyncDispose]()
  })

  it("A21-promises aborting ends an open generator, whether its reader asks for more or not", async () => {
    const jobs = await Actor.promises(onThreads(1), { layer: system })
    const reason = new Error("enough")
    const opened = async (): Promise<readonly [AbortController, AsyncIterator<string>]> => {
      const controller = new AbortController()
      const iterator = jobs.hanging.with({ signal: controller.signal })()[Symbol.asyncIterator]()
      assert.deepStrictEqual(await iterator.next(), { done: false, value: "hanging" })
      return [controller, iterator]
    }
    // Nobody asks for more: its thread, which takes one call at a time, is free all the same.
    const [idle, kept] = await opened()
    idle.abort(reason)
    assert.strictEqual(await jobs.cleanedUp(), "ah")
    assert.strictEqual(await rejection(kept.next()), reason)
    assert.deepStrictEqual([await kept.next(), await kept.return!()], [done, done])
    // Several wait for more: one of them is told.
    const [asked, waiting] = await opened()
    const steps = Promise.allSettled([waiting.next(), waiting.next()])
    asked.abort(reason)
    assert.deepStrictEqual(await steps, [
      { status: "rejected", reason },
      { status: "fulfilled", value: done }
    ])
    // Elements that are here already, and the end behind them, come too late.
    const hurried = new AbortController()
    const came: Array<number> = []
    const reading = async (): Promise<void> => {
      for await (const n of jobs.count.with({ signal: hurried.signal })(20)) {
        came.push(n)
        hurried.abort(reason)
      }
    }
    assert.strictEqual(await rejection(reading()), reason)
    assert.deepStrictEqual([came, await jobs.cleanedUp()], [[0], "ahahc"])
    await jobs[Symbol.asyncDispose]()
  })

  it("A21-promises a generator that has ended, however, leaves nothing on its signal, which changes nothing then", async () => {
    const jobs = await Actor.promises(onThreads(1), { layer: system })
    const ends: Record<string, (signal: AbortSignal) => Promise<AsyncIterator<unknown>>> = {
      itself: async (signal) => {
        const iterator = jobs.count.with({ signal })(1)[Symbol.asyncIterator]()
        assert.deepStrictEqual([await iterator.next(), await iterator.next()], [{ done: false, value: 0 }, done])
        return iterator
      },
      failing: async (signal) => {
        const iterator = jobs.failing.with({ signal })(0)[Symbol.asyncIterator]()
        assert.instanceOf(await rejection(iterator.next()), HttpError)
        return iterator
      },
      left: async (signal) => {
        const iterator = jobs.count.with({ signal })(1_000_000)[Symbol.asyncIterator]()
        await iterator.next()
        assert.lengthOf(getEventListeners(signal, "abort"), 1)
        await iterator.return!()
        return iterator
      },
      thrown: async (signal) => {
        const iterator = jobs.count.with({ signal })(1_000_000)[Symbol.asyncIterator]()
        await iterator.next()
        await rejection(iterator.throw!(new Error("left")))
        return iterator
      },
      "never begun": (signal) => Promise.resolve(jobs.count.with({ signal })(1)[Symbol.asyncIterator]())
    }
    for (const [how, end] of Object.entries(ends)) {
      const controller = new AbortController()
      const iterator = await end(controller.signal)
      assert.lengthOf(getEventListeners(controller.signal, "abort"), 0, how)
      if (how === "never begun") continue
      controller.abort()
      assert.deepStrictEqual(await iterator.next(), done, how)
    }
    await jobs[Symbol.asyncDispose]()
  })
})
