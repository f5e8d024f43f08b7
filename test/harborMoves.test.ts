/*
 * Handlers that wait for a move, and what is asked of all threads, while what is sent to a thread finds no room there, since its
 * handler waits.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Testing from "@stevedore/core/testing"
import * as Directory from "@stevedore/harbor/Directory"
import * as Group from "@stevedore/harbor/Group"
import * as Harbor from "@stevedore/harbor/Harbor"
import type { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import type * as ObjectId from "@stevedore/harbor/ObjectId"
import * as ObjectKind from "@stevedore/harbor/ObjectKind"
import * as Service from "@stevedore/harbor/Service"
import * as Topic from "@stevedore/harbor/Topic"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import {
  Begin,
  handlersOf,
  Hold,
  Host,
  hosted,
  layers,
  Leave,
  Note,
  Notes,
  Read,
  Twice,
  Work
} from "./harborMoves/hosts.ts"
import { forked, numbers, on, platformsOf } from "./platforms.ts"

const platforms = platformsOf(
  {
    entry: Actor.entry<typeof import("./harborMoves/host.thread.ts")>(
      new URL("./harborMoves/host.thread.ts", import.meta.url)
    )
  },
  { entry: Testing.entry(hosted) }
)
type Platform = (typeof platforms)[number]

const run = <A, E>(
  program: Effect.Effect<A, E, Scope.Scope | Host | Directory.Directory | Harbor.Harbor>,
  { entry, system }: Platform
) =>
  program.pipe(
    Effect.provide(
      Layer.provideMerge(Host.layerPool({ entry, size: 2, name: "t", restart: "never" }), Layer.fresh(layers))
    ),
    Effect.provide(system),
    Effect.provide(Logger.layer([])),
    Effect.scoped
  )

const WORKS = 50

/** Objects are served on main, too; and t-0 has been sent to. */
const begin = Effect.gen(function* () {
  const [directory, harbor, host] = [yield* Directory.Directory, yield* Harbor.Harbor, yield* Host]
  yield* directory.serve(Notes, handlersOf("main", Latch.makeUnsafe(), directory))
  yield* harbor.send(Work, { n: 0 })
  yield* host.worked({ count: 1 }, on("t-0"))
  /** Sends t-0 more than there is room for; its handler moves that object, when it is told to go on. */
  const fill = (id: ObjectId.ObjectId, to: string) =>
    Effect.gen(function* () {
      const works = yield* Effect.forEach(numbers(WORKS), (n) =>
        forked(harbor.send(Work, n === 0 ? { n, move: { id, to } } : { n }))
      )
      assert.isAbove(works.filter((work) => work.pollUnsafe() === undefined).length, WORKS / 2)
      return works
    })
  /** All is sent, and all is done. */
  const done = (works: ReadonlyArray<Fiber.Fiber<void, unknown>>) =>
    Effect.gen(function* () {
      for (const work of works) yield* Fiber.join(work)
      yield* host.worked({ count: 1 + WORKS }, on("t-0"))
    })
  return { directory, harbor, host, fill, done }
})

for (const platform of platforms) {
  describe(`C07 moves where there is no room on ${platform.name}`, () => {
    for (const [from, to] of [
      ["t-0", "main"],
      ["main", "t-0"],
      ["t-0", "t-1"],
      ["t-1", "t-0"]
    ] as const) {
      it.live(`C07-nested a handler waits for a move from ${from} to ${to} while sends to its thread wait for it`, () =>
        run(
          Effect.gen(function* () {
            const { directory, done, fill, host } = yield* begin
            const id = from === "main" ? yield* directory.claim(Notes, []) : yield* host.claim(undefined, on(from))
            for (const n of [1, 2, 3]) yield* directory.sendTo(id, Note, { n })
            const works = yield* fill(id, to)
            yield* host.go(undefined, on("t-0"))
            assert.strictEqual(yield* host.moved(undefined, on("t-0")), "moved")
            assert.deepStrictEqual(yield* directory.callTo(id, Read), { thread: to, noted: [1, 2, 3] })
            yield* done(works)
          }),
          platform
        )
      )
    }

    it.live("C07-move what waits for an object whose kind ends in its move says that, and names no thread", () =>
      run(
        Effect.gen(function* () {
          const [directory, gate, scope] = [yield* Directory.Directory, Latch.makeUnsafe(), yield* Scope.make()]
          const notes = handlersOf("main", gate, directory)
          yield* Scope.provide(directory.serve(Notes, notes), scope)
          const [id, behind] = [yield* directory.claim(Notes, []), yield* directory.claim(Notes, [])]
          const leave = yield* forked(directory.callTo(id, Leave, { to: "t-0" }))
          const read = yield* forked(Effect.flip(directory.callTo(id, Read)))
          // Whoever is to be told of the first move is, when this is over.
          yield* directory.move(behind, "t-0")
          const closing = yield* forked(Scope.close(scope, Exit.void))
          const error = yield* Fiber.join(read)
          assert.strictEqual(error._tag === "HarborError" && error.reason._tag, "ObjectLost")
          assert.include(error.message, "its kind is served there no longer")
          yield* gate.open
          yield* Fiber.join(closing)
          yield* Fiber.await(leave)
        }),
        platform
      )
    )

    it.live(
      "C07-late where sends to the object wait, too, the handler learns that, and the move goes on, in order",
      () =>
        run(
          Effect.gen(function* () {
            const { directory, done, fill, host } = yield* begin
            const id = yield* host.claim(undefined, on("t-0"))
            yield* directory.sendTo(id, Note, { n: 1 })
            const works = yield* fill(id, "main")
            const notes = [2, 3, 4]
            const early = yield* Effect.forEach(notes, (n) => forked(directory.sendTo(id, Note, { n })))
            // They stand behind what waits for the handler, which waits for them.
            for (const note of early) assert.isUndefined(note.pollUnsafe())
            yield* host.go(undefined, on("t-0"))
            const moved = yield* host.moved(undefined, on("t-0"))
            if (typeof moved === "string") return assert.fail(moved)
            assert.strictEqual(moved.delivered, "maybe")
            assert.include(moved.error, "harbor/work")
            // These go straight to main, which holds them until the others have come.
            for (const n of [5, 6]) yield* directory.sendTo(id, Note, { n })
            assert.deepStrictEqual(yield* directory.callTo(id, Read), { thread: "main", noted: [1, 2, 3, 4, 5, 6] })
            for (const note of early) yield* Fiber.join(note)
            yield* done(works)
          }),
          platform
        )
    )

    it.live("C07-ended who serves a kind no longer ends what is on its way, and all who wait for it", () =>
      run(
        Effect.gen(function* () {
          const [directory, host] = [yield* Directory.Directory, yield* Host]
          const [gate, serving] = [Latch.makeUnsafe(), Scope.makeUnsafe()]
          yield* directory.serve(Notes, handlersOf("main", gate, directory)).pipe(Scope.provide(serving))
          const id = yield* directory.claim(Notes, [])
          // Its handler is at work until the end: so it is on its way, and does not arrive.
          yield* directory.sendTo(id, Leave, { to: "t-0" })
          while (Option.getOrUndefined(yield* directory.where(id)) !== "t-0") {
            yield* host.worked({ count: 0 }, on("t-0"))
          }
          const reads = yield* Effect.forEach(numbers(3), () => forked(Effect.flip(directory.callTo(id, Read))))
          const move = yield* forked(Effect.flip(directory.move(id, "t-1")))
          yield* Scope.close(serving, Exit.void)
          const waiting: ReadonlyArray<Fiber.Fiber<HarborError, unknown>> = [...reads, move]
          for (const each of waiting) {
            const { delivered, reason } = yield* Fiber.join(each)
            assert.deepStrictEqual([reason._tag, delivered], ["ObjectLost", "no"])
          }
          assert.deepStrictEqual(yield* directory.where(id), Option.none())
          assert.strictEqual((yield* Effect.flip(directory.callTo(id, Read))).reason._tag, "NoReceiver")
          yield* gate.open
        }),
        platform
      )
    )

    it.live("C06-released a handler that is at work when its object is released has its state until it ends", () =>
      run(
        Effect.gen(function* () {
          const directory = yield* Directory.Directory
          const [begun, gate] = [Latch.makeUnsafe(), Latch.makeUnsafe()]
          const Kept = ObjectKind.make("kept", { messages: [Note, Read], state: Schema.Array(Schema.Int) })
          yield* directory.serve(Kept, {
            note: ({ n }, self) => Effect.sync(() => void (self.state = [...self.state, n])),
            read: (_, self) =>
              Effect.gen(function* () {
                yield* begun.open
                yield* gate.await
                self.state = [...self.state, 2]
                return { thread: "main", noted: self.state }
              })
          })
          const id = yield* directory.claim(Kept, [])
          yield* directory.sendTo(id, Note, { n: 1 })
          const read = yield* forked(directory.callTo(id, Read))
          yield* begun.await
          yield* directory.release(id)
          yield* gate.open
          assert.deepStrictEqual(yield* Fiber.join(read), { thread: "main", noted: [1, 2] })
        }),
        platform
      )
    )

    it.live("C07-left a handler that has left its move alone is waited for, and what it does goes along", () =>
      run(
        Effect.gen(function* () {
          const { directory, host } = yield* begin
          const id = yield* host.claim(undefined, on("t-0"))
          yield* directory.sendTo(id, Note, { n: 1 })
          yield* directory.sendTo(id, Leave, { to: "main" })
          const read = yield* forked(directory.callTo(id, Read))
          // Whatever is said of the move has been said.
          for (const thread of ["t-0", "t-1", "t-0", "t-1"]) yield* host.worked({ count: 0 }, on(thread))
          yield* host.go(undefined, on("t-0"))
          assert.deepStrictEqual(yield* Fiber.join(read), { thread: "main", noted: [1, -1] })
        }),
        platform
      )
    )

    it.live("C07-own a move waits for the handler behind the one that began it and has ended", () =>
      run(
        Effect.gen(function* () {
          const { directory, host } = yield* begin
          const id = yield* host.claim(undefined, on("t-0"))
          yield* directory.sendTo(id, Begin, { to: "main" })
          yield* directory.sendTo(id, Hold)
          const read = yield* forked(directory.callTo(id, Read))
          // Whatever is said of the move has been said.
          for (const thread of ["t-0", "t-1", "t-0", "t-1"]) yield* host.worked({ count: 0 }, on(thread))
          yield* host.go(undefined, on("t-0"))
          assert.deepStrictEqual(yield* Fiber.join(read), { thread: "main", noted: [-2] })
        }),
        platform
      )
    )

    it.live("C07-own a handler whose object has left it and is back is not the one that a move does not wait for", () =>
      run(
        Effect.gen(function* () {
          const [directory, gate, held] = [yield* Directory.Directory, Latch.makeUnsafe(), Latch.makeUnsafe()]
          const notes = handlersOf("main", gate, directory)
          yield* directory.serve(Notes, { ...notes, hold: handlersOf("main", held, directory).hold })
          const host = yield* Host
          const id = yield* directory.claim(Notes, [])
          const twice = yield* forked(directory.callTo(id, Twice, { to: "t-0" }))
          // Behind its first move.
          yield* directory.callTo(id, Read)
          yield* directory.move(id, "main")
          const hold = yield* forked(directory.callTo(id, Hold))
          yield* gate.open
          const read = yield* forked(directory.callTo(id, Read))
          for (const thread of ["t-0", "t-1", "t-0", "t-1"]) yield* host.worked({ count: 0 }, on(thread))
          yield* held.open
          assert.deepStrictEqual(yield* Fiber.join(read), { thread: "t-0", noted: [-2] })
          yield* Fiber.join(hold)
          yield* Fiber.join(twice)
        }),
        platform
      )
    )

    it.live("C07-own what a handler sets after its object has left it is not the object's, though that is back", () =>
      run(
        Effect.gen(function* () {
          const [directory, gate] = [yield* Directory.Directory, Latch.makeUnsafe()]
          const seen: Array<unknown> = []
          yield* directory.serve(Notes, {
            ...handlersOf("main", gate, directory),
            twice: ({ to }, self) =>
              Effect.gen(function* () {
                yield* Effect.orDie(directory.move(self.id, to))
                yield* gate.await
                self.state = [-9]
                seen.push(self.state)
              })
          })
          const id = yield* directory.claim(Notes, [1])
          const twice = yield* forked(directory.callTo(id, Twice, { to: "t-0" }))
          yield* directory.callTo(id, Read)
          yield* directory.move(id, "main")
          yield* gate.open
          yield* Fiber.join(twice)
          assert.deepStrictEqual(seen, [[-9]])
          assert.deepStrictEqual(yield* directory.callTo(id, Read), { thread: "main", noted: [1] })
        }),
        platform
      )
    )
  })

  describe(`E04 control and data on ${platform.name}`, () => {
    it.live("E04 what changes on all threads waits for no data, neither in a mailbox nor in a line", () =>
      run(
        Effect.gen(function* () {
          const { directory, done, fill, harbor, host } = yield* begin
          const [held, other] = yield* Effect.all([host.claim(undefined, on("t-0")), host.claim(undefined, on("t-0"))])
          const works = yield* fill(held, "main")
          const Fresh = Message.make("fresh")
          yield* Effect.scoped(
            Effect.gen(function* () {
              yield* Topic.subscribe("a.*", Note, () => Effect.void)
              yield* harbor.listen(Fresh, () => Effect.void)
              yield* Service.join("workers")
              yield* Group.add("all", other)
              // Asked for on its own thread: elsewhere it is asked behind what was sent to the object.
              yield* directory.move(yield* directory.claim(Notes, []), "t-0")
            })
          )
          yield* Group.clear("all")
          // Nothing of it has begun.
          assert.isAbove(works.filter((work) => work.pollUnsafe() === undefined).length, WORKS / 2)
          yield* host.go(undefined, on("t-0"))
          assert.strictEqual(yield* host.moved(undefined, on("t-0")), "moved")
          yield* done(works)
        }),
        platform
      )
    )
  })
}
