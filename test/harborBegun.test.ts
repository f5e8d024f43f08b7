/*
 * What a handler begins for longer has nothing of the message that it was begun in, and listeners of one message have nothing of
 * each other's services.
 */
import * as Actor from "@stevedore/core/Actor"
import * as Testing from "@stevedore/core/testing"
import * as Directory from "@stevedore/harbor/Directory"
import * as Envelope from "@stevedore/harbor/Envelope"
import * as Harbor from "@stevedore/harbor/Harbor"
import * as LastValues from "@stevedore/harbor/LastValues"
import * as Message from "@stevedore/harbor/Message"
import * as ObjectKind from "@stevedore/harbor/ObjectKind"
import * as Topic from "@stevedore/harbor/Topic"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import { assert, describe, it } from "@effect/vitest"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Latch from "effect/Latch"
import * as Logger from "effect/Logger"
import * as Option from "effect/Option"
import * as Queue from "effect/Queue"
import * as References from "effect/References"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import { Book, Break, directory, empty, handlersOf, Hold, Host, hosted, Read } from "./harborObjects/hosts.ts"
import { forked, platformsOf } from "./platforms.ts"

const Begin = Message.make("begun_begin", { payload: { n: Schema.Int }, success: Schema.Void })
const Later = Message.make("begun_later", { success: Schema.Void })
const Kept = Message.make("begun_kept", { payload: { n: Schema.Int }, delivery: "lastValue" })

const Thing = ObjectKind.make("begun_thing", { messages: [Later] })

const live = Layer.mergeAll(Harbor.layer(), Directory.layer(), LastValues.layer()).pipe(
  Layer.provideMerge(NodeActorSystem.layer())
)

/** Whose services a handler has. */
const Tenant = Context.Reference<string>("test/Tenant", { defaultValue: () => "nobody" })

describe("C15 what a handler begins", () => {
  it.live("a listener that is begun in a subscriber's handler has an envelope of its own messages", () =>
    Effect.gen(function* () {
      const harbor = yield* Harbor.Harbor
      const scope = yield* Effect.scope
      const envelopes = yield* Queue.unbounded<Envelope.Envelope>()
      const begun = yield* Deferred.make<void>()
      yield* Topic.subscribe("secret.topic", Begin, () =>
        harbor
          .listen(Later, () => Effect.flatMap(Envelope.current, (envelope) => Queue.offer(envelopes, envelope)))
          .pipe(Scope.provide(scope), Effect.orDie, Effect.andThen(Deferred.succeed(begun, undefined)))
      )
      yield* Topic.publish("secret.topic", Begin, { n: 1 })
      yield* Deferred.await(begun)
      yield* harbor.call(Later, undefined)
      const { group, object, sender, topic } = yield* Queue.take(envelopes)
      assert.deepStrictEqual(
        { group, object, sender: sender.thread, topic },
        {
          group: undefined,
          object: undefined,
          sender: "main",
          topic: undefined
        }
      )
    }).pipe(Effect.scoped, Effect.provide(live))
  )

  it.live("each listener of a message has its own services, and what came with the call", () =>
    Effect.gen(function* () {
      const harbor = yield* Harbor.Harbor
      const seen = yield* Queue.unbounded<readonly [string, unknown]>()
      const says = Effect.gen(function* () {
        const { thread: _, job: __, ...annotations } = yield* References.CurrentLogAnnotations
        const parent = yield* Effect.option(Effect.currentParentSpan)
        yield* Queue.offer(seen, [yield* Tenant, { ...annotations, span: Option.getOrUndefined(parent)?.spanId }])
      })
      const first = yield* Scope.make()
      yield* harbor
        .listen(Later, () => says)
        .pipe(
          Scope.provide(first),
          Effect.provideService(Tenant, "one"),
          Effect.annotateLogs({ first: 1, both: 1 }),
          Effect.withSpan("first")
        )
      yield* harbor.listen(Later, () => says).pipe(Effect.annotateLogs({ second: 2 }), Effect.withSpan("second"))
      const call = harbor.call(Later, undefined).pipe(Effect.annotateLogs({ both: 2 }))
      const expected: ReadonlyArray<readonly [string, unknown]> = [
        ["one", { first: 1, both: 2, span: undefined }],
        ["nobody", { second: 2, both: 2, span: undefined }]
      ]
      yield* call
      yield* call
      assert.deepStrictEqual([yield* Queue.take(seen), yield* Queue.take(seen)], [...expected])
      yield* Scope.close(first, Exit.void)
      yield* call
      assert.deepStrictEqual(yield* Queue.take(seen), expected[1]!)
    }).pipe(Effect.scoped, Effect.provide(live))
  )

  it.live("what is logged of a failed handler is in the services of who gave that one", () => {
    const lines: Array<unknown> = []
    const logger = Logger.make<unknown, void>(({ fiber, message }) => {
      const { by, req } = fiber.getRef(References.CurrentLogAnnotations)
      if (/the handler of .* failed/.test(String(message))) lines.push({ by, req })
    })
    return Effect.gen(function* () {
      const harbor = yield* Harbor.Harbor
      yield* harbor.listen(Later, () => Effect.void).pipe(Effect.annotateLogs({ by: "the first" }))
      yield* harbor.listen(Later, () => Effect.die("no")).pipe(Effect.annotateLogs({ by: "the second" }))
      const call = Effect.exit(harbor.call(Later, undefined).pipe(Effect.annotateLogs({ req: 42 })))
      yield* call
      yield* call
      assert.deepStrictEqual(lines, [{ by: "the second", req: 42 }])
    }).pipe(Effect.scoped, Effect.provide(live), Effect.provide(Logger.layer([logger])))
  })

  it.live("a second listener has what the sender has sent also where the first was begun with the same", () =>
    Effect.gen(function* () {
      const harbor = yield* Harbor.Harbor
      const seen = yield* Queue.unbounded<unknown>()
      const says = (who: string) =>
        Effect.gen(function* () {
          const { app } = yield* References.CurrentLogAnnotations
          yield* Queue.offer(seen, [who, app, yield* References.MinimumLogLevel])
        })
      const asApi = <A, E, R>(self: Effect.Effect<A, E, R>) =>
        self.pipe(Effect.annotateLogs("app", "api"), Effect.provideService(References.MinimumLogLevel, "Debug"))
      yield* asApi(harbor.listen(Later, () => says("first")))
      yield* harbor.listen(Later, () => says("second"))
      const call = harbor.call(Later, undefined)
      yield* asApi(call)
      yield* asApi(call)
      yield* call
      yield* call
      assert.deepStrictEqual(yield* Queue.takeAll(seen), [
        ["first", "api", "Debug"],
        ["second", "api", "Debug"],
        ["first", "api", "Debug"],
        ["second", undefined, "Info"]
      ])
    }).pipe(Effect.scoped, Effect.provide(live))
  )

  for (const way of ["listener", "object"] as const) {
    it.live(
      `what the handler of a ${way} begins for its message alone ends with it, also where who asks handles the same`,
      () =>
        Effect.gen(function* () {
          const [harbor, objects] = [yield* Harbor.Harbor, yield* Directory.Directory]
          // In the Scope of its message: it leaves when that is done, while the one that asks is at work.
          const between = Effect.orDie(harbor.listen(Begin, () => Effect.void))
          yield* harbor.listen(Later, () => between)
          yield* objects.serve(Thing, { begun_later: () => between })
          const id = yield* objects.claim(Thing)
          yield* harbor.listen(Begin, () =>
            Effect.orDie(way === "listener" ? harbor.call(Later, undefined) : objects.callTo(id, Later, undefined))
          )
          yield* harbor.call(Begin, { n: 1 })
          yield* harbor.call(Begin, { n: 2 })
        }).pipe(Effect.scoped, Effect.provide(live))
    )
  }

  it.live("what a handler begins has no annotations of who sent its message", () =>
    Effect.gen(function* () {
      const [harbor, objects] = [yield* Harbor.Harbor, yield* Directory.Directory]
      const values = yield* LastValues.LastValues
      const scope = yield* Effect.scope
      const seen = yield* Queue.unbounded<unknown>()
      const says = (who: string) =>
        Effect.gen(function* () {
          const { user } = yield* References.CurrentLogAnnotations
          yield* Queue.offer(seen, [who, user, yield* References.MinimumLogLevel])
        })
      yield* harbor.listen(Begin, () =>
        Effect.gen(function* () {
          yield* harbor.listen(Later, () => says("listener"))
          yield* objects.serve(Thing, { begun_later: () => says("object") })
          yield* values.subscribe("annotated", Kept, () => says("last value"))
        }).pipe(Scope.provide(scope), Effect.orDie)
      )
      yield* harbor
        .call(Begin, { n: 1 })
        .pipe(Effect.annotateLogs("user", "ada"), Effect.provideService(References.MinimumLogLevel, "Trace"))
      yield* harbor.call(Later, undefined)
      const id = yield* objects.claim(Thing)
      yield* objects.callTo(id, Later, undefined)
      yield* values.publish("annotated", Kept, { n: 1 })
      for (const who of ["listener", "object", "last value"]) {
        assert.deepStrictEqual(yield* Queue.take(seen), [who, undefined, "Info"])
      }
    }).pipe(Effect.scoped, Effect.provide(live))
  )

  it.live("a handler is in the middle of what its caller is, not of what it was given in", () =>
    Effect.gen(function* () {
      const [harbor, objects] = [yield* Harbor.Harbor, yield* Directory.Directory]
      const values = yield* LastValues.LastValues
      const seen = yield* Queue.unbounded<ReadonlyArray<unknown>>()
      const says = (who: string) =>
        Effect.gen(function* () {
          const span = Option.getOrUndefined(yield* Effect.option(Effect.currentParentSpan))
          const { job, request, thread } = yield* References.CurrentLogAnnotations
          yield* Queue.offer(seen, [who, span?.traceId, job, request, thread])
        })
      const id = yield* Effect.gen(function* () {
        yield* harbor.listen(Later, () => says("listener"))
        yield* objects.serve(Thing, { begun_later: () => says("object") })
        yield* values.subscribe("spans", Kept, () => says("last value"))
        return yield* objects.claim(Thing)
      }).pipe(Effect.withSpan("begun"), Effect.annotateLogs({ request: "none" }))
      const heard = Effect.gen(function* () {
        yield* harbor.call(Later, undefined)
        yield* objects.callTo(id, Later, undefined)
        yield* objects.sendTo(id, Later, undefined)
        return [yield* Queue.take(seen), yield* Queue.take(seen), yield* Queue.take(seen)]
      })
      const traced = Effect.gen(function* () {
        const { traceId } = yield* Effect.orDie(Effect.currentSpan)
        const own = [traceId, "harbor/begun_later", "42", "main"]
        const expected = [
          ["listener", traceId, "harbor/begun_later.deliver", "42", "main"],
          ["object", ...own],
          ["object", ...own]
        ]
        assert.deepStrictEqual(yield* heard, expected)
      }).pipe(Effect.withSpan("asking"), Effect.annotateLogs({ request: "42" }))
      yield* traced
      // Each its own, and what came with one is not there for the next.
      yield* traced
      const own = [undefined, "harbor/begun_later", "none", "main"]
      assert.deepStrictEqual(yield* heard, [
        ["listener", undefined, "harbor/begun_later.deliver", "none", "main"],
        ["object", ...own],
        ["object", ...own]
      ])
      yield* values.publish("spans", Kept, { n: 1 }).pipe(Effect.withSpan("publishing"))
      assert.deepStrictEqual((yield* Queue.take(seen)).slice(0, 2), ["last value", undefined])
    }).pipe(Effect.scoped, Effect.provide(live))
  )
})

const mains = Layer.mergeAll(directory, LastValues.layer())

const platforms = platformsOf(
  {
    entry: Actor.entry<typeof import("./harborObjects/host.thread.ts")>(
      new URL("./harborObjects/host.thread.ts", import.meta.url)
    )
  },
  { entry: Testing.entry(hosted) }
)

for (const { entry, name, system } of platforms) {
  describe(`C06 what a handler of an object begins, on ${name}`, () => {
    for (const [who, begin] of [
      ["a fiber that goes on", (move: Effect.Effect<void>) => Effect.asVoid(Effect.forkDetach(move))],
      ["a subscriber of last values", undefined]
    ] as const) {
      it.live(`${who} moves it no sooner than the handler that is at work has ended`, () =>
        Effect.gen(function* () {
          const objects = yield* Directory.Directory
          const values = yield* LastValues.LastValues
          const scope = yield* Effect.scope
          const [gate, asked] = [Latch.makeUnsafe(), Latch.makeUnsafe()]
          const moved = yield* Deferred.make<void, unknown>()
          const handlers = handlersOf("main", gate, objects)
          const moving = Effect.suspend(() => Deferred.into(objects.move(id, "t-0"), moved)).pipe(Effect.asVoid)
          yield* objects.serve(Book, {
            ...handlers,
            // Begins what moves it later, and ends.
            break: () =>
              begin === undefined
                ? values.subscribe("begun", Kept, () => moving).pipe(Scope.provide(scope), Effect.orDie)
                : begin(Effect.andThen(asked.await, moving))
          })
          const id = yield* objects.claim(Book, empty)
          yield* objects.callTo(id, Break, undefined)
          const working = yield* forked(objects.callTo(id, Hold, { n: 1 }))
          yield* begin === undefined ? values.publish("begun", Kept, { n: 1 }) : asked.open
          // Long enough for a move that waits for nobody.
          for (let n = 0; n < 200; n++) yield* Effect.yieldNow
          assert.isFalse(Deferred.isDoneUnsafe(moved))
          yield* gate.open
          assert.strictEqual(yield* Fiber.join(working), 1)
          yield* Deferred.await(moved)
          const { noted, thread } = yield* objects.callTo(id, Read, undefined)
          assert.deepStrictEqual([thread, noted.latest], ["t-0", { hold: 1 }])
        }).pipe(
          Effect.provide(Layer.provideMerge(Host.layerPool({ entry, size: 1, name: "t", restart: "never" }), mains)),
          Effect.provide(system),
          Effect.provide(Logger.layer([])),
          Effect.scoped
        )
      )
    }
  })
}
