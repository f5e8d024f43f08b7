/*
 * Objects of harbor on several threads: sent to and called by their ids from everywhere, claimed, released and moved, also
 * under load, and while threads die.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Testing from "@stevedore/core/testing"
import * as Directory from "@stevedore/harbor/Directory"
import * as Harbor from "@stevedore/harbor/Harbor"
import type { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as ObjectId from "@stevedore/harbor/ObjectId"
import * as ObjectKind from "@stevedore/harbor/ObjectKind"
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import {
  Ask,
  Book,
  Break,
  directory,
  empty,
  handlersOf,
  Hold,
  Host,
  hosted,
  Leave,
  Note,
  Rare,
  Read,
  Refuse,
  Who
} from "./harborObjects/hosts.ts"
import { forked, numbers, on, platformsOf } from "./platforms.ts"

const platforms = platformsOf(
  {
    entry: Actor.entry<typeof import("./harborObjects/host.thread.ts")>(
      new URL("./harborObjects/host.thread.ts", import.meta.url)
    )
  },
  { entry: Testing.entry(hosted) }
)
const [real, simulated] = platforms
type Platform = typeof real

const silent = Logger.layer([])
/** Of no kind here. */
const Strange = Message.make("strange")

const run = <A, E>(
  program: Effect.Effect<A, E, Scope.Scope | ActorSystem | Host | Directory.Directory>,
  { entry, system }: Platform,
  size = 3
) =>
  program.pipe(
    Effect.provide(Layer.mergeAll(Host.layerPool({ entry, size, name: "t", restart: "never" }), directory)),
    Effect.provide(system),
    Effect.provide(silent),
    Effect.scoped
  )

const reasonOf = <A>(effect: Effect.Effect<A, HarborError>) =>
  Effect.map(Effect.flip(effect), ({ delivered, reason }) => `${reason._tag} ${delivered}`)

for (const platform of platforms) {
  describe(`C06 objects on ${platform.name}`, () => {
    it.live("C06-send are sent to and called from everywhere, in order, and answer from where they live", () =>
      run(
        Effect.gen(function* () {
          const [objects, host] = [yield* Directory.Directory, yield* Host]
          const id = yield* host.claim(undefined, on("t-1"))
          for (const n of numbers(100)) {
            yield* objects.sendTo(id, Note, { from: "main", n: 2 * n + 1 })
            assert.strictEqual(yield* objects.callTo(id, Ask, { from: "main", n: 2 * n + 2 }), 2 * n + 1)
          }
          assert.deepStrictEqual(yield* objects.callTo(id, Read), {
            thread: "t-1",
            noted: { latest: { main: 200 }, wrong: [] }
          })
          assert.deepStrictEqual(yield* objects.where(id), Option.some("t-1"))
          const refused = yield* Effect.flip(objects.callTo(id, Refuse, { why: "closed" }))
          assert.strictEqual(refused._tag, "Refused")
          assert.strictEqual(yield* reasonOf(objects.callTo(id, Break)), "RemoteDefect maybe")
        }),
        platform
      )
    )

    it.live("C06-unknown what is no id, or nobody's, or nobody's any more, is delivered to nobody, and says so", () =>
      run(
        Effect.gen(function* () {
          const [objects, host] = [yield* Directory.Directory, yield* Host]
          const other = yield* host.claim(undefined, on("t-0"))
          const id = yield* host.claim(undefined, on("t-0"))
          const note = { from: "main", n: 1 }
          assert.strictEqual(yield* reasonOf(objects.sendTo(ObjectId.none, Note, note)), "InvalidObjectId no")
          assert.strictEqual(yield* reasonOf(objects.callTo(ObjectId.none, Read)), "InvalidObjectId no")
          const unknown = ObjectId.make(objects.node, 0xffff_ffff)
          const elsewhere = ObjectId.make(objects.node ^ 1, ObjectId.serialOf(id))
          yield* host.release({ id }, on("t-0"))
          // Its entry is another object's now.
          const next = yield* host.claim(undefined, on("t-0"))
          for (const none of [unknown, elsewhere, id]) {
            assert.strictEqual(yield* reasonOf(objects.sendTo(none, Note, note)), "NoReceiver no")
            assert.strictEqual(yield* reasonOf(objects.callTo(none, Read)), "NoReceiver no")
            assert.strictEqual(yield* reasonOf(objects.release(none)), "NoReceiver no")
            assert.strictEqual(yield* reasonOf(objects.move(none, "t-1")), "NoReceiver no")
            assert.deepStrictEqual(yield* objects.where(none), Option.none())
          }
          for (const live of [other, next]) {
            assert.deepStrictEqual((yield* objects.callTo(live, Read)).noted, empty)
          }
          assert.strictEqual(
            yield* reasonOf(objects.callTo(next, Hold, { n: "one" as never }) as Effect.Effect<number, HarborError>),
            "Malformed no"
          )
        }),
        platform
      )
    )

    it.live(
      "C06-untaken what objects of a kind do not take, and what waits too long a line, is named to who called",
      () =>
        run(
          Effect.gen(function* () {
            const [objects, host] = [yield* Directory.Directory, yield* Host]
            const gate = Latch.makeUnsafe()
            yield* objects.serve(Book, handlersOf("main", gate, objects), { mailbox: 1 })
            const here = yield* objects.claim(Book, empty)
            for (const id of [here, yield* host.claim(undefined, on("t-0"))]) {
              const error = yield* Effect.flip(objects.callTo(id, Strange))
              assert.deepInclude(error.reason, { _tag: "UnknownMessage", messageId: Strange.id, kind: "book" })
              assert.match(
                error.message,
                /^strange: objects of kind "book" do not take it \(id [0-9a-f]{8}\): .*\(nobody has had the message\)$/
              )
            }
            const held = yield* forked(Effect.exit(objects.callTo(here, Hold, { n: 1 })))
            const waits = yield* forked(Effect.exit(objects.callTo(here, Hold, { n: 2 })))
            const busy = yield* Effect.flip(objects.callTo(here, Read))
            assert.strictEqual(busy.reason._tag, "ObjectBusy")
            assert.match(busy.message, /^read: as many messages wait for the object/)
            yield* gate.open
            yield* Fiber.joinAll([held, waits])
          }),
          platform,
          1
        )
    )

    it.live("C12-objects what is sent and cannot be handled is a dead letter, where the object was", () =>
      run(
        Effect.gen(function* () {
          const objects = yield* Directory.Directory
          const harbor = yield* Effect.map(Layer.build(Harbor.layer()), Context.get(Harbor.Harbor))
          const letters = yield* forked(Stream.runCollect(Stream.take(harbor.deadLetters, 3)))
          const gate = Latch.makeUnsafe()
          yield* objects.serve(Book, handlersOf("main", gate, objects))
          const id = yield* objects.claim(Book, empty)
          const other = yield* objects.claim(Book, empty)
          yield* Effect.yieldNow
          yield* objects.sendTo(other, Break)
          yield* objects.sendTo(other, Refuse, { why: "closed" })
          const held = yield* forked(reasonOf(objects.callTo(id, Hold, { n: 1 }) as never))
          yield* objects.sendTo(id, Note, { from: "main", n: 1 })
          yield* objects.callTo(other, Read)
          // What waits for it finds nobody any more; what has begun goes on.
          yield* objects.release(id)
          const all = yield* Fiber.join(letters)
          assert.deepStrictEqual(
            Array.from(all, ({ messageName, reason, sender, thread }) => [messageName, reason, sender, thread]),
            [
              ["break", "HandlerFailed", "main", "main"],
              ["refuse", "HandlerFailed", "main", "main"],
              ["note", "NoReceiver", "main", "main"]
            ]
          )
          yield* gate.open
          yield* Fiber.interrupt(held)
        }),
        platform,
        1
      )
    )

    it.live("C07-move an object keeps its id, its state and its order, wherever it goes and whoever moves it", () =>
      run(
        Effect.gen(function* () {
          const [objects, host] = [yield* Directory.Directory, yield* Host]
          yield* objects.serve(Book, handlersOf("main", Latch.makeUnsafe(), objects))
          const id = yield* objects.claim(Book, empty)
          let n = 0
          for (const thread of ["t-0", "t-1", "main", "t-2", "t-2", "t-0", "main"]) {
            const moving = yield* forked(objects.move(id, thread))
            for (const _ of numbers(20)) yield* objects.sendTo(id, Note, { from: "main", n: ++n })
            yield* Fiber.join(moving)
            const read = yield* objects.callTo(id, Read)
            assert.deepStrictEqual(read, { thread, noted: { latest: { main: n }, wrong: [] } })
          }
          // By its own handler, which is the last one there.
          yield* objects.callTo(id, Leave, { to: "t-1" })
          assert.strictEqual((yield* objects.callTo(id, Read)).thread, "t-1")
          assert.strictEqual(yield* objects.count, 0)
          assert.strictEqual(yield* host.count(undefined, on("t-1")), 1)
          assert.strictEqual(yield* reasonOf(objects.move(id, "nowhere")), "InvalidOption no")
          yield* objects.release(id)
          assert.strictEqual(yield* host.count(undefined, on("t-1")), 0)
        }),
        platform
      )
    )

    it.live(
      "C07-back an object is moved on as soon as it has come, straight back too, and none of that is refused",
      () =>
        run(
          Effect.gen(function* () {
            const objects = yield* Directory.Directory
            yield* objects.serve(Book, handlersOf("main", Latch.makeUnsafe(), objects))
            for (const way of [
              ["t-0", "main"],
              ["t-0", "t-1", "main"]
            ]) {
              const id = yield* objects.claim(Book, empty)
              // They wait where it is going, and each of them moves it on from there.
              const moves = yield* Effect.forEach(numbers(30), (n) =>
                forked(objects.callTo(id, Leave, { to: way[n % way.length]! }))
              )
              for (const move of moves) yield* Fiber.join(move)
              assert.deepStrictEqual(yield* objects.where(id), Option.some("main"))
            }
          }),
          platform
        )
    )

    it.live("C07-move several moves of one object, asked for at once, are done one after the other", () =>
      run(
        Effect.gen(function* () {
          const [objects, host] = [yield* Directory.Directory, yield* Host]
          yield* objects.serve(Book, handlersOf("main", Latch.makeUnsafe(), objects))
          for (const id of [yield* objects.claim(Book, empty), yield* host.claim(undefined, on("t-2"))]) {
            const ways = ["t-0", "t-1", "t-1", "main", "t-2", "t-0"]
            yield* Effect.forEach(ways, (to) => objects.move(id, to), { concurrency: "unbounded" })
            assert.deepStrictEqual(yield* objects.where(id), Option.some("t-0"))
            // One that is refused is nothing to those behind it.
            const both = [objects.move(id, "nowhere"), objects.move(id, "t-1"), objects.move(id, "t-2")]
            const ends = yield* Effect.all(both.map(Effect.exit), { concurrency: "unbounded" })
            assert.deepStrictEqual(ends.map(Exit.isSuccess), [false, true, true])
            assert.strictEqual((yield* objects.callTo(id, Read)).thread, "t-2")
          }
        }),
        platform
      )
    )

    it.live("C07-move to a thread that has no handlers for it is refused, and it stays", () =>
      run(
        Effect.gen(function* () {
          const objects = yield* Directory.Directory
          yield* objects.serve(Rare, { read: () => Effect.succeed({ thread: "main", noted: empty }) })
          const id = yield* objects.claim(Rare)
          assert.strictEqual(yield* reasonOf(objects.move(id, "t-1")), "InvalidOption no")
          assert.strictEqual((yield* objects.callTo(id, Read)).thread, "main")
          // Each of those that are asked for at once is told of its own end.
          const ways = ["t-1", "t-2", "t-1", "t-2", "main"].map((to) => objects.move(id, to))
          const ends = yield* Effect.all(ways.map(Effect.exit), { concurrency: "unbounded" })
          const reasons = ends.map((exit) => Option.getOrUndefined(Exit.findErrorOption(exit))?.reason._tag)
          assert.deepStrictEqual(reasons, [...numbers(4).map(() => "InvalidOption"), undefined])
          yield* objects.move(id, "t-0")
          assert.strictEqual((yield* objects.callTo(id, Read)).thread, "t-0")
        }),
        platform
      )
    )

    it.live("C06-serial an object takes one message at a time, in order; others do not wait for it", () =>
      run(
        Effect.gen(function* () {
          const [objects, host] = [yield* Directory.Directory, yield* Host]
          const [id, other] = yield* host.claimMany({ count: 2 }, on("t-0"))
          const held = yield* forked(objects.callTo(id!, Hold, { n: 1 }))
          const behind = yield* forked(objects.callTo(id!, Ask, { from: "hold", n: 2 }))
          assert.deepStrictEqual((yield* objects.callTo(other!, Read)).noted, empty)
          assert.isUndefined(behind.pollUnsafe())
          yield* host.open(undefined, on("t-0"))
          assert.strictEqual(yield* Fiber.join(held), 1)
          assert.strictEqual(yield* Fiber.join(behind), 1)
        }),
        platform
      )
    )

    it.live("C15 a handler reads what its message came by, also when that was sent on to where the object moves", () =>
      run(
        Effect.gen(function* () {
          const [objects, host] = [yield* Directory.Directory, yield* Host]
          const id = yield* host.claim(undefined, on("t-0"))
          const text = ObjectId.toText(id)
          assert.strictEqual(yield* objects.callTo(id, Who), `who from main to ${text}`)
          // What waits behind a handler that leaves with the object is sent on.
          const held = yield* forked(objects.callTo(id, Hold, { n: 1 }))
          const moving = yield* forked(objects.move(id, "t-1"))
          const asked = yield* forked(host.who({ id }, on("t-2")))
          yield* host.open(undefined, on("t-0"))
          assert.strictEqual(yield* Fiber.join(held), 1)
          yield* Fiber.join(moving)
          assert.strictEqual(yield* Fiber.join(asked), `who from t-2 to ${text}`)
          assert.deepStrictEqual(yield* objects.where(id), Option.some("t-1"))
        }),
        platform
      )
    )

    it.live("C07-deaths what a dead thread had is lost, with a typed error, and nothing else is", () =>
      run(
        Effect.gen(function* () {
          const [objects, host, system] = [yield* Directory.Directory, yield* Host, yield* ActorSystem]
          const ids = yield* host.claimMany({ count: 200 }, on("t-1"))
          const kept = yield* host.claimMany({ count: 20 }, on("t-2"))
          const held = yield* Effect.forEach(ids.slice(0, 20), (id) =>
            forked(reasonOf(objects.callTo(id, Hold, { n: 1 }) as never))
          )
          yield* objects.callTo(ids[20]!, Read)
          assert.isTrue(yield* system.kill("t-1"))
          for (const fiber of held) assert.include(yield* Fiber.join(fiber), "ObjectLost")
          for (const id of ids) {
            const reason = yield* reasonOf(objects.sendTo(id, Note, { from: "main", n: 1 }))
            assert.include(["NoReceiver no", "ObjectLost no"], reason)
          }
          for (const id of kept) assert.strictEqual((yield* objects.callTo(id, Read)).thread, "t-2")
        }),
        platform
      )
    )
  })
}

describe("C07 deaths in moves", () => {
  const kills = (rounds: number, platform: Platform) =>
    it.live(
      `C07-kills every call ends, and every object lives once or is lost, ${rounds} kills on ${platform.name}`,
      () =>
        Effect.forEach(
          numbers(rounds),
          (round) =>
            run(
              Effect.gen(function* () {
                const [objects, host, system] = [yield* Directory.Directory, yield* Host, yield* ActorSystem]
                yield* objects.serve(Book, handlersOf("main", Latch.makeUnsafe(), objects))
                const dying = `t-${round % 3}`
                const others = ["main", "t-0", "t-1", "t-2"].filter((thread) => thread !== dying)
                // Some live on the one that dies, some move there or away, some have nothing to do with it.
                const ids = [
                  ...(yield* host.claimMany({ count: 10 }, on(dying))),
                  ...(yield* host.claimMany({ count: 10 }, on(others[1]!))),
                  ...(yield* Effect.forEach(numbers(10), () => objects.claim(Book, empty)))
                ]
                const moves = yield* Effect.forEach(ids, (id, index) =>
                  forked(
                    Effect.forEach(numbers(4), (step) =>
                      Effect.exit(objects.move(id, index % 2 === 0 ? dying : others[(index + step) % 3]!))
                    )
                  )
                )
                const calls = yield* Effect.forEach(ids, (id) =>
                  forked(
                    Effect.forEach(numbers(10), (n) => Effect.exit(objects.callTo(id, Ask, { from: "main", n: n + 1 })))
                  )
                )
                for (const _ of numbers(round)) yield* Effect.sleep(1)
                assert.isTrue(yield* system.kill(dying))
                for (const fiber of moves) yield* Fiber.join(fiber)
                let lost = 0
                for (const [at, fiber] of calls.entries()) {
                  const exits = yield* Fiber.join(fiber)
                  for (const exit of exits) {
                    const error = Exit.isFailure(exit) ? Option.getOrUndefined(Exit.findErrorOption(exit)) : undefined
                    if (Exit.isFailure(exit)) assert.include(["ObjectLost", "NoReceiver"], error?.reason._tag)
                  }
                  // What answers still has had those that succeeded, each once and in order. One that was lost with the dead
                  // thread, which had sent it on or was about to, may have had it.
                  const read = yield* Effect.exit(objects.callTo(ids[at]!, Read))
                  const failed = exits.filter(Exit.isFailure).length
                  if (Exit.isFailure(read)) lost++
                  else {
                    const { noted, thread } = read.value
                    assert.notStrictEqual(thread, dying)
                    for (const wrong of noted.wrong) {
                      const [, n, last] = /^main: (\d+) after (\d+)$/.exec(wrong)!
                      assert.isAbove(Number(n), Number(last))
                    }
                    assert.isAtMost(noted.wrong.length, failed)
                    if (failed === 0) assert.deepStrictEqual(noted.latest, { main: 10 })
                  }
                }
                const live = yield* Effect.forEach(others.slice(1), (thread) => host.count(undefined, on(thread)))
                const count = live.reduce((sum, each) => sum + each, yield* objects.count)
                assert.strictEqual(count, ids.length - lost)
              }),
              platform
            ),
          { discard: true }
        )
    )
  kills(12, simulated)
  kills(3, real)
})

describe("C06 kinds that come and go", () => {
  it.live("C06-kinds a kind that is served after 65,536 others is itself", () =>
    run(
      Effect.gen(function* () {
        const objects = yield* Directory.Directory
        const answering = (thread: string) => ({ read: () => Effect.succeed({ thread, noted: empty }) })
        const Other = ObjectKind.make("other", { messages: [Read] })
        // What has the first number stays.
        yield* objects.serve(Other, answering("other"))
        for (const _ of numbers(65_536)) yield* Effect.scoped(objects.serve(Rare, answering("nobody")))
        yield* objects.serve(Rare, answering("rare"))
        const [other, rare] = [yield* objects.claim(Other), yield* objects.claim(Rare)]
        assert.strictEqual((yield* objects.callTo(other, Read)).thread, "other")
        assert.strictEqual((yield* objects.callTo(rare, Read)).thread, "rare")
      }),
      simulated,
      1
    )
  )
})

describe("C07 moves under load", () => {
  const underLoad = (moves: number, platform: Platform) =>
    it.live(
      `C07-load ${moves} moves under load from 3 threads: 0 lost, 0 twice, 0 out of order, on ${platform.name}`,
      () =>
        run(
          Effect.gen(function* () {
            const [objects, host] = [yield* Directory.Directory, yield* Host]
            const threads = ["t-0", "t-1", "t-2"]
            const id = yield* host.claim(undefined, on("t-0"))
            const loads = yield* Effect.forEach(threads, (from) => forked(host.load({ id, from }, on(from))))
            for (const round of numbers(moves)) yield* objects.move(id, threads[(round + 1) % 3]!)
            for (const thread of threads) yield* host.stop(undefined, on(thread))
            const sent = yield* Effect.forEach(loads, Fiber.join)
            const { noted } = yield* objects.callTo(id, Read)
            assert.deepStrictEqual(noted.wrong, [])
            assert.deepStrictEqual(noted.latest, Object.fromEntries(threads.map((from, at) => [from, sent[at]])))
            for (const count of sent) assert.isAbove(count, moves / 10)
          }),
          platform
        )
    )
  underLoad(50, simulated)
  underLoad(1000, real)
})
