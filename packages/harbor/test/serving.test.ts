/*
 * Kinds that are served no longer.
 */
import * as Testing from "@stevedore/core/testing"
import * as Directory from "../src/Directory.ts"
import * as Message from "../src/Message.ts"
import * as ObjectKind from "../src/ObjectKind.ts"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Latch from "effect/Latch"
import * as Logger from "effect/Logger"
import * as Schema from "effect/Schema"
import * as Scope from "effect/Scope"

const Ends = Message.make("ends", { success: Schema.String })
const Hangs = Message.make("hangs", { success: Schema.String })
const Closes = Message.make("closes", { success: Schema.String })
const Kind = ObjectKind.make("kind", { messages: [Ends, Hangs, Closes] })

const run = <A, E>(program: Effect.Effect<A, E, Scope.Scope | Directory.Directory>) =>
  program.pipe(
    Effect.provide(Directory.layer({ maxObjects: 1024 })),
    Effect.provide(Testing.layer({ time: "auto" })),
    Effect.provide(Logger.layer([])),
    Effect.scoped
  )

const begin = Effect.gen(function* () {
  const directory = yield* Directory.Directory
  const [scope, gate, begun] = [yield* Scope.make(), Latch.makeUnsafe(), Latch.makeUnsafe()]
  let interrupted = 0
  const close = Scope.close(scope, Exit.void)
  yield* directory
    .serve(Kind, {
      ends: () => Effect.as(Effect.andThen(begun.open, gate.await), "ended"),
      hangs: () => Effect.onInterrupt(Effect.never, () => Effect.sync(() => interrupted++)),
      closes: () => Effect.as(close, "closed")
    })
    .pipe(Scope.provide(scope))
  return { directory, gate, begun, close, interrupted: () => interrupted }
})

const forked = <A, E, R>(effect: Effect.Effect<A, E, R>) => Effect.forkChild(effect, { startImmediately: true })

describe("a kind", () => {
  it.effect("who serves a kind no longer waits for its handlers, and ends those that do not end", () =>
    run(
      Effect.gen(function* () {
        const { begun, close, directory, gate, interrupted } = yield* begin
        const hangs = yield* forked(Effect.flip(directory.callTo(yield* directory.claim(Kind), Hangs)))
        const ends = yield* forked(directory.callTo(yield* directory.claim(Kind), Ends))
        yield* begun.await
        const closing = yield* forked(close)
        assert.isUndefined(closing.pollUnsafe())
        yield* gate.open
        assert.strictEqual(yield* Fiber.join(ends), "ended")
        const error = yield* Fiber.join(hangs)
        assert.strictEqual(error._tag === "HarborError" && error.reason._tag, "ObjectLost")
        assert.strictEqual(error._tag === "HarborError" && error.delivered, "maybe")
        assert.strictEqual(error._tag === "HarborError" && error.messageName, "hangs")
        yield* Fiber.join(closing)
        assert.strictEqual(interrupted(), 1)
        assert.strictEqual(yield* directory.count, 0)
      })
    )
  )

  it.effect("a handler may end what serves its own kind", () =>
    run(
      Effect.gen(function* () {
        const { directory } = yield* begin
        assert.strictEqual(yield* directory.callTo(yield* directory.claim(Kind), Closes), "closed")
      })
    )
  )
})
