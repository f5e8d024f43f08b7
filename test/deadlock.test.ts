/*
 * Nothing waits for ever: not for itself, not in a circle of full mailboxes, not for memory. In every place where an
 * actor can run.
 */
import type { ActorError } from "@stevedore/core/ActorError"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Logger from "effect/Logger"
import * as Board from "./conformance/board.ts"
import { A, B, C, type Options, places, pools } from "./deadlock/knot.ts"

const forked = <E, X, R>(effect: Effect.Effect<X, E, R>) => Effect.forkChild(effect, { startImmediately: true })
const numbers = (count: number): ReadonlyArray<number> => Array.from({ length: count }, (_, index) => index)
const none = new Uint8Array(0)
const isFull = (error: ActorError): boolean => error.reason._tag === "MailboxFull"
const chainOf = (error: ActorError): ReadonlyArray<string> =>
  error.reason._tag === "AskCycle"
    ? error.reason.chain.map((link) => link.split(" on ")[0]!)
    : [`not a cycle: ${String(error)}`]

for (const place of places) {
  const inside = <X, E>(program: Effect.Effect<X, E, A | B | C | ActorSystem>, options?: Options) =>
    program.pipe(Effect.provide(place.live(options)), Effect.provide(Logger.layer([])))

  describe(`nothing waits for ever: ${place.name}`, () => {
    it.live("A05 an actor that asks itself learns so, and goes on", () =>
      inside(
        Effect.gen(function* () {
          const a = yield* A
          const error = yield* Effect.flip(a.along({ path: ["A"] }))
          assert.deepStrictEqual(chainOf(error), ["deadlock/A", "deadlock/A"])
          assert.strictEqual(error.started, false)
          assert.deepStrictEqual(yield* a.along({ path: [] }), ["A"])
        })
      )
    )

    it.live("A05 a reentrant job is let in by the one that waits for it", () =>
      inside(
        Effect.gen(function* () {
          assert.deepStrictEqual(yield* (yield* A).inside({ path: ["A", "A"] }), ["A", "A", "A"])
        })
      )
    )

    it.live("A05 A10 a handler that fills a mailbox waits for room no longer than nestedWait, and is named", () =>
      inside(
        Effect.gen(function* () {
          // It fills its own: nobody makes room while it waits.
          const error = yield* Effect.flip((yield* A).flood({ to: "A", jobs: 20 }))
          assert.strictEqual(error.reason._tag, "MailboxFull")
          assert.include(error.message, "sent by deadlock/A on")
          assert.deepStrictEqual(yield* (yield* A).along({ path: [] }), ["A"])
        }),
        { mailbox: { window: 4 }, system: { nestedWait: "20 millis" } }
      )
    )

    it.live("A10 sends that wait are served in the order they came, however much room comes at once", () =>
      inside(
        Effect.gen(function* () {
          const a = yield* A
          const [gate, trace] = [Board.gate(), Board.trace()]
          const held = yield* a.hold.submit({ gate })
          yield* Board.came(gate)
          // Many fibers, each of which finds the window full but for the first ones, asks and tells in turn.
          const sends = yield* Effect.forEach(numbers(200), (n) =>
            forked(
              n % 3 === 0 ? a.note.tell({ trace, n, bytes: none }) : Effect.asVoid(a.note({ trace, n, bytes: none }))
            )
          )
          yield* Board.open(gate)
          yield* held.await
          // Comes when room is there again, perhaps, and some still wait.
          yield* a.note({ trace, n: 200, bytes: none })
          yield* Effect.forEach(sends, Fiber.join)
          assert.deepStrictEqual(Board.events(trace), numbers(201).map(String))
        }),
        { mailbox: { window: 4 } }
      )
    )

    it.live("A10 A05 memory that is too small for what is sent: all of it is answered, and replies keep flowing", () =>
      inside(
        Effect.gen(function* () {
          const actors = place.isShared ? [yield* A, yield* B, yield* C] : [yield* A]
          const bytes = Uint8Array.from(numbers(12_000), (n) => n)
          // `layerLocal` has 32 MiB whatever the system says: more than that is sent at once.
          const count = place.isShared ? 60 : 3000
          const answers = yield* Effect.forEach(
            actors.flatMap((actor) => numbers(count).map((n) => actor.note({ trace: 0, n, bytes }))),
            (ask) => ask,
            { concurrency: "unbounded" }
          )
          assert.isTrue(answers.every((answer) => answer.byteLength === 12_000 && answer[11_999] === bytes[11_999]))
          const info = yield* (yield* ActorSystem).info
          assert.deepStrictEqual([info.jobsInFlight, info.sendsWaiting], [0, 0])
        }),
        { system: { arenaBytes: 64 * 1024, maxThreads: 5 } }
      )
    )

    if (!place.isShared) return

    it.live(
      "A05 circles of two and of three are found by the ask that would close them, and named from the first",
      () =>
        inside(
          Effect.gen(function* () {
            const [a, b, c] = [yield* A, yield* B, yield* C]
            const names = (path: string) => Array.from(path, (name) => `deadlock/${name}`)
            // Once each has asked each other, every thread knows all names: before, one that waits may be a number.
            yield* a.along({ path: ["B", "C"] })
            yield* a.along({ path: ["C", "B"] })
            yield* b.along({ path: ["C", "A"] })
            yield* b.along({ path: ["A", "C"] })
            yield* c.along({ path: ["A", "B"] })
            yield* c.along({ path: ["B", "A"] })
            assert.deepStrictEqual(chainOf(yield* Effect.flip(a.along({ path: ["B", "A"] }))), names("ABA"))
            assert.deepStrictEqual(chainOf(yield* Effect.flip(a.along({ path: ["B", "C", "A"] }))), names("ABCA"))
            assert.deepStrictEqual(chainOf(yield* Effect.flip(a.along({ path: ["B", "C", "B"] }))), names("ABCB"))
            assert.deepStrictEqual(yield* a.along({ path: ["B", "C"] }), ["A", "B", "C"])
            assert.deepStrictEqual(yield* a.inside({ path: ["B", "C", "A", "B"] }), ["A", "B", "C", "A", "B"])
          })
        )
    )

    it.live("A05 A10 full mailboxes in a circle end in an error for who waits, and everybody goes on", () =>
      inside(
        Effect.gen(function* () {
          const [a, b, c] = [yield* A, yield* B, yield* C]
          // Each fills the next one's mailbox while it works, so none of them makes room for another.
          const floods = [
            a.flood({ to: "B", jobs: 50 }),
            b.flood({ to: "C", jobs: 50 }),
            c.flood({ to: "A", jobs: 50 })
          ]
          const exits = yield* Effect.forEach(floods, Effect.exit, { concurrency: "unbounded" })
          const failed = exits.filter((exit) => exit._tag === "Failure")
          assert.isAbove(failed.length, 0)
          assert.isTrue(failed.every((exit) => String(exit.cause).includes("the mailbox is full")))
          // What is left in the mailboxes may take longer than `nestedWait` to be worked off: then this ask learns so too.
          const along = Effect.retry(a.along({ path: ["B", "C"] }), { while: isFull })
          assert.deepStrictEqual(yield* along, ["A", "B", "C"])
        }),
        { mailbox: { window: 4 }, system: { nestedWait: "50 millis" } }
      )
    )

    it.live("A05 two chains that wait for each other, which neither can see, end with the timeout of an ask", () =>
      inside(
        Effect.gen(function* () {
          const [a, b] = [yield* A, yield* B]
          const gate = Board.gate()
          // Each has begun when the other one asks.
          const both = yield* Effect.forEach([a.meet({ gate, other: "B" }), b.meet({ gate, other: "A" })], (ask) =>
            forked(Effect.exit(ask))
          )
          yield* Board.came(gate, 2)
          yield* Board.open(gate)
          const exits = yield* Effect.forEach(both, Fiber.join)
          const failed = exits.filter((exit) => exit._tag === "Failure")
          assert.isAbove(failed.length, 0)
          assert.isTrue(failed.every((exit) => String(exit.cause).includes("not done after 100 ms")))
          assert.deepStrictEqual(yield* a.along({ path: ["B"] }), ["A", "B"])
        })
      )
    )

    it.live("A09 A10 a job table of 8: what finds no word waits its turn, over all actors", () =>
      inside(
        Effect.gen(function* () {
          const [a, b] = [yield* A, yield* B]
          const trace = Board.trace()
          yield* Effect.forEach(
            numbers(200),
            (n) => (n % 2 === 0 ? a : b).note({ trace: n % 2 === 0 ? trace : 0, n, bytes: none }),
            { concurrency: "unbounded" }
          )
          assert.deepStrictEqual(
            Board.events(trace),
            numbers(100).map((n) => String(2 * n))
          )
          assert.strictEqual((yield* (yield* ActorSystem).info).jobsInFlight, 0)
        }),
        { system: { jobCapacity: 8 } }
      )
    )
  })
}

for (const pool of pools) {
  describe(`nothing waits for ever: a pool on ${pool.name}`, () => {
    it.live(
      "A05 a pool that is asked by its own handler passes over the threads that wait for it, as far as it can",
      () =>
        Effect.gen(function* () {
          const a = yield* A
          assert.deepStrictEqual(yield* a.along({ path: ["A"] }), ["A", "A"])
          assert.deepStrictEqual(chainOf(yield* Effect.flip(a.along({ path: ["A", "A"] }))).length, 3)
          assert.deepStrictEqual(yield* a.along({ path: ["A"] }), ["A", "A"])
        }).pipe(Effect.provide(pool.live), Effect.provide(Logger.layer([])))
    )
  })
}
