/*
 * How a thread knows that main's way to other processes has ended, and another one is to be looked for.
 */
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { EngineUnavailable, HarborError } from "@stevedore/harbor/HarborError"
import { isOver, over } from "../src/internal/outside/closing.ts"
import { failure } from "../src/internal/threads/failures.ts"

it.effect("the end of main's way is known by a field of its own, on every thread, and by no text", () =>
  Effect.gen(function* () {
    const codec = Schema.toCodecJson(HarborError)
    const travelled = yield* Schema.decodeEffect(codec)(yield* Schema.encodeEffect(codec)(over))
    assert.isTrue(isOver(over))
    assert.isTrue(isOver(travelled))
    const { reason } = over
    assert(reason._tag === "EngineUnavailable")
    // A transport of the program may say the same of itself.
    assert.isFalse(isOver(failure("", new EngineUnavailable({ detail: reason.detail }))))
    assert.isTrue(isOver(failure("", new EngineUnavailable({ detail: "in other words", ended: true }))))
    assert.isFalse(isOver(failure("", reason, "", "maybe")))
  })
)
