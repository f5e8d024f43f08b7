/*
 * Groups of objects: known on every thread, sent to from anywhere, left by what has ended.
 */
import * as Actor from "@stevedore/core/Actor"
import { MailboxFull } from "@stevedore/core/ActorError"
import * as Testing from "@stevedore/core/testing"
import * as Directory from "@stevedore/harbor/Directory"
import * as Group from "@stevedore/harbor/Group"
import * as Harbor from "@stevedore/harbor/Harbor"
import { Actor as ActorFailed, HarborError } from "@stevedore/harbor/HarborError"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Scope from "effect/Scope"
import { Member, Said, Says, thread } from "./harbor/group.ts"
import { on, platformsOf } from "./platforms.ts"

const platforms = platformsOf(
  {
    entry: Actor.entry<typeof import("./harbor/group.thread.ts")>(new URL("./harbor/group.thread.ts", import.meta.url))
  },
  { entry: Testing.entry(thread) }
)

for (const { entry, name, system } of platforms) {
  describe(`C10 groups on ${name}`, () => {
    it.live(
      "C10 C15-group each object of a group has a copy of its own, wherever it lives, and who has ended leaves",
      () =>
        Effect.gen(function* () {
          const [member, directory] = [yield* Member, yield* Directory.Directory]
          const ada = yield* member.claim(undefined, on("t-0"))
          const bob = yield* member.claim(undefined, on("t-0"))
          const eve = yield* member.claim(undefined, on("t-1"))
          yield* Group.add("room", ada)
          yield* member.add({ room: "room", id: bob }, on("t-1"))
          yield* member.add({ room: "room", id: eve }, on("t-0"))
          yield* Group.add("room", eve)
          yield* Group.add("other", eve)
          // Complete when all know.
          for (const one of ["t-0", "t-1"]) {
            assert.deepStrictEqual(yield* member.members({ room: "room" }, on(one)), [ada, bob, eve])
          }
          assert.strictEqual(yield* member.say({ room: "room", word: "one" }, on("t-1")), 3)
          assert.strictEqual(yield* Group.send("room", Says, { words: ["two"] }), 3)
          assert.strictEqual(yield* Group.send("nobody here", Says, { words: ["three"] }), 0)
          for (const id of [ada, bob]) {
            // One of them comes from another thread than this.
            const said = yield* directory
              .callTo(id, Said, undefined as never)
              .pipe(Effect.repeat({ until: (words) => words.length >= 2 }))
            assert.sameMembers([...said], ["one in room", "two in room"])
          }
          yield* member.release({ id: bob }, on("t-1"))
          assert.strictEqual(yield* Group.send("room", Says, { words: ["four"] }), 2)
          yield* member
            .members({ room: "room" }, on("t-0"))
            .pipe(Effect.repeat({ until: (ids) => ids.length === 2 && ids[0] === ada && ids[1] === eve }))
          yield* Group.remove("room", ada)
          assert.deepStrictEqual(yield* member.members({ room: "room" }, on("t-1")), [eve])
          const refused = yield* Effect.flip(Group.send("room", Says, { words: [1 as never] }))
          assert.strictEqual(refused.reason._tag, "Malformed")
          yield* Group.clear("room")
          assert.deepStrictEqual(yield* member.members({ room: "room" }, on("t-1")), [])
          assert.deepStrictEqual(yield* Group.members("other"), [eve])
          for (const id of [0n, 1n, 2n ** 64n]) {
            const noId = yield* Effect.flip(Group.add("room", id as never))
            assert.deepInclude(noId.reason, { _tag: "InvalidObjectId", objectId: String(id) })
          }
          for (const wrong of [Group.add("", ada), Group.clear("x".repeat(300))]) {
            assert.strictEqual((yield* Effect.flip(wrong)).reason._tag, "InvalidOption")
          }
        }).pipe(
          Effect.provide(Member.layerPool({ entry, size: 2, name: "t", restart: "never" })),
          Effect.provide(Layer.merge(Harbor.layer(), Directory.layer())),
          Effect.provide(system),
          Effect.provide(Logger.layer([]))
        )
    )

    it.live("C10 C15-group one that has ended is no failure, and holds up nobody, where nobody can take it out", () =>
      Effect.gen(function* () {
        const [member, directory] = [yield* Member, yield* Directory.Directory]
        const main = yield* Scope.make()
        yield* Scope.provide(Layer.build(Harbor.layer()), main)
        const ids = yield* Effect.forEach(["t-0", "t-1", "t-0"], (one) => member.claim(undefined, on(one)))
        for (const id of ids) yield* member.add({ room: "room", id }, on("t-0"))
        yield* member.release({ id: ids[0]! }, on("t-0"))
        // From now on no group changes: who takes one out fails.
        yield* Scope.close(main, Exit.void)
        assert.strictEqual(yield* member.say({ room: "room", word: "one" }, on("t-0")), 2)
        assert.strictEqual(yield* member.say({ room: "room", word: "two" }, on("t-0")), 2)
        for (const id of ids.slice(1)) {
          // It comes from another thread than what was said.
          const said = yield* directory
            .callTo(id, Said, undefined as never)
            .pipe(Effect.repeat({ until: (words) => words.length >= 2 }))
          assert.deepStrictEqual([...said], ["one in room", "two in room"])
        }
      }).pipe(
        Effect.provide(Member.layerPool({ entry, size: 2, name: "t", restart: "never" })),
        Effect.provide(Directory.layer()),
        Effect.provide(system),
        Effect.provide(Logger.layer([])),
        Effect.scoped
      )
    )

    it.live(
      "C10 C12-group an object that cannot be told is no end for those behind it, and those before it have had it",
      () =>
        Effect.gen(function* () {
          const [member, directory] = [yield* Member, yield* Directory.Directory]
          const ids = yield* Effect.forEach(["t-0", "t-1", "t-0", "t-1"], (one) => member.claim(undefined, on(one)))
          for (const id of ids) yield* Group.add("room", id)
          const send = directory["~@stevedore/harbor/sendCarried"]
          const full = new MailboxFull({ what: "window", limit: 4, waitedMillis: 1000, chain: [] })
          const no = new HarborError({
            reason: new ActorFailed({ cause: full }),
            messageName: "says",
            thread: "",
            delivered: "no"
          })
          const sendWithout = (without: ReadonlyArray<unknown>) =>
            Effect.provideService(Group.send("room", Says, { words: ["one"] }), Directory.Directory, {
              ...directory,
              "~@stevedore/harbor/sendCarried": (id, ...rest) =>
                without.includes(id) ? Effect.fail(no) : send(id, ...rest)
            })
          const some = yield* Effect.flip(sendWithout([ids[1]]))
          assert.deepStrictEqual([some.reason._tag, some.delivered], ["Actor", "maybe"])
          const none = yield* Effect.flip(sendWithout(ids))
          assert.deepStrictEqual([none.reason._tag, none.delivered], ["Actor", "no"])
          for (const [index, id] of ids.entries()) {
            const said = yield* directory.callTo(id, Said, undefined as never)
            assert.deepStrictEqual([...said], index === 1 ? [] : ["one in room"])
          }
        }).pipe(
          Effect.provide(Member.layerPool({ entry, size: 2, name: "t", restart: "never" })),
          Effect.provide(Layer.merge(Harbor.layer(), Directory.layer())),
          Effect.provide(system),
          Effect.provide(Logger.layer([]))
        )
    )
  })
}
