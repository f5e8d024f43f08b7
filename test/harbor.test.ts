/*
 * Messages between threads by their names: who gets them, in what order, and what whoever sends them learns.
 */
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import {
  Dies,
  Hold,
  Host,
  lettersOf,
  listenTo,
  Mark,
  marks,
  Note,
  Notes,
  Other,
  Where,
  Who
} from "./harbor/messages.ts"
import { forked, numbers, on, type Platform, platforms } from "./harbor/platforms.ts"

const silent = Logger.layer([])
/** Turns of the event loop until it holds. */
const until = <E, R>(holds: Effect.Effect<boolean, E, R>): Effect.Effect<void, E, R> =>
  Effect.flatMap(holds, (done) => (done ? Effect.void : Effect.andThen(Effect.sleep(1), until(holds))))
const each = (size: number) => numbers(size).map((index) => `t-${index}`)

const run = <A, E>(
  program: Effect.Effect<A, E, Host | Harbor.Harbor | Notes | ActorSystem | Scope.Scope>,
  { entry, system }: Platform,
  size = 2,
  options?: Harbor.Options
) =>
  program.pipe(
    Effect.scoped,
    Effect.provide(Host.layerPool({ entry, size, name: "t", restart: "never" })),
    Effect.provide(Layer.merge(Harbor.layer(options), Notes.layer)),
    Effect.provide(system),
    Effect.provide(silent)
  )

const reasonOf = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
  Effect.map(Effect.flip(effect), (error) => {
    assert.instanceOf(error, HarborError)
    const { delivered, reason } = error as HarborError
    return { reason: reason._tag as string, delivered: delivered as string }
  })

for (const platform of platforms) {
  describe(`messages on ${platform.name}`, () => {
    it.live("C05 C12 nobody listens: said at once, and nobody has it", () =>
      run(
        Effect.gen(function* () {
          const harbor = yield* Harbor.Harbor
          const nobody = { reason: "NoListener", delivered: "no" }
          assert.deepInclude(yield* reasonOf(harbor.send(Other, { n: 1 })), nobody)
          assert.deepInclude(yield* reasonOf(harbor.call(Where, { n: 1 })), nobody)
          assert.deepInclude(yield* reasonOf(harbor.broadcast(Other, { n: 1 })), nobody)
          assert.strictEqual((yield* harbor.counters).noListener, 3)
          yield* Effect.scoped(
            Effect.gen(function* () {
              yield* listenTo("other")
              yield* harbor.send(Other, { n: 2 })
            })
          )
          assert.deepStrictEqual((yield* Notes).noted, [2], "before it left, it had what was sent to it")
          assert.deepInclude(yield* reasonOf(harbor.send(Other, { n: 3 })), nobody)
        }),
        platform,
        1
      )
    )

    it.live(
      "C04 C05 exactly in turn over the threads that listen, from every thread; a listen is complete when all know",
      () =>
        run(
          Effect.gen(function* () {
            const [harbor, host] = [yield* Harbor.Harbor, yield* Host]
            yield* listenTo("where")
            for (const one of each(3)) yield* host.listen({ message: "where" }, on(one))
            const from = (one: string) => host.where({ count: 40 }, on(one))
            const own = yield* Effect.forEach(numbers(40), (n) => harbor.call(Where, { n }))
            for (const had of [own, ...(yield* Effect.forEach(each(3), from))]) {
              assert.sameMembers(had.slice(0, 4), ["main", ...each(3)])
              had.forEach((who, at) => assert.strictEqual(who, had[at % 4]))
            }
            yield* host.leave(undefined, on("t-1"))
            const left = yield* from("t-2")
            assert.notInclude(left, "t-1")
            assert.strictEqual(new Set(left.slice(0, 3)).size, 3)
          }),
          platform,
          3
        )
    )

    it.live("C05 a call has the reply, its own errors, defects, and a timeout", () =>
      run(
        Effect.gen(function* () {
          const [harbor, host] = [yield* Harbor.Harbor, yield* Host]
          for (const message of ["where", "hold", "dies"] as const) yield* host.listen({ message }, on("t-0"))
          assert.strictEqual(yield* harbor.call(Where, { n: 7 }), "t-0")
          const refused = yield* Effect.flip(harbor.call(Where, { n: -1 }))
          assert.deepInclude({ ...refused }, { _tag: "Refused", n: -1 })
          const late = yield* reasonOf(harbor.call(Hold, { n: 1 }, { timeout: "20 millis" }))
          assert.strictEqual(late.reason, "NoReply")
          // On a busy machine its thread has not taken it by then.
          assert.include(["maybe", "no"], late.delivered)
          assert.deepStrictEqual(yield* reasonOf(harbor.call(Dies, { n: 1 })), {
            reason: "RemoteDefect",
            delivered: "maybe"
          })
          const malformed = yield* reasonOf(harbor.call(Where, { n: 0.5 }))
          assert.deepStrictEqual(malformed, { reason: "Malformed", delivered: "no" })
          const large = Message.make("large", { payload: { text: Schema.String } })
          yield* harbor.listen(large, () => Effect.void)
          const tooLarge = yield* reasonOf(harbor.send(large, { text: "x".repeat(2_000_000) }))
          assert.deepStrictEqual(tooLarge, { reason: "TooLarge", delivered: "no" })
          yield* harbor.send(large, { text: "still here" })
        }),
        platform,
        1
      )
    )

    it.live(
      "C09 D07-messages a broadcast reaches every listener of every thread, its sender's too, each with its own copy",
      () =>
        run(
          Effect.gen(function* () {
            const [harbor, host, { noted }] = [yield* Harbor.Harbor, yield* Host, yield* Notes]
            for (const _ of numbers(3)) {
              yield* listenTo("note")
              yield* host.listen({ message: "note" }, on("t-0"))
            }
            yield* host.listen({ message: "note" }, on("t-1"))
            yield* harbor.broadcast(Note, { n: 1, tags: ["a"] })
            yield* harbor.broadcast(Note, { n: 2, tags: ["a"] })
            // Behind them in every mailbox.
            yield* host.listen({ message: "where" }, on("t-0"))
            yield* host.listen({ message: "where" }, on("t-1"))
            yield* listenTo("where")
            yield* Effect.forEach(numbers(3), (n) => harbor.call(Where, { n: 100 + n }))
            const notes = (all: ReadonlyArray<number>) => all.filter((n) => !(n >= 100))
            assert.deepStrictEqual(notes(noted), [1, 1, 1, 2, 2, 2])
            assert.deepStrictEqual(notes(yield* host.noted(undefined, on("t-0"))), [1, 1, 1, 2, 2, 2])
            assert.deepStrictEqual(notes(yield* host.noted(undefined, on("t-1"))), [1, 2])
          }),
          platform
        )
    )

    it.live("D08-messages what is refused reaches nobody", () =>
      run(
        Effect.gen(function* () {
          const [harbor, host] = [yield* Harbor.Harbor, yield* Host]
          yield* listenTo("note")
          for (const one of each(2)) yield* host.listen({ message: "note" }, on(one))
          const refused = yield* reasonOf(harbor.broadcast(Note, { n: 0.5, tags: [] }))
          assert.deepStrictEqual(refused, { reason: "Malformed", delivered: "no" })
          yield* harbor.broadcast(Note, { n: 1, tags: [] })
          for (const one of each(2)) {
            yield* host.listen({ message: "where" }, on(one))
            yield* harbor.call(Where, { n: 5 })
          }
          assert.deepStrictEqual((yield* Notes).noted, [1])
        }),
        platform
      )
    )

    it.live(
      "C05 what one thread sends to another begins there in the order it was sent, of all messages together, also without room",
      () =>
        run(
          Effect.gen(function* () {
            const [host] = [yield* Host]
            for (const message of ["note", "other", "where"] as const) yield* host.listen({ message }, on("t-0"))
            const sending = yield* forked(host.send({ from: 1, count: 600, calls: true }, on("t-1")))
            const others = yield* forked(host.send({ from: 10_001, count: 600, calls: true }, on("t-2")))
            yield* Fiber.join(sending)
            yield* Fiber.join(others)
            // Behind all that each of the two has sent.
            yield* host.where({ count: 1 }, on("t-1"))
            yield* host.where({ count: 1 }, on("t-2"))
            const noted = yield* host.noted(undefined, on("t-0"))
            for (const first of [1, 10_001]) {
              assert.deepStrictEqual(
                noted.filter((n) => n >= first && n < first + 9999),
                numbers(600).map((n) => first + n)
              )
            }
            // The window of main is 4: two fibers of each thread stand in a line that does not move.
            const [harbor, { gate, noted: own }] = [yield* Harbor.Harbor, yield* Notes]
            yield* host.leave(undefined, on("t-0"))
            const noteBehindGate = ({ n }: { readonly n: number }) =>
              Effect.andThen(
                gate.await,
                Effect.sync(() => void own.push(n))
              )
            yield* harbor.listen(Note, noteBehindGate)
            yield* harbor.listen(Other, noteBehindGate)
            const before = new Map<string, number>()
            const sent = (thread: string) => Effect.map(host.counters(undefined, on(thread)), ({ sent }) => sent!)
            for (const thread of ["t-1", "t-2"]) before.set(thread, yield* sent(thread))
            const firsts = { "t-1": [20_001, 30_001], "t-2": [40_001, 50_001] }
            const senders = yield* Effect.forEach(
              Object.entries(firsts).flatMap(([thread, all]) => all.map((from) => ({ from, thread }))),
              ({ from, thread }) => forked(host.send({ from, count: 600, calls: false }, on(thread)))
            )
            for (const thread of ["t-1", "t-2"]) {
              const first = before.get(thread)!
              yield* until(Effect.map(sent(thread), (now) => now - first >= 4))
              for (const _ of numbers(20)) assert.isAtMost((yield* sent(thread)) - first, 10, "there is no room")
            }
            yield* gate.open
            for (const sender of senders) yield* Fiber.join(sender)
            yield* until(Effect.sync(() => own.length === 4 * 600))
            // Notes are even: each listener was held up by itself.
            for (const first of Object.values(firsts).flat()) {
              for (const parity of [0, 1]) {
                assert.deepStrictEqual(
                  own.filter((n) => n >= first && n < first + 9999 && n % 2 === parity),
                  numbers(600).flatMap((n) => ((first + n) % 2 === parity ? [first + n] : []))
                )
              }
            }
          }),
          platform,
          3,
          { window: 4 }
        )
    )

    it.live("C05 a line keeps the order where there is no room, over sends and calls of several messages", () =>
      run(
        Effect.gen(function* () {
          const [harbor, { gate, noted }] = [yield* Harbor.Harbor, yield* Notes]
          for (const name of ["hold", "other", "where"] as const) yield* listenTo(name)
          // The window of Hold is full at three: one runs, two wait.
          const fibers: Array<Fiber.Fiber<unknown, unknown>> = []
          for (const n of numbers(5)) fibers.push(yield* forked(harbor.call(Hold, { n })))
          for (const n of numbers(20)) {
            fibers.push(
              yield* forked(n % 2 === 0 ? harbor.send(Other, { n: 100 + n }) : harbor.call(Where, { n: 100 + n }))
            )
          }
          yield* gate.open
          for (const fiber of fibers) yield* Fiber.join(fiber)
          yield* harbor.call(Where, { n: 1000 })
          assert.deepStrictEqual(
            noted.filter((n) => n >= 100),
            [...numbers(20).map((n) => 100 + n), 1000]
          )
          assert.deepStrictEqual(
            noted.filter((n) => n < 100),
            numbers(5)
          )
        }),
        platform,
        1,
        { window: 2 }
      )
    )

    it.live("C05 who waits in a line may leave it, and those behind go on", () =>
      run(
        Effect.gen(function* () {
          const [harbor, { gate, noted }] = [yield* Harbor.Harbor, yield* Notes]
          yield* listenTo("hold")
          yield* listenTo("other")
          const held = yield* Effect.forEach(numbers(6), (n) => forked(Effect.exit(harbor.call(Hold, { n }))))
          const behind = yield* Effect.forEach(numbers(4), (n) =>
            forked(Effect.exit(harbor.send(Other, { n: 100 + n })))
          )
          yield* Fiber.interrupt(held[3]!)
          yield* Fiber.interrupt(behind[0]!)
          yield* Fiber.interrupt(held[5]!)
          yield* gate.open
          for (const index of [0, 1, 2, 4]) assert.isTrue(Exit.isSuccess(yield* Fiber.join(held[index]!)))
          for (const fiber of behind.slice(1)) assert.isTrue(Exit.isSuccess(yield* Fiber.join(fiber)))
          yield* harbor.send(Other, { n: 200 })
          yield* harbor.call(Hold, { n: 300 })
          assert.deepStrictEqual(
            noted.filter((n) => n < 100),
            [0, 1, 2, 4]
          )
          assert.includeMembers(noted, [101, 102, 103])
          assert.notInclude(noted, 100)
        }),
        platform,
        1,
        { window: 2 }
      )
    )

    it.live("C15 a handler reads its envelope", () =>
      run(
        Effect.gen(function* () {
          const [harbor, host] = [yield* Harbor.Harbor, yield* Host]
          yield* host.listen({ message: "who" }, on("t-0"))
          assert.strictEqual(yield* harbor.call(Who, undefined), "who from main")
        }),
        platform,
        1
      )
    )

    it.live("C04 a listener is installed on another thread by the name of a handler there", () =>
      run(
        Effect.gen(function* () {
          const [harbor, host, system] = [yield* Harbor.Harbor, yield* Host, yield* ActorSystem]
          yield* Effect.scoped(
            Effect.gen(function* () {
              yield* harbor.listenOn("t-0", Where, "where by name")
              assert.strictEqual(yield* harbor.call(Where, { n: 1 }), "1 by name on t-0")
            })
          )
          assert.deepInclude(yield* reasonOf(harbor.call(Where, { n: 1 })), { reason: "NoListener" })
          for (const wrong of [
            harbor.listenOn("t-0", Where, "no such handler"),
            harbor.listenOn("t-0", Note, "where by name"),
            harbor.listenOn("nobody", Where, "where by name")
          ]) {
            assert.deepInclude(yield* reasonOf(wrong), { reason: "InvalidOption" })
          }
          const other = yield* Effect.flip(harbor.listenOn("t-0", Note, "where by name"))
          assert.match(other.message, /thread "t-0" has where by name for \w+: give it one for \w+ by register/)
          // It ends with the thread that wanted it.
          yield* host.listenOn({ thread: "t-0", handler: "where by name" }, on("t-1"))
          assert.strictEqual(yield* harbor.call(Where, { n: 2 }), "2 by name on t-0")
          const members = system.members({ key: "harbor/where" })
          yield* system.kill("t-1")
          yield* Stream.runDrain(Stream.takeUntil(members.changes, (now) => now.length === 0))
        }),
        platform
      )
    )

    it.live("C13 handlers of a module listen by their names", () =>
      run(
        Effect.gen(function* () {
          const harbor = yield* Harbor.Harbor
          const heard: Array<unknown> = []
          const handlers = {
            other: (payload: unknown) => Effect.sync(() => void heard.push(payload)),
            who: () => Effect.succeed("I"),
            helper: () => 1
          }
          const wrong = yield* Effect.flip(harbor.autoListen([Other, Who, Note], { ...handlers, note: "no function" }))
          assert.include(wrong.message, 'note: handler is "no function"')
          const names = yield* harbor.autoListen([Other, Who, Note], handlers)
          assert.deepStrictEqual(names, ["other", "who"])
          yield* harbor.send(Other, { n: 1 })
          assert.strictEqual(yield* harbor.call(Who, undefined), "I")
          assert.deepStrictEqual(heard, [{ n: 1 }])
        }),
        platform,
        1
      )
    )

    it.live(
      "C12 handlers that fail are counted, and are dead letters of sends; a message of another shape is refused",
      () =>
        run(
          Effect.gen(function* () {
            const harbor = yield* Harbor.Harbor
            yield* listenTo("dies")
            const letters = yield* forked(Stream.runCollect(Stream.take(harbor.deadLetters, 2)))
            yield* Effect.yieldNow
            yield* harbor.send(Dies, { n: 1 })
            yield* Effect.exit(harbor.call(Dies, { n: 2 }))
            yield* harbor.broadcast(Dies, { n: 3 })
            const letter = { messageName: "dies", sender: undefined, thread: "main", reason: "HandlerFailed", count: 1 }
            assert.deepStrictEqual(yield* Fiber.join(letters), [letter, letter])
            assert.strictEqual((yield* harbor.counters).failed, 3)
            const otherwise = Message.make("dies", { payload: { text: Schema.String } })
            assert.deepInclude(yield* reasonOf(harbor.send(otherwise, { text: "" })), { reason: "SchemaMismatch" })
            const colliding = ["smsg_login_map_buff", "smsg_mail_quest_price_ntf"].map((name) => Message.make(name))
            yield* harbor.listen(colliding[0]!, () => Effect.void)
            assert.deepInclude(yield* reasonOf(harbor.listen(colliding[1]!, () => Effect.void)), {
              reason: "IdCollision"
            })
            const durable = Message.make("durable", { delivery: "durable" })
            assert.deepInclude(yield* reasonOf(harbor.listen(durable, () => Effect.void)), { reason: "Unsupported" })
            const wrong = yield* reasonOf(harbor.listen(Dies, () => Effect.void, { concurrency: 2 }))
            assert.deepInclude(wrong, { reason: "InvalidOption" })
          }),
          platform,
          1
        )
    )

    it.live("C05 kills under load: every call ends", () =>
      run(
        Effect.gen(function* () {
          const [harbor, host, system] = [yield* Harbor.Harbor, yield* Host, yield* ActorSystem]
          yield* listenTo("where")
          for (const one of each(3)) yield* host.listen({ message: "where" }, on(one))
          let done = 0
          const calls = yield* Effect.forEach(numbers(30), (who) =>
            forked(
              Effect.forEach(numbers(60), (n) =>
                Effect.map(Effect.exit(harbor.call(Where, { n: who * 100 + n })), (exit) => {
                  done++
                  return exit
                })
              )
            )
          )
          yield* system.kill("t-0")
          yield* system.kill("t-2")
          const exits = (yield* Effect.forEach(calls, Fiber.join)).flat()
          assert.strictEqual(done, 1800)
          for (const exit of exits) {
            if (Exit.isSuccess(exit)) continue
            const error = (yield* Effect.flip(exit)) as HarborError
            assert.strictEqual(error.delivered, "maybe")
            assert.strictEqual(error.reason._tag, "Actor")
          }
        }),
        platform,
        3
      )
    )

    it.live("C05 C12 kills under load: every send is handled once, or is a dead letter", () =>
      run(
        Effect.gen(function* () {
          const [harbor, host, system] = [yield* Harbor.Harbor, yield* Host, yield* ActorSystem]
          const marked = yield* marks
          const letters = yield* lettersOf(harbor, "mark")
          yield* listenTo("mark")
          for (const one of each(3)) yield* host.listen({ message: "mark" }, on(one))
          const sends = yield* Effect.forEach(numbers(30), (who) =>
            forked(Effect.forEach(numbers(60), (n) => Effect.exit(harbor.send(Mark, { n: who * 60 + n }))))
          )
          yield* system.kill("t-0")
          yield* system.kill("t-2")
          const exits = (yield* Effect.forEach(sends, Fiber.join)).flat()
          const isSent = exits.map(Exit.isSuccess)
          const sent = isSent.filter(Boolean).length
          const handled = () => marked.reduce((sum, times) => sum + times, 0)
          yield* until(Effect.sync(() => handled() + letters() >= sent))
          yield* until(Effect.map(system.pending({ actor: Mark.actor }), (count) => count === 0))
          assert.isAtMost(Math.max(...marked), 1, "nothing twice")
          isSent.forEach((accepted, n) => accepted || assert.strictEqual(marked[n], 0, `${n} was refused`))
          // What was at work on a thread that died may have left its mark, and is a dead letter.
          assert.isAtMost(handled() + letters(), sent + 2)
          assert.isAbove(sent, 0)
        }),
        platform,
        3
      )
    )
  })
}
