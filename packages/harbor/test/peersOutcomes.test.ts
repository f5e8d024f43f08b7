/*
 * Handlers of messages from other processes that end as their message does not say, also with what throws when it is read, by a logger or
 * by harbor: it is the end of that message, and of nothing else.
 */
import { assert, describe, it } from "@effect/vitest"
import { HarborError } from "@stevedore/harbor/HarborError"
import * as Message from "@stevedore/harbor/Message"
import * as Peers from "@stevedore/harbor/Peers"
import * as Registry from "@stevedore/harbor/Registry"
import * as Transport from "@stevedore/harbor/Transport"
import * as Cause from "effect/Cause"
import * as Context from "effect/Context"
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Logger from "effect/Logger"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"
import { odd, readingLogger, revoked } from "./odd.ts"

const Ask = Message.make("smsg_outcomes_ask", {
  payload: { how: Schema.String },
  success: Schema.Unknown,
  error: Schema.Unknown
})

const at: Transport.Address = { _tag: "Queue", reach: "services", name: "outcomes" }

const thrown = (): never => {
  throw new Error("not to be read")
}

const likeHarborError = (): object => Object.create(HarborError.prototype)

/** What the types forbid, a program without them does: hence the casts. */
const ends: Readonly<Record<string, readonly [reason: string, () => Effect.Effect<unknown, unknown>]>> = {
  "dies of an error": ["RemoteDefect", () => Effect.die(new Error("boom"))],
  "returns no Effect": ["RemoteDefect", () => 5 as unknown as Effect.Effect<unknown>],
  "returns a Proxy that was revoked": ["RemoteDefect", () => revoked() as Effect.Effect<unknown>],
  "fails with a Proxy that was revoked": ["Malformed", () => Effect.fail(revoked())],
  "succeeds with a Proxy that was revoked": ["Malformed", () => Effect.succeed(revoked())],
  "is interrupted by what it does": ["RemoteDefect", () => Effect.interrupt],
  "interrupts its own fiber": ["RemoteDefect", () => Effect.andThen(Effect.withFiber(Fiber.interrupt), Effect.never)],
  "is interrupted by its child": [
    "RemoteDefect",
    () => Effect.withFiber((own) => Effect.andThen(Effect.forkChild(Fiber.interrupt(own)), Effect.never))
  ],
  "is interrupted by who knows its fiber": [
    "RemoteDefect",
    () => Effect.withFiber((own) => Effect.andThen(Effect.forkDetach(Fiber.interrupt(own)), Effect.never))
  ],
  "fails with what only looks like an error of harbor": ["RemoteDefect", () => Effect.fail(likeHarborError())],
  "fails with an error of harbor that cannot be read": [
    "RemoteDefect",
    () => Effect.fail(Object.create(HarborError.prototype, { delivered: { get: thrown } }))
  ],
  "comes to a cause that was revoked": ["RemoteDefect", () => Effect.failCause(revoked() as Cause.Cause<never>)],
  "comes to a cause that was revoked when it has waited": [
    "RemoteDefect",
    () => Effect.andThen(Effect.yieldNow, Effect.failCause(revoked() as Cause.Cause<never>))
  ],
  "comes to no reason": ["RemoteDefect", () => Effect.failCause(Cause.empty)],
  "comes to what is no Effect": ["RemoteDefect", () => Effect.flatMap(Effect.void, () => 5 as never)],
  "comes to a Proxy that was revoked": ["RemoteDefect", () => Effect.flatMap(Effect.void, () => revoked() as never)],
  "comes to what is no Effect when it has waited": [
    "RemoteDefect",
    () => Effect.flatMap(Effect.yieldNow, () => Promise.resolve(1) as never)
  ],
  ...Object.fromEntries(
    Object.entries(odd).map(([what, make]) => [`dies of ${what}`, ["RemoteDefect", () => Effect.die(make())]])
  )
}

const dies = Effect.die(new Error("BUG"))

/** Of this a handler dies that is interrupted. */
const diesLate: Readonly<Record<string, (handled: Effect.Effect<never>) => Effect.Effect<never>>> = {
  "when it is interrupted": Effect.onInterrupt(() => dies),
  "in what it has acquired": (handled) =>
    Effect.scoped(
      Effect.andThen(
        Effect.addFinalizer(() => dies),
        handled
      )
    )
}

const peer = (hub: Transport.Hub, node: number) =>
  Effect.map(
    Layer.build(Layer.fresh(Peers.layer().pipe(Layer.provide(hub.layer({ node })), Layer.provide(Registry.layer)))),
    Context.get(Peers.Peers)
  )

describe("a handler of what comes from another process", () => {
  for (const [how, [reason, end]] of Object.entries(ends)) {
    it.live(`C12-peer-defect ${how}: its caller is told, and the next ones are answered`, () =>
      Effect.gen(function* () {
        const hub = Transport.makeHub()
        const [caller, listener] = [yield* peer(hub, 1), yield* peer(hub, 2)]
        yield* listener.listen(Ask, at, ({ how }) => (how === "well" ? Effect.succeed(1) : end()))
        const error = yield* Effect.flip(caller.call(Ask, at, { how }))
        assert.instanceOf(error, HarborError)
        assert.deepStrictEqual([(error as HarborError).reason._tag, (error as HarborError).delivered], [
          reason,
          "maybe"
        ] as never)
        for (let n = 0; n < 2; n++) assert.strictEqual(yield* caller.call(Ask, at, { how: "well" }), 1)
      }).pipe(Effect.scoped, Effect.provide(readingLogger))
    )
  }

  it.live("C12-peer-defect a send whose handler is interrupted is a dead letter, and the next one is heard", () =>
    Effect.gen(function* () {
      const hub = Transport.makeHub()
      const [sender, listener] = [yield* peer(hub, 1), yield* peer(hub, 2)]
      const heard = yield* Deferred.make<string>()
      yield* listener.listen(Ask, at, ({ how }) => (how === "well" ? Deferred.succeed(heard, how) : ends[how]![1]()))
      for (const how of ["is interrupted by its child", "well"]) yield* sender.send(Ask, at, { how })
      assert.strictEqual(yield* Deferred.await(heard), "well")
      const letters = listener.deadLetters().map(({ error }) => [error.reason._tag, error.delivered])
      assert.deepStrictEqual(letters, [["RemoteDefect", "maybe"]])
    }).pipe(Effect.scoped, Effect.provide(readingLogger))
  )

  for (const [how, left] of Object.entries(diesLate)) {
    it.live(
      `C12-peer-defect a handler dies ${how}, as its listener leaves: that is in the log, and its caller is told`,
      () =>
        Effect.gen(function* () {
          const hub = Transport.makeHub()
          const said: Array<string> = []
          const listening = Logger.make(({ cause, message }) => said.push(`${String(message)}: ${Cause.pretty(cause)}`))
          yield* Effect.gen(function* () {
            const [caller, listener] = [yield* peer(hub, 1), yield* peer(hub, 2)]
            const [begun, scope] = [yield* Deferred.make<void>(), Scope.makeUnsafe()]
            const handler = () => left(Effect.andThen(Deferred.succeed(begun, undefined), Effect.never))
            yield* Scope.provide(listener.listen(Ask, at, handler), scope)
            const call = yield* Effect.forkChild(Effect.flip(caller.call(Ask, at, { how: "" })))
            yield* Deferred.await(begun)
            yield* Scope.close(scope, Exit.void)
            const error = (yield* Fiber.join(call)) as HarborError
            assert.deepStrictEqual([error.reason._tag, error.delivered], ["NoReply", "maybe"])
          }).pipe(Effect.scoped, Effect.provide(Logger.layer([listening])))
          assert.lengthOf(said, 1)
          assert.match(said[0]!, /^the handler of smsg_outcomes_ask was left before its end and failed: Error: BUG/)
        })
    )
  }
})
