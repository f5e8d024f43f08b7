/*
 * Handlers that end otherwise than their message declares: whoever asked has one typed end, listener or object, and goes on.
 */
import { assert, describe, it } from "@effect/vitest"
import * as Directory from "@stevedore/harbor/Directory"
import * as Harbor from "@stevedore/harbor/Harbor"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as ObjectKind from "@stevedore/harbor/ObjectKind"
import * as NodeActorSystem from "@stevedore/platform-node/NodeActorSystem"
import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import { endings, odd, readingLogger, revoked } from "./odd.ts"

const Ends = Message.make("outcomes_ends", { payload: { how: Schema.String }, success: Schema.Int })
const Shows = Message.make("outcomes_shows", { success: Schema.Unknown, error: Schema.Unknown })
const Thing = ObjectKind.make("outcomes_thing", { messages: [Ends, Shows] })

const thrown = (): never => {
  throw new Error("thrown")
}

const ends: Readonly<Record<string, () => Effect.Effect<number>>> = {
  "it dies": () => Effect.die(new Error("boom")),
  "it dies later": () => Effect.andThen(Effect.yieldNow, Effect.die(new Error("boom"))),
  "it throws": thrown,
  // What the types forbid, a program without them does.
  "it returns no Effect": () => 5 as unknown as Effect.Effect<number>,
  "it interrupts itself": () => Effect.interrupt,
  "it interrupts itself later": () => Effect.andThen(Effect.yieldNow, Effect.interrupt),
  "it is an interrupt": () => Exit.interrupt(7),
  "whom it awaits was interrupted": () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(Effect.never)
      yield* Fiber.interrupt(fiber)
      return yield* Fiber.join(fiber)
    }),
  "it returns a Proxy that was revoked": () => revoked() as Effect.Effect<number>,
  ...endings,
  ...Object.fromEntries(Object.entries(odd).map(([what, make]) => [`it dies of ${what}`, () => Effect.die(make())]))
}

const handler = ({ how }: { readonly how: string }) => (how === "well" ? Effect.succeed(1) : ends[how]!())

const everything = Layer.merge(Harbor.layer(), Directory.layer()).pipe(
  Layer.provideMerge(NodeActorSystem.layer()),
  Layer.provideMerge(readingLogger)
)

describe("a handler that ends as its message does not say", () => {
  for (const how of Object.keys(ends)) {
    it.live(`C12-defect ${how}: call and callTo fail with RemoteDefect, and the next one is answered`, () =>
      Effect.gen(function* () {
        const [harbor, directory] = [yield* Harbor.Harbor, yield* Directory.Directory]
        yield* harbor.listen(Ends, handler)
        yield* directory.serve(Thing, { outcomes_ends: handler, outcomes_shows: () => Effect.void })
        const id = yield* directory.claim(Thing)
        for (const call of [
          (how: string) => harbor.call(Ends, { how }),
          (how: string) => harbor.call(Ends, { how }, { timeout: "1 minute" }),
          (how: string) => directory.callTo(id, Ends, { how })
        ]) {
          const exit = yield* Effect.exit(call(how))
          const error = Exit.isFailure(exit) ? exit.cause.reasons.find(Cause.isFailReason)?.error : undefined
          assert.instanceOf(error, HarborError, String(exit))
          assert.deepStrictEqual([error!.reason._tag, error!.delivered, error!.messageName], [
            "RemoteDefect",
            "maybe",
            Ends.name
          ] as never)
          assert.strictEqual(yield* call("well"), 1)
        }
        assert.strictEqual((yield* harbor.counters).failed, 3)
      }).pipe(Effect.scoped, Effect.provide(everything))
    )
  }

  for (const [what, make] of Object.entries(odd)) {
    it.live(`C12-reply a reply whose getter throws ${what} is Malformed, by call and by callTo, also as an error`, () =>
      Effect.gen(function* () {
        const [harbor, directory] = [yield* Harbor.Harbor, yield* Directory.Directory]
        const reply = {
          get n() {
            throw make()
          }
        }
        for (const shown of [Effect.succeed(reply), Effect.fail(reply)]) {
          const scope = yield* Scope.make()
          yield* Scope.provide(
            harbor.listen(Shows, () => shown),
            scope
          )
          yield* Scope.provide(directory.serve(Thing, { outcomes_ends: handler, outcomes_shows: () => shown }), scope)
          const id = yield* directory.claim(Thing)
          for (const call of [harbor.call(Shows, undefined), directory.callTo(id, Shows)]) {
            const exit = yield* Effect.exit(call)
            const error = Exit.isFailure(exit) ? exit.cause.reasons.find(Cause.isFailReason)?.error : undefined
            assert.instanceOf(error, HarborError, String(exit))
            const { delivered, reason } = error as HarborError
            assert.deepStrictEqual([reason._tag, delivered], ["Malformed", "maybe"] as never)
          }
          yield* Scope.close(scope, Exit.void)
        }
      }).pipe(Effect.scoped, Effect.provide(everything))
    )
  }

  it.live("C12-defect a caller that is interrupted interrupts the handler, and that is nobody's defect", () =>
    Effect.gen(function* () {
      const harbor = yield* Harbor.Harbor
      const [begun, ended] = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
      yield* harbor.listen(Ends, () =>
        Effect.andThen(Deferred.succeed(begun, undefined), Effect.never).pipe(
          Effect.onInterrupt(() => Deferred.succeed(ended, undefined))
        )
      )
      const fiber = yield* Effect.forkChild(harbor.call(Ends, { how: "" }))
      yield* Deferred.await(begun)
      yield* Fiber.interrupt(fiber)
      yield* Deferred.await(ended)
      assert.isTrue(Exit.hasInterrupts(yield* Fiber.await(fiber)))
    }).pipe(Effect.scoped, Effect.provide(everything))
  )
})

describe("a handler that dies while it is interrupted", () => {
  it.live("C12-left who has called has left: what it died of is in the log", () =>
    Effect.gen(function* () {
      const [begun, said] = [yield* Deferred.make<void>(), yield* Deferred.make<unknown>()]
      const listening = Logger.make(({ message }) => {
        if (String(message).includes("BUG")) Deferred.doneUnsafe(said, Exit.succeed(message))
      })
      const layer = Harbor.layer().pipe(
        Layer.provideMerge(NodeActorSystem.layer()),
        Layer.provideMerge(Logger.layer([listening]))
      )
      yield* Effect.gen(function* () {
        const harbor = yield* Harbor.Harbor
        yield* harbor.listen(Ends, () =>
          Effect.andThen(Deferred.succeed(begun, undefined), Effect.never).pipe(
            Effect.onInterrupt(() => Effect.die(new Error("BUG")))
          )
        )
        const caller = yield* Effect.forkChild(harbor.call(Ends, { how: "well" }))
        yield* Deferred.await(begun)
        yield* Fiber.interrupt(caller)
        assert.include(String(yield* Deferred.await(said)), "was left before its end and failed: Error: BUG")
      }).pipe(Effect.scoped, Effect.provide(layer))
    })
  )

  for (const [how, dying] of Object.entries({
    "when it is interrupted": Effect.onInterrupt(Effect.never, () => Effect.die(new Error("BUG"))),
    "in what it has acquired": Effect.andThen(
      Effect.addFinalizer(() => Effect.die(new Error("BUG"))),
      Effect.never
    )
  })) {
    it.live(`C12-left who has called an object has left, and its handler dies ${how}: that is in the log`, () =>
      Effect.gen(function* () {
        const [begun, said] = [yield* Deferred.make<void>(), yield* Deferred.make<string>()]
        const listening = Logger.make(({ cause, message }) => {
          const text = Cause.pretty(cause)
          if (text.includes("BUG")) Deferred.doneUnsafe(said, Exit.succeed(`${String(message)}: ${text}`))
        })
        yield* Effect.gen(function* () {
          const directory = yield* Directory.Directory
          const handler = () => Effect.andThen(Deferred.succeed(begun, undefined), dying)
          yield* directory.serve(Thing, { outcomes_ends: handler, outcomes_shows: () => Effect.void })
          const id = yield* directory.claim(Thing)
          const caller = yield* Effect.forkChild(directory.callTo(id, Ends, { how: "" }))
          yield* Deferred.await(begun)
          yield* Fiber.interrupt(caller)
          const failed = "the handler of outcomes_ends was left before its end and failed: Error: BUG"
          assert.include(yield* Deferred.await(said), failed)
        }).pipe(
          Effect.scoped,
          Effect.provide(Layer.merge(Harbor.layer(), Directory.layer())),
          Effect.provide(NodeActorSystem.layer()),
          Effect.provide(Logger.layer([listening]))
        )
      })
    )
  }
})
