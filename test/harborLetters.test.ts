/*
 * Messages to objects that nobody will handle: told on the thread where the object was, and on main, which tells of all threads.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Testing from "@stevedore/core/testing"
import * as Directory from "@stevedore/harbor/Directory"
import * as Harbor from "@stevedore/harbor/Harbor"
import * as Message from "@stevedore/harbor/Message"
import * as MessageId from "@stevedore/harbor/MessageId"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Stream from "effect/Stream"
import { Member, thread } from "./harbor/group.ts"
import { forked, numbers, on, platformsOf } from "./platforms.ts"

const platforms = platformsOf(
  {
    entry: Actor.entry<typeof import("./harbor/group.thread.ts")>(new URL("./harbor/group.thread.ts", import.meta.url))
  },
  { entry: Testing.entry(thread) }
)

/** Of no kind here. */
const Strange = Message.make("strange")
const Other = Message.make("stranger")

for (const { entry, name, system } of platforms) {
  describe(`C12 dead letters on ${name}`, () => {
    it.live("C12-main what objects of other threads cannot be given, main is told, each once", () =>
      Effect.gen(function* () {
        const [directory, harbor, member] = [yield* Directory.Directory, yield* Harbor.Harbor, yield* Member]
        const ids = [yield* member.claim(undefined, on("t-0")), yield* member.claim(undefined, on("t-1"))]
        const counts = new Map<string, number>()
        const letters = yield* forked(
          harbor.deadLetters.pipe(
            Stream.tap(({ count, messageName, reason, sender, thread }) =>
              Effect.sync(() => {
                const key = [messageName, reason, sender, thread].join(" ")
                counts.set(key, (counts.get(key) ?? 0) + count)
              })
            ),
            // The last ones, of each thread.
            Stream.filter(({ messageName }) => messageName === MessageId.toHex(Other.id)),
            Stream.take(2),
            Stream.runDrain
          )
        )
        yield* Effect.yieldNow
        for (const _ of numbers(300)) for (const id of ids) yield* directory.sendTo(id, Strange)
        for (const id of ids) yield* directory.sendTo(id, Other)
        yield* Fiber.join(letters)
        const told = Object.fromEntries(Array.from(counts).toSorted())
        const named = ({ id }: Message.Any, thread: string) => `${MessageId.toHex(id)} UnknownMessage main ${thread}`
        assert.deepStrictEqual(told, {
          [named(Strange, "t-0")]: 300,
          [named(Strange, "t-1")]: 300,
          [named(Other, "t-0")]: 1,
          [named(Other, "t-1")]: 1
        })
      }).pipe(
        Effect.provide(
          Layer.mergeAll(Directory.layer(), Member.layerPool({ entry, size: 2, name: "t", restart: "never" }))
        ),
        Effect.provide(Harbor.layer()),
        Effect.provide(system),
        Effect.provide(Logger.layer([]))
      )
    )
  })
}
