/*
 * How objects of harbor end, and how ids do: what a thread that dies in a move takes along, what it leaves in the table, and what
 * comes when the serials of a node have run out.
 */
import * as Actor from "@stevedore/core/Actor"
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Testing from "@stevedore/core/testing"
import * as Directory from "@stevedore/harbor/Directory"
import type { HarborError } from "@stevedore/harbor/HarborError"
import * as ObjectId from "@stevedore/harbor/ObjectId"
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
import * as Layout from "../packages/harbor/src/internal/objects/layout.ts"
import {
  Ask,
  Book,
  directory,
  empty,
  handlersOf,
  Hold,
  Host,
  hosted,
  Note,
  Read,
  Refuse,
  Swell
} from "./harborObjects/hosts.ts"
import { forked, numbers, on, platformsOf } from "./platforms.ts"

const BITS = Layout.LEAST_BITS
const CAPACITY = 2 ** BITS

const platforms = platformsOf(
  {
    entry: Actor.entry<typeof import("./harborObjects/host.thread.ts")>(
      new URL("./harborObjects/host.thread.ts", import.meta.url)
    )
  },
  { entry: Testing.entry(hosted) }
)

const until = <E, R>(holds: Effect.Effect<boolean, E, R>): Effect.Effect<void, E, R> =>
  Effect.flatMap(holds, (done) => (done ? Effect.void : Effect.andThen(Effect.sleep(1), until(holds))))
const reasonOf = <A>(effect: Effect.Effect<A, HarborError>) =>
  Effect.map(Effect.flip(effect), ({ delivered, reason }) => `${reason._tag} ${delivered}`)

/** Main is the first that has a directory. */
const run = <A, E>(
  program: Effect.Effect<A, E, Scope.Scope | ActorSystem | Host | Directory.Directory>,
  { entry, system }: (typeof platforms)[number],
  ...loggers: ReadonlyArray<Logger.Logger<unknown, unknown>>
) =>
  program.pipe(
    Effect.provide(Layer.provideMerge(Host.layerPool({ entry, size: 3, name: "t", restart: "never" }), directory)),
    Effect.provide(system),
    Effect.provide(Logger.layer(loggers)),
    Effect.scoped
  )

/** Main serves the kind, too: its gate. */
const served = Effect.gen(function* () {
  const objects = yield* Directory.Directory
  const gate = Latch.makeUnsafe()
  yield* objects.serve(Book, handlersOf("main", gate, objects))
  return { objects, gate, host: yield* Host, system: yield* ActorSystem }
})

for (const platform of platforms) {
  describe(`C06 ends of objects on ${platform.name}`, () => {
    it.live("C06-log what a handler fails with, and nobody waits for, is in the log by its message and in words", () =>
      Effect.gen(function* () {
        const logged: Array<string> = []
        // Of a machine that has much to do, the log says other things.
        const logger = Logger.make(({ message }) => {
          if (String(message).includes("handler")) logged.push(String(message))
        })
        yield* run(
          Effect.gen(function* () {
            const { host, objects } = yield* served
            const id = yield* host.claim(undefined, on("t-0"))
            yield* objects.sendTo(id, Refuse, { why: "not today" })
            yield* until(Effect.sync(() => logged.length > 0))
          }),
          platform,
          logger
        )
        assert.lengthOf(logged, 1)
        assert.match(logged[0]!, /the handler of "refuse" failed(.|\n)*harborObjects\/Refused/)
      })
    )

    it.live(
      "C07-lost the new thread dies between moving and done: all that waits ends, and nothing is left of it",
      () =>
        run(
          Effect.gen(function* () {
            const { host, objects, system } = yield* served
            const id = yield* objects.claim(Book, empty)
            const held = yield* forked(Effect.exit(objects.callTo(id, Hold, { n: 1 })))
            const behind = yield* forked(reasonOf(objects.callTo(id, Ask, { from: "main", n: 1 })))
            const moving = yield* forked(reasonOf(objects.move(id, "t-1")))
            // The old thread waits for its handler; whoever looks finds the new one.
            yield* until(Effect.map(objects.where(id), (where) => Option.getOrUndefined(where) === "t-1"))
            const direct = yield* forked(reasonOf(objects.callTo(id, Ask, { from: "main", n: 2 })))
            const other = yield* forked(Effect.flip(host.who({ id }, on("t-0"))))
            yield* host.count(undefined, on("t-0"))
            assert.isTrue(yield* system.kill("t-1"))
            assert.match(yield* Fiber.join(moving), /^ObjectLost /)
            assert.strictEqual(yield* Fiber.join(behind), "ObjectLost no")
            assert.match(yield* Fiber.join(direct), /^ObjectLost /)
            assert.strictEqual(((yield* Fiber.join(other)) as HarborError).reason._tag, "ObjectLost")
            assert.deepStrictEqual(yield* objects.where(id), Option.none())
            assert.strictEqual(yield* objects.count, 0)
            yield* Fiber.interrupt(held)
            // Every entry may be claimed, as soon as the place of the dead thread is free.
            let claimed = 0
            yield* until(
              Effect.map(Effect.exit(objects.claim(Book, empty)), (exit) => {
                if (exit._tag === "Success") claimed++
                return claimed === CAPACITY
              }).pipe(
                Effect.repeat({ times: CAPACITY - 1 }),
                Effect.map(() => claimed === CAPACITY)
              )
            )
            assert.strictEqual(yield* reasonOf(objects.claim(Book, empty)), "TooManyObjects no")
          }),
          platform
        )
    )

    it.live("C06-sweep other fibers run while what a dead thread had is freed", () =>
      run(
        Effect.gen(function* () {
          const { host, objects, system } = yield* served
          const [low] = yield* host.claimMany({ count: 1 }, on("t-1"))
          for (const _ of numbers(CAPACITY - 2048)) yield* objects.claim(Book, empty)
          const high = (yield* host.claimMany({ count: 300 }, on("t-1"))).at(-1)!
          const entryOf = (id: ObjectId.ObjectId): number => ObjectId.serialOf(id) % CAPACITY
          assert.isAbove(entryOf(high) - entryOf(low!), CAPACITY / 2)
          const tagOf = (id: ObjectId.ObjectId) => reasonOf(objects.sendTo(id, Note, { from: "main", n: 1 }))
          assert.isTrue(yield* system.kill("t-1"))
          let turns = 0
          for (;;) {
            const first = yield* Effect.exit(objects.sendTo(low!, Note, { from: "main", n: 1 }))
            if (first._tag === "Failure" && (yield* tagOf(low!)) === "NoReceiver no") {
              if ((yield* tagOf(high)) === "NoReceiver no") break
              turns++
            }
            yield* Effect.yieldNow
          }
          // The first is free, and the last is not yet: seen by the thread that is at it.
          assert.isAbove(turns, 0)
        }),
        platform
      )
    )

    it.live("C07-large what is too large to go along, or cannot be written, stays where it is", () =>
      run(
        Effect.gen(function* () {
          const { gate, objects } = yield* served
          const large = yield* objects.claim(Book, { latest: {}, wrong: ["x".repeat(2_000_000)] })
          const later: { latest: Record<string, number>; wrong: Array<string> } = { latest: {}, wrong: [] }
          const wrong = yield* objects.claim(Book, later)
          // Where it is claimed it would be refused.
          later.latest["a"] = 0.5
          const refused = yield* Effect.flip(objects.claim(Book, later))
          assert.strictEqual(refused.delivered, "no")
          assert.match(refused.message, /schema of its state describes: Expected an integer.* at \["latest"\]\["a"\]/s)
          for (const id of [large, wrong]) {
            assert.strictEqual(yield* reasonOf(objects.move(id, "t-0")), "InvalidOption no")
            assert.deepStrictEqual(yield* objects.where(id), Option.some("main"))
            yield* objects.sendTo(id, Note, { from: "main", n: 1 })
          }
          // It grows when its move has begun: nobody can have it then.
          const grows = yield* objects.claim(Book, empty)
          const growing = yield* forked(objects.callTo(grows, Swell, { bytes: 2_000_000 }))
          const moving = yield* forked(reasonOf(objects.move(grows, "t-0")))
          yield* until(Effect.map(objects.where(grows), (where) => Option.getOrUndefined(where) === "t-0"))
          const direct = yield* forked(reasonOf(objects.callTo(grows, Ask, { from: "main", n: 1 })))
          yield* gate.open
          yield* Fiber.join(growing)
          assert.strictEqual(yield* Fiber.join(moving), "ObjectLost no")
          assert.match(yield* Fiber.join(direct), /^ObjectLost /)
          assert.deepStrictEqual(yield* objects.where(grows), Option.none())
        }),
        platform
      )
    )

    it.live("C08-incarnation when its serials have run out a node goes on as another one, and no id comes again", () =>
      run(
        Effect.gen(function* () {
          const { host, objects, system } = yield* served
          const old = yield* objects.claim(Book, empty)
          const words = new Int32Array(yield* Effect.orDie(system.shared("harbor/objects", Layout.bytesFor(BITS))))
          // As if every entry that is free had had all objects that there may be in this incarnation.
          const last = 2 ** (Layout.SERIAL_BITS - BITS) - 1
          for (const index of numbers(CAPACITY)) {
            const at = Layout.ENTRIES + index * Layout.ENTRY_WORDS
            if (Layout.stateOf(words[at]!) === Layout.State.free) words[at] = Layout.entry(last, Layout.State.free, 0)
          }
          const first = yield* objects.claim(Book, empty)
          const second = yield* host.claim(undefined, on("t-0"))
          const node = ObjectId.nodeOf(first)
          assert.notStrictEqual(node, objects.node)
          assert.strictEqual(ObjectId.nodeOf(second), node)
          assert.strictEqual(ObjectId.nodeOf(old), objects.node)
          // An id of the first incarnation with the same serial is another one, and nobody's.
          const other = ObjectId.make(objects.node, ObjectId.serialOf(first))
          assert.strictEqual(yield* reasonOf(objects.callTo(other, Read)), "NoReceiver no")
          for (const [n, id] of [old, first, second].entries()) {
            assert.strictEqual(yield* objects.callTo(id, Ask, { from: "main", n: n + 1 }), 0)
            assert.include(yield* host.who({ id }, on("t-2")), ObjectId.toText(id))
          }
          yield* objects.move(first, "t-1")
          assert.strictEqual((yield* objects.callTo(first, Read)).thread, "t-1")
          yield* objects.release(first)
          assert.strictEqual(yield* reasonOf(objects.callTo(first, Read)), "NoReceiver no")
          assert.strictEqual((yield* objects.callTo(old, Read)).thread, "main")
        }),
        platform
      )
    )

    it.live(
      "C07-bound what is asked of an object whose handler hangs ends in time, and tells whether it may come about",
      () =>
        run(
          Effect.gen(function* () {
            const [objects, host] = [yield* Directory.Directory, yield* Host]
            yield* objects.serve(Book, handlersOf("main", Latch.makeUnsafe(), objects))
            const far = yield* host.claim(undefined, on("t-1"))
            const near = yield* objects.claim(Book, empty)
            const held = yield* Effect.forEach([far, near], (id) => forked(objects.callTo(id, Hold, { n: 1 })))
            // Where time is simulated, as long as it takes if nothing is said.
            const bound = platform.name === "simulated threads" ? undefined : { timeout: 20 }
            const [after, late] = [bound === undefined ? "30000 ms" : "20 ms", [] as Array<unknown>]
            yield* Effect.addFinalizer(() => Effect.ignore(host.open(undefined, on("t-1"))))
            for (const asked of [
              objects.move(far, "main", bound),
              objects.release(far, bound),
              objects.move(near, "t-1", bound)
            ]) {
              const { delivered, reason } = yield* Effect.flip(asked)
              // On a busy machine its thread has not had it by then, and it is known that it does not come about.
              late.push([reason._tag, bound === undefined ? delivered : ["no", "maybe"].includes(delivered)])
              assert.include(reason.message, after)
            }
            assert.deepStrictEqual(late, Array(3).fill(["NoReply", bound === undefined ? "maybe" : true]))
            for (const fiber of held) assert.isUndefined(fiber.pollUnsafe())
            assert.strictEqual(
              (yield* Effect.flip(objects.release(far, { timeout: -1 as never }))).reason._tag,
              "InvalidOption"
            )
            // What nobody waits for any more, and has not begun, does not come about.
            yield* host.open(undefined, on("t-1"))
            assert.strictEqual(yield* Fiber.join(held[0]!), 1)
            assert.strictEqual((yield* objects.callTo(far, Read)).thread, "t-1")
            yield* Fiber.interrupt(held[1]!)
          }),
          platform
        )
    )

    it.live("C06-closed a directory that has closed claims nothing, and sends nothing", () =>
      Effect.gen(function* () {
        const opened = Effect.gen(function* () {
          const objects = Context.get(yield* Layer.build(directory), Directory.Directory)
          yield* objects.serve(Book, handlersOf("main", Latch.makeUnsafe(), objects))
          return { objects, id: yield* objects.claim(Book, empty) }
        })
        const { id, objects } = yield* Effect.scoped(opened)
        assert.strictEqual(yield* reasonOf(objects.claim(Book, empty)), "InvalidOption no")
        assert.strictEqual(yield* reasonOf(objects.sendTo(id, Note, { from: "main", n: 1 })), "InvalidOption no")
        // Whoever has the place next has none of what was there.
        const next = yield* opened
        assert.strictEqual(yield* next.objects.count, 1)
        assert.strictEqual(yield* reasonOf(next.objects.sendTo(id, Note, { from: "main", n: 1 })), "NoReceiver no")
      }).pipe(Effect.scoped, Effect.provide(platform.system))
    )
  })
}

describe("C07 deaths everywhere in moves", () => {
  for (const dying of ["t-0", "t-1"]) {
    it.live(`C07-killed whenever ${dying} dies, a move and every call of its object end, and nothing is left`, () =>
      Effect.gen(function* () {
        const tried = yield* Testing.everywhere(
          (operation) => Testing.killAt(dying, operation),
          (fault) =>
            Effect.gen(function* () {
              const [host, objects] = [yield* Host, yield* Directory.Directory]
              const claimed = yield* Effect.exit(host.claim(undefined, on("t-0")))
              if (claimed._tag === "Failure") return
              const id = claimed.value
              const ask = (n: number) => Effect.exit(objects.callTo(id, Ask, { from: "main", n }))
              const moving = yield* forked(Effect.exit(objects.move(id, "t-1")))
              const calls = yield* Effect.forEach(numbers(6), (n) => forked(ask(n + 1)))
              const others = yield* Effect.forEach(numbers(3), () => forked(Effect.exit(host.who({ id }, on("t-2")))))
              const back = yield* forked(Effect.exit(objects.move(id, "t-2")))
              for (const fiber of [moving, back]) yield* Fiber.join(fiber)
              for (const fiber of others) yield* Fiber.join(fiber)
              for (const fiber of calls) {
                const exit = yield* Fiber.join(fiber)
                const error = exit._tag === "Failure" ? Option.getOrUndefined(Exit.findErrorOption(exit)) : undefined
                if (exit._tag === "Failure") assert.include(["ObjectLost", "NoReceiver"], error?.reason._tag)
              }
              // It lives, on a thread that does, or it is nobody's.
              yield* until(
                Effect.map(Effect.exit(objects.callTo(id, Read)), (exit) => {
                  if (exit._tag === "Success") return true
                  const error = Option.getOrUndefined(Exit.findErrorOption(exit))
                  return error?.reason._tag === "NoReceiver"
                })
              )
            }).pipe(
              Effect.provide(
                Layer.provideMerge(
                  Host.layerPool({ entry: Testing.entry(hosted), size: 3, name: "t", restart: "never" }),
                  directory
                )
              ),
              Effect.provide(Testing.layer({ maxThreads: 6, time: "auto", faults: [fault] })),
              Effect.provide(Logger.layer([])),
              Effect.scoped,
              // It has died before it was there.
              Effect.catch(() => Effect.void)
            ),
          { every: 17, from: 3 }
        )
        assert.isAbove(tried, 10)
      })
    )
  }
})
