/*
 * Services: who is in one is told everywhere, and what is sent to one goes to its threads and no others.
 */
import { ActorSystem } from "@stevedore/core/ActorSystem"
import * as Harbor from "@stevedore/harbor/Harbor"
import { NoListener } from "@stevedore/harbor/HarborError"
import * as Service from "@stevedore/harbor/Service"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Stream from "effect/Stream"
import { Hold, Host, listenTo, Note, Notes, Where } from "./harbor/messages.ts"
import { forked, numbers, on, platforms } from "./harbor/platforms.ts"

/** Two of four listeners are of the service: each set has its own turn, whatever else is sent between. */
const exactlyInTurn = Effect.gen(function* () {
  const harbor = yield* Harbor.Harbor
  const [all, some]: [Array<string>, Array<string>] = [[], []]
  for (const n of numbers(18)) {
    all.push(yield* harbor.call(Where, { n }))
    some.push(yield* Service.call("storage", Where, { n }))
    yield* Service.call("storage", Where, { n }, { instance: "t-1" })
    if (n % 2 === 0) yield* Service.send("storage", Where, { n }, { instance: "t-0" })
  }
  for (const had of [all, some]) {
    const size = had === all ? 4 : 2
    assert.strictEqual(new Set(had).size, size)
    for (const at of numbers(18 - size)) assert.strictEqual(had[at], had[at + size], "exactly in turn")
  }
})

for (const { entry, name, system } of platforms) {
  describe(`C14 services on ${name}`, () => {
    it.live("C14 its threads as they come and go, and messages to one of them, or to the one that is meant", () =>
      Effect.gen(function* () {
        const [host, { kill }] = [yield* Host, yield* ActorSystem]
        yield* listenTo("where")
        for (const one of ["t-0", "t-1", "t-2"]) yield* host.listen({ message: "where" }, on(one))
        assert.deepStrictEqual(yield* Service.instances("storage"), [])
        const told = yield* Effect.forkChild(
          Service.changes("storage").pipe(
            Stream.map(({ _tag, instance }) => `${_tag} ${instance.thread}`),
            Stream.takeUntil((what) => what === "Left t-1"),
            Stream.runCollect
          ),
          { startImmediately: true }
        )
        yield* host.serve({ service: "storage" }, on("t-0"))
        yield* host.serve({ service: "storage" }, on("t-1"))
        const threads = (yield* Service.instances("storage")).map(({ thread }) => thread)
        assert.deepStrictEqual(threads, ["t-0", "t-1"])
        const had = yield* Effect.forEach(numbers(10), (n) => Service.call("storage", Where, { n }))
        for (const at of numbers(8)) assert.strictEqual(had[at], had[at + 2], "exactly in turn")
        assert.sameMembers(had.slice(0, 2), ["t-0", "t-1"])
        for (const n of numbers(3)) {
          assert.strictEqual(yield* Service.call("storage", Where, { n: 100 + n }, { instance: "t-1" }), "t-1")
        }
        yield* exactlyInTurn
        yield* Service.send("storage", Where, { n: 200 }, { instance: "t-0" })
        assert.include(yield* host.noted(undefined, on("t-0")), 200)
        const nobody = (service: string, instance?: string) =>
          new NoListener(instance === undefined ? { service } : { service, instance })
        for (const [sent, reason] of [
          [Service.send("storage", Where, { n: 1 }, { instance: "t-2" }), nobody("storage", "t-2")],
          [Service.send("nothing", Where, { n: 1 }), nobody("nothing")],
          [Service.call("storage", Note, { n: 1, tags: [] }), nobody("storage")],
          [Service.call("storage", Where, { n: 1 }, { instance: "nobody" }), nobody("storage", "nobody")]
        ] as const) {
          const error = yield* Effect.flip(sent)
          assert.deepStrictEqual(error._tag === "HarborError" ? error.reason : error, reason)
          assert.include(error.message, `is in service "${reason.service}" and listens for it`)
        }
        const wrong = Service.send("storage", Where, { n: 1 }, { instance: 5 as never })
        assert.deepInclude((yield* Effect.flip(wrong)).reason, {
          _tag: "InvalidOption",
          option: "instance",
          value: "5"
        })
        assert.strictEqual((yield* Effect.flip(Service.join("no service"))).reason._tag, "InvalidOption")
        yield* host.leave(undefined, on("t-0"))
        assert.strictEqual(yield* Service.call("storage", Where, { n: 1 }), "t-1")
        yield* kill("t-1")
        const events = yield* Fiber.join(told)
        assert.deepStrictEqual(events, ["Joined t-0", "Joined t-1", "Left t-0", "Left t-1"])
      }).pipe(
        Effect.scoped,
        Effect.provide(Host.layerPool({ entry, size: 3, name: "t", restart: "never" })),
        Effect.provide(Layer.merge(Harbor.layer(), Notes.layer)),
        Effect.provide(system),
        Effect.provide(Logger.layer([]))
      )
    )

    it.live("C14 calls that had not begun on a thread that dies are asked of the other one, each of them", () =>
      Effect.gen(function* () {
        const [host, { kill }] = [yield* Host, yield* ActorSystem]
        for (const one of ["t-0", "t-1"]) {
          yield* host.listen({ message: "hold" }, on(one))
          yield* host.serve({ service: "storage" }, on(one))
        }
        const asked = yield* Effect.forEach(numbers(12), (n) =>
          forked(Effect.result(Service.call("storage", Hold, { n })))
        )
        // Those that are sent are with their threads by then.
        for (const one of ["t-0", "t-1"]) yield* host.noted(undefined, on(one))
        yield* kill("t-1")
        yield* host.open(undefined, on("t-0"))
        const ends = yield* Effect.forEach(asked, Fiber.join)
        const failed = ends.flatMap((end) => (end._tag === "Failure" ? [end.failure] : []))
        // The one that it was at.
        assert.deepStrictEqual(
          failed.map((error) => (error._tag === "HarborError" ? error.delivered : error._tag)),
          ["maybe"]
        )
      }).pipe(
        Effect.scoped,
        Effect.provide(Host.layerPool({ entry, size: 2, name: "t", restart: "never" })),
        Effect.provide(Layer.merge(Harbor.layer(), Notes.layer)),
        Effect.provide(system),
        Effect.provide(Logger.layer([]))
      )
    )
  })
}
