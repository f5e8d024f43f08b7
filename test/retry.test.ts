/*
 * Which tests are run once more when they have failed, as vitest.config.ts says: none that a property has failed.
 */
import { assert, it } from "@effect/vitest"
import * as Arbitrary from "effect/Arbitrary"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import config from "../vitest.config.ts"

// Vitest's type allows a number, too, or none at all.
const { condition } = config.test!.retry as { readonly condition: RegExp }

it.effect("what a property has found is not hidden by another seed", () =>
  Effect.gen(function* () {
    // What `it.effect.prop` checks, and the text with which it fails.
    const checked = yield* Arbitrary.checkEffect(Arbitrary.schema(Schema.Int), (n) => n < 5)
    const failure = Arbitrary.formatCheckFailure(checked)
    assert.isDefined(failure)
    assert.isFalse(condition.test(failure!), failure)
    assert.isTrue(condition.test("expected 1 to equal 2"))
  })
)
